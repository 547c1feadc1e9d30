# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Times at which a room is taken, as a feed says: bookings like those of a calendar that staff bring in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from booking.appointments import Reading
from booking.desk import Desk
from booking.feeds_config import FeedIn
from booking.importing import Importing
from booking.ledger import Ledger
from booking.model import imported
from booking.told import Told, appointments


@dataclass
class Tally:
    """How many bookings are new, changed and cancelled; `waits`: something is in the way of one."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    waits: bool = False


class Busy:
    """Takes rooms for feeds, at a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def bring(self, book: Ledger, feed: FeedIn, events: Sequence[Told]) -> Tally:
        """Take the rooms of a feed when it says so; what is taken already is skipped and tried again later."""
        reading, tally = appointments(events, book.now), Tally()
        for room in self._rooms(feed):
            self._take(book, feed.id, room, reading, tally)
        return tally

    def clear(self, book: Ledger, feed: str, but: FeedIn | None) -> None:
        """Give back what a feed took, but for the rooms that it is for now."""
        kept = set(self._rooms(but)) if but else set()
        mine = (imported.c.house_id == book.house.id, imported.c.feed == feed)
        for row in sorted(set(book.db.scalars(select(imported.c.room_id).where(*mine)))):
            if book.name(row) not in kept:
                self._take(book, feed, book.name(row), Reading([], []), Tally())

    def _rooms(self, feed: FeedIn) -> Sequence[str]:
        return feed.rooms or [room.id for room in self._desk.house.rooms if room.bookable]

    def _take(self, book: Ledger, feed: str, room: str, reading: Reading, tally: Tally) -> None:
        work = Importing(self._desk, feed=feed).taking_over(reading, room, skip_clashes=True, force=True)
        report = work(book)
        tally.new += report.imported
        tally.changed += report.changed
        tally.gone += report.cancelled
        tally.waits |= bool(report.clashes)
