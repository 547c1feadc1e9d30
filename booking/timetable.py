# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One room's day: what is free, taken, closed and over, and where a booking may still lie. Pure, counted in slots."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from booking import slots
from booking.config import Bookable
from booking.openings import Opening, Openings, Why

FREE, TAKEN, HELD, CLOSED, PAST = "free", "taken", "held", "closed", "past"

KEPT = 50_000


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
    why_closed: Why | None = None
    text: str | None = None  # what staff wrote about the day


class Day(NamedTuple):
    """A room's local day. `pieces` follow one another from `opens` to `closes`; both are 0 on a closed day."""

    room: str
    date: date
    opens: int
    closes: int
    pieces: tuple[Piece, ...]
    windows: tuple[Window, ...]
    why_closed: Why | None = None
    text: str | None = None


class Frames:
    """The frames of one house's rooms."""

    def __init__(self, openings: Openings) -> None:
        self._openings = openings
        self._of = lru_cache(maxsize=KEPT)(self._make)
        self._alike = lru_cache(maxsize=KEPT)(self._open)  # rooms that are open at the same hours

    def of(self, room: Bookable, day: date) -> Frame:
        """The frame of a room's local day."""
        return self._of(room.id, day)

    def _make(self, room_id: str, day: date) -> Frame:
        room = self._openings.house.room(room_id)
        return self._alike(day, self._openings.of(room, day) if room else Opening((), "hours"))

    def _open(self, day: date, opening: Opening) -> Frame:
        spans, why, text = opening
        if not spans:
            return Frame(0, 0, (), why, text)
        zone = self._openings.house.zone
        open_ = tuple(Window(*(slots.wall_slot(day, minute, zone) for minute in span)) for span in spans)
        whole = self._openings.of_house(day).spans or spans
        first = slots.wall_slot(day, whole[0].begin, zone)
        last = slots.wall_slot(day, whole[-1].end, zone)
        return Frame(min(first, open_[0].begin), max(last, open_[-1].end), open_, None, text)


def lay_out(frame: Frame, blocks: Sequence[Piece], now: int) -> tuple[Piece, ...]:
    """The day in pieces without gaps; `blocks` are what is claimed, in order, `now` is the running slot."""
    pieces: list[Piece] = []
    cursor = frame.opens
    if now > cursor:
        cursor = min(now, frame.closes)
        pieces.append(Piece(frame.opens, cursor, PAST))
    for block in _with_closed_hours(frame, blocks):
        begin, end = block[0], block[1]
        if begin < cursor:
            begin = cursor
        if end > frame.closes:
            end = frame.closes
        if begin >= end:
            continue
        if begin > cursor:
            pieces.append(Piece(cursor, begin, FREE))
        pieces.append(block if end - begin == block[1] - block[0] else block._replace(begin=begin, end=end))
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


def windows(frame: Frame, blocks: Sequence[Piece], room: Bookable, now: int) -> tuple[Window, ...]:
    """Where a booking of the shortest length or more may lie, from the running slot on."""
    before, after, least = room.setup // 15, room.cleanup // 15, room.shortest // 15
    found: list[Window] = []
    for opens, closes in frame.open:
        cursor = max(opens, now)
        for block in blocks:
            end = min(block[0] - after, closes)
            if end - cursor >= least:
                found.append(Window(cursor, end))
            cursor = max(cursor, block[1] + before)
        if closes - cursor >= least:
            found.append(Window(cursor, closes))
    return tuple(found)
