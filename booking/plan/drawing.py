# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A level laid out on a sheet, whoever draws it: outlines, gaps for doors, labels where the route does not run.

A sheet's points are in its own units, x to the right and y down; `SCALE` of them are a metre.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, inf, radians, sin
from typing import Literal

from booking.plan import geometry
from booking.plan.building import Building, Door, Mark, Place, leads_out
from booking.plan.geometry import Point, Ring

SCALE = 40.0
MARGIN = 0.5  # metres around the building
LETTERS = (1.0, 0.45)  # metres that a label's letters are high at most, at least
BREADTH = 0.66  # a letter's breadth as a part of its height
LINES = 1.25  # from line to line, as a part of the height
ICON = 1.3  # metres
INSET = 8.0  # units beside a label that no wall comes into
BESIDE = 16.0  # units between a label and the route
BROKEN = 0.7  # a name in two lines is worth as much as one in one line of this size
OUTSIDE = 0.9  # metres from a way out to its sign
CLEAR = 2 * SCALE  # units: so far from the route a label is as good as anywhere

Kind = Literal["in", "out", "assembly", "desk"]


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


def turning(building: Building, level: float, up: float = 90.0) -> tuple[Turning, float, float]:
    """How a level is laid out, and its breadth and height; all levels of a building lie straight above one another."""
    everything = [_turned(point, up) for on in building.levels for point in _reached(building, on)]
    west, _, east, _ = geometry.box(everything)
    _, south, _, north = geometry.box([_turned(point, up) for point in _reached(building, level)])
    return (
        Turning(up, west - MARGIN, north + MARGIN),
        (east - west + 2 * MARGIN) * SCALE,
        (north - south + 2 * MARGIN) * SCALE,
    )


def _reached(building: Building, level: float) -> Iterator[Point]:
    """Every corner of what is drawn on a level."""
    for place in building.on(level):
        yield from place.rings[0]
    for door in building.doors:
        if door.level == level and door.other is None and leads_out(door.tags):
            yield _outside(building, door)


def sheet(
    building: Building,
    level: float,
    called: Callable[[Place], Sequence[str]],
    route: Sequence[Point] = (),
    here: Point | None = None,
    up: float = 90.0,
    letters: tuple[float, float] = LETTERS,
) -> Sheet:
    """A level with a route on it, in metres of the plan, and where somebody stands.

    `called` says what a place is labelled with: texts of one line or more, the first that fits is taken; `letters` how
    many metres high they are at most, at least.
    """
    turn, width, height = turning(building, level, up)
    line = tuple(map(turn, route))
    places = sorted(building.on(level), key=lambda place: (place.walled, -abs(geometry.signed_area(place.rings[0]))))
    drawn = [tuple(tuple(map(turn, ring)) for ring in place.rings) for place in places]
    boxes = [geometry.box(rings[0]) for rings in drawn]
    outline = tuple(tuple(map(turn, ring)) for ring in building.outlines.get(level, ()))
    shapes = []
    for place, rings in zip(places, drawn, strict=True):
        wanted = () if has_icon(place) else tuple(text for text in called(place) if text)
        if not wanted and not has_icon(place):
            shapes.append(Shape(place, rings, Label((), turn(place.middle), letters[1] * SCALE)))
            continue
        walls = rings if _has_walls(place) else outline or rings
        around = geometry.box(walls[0])
        others = tuple(
            other[0]
            for other, box in zip(drawn, boxes, strict=True)
            if other is not rings and not geometry.apart(around, box, 0)
        )
        shapes.append(Shape(place, rings, _label(rings, walls, wanted, _through(line, rings[0]), others, letters)))
    gaps = [
        (*_gap(building, door, turn), door)
        for door in building.doors
        if door.level == level and _is_gap(building, door)
    ]
    walls = tuple(tuple(map(turn, wall)) for on, wall in building.walls if on == level)
    stands = turn(here) if here else None
    signs = tuple(_signs(building, level, turn, (width, height)))
    return Sheet(level, width, height, tuple(shapes), tuple(gaps), walls, outline, signs, line, stands, turn)


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
    rings: tuple[Ring, ...],
    walls: tuple[Ring, ...],
    wanted: tuple[str, ...],
    route: tuple[Point, ...],
    others: tuple[Ring, ...],
    letters: tuple[float, float],
) -> Label:
    """The name as large as it fits, where neither walls nor the route nor a place within run through it."""
    for text in wanted or ("",):
        for size, lines in _tried(text, letters[0] * SCALE, letters[1] * SCALE):
            breadth = max(map(len, lines)) * BREADTH * size + INSET if lines else ICON * SCALE
            height = len(lines) * LINES * size or ICON * SCALE
            if (at := _room_for(rings, walls, breadth, height, route, others)) is not None:
                return Label(lines, at, size)
    return Label((), geometry.middle(rings, 8), letters[1] * SCALE)


def _tried(text: str, most: float, least: float) -> list[tuple[float, tuple[str, ...]]]:
    """Sizes and lines in the order in which they are liked: a name in one line may be smaller than one in two."""
    sizes = [most]
    while sizes[-1] > least:
        sizes.append(max(sizes[-1] * 0.85, least))
    whole, *broken = _set(text)
    tried = [(size, size, whole) for size in sizes]
    tried += [(size * BROKEN, size, lines) for size in sizes for lines in broken]
    return [(size, lines) for _, size, lines in sorted(tried, key=lambda each: -each[0])]


def _set(text: str) -> list[tuple[str, ...]]:
    """The ways to set a text: in its own lines, and with the first of them broken at spaces."""
    if not text:
        return [()]  # an icon
    first, *more = text.split("\n")
    words = first.split()
    broken: list[tuple[str, ...]] = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    broken.sort(key=lambda lines: max(map(len, lines)))
    whole = [(first,), *broken[:1], *([tuple(words)] if len(words) > 2 else [])]
    return [(*lines, *more) for lines in whole]


def _room_for(
    rings: tuple[Ring, ...],
    walls: tuple[Ring, ...],
    breadth: float,
    height: float,
    route: tuple[Point, ...],
    others: tuple[Ring, ...],
) -> Point | None:
    """The middle of a free spot of that size, the one furthest from all around it."""
    west, north, east, south = geometry.box(walls[0])
    if breadth > east - west or height > south - north:
        return None
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
        score = min(off_route, CLEAR) - 0.6 * geometry.distance(point, wanted)
        if score > far:
            best, far = point, score
        if score == CLEAR:
            break
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
