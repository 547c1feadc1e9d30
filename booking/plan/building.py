# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A building out of what a plan draws: places on levels, what leads from one to another, and what stands in them.

Tags are those of OpenStreetMap's Simple Indoor Tagging (wiki.openstreetmap.org/wiki/Simple_Indoor_Tagging).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from math import cos, radians
from statistics import median
from typing import Literal, NamedTuple

from booking.plan import geometry
from booking.plan.geometry import Point, Ring, Rings
from booking.plan.levels import levels_of
from booking.plan.source import Feature, Note, PlanError

EARTH = 6_371_000 * radians(1)  # metres of a degree of latitude
NEAR = 0.25  # metres between a door and the outline that it stands on
WALL = 0.7  # metres that a wall may be thick
OPENING = 0.6  # metres that somebody passes through
EVERY = 2.5  # metres between two ways through one long opening
LEAST, MOST = 0.2, 2_000.0  # square metres of a place; metres from the middle of a plan
DOOR = 0.9  # metres that a door is wide if the plan does not say
CABIN, STEPS = 0.8, 1.2  # metres: half of a lift's cabin, the breadth of stairs drawn as a line
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
    def toilet(self) -> bool:
        return self.tags.get("amenity") == "toilets" or self.tags.get("room") == "toilets"

    @property
    def accessible(self) -> bool:
        """Whether a wheelchair may be here, as far as the plan says."""
        return self.kind != "stairs" and self.tags.get("wheelchair") != "no"

    def called(self, language: str) -> str:
        """What the plan calls it in a language."""
        return self.tags.get(f"name:{language}") or self.name


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
        return _leads_out(self.tags)

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
        return _metres(self.origin, (longitude, latitude))


def build(features: Sequence[Feature], rooms: Mapping[str, Iterable[str]]) -> tuple[Building, list[Note]]:
    """The building that is drawn, and what is wrong with it.

    `rooms` are the rooms of the config by id, with the names that the plan may give them; a `ref` with the id does as
    well. Raises PlanError if nothing can be stood on.
    """
    notes: list[Note] = []
    origin = _origin(features)
    placed = [(each, _levels(each, notes)) for each in features if _near(each, origin, notes)]
    drawn = [(each, levels, tuple(_line(origin, line) for line in each.lines)) for each, levels in placed if levels]
    places = _places(drawn, notes) | _lifts_and_steps(drawn, notes)
    if not places:
        raise PlanError("the plan has no room, corridor or area with a level (indoor=room, level=0)")
    places, known = _named(places, rooms, notes)
    doors = _doors(drawn, places, notes) + _openings(places) + _ends_of_steps(drawn, places, notes)
    walls = [
        (level, line)
        for each, levels, lines in drawn
        if each.tags.get("indoor") == "wall" or "barrier" in each.tags
        for level in levels
        for line in ([(*ring, ring[0]) for ring in lines] if each.shape == "area" else lines)
    ]
    marks = [
        Mark(each.id, lines[0][0], levels, each.tags)
        for each, levels, lines in drawn
        if each.shape == "point" and _marks(each.tags)
    ]
    paths = [
        Path(each.id, lines[0], levels, each.tags.get("tactile_paving") == "yes")
        for each, levels, lines in drawn
        if each.shape == "line" and _is_path(each.tags)
    ]
    called = {level: each.tags for each, levels, _ in drawn if each.tags.get("indoor") == "level" for level in levels}
    outlines = {
        level: tuple(map(geometry.tidy, lines))
        for each, levels, lines in drawn
        if each.tags.get("indoor") == "level" and each.shape == "area"
        for level in levels
    }
    building = Building(places, tuple(doors), tuple(walls), tuple(marks), tuple(paths), outlines, called, origin, known)
    return building, notes


def _origin(features: Sequence[Feature]) -> tuple[float, float]:
    """The middle of what is drawn; a stray point far away does not move it much."""
    longitudes, latitudes = zip(*(point for each in features for line in each.lines for point in line), strict=True)
    return median(longitudes), median(latitudes)


def _near(each: Feature, origin: tuple[float, float], notes: list[Note]) -> bool:
    far = max(max(map(abs, _metres(origin, point))) for line in each.lines for point in line)
    if far > MOST:
        notes.append(Note(each.id, f"lies {far / 1000:.0f} km from the rest: left out"))
    return far <= MOST


def _metres(origin: tuple[float, float], place: tuple[float, float]) -> Point:
    return (place[0] - origin[0]) * EARTH * cos(radians(origin[1])), (place[1] - origin[1]) * EARTH


def _line(origin: tuple[float, float], line: Sequence[tuple[float, float]]) -> tuple[Point, ...]:
    return tuple(_metres(origin, place) for place in line)


def _levels(each: Feature, notes: list[Note]) -> tuple[float, ...]:
    """The levels of a feature; none, and a note if it needs one, if it names none."""
    values = [each.tags[key] for key in ("level", "repeat_on") if each.tags.get(key)]
    if not values:
        if "indoor" in each.tags or each.tags.get("highway") in ("elevator", "steps"):
            notes.append(Note(each.id, "has no level: left out; tag it with level=0 for the ground floor"))
        return ()
    try:
        return tuple(sorted({level for value in values for level in levels_of(value)}))
    except ValueError as error:
        notes.append(Note(each.id, f"{error}: left out"))
        return ()


