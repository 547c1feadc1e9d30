# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The booking service over HTTP: JSON API, feeds, phone pages, and the housekeeping beside them."""

import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
from fastapi import FastAPI

from booking import floorplan
from booking.api import (
    attendance,
    bookings,
    feeds,
    holds,
    house,
    offer_feeds,
    offers,
    problems,
    series,
    visits,
    waitlist,
)
from booking.api.conditional import ConditionalGet
from booking.api.housekeeping import Housekeeping
from booking.api.limits import Limits
from booking.api.news import News
from booking.api.screens import Screens
from booking.desk import Desk
from booking.feeds import Feeds
from booking.offer_entries import OfferFeeds
from booking.post import Post
from booking.web import phone
from booking.web.networks import Networks

API_TEXT = """Rooms, holds and bookings of one house.

Times without an offset are the house's wall clock. Every write carries a `request_id` made by the client: repeated,
it is answered as before. Every GET can be made conditional with `If-None-Match`.
"""


def make_app(desk: Desk, public_url: str) -> FastAPI:
    """The service of one house; `public_url` has no slash at its end and is what QR codes and mails carry."""
    app = FastAPI(
        title="Klimaschutzhaus",
        version="1",
        description=API_TEXT,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.desk = desk
    app.state.public_url = public_url
    app.state.feeds = Feeds(desk)
    app.state.offer_feeds = OfferFeeds(desk, public_url)
    app.state.news = News(desk)
    app.state.limits = Limits()
    app.state.screens = Screens(desk.tokens)
    app.state.post = Post(desk, public_url, desk.clock)
    app.state.plan, app.state.plan_fault = floorplan.of_house(desk.house)
    app.state.log = logging.getLogger("booking")
    routers = [
        part.router
        for part in (house, offers, holds, bookings, series, attendance, visits, waitlist, offer_feeds, feeds)
    ]
    problems.add_handlers(app, [route for router in routers for route in router.routes])
    for router in routers:
        app.include_router(router)
    phone.add_pages(app)
    app.add_middleware(Networks, networks=desk.house.service.staff_networks)
    app.add_middleware(ConditionalGet)
    return app


async def _watched(app: FastAPI, keep: Callable[[], Awaitable[None]]) -> None:
    """A bug in what the house does by itself ends the service, loudly, so that it is started again."""
    try:
        await keep()
    except Exception:  # the edge: nobody above would ever tell
        app.state.log.exception("housekeeping has ended")
        signal.raise_signal(signal.SIGTERM)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    async with anyio.create_task_group() as tasks:
        keeper = Housekeeping(app.state.desk, app.state.feeds, app.state.post, app.state.log)
        tasks.start_soon(_watched, app, keeper.keep)
        tasks.start_soon(_watched, app, keeper.keep_post)
        tasks.start_soon(_watched, app, keeper.keep_memory)
        yield
        tasks.cancel_scope.cancel()
