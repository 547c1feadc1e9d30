# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff's day: what waits for an answer, who is in which room, and one booking with what can be done about it."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import slots
from booking.bookings import Booking
from booking.config import Bookable
from booking.inbound import Inbound
from booking.model import BOOKED, REQUESTED
from booking.outbound import Outbound
from booking.refusal import NotFound, Refused
from booking.web.receiving import CODE_LENGTH, booking
from booking.web.rows import until
from booking.web.site import desk_of, see, text_of
from booking.web.staffed import home, office_of, person_of, staff_page

FRESH = timedelta(seconds=90)  # a display asks for news every 25 s


class Use(NamedTuple):
    """A room now: its state until when, and today's bookings in it."""

    room: Bookable
    now: tuple[str, datetime] | None
    today: list[Booking]


def today(request: Request) -> Response:
    """The first page of the house's staff; other roles find here what is theirs."""
    if person_of(request).role == "partner":
        return see(f"{home(request)}offers")
    if person_of(request).role == "city":
        return see(f"{home(request)}indicators")
    desk, office, inbound = desk_of(request), office_of(request), Inbound(desk_of(request))
    day = slots.local_day(desk.now(), desk.house.zone)
    begin = slots.to_utc(datetime.combine(day, time()), desk.house.zone)
    end = slots.to_utc(datetime.combine(day + timedelta(days=1), time()), desk.house.zone)
    here = office.bookings(begin, end)
    rooms = [room for room in desk.house.everything if room.bookable]
    _, days = desk.days.look(rooms, day, day)
    uses = [
        Use(
            room,
            until(shown, desk.now()),
            [one for one in here if one.room == room.id and one.status in (BOOKED, REQUESTED)],
        )
        for room, shown in zip(rooms, days, strict=True)
    ]
    return staff_page(
        request,
        "staff_today.html",
        day=day,
        requests=office.requests(),
        uses=uses,
        faults=request.app.state.post.faults(),
        shut=inbound.in_the_way(),
        held=any(one.held == "asked" for one in inbound.feeds()),
        aside=bool(desk.house.city.partners and Outbound(desk).aside()),
        absent=office.released(begin, end),
        screens=_screens(request),
        told=desk.board.on_display()[:1],
        done=_done(request),
        now=desk.now(),
    )


def _screens(request: Request) -> list[tuple[str, datetime | None, bool]]:
    """Each display, when it last asked for news, and whether that was just now."""
    desk, seen = desk_of(request), request.app.state.screens.seen
    names = [one.name for one in desk.tokens.known("screen")]
    return [(name, seen.get(name), name in seen and desk.now() - seen[name] < FRESH) for name in names]


def approve(request: Request, sent: FormData) -> Response:
    """Say yes."""
    return _answered(request, sent, "approved")


def refuse(request: Request, sent: FormData) -> Response:
    """Say no, or take it back."""
    return _answered(request, sent, "refused")


def _answered(request: Request, sent: FormData, act: str) -> Response:
    code, answer, office = request.path_params["code"], text_of(sent, "answer"), office_of(request)
    say = office.approve if act == "approved" else office.refuse
    try:
        say(code, answer)
    except NotFound:
        raise
    except Refused as refused:
        return booking(request, refused, answer)
    return see(f"{home(request)}?{act}={code}")


def _done(request: Request) -> tuple[str, str]:
    """What was just done, to which booking, so that it can be taken back."""
    for act in ("approved", "refused"):
        code = request.query_params.get(act, "")
        if len(code) == CODE_LENGTH and code.isalnum():
            return act, code
    return "", ""
