# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tell me if it becomes free: the way onto the waitlist, and off it again."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking.api.limits import BOOKINGS, GUESSES
from booking.api.problems import status_of
from booking.refusal import NotFound, Refused
from booking.rules import Wish
from booking.web.looking import room_in
from booking.web.site import desk_of, render, text_of, words_of
from booking.web.typed import instant


def form(request: Request) -> Response:
    """Where to write when it is free."""
    return _form(request, request.query_params.get("begin", ""), request.query_params.get("end", ""))


def wait(request: Request, sent: FormData) -> Response:
    """Onto the list."""
    begin, end, mail = (text_of(sent, key) for key in ("begin", "end", "mail"))
    try:
        request.app.state.limits.check_request(BOOKINGS, request)
        request.app.state.limits.check_mail(mail)
        first, last = instant(request, begin), instant(request, end)
        place = desk_of(request).wait(Wish("", room_in(request).id, first, last, words_of(request).language), mail)
    except Refused as refused:
        return _form(request, begin, end, mail, refused)
    return _form(request, begin, end, mail, done=True, place=place)


def _form(
    request: Request,
    begin: str,
    end: str,
    mail: str = "",
    refused: Refused | None = None,
    done: bool = False,
    place: str | None = None,
) -> Response:
    return render(
        request,
        "wait.html",
        status_of(refused) if refused else 200,
        room=room_in(request),
        begin=instant(request, begin),
        end=instant(request, end),
        typed=mail,
        text=words_of(request).refusal(refused) if refused else "",
        done=done,
        place=place,
    )


def leave_form(request: Request) -> Response:
    """No longer? Looking changes nothing."""
    return render(request, "wait_leave.html", left=False)


def leave(request: Request, _: FormData) -> Response:
    """Off the list."""
    try:
        desk_of(request).wait_no_longer(request.path_params["place"])
    except NotFound:
        request.app.state.limits.check_request(GUESSES, request)
        raise
    return render(request, "wait_leave.html", left=True)
