# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Close a room or the house for a time, with a reason that everybody reads; see what is closed, and open it again."""

from datetime import date, datetime, time, timedelta

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import slots
from booking.api.problems import status_of
from booking.bookings import Booking
from booking.refusal import NotFound, Refused
from booking.web.site import desk_of, house_of, see, text_of, words_of
from booking.web.staffed import office_of, staff_page

FIELDS = ("room", "first", "from", "last", "until", "reason")


def closures(
    request: Request,
    typed: dict[str, str] | None = None,
    refused: Refused | None = None,
    in_the_way: tuple[Booking, ...] = (),
) -> Response:
    """What is closed, and a form to close more."""
    today = slots.local_day(desk_of(request).now(), house_of(request).zone)
    return staff_page(
        request,
        "staff_closures.html",
        status_of(refused) if refused else 200,
        closures=office_of(request).closures(),
        typed=typed or dict.fromkeys(FIELDS, ""),
        text=words_of(request).refusal(refused) if refused else "",
        in_the_way=in_the_way,
        first=today,
        done=request.query_params.get("done", ""),
    )


def close(request: Request, sent: FormData) -> Response:
    """Close; bookings that are in the way are named, and nothing happens before they are dealt with."""
    typed = {key: text_of(sent, key) for key in FIELDS}
    office = office_of(request)
    try:
        begin, end = _span(request, typed)
        if not typed["reason"].strip():
            raise Refused("reason")
        office.close(typed["room"] or None, begin, end, typed["reason"])
    except Refused as refused:
        occupied = refused.reason == "occupied"
        found = office.in_the_way(*_span(request, typed)) if occupied else []
        ours = tuple(one for one in found if typed["room"] in ("", one.room))
        return closures(request, typed, refused, ours)
    return see(f"/{words_of(request).language}/staff/closures?done=closed")


def reopen(request: Request, sent: FormData) -> Response:
    """Take a closure back."""
    number = text_of(sent, "closure")
    if not (number.isascii() and number.isdigit() and len(number) < 20):
        raise NotFound
    office_of(request).reopen(int(number))
    return see(f"/{words_of(request).language}/staff/closures?done=open")


def _span(request: Request, typed: dict[str, str]) -> tuple[datetime, datetime]:
    """From when to when (UTC): without times whole days, without a last day the first one only."""
    zone = house_of(request).zone
    try:
        first = date.fromisoformat(typed["first"])
        last = date.fromisoformat(typed["last"]) if typed["last"] else first
        begin = datetime.combine(first, time.fromisoformat(typed["from"]) if typed["from"] else time())
        if typed["until"]:
            end = datetime.combine(last, time.fromisoformat(typed["until"]))
        else:
            end = datetime.combine(last + timedelta(days=1), time())
    except (ValueError, OverflowError) as error:
        raise Refused("day") from error
    if begin.tzinfo or end.tzinfo:
        raise Refused("day")
    return slots.to_utc(begin, zone), slots.to_utc(end, zone)
