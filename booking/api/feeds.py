# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars over HTTP: they end in .ics, need no cookie or header, and answer 304 without reading the feed."""

from email.utils import formatdate

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from booking.api.conditional import matches
from booking.feeds import Feeds, Kind, Version

router = APIRouter()

MEDIA_TYPE = "text/calendar; charset=utf-8"


@router.route("/feeds/{feed}.ics", methods=["GET", "HEAD"], include_in_schema=False)
async def busy(request: Request) -> Response:
    """What is taken; names only of groups that agreed."""
    return await _feed(request, "busy")


@router.route("/feeds/private/{token}/{feed}.ics", methods=["GET", "HEAD"], include_in_schema=False)
async def named(request: Request) -> Response:
    """Who comes, for staff. A wrong or revoked token looks like a feed that is not there."""
    tokens = request.app.state.desk.tokens
    holder = await run_in_threadpool(tokens.holder, "feed", request.path_params["token"])
    if holder is None:
        return nothing()
    await run_in_threadpool(tokens.mark_used, "feed", holder)
    return await _feed(request, "named")


async def _feed(request: Request, kind: Kind) -> Response:
    feeds: Feeds = request.app.state.feeds
    house, feed = request.app.state.desk.house, request.path_params["feed"]
    if feed != "house" and house.room(feed) is None:
        return nothing()
    room = None if feed == "house" else feed
    version = await run_in_threadpool(feeds.version, room, kind)
    headers = headers_of(version, kind)
    if matches(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if request.method == "HEAD":
        return Response(headers=headers, media_type=MEDIA_TYPE)
    if (kept := feeds.kept(room, kind, version)) is not None:
        return Response(kept, headers=headers, media_type=MEDIA_TYPE)
    return StreamingResponse(feeds.write(room, kind, version), headers=headers, media_type=MEDIA_TYPE)


def headers_of(version: Version, kind: Kind) -> dict[str, str]:
    """What a reader needs to ask again only for news."""
    return {
        "ETag": f'"{version.tag}"',
        "Last-Modified": formatdate(version.changed, usegmt=True),
        "Cache-Control": "private, no-cache" if kind == "named" else "no-cache",
    }


def nothing() -> Response:
    """There is no such calendar."""
    return PlainTextResponse("404", 404)
