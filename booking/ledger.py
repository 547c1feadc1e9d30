# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The open book: one write transaction of one house, with its lock held.

What a wish changes is written through here: bookings with their claims, letters that are owed, and the revision
under which every screen, page and feed learns of it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, insert, select

from booking import hours, outbox, secret, slots, statements
from booking.bookings import Booking, as_booking
from booking.claims import Claims, Place
from booking.config import Bookable, House
from booking.model import BOOKED, IS_NAMED, LAPSED, RELEASED, REQUESTED, booking, change, closure, extra
from booking.openings import Openings
from booking.refusal import NotFound, Refused
from booking.rules import Wish

_BACKWARDS = timedelta(minutes=1)
_NO_DAY = (0, 0)  # a change that is of no room's day
_PERSONAL = ("code", "name", "mail", "group_key")


class Ledger:
    """What one wish may do to the house's rows, and what it has touched so far."""

    def __init__(self, db: Connection, house: House, room_ids: dict[str, int], now: datetime, trusted: bool) -> None:
        self.db = db
        self.now = now
        self.house = house
        self._ids = room_ids
        self._names = {row: name for name, row in room_ids.items()}
        self.claims = Claims(db, house, room_ids)
        row = db.execute(statements.LOCK, {"house": house.id}).one()
        self.revision = int(row.revision)
        self._written = int(row.written)
        self.trusted = trusted and slots.epoch(now + _BACKWARDS) >= self._written
        self._number = 0
        self.all_changed = False  # what every screen shows of the whole house, such as its hours
        self.offers_changed = False  # offers, actors, signposts, ideas: what is kept of the days may stay

    @cached_property
    def openings(self) -> Openings:
        """When the house is open, as it is set now."""
        return hours.load(self.db, self.house, self._names)

    @property
    def at(self) -> int:
        return slots.epoch(self.now)

    def row(self, room: str) -> int:
        """The row of a room."""
        return self._ids[room]

    def name(self, row: int) -> str:
        """The room of a row."""
        return self._names[row]

    def check_clock(self) -> None:
        """Refuse to book by a clock that is more than a day behind what was written before."""
        if self.at < self._written - slots.DAY:
            raise Refused("clock")

    def finish(self) -> None:
        """Note what changed, under the house's next revision."""
        values = {
            "revision": self.revision,
            "written": max(self._written, self.at) if self.trusted else self._written,
        }
        touched = self.claims.touched
        if touched or self.all_changed or self.offers_changed:
            values["revision"] += 1
            self.db.execute(statements.MARK, {"of": self.house.id, **values})
        if self.offers_changed:
            self.db.execute(statements.MARK_OFFERS, {"of": self.house.id, "at_revision": values["revision"]})
            if not self.all_changed:
                touched = touched | {_NO_DAY}
        if touched and not self.all_changed:  # a revision without changes: everybody forgets all that they kept
            rows = [{"room_id": room, "day": day, "revision": values["revision"]} for room, day in sorted(touched)]
            self.db.execute(insert(change).values(house_id=self.house.id), rows)
        if self.claims.touched:
            for room_id in sorted({room_id for room_id, _ in self.claims.touched}):
                self.db.execute(
                    statements.MARK_ROOM, {"of": room_id, "revision": values["revision"], "changed": self.at}
                )

    # --- what was asked before

    def earlier(self, request_id: str, wish: object) -> Booking | None:
        """The booking that the same request made before; Refused("request_reused") if it asked for something else."""
        row = self.db.execute(statements.EARLIER, {"house": self.house.id, "request": request_id}).first()
        if row is None:
            return None
        if row.wish != _digest(wish):
            raise Refused("request_reused")
        return self.booking(booking.c.id == row.booking_id)

    def remember(self, request_id: str, wish: object, number: int) -> None:
        values = {"request_id": request_id, "wish": _digest(wish), "booking_id": number, "at": self.at}
        self.db.execute(statements.REMEMBER, {"house_id": self.house.id, **values})

    # --- bookings

    def booking(self, *where: Any) -> Booking:
        """The one booking that fits, or NotFound."""
        row = self.db.execute(select(booking).where(booking.c.house_id == self.house.id, *where)).first()
        if row is None:
            raise NotFound
        return as_booking(row, self._names)

    def bookings(self, *where: Any) -> list[Booking]:
        """Every booking that fits, by begin."""
        query = select(booking).where(booking.c.house_id == self.house.id, *where).order_by(booking.c.begin)
        return [as_booking(row, self._names) for row in self.db.execute(query)]

    def new_id(self) -> int:
        """A number for something that is about to be made, none twice: the clock stands still in here."""
        self._number = max(secret.new_id(int(self.now.timestamp() * 1000)), self._number + 1)
        return self._number

    def add(self, number: int, wish: Wish, room: Bookable, **values: Any) -> Booking:
        """Insert a booking with all that it claims, or raise Refused("taken").

        `claimed_from` and `claimed_to` among the values stand for the time with set-up and clean-up.
        """
        row = {
            **statements.BLANK,
            "id": number,
            "house_id": self.house.id,
            "created": self.at,
            "changed": self.at,
            "language": wish.language,
            **self._time(wish, room),
            **values,
        }
        self.db.execute(statements.INSERT, row)
        self._claim(number, wish, row)
        made = as_booking(SimpleNamespace(**row), self._names)
        self._send_out(made)
        return made

    def set(self, found: Booking, **values: object) -> Booking:
        """The booking with other values; what calendars show has a new version, also of the series that it is in."""
        values = {"changed": self.at, "sequence": found.sequence + 1, "rendered": False, **values}
        for place in self._places(found):
            self.claims.touch(place)
        self.db.execute(statements.of(self.house.id, found.id), values)
        if found.series is not None:
            self.db.execute(statements.NEXT_SERIES, {"of": self.house.id, "number": found.series, "at": self.at})
        now = self.booking(booking.c.id == found.id)
        self._send_out(found, now)
        return now

    def end(self, found: Booking, status: str, **values: object) -> Booking:
        """Cancel, refuse, release or let lapse: the slots are free again."""
        self.claims.free(self._places(found), booking=found.id)
        self._drop_extras(found)
        return self.set(found, status=status, expires=None, **values)

    def give_up(self, found: Booking) -> None:
        """Let the slots go of a booking that is about to be moved, so that others of its series may have them."""
        self.claims.free(self._places(found), booking=found.id)

    def move(self, found: Booking, wish: Wish, room: Bookable, **values: object) -> Booking:
        """Give up the old slots and claim the new ones, or raise Refused("taken") and change nothing."""
        self.claims.free(self._places(found), booking=found.id)
        self._drop_extras(found)
        again = {} if wish.begin == found.begin else {"reminded": False}
        values = self._time(wish, room) | again | values
        self._claim(found.id, wish, values)
        return self.set(found, **values)

    def _time(self, wish: Wish, room: Bookable) -> dict[str, Any]:
        """When and where, as the table has it."""
        place = self.claims.of_extra(room.id, wish.begin, wish.end)
        return {
            "room_id": place.room,
            "begin": slots.epoch(wish.begin),
            "end": slots.epoch(wish.end),
            "claimed_from": place.first,
            "claimed_to": place.last,
            "extras": " ".join(wish.extras) or None,
        }

    def _claim(self, number: int, wish: Wish, row: Mapping[str, Any]) -> None:
        """Claim what the row says, and the resources that come along."""
        own = self.claims.parts(Place(row["room_id"], row["claimed_from"], row["claimed_to"]))
        along = [self.claims.of_extra(key, wish.begin, wish.end) for key in wish.extras]
        self.claims.take(sorted([*own, *along]), booking=number)
        for place in along:
            values = {"begin": slots.epoch(wish.begin), "claimed_from": place.first, "claimed_to": place.last}
            self.db.execute(
                insert(extra), {"house_id": self.house.id, "booking_id": number, "room_id": place.room, **values}
            )

    def _places(self, found: Booking) -> list[Place]:
        """What a booking has claimed, as it was when it claimed it: set-up times may have changed since."""
        row = self.db.execute(statements.span_of(self.house.id, found.id)).one()
        own = self.claims.parts(Place(row.room_id, row.claimed_from, row.claimed_to))
        if not found.extras:
            return own
        along = self.db.execute(statements.EXTRAS_OF, {"house": self.house.id, "number": found.id})
        return sorted([*own, *(Place(*each) for each in along)])

    def _drop_extras(self, found: Booking) -> None:
        if found.extras:
            self.db.execute(statements.DROP_EXTRAS, {"house": self.house.id, "number": found.id})

    def lapse(self) -> int:
        """Let go of all whose time is over: holds, requests, and bookings to which nobody came; how many.

        Nothing while the clock is in doubt.
        """
        if not self.trusted:
            return 0
        due = self.db.execute(statements.DUE, {"house": self.house.id, "at": self.at}).all()
        for row in due:
            self._let_go(as_booking(row, self._names))
        return len(due)

    def _let_go(self, found: Booking) -> None:
        if found.status in (BOOKED, REQUESTED):
            self.tell(self.end(found, RELEASED if found.status == BOOKED else LAPSED), "ended")
        else:
            self.forget_letters(found.id)
            self.end(found, LAPSED, **dict.fromkeys(_PERSONAL))

    def coming_of_group(self, group: str, room: Bookable, limit: int) -> int:
        """How many coming bookings a group has in a room, counted up to `limit`; a series is one."""
        values = {"group": group, "room": self._ids[room.id], "limit": limit}
        return int(self.db.scalar(statements.COMING_OF_GROUP, {"house": self.house.id, "at": self.at, **values}) or 0)

    def coming_of_nobody(self, limit: int) -> int:
        """How many coming bookings have no address, counted up to `limit`."""
        return int(
            self.db.scalar(statements.COMING_OF_NOBODY, {"house": self.house.id, "at": self.at, "limit": limit}) or 0
        )

    def unproven_slots(self) -> int:
        """How many slots wait for a mail to be confirmed."""
        until = self.at + 60 * self.house.terms.confirm_minutes
        return int(self.db.scalar(statements.UNPROVEN, {"house": self.house.id, "until": until}) or 0)

    def code(self) -> str:
        """A booking code that nobody in this house has."""
        while True:
            code = secret.new_code()
            if self.db.execute(statements.CODE, {"house": self.house.id, "code": code}).first() is None:
                return code

    def contacts_before(self, end: int) -> list[Booking]:
        """Bookings that ended before `end` and still say who came; none while the clock is in doubt."""
        if not self.trusted:
            return []
        old = select(booking).where(booking.c.house_id == self.house.id, booking.c.end <= end, IS_NAMED)
        return [as_booking(row, self._names) for row in self.db.execute(old.limit(500))]

    # --- letters

    def tell(self, found: Booking, kind: str, mail: str | None = None) -> None:
        """Owe the group a letter. One of the same kind that waits, or is just going out, is due once more instead."""
        address = mail or found.mail
        if address is not None:
            self.owe(kind, address, found.language, found.id)

    def owe(self, kind: str, mail: str, language: str, about: int) -> None:
        """Owe an address a letter about a booking, or whatever else has that id; nothing without a mail server."""
        if self.house.service.smtp is None:
            return
        owed = {"house_id": self.house.id, "booking_id": about, "kind": kind, "mail": mail}
        known = {f"of_{key}": value for key, value in owed.items()}
        if not self.db.execute(statements.OWED_AGAIN, {**known, "at": self.at}).rowcount:
            values = {"id": self.new_id(), "language": language, "due": self.at, "created": self.at}
            self.db.execute(statements.OWE, {**owed, **values})

    def forget_letters(self, about: int) -> None:
        """Owe no letters about it any more."""
        self.db.execute(statements.DROP_LETTERS, {"house": self.house.id, "number": about})

    def mark_reminded(self, found: Booking) -> None:
        """Note that a reminder was thought of; nothing that anybody sees changes."""
        self.db.execute(statements.of(self.house.id, found.id), {"reminded": True})

    # --- what the city hears of

    def _send_out(self, *states: Booking) -> None:
        """Note that a booking has changed, if calendars showed it before or show it now."""
        if self.house.city.calendar and any(state.is_on_calendars for state in states):
            outbox.put(self.db, self.house.id, outbox.CALENDAR, states[0].id, "", self.new_id(), self.at, self.at)

    def send_count(self, hour: int, purpose: str) -> None:
        """Note that how many came has changed; it goes out when the hour is over, and its last burst of touches."""
        if self.house.city.counts:
            due = max(self.at, hour + outbox.HOUR_AND_BURST)
            outbox.put(self.db, self.house.id, outbox.COUNTS, hour, purpose, self.new_id(), self.at, due)

    # --- closures

    def close(self, rooms: Iterable[Bookable], begin: datetime, end: datetime, reason: str, whole_house: bool) -> int:
        """Claim all the slots of a closure, or raise Refused("occupied"). The closure's number."""
        number = self.new_id()
        ids = sorted({self._ids[part] for room in rooms for part in self.house.claimed_by(room.id)})
        one = None if whole_house else self._ids[next(iter(rooms)).id]
        values = {"begin": slots.epoch(begin), "end": slots.epoch(end), "reason": reason, "created": self.at}
        self.db.execute(insert(closure), {"house_id": self.house.id, "id": number, "room_id": one, **values})
        span = slots.slot_of(begin), slots.slot_of(end)
        self.claims.take([Place(room, *span) for room in ids], closure=number)
        return number

    def reopen(self, number: int) -> None:
        """Take a closure back, or NotFound."""
        where = (closure.c.house_id == self.house.id, closure.c.id == number)
        row = self.db.execute(select(closure).where(*where)).first()
        if row is None:
            raise NotFound
        span = row.begin // slots.SECONDS, row.end // slots.SECONDS
        ids = (
            self._ids.values()
            if row.room_id is None
            else [each.room for each in self.claims.parts(Place(row.room_id, *span))]
        )
        self.claims.free([Place(room, *span) for room in sorted(ids)], closure=number)
        self.db.execute(closure.delete().where(*where))


def _digest(wish: object) -> bytes:
    return hashlib.sha256(repr(wish).encode()).digest()
