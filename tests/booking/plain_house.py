# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house in a few lines: the plain model that the real desk is compared with, step by step."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from booking import rules, slots
from booking.config import Bookable, House
from booking.model import BOOKED, CANCELLED, HELD, LAPSED, LIVE, REFUSED, RELEASED, REQUESTED, UNCONFIRMED
from booking.openings import Openings
from booking.rules import Wish
from tests.booking.wishes import reason_of

Slots = set[tuple[str, int]]


@dataclass
class Known:
    """What the model knows of a booking."""

    wish: Wish
    status: str
    expires: datetime | None
    scanned: bool = False
    more_left: int = 2
    forgotten: bool = False  # nobody confirmed it: code and name are gone

    def state(self) -> tuple[object, ...]:
        return self.wish.span, self.status, self.expires, self.scanned, self.more_left


@dataclass
class PlainHouse:
    """Every booking and closure, and the time. Each method says why it refuses, or "" and does it."""

    house: House
    now: datetime
    bookings: dict[int, Known] = field(default_factory=dict)
    closures: dict[int, Slots] = field(default_factory=dict)

    def room(self, key: str) -> Bookable:
        room = self.house.room(key)
        assert room
        return room

    def slots_of(self, wish: Wish) -> Slots:
        return {(wish.room, slot) for slot in range(*rules.claimed(self.room(wish.room), wish.begin, wish.end))}

    def taken(self, without: int | None = None) -> Slots:
        """Every slot that is claimed."""
        live = [known for key, known in self.bookings.items() if known.status in LIVE and key != without]
        return set().union(*(self.slots_of(known.wish) for known in live), *self.closures.values())

    def lapse(self) -> None:
        for known in self.bookings.values():
            if known.expires and known.expires <= self.now:
                known.forgotten = known.status == UNCONFIRMED
                known.status, known.expires = RELEASED if known.status == BOOKED else LAPSED, None

    def verdict(self, wish: Wish, without: int | None = None) -> str:
        room = self.room(wish.room)
        no = reason_of(lambda: rules.check_time(Openings(self.house), room, wish.begin, wish.end, self.now))
        return no or ("taken" if self.slots_of(wish) & self.taken(without) else "")

    def counts(self, wish: Wish, here: bool = False) -> tuple[str, datetime | None]:
        """How a booking stands once somebody said who comes; `here` if they stand in the house."""
        if not self.room(wish.room).approval:
            return BOOKED, self.awaited(wish, here)
        until = min(self.now + timedelta(hours=72), wish.begin)
        return REQUESTED, max(until, self.now + timedelta(hours=1))

    def awaited(self, wish: Wish, here: bool = False) -> datetime | None:
        """Until when somebody must say that they are here; whoever books a running time at a display is."""
        return None if here and wish.begin <= self.now else max(wish.begin, self.now) + timedelta(minutes=15)

    def after(self, minutes: int) -> datetime:
        return self.now + timedelta(minutes=minutes)

    # --- what may be asked; each lets go first of what is over, as every writing transaction does

    def add(self, key: int, wish: Wish, status: str) -> None:
        waits = {HELD: 5, UNCONFIRMED: 30}
        standing = (status, self.after(waits[status])) if status in waits else self.counts(wish, here=True)
        self.bookings[key] = Known(wish, *standing, more_left=2 if status == HELD else 0)

    def scan(self, known: Known) -> str:
        if known.status == HELD and not known.scanned:
            known.scanned, known.expires = True, max(self.after(10), known.expires or self.now)
        return ""

    def more(self, known: Known) -> str:
        if known.status != HELD:
            return "expired" if known.status == LAPSED else "done"
        if not known.more_left:
            return "no_more_time"
        known.more_left -= 1
        known.expires = max(self.after(10), known.expires or self.now)
        return ""

    def book_held(self, known: Known) -> str:
        if known.status != HELD:
            return "expired" if known.status == LAPSED else "done"
        known.status, known.expires = self.counts(known.wish, here=True)
        return ""

    def release(self, known: Known) -> str:
        if known.status == HELD:
            known.status, known.expires = LAPSED, None
        return ""

    def confirm(self, known: Known) -> str:
        if known.status == UNCONFIRMED:
            known.status, known.expires = self.counts(known.wish)
        return ""

    def move(self, key: int, wish: Wish) -> str:
        known = self.bookings[key]
        if known.status not in LIVE or known.wish.end <= self.now:
            return "done"
        if wish.span == known.wish.span:
            return ""
        if no := self.verdict(wish, without=key):
            return no
        known.wish = wish
        if known.status != UNCONFIRMED:
            known.status, known.expires = self.counts(wish)
        return ""

    def refuse(self, known: Known) -> str:
        return "gone" if known.forgotten else self.end(known, REFUSED)

    def end(self, known: Known, status: str = CANCELLED) -> str:
        if known.status in LIVE:
            if known.wish.end <= self.now:
                return "done"
            known.status, known.expires = status, None
        return ""

    def approve(self, known: Known) -> str:
        if known.forgotten:
            return "gone"
        if known.status not in (REQUESTED, BOOKED):
            return "done"
        if known.status == REQUESTED:
            known.status, known.expires = BOOKED, self.awaited(known.wish)
        return ""

    def shows(self, room: str, slot: int) -> set[str]:
        """How a slot that is not over may be shown."""
        if any((room, slot) in closed for closed in self.closures.values()):
            return {"closed"}
        states = {
            "held" if known.status == HELD else "taken"
            for known in self.bookings.values()
            if known.status in LIVE and (room, slot) in self.slots_of(known.wish)
        }
        begin = slots.utc(slot * slots.SECONDS)
        spans = rules.open_times(Openings(self.house), self.room(room), slots.local_day(begin, self.house.zone))
        if any(opens <= begin < closes for opens, closes in spans):
            return states or {"free"}
        return states | {"closed"}  # set-up and clean-up may lie outside the hours

    def closing(self, rooms: Iterable[str], begin: datetime, end: datetime) -> tuple[str, Slots]:
        wanted = {(room, slot) for room in rooms for slot in range(slots.slot_of(begin), slots.slot_of(end))}
        return ("occupied" if wanted & self.taken() else ""), wanted
