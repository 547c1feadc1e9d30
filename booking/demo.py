# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo house comes to life: two weeks of bookings, and the config of one display."""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from booking import slots
from booking.desk import Desk
from booking.reception import Reception
from booking.refusal import Refused
from booking.rules import Group, Wish

BOOKINGS = Path(__file__).parent.parent / "assets" / "demo" / "bookings.toml"
DAYS = 14

SCREEN = """\
# Made for the demo house. systemd/screen.toml.example explains every key.
server = "http://127.0.0.1:{port}"
token = "{token}"
house = "{house}"
name = "lobby"

# Beside the notice board of the demo's floor plan; who stands before it looks to the north, into the house.
[place]
latitude = 51.315527
longitude = 9.49764964
heading = 0

[fallback]
name = {{ {names} }}
phone = "{phone}"
"""


def prepare(desk: Desk, data: Path) -> None:
    """Book the demo's weeks, and write screen.toml where there is none; a second time nothing is doubled."""
    for day in slots.days(*_coming(desk)):
        for wanted in tomllib.loads(BOOKINGS.read_text(encoding="utf-8"))["bookings"]:
            if day.weekday() in wanted["weekdays"]:
                _book(desk, day, wanted)
    screen = data / "screen.toml"
    if not screen.exists():
        screen.write_text(_screen(desk), encoding="utf-8")
        screen.chmod(0o600)


def _coming(desk: Desk) -> tuple[date, date]:
    today = slots.local_day(desk.now(), desk.house.zone)
    return today, today + timedelta(days=DAYS)


def _book(desk: Desk, day: date, wanted: dict[str, Any]) -> None:
    """One demo booking; what is over, closed or taken meanwhile is left out."""
    begin, end = (
        slots.to_utc(datetime.combine(day, time.fromisoformat(wanted[key])), desk.house.zone)
        for key in ("from", "until")
    )
    request = str(uuid5(NAMESPACE_URL, f"demo {day} {wanted['room']} {wanted['from']}"))
    try:
        Reception(desk).book(Wish(request, wanted["room"], begin, end), Group(wanted["name"], wanted["show_name"]))
    except Refused:
        return


def _screen(desk: Desk) -> str:
    house = desk.house
    names = ", ".join(f'{language} = "{house.name[language]}"' for language in house.languages)
    token = desk.tokens.make("screen", "lobby")
    return SCREEN.format(port=house.service.port, token=token, house=house.id, names=names, phone=house.phone)
