# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Private calendar links for staff: make one for each person and purpose, see whether it is used, end it."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking.api.problems import status_of
from booking.refusal import Refused
from booking.web.site import desk_of, house_of, see, text_of, words_of
from booking.web.staffed import office_of, staff_page


def links(request: Request, name: str = "", refused: Refused | None = None) -> Response:
    """The links that there are, and a form to make one."""
    return staff_page(
        request,
        "staff_links.html",
        status_of(refused) if refused else 200,
        links=desk_of(request).tokens.known("feed"),
        name=name,
        text=words_of(request).refusal(refused) if refused else "",
        ended="ended" in request.query_params,
    )


def make(request: Request, sent: FormData) -> Response:
    """A new link, shown this once, with the way into each calendar program."""
    name = text_of(sent, "name")
    try:
        token = office_of(request).make_feed(name)
    except Refused as refused:
        return links(request, name, refused)
    address: str = request.app.state.public_url
    house = house_of(request)
    feeds = {"house": house.name} | {one.id: one.name for one in house.everything if one.bookable}
    return staff_page(
        request,
        "staff_link.html",
        name=name,
        feeds=feeds,
        address=f"{address}/feeds/private/{token}",
        host=f"{address.partition('://')[2]}/feeds/private/{token}",
        reachable=address.startswith("https://"),
    )


def end(request: Request, sent: FormData) -> Response:
    """End a link: whoever subscribed to it sees nothing new any more."""
    office_of(request).revoke_feed(text_of(sent, "name"))
    return see(f"/{words_of(request).language}/staff/links?ended=1")
