# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The audit log, to be searched and checked."""

from starlette.requests import Request
from starlette.responses import Response

from booking.audit import A_PAGE
from booking.refusal import NotFound
from booking.texts import ACTS
from booking.web.site import desk_of, words_of
from booking.web.staffed import staff_page

LONGEST_SEARCH = 60


def log(request: Request) -> Response:
    """The newest entries that fit a search, a page of them; the whole log is checked when somebody asks."""
    words, check = words_of(request), "check" in request.query_params
    search = request.query_params.get("search", "")[:LONGEST_SEARCH]
    below = request.query_params.get("below", "")
    if below and not (below.isascii() and below.isdigit() and len(below) < 16):
        raise NotFound
    said = {act: words.t(text) for act, text in ACTS.items()}
    fitting = [act for act, text in said.items() if search.casefold() in text.casefold()] if search else []
    entries = desk_of(request).log.entries(search, fitting, int(below) if below else None)
    return staff_page(
        request,
        "staff_log.html",
        entries=entries,
        said=said,
        search=search,
        more=entries[-1].number if len(entries) == A_PAGE else None,
        broken=desk_of(request).log.broken() if check else None,
        checked=check,
    )
