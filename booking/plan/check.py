# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What whoever draws a plan should know before visitors see it: what cannot be reached, and what is not understood."""

from collections.abc import Iterable, Iterator, Sequence

from booking.plan.building import Building
from booking.plan.routing import Profile, Router
from booking.plan.source import Feature, Note

ANY = ("name", "short_name")  # with a language
KNOWN = {
    *("access", "amenity", "area", "automatic_door", "barrier", "capacity", "conveying", "description"),
    *("door", "door:material", "door:width", "emergency", "entrance", "exit", "handrail", "height"),
    *("highway", "incline", "indoor", "information", "level", "level:ref", "location", "material"),
    *("max_level", "min_level", "name", "non_existent_levels", "office", "opening", "operator", "opening_hours"),
    *("phone", "ref", "repeat_on", "room", "shop", "source", "stairs", "step_count"),
    *("tactile_paving", "toilets:wheelchair", "tourism", "type", "wall", "website", "wheelchair", "width"),
}


def check(building: Building, features: Sequence[Feature]) -> list[Note]:
    """Everything that stands in the way of finding the way; what only might is no fault."""
    return [*_not_reached(building), *_not_step_free(building), *_apart(building), *_unknown(features)]


def _not_reached(building: Building) -> Iterator[Note]:
    doors = {place for place, _ in building.at}
    for place in building.places.values():
        if place.id not in doors:
            yield Note(place.id, f"{_called(place.name)}is reached by no door: draw a door=* point on its outline")


def _apart(building: Building) -> Iterator[Note]:
    """Parts of the building between which there is no way."""
    entered = {door.one for door in building.doors if door.other is None and "entrance" in door.tags}
    parts = sorted(_parts(building), key=lambda part: (bool(part & entered), len(part)), reverse=True)
    for part in parts[1:]:
        places = [building.places[key] for key in sorted(part)]
        levels = ", ".join(f"{level:g}" for level in sorted({level for place in places for level in place.levels}))
        some = ", ".join(place.name or place.id for place in places[:3])
        if any((place.id, level) in building.at for place in places for level in place.levels):
            yield Note("", f"no way leads from the rest of the house to level {levels} ({some}): draw stairs or a lift")


def _parts(building: Building) -> Iterable[set[str]]:
    beside: dict[str, set[str]] = {key: set() for key in building.places}
    for door in building.doors:
        if door.other is not None:
            beside[door.one].add(door.other)
            beside[door.other].add(door.one)
    left = set(beside)
    while left:
        part, waiting = set[str](), [next(iter(left))]
        while waiting:
            key = waiting.pop()
            if key not in part:
                part.add(key)
                waiting += beside[key]
        left -= part
        yield part


def _not_step_free(building: Building) -> Iterator[Note]:
    """Rooms of the config that a wheelchair does not reach from the entrance."""
    router = Router(building, Profile(step_free=True))
    door = building.entrance
    if door is None:
        yield Note("", "has no entrance: tag the front door with entrance=main", fault=False)
        return
    for room, place in building.rooms.items():
        if not router.leads(door.one, place):
            yield Note(
                f"room '{room}'", "cannot be reached without steps, or only by a door that is too narrow", fault=False
            )


def _unknown(features: Sequence[Feature]) -> Iterator[Note]:
    found = {key for each in features for key in each.tags if key not in KNOWN and not key.startswith(ANY)}
    others = sorted(key for key in found if not key.startswith(("addr:", "@", "source", "contact:", "description")))
    if others:
        yield Note("", f"these tags mean nothing here: {', '.join(others[:30])}", fault=False)


def _called(name: str) -> str:
    return f"'{name}' " if name else ""
