# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the routes ask of a request: the desk, who knocks, and in which language."""

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from booking.api.schemas import Problem
from booking.api.screens import Screens
from booking.desk import Desk
from booking.refusal import NotFound, Refused

_screen_bearer = HTTPBearer(scheme_name="screen", description="A screen's token.", auto_error=False)
_link_bearer = HTTPBearer(scheme_name="link", description="The token of a booking's private link.", auto_error=False)

Credentials = HTTPAuthorizationCredentials | None


def problem(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For the OpenAPI document: these statuses answer with a problem."""
    schema = Problem.model_json_schema()
    # Whole, not by name: FastAPI puts only models of answers without a media type of their own among the components.
    parts = schema.pop("$defs")
    schema["properties"]["next"]["items"] = parts["SpanOut"]
    schema["properties"]["dates"]["items"] = parts["ClashOut"]
    content = {"application/problem+json": {"schema": schema}}
    return {status: {"description": "The house says no.", "content": content} for status in statuses}


async def the_desk(request: Request) -> Desk:
    """The desk that this service serves."""
    desk: Desk = request.app.state.desk
    return desk


async def any_screen(request: Request, presented: Annotated[Credentials, Depends(_screen_bearer)]) -> str | None:
    """The name of the screen that asks, or None."""
    if presented is None:
        return None
    screens: Screens = request.app.state.screens
    return await screens.name(presented.credentials)


async def screen(name: Annotated[str | None, Depends(any_screen)]) -> str:
    """The name of the screen that asks; others are refused."""
    if name is None:
        raise Refused("screen")
    return name


async def link(presented: Annotated[Credentials, Depends(_link_bearer)]) -> str:
    """The token of a private link; without one, nothing is there."""
    if presented is None:
        raise NotFound
    return presented.credentials


async def any_link(presented: Annotated[Credentials, Depends(_link_bearer)]) -> str | None:
    """The token of a private link, if one is presented."""
    return presented.credentials if presented else None


async def once(request: Request) -> None:
    """Refuse a query that says something twice: whoever reads the last and whoever reads the first would disagree."""
    query = request.query_params
    if len(query.multi_items()) > len(query):
        raise Refused("invalid", faults=["query: each name once"])


TheDesk = Annotated[Desk, Depends(the_desk)]
AnyScreen = Annotated[str | None, Depends(any_screen)]
Screen = Annotated[str, Depends(screen)]
Link = Annotated[str, Depends(link)]
AnyLink = Annotated[str | None, Depends(any_link)]
