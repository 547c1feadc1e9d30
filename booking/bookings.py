# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A booking, or the hold that may become one, as the whole house knows it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from booking import slots
from booking.model import HELD, UNCONFIRMED
from booking.refusal import Span


@dataclass(frozen=True)
class Booking:
    """A group's use of a room, or the hold that may become one. Instants are UTC; the span is half-open."""

    id: int
    room: str
    begin: datetime
    end: datetime
    status: str
    code: str | None
    name: str | None
    show_name: bool
    language: str
    mail: str | None
    expires: datetime | None
    more_left: int
    scanned: bool
    created: datetime
    changed: datetime
    sequence: int
    people: int | None
    extras: tuple[str, ...]
    arrived: datetime | None
    series: int | None
    nominal: date | None
    alone: bool
    answer: str | None
    claimed_from: int  # slots, with set-up
    claimed_to: int  # with clean-up

    @property
    def span(self) -> Span:
        return Span(self.room, self.begin, self.end)

    @property
    def is_on_calendars(self) -> bool:
        """Whether calendars show it, if only as cancelled: not what never came about."""
        return self.code is not None and self.status not in (HELD, UNCONFIRMED)


def as_booking(row: Any, names: dict[int, str]) -> Booking:
    """A row of the table booking as the rest of the house knows it."""
    return Booking(
        row.id,
        names[row.room_id],
        slots.utc(row.begin),
        slots.utc(row.end),
        row.status,
        row.code,
        row.name,
        row.show_name,
        row.language,
        row.mail,
        None if row.expires is None else slots.utc(row.expires),
        row.more_left,
        row.scanned,
        slots.utc(row.created),
        slots.utc(row.changed),
        row.sequence,
        row.people,
        tuple(row.extras.split()) if row.extras else (),
        None if row.arrived is None else slots.utc(row.arrived),
        row.series_id,
        None if row.nominal is None else date.fromordinal(row.nominal),
        row.alone,
        row.answer,
        row.claimed_from,
        row.claimed_to,
    )
