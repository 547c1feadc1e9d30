# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""We are here, on the phone: by the code, as the sign at the door asks for it, or on the booking's own page."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking.api.limits import GUESSES, asker
from booking.api.problems import status_of
from booking.attendance import Attendance, by_code
from booking.desk import by_link
from booking.refusal import NotFound, Refused
from booking.web.looking import room_in
from booking.web.qr import qr
from booking.web.site import desk_of, house_of, render, see, text_of, words_of
from booking.web.typed import instant


def form(request: Request) -> Response:
    """Which booking is it?"""
    return _form(request)


def _form(request: Request, typed: str = "", refused: Refused | None = None) -> Response:
    text = words_of(request).refusal(refused) if refused else ""
    if isinstance(refused, NotFound):
        text = words_of(request).t("There is no booking with this code. Please look again.")
    return render(request, "here.html", status_of(refused) if refused else 200, text=text, typed=typed)


def arrive(request: Request, sent: FormData) -> Response:
    """The code was typed."""
    code = "".join(text_of(sent, "code").upper().split())
    try:
        with request.app.state.limits.guarded(GUESSES, asker(request)):
            found = Attendance(desk_of(request)).arrive(by_code(code))
    except Refused as refused:
        return _form(request, code[:12], refused)
    return render(request, "here_done.html", found=found, room=house_of(request).room(found.room))


def act(request: Request, sent: FormData) -> Response:
    """Come, stay or go, from the booking's own page."""
    token = request.path_params["token"]
    attendance, which = Attendance(desk_of(request)), by_link(token)
    what = text_of(sent, "what")
    if what == "arrive":
        attendance.arrive(which)
    elif what == "leave":
        attendance.leave(which)
    elif what == "stay":
        attendance.extend(which, instant(request, text_of(sent, "end")))
    else:
        raise Refused("invalid")
    return see(f"/{words_of(request).language}/b/{token}")


def sign(request: Request) -> Response:
    """A sheet for the room's door, to be printed: scan it and say that you are here."""
    room = room_in(request)
    address = f"{request.app.state.public_url}/{words_of(request).language}/here"
    return render(request, "sign.html", room=room, qr=qr(address), address=address)
