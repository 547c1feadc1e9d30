# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The doorkeeper: other opening hours, for single days or for good, notices, and ways that are closed."""

import json
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import insert, select

from booking import hours, rules, slots
from booking.barriers import Barrier
from booking.bookings import Booking
from booking.config import House
from booking.desk import Desk
from booking.ledger import Ledger
from booking.model import barrier, notice
from booking.noticeboard import Notice
from booking.office import COMMAND_LINE, Office
from booking.openings import Openings, Special
from booking.refusal import NotFound, Refused
from booking.scribe import Scribe

REASON_LONGEST = 120
NOTICE_LONGEST = 160
LOOKED_AHEAD = timedelta(days=730)
_NEWEST = 2**63  # a number above all that there are


class Doorkeeper:
    """Sets hours, notices and barriers of one house; `by` is who acts, for the log."""

    def __init__(self, desk: Desk, by: str = COMMAND_LINE) -> None:
        self._desk = desk
        self._scribe = Scribe(desk, by)
        self._office = Office(desk, by)

    # --- hours

    def set_hours(self, wanted: Special) -> int:
        """Set hours; what is booked outside them stays. Returns their number."""
        wanted = self.checked(wanted)

        def work(book: Ledger) -> int:
            number = hours.add(book, wanted)
            self._scribe.write(book, "hours", _noted(wanted, book.house))
            return number

        return self._desk.write(work)

    def drop_hours(self, number: int) -> None:
        """Take set hours back, or NotFound."""

        def work(book: Ledger) -> None:
            dropped = hours.drop(book, number, self._desk.names)
            self._scribe.write(book, "usual_hours", _noted(dropped, book.house))

        self._desk.write(work)

    def hours(self) -> list[Special]:
        """What is set and not over, by first day."""
        today = slots.local_day(self._desk.now(), self._desk.house.zone)
        found = self._openings().special
        return sorted((one for one in found if one.last is None or one.last >= today), key=lambda one: one.first)

    def rehearse(self, wanted: Special) -> tuple[Openings, list[Booking]]:
        """The hours as they would be, and the bookings that would then lie outside them."""
        newest = replace(self.checked(wanted), number=_NEWEST)
        would_be = Openings(self._desk.house, [*self._openings().special, newest])
        house, now = self._desk.house, self._desk.now()
        first = max(slots.wall(wanted.first, 0, house.zone), now)
        last = slots.wall(wanted.last + timedelta(days=1), 0, house.zone) if wanted.last else now + LOOKED_AHEAD
        found = [one for one in self._office.in_the_way(first, last) if one.code] if first < last else []
        return would_be, [one for one in found if _lies_outside(would_be, one)]

    def checked(self, wanted: Special) -> Special:
        """What may be set, tidy, or Refused."""
        if wanted.room is not None:
            rules.bookable_room(self._desk.house, wanted.room)
        if wanted.last and wanted.last < wanted.first:
            raise Refused("order")
        today = slots.local_day(self._desk.now(), self._desk.house.zone)
        if (wanted.last or wanted.first) < today:
            raise Refused("past")
        if wanted.first > today + LOOKED_AHEAD:
            raise Refused("too_far", days=LOOKED_AHEAD.days)
        reason = rules.tidy(wanted.reason)[:REASON_LONGEST]
        return Special(wanted.number, wanted.room, wanted.first, wanted.last, wanted.spans, reason)

    def _openings(self) -> Openings:
        with self._desk.database.read() as db:
            return hours.load(db, self._desk.house, self._desk.names)

    # --- notices

    def announce(self, wanted: Notice) -> int:
        """Put a notice up; its number."""
        wanted = self.checked_notice(wanted)

        def work(book: Ledger) -> int:
            number = book.new_id()
            values = {
                "begin": slots.epoch(wanted.begin),
                "end": slots.epoch(wanted.end),
                "display": wanted.display,
                "phone": wanted.phone,
                "texts": json.dumps(wanted.texts, ensure_ascii=False),
                "created": book.at,
            }
            book.db.execute(insert(notice), {"house_id": book.house.id, "id": number, **values})
            book.all_changed = True
            self._scribe.write(book, "notice", f"#{number} {wanted.texts['de']}")
            return number

        return self._desk.write(work)

    def take_down(self, number: int) -> None:
        """Take a notice down, or NotFound."""

        def work(book: Ledger) -> None:
            mine = (notice.c.house_id == book.house.id, notice.c.id == number)
            texts = book.db.scalar(select(notice.c.texts).where(*mine))
            if texts is None:
                raise NotFound
            book.db.execute(notice.delete().where(*mine))
            book.all_changed = True
            self._scribe.write(book, "no_notice", f"#{number} {json.loads(texts)['de']}")

        self._desk.write(work)

    def checked_notice(self, wanted: Notice) -> Notice:
        """What may be put up, tidy, or Refused."""
        languages = self._desk.house.languages
        tidy = {str(key): rules.tidy(text) for key, text in wanted.texts.items() if key in languages}
        texts = {key: text for key, text in tidy.items() if text}
        if "de" not in texts:
            raise Refused("empty")
        if any(len(text) > NOTICE_LONGEST for text in texts.values()):
            raise Refused("notice_long", longest=NOTICE_LONGEST)
        if wanted.end <= wanted.begin:
            raise Refused("order")
        if wanted.end <= self._desk.now():
            raise Refused("past")
        if not (wanted.display or wanted.phone):
            raise Refused("nowhere")
        return Notice(wanted.number, wanted.begin, wanted.end, wanted.display, wanted.phone, texts)

    # --- barriers

    def block(self, wanted: Barrier) -> int:
        """Close something on the floor plan, and say why; its number. Raises Refused."""
        reason = rules.tidy(wanted.reason)[:REASON_LONGEST]
        if not reason:
            raise Refused("reason")
        if wanted.end <= wanted.begin:
            raise Refused("order")
        if wanted.end <= self._desk.now():
            raise Refused("past")

        def work(book: Ledger) -> int:
            number = book.new_id()
            times = {"begin": slots.epoch(wanted.begin), "end": slots.epoch(wanted.end)}
            values = {"place": wanted.place, "reason": reason, "created": book.at, **times}
            book.db.execute(insert(barrier), {"house_id": book.house.id, "id": number, **values})
            book.all_changed = True
            self._scribe.write(book, "block", f"{wanted.place} {reason}")
            return number

        return self._desk.write(work)

    def unblock(self, number: int) -> None:
        """Open it again, or NotFound."""

        def work(book: Ledger) -> None:
            mine = (barrier.c.house_id == book.house.id, barrier.c.id == number)
            row = book.db.execute(select(barrier).where(*mine)).first()
            if row is None:
                raise NotFound
            book.db.execute(barrier.delete().where(*mine))
            book.all_changed = True
            self._scribe.write(book, "unblock", f"{row.place} {row.reason}")

        self._desk.write(work)


def _noted(special: Special, house: House) -> str:
    """Hours as the log has them: of what, from when to when, and how long it is open."""
    until = f" to {special.last}" if special.last and special.last != special.first else "" if special.last else " on"
    spans = hours.written(special.spans).replace(";", "; ")
    return f"{special.room or house.id} {special.first}{until} {spans or 'closed'}"


def _lies_outside(openings: Openings, found: Booking) -> bool:
    room = openings.house.room(found.room)
    if room is None:
        return False
    day = slots.local_day(found.begin, openings.house.zone)
    spans = rules.open_times(openings, room, day)
    return not any(opens <= found.begin and found.end <= closes for opens, closes in spans)
