# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A building: places on levels, what leads from one to another, and what stands in them. In metres."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import cos, radians
from typing import Literal, NamedTuple

from booking.plan import geometry
from booking.plan.geometry import Point, Rings

EARTH = 6_371_000 * radians(1)  # metres of a degree of latitude
SMALL = 25.0  # square metres of an area that is no hall
WHEELCHAIR = 0.8  # metres that a wheelchair needs

Kind = Literal["room", "corridor", "area", "lift", "stairs"]


@dataclass(frozen=True)
class Place:
    """Something with a floor, on one level or on several; `room` is its id in the house's config."""

    id: str
    kind: Kind
    levels: tuple[float, ...]
    rings: Rings
    tags: Mapping[str, str]
    room: str | None = None
    middle: Point = (0.0, 0.0)

    @property
    def name(self) -> str:
        return self.tags.get("name") or self.tags.get("ref") or ""

    @property
    def walled(self) -> bool:
        """Whether doors alone lead in."""
        said = self.tags.get("wall")
        return said == "yes" or (said != "no" and (self.kind in ("room", "lift") or self.tags.get("indoor") == "room"))

    @property
    def enclosed(self) -> bool:
        """Whether there are walls around it, over which its name must not run."""
        return self.walled or self.kind == "corridor"

    @property
    def at_its_edge(self) -> bool:
        """Whether somebody is there who has just come in: in a room, or at a desk, but not yet in a hall."""
        small = self.kind == "area" and abs(geometry.signed_area(self.rings[0])) < SMALL
        return self.walled or small

    @property
    def toilet(self) -> bool:
        return self.tags.get("amenity") == "toilets" or self.tags.get("room") == "toilets"

    @property
    def accessible(self) -> bool:
        """Whether a wheelchair may be here, as far as the plan says."""
        return self.kind != "stairs" and self.tags.get("wheelchair") != "no"

    def called(self, language: str) -> str:
        """What the plan calls it in a language."""
        return self.tags.get(f"name:{language}") or self.name

    def labels(self, language: str) -> list[str]:
        """What stands on the plan: its name, or a shorter one where there is no room."""
        short = self.tags.get(f"short_name:{language}") or self.tags.get("short_name") or ""
        return [name for name in (self.called(language), short) if name]


class Door(NamedTuple):
    """A way from one place to another on a level; `other` is None if it leads out of the house."""

    id: str
    at: Point
    level: float
    one: str
    other: str | None
    width: float
    tags: Mapping[str, str]

    @property
    def accessible(self) -> bool:
        steps = self.tags.get("step_count", "0")
        return self.width >= WHEELCHAIR and self.tags.get("wheelchair") != "no" and steps in ("", "0")


class Mark(NamedTuple):
    """A point that helps: an entrance, a desk, a help sign, the place to gather outside."""

    id: str
    at: Point
    levels: tuple[float, ...]
    tags: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.tags.get("name") or ""

    @property
    def leads_out(self) -> bool:
        """Whether it is a way into the house or out of it."""
        return leads_out(self.tags)

    def called(self, language: str) -> str:
        """What the plan calls it in a language."""
        return self.tags.get(f"name:{language}") or self.name


class Path(NamedTuple):
    """A drawn way or guiding strip in a place."""

    id: str
    line: tuple[Point, ...]
    levels: tuple[float, ...]
    tactile: bool


@dataclass(frozen=True)
class Building:
    """The whole plan, in metres."""

    places: Mapping[str, Place]
    doors: tuple[Door, ...]
    walls: tuple[tuple[float, tuple[Point, ...]], ...]  # lines on a level that nobody passes
    marks: tuple[Mark, ...]
    paths: tuple[Path, ...]
    outlines: Mapping[float, Rings]  # the house's own walls on each level, where they are drawn (indoor=level)
    called: Mapping[float, Mapping[str, str]]  # the tags of levels: name, and level:ref as the lift's button says
    origin: tuple[float, float] = (0.0, 0.0)  # longitude and latitude of (0, 0)
    rooms: Mapping[str, str] = field(default_factory=dict)  # ids of the config to places

    @cached_property
    def levels(self) -> tuple[float, ...]:
        """From the lowest to the highest."""
        return tuple(sorted({level for place in self.places.values() for level in place.levels}))

    @cached_property
    def at(self) -> Mapping[tuple[str, float], tuple[Door, ...]]:
        """The doors of a place on a level."""
        found: dict[tuple[str, float], list[Door]] = defaultdict(list)
        for door in self.doors:
            found[door.one, door.level].append(door)
            if door.other is not None:
                found[door.other, door.level].append(door)
        return {key: tuple(doors) for key, doors in found.items()}

    @property
    def entrance(self) -> Door | None:
        """The front door."""
        ways_in = [door for door in self.doors if door.other is None and "entrance" in door.tags]
        ways_in.sort(key=lambda door: (door.tags["entrance"] != "main", door.tags["entrance"] in ("no", "emergency")))
        return ways_in[0] if ways_in else None

    def on(self, level: float) -> list[Place]:
        """The places of a level."""
        return [place for place in self.places.values() if level in place.levels]

    def place_at(self, point: Point, level: float) -> Place | None:
        """The smallest place around a point."""
        around = [place for place in self.on(level) if geometry.contains(place.rings, point)]
        return min(around, key=lambda place: abs(geometry.signed_area(place.rings[0])), default=None)

    def local(self, longitude: float, latitude: float) -> Point:
        """A point of the earth in metres of the plan."""
        return metres(self.origin, (longitude, latitude))


def metres(origin: tuple[float, float], place: tuple[float, float]) -> Point:
    return (place[0] - origin[0]) * EARTH * cos(radians(origin[1])), (place[1] - origin[1]) * EARTH


def leads_out(tags: Mapping[str, str]) -> bool:
    return "entrance" in tags or "exit" in tags
