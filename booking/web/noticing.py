# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Notices on displays and phones: looked at before they hang."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import slots
from booking.api.problems import status_of
from booking.doorkeeper import NOTICE_LONGEST
from booking.noticeboard import Notice
from booking.refusal import Refused
from booking.web.site import desk_of, house_of, see, text_of, words_of
from booking.web.staffed import doorkeeper_of, home, staff_page
from booking.web.typed import agreed, digest_of, number_of, span_of

TIMES = ("first", "from", "last", "until")


def notices(
    request: Request, form: FormData | None = None, refused: Refused | None = None, look: Notice | None = None
) -> Response:
    """What hangs now or later, and a form for more."""
    languages = [f"text-{language}" for language in house_of(request).languages]
    typed = {key: text_of(form, key) if form else "" for key in (*TIMES, *languages)}
    return staff_page(
        request,
        "staff_notices.html",
        status_of(refused) if refused else 200,
        standing=desk_of(request).board.all(),
        now=desk_of(request).now(),
        typed=typed,
        display=bool(text_of(form, "display")) if form else True,
        phone=bool(text_of(form, "phone")) if form else True,
        first=slots.local_day(desk_of(request).now(), house_of(request).zone),
        longest=NOTICE_LONGEST,
        look=look,
        seen=digest_of(form) if form else "",
        text=words_of(request).refusal(refused) if refused else "",
        done=request.query_params.get("done", ""),
    )


def announce(request: Request, form: FormData) -> Response:
    """First a look at it, then it hangs."""
    try:
        begin, end = span_of(request, {key: text_of(form, key) for key in TIMES})
        texts = {str(language): text_of(form, f"text-{language}") for language in house_of(request).languages}
        wanted = Notice(0, begin, end, bool(text_of(form, "display")), bool(text_of(form, "phone")), texts)
        wanted = doorkeeper_of(request).checked_notice(wanted)
        if not agreed(form):
            return notices(request, form, look=wanted)
        doorkeeper_of(request).announce(wanted)
    except Refused as refused:
        return notices(request, form, refused)
    return see(f"{home(request)}notices?done=hung")


def take_down(request: Request, form: FormData) -> Response:
    """Take it down at once."""
    doorkeeper_of(request).take_down(number_of(form, "notice"))
    return see(f"{home(request)}notices?done=down")
