# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms that make a booking: a free time chosen here, or one that a display holds already."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import rules, slots
from booking.api.limits import BOOKINGS, GUESSES
from booking.api.problems import status_of
from booking.bookings import Booking
from booking.config import Bookable, Resource
from booking.desk import Desk
from booking.model import HELD, LAPSED
from booking.refusal import NotFound, Refused
from booking.rules import Wish
from booking.web import rows
from booking.web.looking import room_in
from booking.web.repeating import agree, last_series_day, made_page, repeat_of
from booking.web.site import desk_of, house_of, onsite_of, render, see, text_of, words_of
from booking.web.typed import extras_of, group_of, instant, request_id


def fresh(request: Request) -> Response:
    """A free time: how long, who, and how the house can be sure."""
    return _fresh_form(request, room_in(request), instant(request, request.query_params.get("begin", "")))


def book_fresh(request: Request, form: FormData) -> Response:
    """Book a free time; whoever has no on-site code confirms by mail."""
    room, begin = room_in(request), instant(request, text_of(form, "begin"))
    try:
        request.app.state.limits.check_request(BOOKINGS, request)
        end = instant(request, text_of(form, "end"))
        wish = Wish(request_id(form), room.id, begin, end, words_of(request).language, extras_of(form))
        group = rules.check_group(group_of(form))
        if wanted := repeat_of(form):
            return agree(request, wish, wanted, group, form)
        if group.mail and not onsite_of(request):
            request.app.state.limits.check_unproven(request, group.mail)
        return made_page(request, desk_of(request).book(wish, group, onsite=onsite_of(request) or None))
    except Refused as refused:
        return _fresh_form(request, room, begin, form, refused)


def _fresh_form(
    request: Request, room: Bookable, begin: datetime, form: FormData | None = None, refused: Refused | None = None
) -> Response:
    desk = desk_of(request)
    _, (day,) = desk.days.look([room], *[slots.local_day(begin, desk.house.zone)] * 2)
    ends = rows.ends(day, room, begin)
    if not ends and refused is None:
        refused = Refused("taken", next_free=desk.instead.next_free(room.id, begin, _shortest(room)))
    quarters = [begin + offset * slots.SLOT for offset in (-1, 1)]
    return _form(
        request,
        "book.html",
        form,
        refused,
        room=room,
        begin=begin,
        ends=ends,
        quarters=[moment for moment in quarters if rows.longest(day, room, slots.slot_of(moment))],
        open_to_all=bool(onsite_of(request)) or house_of(request).service.smtp is not None,
        extras=_extras(request, room),
        last=last_series_day(request, room.id, begin),
    )


def _extras(request: Request, room: Bookable) -> list[Resource]:
    """What may come along with a room."""
    if isinstance(room, Resource):
        return []
    return [each for each in house_of(request).resources if each.with_rooms and each.bookable]


def _shortest(room: Bookable) -> Any:
    return room.shortest // 15 * slots.SLOT


def held(request: Request) -> Response:
    """The time that a display holds, on the phone that scanned its code."""
    token = request.path_params["hold"]
    desk = desk_of(request)
    found = _guarded(request, desk, token)
    if found.status not in (HELD, LAPSED):
        return render(request, "held_done.html", found=found)
    return _held_form(request, desk.scan(token))


def book_held(request: Request, form: FormData) -> Response:
    """Book the held time."""
    token = request.path_params["hold"]
    found = _guarded(request, desk_of(request), token)
    try:
        language = words_of(request).language
        group = rules.check_group(group_of(form))
        if wanted := repeat_of(form):
            wish = Wish(request_id(form), found.room, found.begin, found.end, language, extras_of(form))
            return agree(request, wish, wanted, group, form, token)
        return made_page(request, desk_of(request).book_held(token, request_id(form), group, language, extras_of(form)))
    except Refused as refused:
        return _held_form(request, found, form, refused)


def more_time(request: Request, form: FormData) -> Response:
    """Keep the held time longer."""
    token = request.path_params["hold"]
    _guarded(request, desk_of(request), token)
    desk_of(request).more_time(token, request_id(form))
    return see(f"/{words_of(request).language}/h/{token}")


def release(request: Request, _: FormData) -> Response:
    """The visitor does not want the held time after all."""
    token = request.path_params["hold"]
    _guarded(request, desk_of(request), token)
    found = desk_of(request).release(token)
    day = slots.local_day(found.begin, house_of(request).zone)
    return see(f"/{words_of(request).language}/rooms/{found.room}/{day}")


def _guarded(request: Request, desk: Desk, token: str) -> Booking:
    """The hold behind a token; guessing is limited."""
    try:
        return desk.held(token)
    except NotFound:
        request.app.state.limits.check_request(GUESSES, request)
        raise


def _held_form(
    request: Request, found: Booking, form: FormData | None = None, refused: Refused | None = None
) -> Response:
    desk = desk_of(request)
    gone = found.status == LAPSED or (found.expires is not None and found.expires <= desk.now())
    if gone and refused is None:
        refused = Refused("expired", next_free=desk.instead.next_free(found.room, found.begin, found.end - found.begin))
    room = desk.house.room(found.room)
    return _form(
        request,
        "held.html",
        form,
        refused,
        found=found,
        room=room,
        gone=gone,
        token=request.path_params["hold"],
        extras=_extras(request, room) if room else [],
        last=last_series_day(request, found.room, found.begin),
    )


def _form(request: Request, template: str, form: FormData | None, refused: Refused | None, **values: Any) -> Response:
    """A form as it was left, with what is wrong above it: nothing typed is lost."""
    typed: dict[str, Any] = {
        key: text_of(form, key) if form else ""
        for key in ("name", "show_name", "mail", "end", "people", "every", "until", "count")
    }
    typed["extras"] = extras_of(form) if form else getattr(values.get("found"), "extras", ())
    text = words_of(request).refusal(refused) if refused else ""
    status = status_of(refused) if refused else 200
    shown = {"typed": typed, "refused": refused, "text": text, "request_id": str(uuid4())}
    return render(request, template, status, **shown, **values)
