# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The reception: what staff do for a group that asks for it, by telephone or at the desk.

They name a booking by its code. What is taken binds them like everyone; quotas, lengths and approvals do not: what
staff book is agreed.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select

from booking import rules, slots
from booking.attendance import Attendance, by_code
from booking.bookings import Booking, as_booking
from booking.desk import Desk
from booking.granting import AGREED, OF_STAFF, agreed, end, must_be_coming
from booking.ledger import Ledger
from booking.model import BOOKED, CANCELLED, GONE, IS_NAMED, RELEASED, REQUESTED
from booking.model import booking as bookings
from booking.office import COMMAND_LINE, answer_of
from booking.refusal import NotFound, Refused
from booking.repeat import Repeat
from booking.rules import Change, Group, Wish
from booking.scribe import Scribe
from booking.series import Scope, SeriesChange, SeriesDesk

FOUND_AT_ONCE = 50


class Reception:
    """The staff side of a desk, as groups meet it; `by` is who acts, for the log."""

    def __init__(self, desk: Desk, by: str = COMMAND_LINE) -> None:
        self._desk = desk
        self._series = SeriesDesk(desk)
        self._scribe = Scribe(desk, by)

    # --- looking

    def find(self, code: str) -> Booking:
        """The booking with this code, or NotFound."""
        found = self._desk.find(by_code(code))
        if not found:
            raise NotFound
        return found[0]

    def search(self, name: str) -> list[Booking]:
        """Bookings of groups whose name contains a text, the next ones first, then what is over; 50 at most.

        A name is known until contact data is erased.
        """
        name, now = rules.tidy(name), slots.epoch(self._desk.now())
        if not name:
            return []
        # Letters beyond ASCII match whatever their case only here: SQLite does not fold them.
        wild = "".join(letter if letter.isascii() else "_" for letter in _escaped(name))
        fitting = (bookings.c.house_id == self._desk.house.id, IS_NAMED, bookings.c.name.ilike(f"%{wild}%", escape="/"))
        query = select(bookings).where(*fitting, bookings.c.code.is_not(None))
        with self._desk.database.read() as db:
            coming = db.execute(query.where(bookings.c.end > now).order_by(bookings.c.end).limit(FOUND_AT_ONCE)).all()
            over = db.execute(query.where(bookings.c.end <= now).order_by(bookings.c.end.desc()).limit(FOUND_AT_ONCE))
            rows = [as_booking(row, self._desk.names) for row in [*coming, *over]]
        return [one for one in rows if name.casefold() in (one.name or "").casefold()][:FOUND_AT_ONCE]

    def missed(self, found: Booking) -> int:
        """How often its group did not come, as far as that is known yet; 0 for a group without an address."""
        with self._desk.database.read() as db:
            key = db.scalar(select(bookings.c.group_key).where(*self._is(found)))
            if key in (None, OF_STAFF):
                return 0
            mine = (bookings.c.house_id == self._desk.house.id, bookings.c.group_key == key)
            query = select(func.count()).where(*mine, IS_NAMED, bookings.c.status == RELEASED)
            return int(db.scalar(query) or 0)

    # --- acting

    def book(self, wish: Wish, group: Group) -> Booking:
        """Book for a group: agreed at once, and nobody has to say that they are here."""
        group, wish = rules.check_group(group), replace(wish, by_staff=True)
        granting = self._desk.granting

        def work(book: Ledger) -> Booking:
            if earlier := book.earlier(wish.request_id, (wish, group)):
                return earlier
            room = granting.check_time(wish, book)
            number = book.new_id()
            book.remember(wish.request_id, (wish, group), number)
            made = book.add(number, wish, room, **agreed(granting.named(book, number, group, True, room, wish.begin)))
            book.tell(made, "booked")
            self._scribe.note(book, "book", made)
            return made

        return self._desk.write(work)

    def book_series(self, wish: Wish, wanted: Repeat, group: Group, skip: frozenset[date]) -> list[Booking]:
        """Book every date of a series but those of `skip`, or raise Refused("series_clashes", dates=…)."""
        witness = self._scribe.witness("book_series")
        return self._series.book(replace(wish, by_staff=True), wanted, group, skip=skip, staff=witness)

    def move(self, code: str, wanted: Change) -> Booking:
        """Give a booking another time, room or name; the group is told."""
        return self._desk.change(self._token(code), wanted, self._scribe.witness("move"))

    def move_series(self, code: str, wanted: SeriesChange) -> list[Booking]:
        """Give a series another time, from this date on or as a whole; the group is told."""
        return self._series.change(self._token(code), wanted, self._scribe.witness("move_series"))

    def cancel(self, code: str, which: Scope | None = None) -> None:
        """Cancel for a group: this date, those from this one on, or all of its series; the group is told."""
        if which:
            self._series.cancel(self._token(code), which, self._scribe.witness("cancel_series"))
            return

        def work(book: Ledger) -> None:
            found = book.booking(by_code(code))
            ended = end(book, found, CANCELLED)
            if ended.status != found.status:
                self._scribe.note(book, "cancel", ended)

        self._desk.write(work)

    def ended_with(self, found: Booking) -> list[Booking]:
        """The coming dates of its series that ended together with a booking, itself among them."""
        if found.series is None or found.status not in GONE:
            return [found]
        same = (bookings.c.series_id == found.series, bookings.c.changed == slots.epoch(found.changed))
        alike = self._desk.find(*same, bookings.c.status == found.status, bookings.c.name.is_not(None))
        return [one for one in alike if one.end > self._desk.now()] or [found]

    def restore(self, code: str, together: bool = False) -> Booking:
        """Let a booking stand again that was cancelled, refused or released, if its time is still free.

        `together`: with all dates of its series that ended at the same moment, or none of them.
        """
        codes = [one.code for one in self.ended_with(self.find(code))] if together else [code]

        def work(book: Ledger) -> Booking:
            found = [book.booking(by_code(each)) for each in codes if each]
            again = [self._restore(book, one, alone=not together) for one in found if one.status in GONE]
            if again:
                book.tell(again[0], "series" if len(again) > 1 else "booked")
            return book.booking(by_code(code))

        return self._desk.write(work)

    def _restore(self, book: Ledger, found: Booking, alone: bool) -> Booking:
        if found.end <= book.now or found.name is None:
            raise Refused("done")
        room = rules.bookable_room(self._desk.house, found.room)
        wish = Wish("", found.room, found.begin, found.end, found.language, found.extras)
        begun = {"arrived": book.at} if found.begin <= book.now else {}
        again = book.move(found, wish, room, alone=alone and found.series is not None, answer=None, **AGREED, **begun)
        self._scribe.note(book, "restore", again)
        return again

    def arrive(self, code: str) -> Booking:
        """Say for a group that it is here."""
        return Attendance(self._desk).arrive(by_code(code), self._scribe.witness("arrive"))

    def absent(self, code: str) -> Booking:
        """Nobody came: the room is free for others at once."""

        def work(book: Ledger) -> Booking:
            found = book.booking(by_code(code))
            if found.status == RELEASED:
                return found
            must_be_coming(found, book.now)
            if found.status != BOOKED or found.begin > book.now:
                raise Refused("not_begun")
            released = book.end(found, RELEASED, alone=found.series is not None)
            book.tell(released, "ended")
            self._scribe.note(book, "absent", released)
            return released

        return self._desk.write(work)

    def write(self, code: str, text: str) -> Booking:
        """Write to a group: it stands on their page, and goes out by mail if they left an address."""
        line = answer_of(text)
        if line is None:
            raise Refused("empty")

        def work(book: Ledger) -> Booking:
            found = book.booking(by_code(code))
            if found.status not in (BOOKED, REQUESTED) or found.end <= book.now:
                raise Refused("done")
            told = book.set(found, answer=line)
            book.tell(told, "message")
            self._scribe.note(book, "write", told)
            return told

        return self._desk.write(work)

    # --- inside

    def _token(self, code: str) -> str:
        return self._desk.link_token(self.find(code))

    def _is(self, found: Booking) -> tuple[Any, ...]:
        return bookings.c.house_id == self._desk.house.id, bookings.c.id == found.id


def _escaped(text: str) -> str:
    """Text in which LIKE finds nothing special."""
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")
