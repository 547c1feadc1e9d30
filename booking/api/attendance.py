# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON API: we are here, we stay, we go. A display names a booking by its code, a phone by its private link too."""

from collections.abc import Callable

from fastapi import APIRouter, Request
from sqlalchemy import ColumnElement

from booking import slots
from booking.api import views
from booking.api.bookings import BookingCode
from booking.api.doors import AnyLink, AnyScreen, TheDesk, problem
from booking.api.limits import GUESSES, asker
from booking.api.schemas import ExtensionIn, PresentOut, RequestIn
from booking.attendance import Attendance, by_code
from booking.bookings import Booking
from booking.desk import Desk, by_link
from booking.refusal import Refused

router = APIRouter(prefix="/api/bookings/{code}")

Act = Callable[[ColumnElement[bool]], Booking]


@router.post("/arrival", responses=problem(401, 404, 409, 422, 429, 503))
def arrive(
    request: Request, desk: TheDesk, screen: AnyScreen, link: AnyLink, code: BookingCode, _: RequestIn
) -> PresentOut:
    """We are here: the room stays ours."""
    return _present(request, desk, screen, link, code, Attendance(desk).arrive)


@router.post("/departure", responses=problem(401, 404, 409, 422, 429, 503))
def leave(
    request: Request, desk: TheDesk, screen: AnyScreen, link: AnyLink, code: BookingCode, _: RequestIn
) -> PresentOut:
    """We go already: the rest of the time is free for others."""
    return _present(request, desk, screen, link, code, Attendance(desk).leave)


@router.post("/extension", responses=problem(401, 404, 409, 422, 429, 503))
def extend(
    request: Request, desk: TheDesk, screen: AnyScreen, link: AnyLink, code: BookingCode, wanted: ExtensionIn
) -> PresentOut:
    """We stay until `end`, if the room is free; an hour more at most."""
    end = slots.to_utc(wanted.end, desk.house.zone)
    return _present(request, desk, screen, link, code, lambda which: Attendance(desk).extend(which, end))


def _present(request: Request, desk: Desk, screen: str | None, link: str | None, code: str, act: Act) -> PresentOut:
    """What was asked, for a display or for the one who booked; guessing codes is limited for both."""
    if screen is None and link is None:
        raise Refused("screen")
    which = by_code(code) if screen else by_code(code) & by_link(link or "")
    with request.app.state.limits.guarded(GUESSES, screen or asker(request)):
        found = act(which)
    shown = views.booking_out(desk.house, found, request.app.state.public_url, None if screen else link)
    return PresentOut(booking=shown, longer=Attendance(desk).longer(found))
