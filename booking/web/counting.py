# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was counted on a day, hour by hour, and how staff put it right."""

from datetime import date, datetime, time, timedelta
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import agenda, slots
from booking.api.problems import status_of
from booking.refusal import NotFound, Refused
from booking.staff_texts import PURPOSES
from booking.visits import MOST_CORRECTED, REASON_LONGEST, Visit, Visits
from booking.web.site import desk_of, house_of, see, text_of, words_of
from booking.web.staffed import home, person_of, staff_page
from booking.web.typed import day_of, instant


def visits(request: Request, form: FormData | None = None, refused: Refused | None = None) -> Response:
    """The counts of a day, with a form for each, and one for what was forgotten."""
    today = slots.local_day(desk_of(request).now(), house_of(request).zone)
    day = min(day_of(text_of(form, "day") if form else request.query_params.get("day", "")) or today, today)
    begin, end = _hours(request, day), _hours(request, day + timedelta(days=1))
    offers = desk_of(request).offers.shelf().by_id
    return staff_page(
        request,
        "staff_visits.html",
        status_of(refused) if refused else 200,
        day=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1) if day < today else None,
        counts=_visits(request).between(begin, end),
        purposes=PURPOSES,
        offer=lambda key: agenda.in_language(offers[key].title, words_of(request).language) if key in offers else "",
        most=MOST_CORRECTED,
        longest=REASON_LONGEST,
        typed={key: text_of(form, key) for key in ("hour", "purpose", "offer", "people", "reason")} if form else {},
        text=words_of(request).refusal(refused) if refused else "",
        done=request.query_params.get("done", ""),
    )


def correct(request: Request, form: FormData) -> Response:
    """Set how many came in an hour."""
    try:
        day = day_of(text_of(form, "day"))
        if day is None:
            raise Refused("day")
        _visits(request).correct(_seen(request, form, day), _people(form, "people"), text_of(form, "reason"))
    except NotFound:
        raise
    except Refused as refused:
        return visits(request, form, refused)
    return see(f"{home(request)}visits?day={day}&done=corrected")


def _seen(request: Request, form: FormData, day: date) -> Visit:
    """The count that the form was about; one that was forgotten is of that hour of the day, and was none."""
    purpose: Any = text_of(form, "purpose")
    if purpose not in PURPOSES:
        raise Refused("invalid")
    if at := text_of(form, "at"):
        hour = instant(request, f"{day}T{at}")
        hour -= timedelta(seconds=hour.timestamp() % 3600)
        known = {(one.hour, one.purpose, one.offer): one for one in _visits(request).between(hour, hour + _HOUR)}
        return known.get((hour, purpose, ""), Visit(hour, purpose, "", 0))
    return Visit(instant(request, text_of(form, "hour")), purpose, text_of(form, "offer"), _people(form, "was"))


_HOUR = timedelta(hours=1)


def _people(form: FormData, key: str) -> int:
    text = text_of(form, key).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        raise Refused("people")
    return int(text)


def _hours(request: Request, day: date) -> datetime:
    return slots.to_utc(datetime.combine(day, time()), house_of(request).zone)


def _visits(request: Request) -> Visits:
    return Visits(desk_of(request), person_of(request).name)
