# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A level laid out on a sheet, whoever draws it: outlines, gaps for doors, labels where the route does not run.

A sheet's points are in its own units, x to the right and y down; `SCALE` of them are a metre.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, inf, radians, sin

from booking.plan import geometry
from booking.plan.building import Building, Door, Place
from booking.plan.geometry import Point, Ring

SCALE = 40.0
MARGIN = 0.6  # metres around the building
LETTER, SMALLEST = 1.0, 0.45  # metres that a label's letters are high at most, at least
BREADTH = 0.62  # a letter's breadth as a part of its height
LINES = 1.25  # from line to line, as a part of the height
ICON = 1.3  # metres
BESIDE = 16.0  # units between a label and the route


@dataclass(frozen=True)
class Label:
    """A name in lines around a point, `size` high; or, without lines, only an icon's place."""

    lines: tuple[str, ...]
    at: Point
    size: float


@dataclass(frozen=True)
class Shape:
    """A place as it is drawn."""

    place: Place
    rings: tuple[Ring, ...]
    label: Label


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


def turning(building: Building, level: float, up: float = 90.0) -> tuple[Turning, float, float]:
    """How a level is laid out, and its breadth and height; all levels of a building lie straight above one another."""
    places = building.places.values()
    west, _, east, _ = geometry.box([_turned(point, up) for place in places for point in place.rings[0]])
    _, south, _, north = geometry.box([_turned(point, up) for place in building.on(level) for point in place.rings[0]])
    return (
        Turning(up, west - MARGIN, north + MARGIN),
        (east - west + 2 * MARGIN) * SCALE,
        (north - south + 2 * MARGIN) * SCALE,
    )


def sheet(
    building: Building,
    level: float,
    called: Callable[[Place], str],
    route: Sequence[Point] = (),
    here: Point | None = None,
    up: float = 90.0,
) -> Sheet:
    """A level with a route on it, in metres of the plan, and where somebody stands."""
    turn, width, height = turning(building, level, up)
    line = tuple(map(turn, route))
    places = sorted(building.on(level), key=lambda place: (place.walled, -abs(geometry.signed_area(place.rings[0]))))
    shapes = []
    for place in places:
        rings = tuple(tuple(map(turn, ring)) for ring in place.rings)
        text = "" if place.kind in ("lift", "stairs") or place.toilet else called(place)
        others = tuple(tuple(map(turn, other.rings[0])) for other in places if other is not place)
        outline = tuple(tuple(map(turn, ring)) for ring in building.outlines.get(level, ()))
        walls = rings if _has_walls(place) else outline or rings
        shapes.append(Shape(place, rings, _label(rings, walls, text, _through(line, rings[0]), others)))
    gaps = [
        (*_gap(building, door, turn), door)
        for door in building.doors
        if door.level == level and _is_gap(building, door)
    ]
    walls = tuple(tuple(map(turn, wall)) for on, wall in building.walls if on == level)
    outline = tuple(tuple(map(turn, ring)) for ring in building.outlines.get(level, ()))
    stands = turn(here) if here else None
    return Sheet(level, width, height, tuple(shapes), tuple(gaps), walls, outline, line, stands, turn)


def _turned(point: Point, up: float) -> Point:
    angle = radians(90.0 - up)
    return point[0] * cos(angle) - point[1] * sin(angle), point[0] * sin(angle) + point[1] * cos(angle)


def _is_gap(building: Building, door: Door) -> bool:
    """Whether there is a wall in which a gap is to be seen."""
    sides = [building.places[key] for key in (door.one, door.other) if key]
    return door.other is None or any(place.walled or place.kind == "corridor" for place in sides)


def _gap(building: Building, door: Door, turn: Turning) -> tuple[Point, Point]:
    """The stretch of the wall that a door takes."""
    rings = building.places[door.one].rings
    a, b = min(geometry.all_edges(rings), key=lambda side: geometry.off(door.at, *side))
    size = geometry.distance(a, b)
    half = min(door.width, size) / 2 / size
    dx, dy = (b[0] - a[0]) * half, (b[1] - a[1]) * half
    x, y = door.at
    return turn((x - dx, y - dy)), turn((x + dx, y + dy))


