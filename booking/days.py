# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is free and what is taken: days read from the booking rows, kept until the house's revision changes them."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, bindparam, case, select

from booking import rules, slots, timetable
from booking.config import House, Room
from booking.database import Database
from booking.model import BOOKED, HELD, LIVE, booking, change, closure, house
from booking.timetable import CLOSED, TAKEN, Day, Piece

KEPT = 50_000  # days of rooms; about 1 kB each
_REACH = slots.DAY  # no booking is longer, set-up and clean-up included

Key = tuple[str, int]  # room, ordinal of the day
Blocks = tuple[Piece, ...]

_TAKEN = (
    select(
        booking.c.room_id,
        booking.c.claimed_from,
        booking.c.claimed_to,
        booking.c.status,
        case(((booking.c.status == BOOKED) & booking.c.show_name, booking.c.name)).label("shown"),
    )
    .where(
        booking.c.room_id.in_(bindparam("rooms", expanding=True)),
        booking.c.begin >= bindparam("since"),
        booking.c.begin < bindparam("until"),
        booking.c.status.in_(LIVE),
    )
    .order_by(booking.c.begin)
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
        self._key = timetable.register(house)
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

    def stamp(self, room: Room, day: date) -> tuple[object, ...]:
        """Changes whenever the picture of that day does; call `revision` first. For keeping what was made of a day."""
        today = slots.local_day(self._now(), self._house.zone)
        running = slots.slot_of(self._now()) if day <= today else 0
        return self._changed.get((room.id, day.toordinal()), self._floor), running, today

    def look(self, rooms: Sequence[Room], first: date, last: date) -> tuple[int, list[Day]]:
        """The house's revision, and the days of `rooms` from `first` to `last`, both included, room by room."""
        with self._database.read() as db:
            revision = self._catch_up(db)
            wanted = [(room.id, day.toordinal()) for room in rooms for day in slots.days(first, last)]
            blocks = {key: kept for key in wanted if (kept := self._kept.get(key)) is not None}
            if len(blocks) < len(wanted):
                blocks = self._load(db, rooms, first, last)
                self._keep(revision, blocks)
        return revision, self._lay_out(rooms, first, last, blocks)

    def _lay_out(self, rooms: Sequence[Room], first: date, last: date, blocks: dict[Key, Blocks]) -> list[Day]:
        now = self._now()
        running = slots.slot_of(now)
        return [
            self._day(room, day, blocks[room.id, day.toordinal()], running, day <= horizon)
            for room in rooms
            for horizon in (rules.last_day(self._house, room, now) if room.bookable else date.min,)
            for day in slots.days(first, last)
        ]

    def _day(self, room: Room, day: date, blocks: Blocks, now: int, in_reach: bool) -> Day:
        frame = timetable.frame(self._key, room.id, day)
        if not frame.open:
            return Day(room.id, day, 0, 0, (), (), frame.why_closed)
        windows = timetable.windows(frame, blocks, room, now) if in_reach else ()
        return Day(room.id, day, frame.opens, frame.closes, timetable.lay_out(frame, blocks, now), windows)

    def _catch_up(self, db: Connection) -> int:
        revision = int(db.scalar(_REVISION, {"house": self._house.id}) or 0)
        if revision == self._seen:
            return revision
        with self._lock:
            changes = db.execute(_CHANGES, {"house": self._house.id, "seen": self._seen}).all()
            if revision < self._seen or min((row.revision for row in changes), default=0) != self._seen + 1:
                self._forget_all(revision)
            for row in changes:
                self._forget((self._names.get(row.room_id, ""), row.day), row.revision)
            self._seen = revision
        return revision

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

    def _load(self, db: Connection, rooms: Sequence[Room], first: date, last: date) -> dict[Key, Blocks]:
        starts = [
            slots.epoch(slots.midnight(day, self._house.zone)) for day in slots.days(first, last + timedelta(days=1))
        ]
        span = {"since": starts[0] - _REACH, "until": starts[-1] + _REACH}
        by_room: dict[str, list[Piece]] = defaultdict(list)
        ids = [self._ids[room.id] for room in rooms]
        for row_id, begin, end, status, name in db.execute(_TAKEN, {**span, "rooms": ids}):
            by_room[self._names[row_id]].append(Piece(begin, end, HELD if status == HELD else TAKEN, name))
        for piece, affected in self._closures(db, rooms, span):
            for room in affected:
                by_room[room].append(piece)
        bounds = [start // slots.SECONDS for start in starts]
        ordinals = range(first.toordinal(), last.toordinal() + 1)
        return {
            (room.id, ordinal): blocks
            for room in rooms
            for ordinal, blocks in zip(ordinals, _by_day(by_room[room.id], bounds), strict=True)
        }

    def _closures(
        self, db: Connection, rooms: Sequence[Room], span: dict[str, int]
    ) -> Iterable[tuple[Piece, list[str]]]:
        for row in db.execute(_CLOSURES, {**span, "house": self._house.id}):
            piece = Piece(row.begin // slots.SECONDS, row.end // slots.SECONDS, CLOSED, None, "closure", row.reason)
            yield piece, [room.id for room in rooms if row.room_id in (None, self._ids[room.id])]


def _by_day(pieces: list[Piece], bounds: list[int]) -> list[Blocks]:
    """The pieces that touch each day; `bounds` are the first slots of the days, and of the day after the last."""
    days: list[list[Piece]] = [[] for _ in bounds[1:]]
    pieces.sort()
    index = 0
    for piece in pieces:
        while index < len(days) and bounds[index + 1] <= piece[0]:
            index += 1
        for later in range(index, len(days)):
            if bounds[later] >= piece[1]:
                break
            if bounds[later + 1] > piece[0]:
                days[later].append(piece)
    return [tuple(day) for day in days]
