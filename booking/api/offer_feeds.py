# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars of offers over HTTP: all of them, those of a topic, those of an actor."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from booking.agenda import ANY, Choice
from booking.api.conditional import matches
from booking.api.feeds import MEDIA_TYPE, headers_of, nothing
from booking.desk import Desk
from booking.offer_entries import OfferFeeds
from booking.texts import TOPICS, texts

router = APIRouter()


@router.route("/feeds/offers.ics", methods=["GET", "HEAD"], include_in_schema=False)
async def everything(request: Request) -> Response:
    """All dates of all offers."""
    return await _feed(request, ANY, "")


@router.route("/feeds/offers/topic/{topic}.ics", methods=["GET", "HEAD"], include_in_schema=False)
async def of_topic(request: Request) -> Response:
    """The dates of a topic."""
    topic = request.path_params["topic"]
    if topic not in TOPICS:
        return nothing()
    return await _feed(request, Choice(topic=topic), texts("de", "house").t(TOPICS[topic]))


@router.route("/feeds/offers/actor/{actor}.ics", methods=["GET", "HEAD"], include_in_schema=False)
async def of_actor(request: Request) -> Response:
    """The dates of an actor."""
    desk: Desk = request.app.state.desk
    shelf = await run_in_threadpool(desk.offers.shelf)
    actor = shelf.actors.get(request.path_params["actor"])
    return await _feed(request, Choice(actor=actor.key), actor.name) if actor else nothing()


async def _feed(request: Request, choice: Choice, name: str) -> Response:
    feeds: OfferFeeds = request.app.state.offer_feeds
    house = request.app.state.desk.house.name["de"]
    version = await run_in_threadpool(feeds.version, choice)
    headers = headers_of(version, "busy")
    if matches(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    text = await run_in_threadpool(feeds.text, choice, f"{name}, {house}" if name else house)
    return Response(b"" if request.method == "HEAD" else text, headers=headers, media_type=MEDIA_TYPE)
