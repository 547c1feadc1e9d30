# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house's floor plan, read and checked once, and the ways through it for everybody who asks."""

import json
import logging
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

from booking.config import House
from booking.plan import source
from booking.plan.building import Building
from booking.plan.check import check
from booking.plan.construction import build
from booking.plan.drawing import Drawer
from booking.plan.source import Feature, Note, PlanError
from booking.plan.ways import Ways

log = logging.getLogger("booking")


@dataclass(frozen=True)
class FloorPlan:
    """The building, and what is to be said about its plan."""

    house: House
    building: Building
    notes: tuple[Note, ...]
    features: tuple[Feature, ...]

    @cached_property
    def where(self) -> dict[str, str]:
        """Rooms and what is offered, by id, with what their place is asked for by."""
        places = {each.id: each.place for each in self.house.resources if each.place}
        known = {*self.building.rooms, *self.building.places, *(mark.id for mark in self.building.marks)}
        return {room: room for room in self.building.rooms} | {
            thing: place for thing, place in places.items() if place in known
        }

    @cached_property
    def drawer(self) -> Drawer:
        """Who lays its levels out, the north above."""
        return Drawer(self.building)

    @cached_property
    def ways(self) -> Ways:
        """Who finds ways through it."""
        return Ways(self.building)

    @cached_property
    def drawn(self) -> bytes:
        """What is drawn, as JSON."""
        features = [asdict(each) for each in self.features]
        return json.dumps({"features": features}, ensure_ascii=False, separators=(",", ":")).encode()


def read(house: House, file: Path) -> FloorPlan:
    """The plan in a file, with the rooms of a house; raises PlanError with the file and the remedy."""
    features, notes = source.read(file)
    try:
        building, more = build(features, {room.id: list(room.name.values()) for room in house.rooms})
    except PlanError as error:
        raise PlanError(f"{file}: {error}") from error
    return FloorPlan(house, building, (*notes, *more, *check(building, features)), tuple(features))


def of_house(house: House) -> tuple[FloorPlan | None, str]:
    """The plan that the config names, and what is wrong with it; that is logged and keeps nothing else from working."""
    if house.plan is None:
        return None, ""
    try:
        plan = read(house, house.plan)
    except PlanError as error:
        log.warning("floor plan: %s", error)
        return None, str(error).replace(str(house.plan), house.plan.name)  # everybody reads it: no folders
    for note in plan.notes:
        if note.fault:
            log.warning("floor plan: %s", note)
    return plan, ""
