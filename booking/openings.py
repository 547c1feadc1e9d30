# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""When the house and its rooms are open: the config's hours, public holidays, and what staff have set instead.

What is set for single days beats what is set for good, and what is set for a room beats what is set for the house.
Where the house has other hours on a day, rooms with hours of their own are open while both are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from booking.config import WEEKDAYS, Bookable, Hours, House
from booking.public_holidays import holiday

Spans = tuple[Hours, ...]
Why = Literal["hours", "holiday", "special"]


@dataclass(frozen=True)
class Special:
    """Hours that staff have set: from a day on for good, by weekday; or up to a last day, the same on each."""

    number: int
    room: str | None  # none: the house
    first: date
    last: date | None
    spans: tuple[Spans, ...]  # seven from Monday on, or one
    reason: str

    def on(self, day: date) -> Spans:
        return self.spans[day.weekday() % len(self.spans)]

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


class Opening(NamedTuple):
    """A day's hours, and why they are none or others; `text` is what staff wrote about it."""

    spans: Spans
    why: Why | None = None
    text: str | None = None


class Openings:
    """The hours of one house; `special` in the order in which they were set."""

    def __init__(self, house: House, special: Sequence[Special] = ()) -> None:
        self.house = house
        self.special = tuple(special)
        self.of_house = lru_cache(maxsize=2048)(self._of_house)

    def of(self, room: Bookable, day: date) -> Opening:
        """When a room is open on a local day."""
        if own := self._set(room.id, day, dated=True):
            return Opening(own.on(day), "special", own.reason or None)
        whole = self.of_house(day)
        if whole.why == "holiday" or not whole.spans:
            return whole._replace(spans=())
        if not self._has_own(room, day):
            return whole
        usual = self._own(room, day)
        if whole.why != "special":
            return Opening(usual, None if usual else "hours")
        return Opening(_both(usual, whole.spans), "special", whole.text)

    def week(self, day: date) -> dict[str, Spans]:
        """The house's hours by weekday, as they are for good from a day on."""
        by_staff = self._set(None, day, dated=False)
        return {
            key: by_staff.spans[number] if by_staff else self.house.house_hours(number)
            for number, key in enumerate(WEEKDAYS)
        }

    def _of_house(self, day: date) -> Opening:
        if dated := self._set(None, day, dated=True):
            return Opening(dated.on(day), "special", dated.reason or None)
        if holiday(self.house, day):
            return Opening((), "holiday")
        good = self._set(None, day, dated=False)
        spans = good.on(day) if good else self.house.house_hours(day.weekday())
        return Opening(spans, None if spans else "hours")

    def _own(self, room: Bookable, day: date) -> Spans:
        """The hours on an ordinary day of a room that has hours of its own."""
        good = self._set(room.id, day, dated=False)
        return good.on(day) if good else self.house.hours(room, day.weekday())

    def _has_own(self, room: Bookable, day: date) -> bool:
        return room.opening is not None or self._set(room.id, day, dated=False) is not None

    def _set(self, room: str | None, day: date, dated: bool) -> Special | None:
        """What holds for a room or the house: set last, or of what is set for good what began last."""
        if not self.special:  # nearly always
            return None
        fitting = [
            one for one in self.special if one.room == room and (one.last is not None) == dated and one.covers(day)
        ]
        return max(fitting, key=lambda one: (date.min if dated else one.first, one.number), default=None)


def _both(some: Spans, others: Spans) -> Spans:
    """When both are open."""
    pairs = [(max(a.begin, b.begin), min(a.end, b.end)) for a in some for b in others]
    return tuple(Hours(begin, end) for begin, end in sorted(pairs) if begin < end)
