# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The back office: what staff may ask of the desk. They name a booking by its code."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, TextClause, select, update

from booking import privacy, rules, slots
from booking.bookings import Booking, as_booking
from booking.config import Bookable
from booking.desk import Desk
from booking.granting import end
from booking.ledger import Ledger
from booking.model import BOOKED, IS_LIVE, IS_LONG, IS_PASSING, REFUSED, RELEASED, REQUESTED, closure
from booking.model import booking as bookings
from booking.model import house as houses
from booking.refusal import NotFound, Refused
from booking.scribe import Scribe
from booking.texts import staff_times

ANSWER_LONGEST = 300
LONGEST_AROUND = 16  # slots of set-up or clean-up
COMMAND_LINE = "command line"  # who acts when nobody has signed in


class Closure(NamedTuple):
    """A half-open time in which a room is closed, or the whole house if `room` is None."""

    number: int
    room: str | None
    begin: datetime
    end: datetime
    reason: str


class Office:
    """The staff side of a desk; `by` is who acts, for the log."""

    def __init__(self, desk: Desk, by: str = COMMAND_LINE) -> None:
        self._desk = desk
        self._scribe = Scribe(desk, by)

    def approve(self, code: str, answer: str = "") -> Booking:
        """Say yes to a request, with a line for the group; Refused("done") if it is none any more."""

        def work(book: Ledger) -> Booking:
            found = book.booking(bookings.c.code == code)
            if found.status == BOOKED:
                return found
            if found.status != REQUESTED:
                raise Refused("done")
            room = rules.bookable_room(self._desk.house, found.room)
            awaited = self._desk.granting.awaited(book, room, found.begin)
            agreed = book.set(found, status=BOOKED, answer=answer_of(answer), **awaited)
            book.tell(agreed, "booked")
            self._scribe.note(book, "approve", agreed)
            return agreed

        return self._desk.write(work)

    def refuse(self, code: str, answer: str = "") -> Booking:
        """Say no to a request, or take a booking back; the group reads the answer."""

        def work(book: Ledger) -> Booking:
            found = book.booking(bookings.c.code == code)
            refused = end(book, found, REFUSED, answer=answer_of(answer))
            if refused.status != found.status:
                self._scribe.note(book, "refuse", refused)
            return refused

        return self._desk.write(work)

    def close(self, room: str | None, begin: datetime, end: datetime, reason: str) -> int:
        """Close a room, or the house if None, and say why: the closure's number.

        Raises Refused("occupied") if bookings are in the way; `bookings` names them.
        """
        if begin >= end:
            raise Refused("order")
        if not (slots.on_grid(begin) and slots.on_grid(end)):
            raise Refused("grid")
        house = self._desk.house
        chosen: tuple[Bookable, ...] = house.everything if room is None else (rules.bookable_room(house, room),)

        def work(book: Ledger) -> int:
            number = book.close(chosen, begin, end, rules.tidy(reason)[:120], room is None)
            self._note_closure(book, "close", number)
            return number

        return self._desk.write(work)

    def reopen(self, number: int) -> None:
        """Take a closure back, or NotFound."""

        def work(book: Ledger) -> None:
            self._note_closure(book, "reopen", number)
            book.reopen(number)

        self._desk.write(work)

    def closures(self, since: datetime | None = None) -> list[Closure]:
        """What is closed now, or at another time, or later, by begin."""
        mine = (closure.c.house_id == self._desk.house.id, closure.c.end > slots.epoch(since or self._desk.now()))
        with self._desk.database.read() as db:
            rows = db.execute(select(closure).where(*mine).order_by(closure.c.begin)).all()
        return [self._closure(row) for row in rows]

    def _closure(self, row: Any) -> Closure:
        room = self._desk.names.get(row.room_id)
        return Closure(row.id, room, slots.utc(row.begin), slots.utc(row.end), row.reason)

    def _note_closure(self, book: Ledger, act: str, number: int) -> None:
        row = book.db.execute(
            select(closure).where(closure.c.house_id == book.house.id, closure.c.id == number)
        ).first()
        if row is None:
            raise NotFound
        found, house = self._closure(row), self._desk.house
        times = staff_times(found.begin, found.end, house.zone)
        self._scribe.write(book, act, f"{found.room or house.id} {times} {found.reason}")

    def make_feed(self, name: str) -> str:
        """The token of a new private calendar link; Refused("feed_name") if the name is no good or in use."""
        name = rules.tidy(name)
        taken = any(one.name == name for one in self._desk.tokens.known("feed"))
        if not 2 <= len(name) <= rules.NAME_LONGEST:
            raise Refused("feed_name", longest=rules.NAME_LONGEST)
        if taken:
            raise Refused("feed_taken")
        made = self._desk.tokens.make("feed", name)
        self._desk.write(lambda book: self._scribe.write(book, "link", name))
        return made

    def revoke_feed(self, name: str) -> None:
        """End a private calendar link, or NotFound."""
        self._desk.tokens.revoke("feed", name)
        self._desk.write(lambda book: self._scribe.write(book, "unlink", name))

    def bookings(self, begin: datetime, end: datetime) -> list[Booking]:
        """All live bookings of the house that begin in a half-open time, by begin."""
        since, until = slots.epoch(begin), slots.epoch(end)
        return self._in_rooms(bookings.c.begin >= since, bookings.c.begin < until)

    def released(self, begin: datetime, end: datetime) -> list[Booking]:
        """Bookings to which nobody came, of those that begin in a half-open time."""
        since, until = slots.epoch(begin), slots.epoch(end)
        when = (bookings.c.begin >= since, bookings.c.begin < until, bookings.c.status == RELEASED)
        return [one for one in self._in_rooms(*when, live=False) if one.code]

    def requests(self) -> list[Booking]:
        """What waits for an answer, by begin."""
        return self._desk.find(bookings.c.status == REQUESTED, IS_PASSING)

    def in_the_way(self, begin: datetime, end: datetime) -> list[Booking]:
        """All live bookings of the house that touch a half-open time, however long ago they began."""
        since, until = slots.epoch(begin), slots.epoch(end)
        near = (bookings.c.begin >= since - slots.DAY, bookings.c.begin < until, bookings.c.end > since)
        # What lasts longer than a day, as others' calendars have it, is found by an index of its own.
        long = (bookings.c.begin + 0 < since - slots.DAY, bookings.c.claimed_to > slots.slot_of(begin), IS_LONG)
        return [one for one in self._in_rooms(*long) if one.end > begin] + self._in_rooms(*near)

    def keeping(self, room: str | None, first: int, last: int) -> list[Booking]:
        """The live bookings that keep a room, or any, from the slot `first` up to `last`, set-up included."""
        house = self._desk.house
        keys = house.touched_by(room) if room else self._desk.room_ids
        begin, end = ((slot * slots.SECONDS) for slot in (first - LONGEST_AROUND, last + LONGEST_AROUND))
        return [
            one
            for one in self.in_the_way(slots.utc(begin), slots.utc(end))
            if one.claimed_from < last and one.claimed_to > first and (one.room in keys or room in one.extras)
        ]

    def _in_rooms(self, *where: ColumnElement[bool] | TextClause, live: bool = True) -> list[Booking]:
        """Live bookings by their rooms, which are the house's: named as well, the house would lead SQLite astray."""
        ours = bookings.c.room_id.in_(self._desk.room_ids.values())
        query = select(bookings).where(ours, *where, *([IS_LIVE] if live else [])).order_by(bookings.c.begin)
        with self._desk.database.read() as db:
            return [as_booking(row, self._desk.names) for row in db.execute(query)]

    def erase(self, code: str) -> Booking:
        """Forget who booked, at once: a coming booking is cancelled, a past one keeps its anonymous time."""

        def work(book: Ledger) -> Booking:
            found = book.booking(bookings.c.code == code)
            self._scribe.note(book, "erase", found)
            return privacy.erase(book, found)

        erased = self._desk.write(work)
        self._desk.database.forget()
        return erased

    def keep_contacts(self, days: int) -> None:
        """Keep names and addresses for so many days after a booking, from now on."""

        def work(book: Ledger) -> None:
            book.db.execute(update(houses).where(houses.c.id == book.house.id).values(contact_days=days))
            self._scribe.write(book, "contact_days", str(days))

        self._desk.write(work)

    def erase_due(self) -> int:
        """Erase contact data that has been kept long enough; how many bookings had some."""
        erased = 0
        while some := self._desk.write(privacy.forget_due):
            erased += some
        # Even if none was due: names of unconfirmed bookings lapse by themselves, and last time a reader may have
        # kept the log from being emptied.
        self._desk.database.forget()
        return erased


def answer_of(text: str) -> str | None:
    """What staff write to a group, or None; Refused("answer_long") rather than cut."""
    text = rules.tidy(text)
    if len(text) > ANSWER_LONGEST:
        raise Refused("answer_long", longest=ANSWER_LONGEST, over=len(text) - ANSWER_LONGEST)
    return text or None
