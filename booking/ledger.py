# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The open book: one write transaction of one house, with its lock held.

Claims are the guarantee: `claim(room_id, slot)` is a primary key, so no two bookings can ever lie in one slot,
whatever the rules above forgot. A booking's claims are inserted sorted, in one statement.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from booking import secret, slots, statements
from booking.bookings import Booking, as_booking
from booking.config import House, Room
from booking.model import (
    IS_NAMED,
    LAPSED,
    REQUESTED,
    answered,
    booking,
    change,
    claim,
    closure,
    rendering,
)
from booking.refusal import NotFound, Refused
from booking.rules import Wish, claimed

_BACKWARDS = timedelta(minutes=1)


class Ledger:
    """What one wish may do to the house's rows, and what it has touched so far."""

    def __init__(self, db: Connection, house: House, room_ids: dict[str, int], now: datetime, trusted: bool) -> None:
        self.db = db
        self.now = now
        self._house = house
        self._ids = room_ids
        self._names = {row: name for name, row in room_ids.items()}
        self._touched: set[tuple[int, int]] = set()
        row = db.execute(statements.LOCK, {"house": house.id}).one()
        self._revision = int(row.revision)
        self._written = int(row.written)
        self.trusted = trusted and slots.epoch(now + _BACKWARDS) >= self._written

    @property
    def at(self) -> int:
        return slots.epoch(self.now)

    def check_clock(self) -> None:
        """Refuse to book by a clock that is more than a day behind what was written before."""
        if self.at < self._written - slots.DAY:
            raise Refused("clock")

    def finish(self) -> None:
        """Note what changed, under the house's next revision."""
        values = {
            "revision": self._revision,
            "written": max(self._written, self.at) if self.trusted else self._written,
        }
        if self._touched:
            values["revision"] += 1
            rows = [
                {"room_id": room, "day": day, "revision": values["revision"]} for room, day in sorted(self._touched)
            ]
            self.db.execute(insert(change).values(house_id=self._house.id), rows)
            for room_id in sorted({room_id for room_id, _ in self._touched}):
                self.db.execute(
                    statements.MARK_ROOM, {"of": room_id, "revision": values["revision"], "changed": self.at}
                )
            self.db.execute(statements.MARK, {"of": self._house.id, **values})

    # --- what was asked before

    def earlier(self, request_id: str, wish: object) -> Booking | None:
        """The booking that the same request made before; Refused("request_reused") if it asked for something else."""
        row = self.db.execute(statements.EARLIER, {"house": self._house.id, "request": request_id}).first()
        if row is None:
            return None
        if row.wish != _digest(wish):
            raise Refused("request_reused")
        return self.booking(booking.c.id == row.booking_id)

    def remember(self, request_id: str, wish: object, number: int) -> None:
        values = {"request_id": request_id, "wish": _digest(wish), "booking_id": number, "at": self.at}
        self.db.execute(statements.REMEMBER, {"house_id": self._house.id, **values})

    # --- bookings

    def booking(self, *where: Any) -> Booking:
        """The one booking that fits, or NotFound."""
        row = self.db.execute(select(booking).where(booking.c.house_id == self._house.id, *where)).first()
        if row is None:
            raise NotFound
        return as_booking(row, self._names)

    def new_id(self) -> int:
        """A number for a booking that is about to be made."""
        return secret.new_id(int(self.now.timestamp() * 1000))

    def add(self, number: int, wish: Wish, room: Room, **values: Any) -> Booking:
        """Insert a booking with all its claims, or raise Refused("taken")."""
        first, last = claimed(room, wish.begin, wish.end)
        row = {
            **statements.BLANK,
            "id": number,
            "house_id": self._house.id,
            "room_id": self._ids[room.id],
            "begin": slots.epoch(wish.begin),
            "end": slots.epoch(wish.end),
            "claimed_from": first,
            "claimed_to": last,
            "language": wish.language,
            "created": self.at,
            "changed": self.at,
            **values,
        }
        self.db.execute(statements.INSERT, row)
        self._claim(self._ids[room.id], first, last, booking=number)
        return as_booking(SimpleNamespace(**row), self._names)

    def set(self, found: Booking, **values: object) -> Booking:
        """The booking with other values; what calendars show has a new version."""
        values = {"changed": self.at, "sequence": found.sequence + 1, "rendered": False, **values}
        row = self.db.execute(statements.span_of(self._house.id, found.id)).one()
        self.db.execute(statements.of(self._house.id, found.id), values)
        self._touch(row.room_id, row.claimed_from, row.claimed_to)
        return self.booking(booking.c.id == found.id)

    def end(self, found: Booking, status: str, **values: object) -> Booking:
        """Cancel, refuse or let lapse: the slots are free again."""
        row = self.db.execute(statements.span_of(self._house.id, found.id)).one()
        self._free(row.room_id, row.claimed_from, row.claimed_to)
        return self.set(found, status=status, expires=None, **values)

    def move(self, found: Booking, wish: Wish, room: Room, **values: object) -> Booking:
        """Give up the old slots and claim the new ones, or raise Refused("taken") and change nothing."""
        row = self.db.execute(statements.span_of(self._house.id, found.id)).one()
        self._free(row.room_id, row.claimed_from, row.claimed_to)
        first, last = claimed(room, wish.begin, wish.end)
        self._claim(self._ids[room.id], first, last, booking=found.id)
        return self.set(
            found,
            room_id=self._ids[room.id],
            begin=slots.epoch(wish.begin),
            end=slots.epoch(wish.end),
            claimed_from=first,
            claimed_to=last,
            **values,
        )

    def lapse(self) -> int:
        """Let go of every hold and request whose time is over; how many. Nothing while the clock is in doubt."""
        if not self.trusted:
            return 0
        due = self.db.execute(statements.DUE, {"house": self._house.id, "at": self.at}).all()
        for row in due:
            found = as_booking(row, self._names)
            forgotten: dict[str, object] = (
                {} if row.status == REQUESTED else dict.fromkeys(("code", "name", "mail", "group_key"))
            )
            self.end(found, LAPSED, **forgotten)
        return len(due)

    def coming_of_group(self, group: str, room: Room, limit: int) -> int:
        """How many coming bookings a group has in a room, counted up to `limit`."""
        values = {"group": group, "room": self._ids[room.id], "limit": limit}
        return int(self.db.scalar(statements.COMING_OF_GROUP, {"house": self._house.id, "at": self.at, **values}) or 0)

    def coming_of_nobody(self, limit: int) -> int:
        """How many coming bookings have no address, counted up to `limit`."""
        return int(
            self.db.scalar(statements.COMING_OF_NOBODY, {"house": self._house.id, "at": self.at, "limit": limit}) or 0
        )

    def code(self) -> str:
        """A booking code that nobody in this house has."""
        while True:
            code = secret.new_code()
            if self.db.execute(statements.CODE, {"house": self._house.id, "code": code}).first() is None:
                return code

    # --- privacy

    def forget(self, found: Booking) -> Booking:
        """Erase who booked, everywhere it is written: row, calendar text, links, answers."""
        self.db.execute(
            rendering.delete().where(rendering.c.house_id == self._house.id, rendering.c.booking_id == found.id)
        )
        self.db.execute(
            answered.delete().where(answered.c.house_id == self._house.id, answered.c.booking_id == found.id)
        )
        nothing = dict.fromkeys(("name", "mail", "group_key", "hold_hash", "link_hash"))
        return self.set(found, show_name=False, **nothing)

    def contacts_before(self, end: int) -> list[Booking]:
        """Bookings that ended before `end` and still say who came; none while the clock is in doubt."""
        if not self.trusted:
            return []
        old = select(booking).where(booking.c.house_id == self._house.id, booking.c.end <= end, IS_NAMED)
        return [as_booking(row, self._names) for row in self.db.execute(old.limit(500))]

    def forget_changes(self, kept: int) -> None:
        """Erase all but the newest changes; a reader who saw none of those that are left forgets all that it kept."""
        old = change.delete().where(change.c.house_id == self._house.id, change.c.revision <= self._revision - kept)
        self.db.execute(old)

    def forget_answers(self, before: int) -> None:
        """Erase what was asked so long ago that nobody asks again."""
        old = answered.delete().where(answered.c.house_id == self._house.id, answered.c.at < before)
        if self.trusted:
            self.db.execute(old)

    # --- closures

    def close(self, rooms: Iterable[Room], begin: datetime, end: datetime, reason: str, whole_house: bool) -> int:
        """Claim all the slots of a closure, or raise Refused("occupied"). The closure's number."""
        number = secret.new_id(int(self.now.timestamp() * 1000))
        ids = sorted(self._ids[room.id] for room in rooms)
        values = {"begin": slots.epoch(begin), "end": slots.epoch(end), "reason": reason, "created": self.at}
        where = {"house_id": self._house.id, "id": number, "room_id": None if whole_house else ids[0]}
        self.db.execute(insert(closure), {**where, **values})
        for room in ids:
            self._claim(room, slots.slot_of(begin), slots.slot_of(end), closure=number)
        return number

    def reopen(self, number: int) -> None:
        """Take a closure back, or NotFound."""
        where = (closure.c.house_id == self._house.id, closure.c.id == number)
        row = self.db.execute(select(closure).where(*where)).first()
        if row is None:
            raise NotFound
        for room in self._ids.values() if row.room_id is None else (row.room_id,):
            self._touch(room, row.begin // slots.SECONDS, row.end // slots.SECONDS)
        self.db.execute(claim.delete().where(claim.c.house_id == self._house.id, claim.c.closure_id == number))
        self.db.execute(closure.delete().where(*where))

    # --- claims

    def _claim(self, room: int, first: int, last: int, booking: int | None = None, closure: int | None = None) -> None:
        values = {
            "room": room,
            "first": first,
            "last": last,
            "house": self._house.id,
            "booking": booking,
            "closure": closure,
        }
        try:
            self.db.execute(statements.CLAIM, values)
        except IntegrityError as error:
            raise Refused("taken" if closure is None else "occupied") from error
        self._touch(room, first, last)

    def _free(self, room: int, first: int, last: int) -> None:
        self.db.execute(statements.FREE, {"room": room, "first": first, "last": last})
        self._touch(room, first, last)

    def _touch(self, room: int, first: int, last: int) -> None:
        for day in slots.days(self._day(first), self._day(last - 1)):
            self._touched.add((room, day.toordinal()))

    def _day(self, slot: int) -> date:
        return slots.local_day(slots.utc(slot * slots.SECONDS), self._house.zone)


def _digest(wish: object) -> bytes:
    return hashlib.sha256(repr(wish).encode()).digest()
