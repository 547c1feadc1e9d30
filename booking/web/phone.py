# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages for phones and their addresses. They work without scripts, set no cookie and ask no other host."""

from fastapi import FastAPI
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from booking.people import People
from booking.texts import NAMES, STAFF_LANGUAGES
from booking.web import (
    browsing,
    condition,
    dataprotection,
    looking,
    owning,
    present,
    proposing,
    reading,
    repeating,
    signing,
    staff_pages,
    waiting,
    wayfinding,
    wishing,
)
from booking.web.site import ICONS, STATIC, acted, render, shown, shown_beside


class LanguageConvertor(Convertor[str]):
    """Two letters, and perhaps a variant; which of them the house speaks is its own affair."""

    regex = "[a-z]{2}(?:-[a-z]{5,8})?"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class VisitorsConvertor(LanguageConvertor):
    """A language that only visitors read."""

    regex = "|".join(language for language in NAMES if language not in STAFF_LANGUAGES)


class StaffConvertor(LanguageConvertor):
    """A language that staff read too."""

    regex = "|".join(STAFF_LANGUAGES)


def in_german(request: Request) -> RedirectResponse:
    """Staff's page in a language that theirs are not there in."""
    return RedirectResponse(request.url.replace(path=f"/de/staff/{request.path_params['rest']}"), 307)


register_url_convertor("language", LanguageConvertor())
register_url_convertor("visitors", VisitorsConvertor())
register_url_convertor("staff", StaffConvertor())


def add_pages(app: FastAPI) -> None:
    """Add every page to the service."""
    app.state.parts = looking.Parts(app.state.desk)
    app.state.people = People(app.state.desk)
    app.router.routes[:0] = ROUTES  # first, because they are asked for most


def missing(request: Request) -> Response:
    """For addresses that lead nowhere."""
    return render(request, "missing.html", 404)


ROUTES = [
    Mount("/static", StaticFiles(directory=STATIC)),
    Mount("/icons", StaticFiles(directory=ICONS)),
    Route("/", shown(looking.door)),
    Route("/api", shown(reading.api)),
    Route("/status", shown_beside(condition.page)),
    Route("/{lang:staff}/status", shown_beside(condition.page)),
    Route("/metrics", shown_beside(condition.metrics)),
    Route("/robots.txt", shown(reading.robots)),
    Route("/rooms/{room}", shown(looking.door_of_room)),
    Route("/{lang:language}/", shown(looking.house)),
    Route("/{lang:language}/days/{day}", shown(looking.house)),
    Route("/{lang:language}/resources", shown(looking.resources)),
    Route("/offers/{offer}/picture.webp", shown_beside(browsing.picture)),
    Route("/{lang:language}/offers", shown_beside(browsing.offers)),
    Route("/{lang:language}/offers/{offer}", shown_beside(browsing.offer)),
    Route("/{lang:language}/offers/{offer}/calendar.ics", shown_beside(browsing.calendar)),
    Route("/{lang:language}/wishes/{signpost}", shown_beside(browsing.signpost)),
    Route("/{lang:language}/actors", shown_beside(browsing.actors)),
    Route("/{lang:language}/actors/{actor}", shown_beside(browsing.actor)),
    Route("/{lang:language}/ideas", shown(proposing.ideas)),
    Route("/{lang:language}/ideas", acted(proposing.tell), methods=["POST"]),
    Route("/{lang:language}/i/{token}", shown(proposing.own)),
    Route("/{lang:language}/i/{token}", acted(proposing.leave_address), methods=["POST"]),
    Route("/{lang:language}/way", shown_beside(wayfinding.way)),
    Route("/{lang:language}/here", shown(present.form)),
    Route("/{lang:language}/here", acted(present.arrive), methods=["POST"]),
    Route("/{lang:language}/rooms/{room}", shown(looking.room)),
    Route("/{lang:language}/rooms/{room}/sign", shown(present.sign)),
    Route("/{lang:language}/rooms/{room}/wait", shown(waiting.form)),
    Route("/{lang:language}/rooms/{room}/wait", acted(waiting.wait), methods=["POST"]),
    Route("/{lang:language}/w/{place}", shown(waiting.leave_form)),
    Route("/{lang:language}/w/{place}", acted(waiting.leave), methods=["POST"]),
    Route("/{lang:language}/rooms/{room}/book", shown(wishing.fresh)),
    Route("/{lang:language}/rooms/{room}/book", acted(wishing.book_fresh), methods=["POST"]),
    Route("/{lang:language}/rooms/{room}/{day}", shown(looking.room)),
    Route("/{lang:language}/h/{hold}", shown_beside(wishing.held)),
    Route("/{lang:language}/h/{hold}", acted(wishing.book_held), methods=["POST"]),
    Route("/{lang:language}/h/{hold}/more", acted(wishing.more_time), methods=["POST"]),
    Route("/{lang:language}/h/{hold}/release", acted(wishing.release), methods=["POST"]),
    Route("/{lang:language}/b/{token}", shown(owning.own)),
    Route("/{lang:language}/b/{token}/calendar.ics", shown(owning.ics)),
    Route("/{lang:language}/b/{token}/data", shown(dataprotection.own_form)),
    Route("/{lang:language}/b/{token}/data.json", shown(dataprotection.own_export)),
    Route("/{lang:language}/b/{token}/erase", acted(dataprotection.own_erase), methods=["POST"]),
    Route("/{lang:language}/b/{token}/cancel", shown(owning.cancel_form)),
    Route("/{lang:language}/b/{token}/cancel", acted(owning.cancel), methods=["POST"]),
    Route("/{lang:language}/b/{token}/confirm", shown(owning.confirm_form)),
    Route("/{lang:language}/b/{token}/confirm", acted(owning.confirm), methods=["POST"]),
    Route("/{lang:language}/b/{token}/present", acted(present.act), methods=["POST"]),
    Route("/{lang:language}/b/{token}/series", shown(repeating.move_form)),
    Route("/{lang:language}/b/{token}/series", acted(repeating.move), methods=["POST"]),
    Route("/{lang:language}/b/{token}/move", shown(owning.move_form)),
    Route("/{lang:language}/b/{token}/move", acted(owning.move), methods=["POST"]),
    Route("/{lang:language}/link", shown(owning.forgotten)),
    Route("/{lang:language}/link", acted(owning.send_links), methods=["POST"]),
    Route("/{lang:language}/calendars", shown(reading.calendars)),
    Route("/{lang:language}/privacy", shown(reading.privacy)),
    Route("/{lang:language}/accessibility", shown(reading.accessibility)),
    Route("/{lang:language}/accessibility/standard", shown(reading.standard)),
    Route("/{lang:language}/imprint", shown(reading.imprint)),
    Route("/staff", shown(looking.staff_door)),
    Route("/{lang:visitors}/staff/{rest:path}", in_german),
    Route("/{lang:language}/staff/sign-in", shown(signing.form)),
    Route("/{lang:language}/staff/sign-in", acted(signing.sign_in), methods=["POST"]),
    Route("/{lang:language}/staff/sign-out", acted(signing.sign_out), methods=["POST"]),
    Route("/{lang:language}/staff/join/{invitation}", shown(signing.join_form)),
    Route("/{lang:language}/staff/join/{invitation}", acted(signing.join), methods=["POST"]),
    *staff_pages.routes(),
    Route("/{lang:language}/{rest:path}", shown(missing)),
]
