# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""States of screens beside their examples: what is closed, broken, not found or the visitor's own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from kiosk.client import Wayfinding
from kiosk.house import Barrier
from tests.booking.plan.drawn import tower


def show(display: Any, name: str) -> None:
    """Bring the display to a state; `known` brings back what it knew before."""
    display.until(lambda: display.guide.wayfinding.finder, "the plan of the house")
    STATES[name](display.guide)
    display.show(name.partition("-")[0])


@contextmanager
def known(display: Any) -> Iterator[None]:
    """Whatever a state tells the display about the house is forgotten after the block."""
    house, floors = display.guide.house, display.guide.wayfinding
    yield
    display.guide.leave()
    display.guide.house, display.guide.wayfinding = house, floors


def _plain(guide: Any) -> None:
    guide.go("way", to="werkraum")


def _around(guide: Any) -> None:
    _bar(guide, "stairs/main")
    guide.go("way", to="werkraum")


def _none(guide: Any) -> None:
    _bar(guide, "lift/main")
    guide.visit.walk = "free"
    guide.go("way", to="werkraum")


def _spoken(guide: Any) -> None:
    guide.visit.walk = "tactile"
    guide.visit.told = "tresen"  # heard already: no voice while pictures are made
    guide.go("way", to="tresen", thing="energieberatung")


def _there(guide: Any) -> None:
    guide.go("way", to="info/board")


def _mine(guide: Any) -> None:
    guide.visit.present = {"booking": {"room": "offen"}}
    guide.go("floors")


def _broken(guide: Any) -> None:
    guide.wayfinding = Wayfinding(
        fault="plan.geojson: room/werkraum: has an outline that crosses itself; draw it around once"
    )
    guide.go("floors")


def _tower(guide: Any) -> None:
    guide.wayfinding = Wayfinding(_high())
    guide.go("floors")


def _nothing(guide: Any) -> None:
    guide.visit.sought = "Xylophon"
    guide.go("search")


def _bar(guide: Any, place: str) -> None:
    now = guide.now()
    barrier = Barrier(place, now - timedelta(hours=1), now + timedelta(hours=1), "Wartung")
    guide.house = replace(guide.house, barriers=(barrier,))


@cache
def _high() -> Any:
    """A house of ten levels, of which one is to be seen at a time."""
    from kiosk.wayfinder import Wayfinder

    drawn = tower(10)
    for feature in drawn.features:
        if feature["id"].startswith("room/"):
            feature["properties"]["name"] = feature["id"].removeprefix("room/").replace("/", ".")
    return Wayfinder(drawn.building(), None)


STATES: dict[str, Callable[[Any], None]] = {
    "way-plain": _plain,
    "way-around": _around,
    "way-none": _none,
    "way-spoken": _spoken,
    "way-there": _there,
    "floors-mine": _mine,
    "floors-broken": _broken,
    "floors-tower": _tower,
    "search-nothing": _nothing,
}
