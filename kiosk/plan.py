# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A day as cells to touch, and what may be offered for a start: pure, so that tests need no window."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from booking.slots import SLOT, floor
from kiosk.house import Day, Piece, Room, Span

BUSY = ("taken", "held")
LENGTHS = (30, 60, 90, 120, 180, 240, 300, 360, 480, 600)
MOST_LENGTHS = 5


@dataclass(frozen=True)
class Cell:
    """One piece of the grid; `start` is where a booking begins that touches it, None where none may."""

    begin: datetime
    end: datetime
    state: str
    name: str | None = None
    reason: str | None = None
    start: datetime | None = None

    @property
    def minutes(self) -> int:
        return minutes(self.begin, self.end)


def minutes(begin: datetime, end: datetime) -> int:
    return int((end - begin).total_seconds() // 60)


def standing(day: Day, now: datetime) -> Piece | None:
    """The piece that runs now, joined with its equal neighbours; None when the house is closed."""
    at = floor(now)
    pieces = list(_joined(clipped(day, now)))
    return next((piece for piece in pieces if piece.begin <= at < piece.end), None)


def rest(day: Day, now: datetime) -> list[Piece]:
    """What of the day is not over, in pieces that look different from their neighbours."""
    return [piece for piece in _joined(clipped(day, now)) if piece.state != "past"]


def ends(day: Day, piece: Piece, now: datetime) -> datetime:
    """When what stands is over: of a taken room, when nobody else follows at once."""
    end = piece.end
    if piece.state in BUSY:
        for later in clipped(day, now):
            if later.begin == end and later.state in BUSY:
                end = later.end
    return end


def next_free(days: Iterable[Day], now: datetime) -> tuple[Day, datetime] | None:
    """The room that is free first after now, and from when; only where somebody may still begin."""
    begins = [
        (piece.begin, day)
        for day in days
        for piece in clipped(day, now)
        if piece.state == "free" and piece.begin > now and any(piece.begin <= w.begin < piece.end for w in day.windows)
    ]
    first = min(begins, key=lambda each: each[0], default=None)
    return (first[1], first[0]) if first else None


def clipped(day: Day, now: datetime) -> Iterator[Piece]:
    """The day's pieces, with everything before the running quarter as past: the plan may be older than now."""
    edge = floor(now)
    for piece in day.pieces:
        if piece.end <= edge:
            yield replace(piece, state="past", name=None)
        elif piece.begin < edge:
            yield Piece(piece.begin, edge, "past")
            yield replace(piece, begin=edge)
        else:
            yield piece


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours that look the same become one."""
    last: Piece | None = None
    for piece in pieces:
        if last and (last.state, last.name, last.reason, last.end) == (
            piece.state,
            piece.name,
            piece.reason,
            piece.begin,
        ):
            last = replace(last, end=piece.end)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last


def cells(day: Day, room: Room, now: datetime, step: int, begin: datetime | None = None) -> list[Cell]:
    """The day in cells of `step` minutes where it is free, one cell for everything else."""
    first = begin or day.opens or now
    parts = (part for part in _joined(clipped(day, now)) if part.end > first)
    made = (cell for part in parts for cell in _split(part, day, room, now, step, first))
    return [cell for cell in made if cell.end > cell.begin]


def _split(piece: Piece, day: Day, room: Room, now: datetime, step: int, first: datetime) -> Iterator[Cell]:
    begin = max(piece.begin, first)
    if piece.state != "free":
        yield Cell(begin, piece.end, piece.state, piece.name, piece.reason)
        return
    edges = _edges(begin, piece.end, day.opens or begin, timedelta(minutes=step))
    for left, right in pairwise(edges):
        yield Cell(left, right, "free", start=first_start(day, room, now, left, right))


def _edges(begin: datetime, end: datetime, origin: datetime, step: timedelta) -> list[datetime]:
    """Grid lines from begin to end; a stub shorter than a step joins the cell beside it."""
    at = origin + ((begin - origin) // step + 1) * step
    lines = [begin]
    while at < end:
        lines.append(at)
        at += step
    lines.append(end)
    if len(lines) > 2 and lines[1] - lines[0] < step:
        del lines[1]
    if len(lines) > 2 and lines[-1] - lines[-2] < step:
        del lines[-2]
    return lines


def first_start(day: Day, room: Room, now: datetime, begin: datetime, end: datetime) -> datetime | None:
    """The earliest begin within [begin, end) at which the shortest booking fits, None if there is none."""
    shortest = timedelta(minutes=room.shortest)
    for window in day.windows:
        start = max(window.begin, begin, floor(now))
        if start < end and start + shortest <= window.end:
            return start
    return None


def window_of(day: Day, start: datetime) -> Span | None:
    """The window that a booking from `start` lies in."""
    return next((window for window in day.windows if window.begin <= start < window.end), None)


def lengths(room: Room, window: Span, start: datetime) -> list[int]:
    """The lengths in minutes to offer from `start`: at most five, always with the shortest and the longest."""
    most = min(room.longest, minutes(start, window.end))
    if most < room.shortest:
        return []
    usual = {length for length in LENGTHS if room.shortest <= length <= most}
    return _thinned(sorted(usual | {room.shortest, most}))


def _thinned(offered: Sequence[int]) -> list[int]:
    """Drop from the middle, the odd halves first, until few enough are left."""
    kept = list(offered)
    while len(kept) > MOST_LENGTHS:
        inner = kept[1:-1]
        kept.remove(next((length for length in inner if length % 60), inner[len(inner) // 2]))
    return kept


def moved(window: Span, room: Room, start: datetime, now: datetime, quarters: int) -> datetime | None:
    """The start moved by quarters of an hour, or None where it may not go."""
    moved_to = start + quarters * SLOT
    fits = max(window.begin, floor(now)) <= moved_to <= window.end - timedelta(minutes=room.shortest)
    return moved_to if fits else None


def after(day: Day, end: datetime) -> Piece | None:
    """What comes after the end of a window: the reason why no longer length is offered; None: closing time."""
    pieces = (piece for piece in _joined(day.pieces) if piece.state != "free")
    return next((piece for piece in pieces if end < piece.end), None)


def public_today(days: Iterable[Day], now: datetime) -> list[tuple[Day, Piece]]:
    """What is still on today in the rooms, by begin: bookings of groups that agreed to show their name."""
    shown = [(day, piece) for day in days for piece in _joined(day.pieces) if piece.name and piece.end > now]
    return sorted(shown, key=lambda each: (each[1].begin, each[0].room))
