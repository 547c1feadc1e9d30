# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bookings whose time the city has closed: staff find another time or room for them, or talk to the city."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from booking import slots
from booking.bookings import Booking, as_booking
from booking.desk import Desk
from booking.model import LIVE, closure, in_the_way
from booking.model import booking as bookings


@dataclass(frozen=True)
class Met:
    """A booking, and why its time is closed."""

    booking: Booking
    reason: str


def all_of(desk: Desk) -> list[Met]:
    """By their begin, as long as they are live, not over, and still in the way."""
    return _found(desk, bookings.c.end > slots.epoch(desk.now()))


def stands(desk: Desk, found: Booking) -> bool:
    """Whether a booking is still in the way of a closure."""
    return bool(_found(desk, bookings.c.id == found.id))


def _found(desk: Desk, *where: Any) -> list[Met]:
    house = desk.house.id
    mine = (bookings.c.house_id == in_the_way.c.house_id) & (bookings.c.id == in_the_way.c.booking_id)
    shut = (closure.c.house_id == in_the_way.c.house_id) & (closure.c.id == in_the_way.c.closure_id)
    times = (closure.c.begin < bookings.c.end, closure.c.end > bookings.c.begin, bookings.c.status.in_(LIVE))
    closed = (closure.c.reason, closure.c.room_id.label("closed"))
    query = select(bookings, *closed).join(in_the_way, mine).join(closure, shut)
    query = query.where(in_the_way.c.house_id == house, *times, *where).order_by(bookings.c.begin, bookings.c.id)
    with desk.database.read() as db:
        rows = db.execute(query).all()
    met = {row.id: Met(as_booking(row, desk.names), row.reason) for row in rows if _is_of_room(desk, row)}
    return list(met.values())


def _is_of_room(desk: Desk, row: Any) -> bool:
    """Whether what is closed is what the booking has: it may have moved to another room."""
    if row.closed is None:
        return True
    closed = desk.house.touched_by(desk.names[row.closed])
    return desk.names[row.room_id] in closed or any(key in closed for key in (row.extras or "").split())
