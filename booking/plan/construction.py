# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A building out of what a plan draws, and everything that is wrong with the drawing.

Tags are those of OpenStreetMap's Simple Indoor Tagging (wiki.openstreetmap.org/wiki/Simple_Indoor_Tagging).
"""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from booking.plan import geometry
from booking.plan.building import Building, Kind, Mark, Path, Place, leads_out, metres
from booking.plan.geometry import Point, Ring
from booking.plan.levels import levels_of
from booking.plan.passages import OPENING, STEPS, passages, width_of
from booking.plan.source import Drawn, Feature, Note, PlanError

LEAST, MOST = 0.2, 2_000.0  # square metres of a place; metres from the middle of a plan
CABIN = 0.8  # metres: half of a lift's cabin


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
    doors = passages(drawn, places, notes)
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
    far = max(max(map(abs, metres(origin, point))) for line in each.lines for point in line)
    if far > MOST:
        notes.append(Note(each.id, f"lies {far / 1000:.0f} km from the rest: left out"))
    return far <= MOST


def _line(origin: tuple[float, float], line: Sequence[tuple[float, float]]) -> tuple[Point, ...]:
    return tuple(metres(origin, place) for place in line)


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
            ring = _round(_broad(lines[0], width_of(each.tags) if "width" in each.tags else STEPS), True)
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


def _marks(tags: Mapping[str, str]) -> bool:
    keys = ("tourism", "information", "emergency", "amenity", "entrance", "exit", "name", "shop", "office")
    return any(key in tags for key in keys) and not (tags.get("door", "no") != "no" and not leads_out(tags))


def _is_path(tags: Mapping[str, str]) -> bool:
    return (
        tags.get("indoor") == "pathway"
        or tags.get("highway") in ("corridor", "footway", "path")
        or tags.get("tactile_paving") == "yes"
    )
