# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A room's day as a list to read and touch: free time in half hours, everything else in one piece."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from booking import slots
from booking.config import Bookable
from booking.timetable import FREE, TAKEN, Day, Piece, Window

HALF_HOUR = 2


class Row(NamedTuple):
    """A stretch of time on the page, UTC; `bookable` if a booking may begin here."""

    begin: datetime
    end: datetime
    state: str
    name: str | None
    text: str | None
    bookable: bool
    awaited: tuple[datetime, datetime] | None = None  # the time to wait for, where it is taken


def rows(day: Day, room: Bookable) -> list[Row]:
    """The rows of a day, past time left out."""
    found = []
    for piece in day.pieces:
        if piece.state == "past":
            continue
        for begin, end in _halves(piece) if piece.state == FREE else [(piece.begin, piece.end)]:
            bookable = piece.state == FREE and longest(day, room, begin) > 0
            row = Row(_instant(begin), _instant(end), piece.state, piece.name, piece.text, bookable)
            found.append(row._replace(awaited=_awaited(piece, room)) if piece.state == TAKEN else row)
    return found


def _awaited(piece: Piece, room: Bookable) -> tuple[datetime, datetime] | None:
    """A taken time without its setting up and clearing away, if it may be booked at all."""
    begin, end = piece.begin + room.setup // 15, piece.end - room.cleanup // 15
    if not room.shortest <= (end - begin) * 15 <= room.longest:
        return None
    return _instant(begin), _instant(end)


def _halves(piece: Piece) -> Iterator[tuple[int, int]]:
    begin = piece.begin
    while begin < piece.end:
        end = min((begin // HALF_HOUR + 1) * HALF_HOUR, piece.end)
        yield begin, end
        begin = end


def longest(day: Day, room: Bookable, begin: int) -> int:
    """How many slots a booking that begins in slot `begin` may last; 0 if none may begin there."""
    window = next((w for w in day.windows if w.begin <= begin < w.end), Window(0, 0))
    room_left = min(window.end - begin, room.longest // 15)
    return room_left if window.end and room_left >= room.shortest // 15 else 0


def ends(day: Day, room: Bookable, begin: datetime) -> list[datetime]:
    """Every end that a booking from `begin` may have: each quarter up to two hours, then each half hour."""
    first, least = slots.slot_of(begin), room.shortest // 15
    most = longest(day, room, first)
    lengths = [n for n in range(least, most + 1) if n <= 8 or n % 2 == 0 or n == most]
    return [_instant(first + length) for length in lengths]


def until(day: Day, now: datetime) -> tuple[str, datetime] | None:
    """How the room is now, or next if it is not open yet, and until when; None on a closed or finished day."""
    running = slots.slot_of(now)
    coming = [piece for piece in day.pieces if piece.end > running and piece.state != "past"]
    if not coming:
        return None
    end = coming[0].end
    for piece in coming[1:]:
        if (piece.state == FREE) != (coming[0].state == FREE):
            break
        end = piece.end
    return coming[0].state, _instant(end)


def _instant(slot: int) -> datetime:
    return slots.utc(slot * slots.SECONDS)
