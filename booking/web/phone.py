# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages for phones and their addresses. They work without scripts, set no cookie and ask no other host."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from booking.web import looking, owning, reading, wishing
from booking.web.site import ICONS, STATIC, acted, render, shown


def add_pages(app: FastAPI) -> None:
    """Add every page to the service."""
    app.state.parts = looking.Parts(app.state.desk)
    app.router.routes.extend(ROUTES)


def missing(request: Request) -> Response:
    """For addresses that lead nowhere."""
    return render(request, "missing.html", 404)


ROUTES = [
    Mount("/static", StaticFiles(directory=STATIC)),
    Mount("/icons", StaticFiles(directory=ICONS)),
    Route("/", shown(looking.door)),
    Route("/api", shown(reading.api)),
    Route("/robots.txt", shown(reading.robots)),
    Route("/{lang}/", shown(looking.house)),
    Route("/{lang}/days/{day}", shown(looking.house)),
    Route("/{lang}/rooms/{room}", shown(looking.room)),
    Route("/{lang}/rooms/{room}/book", shown(wishing.fresh)),
    Route("/{lang}/rooms/{room}/book", acted(wishing.book_fresh), methods=["POST"]),
    Route("/{lang}/rooms/{room}/{day}", shown(looking.room)),
    Route("/{lang}/h/{hold}", shown(wishing.held)),
    Route("/{lang}/h/{hold}", acted(wishing.book_held), methods=["POST"]),
    Route("/{lang}/h/{hold}/more", acted(wishing.more_time), methods=["POST"]),
    Route("/{lang}/h/{hold}/release", acted(wishing.release), methods=["POST"]),
    Route("/{lang}/b/{token}", shown(owning.own)),
    Route("/{lang}/b/{token}/calendar.ics", shown(owning.ics)),
    Route("/{lang}/b/{token}/cancel", shown(owning.cancel_form)),
    Route("/{lang}/b/{token}/cancel", acted(owning.cancel), methods=["POST"]),
    Route("/{lang}/b/{token}/confirm", shown(owning.confirm_form)),
    Route("/{lang}/b/{token}/confirm", acted(owning.confirm), methods=["POST"]),
    Route("/{lang}/b/{token}/move", shown(owning.move_form)),
    Route("/{lang}/b/{token}/move", acted(owning.move), methods=["POST"]),
    Route("/{lang}/link", shown(owning.forgotten)),
    Route("/{lang}/link", acted(owning.send_links), methods=["POST"]),
    Route("/{lang}/calendars", shown(reading.calendars)),
    Route("/{lang}/privacy", shown(reading.privacy)),
    Route("/{lang}/accessibility", shown(reading.accessibility)),
    Route("/{lang}/imprint", shown(reading.imprint)),
    Route("/{lang}/{rest:path}", shown(missing)),
]
