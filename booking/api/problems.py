# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the house says no over HTTP: problem details (RFC 9457) in the asked language."""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, Route

from booking.api.conditional import safe_headers
from booking.api.schemas import ClashOut, Problem, SpanOut
from booking.api.views import clash_out
from booking.refusal import NotFound, Refused
from booking.texts import choose, texts

_CONFLICTS = {
    *(
        "taken",
        "extra_taken",
        "closed_already",
        "is_free",
        "occupied",
        "series_clashes",
        "quota",
        "shared_quota",
        "booked_up",
        "too_many_waiting",
    ),
    *(
        "done",
        "expired",
        "no_more_time",
        "request_reused",
        "early",
        "not_here",
        "another_day",
        "released",
        "not_confirmed",
        "not_begun",
    ),
}
_STATUS = {
    "screen": 401,
    "onsite": 403,
    "foreign": 403,
    "not_yours": 403,
    "elsewhere": 403,
    "too_many": 429,
    "too_many_unproven": 429,
    "slow_down": 429,
}
_LATER = {"later", "unavailable", "clock"}
_TOLD = {"sign_in", "proof", "own_password", "slow_down", "screen", "foreign", "not_yours", "elsewhere"}


def status_of(refused: Refused) -> int:
    """The HTTP status of a refusal."""
    if isinstance(refused, NotFound) or refused.reason == "unknown_room":
        return 404
    if refused.reason in _CONFLICTS:
        return 409
    return 503 if refused.reason in _LATER else _STATUS.get(refused.reason, 422)


def tell(request: Request, refused: Refused) -> None:
    """Write down that somebody tried what they may not. Networks, and what strangers typed, are not written down."""
    if refused.reason in _TOLD:
        person = getattr(request.state, "person", None)
        name = person.name if person else refused.details.get("person", "")
        request.app.state.log.warning("refused: %s", f"{refused.reason} {name}".strip())


def answer(request: Request, refused: Refused) -> JSONResponse:
    """The problem document of a refusal."""
    tell(request, refused)
    language = choose(request.headers.get("accept-language"), request.app.state.desk.house.languages)
    choices = refused.details.get("choices", ())
    problem = Problem(
        title=HTTPStatus(status_of(refused)).phrase,
        status=status_of(refused),
        detail=texts(language, "house", "staff").refusal(refused),
        reason=refused.reason,
        next=[SpanOut(room=span.room, begin=span.begin, end=span.end) for span in refused.next_free],
        choices=[choice for choice in choices if isinstance(choice, datetime)] if isinstance(choices, list) else [],
        faults=list(map(str, refused.details.get("faults", ()))),  # type: ignore[call-overload]
        dates=_clashes(refused, language),
    )
    headers = {"Content-Language": language, "Cache-Control": "no-store"}
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if problem.status in (429, 503):
        headers["Retry-After"] = str(refused.details.get("seconds", 5))
    return JSONResponse(problem.model_dump(mode="json"), problem.status, headers, "application/problem+json")


def _clashes(refused: Refused, language: str) -> list[ClashOut]:
    """The dates of a series that are not possible."""
    dates = refused.details.get("dates", ())
    planned = dates if isinstance(dates, list) else []
    return [clash_out(one, one.refused, language) for one in planned]


def _allowed(request: Request, routes: Sequence[BaseRoute]) -> dict[str, str]:
    """Every method of an address: each has a route of its own, and the first one only knows its own."""
    fitting = [route for route in routes if route.matches(request.scope)[0] is not Match.NONE]
    methods = {method for route in fitting if isinstance(route, Route) for method in route.methods or ()}
    return {"Allow": ", ".join(sorted(methods))} if methods else {}


def add_handlers(app: FastAPI, routes: Sequence[BaseRoute]) -> None:
    """Catch refusals, and what a client got wrong, at the edge of the JSON API."""

    async def refused(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, Refused)  # noqa: S101 - registered for this class only
        return answer(request, error)

    async def invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
        faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        return answer(request, Refused("invalid", faults=faults))

    async def unavailable(request: Request, error: Exception) -> JSONResponse:
        request.app.state.log.error("database: %s", error)
        return answer(request, Refused("unavailable"))

    async def plain(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
        if error.status_code == 400:  # a body that is no JSON at all: refused like any other that is not understood
            return answer(request, Refused("invalid", faults=["body: not readable"]))
        title = HTTPStatus(error.status_code).phrase
        problem = Problem(title=title, status=error.status_code, detail=title, reason="http")
        headers = {**(error.headers or {}), **(_allowed(request, routes) if error.status_code == 405 else {})}
        return JSONResponse(problem.model_dump(mode="json"), problem.status, headers, "application/problem+json")

    async def broken(request: Request, error: Exception) -> PlainTextResponse:
        """A bug: the log has all of it, whoever asked gets nothing of it."""
        return PlainTextResponse(HTTPStatus(500).phrase, 500, safe_headers(request.scope))

    app.add_exception_handler(Exception, broken)
    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(DBAPIError, unavailable)
    app.add_exception_handler(HTTPException, plain)
