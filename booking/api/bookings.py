# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON API: bookings. A booking is reached by its code together with the token of its private link."""

from typing import Annotated

from fastapi import APIRouter, Path, Request

from booking import slots
from booking.api import views
from booking.api.doors import AnyScreen, Link, TheDesk, problem
from booking.api.limits import BOOKINGS, GUESSES
from booking.api.schemas import BookingIn, BookingOut, ChangeIn, Code
from booking.bookings import Booking
from booking.desk import Desk
from booking.model import UNCONFIRMED
from booking.refusal import NotFound, Refused
from booking.rules import Change, Group, Wish

router = APIRouter(prefix="/api/bookings")

BookingCode = Annotated[Code, Path(alias="code")]


def booking_out(request: Request, desk: Desk, found: Booking) -> BookingOut:
    """A booking, for the one whose it is; until the address is confirmed only its owner gets the link, by mail."""
    token = None if found.status == UNCONFIRMED else desk.link_token(found)
    return views.booking_out(desk.house, found, request.app.state.public_url, token)


@router.post("", status_code=201, responses=problem(403, 404, 409, 422, 429, 503), openapi_extra={"security": [{}]})
def book(request: Request, desk: TheDesk, screen: AnyScreen, wanted: BookingIn) -> BookingOut:
    """Book a held time, or a free one with an on-site code or a mail address."""
    if screen is None:
        request.app.state.limits.check_request(BOOKINGS, request)
        if wanted.mail and not (wanted.hold or wanted.onsite):
            request.app.state.limits.check_unproven(request, wanted.mail)
    made = _book(desk, wanted, proven=screen is not None)
    return booking_out(request, desk, made)


def _book(desk: Desk, wanted: BookingIn, proven: bool) -> Booking:
    if wanted.hold:
        extras = None if wanted.extras is None else tuple(wanted.extras)
        return desk.book_held(wanted.hold, str(wanted.request_id), group_of(wanted), wanted.lang, extras)
    return desk.book(wish_of(desk, wanted), group_of(wanted), onsite=wanted.onsite, proven=proven)


def group_of(wanted: BookingIn) -> Group:
    """Who comes."""
    return Group(wanted.name, wanted.show_name, wanted.mail, wanted.people)


def wish_of(desk: Desk, wanted: BookingIn) -> Wish:
    """What is wished for, where it is no time that is held already."""
    if wanted.room is None or wanted.begin is None or wanted.end is None:
        raise Refused("invalid", faults=["body: give hold, or room, begin and end"])
    begin, end = (slots.to_utc(moment, desk.house.zone) for moment in (wanted.begin, wanted.end))
    return Wish(str(wanted.request_id), wanted.room, begin, end, wanted.lang, tuple(wanted.extras or ()))


@router.get("/{code}", responses=problem(404, 422, 429, 503))
def look(request: Request, desk: TheDesk, code: BookingCode, link: Link) -> BookingOut:
    """How a booking stands."""
    return booking_out(request, desk, own(request, desk, code, link))


@router.patch("/{code}", responses=problem(404, 409, 422, 429, 503))
def alter(request: Request, desk: TheDesk, code: BookingCode, link: Link, wanted: ChangeIn) -> BookingOut:
    """Move a booking or change its name; the old time is given up only if the new one is free."""
    own(request, desk, code, link)
    begin, end = (moment and slots.to_utc(moment, desk.house.zone) for moment in (wanted.begin, wanted.end))
    extras = None if wanted.extras is None else tuple(wanted.extras)
    change = Change(str(wanted.request_id), wanted.room, begin, end, wanted.name, wanted.show_name, extras)
    return booking_out(request, desk, desk.change(link, change))


@router.delete("/{code}", responses=problem(404, 409, 422, 429, 503))
def cancel(request: Request, desk: TheDesk, code: BookingCode, link: Link) -> BookingOut:
    """Cancel; a second time the answer is the same."""
    own(request, desk, code, link)
    return booking_out(request, desk, desk.cancel(link))


def own(request: Request, desk: Desk, code: str, link: str) -> Booking:
    """The booking that fits both; wrong, used and foreign tokens get the same answer."""
    try:
        found = desk.linked(link)
    except NotFound:
        request.app.state.limits.check_request(GUESSES, request)
        raise
    if found.code != code:
        raise NotFound
    return found
