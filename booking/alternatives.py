# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is free instead of a time that is taken: another room at that time, or the next times in the same room."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice

from booking import rules, slots
from booking.config import House, Room
from booking.days import Days
from booking.refusal import Span
from booking.rules import Wish

OFFERED = 3  # next free times that a refusal names
SEARCHED_DAYS = 14


class Alternatives:
    """What one house has to offer instead."""

    def __init__(self, house: House, days: Days, now: Callable[[], datetime]) -> None:
        self._house = house
        self._days = days
        self._now = now

    def elsewhere(self, wish: Wish, people: int | None = None) -> list[Span]:
        """Another room that is free at that very time and large enough, the most fitting one; or nothing."""
        wished = self._house.room(wish.room)
        if not isinstance(wished, Room):
            return []
        day = slots.local_day(wish.begin, self._house.zone)
        others = [room for room in self._house.rooms if room.bookable and room.id != wish.room and not room.approval]
        fitting = [room for room in others if room.capacity >= (people or 1)]
        _, days = self._days.look(fitting, day, day)
        first, last = slots.slot_of(wish.begin), slots.slot_of(wish.end)
        free = [
            (abs(room.capacity - (people or wished.capacity)), room.id)
            for room, shown in zip(fitting, days, strict=True)
            if room.shortest <= (last - first) * 15 <= room.longest
            and any(window.begin <= first and last <= window.end for window in shown.windows)
        ]
        return [Span(min(free)[1], wish.begin, wish.end)] if free else []

    def next_free(self, room_key: str, begin: datetime, length: timedelta) -> list[Span]:
        """Up to three free times of that length in a room, from a wished time on."""
        room = rules.bookable_room(self._house, room_key)
        first = slots.local_day(max(begin, self._now()), self._house.zone)
        _, days = self._days.look([room], first, first + timedelta(days=SEARCHED_DAYS))
        need, wished = int(length.total_seconds()) // slots.SECONDS, slots.slot_of(begin)
        windows = [window for day in days for window in day.windows]
        starts = (start for begins, ends in windows if ends - (start := max(begins, wished)) >= need)
        return [
            Span(room_key, slots.utc(start * slots.SECONDS), slots.utc(start * slots.SECONDS) + length)
            for start in islice(starts, OFFERED)
        ]
