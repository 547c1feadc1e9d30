# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars over HTTP: they end in .ics, need no cookie or header, and answer 304 without reading the feed."""

from email.utils import formatdate
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import PlainTextResponse, Response, StreamingResponse

from booking.api.conditional import matches
from booking.feeds import Feeds, Kind, Version

router = APIRouter(prefix="/feeds", include_in_schema=False)

MEDIA_TYPE = "text/calendar; charset=utf-8"
FeedName = Annotated[str, Path(max_length=40)]


@router.api_route("/{feed}.ics", methods=["GET", "HEAD"])
def busy(request: Request, feed: FeedName) -> Response:
    """What is taken; names only of groups that agreed."""
    return _feed(request, feed, "busy")


@router.api_route("/private/{token}/{feed}.ics", methods=["GET", "HEAD"])
def named(request: Request, token: str, feed: FeedName) -> Response:
    """Who comes, for staff. A wrong or revoked token looks like a feed that is not there."""
    if request.app.state.desk.tokens.holder("feed", token) is None:
        return _nothing()
    return _feed(request, feed, "named")


def _feed(request: Request, feed: str, kind: Kind) -> Response:
    feeds: Feeds = request.app.state.feeds
    house = request.app.state.desk.house
    if feed != "house" and house.room(feed) is None:
        return _nothing()
    room = None if feed == "house" else feed
    version = feeds.version(room, kind)
    headers = _headers(version, kind)
    if matches(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if request.method == "HEAD":
        return Response(headers=headers, media_type=MEDIA_TYPE)
    return StreamingResponse(feeds.write(room, kind), headers=headers, media_type=MEDIA_TYPE)


def _headers(version: Version, kind: Kind) -> dict[str, str]:
    return {
        "ETag": f'"{version.tag}"',
        "Last-Modified": formatdate(version.changed, usegmt=True),
        "Cache-Control": "private, no-cache" if kind == "named" else "no-cache",
    }


def _nothing() -> Response:
    return PlainTextResponse("404", 404)
