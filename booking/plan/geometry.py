# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Points, rings and lines in metres: what a way through rooms needs of plane geometry, without a library to start."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import atan2, degrees, hypot, inf

Point = tuple[float, float]
Ring = tuple[Point, ...]  # not closed: the last point is another than the first
Rings = tuple[Ring, ...]  # the outline, then the holes

NEAR = 1e-9


def edges(ring: Ring) -> Iterator[tuple[Point, Point]]:
    """The sides of a ring."""
    return zip(ring, (*ring[1:], *ring[:1]), strict=True)


def all_edges(rings: Rings) -> list[tuple[Point, Point]]:
    return [edge for ring in rings for edge in edges(ring)]


def signed_area(ring: Ring) -> float:
    """Square metres, positive if the ring runs against the clock."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in edges(ring)) / 2


def length(line: Sequence[Point]) -> float:
    """Metres along a line."""
    return sum(distance(a, b) for a, b in pairwise(line))


def distance(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def side(a: Point, b: Point, c: Point) -> float:
    """Positive if `c` lies left of the line from `a` to `b`, 0 on it."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two stretches have a point in common that is an end of neither."""
    one, other = side(a, b, c), side(a, b, d)
    if (one > NEAR) == (other > NEAR) and (one < -NEAR) == (other < -NEAR):
        return False
    third, fourth = side(c, d, a), side(c, d, b)
    return one * other < -NEAR * NEAR and third * fourth < -NEAR * NEAR


def touch(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two stretches have any point in common."""
    if cross(a, b, c, d):
        return True
    return any(off(point, start, end) < NEAR for point, start, end in ((a, c, d), (b, c, d), (c, a, b), (d, a, b)))


def nearest(point: Point, a: Point, b: Point) -> Point:
    """The point of a stretch that is nearest."""
    along, across = b[0] - a[0], b[1] - a[1]
    square = along * along + across * across
    if square < NEAR:
        return a
    part = max(0.0, min(1.0, ((point[0] - a[0]) * along + (point[1] - a[1]) * across) / square))
    return a[0] + part * along, a[1] + part * across


def off(point: Point, a: Point, b: Point) -> float:
    """Metres from a point to a stretch."""
    return distance(point, nearest(point, a, b))


def bearing(a: Point, b: Point) -> float:
    """The direction from one point to another, in degrees against the clock from the east."""
    return degrees(atan2(b[1] - a[1], b[0] - a[0]))


def off_outline(point: Point, rings: Rings) -> float:
    """Metres from a point to the nearest side."""
    return min((off(point, a, b) for a, b in all_edges(rings)), default=inf)


def contains(rings: Rings, point: Point) -> bool:
    """Whether a point lies inside the outline and in none of its holes; on a side it may be either."""
    inside = False
    x, y = point
    for (ax, ay), (bx, by) in all_edges(rings):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside


def ray(start: Point, way: Point, walls: Iterable[tuple[Point, Point]]) -> float:
    """Metres from a point in a direction (of length 1) to the first wall."""
    best = inf
    for (ax, ay), (bx, by) in walls:
        ex, ey = bx - ax, by - ay
        down = way[0] * ey - way[1] * ex
        if abs(down) < NEAR:
            continue
        dx, dy = ax - start[0], ay - start[1]
        far = (dx * ey - dy * ex) / down
        part = (dx * way[1] - dy * way[0]) / down
        if far > 1e-6 and -NEAR <= part <= 1 + NEAR:
            best = min(best, far)
    return best


def box(points: Iterable[Point]) -> tuple[float, float, float, float]:
    """West, south, east, north."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def apart(one: tuple[float, float, float, float], other: tuple[float, float, float, float], least: float) -> bool:
    """Whether two boxes are further apart than so many metres."""
    return (
        one[0] > other[2] + least or other[0] > one[2] + least or one[1] > other[3] + least or other[1] > one[3] + least
    )


def middle(rings: Rings, grid: int = 12) -> Point:
    """A point well inside: the one of a grid that is furthest from all sides, the middle if that is as good."""
    west, south, east, north = box(rings[0])
    centre = ((west + east) / 2, (south + north) / 2)
    best, far = centre, off_outline(centre, rings) * 1.02 if contains(rings, centre) else -1.0
    for column in range(grid):
        for row in range(grid):
            point = (
                west + (east - west) * (column + 0.5) / grid,
                south + (north - south) * (row + 0.5) / grid,
            )
            if contains(rings, point) and (off_ := off_outline(point, rings)) > far:
                best, far = point, off_
    return best


def tidy(points: Sequence[Point], near: float = 0.01) -> Ring:
    """A ring without repeated points and without those that lie on the line between their neighbours."""
    ring = [point for index, point in enumerate(points) if index == 0 or distance(point, points[index - 1]) > near]
    while len(ring) > 1 and distance(ring[0], ring[-1]) <= near:
        ring.pop()
    index = 0
    while len(ring) > 3 and index < len(ring):
        before, after = ring[index - 1], ring[(index + 1) % len(ring)]
        if off(ring[index], before, after) < near / 2:
            ring.pop(index)
            index = max(index - 1, 0)
        else:
            index += 1
    return tuple(ring)


def crosses_itself(ring: Ring) -> bool:
    """Whether two sides that are no neighbours touch."""
    sides = list(edges(ring))
    boxes = [box(each) for each in sides]
    for index, (a, b) in enumerate(sides):
        for later in range(index + 2, len(sides)):
            if index == 0 and later == len(sides) - 1:
                continue
            if not apart(boxes[index], boxes[later], 0) and touch(a, b, *sides[later]):
                return True
    return False


def inward(rings: Rings, a: Point, b: Point) -> Point:
    """The direction (of length 1) that points from a side into the area."""
    size = distance(a, b)
    way = ((a[1] - b[1]) / size, (b[0] - a[0]) / size)
    half = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
    step = min(0.02, size / 10)
    return way if contains(rings, (half[0] + way[0] * step, half[1] + way[1] * step)) else (-way[0], -way[1])
