# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Many shapes as one: vertices (x, y, u, v) and triangles, merged into meshes that the graphics chip draws at once."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import hypot
from typing import Any

from kivy.graphics import Mesh
from kivy.graphics.tesselator import TYPE_POLYGONS, WINDING_ODD, Tesselator

MOST = 65_000  # vertices of one mesh: they are counted in 16 bits

Box = tuple[float, float, float, float]
Point = tuple[float, float]
Part = tuple[list[float], list[int]]


def nine(box: Box, radius: float, side: float) -> Part:
    """Vertices (x, y, u, v) and triangles of a rounded box out of a texture of `side` px, in nine parts."""
    x, y, width, height = box
    across = ((x, 0.0), (x + radius, radius / side), (x + width - radius, 1 - radius / side), (x + width, 1.0))
    upward = ((y, 0.0), (y + radius, radius / side), (y + height - radius, 1 - radius / side), (y + height, 1.0))
    points = [value for up, v in upward for at, u in across for value in (at, up, u, v)]
    corners = [row * 4 + column for row in range(3) for column in range(3)]
    return points, [corner + step for corner in corners for step in (0, 1, 5, 0, 5, 4)]


def plain(box: Box, side: float) -> Part:
    """A rectangle in a repeating texture, whose pattern runs on from box to box."""
    x, y, width, height = box
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    points = [value for at, up in corners for value in (at, up, at / side, up / side)]
    return points, [0, 1, 2, 0, 2, 3]


def mesh(parts: Iterable[Part], texture: Any) -> Mesh:
    """Many shapes as one."""
    vertices: list[float] = []
    indices: list[int] = []
    for points, triangles in parts:
        base = len(vertices) // 4
        vertices += points
        indices += [base + corner for corner in triangles]
    return Mesh(vertices=vertices, indices=indices, mode="triangles", texture=texture)


def meshes(parts: Iterable[Part], texture: Any) -> Iterator[Mesh]:
    """Many shapes as few, however many there are."""
    gathered: list[Part] = []
    count = 0
    for part in parts:
        if count + len(part[0]) // 4 > MOST:
            yield mesh(gathered, texture)
            gathered, count = [], 0
        gathered.append(part)
        count += len(part[0]) // 4
    if gathered:
        yield mesh(gathered, texture)


def area(rings: Sequence[Sequence[Point]], side: float) -> Part:
    """An outline with its holes, in a repeating texture of `side` px."""
    cutter = Tesselator()
    for ring in rings:
        cutter.add_contour([value for point in ring for value in point])
    points: list[float] = []
    triangles: list[int] = []
    if cutter.tesselate(WINDING_ODD, TYPE_POLYGONS):
        for vertices, fan in cutter.meshes:
            base = len(points) // 4
            for at, up in zip(vertices[::4], vertices[1::4], strict=True):
                points += (at, up, at / side, up / side)
            triangles += [base + corner for n in range(1, len(fan) - 1) for corner in (0, n, n + 1)]
    return points, triangles


def stroke(a: Point, b: Point, width: float, longer: float = 0.0) -> Part:
    """A straight line in a texture that is soft at its sides (masks.soft), `longer` at both ends."""
    size = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    x, y = (b[0] - a[0]) / size, (b[1] - a[1]) / size
    half = width / 2 + 1
    begin, end = (a[0] - x * longer, a[1] - y * longer), (b[0] + x * longer, b[1] + y * longer)
    points: list[float] = []
    for at, side, u in ((begin, 1, 0.0), (begin, -1, 1.0), (end, -1, 1.0), (end, 1, 0.0)):
        points += (at[0] - y * half * side, at[1] + x * half * side, u, 0.5)
    return points, [0, 1, 2, 0, 2, 3]


def spot(at: Point, size: float) -> Part:
    """A square around a point, for a texture that fills it."""
    left, foot = at[0] - size / 2, at[1] - size / 2
    points = [left, foot, 0, 0, left + size, foot, 1, 0, left + size, foot + size, 1, 1, left, foot + size, 0, 1]
    return points, [0, 1, 2, 0, 2, 3]


def polyline(points: Sequence[Point], width: float) -> Iterator[Part]:
    """The straight pieces of a line; its round corners are spots."""
    return (stroke(a, b, width) for a, b in pairwise(points))
