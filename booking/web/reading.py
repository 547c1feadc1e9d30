# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages to read: calendars to subscribe to, what is stored, who is behind it, and the API's own page."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from booking.standard import clauses
from booking.texts import N_, TOPICS
from booking.web.site import house_of, pages, render

STATES = {"met": N_("met"), "house": N_("seen to where it hangs"), "none": N_("does not apply")}


def calendars(request: Request) -> Response:
    """The public feeds, and how each calendar program takes them."""
    address = request.app.state.public_url
    host = address.partition("://")[2]
    names = {"house": house_of(request).name} | {
        room.id: room.name for room in house_of(request).rooms if room.bookable
    }
    return render(request, "calendars.html", topics=TOPICS, address=address, host=host, feeds=names)


def privacy(request: Request) -> Response:
    """What is stored, why, for how long, and what one may ask for (GDPR Art. 13), out of the running config."""
    return render(request, "privacy.html")


def accessibility(request: Request) -> Response:
    """What works for whom, and whom to tell if it does not (BITV 2.0 section 7, HVBIT)."""
    return render(request, "accessibility.html")


def standard(request: Request) -> Response:
    """Each requirement of EN 301 549 and how the display meets it; in German, or for others in English."""
    tongue = "de" if request.path_params["lang"].startswith("de") else "en"
    return render(request, "standard.html", clauses=clauses(), states=STATES, tongue_of=tongue)


def imprint(request: Request) -> Response:
    """Who runs this (DDG section 5)."""
    return render(request, "imprint.html")


def robots(_: Request) -> Response:
    """Search engines may read the house; private links and forms are not for them."""
    return PlainTextResponse(
        "User-agent: *\nDisallow: /api\n" + "".join(f"Disallow: /*/{part}/\n" for part in ("b", "h", "w", "i", "staff"))
    )


def api(request: Request) -> Response:
    """The API's documentation, made from its own OpenAPI document; no script, no foreign host."""
    document = request.app.openapi()
    return Response(pages.get_template("api.html").render(document=document), media_type="text/html; charset=utf-8")
