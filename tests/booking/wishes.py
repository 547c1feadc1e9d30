# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What visitors of the demo house wish for in the tests, in the time of the house."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from booking.bookings import Booking
from booking.config import Smtp
from booking.desk import Desk
from booking.model import claim
from booking.refusal import Refused
from booking.rules import Change, Group, Wish
from tests.servers.booking import THURSDAY

ZONE = ZoneInfo("Europe/Berlin")
TODAY = THURSDAY.date()
TOMORROW = TODAY + timedelta(days=1)
SMTP = Smtp(host="127.0.0.1", port=9, sender="haus@klimaschutzhaus.example")  # a desk sends nothing itself
CHOIR = Group("Chor")
WORKSHOP = Group("Radwerkstatt", True, "rad@example.org")


def at(hour: float, day: date = TOMORROW) -> datetime:
    """The instant at which the clock in Kassel shows that hour; 14.5 is half past two."""
    shown = datetime.combine(day, time(int(hour), round(hour % 1 * 60)), ZONE)
    return shown.astimezone(UTC)


def wish(begin: float, end: float, room: str = "offen", day: date = TOMORROW, request_id: str = "") -> Wish:
    """A wish of its own, unless it carries the request id of another."""
    return Wish(request_id or str(uuid4()), room, at(begin, day), at(end, day))


def to(wanted: Wish, name: str | None = None, show_name: bool | None = None) -> Change:
    """A booking moved to a wished time, or called otherwise."""
    return Change(wanted.request_id, wanted.room, wanted.begin, wanted.end, name, show_name)


def booked(desk: Desk, wanted: Wish, group: Group = CHOIR) -> Booking:
    """A booking made at a display."""
    return desk.book(wanted, group, proven=True)


@contextmanager
def refused(reason: str) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """The block is refused for that reason."""
    with pytest.raises(Refused) as caught:
        yield caught
    assert caught.value.reason == reason


def claims(desk: Desk) -> list[tuple[str, int]]:
    """Every claimed slot, with its room."""
    with desk.database.read() as db:
        rows = db.execute(
            claim.select().where(claim.c.house_id == desk.house.id).order_by(claim.c.room_id, claim.c.slot)
        ).all()
    return [(desk.names[row.room_id], row.slot) for row in rows]


def reason_of(ask: Callable[[], object]) -> str:
    """The reason of a refusal, or an empty text if what was asked for was granted."""
    try:
        ask()
    except Refused as no:
        return no.reason
    return ""
