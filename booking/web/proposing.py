# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ideas and questions: one sentence, the board of what has become of others, and a page to come back to."""

from urllib.parse import urlencode
from uuid import uuid4

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking.api.limits import BOOKINGS, GUESSES
from booking.api.problems import status_of
from booking.config import House
from booking.ideas import LONGEST, Idea, Ideas, Kind, Wish
from booking.refusal import NotFound, Refused
from booking.texts import IDEA_STATES, TOPICS
from booking.web.site import desk_of, house_of, render, see, text_of, words_of
from booking.web.typed import request_id

TITLE_WORDS = 8  # of an idea, in the title of a page on the participation platform
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


def own(request: Request) -> Response:
    """What has become of it, for whoever has told it."""
    token = request.path_params["token"]
    try:
        one = Ideas(desk_of(request)).of_link(token)
    except NotFound:
        request.app.state.limits.check_request(GUESSES, request)
        raise
    link = f"{request.app.state.public_url}/{words_of(request).language}/i/{token}"
    return render(
        request,
        "idea.html",
        one=one,
        new="new" in request.query_params,
        link=link,
        states=IDEA_STATES,
        platform=platform(house_of(request), title(one)),
    )


def title(one: Idea) -> str:
    """The first words of an idea."""
    return " ".join(one.text.split()[:TITLE_WORDS]).rstrip(".,;:!?")


def platform(house: House, text: str) -> str:
    """The address of a new page on the participation platform, titled; empty if the house names none."""
    if house.participation is None:
        return ""
    said = {"title": house.participation.prefix + text, "action": "edit"} if text else {}
    return house.participation.url + ("?" + urlencode(said) if said else "")