def _kind(tags: Mapping[str, str]) -> Kind | None:
    indoor = tags.get("indoor")
    if tags.get("highway") == "elevator" or tags.get("room") == "elevator":
        return "lift"
    if tags.get("stairs") == "yes" or tags.get("room") == "stairs" or tags.get("highway") == "steps":
        return "stairs"
    if indoor in ("room", "corridor", "area"):
        return indoor  # type: ignore[return-value]
    return "corridor" if tags.get("highway") == "corridor" and tags.get("area") == "yes" else None


Drawn = tuple[Feature, tuple[float, ...], tuple[tuple[Point, ...], ...]]


def _places(drawn: list[Drawn], notes: list[Note]) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for each, levels, lines in drawn:
        kind = _kind(each.tags)
        if kind is None or each.shape != "area":
            continue
        rings = tuple(ring for line in lines if len(ring := geometry.tidy(line)) > 2)
        if any(geometry.crosses_itself(ring) for ring in rings):
            notes.append(Note(each.id, "has an outline that crosses itself: left out; draw it around once"))
        elif not rings or abs(geometry.signed_area(rings[0])) < LEAST:
            notes.append(Note(each.id, "is smaller than a doormat: left out"))
        elif each.id in places:
            notes.append(Note(each.id, "is there twice: the second is left out; give each feature its own id"))
        else:
            rings = (_round(rings[0], True), *(_round(ring, False) for ring in rings[1:]))
            places[each.id] = Place(each.id, kind, levels, rings, each.tags, None, geometry.middle(rings))
    return places


def _lifts_and_steps(drawn: list[Drawn], notes: list[Note]) -> dict[str, Place]:
    """Lifts that are drawn as a point and stairs that are drawn as a line, as small places."""
    found = {}
    for each, levels, lines in drawn:
        kind = _kind(each.tags)
        if kind not in ("lift", "stairs") or each.shape == "area":
            continue
        if len(levels) < 2:
            notes.append(Note(each.id, f"is a {kind} on one level: tag it with all that it joins, such as level=0;1"))
        elif each.shape == "point" and kind == "lift":
            x, y = lines[0][0]
            cabin: Ring = (
                (x - CABIN, y - CABIN),
                (x + CABIN, y - CABIN),
                (x + CABIN, y + CABIN),
                (x - CABIN, y + CABIN),
            )
            found[each.id] = Place(each.id, kind, levels, (cabin,), {**each.tags, "wall": "no"}, None, (x, y))
        elif each.shape == "line" and geometry.length(lines[0]) > OPENING:
            ring = _round(_broad(lines[0], _width(each.tags) if "width" in each.tags else STEPS), True)
            rings = (ring,)
            middle = lines[0][len(lines[0]) // 2] if len(lines[0]) > 2 else _half(*lines[0])
            found[each.id] = Place(each.id, kind, levels, rings, {**each.tags, "wall": "yes"}, None, middle)
    return found


def _half(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _broad(line: Sequence[Point], width: float) -> Ring:
    """A line with a breadth."""
    left, right = [], []
    for index, (x, y) in enumerate(line):
        a, b = line[max(index - 1, 0)], line[min(index + 1, len(line) - 1)]
        size = geometry.distance(a, b) or 1.0
        across = ((a[1] - b[1]) / size * width / 2, (b[0] - a[0]) / size * width / 2)
        left.append((x + across[0], y + across[1]))
        right.append((x - across[0], y - across[1]))
    return (*right, *reversed(left))


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


def _round(ring: Ring, outline: bool) -> Ring:
    """Outlines run against the clock, holes with it."""
    return ring if (geometry.signed_area(ring) > 0) == outline else ring[::-1]


def _named(
    places: dict[str, Place], rooms: Mapping[str, Iterable[str]], notes: list[Note]
) -> tuple[dict[str, Place], dict[str, str]]:
    """The places with the ids of the config's rooms, and where each room is."""
    known: dict[str, str] = {}
    for room, names in rooms.items():
        wanted = {name.casefold() for name in names}
        fits = [place for place in places.values() if place.tags.get("ref") == room]
        fits = fits or [place for place in places.values() if place.name.casefold() in wanted]
        if not fits:
            notes.append(Note(f"room '{room}'", f"has no place on the plan: tag its outline with ref={room}"))
            continue
        if len(fits) > 1:
            others = ", ".join(place.id for place in fits[1:])
            notes.append(Note(f"room '{room}'", f"is drawn more than once: {fits[0].id} counts, not {others}"))
        known[room] = fits[0].id
    by_place = {place: room for room, place in known.items()}
    return {
        key: Place(key, place.kind, place.levels, place.rings, place.tags, by_place.get(key), place.middle)
        for key, place in places.items()
    }, known


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
            width = _width(each.tags)
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


def _width(tags: Mapping[str, str]) -> float:
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


def _marks(tags: Mapping[str, str]) -> bool:
    keys = ("tourism", "information", "emergency", "amenity", "entrance", "exit", "name", "shop", "office")
    return any(key in tags for key in keys) and not (tags.get("door", "no") != "no" and not _leads_out(tags))


def _leads_out(tags: Mapping[str, str]) -> bool:
    return "entrance" in tags or "exit" in tags


def _is_path(tags: Mapping[str, str]) -> bool:
    return (
        tags.get("indoor") == "pathway"
        or tags.get("highway") in ("corridor", "footway", "path")
        or tags.get("tactile_paving") == "yes"
    )
