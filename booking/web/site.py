# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What all pages share: how a page is rendered, how it says no, and what a form may come from."""

from collections.abc import Awaitable, Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from booking import slots
from booking.api.problems import status_of, tell
from booking.calendar_file import LARGEST
from booking.config import House, clock
from booking.desk import Desk
from booking.public_holidays import holiday
from booking.refusal import NotFound, Refused
from booking.texts import NAMES, STAFF_LANGUAGES, TOPICS, Texts, clock_time, said, texts

HERE = Path(__file__).parent
STATIC = HERE / "static"
ICONS = HERE.parents[1] / "assets" / "icons"
FORM_BYTES = 20_000
FIELDS = 100  # a series has up to 60 dates to tick
PRIVATE = {"token", "hold", "place", "invitation"}  # parts of an address that only one person knows
TURNING = ("back", "forward")  # icons that point the other way where text runs from right to left

Page = Callable[[Request], Response]
Act = Callable[[Request, FormData], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


@cache
def icon(name: str) -> Markup:
    """An icon's drawing, to stand in the page: it takes the colour of the text and needs no request."""
    svg = (ICONS / f"{name}.svg").read_text(encoding="utf-8").partition("<svg")[2]
    drawing = svg.replace("#1C2A2D", "currentColor").replace("\n", "")
    turns = " data-turn" if name in TURNING else ""
    return Markup(f'<svg aria-hidden="true"{turns}') + Markup(drawing)  # noqa: S704 - our own files


def pic(name: str, language: str) -> Markup:
    """A picture beside what is said in Leichte Sprache; other languages do without."""
    return Markup('<span class="pic">{}</span>').format(icon(name)) if language == "de-simple" else Markup()


@cache
def asset(name: str) -> str:
    """The address of a static file; it changes when the file does, so that browsers may keep it."""
    folder = ICONS if name == "logo.svg" else STATIC
    digest = sha256((folder / name).read_bytes()).hexdigest()[:12]
    return f"/{'icons' if folder == ICONS else 'static'}/{name}?{digest}"


pages = Environment(
    loader=FileSystemLoader(HERE / "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def lang_of(text: str) -> Markup:
    """The language that a text of staff's is in, as an attribute, where it is not the page's."""
    language = getattr(text, "language", "")
    return Markup(' lang="{}"').format(language) if language else Markup()


def tongue(text: str) -> str:
    """The text, marked with its language where that is not the page's; `bdi` finds its direction by itself."""
    mark = lang_of(text)
    return Markup("<bdi{}>{}</bdi>").format(mark, text) if mark else text


pages.globals.update(
    resolution=slots.SLOT,
    icon=icon,
    pic=pic,
    asset=asset,
    languages=NAMES,
    lang_of=lang_of,
    best=said,
    staff_read=STAFF_LANGUAGES,
)
pages.filters.update(
    clock=clock,
    tongue=tongue,
    topic_word=lambda topic, t: t(TOPICS[topic]),
    language_word=lambda language, words: words.language_name(language),
)


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def house_of(request: Request) -> House:
    return desk_of(request).house


def words_of(request: Request) -> Texts:
    """The texts in the language of the page's address."""
    language = request.path_params.get("lang", "de")
    if language not in house_of(request).languages:
        raise NotFound
    return texts(language, "house", "staff")


def render(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A page, with what every page knows."""
    words = words_of(request)
    known = {
        "t": words.t,
        "n": words.n,
        "words": words,
        "lang": words.language,
        "house": house_of(request),
        "path": request.url.path.removeprefix(f"/{words.language}"),
        "query": f"?{request.url.query}" if request.url.query else "",
        "time": lambda moment: wall_time(words, house_of(request), moment),
        "local_day": lambda moment: slots.local_day(moment, house_of(request).zone),
        "today": slots.local_day(desk_of(request).now(), house_of(request).zone),
        "holiday": lambda day: (holiday(house_of(request), day) or {}).get(words.language),
        "contact_days": desk_of(request).contact_days,
        "notices": desk_of(request).board.on_phone(),
        "onsite": onsite_of(request),
        "on_plan": request.app.state.plan.where if request.app.state.plan else {},
        "mails": house_of(request).service.smtp is not None,
    }
    headers = {"cache-control": "no-store"} if PRIVATE & request.path_params.keys() else None
    return HTMLResponse(pages.get_template(template).render(known | values), status, headers)


def wall_time(words: Texts, house: House, moment: Any) -> str:
    """The time on the wall, and which of two where the night shows it twice."""
    shown = clock_time(moment, house.zone)
    if not slots.is_double(moment, house.zone):
        return shown
    summer = bool(moment.astimezone(house.zone).dst())
    return f"{shown} ({words.t('summer time') if summer else words.t('winter time')})"


def onsite_of(request: Request) -> str:
    """The on-site code that this visitor brought from the display, or an empty text."""
    code = request.query_params.get("onsite", "")
    return code if len(code) == 24 and code.replace("-", "").replace("_", "").isalnum() else ""


def shown(page: Page) -> Endpoint:
    """A page that is looked at; refusals are shown as a page.

    SQLite answers a look in microseconds and never lets it wait for a writer: handing it to a thread would cost more
    than the look. PostgreSQL is asked beside the event loop.
    """

    beside = shown_beside(page)

    async def endpoint(request: Request) -> Response:
        if not desk_of(request).database.sqlite:
            return await beside(request)
        try:
            return page(request)
        except (Refused, DBAPIError) as error:
            return no(request, error)

    return endpoint


def shown_beside(page: Page) -> Endpoint:
    """A page whose look is written down, as the scan of a code is: run beside the event loop."""

    async def endpoint(request: Request) -> Response:
        try:
            return await run_in_threadpool(page, request)
        except (Refused, DBAPIError) as error:
            return no(request, error)

    return endpoint


def acted(act: Act) -> Endpoint:
    """A form that was sent: from this site only, read here, worked on beside the event loop."""

    async def endpoint(request: Request) -> Response:
        try:
            check_origin(request)
            form = await request.form(max_files=0, max_fields=FIELDS, max_part_size=FORM_BYTES)
            return await run_in_threadpool(act, request, form)
        except (Refused, DBAPIError) as error:
            return no(request, error)

    return endpoint


def uploaded(act: Act) -> Endpoint:
    """The same with one file, as large as a calendar may be: its bytes are in `request.state.content`."""

    async def endpoint(request: Request) -> Response:
        try:
            check_origin(request)
            if (
                not request.headers.get("content-length", "").isdigit()
                or int(request.headers["content-length"]) > 2 * LARGEST
            ):
                raise Refused("not_a_calendar")
            async with request.form(max_files=1, max_fields=FIELDS, max_part_size=LARGEST) as form:
                file = form.get("file")
                request.state.content = b"" if isinstance(file, str | None) else await file.read(LARGEST + 1)
                return await run_in_threadpool(act, request, form)
        except (Refused, DBAPIError) as error:
            return no(request, error)

    return endpoint


def check_origin(request: Request) -> None:
    """Raise Refused("foreign") for a form that another site sent (Fetch Metadata, else the Origin header)."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "null")
    strange = site not in ("same-origin", "none") if site else origin != "null" and _host(origin) != request.url.netloc
    if strange:
        raise Refused("foreign")


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def no(request: Request, error: Refused | DBAPIError) -> HTMLResponse:
    """A refusal, or a database that cannot write just now, because its disk is full, say."""
    if isinstance(error, Refused):
        return refusal(request, error)
    request.app.state.log.error("database: %s", error.orig)
    return refusal(request, Refused("unavailable"))


def refusal(request: Request, refused: Refused) -> HTMLResponse:
    """The house says no on a page of its own: what is so, then what one can do."""
    if request.path_params.get("lang", "de") not in house_of(request).languages:
        request.path_params["lang"] = "de"
    tell(request, refused)
    text = words_of(request).refusal(refused)
    person = getattr(request.state, "person", None)
    of_staff = {"person": person} if person else {}
    return render(request, "refusal.html", status_of(refused), refused=refused, text=text, **of_staff)


def see(address: str) -> RedirectResponse:
    """After a form: look at the result, so that reloading sends nothing twice."""
    return RedirectResponse(address, 303)


def text_of(form: FormData, key: str) -> str:
    """A field's text; empty if it is missing."""
    value = form.get(key, "")
    return value if isinstance(value, str) else ""
