# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way in the hand: the plan of the house, and the route to a place with the words below it."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from booking import slots
from booking.floorplan import FloorPlan
from booking.plan import drawing, words
from booking.plan.building import Building, Mark, Place
from booking.plan.drawing import Sheet
from booking.plan.instructions import Instruction, bearing, instructions
from booking.plan.routing import Climb, NoWay, Profile, Route, Router, Spot, Stretch
from booking.refusal import NotFound
from booking.timetable import FREE, HELD, TAKEN
from booking.web.site import desk_of, house_of, render, words_of

LONGEST_PARAMETER = 80


class Step(NamedTuple):
    """A line of the way."""

    icon: str
    text: str
    metres: int


class Target(NamedTuple):
    """A place that somebody may look for."""

    key: str
    name: str
    level: str
    icon: str


class Floor(NamedTuple):
    """A level as it is drawn on the page."""

    name: str
    sheet: Sheet
    ends: bool  # whether the way ends here


def way(request: Request) -> Response:
    """Where is what; or, with a place to go to, the way there."""
    plan = plan_of(request)
    wanted, asked = request.query_params.get("to", ""), request.query_params
    profile = Profile(step_free="free" in asked)
    begin, facing = _begin(plan, asked.get("from", ""), asked.get("facing", ""), profile)
    if not wanted:
        floors = [_floor(plan.building, level, request) for level in reversed(plan.building.levels)]
        targets = _targets(plan.building, request)
        return render(request, "plan.html", floors=floors, targets=targets, states=states(request), more=_more(asked))
    place = _mark(plan.building, wanted) or _place(plan.building, wanted)
    values: dict[str, Any] = {
        "place": place,
        "name": words.place_name(place, words_of(request)),
        "profile": profile,
        "key": wanted,
    }
    try:
        route = plan.router(profile).route(begin, place.id if isinstance(place, Place) else place)
    except NoWay:
        return render(request, "way_none.html", 200, **values, more=_more(asked))
    told = instructions(plan.building, route, facing)
    return render(
        request,
        "way.html",
        **values,
        metres=round(route.metres),
        minutes=max(1, round(route.seconds / 60)),
        steps=[_step(one, plan.building, request) for one in told],
        floors=list(_floors(plan.building, route, begin, request)),
        room=house_of(request).room(place.room) if isinstance(place, Place) and place.room else None,
        states=states(request),
        more=_more(asked),
        steps_on_it=any(isinstance(step, Climb) and _is_stairs(plan.building, step) for step in route.steps),
    )


def plan_of(request: Request) -> FloorPlan:
    """The house's plan, or NotFound."""
    plan: FloorPlan | None = request.app.state.plan
    if plan is None:
        raise NotFound
    return plan


def states(request: Request) -> dict[str, str]:
    """What is free, taken, held or closed now, by room."""
    desk = desk_of(request)
    rooms = [room for room in desk.house.rooms if room.bookable]
    today = slots.local_day(desk.now(), desk.house.zone)
    now = slots.slot_of(desk.now())
    _, days = desk.days.look(rooms, today, today)
    running = {day.room: next((p.state for p in day.pieces if p.begin <= now < p.end), "closed") for day in days}
    return {room: state if state in (FREE, TAKEN, HELD) else "closed" for room, state in running.items()}


def _begin(plan: FloorPlan, text: str, facing: str, profile: Profile) -> tuple[str | Spot, float | None]:
    """Where somebody starts and looks: where a display hangs, at a place, else inside the front door."""
    if len(text) > LONGEST_PARAMETER:
        raise NotFound
    parts = text.split(",")
    try:
        if len(parts) == 3:
            latitude, longitude, level = map(float, parts)
            spot = Spot(plan.building.local(longitude, latitude), level)
            if plan.building.place_at(*spot) is None:
                raise NotFound
            return spot, float(facing) % 360 if facing else None
    except ValueError as error:
        raise NotFound from error
    if text:
        return _place(plan.building, text).id, None
    return _front_door(plan.router(profile))


def _front_door(router: Router) -> tuple[str | Spot, float | None]:
    door = router.building.entrance
    if door is None:
        return next(iter(router.building.places)), None
    spot = router.inside(door)
    return spot, bearing(door.at, spot.at)


def _place(building: Building, key: str) -> Place:
    """A place by its own id, or by that of a room."""
    found = building.places.get(building.rooms.get(key, key)) if len(key) <= LONGEST_PARAMETER else None
    if found is None:
        raise NotFound
    return found


def _mark(building: Building, key: str) -> Mark | None:
    """An entrance, an exit, or something else with a name that is no place of its own."""
    return next((mark for mark in building.marks if mark.id == key and (mark.name or mark.leads_out)), None)


def _more(asked: Iterable[str]) -> str:
    """What an address keeps on from page to page: where somebody starts, and whether without steps."""
    kept = {key: asked[key] for key in ("from", "facing", "free") if key in asked}  # type: ignore[index]
    return "&" + urlencode(kept) if kept else ""


def _step(one: Instruction, building: Building, request: Request) -> Step:
    icon = {"ahead": "ahead", "left": "left", "right": "right", "around": "around"}.get(
        one.turn.removeprefix("half_"), "stairs"
    )
    if one.climb is not None and one.by is not None and one.by.kind == "lift":
        icon = "lift"
    return Step(icon, words.sentence(one, building, words_of(request)), round(one.metres))


def _floor(building: Building, level: float, request: Request) -> Floor:
    texts = words_of(request)
    sheet = drawing.sheet(building, level, lambda place: place.called(texts.language))
    return Floor(words.level_name(building, level, texts), sheet, False)


def _floors(building: Building, route: Route, begin: str | Spot, request: Request) -> Iterable[Floor]:
    """The levels that the way touches, the highest first, as they lie in the house."""
    walked: dict[float, list[Stretch]] = {}
    for step in route.steps:
        if isinstance(step, Stretch):
            walked.setdefault(step.level, []).append(step)
    texts = words_of(request)
    start = route.steps[0] if route.steps else None
    last = route.steps[-1] if route.steps else None
    for level in sorted(walked, reverse=True):
        line = [point for stretch in walked[level] for point in stretch.points]
        here = start.points[0] if isinstance(start, Stretch) and start.level == level else None
        sheet = drawing.sheet(building, level, lambda place: place.called(texts.language), line, here)
        ends = isinstance(last, Stretch) and last.level == level
        yield Floor(words.level_name(building, level, texts), sheet, ends)


def _targets(building: Building, request: Request) -> list[Target]:
    """Places with a name, rooms of the config first, then by level."""
    texts, found = words_of(request), []
    for place in building.places.values():
        name = words.place_name(place, texts)
        if name and place.tags.get("access") != "private" and place.kind != "corridor":
            icon = "toilet" if place.toilet else {"lift": "lift", "stairs": "stairs"}.get(place.kind, "room")
            level = ", ".join(words.level_name(building, each, texts) for each in place.levels)
            found.append((place.room is None, place.levels[0], name, Target(place.room or place.id, name, level, icon)))
    for mark in building.marks:
        inside = mark.leads_out or building.place_at(mark.at, mark.levels[0])
        if inside and (name := words.place_name(mark, texts)):
            level = ", ".join(words.level_name(building, each, texts) for each in mark.levels)
            icon = "way" if mark.leads_out else "info"
            found.append((True, mark.levels[0], name, Target(mark.id, name, level, icon)))
    return [target for *_, target in sorted(found)]


def _is_stairs(building: Building, step: Climb) -> bool:
    return building.places[step.place].kind == "stairs"
