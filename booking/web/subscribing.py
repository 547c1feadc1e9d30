# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Private calendar links for staff: make one for each person and purpose, see whether it is used, end it."""

from typing import NamedTuple

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking.api.problems import status_of
from booking.refusal import Refused
from booking.web.site import desk_of, house_of, see, text_of, words_of
from booking.web.staffed import office_of, staff_page


class Picture(NamedTuple):
    """A program as it is drawn: its menu, what is touched in it, and the dialog that opens, in the program's words."""

    menu: tuple[str, ...]
    touched: str
    dialog: str
    button: str


# What stands in the programs themselves; those in other languages look alike, so that English serves for all others.
PICTURES = {
    "classic": {
        "de": Picture(
            ("Aus Adressbuch …", "Aus dem Internet …", "Freigegebenen Kalender öffnen …"),
            "Aus dem Internet …",
            "Neues Internetkalender-Abonnement",
            "OK",
        ),
        "en": Picture(
            ("From Address Book …", "From Internet …", "Open Shared Calendar …"),
            "From Internet …",
            "New Internet Calendar Subscription",
            "OK",
        ),
    },
    "new": {
        "de": Picture(
            (
                "Leeren Kalender erstellen",
                "Aus Verzeichnis hinzufügen",
                "Aus dem Web abonnieren",
                "Aus Datei hochladen",
            ),
            "Aus dem Web abonnieren",
            "Aus dem Web abonnieren",
            "Importieren",
        ),
        "en": Picture(
            ("Create blank calendar", "Add from directory", "Subscribe from web", "Upload from file"),
            "Subscribe from web",
            "Subscribe from web",
            "Import",
        ),
    },
    "google": {
        "de": Picture(
            ("Kalender abonnieren", "Neuen Kalender erstellen", "Per URL", "Importieren"),
            "Per URL",
            "URL des Kalenders",
            "Kalender hinzufügen",
        ),
        "en": Picture(
            ("Subscribe to calendar", "Create new calendar", "From URL", "Import"),
            "From URL",
            "URL of calendar",
            "Add calendar",
        ),
    },
    "apple": {
        "de": Picture(
            ("Neues Ereignis", "Neuer Kalender", "Neues Kalenderabonnement …"),
            "Neues Kalenderabonnement …",
            "Kalender-URL",
            "Abonnieren",
        ),
        "en": Picture(
            ("New Event", "New Calendar", "New Calendar Subscription …"),
            "New Calendar Subscription …",
            "Calendar URL",
            "Subscribe",
        ),
    },
    "thunderbird": {
        "de": Picture(("Auf meinem Computer", "Im Netzwerk"), "Im Netzwerk", "Adresse", "Kalender suchen"),
        "en": Picture(("On My Computer", "On the Network"), "On the Network", "Location", "Find Calendars"),
    },
}


def links(request: Request, name: str = "", refused: Refused | None = None) -> Response:
    """The links that there are, and a form to make one."""
    return staff_page(
        request,
        "staff_links.html",
        status_of(refused) if refused else 200,
        links=desk_of(request).tokens.known("feed"),
        name=name,
        text=words_of(request).refusal(refused) if refused else "",
        ended="ended" in request.query_params,
    )


def make(request: Request, sent: FormData) -> Response:
    """A new link, shown this once, with the way into each calendar program."""
    name = text_of(sent, "name")
    try:
        token = office_of(request).make_feed(name)
    except Refused as refused:
        return links(request, name, refused)
    address: str = request.app.state.public_url
    house = house_of(request)
    feeds = {"house": house.name} | {one.id: one.name for one in house.everything if one.bookable}
    return staff_page(
        request,
        "staff_link.html",
        name=name,
        feeds=feeds,
        address=f"{address}/feeds/private/{token}",
        host=f"{address.partition('://')[2]}/feeds/private/{token}",
        pictures={key: picture.get(words_of(request).language, picture["en"]) for key, picture in PICTURES.items()},
        reachable=address.startswith("https://"),
    )


def end(request: Request, sent: FormData) -> Response:
    """End a link: whoever subscribed to it sees nothing new any more."""
    office_of(request).revoke_feed(text_of(sent, "name"))
    return see(f"/{words_of(request).language}/staff/links?ended=1")
