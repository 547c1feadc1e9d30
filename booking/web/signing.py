# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff come and go: sign in, join with an invitation, sign out."""

import re

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import passwords
from booking.api.limits import GUESSES, asker
from booking.api.problems import status_of, tell
from booking.refusal import Refused
from booking.web.qr import qr
from booking.web.site import house_of, render, see, text_of, words_of
from booking.web.staffed import DEVICE, SITTING, home, keeps_cookies, let_in, let_out, people_of

_OURS = re.compile(r"^/[a-z]{2}/staff/[\w/.-]*$")


def form(request: Request, refused: Refused | None = None, name: str = "", after: str = "") -> Response:
    """Name, password and the code of the moment."""
    return render(
        request,
        "staff_sign_in.html",
        status_of(refused) if refused else 200,
        text=words_of(request).refusal(refused) if refused else "",
        name=name,
        after=_ours(after or request.query_params.get("next", "")),
        possible=keeps_cookies(request),
    )


def sign_in(request: Request, sent: FormData) -> Response:
    """Let somebody in, or say that it does not fit."""
    name, after = text_of(sent, "name"), text_of(sent, "next")
    device = request.cookies.get(DEVICE, "")
    try:
        with request.app.state.limits.guarded(GUESSES, asker(request)):
            signed = people_of(request).sign_in(
                name, text_of(sent, "password"), text_of(sent, "code"), asker(request), device
            )
    except Refused as refused:
        tell(request, refused)
        return form(request, refused, name, after)
    if former := request.cookies.get(SITTING):
        people_of(request).sign_out(former)
    return let_in(see(_ours(after) or home(request)), signed)


def sign_out(request: Request, _: FormData) -> Response:
    """End it here, at once."""
    if token := request.cookies.get(SITTING):
        people_of(request).sign_out(token)
    return let_out(see(f"{home(request)}sign-in"))


def join_form(request: Request, refused: Refused | None = None) -> Response:
    """Somebody new: a password, and the app that makes their codes."""
    who = people_of(request).invited(request.path_params["invitation"])
    key = people_of(request).one_time(who)
    return render(
        request,
        "staff_join.html",
        status_of(refused) if refused else 200,
        text=words_of(request).refusal(refused) if refused else "",
        reason=refused.reason if refused else "",
        who=who,
        qr=qr(passwords.authenticator(key, who.name, house_of(request).name["de"])),
        spelled=passwords.spelled(key),
        shortest=passwords.SHORTEST,
        longest=passwords.LONGEST,
    )


def join(request: Request, sent: FormData) -> Response:
    """Now they are one of the house; their recovery codes are shown this once."""
    try:
        codes = people_of(request).join(
            request.path_params["invitation"], text_of(sent, "password"), text_of(sent, "code")
        )
    except Refused as refused:
        if refused.reason not in ("password_length", "password_weak", "one_time"):
            raise
        return join_form(request, refused)
    answer = render(request, "staff_joined.html", codes=[passwords.in_fours(code) for code in codes])
    answer.headers["cache-control"] = "no-store"
    return answer


def _ours(address: str) -> str:
    """A staff page of ours, or nothing: no link leads from here to a stranger."""
    return address if _OURS.match(address) else ""
