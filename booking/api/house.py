# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON API: the house, its days, and whether there is news."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from booking import rules
from booking.api import views
from booking.api.doors import TheDesk, any_screen, once, problem
from booking.api.schemas import (
    AvailabilityOut,
    DayOut,
    FloorPlanOut,
    HealthOut,
    HouseOut,
    NearDay,
    RevisionOut,
    RoomDays,
    RoomKey,
)
from booking.config import Bookable, House
from booking.floorplan import FloorPlan
from booking.refusal import NotFound, Refused

router = APIRouter(prefix="/api", dependencies=[Depends(once)])

LONGEST_LOOK = timedelta(days=31)


@router.get("/house", responses=problem(422, 503))
def house(request: Request, desk: TheDesk) -> HouseOut:
    """Name, address, languages, hours and rooms."""
    return views.house_out(desk, request.app.state.public_url)


@router.get("/plan", response_model=FloorPlanOut, responses=problem(404, 422, 503))
def plan(request: Request) -> Response:
    """The floor plan as it is drawn, for displays that find the way themselves; or why there is none to be seen."""
    known: FloorPlan | None = request.app.state.plan
    if known is None and not request.app.state.plan_fault:
        raise NotFound
    drawn = known.drawn if known else FloorPlanOut(features=[], fault=request.app.state.plan_fault).model_dump_json()
    return Response(drawn, media_type="application/json")


@router.get("/rooms/{room}/days/{day}", response_model=DayOut, responses=problem(404, 422, 503))
def room_day(desk: TheDesk, room: RoomKey, day: NearDay) -> Response:
    """One room's day: what is free, taken, closed, and where a booking may lie."""
    chosen = desk.house.room(room)
    if chosen is None:
        raise Refused("unknown_room")
    _, days = desk.days.look([chosen], day, day)
    return _json(views.day_out(desk.house, days[0]))


@router.get("/availability", response_model=AvailabilityOut, responses=problem(404, 422, 503))
def availability(
    desk: TheDesk,
    first: Annotated[NearDay, Query(alias="from")],
    last: Annotated[NearDay, Query(alias="to")],
    room: Annotated[RoomKey | None, Query()] = None,
) -> Response:
    """Days of all bookable rooms, or of one room or resource; 31 days at most. A name only where the group agreed."""
    if not timedelta(0) <= last - first < LONGEST_LOOK:
        raise Refused("invalid", faults=["to: not before from, and 31 days at most"])
    chosen = _bookable(desk.house, room)
    revision, days = desk.days.look(chosen, first, last)
    rooms = [
        RoomDays.model_construct(
            room=found.id, days=[views.day_out(desk.house, day) for day in days if day.room == found.id]
        )
        for found in chosen
    ]
    return _json(AvailabilityOut.model_construct(revision=revision, rooms=rooms))


@router.get("/revision", responses=problem(422, 503), openapi_extra={"security": [{}]})
async def revision(
    request: Request,
    desk: TheDesk,
    screen: Annotated[str | None, Depends(any_screen)],
    after: Annotated[int, Query(ge=-1, le=2**62)] = -1,
) -> RevisionOut:
    """The number of the newest change; waits up to 25 s for one after `after`."""
    if screen:
        request.app.state.screens.seen[screen] = desk.now()
    return RevisionOut(revision=await request.app.state.news.after(after), now=desk.now(), trusted=desk.clock.trusted())


@router.get("/health", responses=problem(422, 503))
def health(desk: TheDesk) -> HealthOut:
    """Whether the house can answer."""
    return HealthOut(status="ok", revision=desk.days.revision())


def _bookable(house: House, room: str | None) -> list[Bookable]:
    """The room or resource of that id, or all rooms."""
    if room is None:
        return [found for found in house.rooms if found.bookable]
    return [rules.bookable_room(house, room)]


def _json(model: DayOut | AvailabilityOut) -> Response:
    """Straight to bytes: what the desk says needs no second check."""
    return Response(model.__pydantic_serializer__.to_json(model), media_type="application/json")
