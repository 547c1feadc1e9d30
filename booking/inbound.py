# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Feeds that come in, as staff see them: how it goes with each, and what waits for their word."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import func, select, update

from booking import in_the_way, slots
from booking.desk import Desk
from booking.feed_state import ASKED, CONFIRMED, DISCARDED
from booking.feeds_config import FeedIn
from booking.in_the_way import Met
from booking.ledger import Ledger
from booking.model import feed_event, feed_in
from booking.office import COMMAND_LINE
from booking.refusal import NotFound
from booking.scribe import Scribe
from booking.staff_texts import FEED_FAULTS
from booking.texts import Texts

Held = Literal["", "asked", "confirmed", "discarded"]


@dataclass(frozen=True)
class Status:
    """How it goes with a feed. Of its address only the host is shown: the rest may be a secret.

    `held`: a copy in which only `fresh` of `known` coming events are left waits for staff ("asked"), is brought in at
    the next look ("confirmed"), or is not wanted ("discarded").
    """

    feed: str
    kind: str
    host: str
    good: datetime | None = None  # when it came in last, or was seen to be unchanged
    tried: datetime | None = None
    next: datetime | None = None
    failures: int = 0  # since then
    events: int = 0
    waits: bool = False  # something is in the way of what it says
    fault: tuple[str, Mapping[str, Any]] | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)  # how many events, by booking.texts.NOT_IMPORTED
    held: Held = ""
    known: int = 0
    fresh: int = 0

    def why(self, words: Texts) -> str:
        """What is wrong, in plain words; empty if nothing is."""
        if self.fault is None:
            return ""
        key, details = self.fault
        return words.t(FEED_FAULTS[key], **details)


class Inbound:
    """The feeds of a house; `by` is who acts, for the log."""

    def __init__(self, desk: Desk, by: str = COMMAND_LINE) -> None:
        self._desk = desk
        self._scribe = Scribe(desk, by)

    def feeds(self) -> list[Status]:
        """Every feed of the config, in its order."""
        house, of = self._desk.house, feed_in.c.house_id == self._desk.house.id
        counted = select(feed_event.c.feed, feed_event.c.reason, func.count()).group_by("feed", "reason")
        where = (feed_event.c.house_id == house.id, feed_event.c.reason.is_not(None))
        with self._desk.database.read() as db:
            rows = {row.feed: row for row in db.execute(select(feed_in).where(of))}
            left_out: dict[str, dict[str, int]] = {}
            for feed, reason, count in db.execute(counted.where(*where)):
                left_out.setdefault(feed, {})[reason] = count
        return [_status(feed, rows.get(feed.id), left_out.get(feed.id, {})) for feed in house.feeds_in]

    def confirm(self, feed: str) -> None:
        """It is true that so much is gone: bring the copy in at once. NotFound unless one is held."""
        self._decide(feed, CONFIRMED, "feed_confirm")

    def discard(self, feed: str) -> None:
        """It is not: keep what was there, and do not ask again about this copy. NotFound unless one is held."""
        self._decide(feed, DISCARDED, "feed_discard")

    def in_the_way(self) -> list[Met]:
        """Bookings whose time the city has closed, by begin."""
        return in_the_way.all_of(self._desk)

    def _decide(self, feed: str, held: str, act: str) -> None:
        def work(book: Ledger) -> None:
            mine = (feed_in.c.house_id == book.house.id, feed_in.c.feed == feed)
            row = book.db.execute(select(feed_in).where(*mine)).first()
            if row is None or row.held != ASKED:
                raise NotFound
            at_once = {"next": book.at} if held == CONFIRMED else {}
            book.db.execute(update(feed_in).where(*mine).values(held=held, **at_once))
            self._scribe.write(book, act, f"{feed}: {row.held_fresh} of {row.held_known}")

        self._desk.write(work)


def _status(feed: FeedIn, row: Any, left_out: Mapping[str, int]) -> Status:
    made = Status(feed.id, feed.kind, feed.site.host)
    if row is None:
        return made
    fault = json.loads(row.fault) if row.fault else None
    return Status(
        *(made.feed, made.kind, made.host),
        good=_instant(row.good),
        tried=_instant(row.tried),
        next=_instant(row.next or None),
        failures=row.failures,
        events=row.events,
        waits=row.waits,
        fault=(fault[0], fault[1]) if fault else None,
        left_out=left_out,
        held=cast("Held", row.held or ""),
        known=row.held_known or 0,
        fresh=row.held_fresh or 0,
    )


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else slots.utc(seconds)
