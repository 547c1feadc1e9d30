# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Close a room or the house for a time, with a reason that everybody reads; see what is closed, and open it again."""

from collections.abc import Sequence

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import slots
from booking.api.problems import status_of
from booking.bookings import Booking
from booking.refusal import Refused
from booking.web.site import desk_of, house_of, see, text_of, words_of
from booking.web.staffed import office_of, staff_page
from booking.web.typed import number_of, span_of

WHOLE = "house"  # instead of a room
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
        office.close(room, begin, end, typed["reason"])
    except Refused as refused:
        if refused.reason != "occupied":
            return closures(request, typed, refused)
        found = office.keeping(room, *map(slots.slot_of, span_of(request, typed)))
        return closures(request, typed, refused if found else Refused("closed_already"), found)
    return see(f"/{words_of(request).language}/staff/closures?done=closed")


def reopen(request: Request, sent: FormData) -> Response:
    """Take a closure back."""
    office_of(request).reopen(number_of(sent, "closure"))
    return see(f"/{words_of(request).language}/staff/closures?done=open")
