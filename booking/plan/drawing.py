# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A level laid out on a sheet, whoever draws it: outlines, gaps for doors, labels where the route does not run.

A sheet's points are in its own units, x to the right and y down; `SCALE` of them are a metre.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import Literal

from booking.plan import geometry
from booking.plan.building import Building, Door, Mark, Place, leads_out
from booking.plan.geometry import Point, Ring
from booking.plan.labels import Label, Room, label, through

SCALE = 40.0
MARGIN = 0.5  # metres around the building
LETTERS = (1.0, 0.45)  # metres that a label's letters are high at most, at least
KEPT = 8_000  # labels
HERE = 0.7  # metres around whoever stands somewhere
OUTSIDE = 0.9  # metres from a way out to its sign

Kind = Literal["in", "out", "assembly", "desk"]


@dataclass(frozen=True)
class Shape:
    """A place as it is drawn."""

    place: Place
    rings: tuple[Ring, ...]
    label: Label


@dataclass(frozen=True)
class Sign:
    """What leads in or out (then `at` lies outside the walls), where people gather, where somebody helps."""

    kind: Kind
    at: Point
    what: Door | Mark


@dataclass(frozen=True)
class Sheet:
    """One level."""

    level: float
    width: float
    height: float
    shapes: tuple[Shape, ...]
    gaps: tuple[tuple[Point, Point, Door], ...]
    walls: tuple[tuple[Point, ...], ...]
    outline: tuple[Ring, ...]
    signs: tuple[Sign, ...]
    route: tuple[Point, ...]
    here: Point | None
    turn: "Turning"


@dataclass(frozen=True)
class Turning:
    """From metres of the plan to a sheet: turned so that `up` degrees against the clock from the east point upwards."""

    up: float
    left: float
    top: float

    def __call__(self, point: Point) -> Point:
        x, y = _turned(point, self.up)
        return (x - self.left) * SCALE, (self.top - y) * SCALE


@dataclass(frozen=True)
class _Level:
    """What is the same however often a level is drawn."""

    turn: Turning
    width: float
    height: float
    places: tuple[tuple[Place, Room], ...]  # the largest first, so that smaller ones lie on top
    gaps: tuple[tuple[Point, Point, Door], ...]
    walls: tuple[tuple[Point, ...], ...]
    outline: tuple[Ring, ...]
    signs: tuple[Sign, ...]


class Drawer:
    """Lays the levels of a building out, turned so that `up` degrees against the clock from the east point upwards.

    All levels lie straight above one another.
    """

    def __init__(self, building: Building, up: float = 90.0) -> None:
        self.building = building
        self._up = up
        self._levels: dict[float, _Level] = {}
        self._labels: dict[tuple[object, ...], Label] = {}
        reached = {level: [_turned(point, up) for point in _reached(building, level)] for level in building.levels}
        self._boxes = {level: geometry.box(points) for level, points in reached.items()}
        self._west = min(box[0] for box in self._boxes.values()) - MARGIN
        self._east = max(box[2] for box in self._boxes.values()) + MARGIN

    def size(self, level: float) -> tuple[float, float]:
        """Breadth and height of a level's sheet."""
        _, south, _, north = self._boxes[level]
        return (self._east - self._west) * SCALE, (north - south + 2 * MARGIN) * SCALE

    def turn(self, level: float) -> Turning:
        """From metres of the plan to the sheet of a level."""
        return Turning(self._up, self._west, self._boxes[level][3] + MARGIN)

    def sheet(
        self,
        level: float,
        called: Callable[[Place], list[str]],
        route: Sequence[Point] = (),
        here: Point | None = None,
        letters: tuple[float, float] = LETTERS,
    ) -> Sheet:
        """A level with a route on it, in metres of the plan, and where somebody stands.

        `called` says what a place is labelled with: texts of one line or more, the first that fits is taken;
        `letters` are how many metres high at most, at least.
        """
        if level not in self._levels:
            self._levels[level] = self._lay(level)
        known = self._levels[level]
        line = tuple(map(known.turn, route))
        stands = known.turn(here) if here else None
        keep_off = line or (_cross(stands) if stands else ())
        shapes = tuple(
            Shape(place, room.rings, self._label(known, place, room, called, keep_off, letters))
            for place, room in known.places
        )
        frame = (known.gaps, known.walls, known.outline, known.signs)
        return Sheet(level, known.width, known.height, shapes, *frame, line, stands, known.turn)

    def _label(
        self,
        known: _Level,
        place: Place,
        room: Room,
        called: Callable[[Place], list[str]],
        route: tuple[Point, ...],
        letters: tuple[float, float],
    ) -> Label:
        """Found once for a place and what it shall say, as long as no route comes near."""
        wanted = () if has_icon(place) else tuple(text for text in called(place) if text)
        most, least = letters[0] * SCALE, letters[1] * SCALE
        if not wanted and not has_icon(place):
            return Label((), known.turn(place.middle), least)
        near = through(route, room.rings[0])
        key = (place.id, known.turn, wanted, letters, near)
        if key not in self._labels:
            if len(self._labels) > KEPT:
                self._labels.clear()
            self._labels[key] = label(room, wanted, near, most, least)
        return self._labels[key]

    def _lay(self, level: float) -> _Level:
        building, turn = self.building, self.turn(level)
        outline = tuple(tuple(map(turn, ring)) for ring in building.outlines.get(level, ()))
        places = sorted(
            building.on(level), key=lambda place: (place.walled, -abs(geometry.signed_area(place.rings[0])))
        )
        drawn = [tuple(tuple(map(turn, ring)) for ring in place.rings) for place in places]
        boxes = [geometry.box(rings[0]) for rings in drawn]
        rooms = []
        for place, rings in zip(places, drawn, strict=True):
            walls = rings if place.enclosed else outline or rings
            around = geometry.box(walls[0])
            others = tuple(
                other[0]
                for other, box in zip(drawn, boxes, strict=True)
                if other is not rings and not geometry.apart(around, box, 0)
            )
            rooms.append((place, Room(rings, turn(place.middle), walls, others)))
        gaps = tuple(
            (*_gap(building, door, turn), door)
            for door in building.doors
            if door.level == level and _is_gap(building, door)
        )
        walls = tuple(tuple(map(turn, wall)) for on, wall in building.walls if on == level)
        size = self.size(level)
        return _Level(turn, *size, tuple(rooms), gaps, walls, outline, tuple(_signs(building, level, turn, size)))


