# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The post room: letters that are owed go out in order, again and again until they are taken, and faults can be read.

A letter is owed in the same transaction as what it tells of, so none is lost and none tells of what did not happen.
"""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, select, update

from booking import slots
from booking.bookings import Booking
from booking.clock import Clock
from booking.desk import Desk
from booking.ideas import Ideas
from booking.ledger import Ledger
from booking.letters import Letters
from booking.mail import Letter, Undelivered, hand_over, message
from booking.model import IS_TO_REMIND
from booking.model import booking as bookings
from booking.model import letter as table
from booking.refusal import NotFound, Refused

PAUSES = (10, 60, 300, 1800, 7200, 21_600)  # seconds until the next try, the last one from then on
GIVEN_UP = 3 * slots.DAY
AT_ONCE = 5
LEASE = 300  # seconds in which nobody else tries the same letters, however slow the mail server is
REMINDED = timedelta(hours=24)  # before a booking begins
NOT_NEEDED = timedelta(hours=36)  # whoever booked later than that before the begin needs no reminder

log = logging.getLogger("booking.post")


@dataclass(frozen=True)
class Fault:
    """A letter that could not be delivered yet: what it is about, why, and when it is tried again."""

    kind: str
    code: str | None
    tries: int
    why: str
    since: datetime
    due: datetime | None  # never, if it was given up


class Post:
    """The post room of a desk. Without a mail server nothing is owed, and nothing promises a letter."""

    def __init__(self, desk: Desk, public_url: str, clock: Clock) -> None:
        self._desk = desk
        self._house = desk.house
        self._letters = Letters(desk, public_url)
        self._clock = clock

    def deliver(self) -> int:
        """Try every letter that is due; how many were taken."""
        if self._house.service.smtp is None:
            return 0
        return sum(self._try(row) for row in self._take_due())

    def remind(self) -> int:
        """Owe a reminder to everyone whose booking begins within a day; how many."""
        if self._house.service.smtp is None or not self._clock.trusted():
            return 0
        until = self._desk.now() + REMINDED

        def work(book: Ledger) -> int:
            due = book.bookings(bookings.c.begin > book.at, bookings.c.begin <= slots.epoch(until), IS_TO_REMIND)
            for found in due:
                book.mark_reminded(found)
                if found.begin - found.created > NOT_NEEDED:
                    book.tell(found, "reminder")
            return len(due)

        return self._desk.write(work) if self._to_remind(until) else 0

    def links(self, mail: str, language: str) -> None:
        """Owe an address the links of its coming bookings; nothing if there are none."""
        if found := self._desk.coming_of(mail):
            to = found[0].mail or mail  # as it was confirmed, however it was typed now
            self._desk.write(lambda book: book.tell(replace(found[0], language=language), "links", to))

    def faults(self) -> list[Fault]:
        """Letters that were tried in vain, oldest first."""
        query = select(table, bookings.c.code).outerjoin(
            bookings, (bookings.c.house_id == table.c.house_id) & (bookings.c.id == table.c.booking_id)
        )
        tried = query.where(table.c.house_id == self._house.id, table.c.fault.is_not(None)).order_by(table.c.id)
        with self._desk.database.read() as db:
            return [_fault(row) for row in db.execute(tried)]

    def _to_remind(self, until: datetime) -> bool:
        at, last = slots.epoch(self._desk.now()), slots.epoch(until)
        return bool(self._desk.find(bookings.c.begin > at, bookings.c.begin <= last, IS_TO_REMIND))

    def _take_due(self) -> list[Any]:
        """Letters that are due, leased so that no other process tries them at the same time."""
        at = slots.epoch(self._desk.now())
        due = select(table).where(table.c.house_id == self._house.id, table.c.due <= at)
        with self._desk.database.read() as db:
            if db.execute(due.limit(1)).first() is None:
                return []

        def lease(db: Connection) -> list[Any]:
            rows = db.execute(due.order_by(table.c.id).limit(AT_ONCE).with_for_update(skip_locked=True)).all()
            for row in rows:
                db.execute(self._of(row, due=at + LEASE))
            return [SimpleNamespace(**{**row._mapping, "due": at + LEASE}) for row in rows]

        return self._desk.database.write(lease)

    def _try(self, row: Any) -> bool:
        try:
            letter = self._written(row)
            if letter and (smtp := self._house.service.smtp):
                hand_over(smtp, message(self._house, smtp, letter, row.mail, row.language, self._desk.contact_days()))
        except Undelivered as fault:
            self._postpone(row, str(fault), fault.final)
            return False
        except (ValueError, Refused) as fault:  # what cannot be written must not keep the next one waiting
            self._postpone(row, f"cannot be written: {type(fault).__name__}", final=True)
            return False
        # Not if it is due again: something has changed since it was written.
        same = (table.c.house_id == self._house.id, table.c.id == row.id, table.c.due == row.due)
        self._desk.database.write(lambda db: db.execute(table.delete().where(*same)))
        return letter is not None

    def _written(self, row: Any) -> Letter | None:
        if row.kind == "links":
            return self._letters.links(self._desk.coming_of(row.mail), row.language)
        try:
            if row.kind == "idea":
                return self._letters.idea(Ideas(self._desk).of_id(row.booking_id))
            found: Booking = self._desk.find_one(row.booking_id)
        except NotFound:
            return None
        return self._letters.write(row.kind, found, row.mail)

    def _postpone(self, row: Any, why: str, final: bool) -> None:
        at = slots.epoch(self._desk.now())
        later = at + PAUSES[min(row.tries, len(PAUSES) - 1)]
        given_up = final or later > row.created + GIVEN_UP
        log.error("letter %x: %s", row.id, why)  # no address: what the server says may name one, so it is not here
        values = {"tries": row.tries + 1, "fault": why[:200], "due": _NEVER if given_up else later}
        self._desk.database.write(lambda db: db.execute(self._of(row, **values)))

    def _of(self, row: Any, **values: object) -> Any:
        mine = (table.c.house_id == self._house.id, table.c.id == row.id)
        return update(table).where(*mine).values(**values)


_NEVER = 2**62


def _fault(row: Any) -> Fault:
    due = None if row.due == _NEVER else slots.utc(row.due)
    return Fault(row.kind, row.code, row.tries, row.fault, slots.utc(row.created), due)
