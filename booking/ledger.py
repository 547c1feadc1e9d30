# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The open book: one write transaction of one house, with its lock held.

Claims are the guarantee: `claim(room_id, slot)` is a primary key, so no two bookings can ever lie in one slot,
whatever the rules above forgot. A booking's claims are inserted sorted, in one statement.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Update, bindparam, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from booking import secret, slots
from booking.config import House, Room
from booking.model import (
    HELD,
    IS_LIVE,
    IS_NAMED,
    IS_WAITING,
    LAPSED,
    REQUESTED,
    answered,
    booking,
    change,
    claim,
    closure,
    house,
    rendering,
)
from booking.model import room as room_table
from booking.refusal import NotFound, Refused
from booking.rules import Wish, claimed

_CLAIM = text(
    "WITH RECURSIVE run(slot) AS (SELECT CAST(:first AS BIGINT)"
    " UNION ALL SELECT slot + 1 FROM run WHERE slot + 1 < :last)"
    " INSERT INTO claim (room_id, slot, house_id, booking_id, closure_id)"
    " SELECT :room, slot, :house, CAST(:booking AS BIGINT), CAST(:closure AS BIGINT) FROM run ORDER BY slot"
)
_FREE = claim.delete().where(
    claim.c.room_id == bindparam("room"),
    claim.c.slot >= bindparam("first"),
    claim.c.slot < bindparam("last"),
)
_BACKWARDS = timedelta(minutes=1)


@dataclass(frozen=True)
class Booking:
    """A group's use of a room, or the hold that may become one. Instants are UTC; the span is half-open."""

    id: int
    room: str
    begin: datetime
    end: datetime
    status: str
    code: str | None
    name: str | None
    show_name: bool
    language: str
    mail: str | None
    expires: datetime | None
    more_left: int
    scanned: bool
    created: datetime
    changed: datetime
    sequence: int


class Ledger:
    """What one wish may do to the house's rows, and what it has touched so far."""

    def __init__(self, db: Connection, house: House, room_ids: dict[str, int], now: datetime, trusted: bool) -> None:
        self.db = db
        self.now = now
        self._house = house
        self._ids = room_ids
        self._names = {row: name for name, row in room_ids.items()}
        self._touched: set[tuple[int, int]] = set()
        row = db.execute(_LOCK, {"house": house.id}).one()
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
                self.db.execute(_MARK_ROOM, {"of": room_id, "revision": values["revision"], "changed": self.at})
            self.db.execute(_MARK, {"of": self._house.id, **values})

    # --- what was asked before

    def earlier(self, request_id: str, wish: object) -> Booking | None:
        """The booking that the same request made before; Refused("request_reused") if it asked for something else."""
        row = self.db.execute(_EARLIER, {"house": self._house.id, "request": request_id}).first()
        if row is None:
            return None
        if row.wish != _digest(wish):
            raise Refused("request_reused")
        return self.booking(booking.c.id == row.booking_id)

    def remember(self, request_id: str, wish: object, number: int) -> None:
        values = {"request_id": request_id, "wish": _digest(wish), "booking_id": number, "at": self.at}
        self.db.execute(_REMEMBER, {"house_id": self._house.id, **values})

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
            **_BLANK,
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
        self.db.execute(_INSERT, row)
        self._claim(self._ids[room.id], first, last, booking=number)
        return as_booking(SimpleNamespace(**row), self._names)

    def set(self, found: Booking, **values: object) -> Booking:
        """The booking with other values; what calendars show has a new version."""
        values = {"changed": self.at, "sequence": found.sequence + 1, "rendered": False, **values}
        row = self.db.execute(_span_of(self._house.id, found.id)).one()
        self.db.execute(_of(self._house.id, found.id), values)
        self._touch(row.room_id, row.claimed_from, row.claimed_to)
        return self.booking(booking.c.id == found.id)

    def end(self, found: Booking, status: str, **values: object) -> Booking:
        """Cancel, refuse or let lapse: the slots are free again."""
        row = self.db.execute(_span_of(self._house.id, found.id)).one()
        self._free(row.room_id, row.claimed_from, row.claimed_to)
        return self.set(found, status=status, expires=None, **values)

    def move(self, found: Booking, wish: Wish, room: Room, **values: object) -> Booking:
        """Give up the old slots and claim the new ones, or raise Refused("taken") and change nothing."""
        row = self.db.execute(_span_of(self._house.id, found.id)).one()
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
        due = self.db.execute(_DUE, {"house": self._house.id, "at": self.at}).all()
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
        return int(self.db.scalar(_COMING_OF_GROUP, {"house": self._house.id, "at": self.at, **values}) or 0)

    def coming_of_nobody(self, limit: int) -> int:
        """How many coming bookings have no address, counted up to `limit`."""
        return int(self.db.scalar(_COMING_OF_NOBODY, {"house": self._house.id, "at": self.at, "limit": limit}) or 0)

    def code(self) -> str:
        """A booking code that nobody in this house has."""
        while True:
            code = secret.new_code()
            if self.db.execute(_CODE, {"house": self._house.id, "code": code}).first() is None:
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
            self.db.execute(_CLAIM, values)
        except IntegrityError as error:
            raise Refused("taken" if closure is None else "occupied") from error
        self._touch(room, first, last)

    def _free(self, room: int, first: int, last: int) -> None:
        self.db.execute(_FREE, {"room": room, "first": first, "last": last})
        self._touch(room, first, last)

    def _touch(self, room: int, first: int, last: int) -> None:
        for day in slots.days(self._day(first), self._day(last - 1)):
            self._touched.add((room, day.toordinal()))

    def _day(self, slot: int) -> date:
        return slots.local_day(slots.utc(slot * slots.SECONDS), self._house.zone)


