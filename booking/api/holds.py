# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON API: holds, made by displays for someone who finishes on the phone, and on-site codes."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from booking import slots
from booking.api import views
from booking.api.doors import Screen, TheDesk, problem
from booking.api.schemas import HoldIn, HoldOut, LangIn, Moment, OnsiteOut, RequestIn, Token
from booking.bookings import Booking
from booking.desk import Desk
from booking.rules import Wish

router = APIRouter(prefix="/api")

HoldToken = Annotated[Token, Path(alias="hold")]


def _out(request: Request, desk: Desk, found: Booking) -> HoldOut:
    return views.hold_out(desk.house, found, desk.hold_token(found), request.app.state.public_url, desk.now())


@router.post("/holds", status_code=201, responses=problem(401, 404, 409, 422, 503))
def hold(request: Request, desk: TheDesk, _: Screen, wanted: HoldIn) -> HoldOut:
    """Keep a time for someone at a display; the answer carries the link for the QR code."""
    begin, end = (_instant(desk, moment) for moment in (wanted.begin, wanted.end))
    wish = Wish(str(wanted.request_id), wanted.room, begin, end, wanted.lang, tuple(wanted.extras))
    return _out(request, desk, desk.hold(wish))


@router.get("/holds/{hold}", responses=problem(401, 404, 422, 503))
def look(request: Request, desk: TheDesk, _: Screen, hold: HoldToken) -> HoldOut:
    """How a hold stands, and the booking once it is made."""
    return _out(request, desk, desk.held(hold))


@router.post("/holds/{hold}/more", responses=problem(401, 404, 409, 422, 503))
def more_time(request: Request, desk: TheDesk, _: Screen, hold: HoldToken, wanted: RequestIn) -> HoldOut:
    """More time, twice."""
    return _out(request, desk, desk.more_time(hold, str(wanted.request_id)))


@router.delete("/holds/{hold}", status_code=204, responses=problem(401, 404, 422, 503))
def release(desk: TheDesk, _: Screen, hold: HoldToken) -> Response:
    """Let go of a hold; one that has become a booking stays."""
    desk.release(hold)
    return Response(status_code=204)


@router.post("/onsite", status_code=201, responses=problem(401, 422, 503))
def onsite(request: Request, desk: TheDesk, _: Screen, wanted: LangIn) -> OnsiteOut:
    """A code for one booking on the phone of someone who stands in the house."""
    minutes = desk.house.terms.onsite_minutes
    code = desk.tokens.onsite(minutes)
    link = f"{request.app.state.public_url}/{wanted.lang}/?onsite={code}"
    return OnsiteOut(code=code, link=link, expires=desk.now() + timedelta(minutes=minutes))


def _instant(desk: Desk, moment: Moment) -> Moment:
    return slots.to_utc(moment, desk.house.zone)