def _cross(point: Point) -> tuple[Point, ...]:
    """A line over the spot on which somebody stands, so that no name is written there."""
    x, y, size = *point, HERE * SCALE
    return (x - size, y), (x + size, y), point, (x, y - size), (x, y + size)


def _reached(building: Building, level: float) -> Iterator[Point]:
    """Every corner of what is drawn on a level."""
    for place in building.on(level):
        yield from place.rings[0]
    for door in building.doors:
        if door.level == level and door.other is None and leads_out(door.tags):
            yield _outside(building, door)


def has_icon(place: Place) -> bool:
    """Whether a place is known by its icon rather than by its name."""
    return place.toilet or place.kind in ("lift", "stairs")


def _outside(building: Building, door: Door) -> Point:
    """A point before a door that leads out of the house."""
    rings = building.places[door.one].rings
    a, b = min(geometry.all_edges(rings), key=lambda side: geometry.off(door.at, *side))
    x, y = geometry.inward(rings, a, b)
    return door.at[0] - x * OUTSIDE, door.at[1] - y * OUTSIDE


def _signs(building: Building, level: float, turn: Turning, size: tuple[float, float]) -> Iterator[Sign]:
    for door in building.doors:
        if door.level == level and door.other is None and leads_out(door.tags):
            emergency = "emergency" in (door.tags.get("entrance"), door.tags.get("exit"))
            yield Sign("out" if emergency else "in", turn(_outside(building, door)), door)
    for mark in building.marks:
        if level in mark.levels and mark.tags.get("emergency") == "assembly_point":
            (x, y), edge = turn(mark.at), MARGIN * SCALE
            yield Sign("assembly", (min(max(x, edge), size[0] - edge), min(max(y, edge), size[1] - edge)), mark)
        elif level in mark.levels and mark.tags.get("tourism") == "information":
            yield Sign("desk", turn(mark.at), mark)


def _turned(point: Point, up: float) -> Point:
    angle = radians(90.0 - up)
    return point[0] * cos(angle) - point[1] * sin(angle), point[0] * sin(angle) + point[1] * cos(angle)


def _is_gap(building: Building, door: Door) -> bool:
    """Whether there is a wall in which a gap is to be seen."""
    sides = [building.places[key] for key in (door.one, door.other) if key]
    return door.other is None or any(place.enclosed for place in sides)


def _gap(building: Building, door: Door, turn: Turning) -> tuple[Point, Point]:
    """The stretch of the wall that a door takes."""
    rings = building.places[door.one].rings
    a, b = min(geometry.all_edges(rings), key=lambda side: geometry.off(door.at, *side))
    size = geometry.distance(a, b)
    half = min(door.width, size) / 2 / size
    dx, dy = (b[0] - a[0]) * half, (b[1] - a[1]) * half
    x, y = door.at
    return turn((x - dx, y - dy)), turn((x + dx, y + dy))
