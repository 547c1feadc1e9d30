# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes out to the city by itself: how it goes, and what she does not take, which waits for somebody's word."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking.outbound import Outbound
from booking.refusal import NotFound
from booking.staff_texts import PURPOSES
from booking.web.site import desk_of, see, text_of, words_of
from booking.web.staffed import home, person_of, staff_page


def city(request: Request) -> Response:
    """Every way to the city that the config names."""
    outbound = _outbound(request)
    return staff_page(
        request,
        "staff_city.html",
        ways=outbound.channels(),
        aside=outbound.aside(),
        purposes=PURPOSES,
        why=lambda one: one.why.said(words_of(request)) if one.why else "",
        done=request.query_params.get("done", ""),
    )


def decide(request: Request, form: FormData) -> Response:
    """Send it once more, or let it be."""
    about = text_of(form, "about")
    if not about.isascii() or not about.isdigit() or len(about) > len(str(1 << 62)):
        raise NotFound
    again = "again" in form
    act = _outbound(request).again if again else _outbound(request).drop
    act(text_of(form, "channel"), int(about), text_of(form, "part"))
    return see(f"{home(request)}city?done={'again' if again else 'dropped'}")


def _outbound(request: Request) -> Outbound:
    return Outbound(desk_of(request), person_of(request).name)
