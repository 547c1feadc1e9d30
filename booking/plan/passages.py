# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What leads from place to place: doors, openings between places without walls, the ends of stairs."""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from booking.plan import geometry
from booking.plan.building import Door, Place
from booking.plan.geometry import Point
from booking.plan.source import Drawn, Note

NEAR = 0.25  # metres between a door and the outline that it stands on
WALL = 0.7  # metres that a wall may be thick
OPENING = 0.6  # metres that somebody passes through
EVERY = 2.5  # metres between two ways through one long opening
DOOR = 0.9  # metres that a door is wide if the plan does not say
STEPS = 1.2  # metres: the breadth of stairs that are drawn as a line


def passages(drawn: list[Drawn], places: Mapping[str, Place], notes: list[Note]) -> list[Door]:
    """All ways between places, and out of the house."""
    return _doors(drawn, places, notes) + _openings(places) + _ends_of_steps(drawn, places, notes)


def _is_door(tags: Mapping[str, str]) -> bool:
    return tags.get("indoor") == "door" or any(key in tags for key in ("door", "entrance", "exit", "opening"))


def _doors(drawn: list[Drawn], places: Mapping[str, Place], notes: list[Note]) -> list[Door]:
    boxes = {key: geometry.box(place.rings[0]) for key, place in places.items()}
    found = []
    for each, levels, lines in drawn:
        if each.shape != "point" or not _is_door(each.tags):
            continue
        at = lines[0][0]
        for level in levels:
            beside = _beside(at, [place for place in places.values() if level in place.levels], boxes)
            if not beside:
                notes.append(Note(each.id, f"is a door on level {level:g} that stands on no outline: left out"))
                continue
            leads_out = "entrance" in each.tags or "exit" in each.tags
            if len(beside) == 1 and not leads_out:
                notes.append(Note(each.id, f"leads from {beside[0].id} to nothing", fault=False))
            width = width_of(each.tags)
            for one, other in combinations(beside, 2):
                found.append(Door(each.id, at, level, one.id, other.id, width, each.tags))
            if len(beside) == 1:
                found.append(Door(each.id, at, level, beside[0].id, None, width, each.tags))
    return found


def _beside(at: Point, places: list[Place], boxes: Mapping[str, tuple[float, float, float, float]]) -> list[Place]:
    """The places on whose outlines a door stands; on one outline only, also the one behind the wall."""
    here = (at[0], at[1], at[0], at[1])
    near = [
        (off, place)
        for place in places
        if not geometry.apart(boxes[place.id], here, WALL)
        and ((off := geometry.off_outline(at, place.rings)) <= WALL or geometry.contains(place.rings, at))
    ]
    near.sort(key=lambda pair: pair[0])
    on = [place for off, place in near if off <= NEAR]
    if len(on) == 1:
        behind = [place for off, place in near if off > NEAR]
        return on + behind[:1]
    return on


def width_of(tags: Mapping[str, str]) -> float:
    for key in ("width", "door:width"):
        text = tags.get(key, "").replace(",", ".").removesuffix("m").strip()
        if text.endswith("c"):  # 90 cm
            text = text.removesuffix("c").strip()
            if text.isdigit():
                return int(text) / 100
        try:
            return float(text)
        except ValueError:
            continue
    return DOOR


def _openings(places: Mapping[str, Place]) -> list[Door]:
    """Where two places without walls between them meet: corridors, areas, open stairs."""
    found = []
    boxes = {key: geometry.box(place.rings[0]) for key, place in places.items()}
    by_level: dict[float, list[Place]] = defaultdict(list)
    for place in places.values():
        if not place.walled:
            for level in place.levels:
                by_level[level].append(place)
    for level, here in by_level.items():
        for one, other in combinations(here, 2):
            if one.kind == other.kind == "stairs" or geometry.apart(boxes[one.id], boxes[other.id], NEAR):
                continue
            for number, (at, width) in enumerate(_shared(one, other)):
                name = f"{one.id}+{other.id}/{number}"
                found.append(Door(name, at, level, one.id, other.id, width, {"door": "no"}))
    return found


def _shared(one: Place, other: Place) -> list[tuple[Point, float]]:
    """Points on the sides that two places have in common, and how wide the side is."""
    found = []
    for a, b in geometry.all_edges(one.rings):
        for c, d in geometry.all_edges(other.rings):
            if stretch := _overlap(a, b, c, d):
                found += _spread(*stretch)
    if not found:  # one lies within the other
        inner, outer = sorted((one, other), key=lambda place: abs(geometry.signed_area(place.rings[0])))
        if all(geometry.contains(outer.rings, point) for point in inner.rings[0]):
            for a, b in geometry.edges(inner.rings[0]):
                found += _spread(a, b)
    return found


def _overlap(a: Point, b: Point, c: Point, d: Point) -> tuple[Point, Point] | None:
    """The stretch that two sides have in common, if they lie on one line."""
    if geometry.apart(geometry.box((a, b)), geometry.box((c, d)), NEAR):
        return None
    size = geometry.distance(a, b)
    way = ((b[0] - a[0]) / size, (b[1] - a[1]) / size)
    if any(abs(geometry.side(a, b, point)) / size > NEAR for point in (c, d)):
        return None
    along = sorted((point[0] - a[0]) * way[0] + (point[1] - a[1]) * way[1] for point in (c, d))
    low, high = max(0.0, along[0]), min(size, along[1])
    if high - low < OPENING:
        return None
    return (a[0] + way[0] * low, a[1] + way[1] * low), (a[0] + way[0] * high, a[1] + way[1] * high)


def _spread(a: Point, b: Point) -> list[tuple[Point, float]]:
    size = geometry.distance(a, b)
    if size < OPENING:
        return []
    many = max(1, round(size / EVERY))
    return [
        ((a[0] + (b[0] - a[0]) * (n + 0.5) / many, a[1] + (b[1] - a[1]) * (n + 0.5) / many), size) for n in range(many)
    ]


def _ends_of_steps(drawn: list[Drawn], places: Mapping[str, Place], notes: list[Note]) -> list[Door]:
    """Where stairs that are drawn as a line are stepped on: the first point lies below unless incline=down."""
    found = []
    for each, levels, lines in drawn:
        if each.shape != "line" or each.id not in places:
            continue
        line = lines[0] if each.tags.get("incline") != "down" else lines[0][::-1]
        for at, level in ((line[0], levels[0]), (line[-1], levels[-1])):
            beside = [place for place in places.values() if level in place.levels and place.id != each.id]
            around = [place for place in beside if geometry.contains(place.rings, at)]
            around = around or [place for place in beside if geometry.off_outline(at, place.rings) <= WALL]
            if not around:
                notes.append(Note(each.id, f"are stairs that end on level {level:g} in no place"))
                continue
            other = min(around, key=lambda place: abs(geometry.signed_area(place.rings[0])))
            found.append(Door(f"{each.id}/{level:g}", at, level, each.id, other.id, STEPS, {"door": "no"}))
    return found
