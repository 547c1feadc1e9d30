# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages for series: every date before it is booked, and a series that is moved as a whole."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import uuid4

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import slots
from booking.api.problems import status_of
from booking.bookings import Booking
from booking.model import LIVE
from booking.refusal import NotFound, Refused
from booking.repeat import Every, Repeat
from booking.rules import Group, Wish
from booking.series import Planned, Series, SeriesChange, SeriesDesk
from booking.web.site import desk_of, house_of, onsite_of, render, see, text_of, words_of
from booking.web.typed import day_of, instant, request_id

EVERY: dict[str, Every] = {"week": "week", "fortnight": "fortnight", "month": "month"}


def repeat_of(form: FormData) -> Repeat | None:
    """How often it shall be repeated, or None for once."""
    every = EVERY.get(text_of(form, "every"))
    until, count = day_of(text_of(form, "until")), text_of(form, "count").strip()
    if every is None and (until or count):
        raise Refused("how_often")
    if every is None:
        return None
    if until and count:
        raise Refused("one_end")
    if until is None and count.isascii() and count.isdigit():
        return Repeat(every, count=int(count[:4]))
    return Repeat(every, until=until)


def agree(
    request: Request, wish: Wish, wanted: Repeat, group: Group, form: FormData, hold: str | None = None
) -> Response:
    """Every date of the series, to agree to or to leave out; then all of them are booked."""
    try:
        planned = SeriesDesk(desk_of(request)).plan(wish, wanted)
        if not text_of(form, "agreed"):
            return _show(request, wish, planned, form, hold)
        chosen = set(map(str, form.getlist("day")))
        skip = frozenset(one.day for one in planned if str(one.day) not in chosen)
        if group.mail and not (hold or onsite_of(request)):
            request.app.state.limits.check_unproven(request, group.mail, series=True)
        made = SeriesDesk(desk_of(request)).book(
            wish, wanted, group, skip=skip, hold=hold, onsite=onsite_of(request) or None
        )
    except Refused as refused:
        if refused.reason != "series_clashes":
            raise
        return _show(request, wish, SeriesDesk(desk_of(request)).plan(wish, wanted), form, hold, refused)
    return made_page(request, made[0])


def made_page(request: Request, made: Booking) -> Response:
    """To the booking's own page, or to the hint that a letter is on its way which makes it count."""
    if made.status == "unconfirmed":
        return render(request, "ask.html", made=made)
    return see(f"/{words_of(request).language}/b/{desk_of(request).link_token(made)}?new=1")


def _show(
    request: Request,
    wish: Wish,
    planned: Sequence[Planned],
    form: FormData,
    hold: str | None,
    refused: Refused | None = None,
) -> Response:
    desk = desk_of(request)
    held = desk.held(hold) if hold else None
    own = {held.begin} if held else set()
    return render(
        request,
        "series.html",
        status_of(refused) if refused else 200,
        room=house_of(request).room(wish.room),
        planned=[one if one.begin not in own else Planned(one.day, one.begin, one.end) for one in planned],
        wish=wish,
        fields=[(key, value) for key, value in form.multi_items() if key not in ("agreed", "day", "request_id")],
        request_id=str(uuid4()),
        text=words_of(request).refusal(refused) if refused else "",
        why=words_of(request).refusal,
    )


def move_form(request: Request) -> Response:
    """Another time for all dates, or for those from this one on."""
    found, series = _series(request)
    return _move_form(request, found, series)


def move(request: Request, form: FormData) -> Response:
    """Move them all, or none and say which dates are in the way."""
    found, series = _series(request)
    try:
        change = _change(request, form, found)
        SeriesDesk(desk_of(request)).change(request.path_params["token"], change)
    except Refused as refused:
        return _move_form(request, found, series, form, refused)
    return see(f"/{words_of(request).language}/b/{request.path_params['token']}")


def _change(request: Request, form: FormData, found: Booking) -> SeriesChange:
    day = text_of(form, "day")
    begin, end = (instant(request, f"{day}T{text_of(form, key)}") for key in ("from", "to"))
    skip = frozenset(left for text in form.getlist("skip") if (left := day_of(str(text))))
    scope = "all" if text_of(form, "scope") == "all" else "following"
    return SeriesChange(request_id(form), scope, begin, end, skip=skip)  # type: ignore[arg-type]


def _move_form(
    request: Request, found: Booking, series: Series, form: FormData | None = None, refused: Refused | None = None
) -> Response:
    zone = house_of(request).zone
    begin, end = found.begin.astimezone(zone), found.end.astimezone(zone)
    typed = {"day": f"{begin:%Y-%m-%d}", "from": f"{begin:%H:%M}", "to": f"{end:%H:%M}", "scope": "following"}
    if form:
        typed = {key: text_of(form, key) or value for key, value in typed.items()}
    return render(
        request,
        "series_move.html",
        status_of(refused) if refused else 200,
        found=found,
        room=house_of(request).room(found.room),
        series=series,
        typed=typed,
        request_id=str(uuid4()),
        token=request.path_params["token"],
        refused=refused,
        text=words_of(request).refusal(refused) if refused else "",
        why=words_of(request).refusal,
    )


def coming_dates(request: Request, series: Series) -> list[tuple[Booking, str]]:
    """The dates that are not over, each with the token of its own page."""
    desk, now = desk_of(request), desk_of(request).now()
    return [(one, desk.link_token(one)) for one in series.dates if one.status in LIVE and one.end > now]


def _series(request: Request) -> tuple[Booking, Series]:
    desk = desk_of(request)
    found = desk.linked(request.path_params["token"])
    series = SeriesDesk(desk).of(found)
    if series is None:
        raise NotFound
    return found, series


def last_series_day(request: Request, room_key: str, begin: datetime) -> date:
    """The last day that a series which begins then may have."""
    house = house_of(request)
    room = house.room(room_key)
    ahead = max(room.series_days, room.ahead_days) if room else 0
    today = slots.local_day(desk_of(request).now(), house.zone).toordinal()
    return date.fromordinal(max(today + ahead, slots.local_day(begin, house.zone).toordinal()))
