# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Buildings to find the way in: a tower of corridors, and mazes of rooms that are drawn by chance."""

import json
from collections.abc import Sequence
from math import cos, radians
from random import Random
from typing import Any

from booking.plan.building import EARTH, Building
from booking.plan.construction import build
from booking.plan.source import parse

WEST, SOUTH = 9.4975, 51.3155  # Kassel
CELL = 4.0  # metres of a maze's cell

Point = tuple[float, float]


class Drawing:
    """Features in metres, as GeoJSON."""

    def __init__(self) -> None:
        self.features: list[dict[str, Any]] = []

    def area(self, key: str, level: str, ring: Sequence[Point], *holes: Sequence[Point], **tags: str) -> None:
        rings = [[*map(_place, each), _place(each[0])] for each in (ring, *holes)]
        self._add(key, level, {"type": "Polygon", "coordinates": rings}, tags)

    def box(self, key: str, level: str, a: Point, b: Point, **tags: str) -> None:
        self.area(key, level, [a, (b[0], a[1]), b, (a[0], b[1])], **tags)

    def line(self, key: str, level: str, points: Sequence[Point], **tags: str) -> None:
        self._add(key, level, {"type": "LineString", "coordinates": [*map(_place, points)]}, tags)

    def point(self, key: str, level: str, at: Point, **tags: str) -> None:
        self._add(key, level, {"type": "Point", "coordinates": _place(at)}, tags)

    def door(self, key: str, level: str, at: Point, **tags: str) -> None:
        self.point(key, level, at, **{"door": "hinged"} | tags)

    def _add(self, key: str, level: str, geometry: dict[str, Any], tags: dict[str, str]) -> None:
        properties = {"level": level} | {name.replace("__", ":"): value for name, value in tags.items()}
        self.features.append({"type": "Feature", "id": key, "properties": properties, "geometry": geometry})

    @property
    def text(self) -> str:
        return json.dumps({"type": "FeatureCollection", "features": self.features})

    def building(self, rooms: dict[str, list[str]] | None = None) -> Building:
        """The building, which has to be drawn without a fault."""
        features, notes = parse(self.text)
        building, more = build(features, rooms or {})
        assert not [note for note in (*notes, *more) if note.fault]
        return building


def tower(levels: int, branches: int = 10, rooms: int = 20) -> Drawing:
    """A corridor with side corridors, rooms on both sides of each, stairs at both ends and a lift in the middle."""
    drawn, every = Drawing(), f"0-{levels - 1}"
    wide = branches * 10.0
    drawn.box("stairs/west", every, (0, -5), (4, 0), indoor="room", stairs="yes")
    drawn.box("stairs/east", every, (wide - 4, -5), (wide, 0), indoor="room", stairs="yes")
    drawn.box("lift", every, (wide / 2, -3), (wide / 2 + 3, 0), indoor="room", highway="elevator")
    for level in map(str, range(levels)):
        drawn.box(f"spine/{level}", level, (0, 0), (wide, 2), indoor="corridor")
        for name, x in (("stairs/west", 2), ("stairs/east", wide - 2), ("lift", wide / 2 + 1.5)):
            drawn.door(f"door/{name}/{level}", level, (x, 0))
        for branch in range(branches):
            x, deep = branch * 10.0, rooms / 2 * 4
            drawn.box(f"branch/{level}/{branch}", level, (x + 4, 2), (x + 6, 2 + deep), indoor="corridor")
            for number in range(rooms):
                y, west = 2 + number // 2 * 4.0, number % 2 == 0
                key = f"{level}/{branch}/{number}"
                drawn.box(
                    f"room/{key}", level, (x if west else x + 6, y), (x + 4 if west else x + 10, y + 4), indoor="room"
                )
                drawn.door(f"door/{key}", level, (x + 4 if west else x + 6, y + 2))
    return drawn


def maze(seed: int, wide: int = 4, high: int = 3) -> Drawing:
    """Rooms on a grid, some of them angled, all of them joined by doors; two levels with stairs and a lift."""
    choice, drawn = Random(seed), Drawing()
    cells = [(x, y) for x in range(wide) for y in range(high)]
    drawn.box("stairs", "0;1", (-CELL, 0), (0, CELL), indoor="room", stairs="yes")
    drawn.box("lift", "0;1", (-CELL, CELL), (0, 2 * CELL), indoor="room", highway="elevator")
    for level in ("0", "1"):
        drawn.door(f"door/stairs/{level}", level, (0, CELL / 2))
        drawn.door(f"door/lift/{level}", level, (0, 1.5 * CELL))
        owner = {cell: cell for cell in cells}
        for x, y in choice.sample(cells, len(cells) // 3):
            corner = [(x, y), (x + 1, y), (x, y + 1)]
            if all(owner.get(cell) == cell and list(owner.values()).count(cell) == 1 for cell in corner):
                for cell in corner:
                    owner[cell] = (x, y)
        for cell in set(owner.values()):
            drawn.area(f"room/{level}/{cell[0]}/{cell[1]}", level, _outline(cell, owner), indoor="room")
        for number, (one, other) in enumerate(_joined(choice, cells, owner)):
            at = ((one[0] + other[0] + 1) * CELL / 2, (one[1] + other[1] + 1) * CELL / 2)
            drawn.door(f"door/{level}/{number}", level, at)
    return drawn


def _outline(cell: tuple[int, int], owner: dict[tuple[int, int], tuple[int, int]]) -> list[Point]:
    x, y = cell[0] * CELL, cell[1] * CELL
    if list(owner.values()).count(cell) == 1:
        return [(x, y), (x + CELL, y), (x + CELL, y + CELL), (x, y + CELL)]
    far = 2 * CELL
    return [(x, y), (x + far, y), (x + far, y + CELL), (x + CELL, y + CELL), (x + CELL, y + far), (x, y + far)]


def _joined(
    choice: Random, cells: list[tuple[int, int]], owner: dict[tuple[int, int], tuple[int, int]]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Neighbours with a door between them, so that every room can be reached, and some more."""
    walls = [
        ((x, y), beside)
        for x, y in cells
        for beside in ((x + 1, y), (x, y + 1))
        if beside in owner and owner[beside] != owner[x, y]
    ]
    choice.shuffle(walls)
    group, doors = {cell: cell for cell in owner.values()}, []
    for one, other in walls:
        a, b = group[owner[one]], group[owner[other]]
        if a != b or choice.random() < 0.15:
            doors.append((one, other))
            group = {key: a if of == b else of for key, of in group.items()}
    return doors


def _place(point: Point) -> list[float]:
    return [WEST + point[0] / (EARTH * cos(radians(SOUTH))), SOUTH + point[1] / EARTH]
