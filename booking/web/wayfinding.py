# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way in the hand: the plan of the house, and the route to a place with the words below it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from booking import slots
from booking.barriers import Barrier
from booking.floorplan import FloorPlan
from booking.plan import targets, words
from booking.plan.building import Building, Mark, Place
from booking.plan.drawing import Sheet, Sign
from booking.plan.instructions import Instruction, instructions
from booking.plan.routing import Climb, NoWay, Profile, Route, Spot, Stretch
from booking.plan.targets import Target
from booking.refusal import NotFound
from booking.texts import texts
from booking.timetable import FREE, HELD, TAKEN
from booking.web.site import desk_of, house_of, render, words_of

LONGEST_PARAMETER = 80


class Step(NamedTuple):
    """A line of the way."""

    icon: str
    text: str
    metres: int


class Floor(NamedTuple):
    """A level as it is drawn on the page."""

    name: str
    sheet: Sheet
    ends: bool  # whether the way ends here


def way(request: Request) -> Response:
    """Where is what; or, with a place to go to, the way there."""
    plan = plan_of(request)
    asked = request.query_params
    known = {
        "more": _more(asked),
        "states": states(request) | dict.fromkeys((one.place for one in desk_of(request).barriers.now()), "closed"),
        "name_of": _sign_name(request),
        "shut": _shut(plan.building, request),
    }
    profile = Profile(step_free="free" in asked)
    begin, facing = _begin(plan, asked.get("from", ""), asked.get("facing", ""), profile)
    if asked.get("to"):
        return _way_to(request, plan, profile, begin, facing, known)
    looked, found = asked.get("for", "")[:LONGEST_PARAMETER], _targets(plan.building, request)
    if looked:
        found = targets.find(found, looked)
    floors = [_floor(plan, level, request) for level in reversed(plan.building.levels)]
    return render(request, "plan.html", 200, floors=floors, targets=found, looked=looked, kept=_kept(asked), **known)


def _way_to(
    request: Request,
    plan: FloorPlan,
    profile: Profile,
    begin: str | Spot,
    facing: float | None,
    known: dict[str, Any],
) -> Response:
    key = request.query_params["to"]
    place = _goal(plan.building, key)
    known |= {"place": place, "name": words.place_name(place, words_of(request)), "profile": profile, "key": key}
    try:
        route, around = plan.ways.route(begin, place, profile, [one.place for one in desk_of(request).barriers.now()])
    except NoWay as none:
        return render(request, "way_none.html", 200, blocked=none.blocked, **known)
    told = instructions(plan.building, route, facing)
    return render(
        request,
        "way.html",
        200,
        **known,
        around=around,
        metres=round(route.metres),
        minutes=max(1, round(route.seconds / 60)),
        steps=[_step(one, plan.building, request) for one in told],
        floors=list(_floors(plan, route, request)),
        room=house_of(request).room(place.room) if isinstance(place, Place) and place.room else None,
        steps_on_it=any(isinstance(step, Climb) and _is_stairs(plan.building, step) for step in route.steps),
    )


def _shut(building: Building, request: Request) -> list[tuple[str, Barrier]]:
    """What cannot be passed now, by name."""
    return [(words.barred_name(building, one.place, words_of(request)), one) for one in desk_of(request).barriers.now()]


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
    if text and isinstance(place := _goal(plan.building, text), Place):
        return place.id, None
    return plan.ways.router(profile).front_door()


def _goal(building: Building, key: str) -> Place | Mark:
    """A place, a room or a mark by its id, or NotFound."""
    if len(key) > LONGEST_PARAMETER:
        raise NotFound
    try:
        return targets.goal(building, key)
    except KeyError as error:
        raise NotFound from error


def _kept(asked: Mapping[str, str]) -> dict[str, str]:
    """What an address keeps on from page to page: where somebody starts, and whether without steps."""
    return {key: asked[key] for key in ("from", "facing", "free") if key in asked}


def _more(asked: Mapping[str, str]) -> str:
    kept = _kept(asked)
    return "&" + urlencode(kept) if kept else ""


def _step(one: Instruction, building: Building, request: Request) -> Step:
    icon = {"ahead": "ahead", "left": "left", "right": "right", "around": "around"}.get(
        one.turn.removeprefix("half_"), "stairs"
    )
    if one.climb is not None and one.by is not None and one.by.kind == "lift":
        icon = "lift"
    return Step(icon, words.sentence(one, building, words_of(request)), round(one.metres))


def _floor(plan: FloorPlan, level: float, request: Request) -> Floor:
    said = words_of(request)
    sheet = plan.drawer.sheet(level, lambda place: place.labels(said.language))
    return Floor(words.level_name(plan.building, level, said), sheet, False)


def _floors(plan: FloorPlan, route: Route, request: Request) -> Iterable[Floor]:
    """The levels that the way touches, the highest first, as they lie in the house."""
    walked: dict[float, list[Stretch]] = {}
    for step in route.steps:
        if isinstance(step, Stretch):
            walked.setdefault(step.level, []).append(step)
    said = words_of(request)
    start = route.steps[0] if route.steps else None
    last = route.steps[-1] if route.steps else None
    for level in sorted(walked, reverse=True):
        line = [point for stretch in walked[level] for point in stretch.points]
        here = start.points[0] if isinstance(start, Stretch) and start.level == level else None
        sheet = plan.drawer.sheet(level, lambda place: place.labels(said.language), line, here)
        ends = isinstance(last, Stretch) and last.level == level
        yield Floor(words.level_name(plan.building, level, said), sheet, ends)


def _targets(building: Building, request: Request) -> list[Target]:
    house = house_of(request)
    every = [texts(language, "house") for language in house.languages]
    return targets.targets(building, words_of(request), every, house.rooms, house.resources)


def _sign_name(request: Request) -> Callable[[Sign], str]:
    said = words_of(request)
    return lambda sign: words.sign_name(sign, said)


def _is_stairs(building: Building, step: Climb) -> bool:
    return building.places[step.place].kind == "stairs"
