# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""We are here: a group says that it has come, leaves earlier, or stays longer if the room is free.

It names its booking by the code at a display, or by its private link on the phone. Who does not come within 15
minutes loses the room; that happens in the ledger, with everything else whose time is over.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement

from booking import rules, slots
from booking.bookings import Booking
from booking.config import Bookable
from booking.desk import Desk
from booking.granting import Witness
from booking.ledger import Ledger
from booking.model import BOOKED, RELEASED, REQUESTED, UNCONFIRMED
from booking.model import booking as bookings
from booking.refusal import NotFound, Refused
from booking.rules import Wish
from booking.timetable import FREE, Day

EARLY = timedelta(minutes=30)
LONGER = (15, 30, 60)  # minutes that may be added


class Attendance:
    """Who has come; `which` of all methods is `by_code(…)` or `booking.desk.by_link(…)`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def arrive(self, which: ColumnElement[bool], staff: Witness | None = None) -> Booking:
        """We are here; said again, the answer is the same."""

        def work(book: Ledger) -> Booking:
            found = self._here(book, which)
            if found.arrived:
                return found
            self._check_early(found, book.now)
            if staff:
                staff(book, found)
            return book.set(found, arrived=book.at, expires=None)

        return self._desk.write(work)

    def leave(self, which: ColumnElement[bool]) -> Booking:
        """We go already: the rest of the time is free for others from the next quarter of an hour on."""

        def work(book: Ledger) -> Booking:
            found = self._arrived(book, which)
            end = max(slots.ceiling(book.now), found.begin + slots.SLOT)
            return self._resize(book, found, end) if end < found.end else found

        return self._desk.write(work)

    def extend(self, which: ColumnElement[bool], end: datetime) -> Booking:
        """Stay until `end`, if the room is free and open, or raise Refused("taken"); asked again, nothing more."""

        def work(book: Ledger) -> Booking:
            found = self._arrived(book, which)
            if end <= found.end:
                return found
            if not slots.on_grid(end):
                raise Refused("grid")
            room = rules.bookable_room(self._desk.house, found.room)
            if end - found.begin > self._longest(room):
                raise Refused("too_long", minutes=room.longest + max(LONGER))
            rules.check_open(book.openings, room, found.begin, end)
            return self._resize(book, found, end)

        return self._desk.write(work)

    def longer(self, found: Booking) -> list[datetime]:
        """Until when the group may stay instead."""
        room = rules.bookable_room(self._desk.house, found.room)
        day = slots.local_day(found.begin, self._desk.house.zone)
        _, (shown,) = self._desk.days.look([room], day, day)
        cleanup = room.cleanup // 15
        free = _free_after(shown, slots.slot_of(found.end) + cleanup)
        ends = (found.end + timedelta(minutes=minutes) for minutes in LONGER)
        # Clearing away may last beyond closing time.
        return [
            end
            for end in ends
            if slots.slot_of(end) + (cleanup if free < shown.closes else 0) <= free
            and end - found.begin <= self._longest(room)
        ]

    def _longest(self, room: Bookable) -> timedelta:
        """How long a group may stay in all."""
        return timedelta(minutes=room.longest + max(LONGER))

    def _arrived(self, book: Ledger, which: ColumnElement[bool]) -> Booking:
        """The booking of a group that has said that it is here, or that runs where nobody has to say so."""
        found = self._here(book, which)
        if found.arrived is None and (found.expires is not None or found.begin > book.now):
            raise Refused("not_here")
        return found

    def _here(self, book: Ledger, which: ColumnElement[bool]) -> Booking:
        """The booking that runs or is about to."""
        found = book.booking(which)
        if found.status == RELEASED:
            raise Refused("released")
        if found.status in (REQUESTED, UNCONFIRMED):
            raise Refused("not_confirmed")
        if found.status != BOOKED:
            raise NotFound
        if found.end <= book.now:
            raise Refused("done")
        return found

    def _resize(self, book: Ledger, found: Booking, end: datetime) -> Booking:
        room = rules.bookable_room(self._desk.house, found.room)
        wish = Wish("", found.room, found.begin, end, found.language, found.extras)
        return book.move(found, wish, room)

    def _check_early(self, found: Booking, now: datetime) -> None:
        zone = self._desk.house.zone
        if slots.local_day(found.begin, zone) > slots.local_day(now, zone):
            raise Refused("another_day", day=slots.local_day(found.begin, zone))
        if found.begin - now > EARLY:
            raise Refused("early", time=f"{found.begin.astimezone(zone):%H:%M}")


def _free_after(day: Day, slot: int) -> int:
    """Until when the room is free from a slot on."""
    return next((piece.end for piece in day.pieces if piece.begin <= slot < piece.end and piece.state == FREE), 0)


def by_code(code: str) -> ColumnElement[bool]:
    """The booking with this code."""
    return bookings.c.code == code
