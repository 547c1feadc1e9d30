# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Times when the city closes a room or the house, as a feed says: all that is free is closed at once, a booking that
was there first stays, its group and staff are told, and what it gives up later is closed then.

Closures made by staff are not touched, and one that staff opened again stays open until the city moves it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select

from booking import rules, slots
from booking.claims import Place
from booking.feeds_config import FeedIn
from booking.ledger import Ledger
from booking.model import BOOKED, REQUESTED, closure, feed_closure, in_the_way
from booking.model import booking as bookings
from booking.texts import texts
from booking.told import Told

LONGEST = timedelta(days=366)
REASON_LONGEST = 120
LETTER = "closed"


@dataclass(frozen=True)
class Closing:
    """A time on the grid, in slots, at which a room is closed, or the house if it is None."""

    key: bytes
    room: str | None
    first: int
    last: int
    reason: str

    @property
    def looks(self) -> bytes:
        return sha256(repr((self.room, self.first, self.last, self.reason)).encode()).digest()


@dataclass
class Tally:
    """How many closures are new, changed and gone; `waits`: something is in the way of one."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    waits: bool = False


def wanted(events: Iterable[Told], feed: FeedIn, now: int) -> Iterator[Closing]:
    """What a feed closes from now on. A day that its maker does not count as taken is closed too: it stands there."""
    unnamed = texts("de", "house").t("Closed by the city")
    for event in events:
        for part in event.parts:
            reason = rules.tidy(part.title)[:REASON_LONGEST] or unnamed
            for date in part.dates:
                if date.cancelled or date.end <= now or date.end - date.begin > LONGEST.total_seconds():
                    continue
                first, last = date.begin // slots.SECONDS, -(-date.end // slots.SECONDS)
                for room in feed.rooms or (None,):
                    name = repr((event.key, date.recurrence, room))
                    yield Closing(sha256(name.encode()).digest(), room, first, last, reason)


class CityClosures:
    """The closures of feeds, while the book of the house is open."""

    def __init__(self, book: Ledger) -> None:
        self._book = book

    def bring(self, feed: FeedIn, closings: Iterable[Closing]) -> Tally:
        """Close what the feed says now, open what it says no longer, and claim what has become free."""
        known = self._known(feed.id)
        there = self._there([row.closure_id for row in known.values()])
        tally, asked = Tally(), {one.key: one for one in closings}
        for key, row in known.items():
            if key not in asked:
                tally.gone += self._open(row, row.closure_id in there and row.end > self._book.at)
        for key, one in asked.items():
            row = known.get(key)
            if row is None:
                tally.new += 1
                tally.waits |= self._close(feed, one, frozenset())
            elif row.looks != one.looks:
                tally.changed += 1
                told = self._told(row.closure_id)
                self._open(row, row.closure_id in there)
                tally.waits |= self._close(feed, one, told)
            elif row.closure_id in there:
                tally.waits |= self._fill(row.closure_id, one, self._told(row.closure_id))
        return tally

    def clear(self, feed: str) -> None:
        """Open all that a feed has closed."""
        known = self._known(feed)
        there = self._there([row.closure_id for row in known.values()])
        for row in known.values():
            self._open(row, row.closure_id in there)

    def refill(self, freed: Sequence[Place]) -> None:
        """Close what has just been given up and lies in a closure of a feed, before anybody else can have it."""
        first, last = min(place.first for place in freed), max(place.last for place in freed)
        same = (closure.c.house_id == feed_closure.c.house_id) & (closure.c.id == feed_closure.c.closure_id)
        late = (closure.c.begin < last * slots.SECONDS, closure.c.end > first * slots.SECONDS)
        query = select(closure).join(feed_closure, same).where(feed_closure.c.house_id == self._book.house.id, *late)
        for row in self._book.db.execute(query).all():
            one = Closing(b"", self._name(row), row.begin // slots.SECONDS, row.end // slots.SECONDS, row.reason)
            self._fill(row.id, one, self._told(row.id))

    def _name(self, row: Any) -> str | None:
        return None if row.room_id is None else self._book.name(row.room_id)

    # --- a closure

    def _close(self, feed: FeedIn, one: Closing, told: frozenset[int]) -> bool:
        """Make a closure of all that is free; whether something is in its way."""
        number, house = self._book.new_id(), self._book.house.id
        times = {"begin": one.first * slots.SECONDS, "end": one.last * slots.SECONDS}
        row = {"room_id": None if one.room is None else self._book.row(one.room), "reason": one.reason}
        values = {"house_id": house, "id": number, "created": self._book.at, **times, **row}
        self._book.db.execute(insert(closure), values)
        kept = {"house_id": house, "feed": feed.id, "key": one.key, "looks": one.looks, "end": times["end"]}
        self._book.db.execute(insert(feed_closure), {**kept, "closure_id": number})
        for place in self._places(one):
            self._book.claims.touch(place)  # it is to be seen, also where there is nothing left to claim
        return self._fill(number, one, told)

    def _open(self, row: Any, exists: bool) -> bool:
        """Forget a closure, and take it back if it is there."""
        self._book.db.execute(in_the_way.delete().where(*self._mine(in_the_way, row.closure_id)))
        self._book.db.execute(feed_closure.delete().where(*self._mine(feed_closure, row.closure_id)))
        if exists:
            self._book.reopen(row.closure_id)
        return exists

    def _fill(self, number: int, one: Closing, told: frozenset[int]) -> bool:
        """Claim what is free and not over; tell who was there first; whether anything is not claimed yet."""
        places = self._places(one)
        if not places:
            return False
        owners = self._book.claims.owners(places)
        free = [run for place in places for run in _runs(place, owners)]
        self._book.claims.take(free, closure=number)
        others = {owner for owner in owners.values() if owner.closure != number}
        self._tell(number, one, {owner.booking for owner in others if owner.booking is not None}, told)
        return bool(others)

    def _tell(self, number: int, one: Closing, there: set[int], told: frozenset[int]) -> None:
        """Note whose time it is that is closed, and write to each group once."""
        noted = self._told(number)
        begin, end = slots.utc(one.first * slots.SECONDS), slots.utc(one.last * slots.SECONDS)
        agreed = (bookings.c.status.in_((BOOKED, REQUESTED)), bookings.c.id.in_(there))
        met = (
            [found for found in self._book.bookings(*agreed) if found.begin < end and begin < found.end]
            if there
            else []
        )
        for found in met:
            if found.id not in noted:
                row = {"closure_id": number, "booking_id": found.id, "created": self._book.at}
                self._book.db.execute(insert(in_the_way), {"house_id": self._book.house.id, **row})
                if found.id not in told:
                    self._book.tell(found, LETTER)
        if over := noted - {found.id for found in met}:
            mine = self._mine(in_the_way, number)
            self._book.db.execute(in_the_way.delete().where(*mine, in_the_way.c.booking_id.in_(over)))

    def _places(self, one: Closing) -> list[Place]:
        """What it closes and is not over, room by room."""
        house = self._book.house
        rooms = house.everything if one.room is None else (rules.bookable_room(house, one.room),)
        rows = sorted({self._book.row(part) for room in rooms for part in house.claimed_by(room.id)})
        first = max(one.first, self._book.at // slots.SECONDS)
        return [Place(row, first, one.last) for row in rows] if first < one.last else []

    # --- what is known

    def _known(self, feed: str) -> dict[bytes, Any]:
        mine = (feed_closure.c.house_id == self._book.house.id, feed_closure.c.feed == feed)
        return {row.key: row for row in self._book.db.execute(select(feed_closure).where(*mine))}

    def _there(self, numbers: Sequence[int]) -> set[int]:
        """The closures that nobody has opened again."""
        where = (closure.c.house_id == self._book.house.id, closure.c.end > self._book.at)
        return set(self._book.db.scalars(select(closure.c.id).where(*where))) & set(numbers)

    def _told(self, number: int) -> frozenset[int]:
        return frozenset(self._book.db.scalars(select(in_the_way.c.booking_id).where(*self._mine(in_the_way, number))))

    def _mine(self, table: Any, number: int) -> tuple[Any, Any]:
        return table.c.house_id == self._book.house.id, table.c.closure_id == number


def _runs(place: Place, owners: Mapping[tuple[int, int], object]) -> Iterator[Place]:
    """The stretches of a place that nobody owns."""
    first: int | None = None
    for slot in range(place.first, place.last + 1):
        is_free = slot < place.last and (place.room, slot) not in owners
        if is_free and first is None:
            first = slot
        elif not is_free and first is not None:
            yield Place(place.room, first, slot)
            first = None
