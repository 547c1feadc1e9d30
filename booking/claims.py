# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who has which slot: the database's own primary key says no to a second one.

A divided room claims its parts, a booking with resources claims theirs too; all of them sorted, one statement a room.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from booking import slots, statements
from booking.config import House
from booking.refusal import Refused
from booking.rules import claimed


class Place(NamedTuple):
    """A half-open stretch of slots in a room; `room` is the room's row."""

    room: int
    first: int
    last: int


class Owner(NamedTuple):
    """Whose slot it is: a booking's or a closure's, by its number."""

    booking: int | None
    closure: int | None


class Claims:
    """The claims of one house in one write transaction, and what was touched and freed so far."""

    def __init__(self, db: Connection, house: House, room_ids: dict[str, int]) -> None:
        self._db = db
        self._house = house
        self._ids = room_ids
        self._names = {row: name for name, row in room_ids.items()}
        self.touched: set[tuple[int, int]] = set()  # row of the room, ordinal of the day
        self.freed: list[Place] = []

    def wanted(self, room: str, begin: datetime, end: datetime, extras: Sequence[str] = ()) -> list[Place]:
        """What a booking needs, in the order in which it is claimed."""
        return sorted([*self._of_room(room, begin, end), *(self.of_extra(key, begin, end) for key in extras)])

    def _of_room(self, room: str, begin: datetime, end: datetime) -> list[Place]:
        whole = self._house.room(room)
        if whole is None:
            raise Refused("unknown_room")
        return self.parts(Place(self._ids[room], *claimed(whole, begin, end)))

    def parts(self, place: Place) -> list[Place]:
        """The place itself, or the same time in each part of a divided room."""
        whole = self._names[place.room]
        return [place._replace(room=self._ids[part]) for part in self._house.claimed_by(whole)]

    def of_extra(self, key: str, begin: datetime, end: datetime) -> Place:
        """What a resource needs that comes along."""
        resource = self._house.room(key)
        if resource is None:
            raise Refused("unknown_room")
        return Place(self._ids[key], *claimed(resource, begin, end))

    def take(self, places: Iterable[Place], booking: int | None = None, closure: int | None = None) -> None:
        """Claim every slot, or raise Refused("taken"), for a closure Refused("occupied")."""
        owner = {"house": self._house.id, "booking": booking, "closure": closure}
        try:
            for place in places:
                self._db.execute(statements.CLAIM, {**place._asdict(), **owner})
                self.touch(place)
        except IntegrityError as error:
            raise Refused("taken" if closure is None else "occupied") from error

    def free(self, places: Iterable[Place], booking: int | None = None, closure: int | None = None) -> None:
        """Let every slot go that its owner has there."""
        for place in places:
            statement = statements.FREE if closure is None else statements.REOPEN
            self._db.execute(statement, {**place._asdict(), "owner": booking if closure is None else closure})
            self.touch(place)
            self.freed.append(place)

    def taken(self, places: Iterable[Place], by_others_than: int = 0) -> bool:
        """Whether somebody has one of the slots; the house's lock is held, so the answer stays true."""
        return any(
            self._db.execute(statements.TAKEN, {**place._asdict(), "but": by_others_than}).first() for place in places
        )

    def owners(self, places: Iterable[Place]) -> dict[tuple[int, int], Owner]:
        """Who has which slots of a room, as far as they lie between the first and the last of these places."""
        spans: dict[int, tuple[int, int]] = {}
        for room, first, last in places:
            begin, end = spans.get(room, (first, last))
            spans[room] = min(begin, first), max(end, last)
        rows = (
            row
            for room, (first, last) in spans.items()
            for row in self._db.execute(statements.OWNERS, {"room": room, "first": first, "last": last})
        )
        return {(row.room_id, row.slot): Owner(row.booking_id, row.closure_id) for row in rows}

    def touch(self, place: Place) -> None:
        """Note that the room's days look different now, and those of every room that shares its floor."""
        rooms = [self._ids[key] for key in self._house.touched_by(self._names[place.room])]
        for day in slots.days(self._day(place.first), self._day(place.last - 1)):
            self.touched.update((room, day.toordinal()) for room in rooms)

    def _day(self, slot: int) -> date:
        return slots.local_day(slots.utc(slot * slots.SECONDS), self._house.zone)
