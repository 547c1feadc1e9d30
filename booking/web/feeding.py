# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars that come in by themselves: how it goes with each, and a copy that waits for somebody's word."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking.inbound import Inbound
from booking.staff_texts import NOT_IMPORTED
from booking.web.site import desk_of, see, text_of, words_of
from booking.web.staffed import home, person_of, staff_page


def feeds(request: Request) -> Response:
    """Every feed of the config."""
    words = words_of(request)
    return staff_page(
        request,
        "staff_feeds.html",
        feeds=_inbound(request).feeds(),
        why=lambda one: one.why(words),
        left_out=NOT_IMPORTED,
        done=request.query_params.get("done", ""),
    )


def decide(request: Request, form: FormData) -> Response:
    """It is true that so much is gone; or it is not, and what was there stays."""
    feed = text_of(form, "feed")
    if "confirm" in form:
        _inbound(request).confirm(feed)
        return see(f"{home(request)}feeds?done=confirmed")
    _inbound(request).discard(feed)
    return see(f"{home(request)}feeds?done=discarded")


def _inbound(request: Request) -> Inbound:
    return Inbound(desk_of(request), person_of(request).name)
