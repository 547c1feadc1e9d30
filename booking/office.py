# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The back office: what staff may ask of the desk. They name a booking by its code."""

from datetime import datetime

from booking import rules, slots
from booking.bookings import Booking
from booking.desk import Desk
from booking.granting import end
from booking.ledger import Ledger
from booking.model import BOOKED, CANCELLED, IS_LIVE, LIVE, REFUSED, REQUESTED
from booking.model import booking as bookings
from booking.refusal import Refused

CHANGES_KEPT = 10_000
ANSWERS_KEPT = 2 * slots.DAY  # a phone that was out of reach over night may still ask again


class Office:
    """The staff side of a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def approve(self, code: str) -> Booking:
        """Say yes to a request; Refused("done") if it is none any more."""

        def work(book: Ledger) -> Booking:
            found = book.booking(bookings.c.code == code)
            if found.status == BOOKED:
                return found
            if found.status != REQUESTED:
                raise Refused("done")
            return book.set(found, status=BOOKED, expires=None)

        return self._desk.write(work)

    def refuse(self, code: str) -> Booking:
        """Say no to a request, or take a booking back."""
        return self._desk.write(lambda book: end(book, book.booking(bookings.c.code == code), REFUSED))

    def close(self, room: str | None, begin: datetime, end: datetime, reason: str) -> int:
        """Close a room, or the house if None, and say why: the closure's number.

        Raises Refused("occupied") if bookings are in the way; `bookings` names them.
        """
        if not (slots.on_grid(begin) and slots.on_grid(end)) or begin >= end:
            raise Refused("grid")
        house = self._desk.house
        chosen = house.rooms if room is None else (rules.bookable_room(house, room),)
        return self._desk.write(lambda book: book.close(chosen, begin, end, rules.tidy(reason)[:120], room is None))

    def reopen(self, closure: int) -> None:
        """Take a closure back, or NotFound."""
        self._desk.write(lambda book: book.reopen(closure))

    def bookings(self, begin: datetime, end: datetime) -> list[Booking]:
        """All live bookings of the house that begin in a half-open time, by begin."""
        since, until = slots.epoch(begin), slots.epoch(end)
        ours = bookings.c.room_id.in_(self._desk.room_ids.values())
        return self._desk.find(ours, bookings.c.begin >= since, bookings.c.begin < until, IS_LIVE)

    def erase(self, code: str) -> Booking:
        """Forget who booked, at once: a coming booking is cancelled, a past one keeps its anonymous time."""

        def work(book: Ledger) -> Booking:
            found = book.booking(bookings.c.code == code)
            if found.status in LIVE and found.end > book.now:
                found = book.end(found, CANCELLED)
            return book.forget(found)

        erased = self._desk.write(work)
        self._desk.database.forget()
        return erased

    def erase_due(self) -> int:
        """Erase contact data that has been kept long enough; how many bookings had some."""

        def work(book: Ledger) -> int:
            book.forget_changes(CHANGES_KEPT)
            book.forget_answers(book.at - ANSWERS_KEPT)
            due = book.contacts_before(book.at - slots.DAY * self._desk.house.terms.contact_days)
            for found in due:
                book.forget(found)
            return len(due)

        erased = 0
        while some := self._desk.write(work):
            erased += some
        # Even if none was due: names of unconfirmed bookings lapse by themselves, and last time a reader may have
        # kept the log from being emptied.
        self._desk.database.forget()
        return erased
