# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Opening hours: other ones for good, by weekday, or for single days; looked at before they count."""

from datetime import timedelta
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import slots
from booking.api.problems import status_of
from booking.config import WEEKDAYS, read_hours
from booking.openings import Openings, Spans, Special
from booking.refusal import Refused
from booking.web.site import desk_of, house_of, see, text_of, words_of
from booking.web.staffed import doorkeeper_of, home, staff_page
from booking.web.typed import agreed, day_of, digest_of, number_of

SPANS = 2  # of a day: a break in the middle is enough
SHOWN_DAYS = 7  # of a preview
SHOWN_BOOKINGS = 20


def hours(
    request: Request,
    form: FormData | None = None,
    refused: Refused | None = None,
    look: dict[str, Any] | None = None,
) -> Response:
    """What holds, what is set, and forms to set more."""
    desk, house = desk_of(request), house_of(request)
    today = slots.local_day(desk.now(), house.zone)
    monday = today - timedelta(days=today.weekday())
    week = [monday + timedelta(days=number) for number in range(7)]
    usual = list(desk.days.openings.week(today).values())
    kind = (text_of(form, "kind") if form else request.query_params.get("kind", "")) or "days"
    return staff_page(
        request,
        "staff_hours.html",
        status_of(refused) if refused else 200,
        week=week,
        usual=usual,
        set_hours=doorkeeper_of(request).hours(),
        kind=kind,
        typed=_typed(form, usual),
        first=today,
        spans=range(SPANS),
        look=look,
        seen=digest_of(form) if form else "",
        text=words_of(request).refusal(refused) if refused else "",
        done=request.query_params.get("done", ""),
    )


def set_hours(request: Request, form: FormData) -> Response:
    """First a look at what would be, then it counts."""
    try:
        wanted = _special(request, form)
        if not agreed(form):
            return hours(request, form, look=_look(request, wanted))
        doorkeeper_of(request).set_hours(wanted)
    except Refused as refused:
        return hours(request, form, refused)
    return see(f"{home(request)}hours?done=set")


def drop(request: Request, form: FormData) -> Response:
    """Back to what was before."""
    doorkeeper_of(request).drop_hours(number_of(form, "hours"))
    return see(f"{home(request)}hours?done=dropped")


def _look(request: Request, wanted: Special) -> dict[str, Any]:
    """The first days as they would be, and what is booked outside them."""
    openings, outside = doorkeeper_of(request).rehearse(wanted)
    last = min(
        wanted.last or wanted.first + timedelta(days=SHOWN_DAYS - 1), wanted.first + timedelta(days=SHOWN_DAYS - 1)
    )
    days = [(day, _opening(openings, wanted.room, day)) for day in slots.days(wanted.first, last)]
    return {"days": days, "outside": outside[:SHOWN_BOOKINGS], "more": max(len(outside) - SHOWN_BOOKINGS, 0)}


def _opening(openings: Openings, room: str | None, day: Any) -> Any:
    chosen = openings.house.room(room) if room else None
    return openings.of(chosen, day) if chosen else openings.of_house(day)


def _special(request: Request, form: FormData) -> Special:
    first, last = day_of(text_of(form, "first")), day_of(text_of(form, "last"))
    if first is None:
        raise Refused("day")
    room, reason = text_of(form, "room") or None, text_of(form, "reason")
    if text_of(form, "kind") == "week":
        spans = tuple(_spans(request, form, key, number) for number, key in enumerate(WEEKDAYS))
        return Special(0, room, first, None, spans, "")
    open_ = _spans(request, form, "day", None) if text_of(form, "open") != "closed" else ()
    return Special(0, room, first, last or first, (open_,), reason)


def _spans(request: Request, form: FormData, key: str, weekday: int | None) -> Spans:
    """The hours of a day as typed; none if all fields are empty."""
    typed = [(text_of(form, f"{key}-from-{one}"), text_of(form, f"{key}-until-{one}")) for one in range(SPANS)]
    try:
        spans: Spans = read_hours(
            " ".join(f"{begin}-{'24:00' if end == '00:00' else end}" for begin, end in typed if begin or end)
        )
    except ValueError as error:
        what = "" if weekday is None else words_of(request).weekday(_MONDAY + timedelta(days=weekday))
        raise Refused("hours_typed", what=what or words_of(request).t("Times")) from error
    return spans


_MONDAY = slots.utc(4 * slots.DAY).date()  # 5 January 1970


def _typed(form: FormData | None, usual: list[Spans]) -> dict[str, str]:
    """What stands in the fields: as typed, at first as it is."""
    keys = [f"{key}-{which}-{one}" for key in ("day", *WEEKDAYS) for which in ("from", "until") for one in range(SPANS)]
    if form:
        return {key: text_of(form, key) for key in ("room", "first", "last", "reason", "open", *keys)}
    typed = dict.fromkeys(("room", "first", "last", "reason", "open", *keys), "")
    for key, spans in zip(WEEKDAYS, usual, strict=True):
        for number, (begin, end) in enumerate(spans[:SPANS]):
            typed |= {f"{key}-from-{number}": _field(begin), f"{key}-until-{number}": _field(end)}
    return typed


def _field(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
