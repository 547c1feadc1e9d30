# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may see which staff page: whoever is not signed in is asked to, whoever has another role is told so."""

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from booking.curator import Curator
from booking.doorkeeper import Doorkeeper
from booking.office import Office
from booking.people import ROLES, People, Person, Role, Signed
from booking.refusal import NotFound, Refused
from booking.sittings import LONGEST
from booking.web.site import Endpoint, desk_of, no, render, see, words_of

SITTING, DEVICE = "__Host-staff", "__Host-device"
DEVICE_SECONDS = 365 * 86_400
LOCAL = ("localhost", "127.0.0.1", "::1")


def staffed(endpoint: Endpoint, *roles: Role) -> Endpoint:
    """A page or act for some roles, or for all of them."""
    allowed = roles or ROLES

    async def guarded(request: Request) -> Response:
        token = request.cookies.get(SITTING, "")
        person = await run_in_threadpool(request.app.state.people.who, token) if token else None
        try:
            language = words_of(request).language
        except NotFound as error:
            return no(request, error)
        if person is None:
            return see(f"/{language}/staff/sign-in?{urlencode({'next': _page_of(request)})}")
        request.state.person = person
        answer = no(request, Refused("not_yours")) if person.role not in allowed else await endpoint(request)
        answer.headers["cache-control"] = "no-store"
        return answer

    return guarded


def _page_of(request: Request) -> str:
    """The page to come back to: of a button without a page of its own, the one that it stands on."""
    steps = request.url.path.split("/")
    stands_on = request.method == "POST" and len(steps) > len(("", "de", "staff", "page"))
    return "/".join(steps[:-1] if stands_on else steps)


def people_of(request: Request) -> People:
    people: People = request.app.state.people
    return people


def person_of(request: Request) -> Person:
    """Who is signed in."""
    person: Person = request.state.person
    return person


def office_of(request: Request) -> Office:
    """The back office, in which whoever is signed in acts."""
    return Office(desk_of(request), person_of(request).name)


def doorkeeper_of(request: Request) -> Doorkeeper:
    """The doorkeeper, for whom whoever is signed in acts."""
    return Doorkeeper(desk_of(request), person_of(request).name)


def curator_of(request: Request) -> Curator:
    """The curator; for a partner, of what is its own."""
    person = person_of(request)
    return Curator(desk_of(request), person.name, actor_key(request) if person.role == "partner" else None)


def actor_key(request: Request) -> str:
    """For whom a partner acts; empty if that actor is gone."""
    number = person_of(request).actor
    actors = desk_of(request).offers.shelf().actors.values()
    return next((each.key for each in actors if each.number == number), "")


def staff_page(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """A page with who is signed in at its head."""
    return render(request, template, status, person=person_of(request), **values)


def home(request: Request) -> str:
    """The address of staff's first page."""
    return f"/{words_of(request).language}/staff/"


def keeps_cookies(request: Request) -> bool:
    """Whether browsers keep our cookies here: over https, or on the machine itself."""
    return request.url.scheme == "https" or request.url.hostname in LOCAL


def let_in(answer: Response, signed: Signed) -> Response:
    """The answer, with what the browser keeps of having signed in."""
    _keep(answer, SITTING, signed.sitting, LONGEST)
    _keep(answer, DEVICE, signed.device, DEVICE_SECONDS)
    return answer


def let_out(answer: Response) -> Response:
    """The answer, after which nobody is signed in and the browser shows no page of staff's any more."""
    answer.headers["clear-site-data"] = '"cache", "storage"'
    answer.delete_cookie(SITTING, secure=True, httponly=True, samesite="lax")
    return answer


def _keep(answer: Response, name: str, value: str, seconds: int) -> None:
    answer.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")
