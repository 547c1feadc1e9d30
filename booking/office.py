# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The back office: what staff may ask of the desk. They name a booking by its code."""

from datetime import datetime

from booking import privacy, rules, slots
from booking.bookings import Booking
from booking.config import Bookable
from booking.desk import Desk
from booking.granting import end
from booking.ledger import Ledger
from booking.model import BOOKED, CANCELLED, IS_LIVE, LIVE, REFUSED, REQUESTED
from booking.model import booking as bookings
from booking.refusal import Refused
from booking.rules import Group, Wish


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
            room = rules.bookable_room(self._desk.house, found.room)
            agreed = book.set(found, status=BOOKED, **self._desk.granting.awaited(book, room, found.begin))
            book.tell(agreed, "booked")
            return agreed

        return self._desk.write(work)

    def refuse(self, code: str) -> Booking:
        """Say no to a request, or take a booking back."""
        return self._desk.write(lambda book: end(book, book.booking(bookings.c.code == code), REFUSED))

    def book(self, wish: Wish, group: Group) -> Booking:
        """Book for a group that the house knows: agreed at once, and nobody has to say that they are here."""
        group = rules.check_group(group)
        granting = self._desk.granting

        def work(book: Ledger) -> Booking:
            if earlier := book.earlier(wish.request_id, (wish, group)):
                return earlier
            room = granting.check_time(wish, book)
            number = book.new_id()
            book.remember(wish.request_id, (wish, group), number)
            agreed = granting.named(book, number, group, True, room, wish.begin) | {"status": BOOKED, "expires": None}
            made = book.add(number, wish, room, **agreed)
            book.tell(made, "booked")
            return made

        return self._desk.write(work)

    def close(self, room: str | None, begin: datetime, end: datetime, reason: str) -> int:
        """Close a room, or the house if None, and say why: the closure's number.

        Raises Refused("occupied") if bookings are in the way; `bookings` names them.
        """
        if not (slots.on_grid(begin) and slots.on_grid(end)) or begin >= end:
            raise Refused("grid")
        house = self._desk.house
        chosen: tuple[Bookable, ...] = house.everything if room is None else (rules.bookable_room(house, room),)
        return self._desk.write(lambda book: book.close(chosen, begin, end, rules.tidy(reason)[:120], room is None))

    def reopen(self, closure: int) -> None:
        """Take a closure back, or NotFound."""
        self._desk.write(lambda book: book.reopen(closure))

    def bookings(self, begin: datetime, end: datetime) -> list[Booking]:
        """All live bookings of the house that begin in a half-open time, by begin."""
        since, until = slots.epoch(begin), slots.epoch(end)
        ours = bookings.c.room_id.in_(self._desk.room_ids.values())
        return self._desk.find(ours, bookings.c.begin >= since, bookings.c.begin < until, IS_LIVE)

    def in_the_way(self, begin: datetime, end: datetime) -> list[Booking]:
        """All live bookings of the house that touch a half-open time, however long ago they began."""
        since, until = slots.epoch(begin), slots.epoch(end)
        return self._desk.find(bookings.c.begin < until, bookings.c.end > since, IS_LIVE)

    def erase(self, code: str) -> Booking:
        """Forget who booked, at once: a coming booking is cancelled, a past one keeps its anonymous time."""

        def work(book: Ledger) -> Booking:
            found = book.booking(bookings.c.code == code)
            if found.status in LIVE and found.end > book.now:
                found = book.end(found, CANCELLED)
            return privacy.forget(book, found)

        erased = self._desk.write(work)
        self._desk.database.forget()
        return erased

    def erase_due(self) -> int:
        """Erase contact data that has been kept long enough; how many bookings had some."""
        erased = 0
        while some := self._desk.write(privacy.forget_due):
            erased += some
        # Even if none was due: names of unconfirmed bookings lapse by themselves, and last time a reader may have
        # kept the log from being emptied.
        self._desk.database.forget()
        return erased
