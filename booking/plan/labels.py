# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a place's name stands on a drawn level: as large as it fits, on no wall and beside the route.

Points and sizes are in a sheet's units, x to the right and y down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from booking.plan import geometry
from booking.plan.geometry import Point, Ring

BREADTH = 0.66  # a letter's breadth as a part of its height
LINES = 1.25  # from line to line, as a part of the height
ICON = 52.0  # units
INSET = 8.0  # units beside a label that no wall comes into
BESIDE = 16.0  # units between a label and the route
BROKEN = 0.7  # a name in two lines is worth as much as one in one line of this size
CLEAR = 80.0  # units: so far from the route a label is as good as anywhere


@dataclass(frozen=True)
class Label:
    """A name in lines around a point, `size` high; or, without lines, only an icon's place."""

    lines: tuple[str, ...]
    at: Point
    size: float


@dataclass(frozen=True)
class Room:
    """What a label has to lie in: a place, the walls that it must not touch, and other places around."""

    rings: tuple[Ring, ...]
    middle: Point  # well inside
    walls: tuple[Ring, ...]
    others: tuple[Ring, ...]


def through(route: tuple[Point, ...], outline: Ring) -> tuple[Point, ...]:
    """The route if it comes near a place; else no route, so that the place's label is found only once."""
    around = geometry.box(outline)
    near = any(not geometry.apart(geometry.box(leg), around, BESIDE) for leg in pairwise(route))
    return route if near else ()


def label(room: Room, wanted: Sequence[str], route: tuple[Point, ...], most: float, least: float) -> Label:
    """The first of the wanted texts that fits, as large as it fits, where neither walls nor the route run through it.

    No text at all asks for the place of an icon. Letters are `most` high at most, `least` at least.
    """
    for text in wanted or ("",):
        for size, lines in _tried(text, most, least):
            breadth = max(map(len, lines)) * BREADTH * size + INSET if lines else ICON
            height = len(lines) * LINES * size or ICON
            if (at := _room_for(room, breadth, height, route)) is not None:
                return Label(lines, at, size)
    return Label((), room.middle, least)


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


def _room_for(room: Room, breadth: float, height: float, route: tuple[Point, ...]) -> Point | None:
    """The middle of a free spot of that size, the one furthest from all around it."""
    west, north, east, south = geometry.box(room.walls[0])
    if breadth > east - west or height > south - north:
        return None
    west, north, east, south = geometry.box(room.rings[0])
    wanted, best, far = room.middle, None, -inf
    sides = geometry.all_edges(room.walls)
    grid = [wanted] + [
        (west + (east - west) * (column + 0.5) / 9, north + (south - north) * (row + 0.5) / 9)
        for column in range(9)
        for row in range(9)
    ]
    for point in grid:
        corners = _corners(point, breadth, height)
        if not geometry.contains(room.rings, point) or not all(
            geometry.contains(room.walls, corner) for corner in corners
        ):
            continue
        box = list(geometry.edges(corners))
        if any(geometry.cross(*one, *side) for one in box for side in sides):
            continue
        around = _corners(point, breadth + 2 * BESIDE, height + 2 * BESIDE)
        across = [*geometry.edges(around), (around[0], around[2])]
        if any(geometry.touch(*one, *leg) for leg in pairwise(route) for one in across):
            continue
        if any(_covers(other, room.rings[0], corners) for other in room.others):
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
