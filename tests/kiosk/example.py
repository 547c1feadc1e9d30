# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A demo house on a day on which something is going on, and displays that hang in it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from booking import demo
from booking.office import Office
from booking.rules import Group, Wish
from tests.servers.booking import THURSDAY, Service

KASSEL = ZoneInfo("Europe/Berlin")
INCHES = {(1080, 1920): 32.0, (1920, 1080): 15.6}

# room, days from today, begin, end, group, whether it shows its name
BOOKED = (
    ("offen", 0, "16:00", "17:45", "Nachbarschaft Wesertor", True),
    ("offen", 0, "20:00", "21:15", "Schachgruppe", False),
    ("offen", 1, "09:00", "11:45", "Stadtimker", False),
    ("offen", 1, "18:00", "20:15", "Wärmepumpe im Altbau", True),
    ("offen", 2, "11:00", "14:45", "Radwerkstatt", True),
    ("offen", 4, "09:00", "10:15", "Leserunde", False),
    ("offen", 4, "17:00", "18:45", "Elternabend", False),
    ("offen", 5, "18:00", "20:45", "Klimachor", True),
    ("offen", 6, "08:30", "10:45", "Schulklasse", False),
    ("werkraum", 0, "13:45", "15:15", "Schulklasse", False),
    ("werkraum", 0, "17:15", "19:45", "Reparaturtreff Nordstadt", True),
    ("beratung", 0, "16:00", "17:45", "Balkonsolar: Fragen und Antworten", True),
)


def fill(service: Service) -> None:
    """Book what is going on, as visitors would."""
    office = Office(service.desk)
    for room, days, begin, end, name, shown in BOOKED:
        wish = Wish(str(uuid4()), room, at(begin, days), at(end, days))
        made = service.desk.book(wish, Group(name, shown), proven=True)
        if made.status == "requested":
            office.approve(made.code or "")
    service.desk.hold(Wish(str(uuid4()), "offen", at("18:30"), at("19:30")))
    demo.offer(service.desk)


def at(local: str, days: int = 0) -> datetime:
    """A time on the wall of the house, `days` after the Thursday of the example."""
    hour, minute = map(int, local.split(":"))
    day = THURSDAY.astimezone(KASSEL).replace(hour=hour, minute=minute, second=0)
    return day + timedelta(days=days)


def config(url: str, token: str, layout: tuple[int, int], **display: Any) -> Any:
    """The config of a display that is known to the house."""
    from kiosk.config import Screen

    shape = {"width_px": layout[0], "height_px": layout[1], "inches": INCHES.get(layout, 10.1)}
    return Screen.model_validate(
        {
            "server": url,
            "token": token,
            "house": "kassel",
            "name": "lobby",
            "display": shape | display,
            "place": {"latitude": 51.315527, "longitude": 9.49764964, "heading": 0},
            "fallback": {"name": {"de": "Klimaschutzhaus Kassel"}, "phone": "+49 561 0000000"},
        }
    )


def screen(service: Service, layout: tuple[int, int], **display: Any) -> Any:
    """The config of a display of this house."""
    return config(service.url, service.desk.tokens.make("screen", f"lobby-{uuid4().hex[:8]}"), layout, **display)


def door(service: Service, room: str, layout: tuple[int, int], inches: float = 10.1) -> Any:
    """The config of a small display at a room's door."""
    hung = screen(service, layout).model_copy(update={"name": f"door-{room}", "task": "door", "room": room})
    shape = {"width_px": layout[0], "height_px": layout[1], "inches": inches, "lower_edge_mm": 1050}
    return hung.model_copy(update={"display": hung.display.model_copy(update=shape), "place": None})


def hang(service: Service, folder: Path, layout: tuple[int, int], **display: Any) -> Any:
    """A display that shows the front of the house."""
    return shown(screen(service, layout, **display), folder)


def shown(wanted: Any, folder: Path) -> Any:
    """A display with this config, when the front of the house stands, or the door."""
    from tests.kiosk.display import Display

    display = Display(wanted, folder)
    display.until(lambda: display.page.name in ("home", "door") and not display.guide.away, "the front of the house")
    display.settle()
    return display


def bring(display: Any, name: str, tries: int = 40) -> None:
    """Let a screen show its example."""
    from kiosk import screens

    if name in ("home", "waiting"):
        display.kiosk.show(name, {}, False)
    else:
        wanted = screens.load(name)
        for _ in range(tries):
            wanted.example(display.guide)
            display.until(lambda: not display.guide.holding.busy, "an answer")
            if display.page.name == name:
                break
    display.show(name)
