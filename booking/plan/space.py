# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Walking within one place: in the middle of corridors, around corners at a distance, through no wall."""

from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import pairwise
from math import hypot, inf

from booking.plan import geometry
from booking.plan.geometry import Point, Rings

STEP = 1.2  # metres that somebody keeps from a wall if there is room
LEAST = 0.15  # metres from a wall at the very least
STRIP = 0.25  # what a metre along a guiding strip costs whoever feels it with a stick
DRAWN = 0.9  # what a metre along a drawn way costs

Line = tuple[Point, ...]


class Space:
    """A place to walk in: its rings, walls that stand in it, and ways that are drawn, with what a metre costs there."""

    def __init__(self, rings: Rings, walls: Sequence[Line] = (), drawn: Sequence[tuple[Line, float]] = ()) -> None:
        self.rings = rings
        self._sides = geometry.all_edges(rings) + [side for wall in walls for side in pairwise(wall)]
        self._boxes = [geometry.box(side) for side in self._sides]
        self._corners = [*self._inner_corners(), *(point for wall in walls for point in self._around(wall))]
        self._drawn = self._add_drawn(drawn)
        self._links: dict[int, list[tuple[int, float]]] = {}
        self._seen: dict[Point, list[tuple[int, float]]] = {}
        self._trees: dict[Point, tuple[list[float], list[int]]] = {}

    def inside(self, at: Point) -> Point:
        """Where somebody stands who has come through a door at that point of the outline.

        The edge of an area that lies within this one is no wall: there they stand where it is.
        """
        if geometry.contains(self.rings, at) and geometry.off_outline(at, self.rings) > STEP:
            return at
        a, b = min(geometry.all_edges(self.rings), key=lambda side: geometry.off(at, *side))
        begin = geometry.nearest(at, a, b)
        way = geometry.inward(self.rings, a, b)
        far = geometry.ray((begin[0] + way[0] * 1e-3, begin[1] + way[1] * 1e-3), way, self._sides)
        step = min(STEP, far / 2)
        return begin[0] + way[0] * step, begin[1] + way[1] * step

    def sees(self, a: Point, b: Point) -> bool:
        """Whether the straight way from one point to another meets no wall."""
        here = geometry.box((a, b))
        for side, around in zip(self._sides, self._boxes, strict=True):
            if not geometry.apart(here, around, 0) and geometry.touch(a, b, *side):
                return False
        return geometry.contains(self.rings, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2))

    def way(self, begin: Point, end: Point) -> tuple[float, Line] | None:
        """What the best way between two points within costs, and its points; None if there is none."""
        if begin > end:  # the same there and back
            found = self.way(end, begin)
            return found and (found[0], found[1][::-1])
        if geometry.distance(begin, end) < 1e-6:
            return 0.0, (begin, end)
        best, last = (geometry.distance(begin, end), -1) if self.sees(begin, end) else (inf, -1)
        costs, before = self._tree(begin)
        for corner, cost in self._visible(end):
            if costs[corner] + cost < best - 1e-9:
                best, last = costs[corner] + cost, corner
        if best == inf:
            return None
        line = [end]
        while last >= 0:
            line.append(self._corners[last])
            last = before[last]
        return best, (begin, *reversed(line))

    def _tree(self, begin: Point) -> tuple[list[float], list[int]]:
        """What it costs from a point to each corner, and which corner comes before it on the way (-1: none)."""
        if begin in self._trees:
            return self._trees[begin]
        costs, before = [inf] * len(self._corners), [-1] * len(self._corners)
        waiting: list[tuple[float, int]] = []
        for corner, cost in self._visible(begin):
            costs[corner] = cost
            heappush(waiting, (cost, corner))
        while waiting:
            cost, corner = heappop(waiting)
            if cost > costs[corner]:
                continue
            for other, more in self._from(corner):
                if cost + more < costs[other] - 1e-9:
                    costs[other], before[other] = cost + more, corner
                    heappush(waiting, (cost + more, other))
        self._trees[begin] = costs, before
        return costs, before

    def _visible(self, point: Point) -> list[tuple[int, float]]:
        if point not in self._seen:
            self._seen[point] = [
                (number, geometry.distance(point, corner))
                for number, corner in enumerate(self._corners)
                if self.sees(point, corner)
            ]
        return self._seen[point]

    def _from(self, corner: int) -> list[tuple[int, float]]:
        if corner not in self._links:
            links = {other: cost for other, cost in self._visible(self._corners[corner]) if other != corner}
            for other, cost in self._drawn.get(corner, ()):
                links[other] = min(cost, links.get(other, inf))
            self._links[corner] = list(links.items())
        return self._links[corner]

    def _inner_corners(self) -> list[Point]:
        """A point before each corner that stands out into the place."""
        found = []
        for ring in self.rings:
            for index, corner in enumerate(ring):
                before, after = ring[index - 1], ring[(index + 1) % len(ring)]
                if geometry.side(before, corner, after) >= -1e-9:
                    continue
                one, other = _unit(corner, before), _unit(corner, after)
                x, y = -(one[0] + other[0]), -(one[1] + other[1])
                size = hypot(x, y)
                way = (x / size, y / size) if size > 1e-6 else (-other[1], other[0])
                found += self._step_off(corner, way, STEP * 1.4)
        return found

    def _around(self, wall: Line) -> list[Point]:
        """Points around the corners and ends of a wall that stands free."""
        found = []
        for index, corner in enumerate(wall):
            other = wall[index - 1] if index else wall[1]
            x, y = _unit(other, corner)
            for way in ((x, y), (-y, x), (y, -x)):
                found += self._step_off(corner, way, STEP / 2)
        return found

    def _step_off(self, corner: Point, way: Point, most: float) -> list[Point]:
        """The point at a distance from a corner, in the middle if a wall stands opposite; none if it is no place."""
        begin = (corner[0] + way[0] * 1e-3, corner[1] + way[1] * 1e-3)
        step = min(most, geometry.ray(begin, way, self._sides) / 2)
        point = (corner[0] + way[0] * step, corner[1] + way[1] * step)
        free = step > LEAST and geometry.contains(self.rings, point)
        return [point] if free else []

    def _add_drawn(self, drawn: Sequence[tuple[Line, float]]) -> dict[int, list[tuple[int, float]]]:
        """Make the points of drawn ways corners, linked along the way."""
        links: dict[int, list[tuple[int, float]]] = {}
        for line, factor in drawn:
            numbers = []
            for point in line:
                inside = geometry.contains(self.rings, point) and geometry.off_outline(point, self.rings) > LEAST
                numbers.append(len(self._corners) if inside else None)
                if inside:
                    self._corners.append(point)
            for one, other in pairwise(numbers):
                if one is not None and other is not None and self.sees(self._corners[one], self._corners[other]):
                    cost = geometry.distance(self._corners[one], self._corners[other]) * factor
                    links.setdefault(one, []).append((other, cost))
                    links.setdefault(other, []).append((one, cost))
        return links


def _unit(start: Point, end: Point) -> Point:
    size = geometry.distance(start, end) or 1.0
    return (end[0] - start[0]) / size, (end[1] - start[1]) / size
