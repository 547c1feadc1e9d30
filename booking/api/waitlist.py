# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON API: tell me if it becomes free."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from booking import slots
from booking.api.doors import TheDesk, problem
from booking.api.limits import BOOKINGS, GUESSES
from booking.api.schemas import Token, WaitIn, WaitOut
from booking.refusal import NotFound
from booking.rules import Wish

router = APIRouter(prefix="/api/waitlist")

Place = Annotated[Token, Path(alias="place")]


@router.post("", status_code=201, responses=problem(404, 409, 422, 429, 503))
def wait(request: Request, desk: TheDesk, wanted: WaitIn) -> WaitOut:
    """Wait for a taken time: whoever came first gets a letter with a time that is kept for 30 minutes."""
    request.app.state.limits.check_request(BOOKINGS, request)
    request.app.state.limits.check_mail(wanted.mail)
    begin, end = (slots.to_utc(moment, desk.house.zone) for moment in (wanted.begin, wanted.end))
    place = desk.wait(Wish(str(wanted.request_id), wanted.room, begin, end, wanted.lang), wanted.mail)
    link = f"{request.app.state.public_url}/{wanted.lang}/w/{place}" if place else None
    return WaitOut(place=place, link=link)


@router.delete("/{place}", status_code=204, responses=problem(404, 422, 429, 503))
def leave(request: Request, desk: TheDesk, place: Place) -> Response:
    """Wait no longer."""
    try:
        desk.wait_no_longer(place)
    except NotFound:
        request.app.state.limits.check_request(GUESSES, request)
        raise
    return Response(status_code=204)
