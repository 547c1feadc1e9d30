# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is free and what is taken: days read from the booking rows, kept until the house's revision changes them."""

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, case, null, select

from booking import hours, rules, slots, timetable
from booking.config import Bookable, House
from booking.database import Database
from booking.model import BOOKED, HELD, IS_LIVE, IS_LONG, booking, change, closure, extra, house
from booking.openings import Openings
from booking.timetable import CLOSED, TAKEN, Day, Frame, Piece

KEPT = 50_000  # days of rooms; about 1 kB each

Key = tuple[str, int]  # room, ordinal of the day
Blocks = tuple[Piece, ...]

_ROWS = select(
    booking.c.room_id,
    booking.c.claimed_from,
    booking.c.claimed_to,
    booking.c.status,
    case(((booking.c.status == BOOKED) & booking.c.show_name, booking.c.name)).label("shown"),
).where(booking.c.room_id.in_(bindparam("rooms", expanding=True)), booking.c.claimed_to > bindparam("first"))
# "+ 0" keeps SQLite from reading all that has ever begun before: those few have an index of their own.
_LONG = _ROWS.where(booking.c.begin + 0 < bindparam("since"), IS_LONG)
_TAKEN = _ROWS.where(
    booking.c.begin >= bindparam("since"),
    booking.c.begin < bindparam("until"),
    booking.c.claimed_from < bindparam("last"),
    IS_LIVE,
).union_all(_LONG)
_ALONG = (
    select(extra.c.room_id, extra.c.claimed_from, extra.c.claimed_to, booking.c.status, null().label("shown"))
    .join(booking, (booking.c.house_id == extra.c.house_id) & (booking.c.id == extra.c.booking_id))
    .where(
        extra.c.room_id.in_(bindparam("rooms", expanding=True)),
        extra.c.begin >= bindparam("since"),
        extra.c.begin < bindparam("until"),
        extra.c.claimed_to > bindparam("first"),
        extra.c.claimed_from < bindparam("last"),
    )
)
_CLOSURES = select(closure).where(
    closure.c.house_id == bindparam("house"),
    closure.c.end > bindparam("since"),
    closure.c.begin < bindparam("until"),
)
_REVISION = select(house.c.revision).where(house.c.id == bindparam("house"))
_CHANGES = select(change.c.revision, change.c.room_id, change.c.day).where(
    change.c.house_id == bindparam("house"), change.c.revision > bindparam("seen")
)


