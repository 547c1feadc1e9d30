# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A route as sentences in a visitor's language: short parts, of which each stands by itself in every language."""

from collections.abc import Iterable

from booking.plan.building import Building, Mark, Place
from booking.plan.drawing import Sign
from booking.plan.instructions import Instruction
from booking.texts import N_, Texts

TURNS = {
    "ahead": N_("straight on"),
    "left": N_("to the left"),
    "right": N_("to the right"),
    "half_left": N_("half left"),
    "half_right": N_("half right"),
    "around": N_("turn around"),
}
DOORS = {
    ("left", 1): N_("first door on the left"),
    ("left", 2): N_("second door on the left"),
    ("left", 3): N_("third door on the left"),
    ("left", 4): N_("fourth door on the left"),
    ("right", 1): N_("first door on the right"),
    ("right", 2): N_("second door on the right"),
    ("right", 3): N_("third door on the right"),
    ("right", 4): N_("fourth door on the right"),
}
COUNTED = 4  # doors that have a word


def sentence(one: Instruction, building: Building, words: Texts) -> str:
    """What to do, as a sentence without its metres."""
    said = listed(_parts(one, building, words), words)
    return words.capital(said)


def listed(parts: Iterable[str], words: Texts) -> str:
    """Parts of a sentence with the language's comma."""
    return words.t("list|, ").removeprefix("list|").join(parts)


def level_name(building: Building, level: float, words: Texts) -> str:
    """What people call a level: as the plan says, else by its number."""
    tags = building.called.get(level, {})
    named = tags.get(f"name:{words.language}") or tags.get("name")
    if named:
        return named
    return words.level(int(level)) if level == int(level) else words.t("Floor {n}", n=f"{level:g}")


def place_name(place: Place | Mark, words: Texts) -> str:
    """What people call a place; a lift, stairs or a toilet by its kind if the plan gives no name."""
    if name := place.called(words.language):
        return name
    if isinstance(place, Mark):
        return words.t("Way out") if place.leads_out else ""
    if place.kind == "lift":
        return words.t("Lift")
    if place.kind == "stairs":
        return words.t("Stairs")
    return words.t("Toilet") if place.toilet else ""


def sign_name(sign: Sign, words: Texts) -> str:
    """What stands at a sign; a way in or out by its kind if the plan gives no name."""
    tags = sign.what.tags
    named = tags.get(f"name:{words.language}") or tags.get("name")
    if named:
        return named
    kinds = {"in": words.t("Entrance"), "out": words.t("Emergency exit"), "assembly": words.t("Assembly point")}
    return kinds.get(sign.kind, "")


def barred_name(building: Building, key: str, words: Texts) -> str:
    """What people call something of the plan, with its level; its id if it has no name, or is gone."""
    door = next((door for door in building.doors if door.id == key), None)
    place = building.places.get(key)
    if place is not None:
        level = listed((level_name(building, one, words) for one in place.levels), words)
        return f"{place_name(place, words) or key} ({level})"
    return (door.tags.get(f"name:{words.language}") or door.tags.get("name") or key) if door else key


def _parts(one: Instruction, building: Building, words: Texts) -> list[str]:
    if one.climb is not None:
        level = level_name(building, one.climb.end, words)
        if one.by is not None and one.by.kind == "lift":
            return [words.t("take the lift to: {level}", level=level)]
        up = one.climb.end > one.climb.begin
        return [
            words.t("up the stairs to: {level}", level=level)
            if up
            else words.t("down the stairs to: {level}", level=level)
        ]
    parts = []
    if one.out_of is not None:
        parts.append(words.t("out of the lift") if one.out_of.kind == "lift" else words.t("from the stairs"))
    parts.append(words.t(TURNS[one.turn]))
    if one.past is not None:
        name = one.past.what.called(words.language)
        parts.append(
            words.t("on your left: {name}", name=name)
            if one.past.side == "left"
            else words.t("on your right: {name}", name=name)
        )
    return parts + _to(one, words)


def _to(one: Instruction, words: Texts) -> list[str]:
    """Where it leads."""
    if one.by is not None:
        return [words.t("to the lift") if one.by.kind == "lift" else words.t("to the stairs")]
    name = place_name(one.to, words) if one.to is not None else ""
    if one.door is not None and one.side is not None and 1 <= one.nth <= COUNTED:
        door = words.t(DOORS[one.side, one.nth])
    elif one.door is not None:
        door = words.t("through the glass door") if one.door == "glass" else words.t("through the door")
    else:
        return [words.t("to: {name}", name=name)] if name and one.last else []
    return [words.t("{door}: {name}", door=door, name=name) if name else door]