def _has_walls(place: Place) -> bool:
    """Whether a place has walls, over which its name must not run."""
    return place.walled or place.kind == "corridor"


def _through(route: tuple[Point, ...], outline: Ring) -> tuple[Point, ...]:
    """The route if it comes near a place; else no route, so that the place's label is found only once."""
    around = geometry.box(outline)
    near = any(not geometry.apart(geometry.box(leg), around, BESIDE) for leg in pairwise(route))
    return route if near else ()


@lru_cache(maxsize=4096)
def _label(
    rings: tuple[Ring, ...], walls: tuple[Ring, ...], text: str, route: tuple[Point, ...], others: tuple[Ring, ...]
) -> Label:
    """The name as large as it fits, where neither walls nor the route nor a place within run through it."""
    size = LETTER * SCALE
    while size >= SMALLEST * SCALE:
        for lines in ((text,), *_broken(text)) if text else ((),):
            breadth = max((len(line) for line in lines), default=0) * BREADTH * size or ICON * SCALE
            height = len(lines) * LINES * size or ICON * SCALE
            if (at := _room_for(rings, walls, breadth, height, route, others)) is not None:
                return Label(tuple(lines), at, size)
        size *= 0.85
    return Label((), geometry.middle(rings, 8), SMALLEST * SCALE)


def _broken(text: str) -> list[tuple[str, ...]]:
    """The text in two lines or more, broken at spaces."""
    words = text.split()
    found: list[tuple[str, ...]] = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    found.sort(key=lambda lines: max(map(len, lines)))
    return found[:1] + ([tuple(words)] if len(words) > 2 else [])


def _room_for(
    rings: tuple[Ring, ...],
    walls: tuple[Ring, ...],
    breadth: float,
    height: float,
    route: tuple[Point, ...],
    others: tuple[Ring, ...],
) -> Point | None:
    """The middle of a free spot of that size, the one furthest from all around it."""
    west, north, east, south = geometry.box(rings[0])
    wanted, best, far = geometry.middle(rings, 8), None, -inf
    sides = geometry.all_edges(walls)
    grid = [wanted] + [
        (west + (east - west) * (column + 0.5) / 9, north + (south - north) * (row + 0.5) / 9)
        for column in range(9)
        for row in range(9)
    ]
    for point in grid:
        corners = _corners(point, breadth, height)
        if not geometry.contains(rings, point) or not all(geometry.contains(walls, corner) for corner in corners):
            continue
        box = list(geometry.edges(corners))
        if any(geometry.cross(*one, *side) for one in box for side in sides):
            continue
        around = _corners(point, breadth + 2 * BESIDE, height + 2 * BESIDE)
        across = [*geometry.edges(around), (around[0], around[2])]
        if any(geometry.touch(*one, *leg) for leg in pairwise(route) for one in across):
            continue
        if any(_covers(other, rings[0], corners) for other in others):
            continue
        off_route = min((geometry.off(point, *leg) for leg in pairwise(route)), default=inf)
        score = min(off_route, 2 * SCALE) - 0.6 * geometry.distance(point, wanted)
        if score > far:
            best, far = point, score
    return best


def _corners(point: Point, breadth: float, height: float) -> Ring:
    x, y = point
    return (
        (x - breadth / 2, y - height / 2),
        (x + breadth / 2, y - height / 2),
        (x + breadth / 2, y + height / 2),
        (x - breadth / 2, y + height / 2),
    )


def _covers(other: Ring, own: Ring, corners: Ring) -> bool:
    """Whether another place touches the spot; the one in which this one lies does not count."""
    if all(geometry.contains((other,), point) for point in own):
        return False
    return any(geometry.contains((other,), corner) for corner in corners) or any(
        geometry.contains((corners,), point) for point in other
    )
