# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A day of several rooms as a table: a column for each room, a row wherever something begins or ends. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from booking import slots
from booking.bookings import Booking
from booking.config import Bookable

HOUR = timedelta(hours=1)

Kind = Literal["free", "past", "closed", "around", "booked", "requested", "held", "unconfirmed"]


class Block(NamedTuple):
    """A half-open time in a room that is not free: a booking, or closed, with the words of a closure if it is one.

    `around` is what a booking needs for set-up or clean-up.
    """

    begin: datetime
    end: datetime
    booking: Booking | None = None
    text: str | None = None
    around: bool = False


class Cell(NamedTuple):
    """What stands in a room's column, over so many rows."""

    room: Bookable
    begin: datetime
    end: datetime
    kind: Kind
    rows: int
    block: Block | None


class Row(NamedTuple):
    """A stretch of the day: the cells that begin with it, how many quarters it lasts, and whether an hour begins."""

    begin: datetime
    quarters: int
    full: bool
    cells: list[Cell]


def rows(rooms: Sequence[tuple[Bookable, Sequence[Block]]], begin: datetime, end: datetime, now: datetime) -> list[Row]:
    """The table of a day from `begin` to `end`, both on the slot grid."""
    hours = list(_hours(begin, end))
    edges = {edge for _, blocks in rooms for block in blocks for edge in (block.begin, block.end)}
    cuts = sorted({*hours, begin, end, *(edge for edge in edges if begin < edge < end)})
    row_of = {cut: index for index, cut in enumerate(cuts)}
    cells: list[list[Cell]] = [[] for _ in cuts]
    for room, blocks in rooms:
        for first, last, block in _stretches(blocks, hours, begin, end):
            kind = _kind(block, last, now)
            starts = max(first, slots.floor(now)) if kind == "free" else first  # what runs may be booked from now on
            cells[row_of[first]].append(Cell(room, starts, last, kind, row_of[last] - row_of[first], block))
    return [
        Row(cut, (later - cut) // slots.SLOT, cut in hours, cells[index])
        for index, (cut, later) in enumerate(pairwise(cuts))
    ]


def _hours(begin: datetime, end: datetime) -> Iterable[datetime]:
    """Full hours; zones whose offset is no full hour begin theirs at a quarter."""
    hour = begin
    while hour <= end:
        yield hour
        hour += HOUR


def _stretches(
    blocks: Sequence[Block], hours: Sequence[datetime], begin: datetime, end: datetime
) -> Iterable[tuple[datetime, datetime, Block | None]]:
    """The room's day without gaps; free time is cut at full hours."""
    cursor = begin
    for block in sorted(blocks, key=lambda one: (one.begin, one.booking is None, one.around)):
        first, last = max(block.begin, cursor), min(block.end, end)
        if first >= last:
            continue
        yield from _free(cursor, first, hours)
        yield first, last, block
        cursor = last
    yield from _free(cursor, end, hours)


def _free(first: datetime, last: datetime, hours: Sequence[datetime]) -> Iterable[tuple[datetime, datetime, None]]:
    cuts = [first, *(hour for hour in hours if first < hour < last), last] if first < last else []
    for one, other in pairwise(cuts):
        yield one, other, None


def _kind(block: Block | None, end: datetime, now: datetime) -> Kind:
    if block is None:
        return "past" if end <= now else "free"
    if block.booking is None:
        return "closed"
    if block.around:
        return "around"
    return block.booking.status  # type: ignore[return-value]  # live ones only
