# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""JSON API: series. One is reached by the code and the private link of any of its dates."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from booking import slots
from booking.api import views
from booking.api.bookings import BookingCode, booking_out, group_of, own, wish_of
from booking.api.doors import AnyScreen, Link, TheDesk, problem
from booking.api.limits import BOOKINGS
from booking.api.schemas import PlanIn, PlanOut, SeriesChangeIn, SeriesIn, SeriesOut
from booking.bookings import Booking
from booking.desk import Desk
from booking.refusal import NotFound
from booking.repeat import Every, Repeat
from booking.rules import Wish
from booking.series import Scope, SeriesChange, SeriesDesk
from booking.texts import choose

router = APIRouter(prefix="/api")


@router.post("/series/plan", responses=problem(404, 422, 429, 503), openapi_extra={"security": [{}]})
def plan(request: Request, desk: TheDesk, wanted: PlanIn) -> PlanOut:
    """Every date of a wished series, and which of them are not possible; nothing is booked."""
    request.app.state.limits.check_request(BOOKINGS, request)
    begin, end = (slots.to_utc(moment, desk.house.zone) for moment in (wanted.begin, wanted.end))
    wish = Wish("", wanted.room, begin, end, extras=tuple(wanted.extras))
    planned = SeriesDesk(desk).plan(wish, Repeat(wanted.every, wanted.until, wanted.count))
    language = choose(request.headers.get("accept-language"), desk.house.languages)
    return PlanOut(dates=[views.planned_out(one, language) for one in planned])


@router.post(
    "/series", status_code=201, responses=problem(403, 404, 409, 422, 429, 503), openapi_extra={"security": [{}]}
)
def book(request: Request, desk: TheDesk, screen: AnyScreen, wanted: SeriesIn) -> SeriesOut:
    """Book every date but those of `skip`, or none; the answer to a refusal names the dates that are not possible."""
    if screen is None:
        request.app.state.limits.check_request(BOOKINGS, request)
        if wanted.mail and not (wanted.hold or wanted.onsite):
            request.app.state.limits.check_unproven(request, wanted.mail, series=True)
    made = SeriesDesk(desk).book(
        wish_of(desk, _from_hold(desk, wanted)),
        Repeat(wanted.every, wanted.until, wanted.count),
        group_of(wanted),
        skip=frozenset(wanted.skip),
        hold=wanted.hold,
        onsite=wanted.onsite,
        proven=screen is not None,
    )
    return _out(request, desk, wanted.every, made)


def _from_hold(desk: Desk, wanted: SeriesIn) -> SeriesIn:
    """Where a hold is given, its time is the first date's."""
    if wanted.hold is None:
        return wanted
    held = desk.held(wanted.hold)
    extras = list(held.extras) if wanted.extras is None else wanted.extras
    return wanted.model_copy(update={"room": held.room, "begin": held.begin, "end": held.end, "extras": extras})


@router.get("/bookings/{code}/series", responses=problem(404, 422, 429, 503))
def look(request: Request, desk: TheDesk, code: BookingCode, link: Link) -> SeriesOut:
    """All dates of the series that a booking is one of."""
    series = SeriesDesk(desk).of(own(request, desk, code, link))
    if series is None:
        raise NotFound
    return _out(request, desk, series.every, series.dates)


@router.patch("/bookings/{code}/series", responses=problem(404, 409, 422, 429, 503))
def alter(request: Request, desk: TheDesk, code: BookingCode, link: Link, wanted: SeriesChangeIn) -> SeriesOut:
    """Move all coming dates, or those from this one on; dates changed alone stay as they are."""
    own(request, desk, code, link)
    begin, end = (slots.to_utc(moment, desk.house.zone) for moment in (wanted.begin, wanted.end))
    change = SeriesChange(str(wanted.request_id), wanted.scope, begin, end, wanted.room, frozenset(wanted.skip))
    SeriesDesk(desk).change(link, change)
    return look(request, desk, code, link)


@router.delete("/bookings/{code}/series", responses=problem(404, 409, 422, 429, 503))
def cancel(
    request: Request, desk: TheDesk, code: BookingCode, link: Link, scope: Annotated[Scope, Query()] = "all"
) -> SeriesOut:
    """Cancel all coming dates, or those from this one on; a second time the answer is the same."""
    own(request, desk, code, link)
    SeriesDesk(desk).cancel(link, scope)
    return look(request, desk, code, link)


def _out(request: Request, desk: Desk, every: Every, dates: "tuple[Booking, ...] | list[Booking]") -> SeriesOut:
    return SeriesOut(every=every, dates=[booking_out(request, desk, one) for one in dates])