class Days:
    """The days of one house's rooms. `room_ids` maps a room's id in the config to its row."""

    def __init__(self, house: House, database: Database, room_ids: dict[str, int], now: Callable[[], datetime]) -> None:
        self._house = house
        self.openings = Openings(house)
        self._frames = timetable.Frames(self.openings)
        self._database = database
        self._ids = room_ids
        self._names = {row: name for name, row in room_ids.items()}
        self._now = now
        self._kept: dict[Key, Blocks] = {}
        self._changed: dict[Key, int] = {}
        self._floor = 0  # days not in _changed changed before this revision
        self._seen = 0
        self._lock = threading.Lock()

    def revision(self) -> int:
        """The house's revision, after forgetting every day that changed since the last look."""
        with self._database.read() as db:
            return self._catch_up(db)

    def frame(self, room: Bookable, day: date) -> Frame:
        """When the room is open on a local day; closures aside."""
        return self._frames.of(room, day)

    def is_open(self, room: Bookable, day: date) -> bool:
        """Whether the room's hours leave the day open at all; closures aside."""
        return bool(self._frames.of(room, day).open)

    def stamp(self, room: Bookable, day: date) -> tuple[object, ...]:
        """Changes whenever the picture of that day does; call `revision` first. For keeping what was made of a day."""
        today = slots.local_day(self._now(), self._house.zone)
        running = slots.slot_of(self._now()) if day <= today else 0
        return self._changed.get((room.id, day.toordinal()), self._floor), running, today

    def look(self, rooms: Sequence[Bookable], first: date, last: date) -> tuple[int, list[Day]]:
        """The house's revision, and the days of `rooms` from `first` to `last`, both included, room by room."""
        with self._database.read() as db:
            revision = self._catch_up(db)
            wanted = [(room.id, day.toordinal()) for room in rooms for day in slots.days(first, last)]
            blocks = {key: kept for key in wanted if (kept := self._kept.get(key)) is not None}
            if len(blocks) < len(wanted):
                blocks = self._load(db, rooms, first, last)
                self._keep(revision, blocks)
        return revision, self._lay_out(rooms, first, last, blocks)

    def _lay_out(self, rooms: Sequence[Bookable], first: date, last: date, blocks: dict[Key, Blocks]) -> list[Day]:
        now = self._now()
        running = slots.slot_of(now)
        return [
            self._day(room, day, blocks[room.id, day.toordinal()], running, day <= horizon)
            for room in rooms
            for horizon in (rules.last_day(self._house, room, now) if room.bookable else date.min,)
            for day in slots.days(first, last)
        ]

    def _day(self, room: Bookable, day: date, blocks: Blocks, now: int, in_reach: bool) -> Day:
        frame = self._frames.of(room, day)
        if not frame.open:
            return Day(room.id, day, 0, 0, (), (), frame.why_closed, frame.text)
        windows = timetable.windows(frame, blocks, room, now) if in_reach else ()
        pieces = timetable.lay_out(frame, blocks, now)
        return Day(room.id, day, frame.opens, frame.closes, pieces, windows, None, frame.text)

    def _catch_up(self, db: Connection) -> int:
        revision = int(db.scalar(_REVISION, {"house": self._house.id}) or 0)
        if revision == self._seen:
            return revision
        with self._lock:
            changes = db.execute(_CHANGES, {"house": self._house.id, "seen": self._seen}).all()
            if revision < self._seen or min((row.revision for row in changes), default=0) != self._seen + 1:
                self._forget_all(revision)
            self._reopen(hours.load(db, self._house, self._names))
            for row in changes:
                self._forget((self._names.get(row.room_id, ""), row.day), row.revision)
            self._seen = revision
        return revision

    def _reopen(self, now: Openings) -> None:
        """Take other hours over, if staff have set some."""
        if now.special != self.openings.special:
            self.openings, self._frames = now, timetable.Frames(now)

    def _forget(self, key: Key, revision: int) -> None:
        self._kept.pop(key, None)
        self._changed[key] = revision

    def _forget_all(self, revision: int) -> None:
        self._kept.clear()
        self._changed.clear()
        self._floor = revision

    def _keep(self, revision: int, blocks: dict[Key, Blocks]) -> None:
        with self._lock:
            if revision != self._seen:  # somebody saw a newer revision while we read
                return
            if len(self._kept) > KEPT:
                self._kept.clear()
            self._kept.update(blocks)

    def _load(self, db: Connection, rooms: Sequence[Bookable], first: date, last: date) -> dict[Key, Blocks]:
        days = slots.days(first, last + timedelta(days=1))
        bounds = [slots.first_slot(day, self._house.zone) for day in days]
        by_day: dict[int, list[list[Piece]]] = {self._ids[room.id]: [[] for _ in bounds[1:]] for room in rooms}
        shown_on = self._shown_on(rooms)
        pictures = {row_id: [by_day[shown] for shown in rows] for row_id, rows in shown_on.items()}
        for row_id, begin, end, status, name in self._taken(db, list(shown_on), bounds[0], bounds[-1]):
            piece = Piece(begin, end, HELD if status == HELD else TAKEN, name)
            for days_of in pictures[row_id]:
                _put(piece, days_of, bounds)
        for closed_id, piece in self._closed(db, bounds[0], bounds[-1]):
            for shown in by_day if closed_id is None else shown_on.get(closed_id, ()):
                _put(piece, by_day[shown], bounds)
        return {
            (room.id, first.toordinal() + offset): tuple(sorted(blocks))
            for room in rooms
            for offset, blocks in enumerate(by_day[self._ids[room.id]])
        }

    def _shown_on(self, rooms: Sequence[Bookable]) -> dict[int, list[int]]:
        """On which of the rooms a booking is to be seen, by the row of the room that it is for."""
        shown: dict[int, list[int]] = {}
        for room in rooms:
            for key in self._house.touched_by(room.id):
                shown.setdefault(self._ids[key], []).append(self._ids[room.id])
        return shown

    def _taken(self, db: Connection, ids: list[int], first: int, last: int) -> Sequence[Any]:
        begins = {"since": first * slots.SECONDS - slots.DAY, "until": last * slots.SECONDS + slots.DAY}
        values = {**begins, "rooms": ids, "first": first, "last": last}
        found = db.execute(_TAKEN, values).all()
        along = [row for each in self._house.resources if each.with_rooms and (row := self._ids[each.id]) in ids]
        return [*found, *db.execute(_ALONG, {**values, "rooms": along})] if along else found

    def _closed(self, db: Connection, first: int, last: int) -> Iterator[tuple[int | None, Piece]]:
        span = {"since": first * slots.SECONDS, "until": last * slots.SECONDS}
        for row in db.execute(_CLOSURES, {**span, "house": self._house.id}):
            begin, end = row.begin // slots.SECONDS, row.end // slots.SECONDS
            yield row.room_id, Piece(begin, end, CLOSED, None, "closure", row.reason)


def _put(piece: Piece, days: list[list[Piece]], bounds: list[int]) -> None:
    """Add a piece to every day that it touches; `bounds` are the first slots of the days and of the one after."""
    index = bisect_right(bounds, piece[0], 1) - 1
    days[index].append(piece)
    while piece[1] > bounds[index + 1] and index + 1 < len(days):
        index += 1
        days[index].append(piece)
