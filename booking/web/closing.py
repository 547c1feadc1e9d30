# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Close a room, the house or a way for a time, and say why; see what is closed, and open it again."""

from collections.abc import Sequence
from datetime import datetime

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import slots
from booking.api.problems import status_of
from booking.barriers import Barrier
from booking.bookings import Booking
from booking.floorplan import FloorPlan
from booking.plan.words import barred_name
from booking.refusal import Refused
from booking.web.site import desk_of, house_of, see, text_of, words_of
from booking.web.staffed import doorkeeper_of, office_of, staff_page
from booking.web.typed import number_of, span_of

WHOLE = "house"  # instead of a room
ON_PLAN = "plan:"  # before the id of something on the floor plan
FIELDS = ("room", "first", "from", "last", "until", "reason")


def closures(
    request: Request,
    typed: dict[str, str] | None = None,
    refused: Refused | None = None,
    in_the_way: Sequence[Booking] = (),
) -> Response:
    """What is closed, and a form to close more."""
    today = slots.local_day(desk_of(request).now(), house_of(request).zone)
    return staff_page(
        request,
        "staff_closures.html",
        status_of(refused) if refused else 200,
        closures=office_of(request).closures(),
        ways=_ways(request),
        barriers=[(_named(request, one.place), one) for one in desk_of(request).barriers.all()],
        typed=typed or dict.fromkeys(FIELDS, ""),
        text=words_of(request).refusal(refused) if refused else "",
        in_the_way=in_the_way,
        first=today,
        done=request.query_params.get("done", ""),
    )


def close(request: Request, sent: FormData) -> Response:
    """Close; bookings that are in the way are named, and nothing happens before they are dealt with."""
    typed = {key: text_of(sent, key) for key in FIELDS}
    office, room = office_of(request), None if typed["room"] == WHOLE else typed["room"]
    try:
        if room == "":
            raise Refused("what")
        begin, end = span_of(request, typed)
        if not typed["reason"].strip():
            raise Refused("reason")
        if room is not None and room.startswith(ON_PLAN):
            _block(request, room.removeprefix(ON_PLAN), begin, end, typed["reason"])
        else:
            office.close(room, begin, end, typed["reason"])
    except Refused as refused:
        if refused.reason != "occupied":
            return closures(request, typed, refused)
        found = office.keeping(room, *map(slots.slot_of, span_of(request, typed)))
        return closures(request, typed, refused if found else Refused("closed_already"), found)
    return see(f"/{words_of(request).language}/staff/closures?done=closed")


def reopen(request: Request, sent: FormData) -> Response:
    """Take a closure or a barrier back."""
    if "barrier" in sent:
        doorkeeper_of(request).unblock(number_of(sent, "barrier"))
    else:
        office_of(request).reopen(number_of(sent, "closure"))
    return see(f"/{words_of(request).language}/staff/closures?done=open")


def _ways(request: Request) -> list[tuple[str, str]]:
    """What of the floor plan can be closed: lifts, stairs, corridors, and doors that have a name."""
    plan: FloorPlan | None = request.app.state.plan
    if plan is None:
        return []
    places = [place.id for place in plan.building.places.values() if place.kind in ("lift", "stairs", "corridor")]
    doors = [door.id for door in plan.building.doors if door.tags.get("name")]
    return sorted(((ON_PLAN + key, _named(request, key)) for key in (*places, *doors)), key=lambda each: each[1])


def _named(request: Request, key: str) -> str:
    plan: FloorPlan | None = request.app.state.plan
    return barred_name(plan.building, key, words_of(request)) if plan else key


def _block(request: Request, key: str, begin: datetime, end: datetime, reason: str) -> None:
    if ON_PLAN + key not in dict(_ways(request)):
        raise Refused("what")
    doorkeeper_of(request).block(Barrier(0, key, begin, end, reason))
