# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One room's day: what is free, taken, closed and over, and where a booking may still lie. Pure, counted in slots."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from booking import rules, slots
from booking.config import House, Room
from booking.public_holidays import holiday

FREE, TAKEN, HELD, CLOSED, PAST = "free", "taken", "held", "closed", "past"


class Piece(NamedTuple):
    """A half-open stretch of slots in one state; `name` only if the group agreed, `reason` why it is closed."""

    begin: int
    end: int
    state: str
    name: str | None = None
    reason: str | None = None  # hours, holiday, closure
    text: str | None = None  # the words of a closure


class Window(NamedTuple):
    """A half-open stretch of slots that a booking may lie in; set-up and clean-up are taken off already."""

    begin: int
    end: int


class Frame(NamedTuple):
    """The day before anyone booked: its first and last slot, and when the room is open."""

    opens: int
    closes: int
    open: tuple[Window, ...]
    why_closed: str | None = None  # hours, holiday


class Day(NamedTuple):
    """A room's local day. `pieces` follow one another from `opens` to `closes`; both are 0 on a closed day."""

    room: str
    date: date
    opens: int
    closes: int
    pieces: tuple[Piece, ...]
    windows: tuple[Window, ...]
    why_closed: str | None = None


@lru_cache(maxsize=20_000)
def frame(house_key: int, room_key: str, day: date) -> Frame:
    """The frame of a day; `house_key` comes from `register`, because a config cannot be hashed cheaply."""
    house = _houses[house_key]
    room = next(room for room in house.rooms if room.id == room_key)
    if holiday(house, day):
        return Frame(0, 0, (), "holiday")
    open_ = tuple(Window(slots.slot_of(b), slots.slot_of(e)) for b, e in rules.open_times(house, room, day))
    whole = house.hours(room.model_copy(update={"opening": None}), day.weekday())
    if not open_ or not whole:
        return Frame(0, 0, (), "hours")
    first = slots.slot_of(slots.wall(day, whole[0].begin, house.zone))
    last = slots.slot_of(slots.wall(day, whole[-1].end, house.zone))
    return Frame(min(first, open_[0].begin), max(last, open_[-1].end), open_)


_houses: list[House] = []


def register(house: House) -> int:
    """Make a house known to `frame`."""
    _houses.append(house)
    return len(_houses) - 1


def lay_out(frame: Frame, blocks: Sequence[Piece], now: int) -> tuple[Piece, ...]:
    """The day in pieces without gaps; `blocks` are what is claimed, in order, `now` is the running slot."""
    pieces: list[Piece] = []
    cursor = frame.opens
    if now > cursor:
        cursor = min(now, frame.closes)
        pieces.append(Piece(frame.opens, cursor, PAST))
    for block in _with_closed_hours(frame, blocks):
        begin, end = max(block[0], cursor), min(block[1], frame.closes)
        if begin >= end:
            continue
        if begin > cursor:
            pieces.append(Piece(cursor, begin, FREE))
        pieces.append(Piece(begin, end, *block[2:]))
        cursor = end
    if cursor < frame.closes:
        pieces.append(Piece(cursor, frame.closes, FREE))
    return tuple(pieces)


def _with_closed_hours(frame: Frame, blocks: Sequence[Piece]) -> Sequence[Piece]:
    """The blocks and, where the house is open and the room is not, the room's closed hours; in order."""
    shut, cursor = [], frame.opens
    for begin, end in frame.open:
        if begin > cursor:
            shut.append(Piece(cursor, begin, CLOSED, None, "hours"))
        cursor = end
    if cursor < frame.closes:
        shut.append(Piece(cursor, frame.closes, CLOSED, None, "hours"))
    return sorted([*shut, *blocks]) if shut else blocks


def windows(frame: Frame, blocks: Sequence[Piece], room: Room, now: int) -> tuple[Window, ...]:
    """Where a booking of the shortest length or more may lie, from the running slot on."""
    before, after, least = room.setup // 15, room.cleanup // 15, room.shortest // 15
    found: list[Window] = []
    for opens, closes in frame.open:
        cursor = max(opens, now)
        for block in blocks:
            if block[0] - after - cursor >= least and cursor < closes:
                found.append(Window(cursor, min(block[0] - after, closes)))
            cursor = max(cursor, block[1] + before)
        if closes - cursor >= least:
            found.append(Window(cursor, closes))
    return tuple(found)
