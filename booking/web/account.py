# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One's own access: another password, and where one is signed in."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import passwords
from booking.api.limits import GUESSES, asker
from booking.api.problems import status_of, tell
from booking.people import Browser
from booking.refusal import Refused
from booking.web.site import see, text_of, words_of
from booking.web.staffed import DEVICE, SITTING, let_in, people_of, person_of, staff_page


def page(request: Request, refused: Refused | None = None, form: str = "") -> Response:
    """Both forms; a refusal stands at the one that was sent."""
    return staff_page(
        request,
        "staff_account.html",
        status_of(refused) if refused else 200,
        sittings=people_of(request).sittings(person_of(request), request.cookies[SITTING]),
        text=words_of(request).refusal(refused) if refused else "",
        reason=refused.reason if refused else "",
        form=form,
        done=request.query_params.get("done", ""),
        shortest=passwords.SHORTEST,
        longest=passwords.LONGEST,
    )


def change(request: Request, sent: FormData) -> Response:
    """Another password from now on, and nobody signed in elsewhere."""
    try:
        with request.app.state.limits.guarded(GUESSES, asker(request)):
            signed = people_of(request).change_password(
                person_of(request),
                _browser(request),
                text_of(sent, "password"),
                text_of(sent, "fresh"),
                text_of(sent, "code"),
            )
    except Refused as refused:
        tell(request, refused)
        return page(request, refused, "password")
    return let_in(_done(request, "password"), signed)


def end_sittings(request: Request, sent: FormData) -> Response:
    """Sign out in one other browser, or in all others."""
    try:
        with request.app.state.limits.guarded(GUESSES, asker(request)):
            signed = people_of(request).end_sittings(
                person_of(request), _browser(request), text_of(sent, "password"), text_of(sent, "sitting")
            )
    except Refused as refused:
        tell(request, refused)
        return page(request, refused, "sittings")
    return let_in(_done(request, "sittings"), signed)


def _browser(request: Request) -> Browser:
    return Browser(request.cookies[SITTING], request.cookies.get(DEVICE, ""), asker(request))


def _done(request: Request, what: str) -> Response:
    return see(f"/{words_of(request).language}/staff/account?done={what}")
