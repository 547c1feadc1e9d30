# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Forms that make a booking: a free time chosen here, or one that a display holds already."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import rules, slots
from booking.api.limits import BOOKINGS, GUESSES
from booking.api.problems import status_of
from booking.bookings import Booking
from booking.config import Bookable
from booking.desk import Desk
from booking.model import HELD, LAPSED, UNCONFIRMED
from booking.refusal import NotFound, Refused
from booking.rules import Group, Wish
from booking.web import rows
from booking.web.looking import room_in
from booking.web.site import desk_of, house_of, onsite_of, render, see, text_of, words_of


def fresh(request: Request) -> Response:
    """A free time: how long, who, and how the house can be sure."""
    return _fresh_form(request, room_in(request), instant(request, request.query_params.get("begin", "")))


def book_fresh(request: Request, form: FormData) -> Response:
    """Book a free time; whoever has no on-site code confirms by mail."""
    room, begin = room_in(request), instant(request, text_of(form, "begin"))
    try:
        request.app.state.limits.check_request(BOOKINGS, request)
        end = instant(request, text_of(form, "end"))
        wish = Wish(request_id(form), room.id, begin, end, words_of(request).language)
        group = group_of(form)
        if group.mail and not onsite_of(request):
            request.app.state.limits.check_mail(rules.check_mail(group.mail) or "")
        made = desk_of(request).book(wish, group, onsite=onsite_of(request) or None)
        return _made(request, made)
    except Refused as refused:
        return _fresh_form(request, room, begin, form, refused)


def _fresh_form(
    request: Request, room: Bookable, begin: datetime, form: FormData | None = None, refused: Refused | None = None
) -> Response:
    desk = desk_of(request)
    _, (day,) = desk.days.look([room], *[slots.local_day(begin, desk.house.zone)] * 2)
    ends = rows.ends(day, room, begin)
    if not ends and refused is None:
        refused = Refused("taken", next_free=desk.next_free(room.id, begin, _shortest(room)))
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
    )


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
        made = desk_of(request).book_held(token, request_id(form), group_of(form), language)
        return _made(request, made)
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
    return see(f"/{words_of(request).language}/rooms/{found.room}")


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
        refused = Refused("expired", next_free=desk.next_free(found.room, found.begin, found.end - found.begin))
    room = desk.house.room(found.room)
    return _form(
        request, "held.html", form, refused, found=found, room=room, gone=gone, token=request.path_params["hold"]
    )


def _form(request: Request, template: str, form: FormData | None, refused: Refused | None, **values: Any) -> Response:
    """A form as it was left, with what is wrong above it: nothing typed is lost."""
    typed = {
        "name": text_of(form, "name") if form else "",
        "show_name": bool(form and text_of(form, "show_name")),
        "mail": text_of(form, "mail") if form else "",
        "end": text_of(form, "end") if form else "",
    }
    text = words_of(request).refusal(refused) if refused else ""
    status = status_of(refused) if refused else 200
    shown = {"typed": typed, "refused": refused, "text": text, "request_id": str(uuid4())}
    return render(request, template, status, **shown, **values)


def _made(request: Request, made: Booking) -> Response:
    """To the booking's own page; a letter goes out behind it, unless the booking depends on it."""
    post = request.app.state.post
    answer = see(f"/{words_of(request).language}/b/{desk_of(request).link_token(made)}?new=1")
    if made.status == UNCONFIRMED:
        post.ask(made)
        return render(request, "ask.html", made=made)
    if made.mail:
        answer.background = BackgroundTask(post.booked, made)
    return answer


def group_of(form: FormData) -> Group:
    """Who comes, as typed."""
    return Group(text_of(form, "name"), bool(text_of(form, "show_name")), text_of(form, "mail") or None)


def request_id(form: FormData) -> str:
    """The form's own number, so that pressing twice books once."""
    text = text_of(form, "request_id")
    if len(text) != 36 or not text.replace("-", "").isalnum():
        raise Refused("invalid")
    return text


def instant(request: Request, text: str) -> datetime:
    """A time out of an address or a form: with its offset, or on the house's clock without one."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused("invalid") from error
    if not 2000 <= moment.year <= 2200:
        raise Refused("invalid")
    return slots.to_utc(moment, house_of(request).zone).astimezone(UTC)