def as_booking(row: Any, names: dict[int, str]) -> Booking:
    """A row of the table booking as the rest of the house knows it."""
    return Booking(
        row.id,
        names[row.room_id],
        slots.utc(row.begin),
        slots.utc(row.end),
        row.status,
        row.code,
        row.name,
        row.show_name,
        row.language,
        row.mail,
        None if row.expires is None else slots.utc(row.expires),
        row.more_left,
        row.scanned,
        slots.utc(row.created),
        slots.utc(row.changed),
        row.sequence,
    )


def _digest(wish: object) -> bytes:
    return hashlib.sha256(repr(wish).encode()).digest()


_BLANK = dict.fromkeys(
    ("expires", "code", "name", "mail", "group_key", "hold_hash", "link_hash"),
) | {"more_left": 0, "scanned": False, "show_name": False, "sequence": 0, "rendered": False}
_INSERT = insert(booking)
_REMEMBER = insert(answered)
_CHANGED = insert(change)
_CODE = select(booking.c.id).where(booking.c.house_id == bindparam("house"), booking.c.code == bindparam("code"))


def _counted(*where: ColumnElement[bool]) -> Select[int]:
    """How many coming bookings fit, counted no further than `limit`."""
    fitting = select(booking.c.id).where(
        booking.c.house_id == bindparam("house"), booking.c.end > bindparam("at"), IS_LIVE, *where
    )
    return select(func.count()).select_from(fitting.limit(bindparam("limit")).subquery())


_COMING_OF_GROUP = _counted(booking.c.group_key == bindparam("group"), booking.c.room_id == bindparam("room"))
_COMING_OF_NOBODY = _counted(booking.c.group_key.is_(None), booking.c.status != HELD)
_LOCK = select(house.c.revision, house.c.written).where(house.c.id == bindparam("house")).with_for_update()
_MARK = (
    update(house)
    .where(house.c.id == bindparam("of"))
    .values(revision=bindparam("revision"), written=bindparam("written"))
)
_MARK_ROOM = (
    update(room_table)
    .where(room_table.c.id == bindparam("of"))
    .values(revision=bindparam("revision"), changed=bindparam("changed"))
)
_EARLIER = select(answered.c.wish, answered.c.booking_id).where(
    answered.c.house_id == bindparam("house"), answered.c.request_id == bindparam("request")
)
_DUE = select(booking).where(
    booking.c.house_id == bindparam("house"),
    booking.c.expires <= bindparam("at"),
    IS_WAITING,
)
_SPAN = select(booking.c.room_id, booking.c.claimed_from, booking.c.claimed_to)


def _of(house_id: str, number: int) -> Update:
    return update(booking).where(booking.c.house_id == house_id, booking.c.id == number)


def _span_of(house_id: str, number: int) -> Any:
    return _SPAN.where(booking.c.house_id == house_id, booking.c.id == number)
