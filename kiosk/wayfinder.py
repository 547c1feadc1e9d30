# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The ways through the house from where this display hangs, and the levels as they are drawn for whoever faces it."""

from cmath import phase, rect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import atan2, degrees, hypot
from typing import Any

from booking.plan import geometry
from booking.plan.building import Building, Mark, Place
from booking.plan.construction import build
from booking.plan.drawing import Drawer, Sheet
from booking.plan.geometry import Point
from booking.plan.instructions import Instruction, instructions
from booking.plan.routing import Climb, NoWay, Profile, Route, Spot, Stretch
from booking.plan.source import Feature
from booking.plan.targets import Target, goal
from booking.plan.ways import Ways
from kiosk.config import Hanging
from kiosk.house import Json

STRAIGHTENED = 20.0  # degrees off the walls up to which the plan is still drawn with upright walls


@dataclass(frozen=True)
class Way:
    """A way from the display, and what it is in words; `around` says whether it avoids something closed."""

    route: Route
    told: tuple[Instruction, ...]
    around: bool

    @property
    def metres(self) -> int:
        return round(self.route.metres)

    @property
    def minutes(self) -> int:
        return max(1, round(self.route.seconds / 60))

    @property
    def end(self) -> Place | Mark:
        return self.route.end

    @property
    def levels(self) -> list[float]:
        """The levels that it touches, in the order of walking."""
        return list(dict.fromkeys(step.level for step in self.route.steps if isinstance(step, Stretch)))

    def line(self, level: float) -> list[Point]:
        """Where somebody walks on a level, in metres of the plan."""
        steps = (step for step in self.route.steps if isinstance(step, Stretch) and step.level == level)
        return [point for step in steps for point in step.points]

    @property
    def climbs(self) -> list[Climb]:
        return [step for step in self.route.steps if isinstance(step, Climb)]


class Wayfinder:
    """Knows the building and where the display hangs in it; without such a place it begins at the front door."""

    def __init__(self, building: Building, hangs: Hanging | None) -> None:
        self.building = building
        self.hangs = hangs
        self.targets: dict[str, list[Target]] = {}  # what can be looked for, by language, once somebody has looked
        self._ways = Ways(building)
        spot = Spot(building.local(hangs.longitude, hangs.latitude), hangs.level) if hangs else None
        self.astray = spot is not None and building.place_at(*spot) is None
        self.begin: str | Spot
        self.facing: float | None
        if spot is not None and hangs is not None and not self.astray:
            self.begin, self.facing = spot, 90 - hangs.heading
        else:
            self.begin, self.facing = self._ways.router().front_door()
        self._drawer = Drawer(building, _straightened(building, 90.0 if self.facing is None else self.facing))

    def way(self, what: Place | Mark, profile: Profile, closed: Iterable[str]) -> Way:
        """The best way there; raises NoWay."""
        route, around = self._ways.route(self.begin, what, profile, closed)
        return Way(route, tuple(instructions(self.building, route, self.facing)), around)

    def nearest(self, goals: Iterable[Place | Mark], profile: Profile, closed: Iterable[str]) -> Place | Mark | None:
        """The goal that is reached first; None if none is."""
        best: tuple[float, Place | Mark] | None = None
        for one in goals:
            try:
                seconds = self.way(one, profile, closed).route.seconds
            except NoWay:
                continue
            if best is None or seconds < best[0]:
                best = seconds, one
        return best and best[1]

    def knows(self, key: str) -> bool:
        """Whether a room, or something on the plan, has a place."""
        try:
            goal(self.building, key)
        except KeyError:
            return False
        return True

    @property
    def level(self) -> float:
        """The level on which the display hangs."""
        if isinstance(self.begin, Spot):
            return self.begin.level
        return self.building.places[self.begin].levels[0]

    def sheet(
        self,
        level: float,
        called: Callable[[Place], list[str]],
        letters: tuple[float, float],
        way: Way | None = None,
    ) -> Sheet:
        """A level with the way on it; `letters` are how many metres high at most, at least."""
        line = way.line(level) if way else []
        return self._drawer.sheet(level, called, line, self._here(level), letters)

    def size(self, level: float) -> tuple[float, float]:
        """Units that the sheet of a level is broad and high."""
        return self._drawer.size(level)

    def points(self, level: float, way: Way | None) -> list[Point]:
        """The points of the way on the sheet of a level, and the one on which somebody stands."""
        here = self._here(level)
        line = [*(way.line(level) if way else []), *([here] if here else [])]
        return list(map(self._drawer.turn(level), line))

    def _here(self, level: float) -> Point | None:
        return self.begin.at if isinstance(self.begin, Spot) and self.begin.level == level else None

    @property
    def asked(self) -> str:
        """Where somebody who scans the way begins, as the phone's page asks for it."""
        if not isinstance(self.begin, Spot) or self.hangs is None or self.astray:
            return ""
        hangs = self.hangs
        return f"&from={hangs.latitude:.7f},{hangs.longitude:.7f},{hangs.level:g}&facing={self.facing:.0f}"


def read(plan: Json, house: Json, hangs: Hanging | None) -> Wayfinder | None:
    """The wayfinder out of the API's answers, None if the house has no plan that can be read."""
    if not plan.get("features"):
        return None
    features = [_feature(each) for each in plan["features"]]
    building, _ = build(features, {room["id"]: list(room["name"].values()) for room in house["rooms"]})
    return Wayfinder(building, hangs)


def _feature(data: Any) -> Feature:
    lines = tuple(tuple((float(x), float(y)) for x, y in line) for line in data["lines"])
    return Feature(data["id"], data["shape"], lines, data["tags"])


def _straightened(building: Building, up: float) -> float:
    """The direction that points upwards: as somebody looks, but along the walls where that is nearly the same."""
    turns = 0j
    for place in building.places.values():
        for (ax, ay), (bx, by) in geometry.all_edges(place.rings):
            turns += hypot(bx - ax, by - ay) * rect(1.0, 4 * atan2(by - ay, bx - ax))
    walls = degrees(phase(turns)) / 4
    nearest = walls + 90 * round((up - walls) / 90)
    return nearest if abs(nearest - up) <= STRAIGHTENED else up
