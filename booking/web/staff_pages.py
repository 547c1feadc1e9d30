# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The addresses of staff's pages, and who may see which: the house's staff, partners, or everybody who signs in."""

from functools import partial

from starlette.routing import Route

from booking.people import Role
from booking.web import (
    account,
    answering,
    closing,
    counting,
    curating,
    dataprotection,
    delivering,
    enlisting,
    feeding,
    hours,
    importing,
    logbook,
    measuring,
    noticing,
    planning,
    receiving,
    subscribing,
    today,
)
from booking.web.site import Act, Page, acted, shown_beside, uploaded
from booking.web.staffed import staffed

HOUSE: tuple[Role, ...] = ("house",)
BOTH: tuple[Role, ...] = ("house", "partner")
JUDGES: tuple[Role, ...] = ("house", "city")
_STAFF = "/{lang:language}/staff/"


def look(path: str, page: Page, roles: tuple[Role, ...] = ()) -> Route:
    """A page."""
    return Route(_STAFF + path, staffed(shown_beside(page), *roles))


def do(path: str, act: Act, roles: tuple[Role, ...] = ()) -> Route:
    """A form that is sent."""
    return Route(_STAFF + path, staffed(acted(act), *roles), methods=["POST"])


def take(path: str, act: Act, roles: tuple[Role, ...] = ()) -> Route:
    """A form with a file."""
    return Route(_STAFF + path, staffed(uploaded(act), *roles), methods=["POST"])


def routes() -> list[Route]:
    """All of them."""
    return [
        look("", today.today),
        look("account", account.page),
        do("account", account.change),
        look("account/sittings", account.page),
        do("account/sittings", account.end_sittings),
        look("find", receiving.search, HOUSE),
        look("book", receiving.book_form, HOUSE),
        do("book", receiving.book, HOUSE),
        look("bookings/{code}", receiving.booking, HOUSE),
        look("bookings/{code}/move", receiving.move_form, HOUSE),
        do("bookings/{code}/move", receiving.move, HOUSE),
        do("bookings/{code}/cancel", receiving.cancel, HOUSE),
        do("bookings/{code}/restore", receiving.restore, HOUSE),
        do("bookings/{code}/arrive", receiving.arrive, HOUSE),
        do("bookings/{code}/absent", receiving.absent, HOUSE),
        do("bookings/{code}/write", receiving.write, HOUSE),
        do("bookings/{code}/approve", today.approve, HOUSE),
        do("bookings/{code}/refuse", today.refuse, HOUSE),
        look("plan", planning.plan, HOUSE),
        look("plan.ics", planning.download, HOUSE),
        look("closures", closing.closures, HOUSE),
        do("closures", closing.close, HOUSE),
        do("closures/reopen", closing.reopen, HOUSE),
        look("offers", curating.offers, BOTH),
        look("offers/new", curating.offer, BOTH),
        do("offers/new", curating.keep, BOTH),
        look("offers/{offer}", curating.offer, BOTH),
        do("offers/{offer}", curating.keep, BOTH),
        take("offers/{offer}/picture", curating.hang, BOTH),
        do("offers/{offer}/date", curating.cancel_date, BOTH),
        do("offers/{offer}/drop", curating.drop, BOTH),
        look("actors", enlisting.actors, BOTH),
        do("actors", enlisting.keep_actor, HOUSE),
        look("actors/{actor}", enlisting.actors, BOTH),
        do("actors/{actor}", enlisting.keep_actor, BOTH),
        do("actors/{actor}/drop", enlisting.drop_actor, HOUSE),
        look("wishes", enlisting.wishes, HOUSE),
        do("wishes", enlisting.keep_wish, HOUSE),
        do("wishes/drop", enlisting.drop_wish, HOUSE),
        look("ideas", answering.ideas, HOUSE),
        do("ideas", answering.answer, HOUSE),
        do("ideas/erase", answering.erase, HOUSE),
        look("feeds", feeding.feeds, HOUSE),
        do("feeds", feeding.decide, HOUSE),
        look("indicators", measuring.indicators, JUDGES),
        *(look(f"indicators.{kind}", partial(measuring.download, kind=kind), JUDGES) for kind in measuring.FILES),
        look("visits", counting.visits, HOUSE),
        do("visits", counting.correct, HOUSE),
        look("figures", measuring.figures, HOUSE),
        do("figures", measuring.enter, HOUSE),
        do("figures/drop", measuring.drop, HOUSE),
        look("city", delivering.city, HOUSE),
        do("city", delivering.decide, HOUSE),
        look("hours", hours.hours, HOUSE),
        do("hours", hours.set_hours, HOUSE),
        do("hours/drop", hours.drop, HOUSE),
        look("notices", noticing.notices, HOUSE),
        do("notices", noticing.announce, HOUSE),
        do("notices/end", noticing.take_down, HOUSE),
        look("links", subscribing.links, HOUSE),
        do("links", subscribing.make, HOUSE),
        do("links/end", subscribing.end, HOUSE),
        look("import", importing.form, HOUSE),
        take("import", importing.bring_in, HOUSE),
        look("privacy", dataprotection.desk, HOUSE),
        do("privacy", dataprotection.ask, HOUSE),
        do("privacy/keep", dataprotection.keep, HOUSE),
        look("record", dataprotection.record, HOUSE),
        look("log", logbook.log, HOUSE),
    ]
