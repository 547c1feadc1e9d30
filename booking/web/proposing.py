# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ideas and questions: one sentence, the board of what has become of others, and a page to come back to."""

from uuid import uuid4

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking.api.limits import BOOKINGS, GUESSES
from booking.api.problems import status_of
from booking.config import House
from booking.ideas import LONGEST, Ideas, Kind, Wish
from booking.participation import new_page
from booking.refusal import NotFound, Refused
from booking.texts import IDEA_STATES, TOPICS
from booking.web.site import desk_of, house_of, render, see, text_of, words_of
from booking.web.typed import request_id

_TYPED = ("kind", "text", "topic", "mail")


def ideas(request: Request, form: FormData | None = None, refused: Refused | None = None) -> Response:
    """The board, and a form for one more."""
    typed = {key: text_of(form, key) if form else request.query_params.get(key, "") for key in _TYPED}
    return render(
        request,
        "ideas.html",
        status_of(refused) if refused else 200,
        board=Ideas(desk_of(request)).board(),
        typed=typed,
        text=words_of(request).refusal(refused) if refused else "",
        request_id=str(uuid4()),
        longest=LONGEST,
        topics=TOPICS,
        states=IDEA_STATES,
        platform=platform(house_of(request), ""),
    )


def tell(request: Request, form: FormData) -> Response:
    """Take it in; what was typed is never lost."""
    keeper = Ideas(desk_of(request))
    try:
        request.app.state.limits.check_request(BOOKINGS, request)
        kind: Kind = "question" if text_of(form, "kind") == "question" else "idea"
        mail = text_of(form, "mail") if house_of(request).service.smtp else ""
        if mail:
            request.app.state.limits.check_mail(mail)
        text, topic = text_of(form, "text"), text_of(form, "topic")
        told = keeper.tell(Wish(request_id(form), kind, text, topic, words_of(request).language, mail))
    except Refused as refused:
        return ideas(request, form, refused)
    return see(f"/{words_of(request).language}/i/{keeper.link_token(told)}?new=1")


def own(request: Request, typed: str = "", refused: Refused | None = None) -> Response:
    """What has become of it, for whoever has told it."""
    token = request.path_params["token"]
    try:
        one = Ideas(desk_of(request)).of_link(token)
    except NotFound:
        request.app.state.limits.check_request(GUESSES, request)
        raise
    return render(
        request,
        "idea.html",
        status_of(refused) if refused else 200,
        one=one,
        new="new" in request.query_params,
        link=f"{request.app.state.public_url}/{words_of(request).language}/i/{token}",
        token=token,
        states=IDEA_STATES,
        platform=platform(house_of(request), one.text),
        text=words_of(request).refusal(refused) if refused else "",
        typed=typed,
    )


def leave_address(request: Request, form: FormData) -> Response:
    """Its author wants to be told what becomes of it: at a display nobody types an address."""
    token, mail = request.path_params["token"], text_of(form, "mail")
    try:
        if house_of(request).service.smtp is None:
            raise Refused("no_mail")
        request.app.state.limits.check_mail(mail)
        Ideas(desk_of(request)).leave_address(token, mail)
    except Refused as refused:
        if isinstance(refused, NotFound):
            raise
        return own(request, mail, refused)
    return see(f"/{words_of(request).language}/i/{token}?new=1")


def platform(house: House, text: str) -> str:
    """Where an idea goes on; empty if the house names no platform."""
    known = house.participation
    return new_page(known.url, known.prefix, known.preload, text) if known else ""
