# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff keep offers: languages side by side with their gaps, dates, a picture, and a look at it before it is shown."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import agenda, offer_rules, pictures, repeat, slots
from booking.agenda import Date, Offer
from booking.api.problems import status_of
from booking.refusal import NotFound, Refused
from booking.texts import OFFERED, TOPICS
from booking.web.browsing import shown
from booking.web.repeating import repeat_of
from booking.web.site import desk_of, house_of, see, text_of, words_of
from booking.web.staffed import actor_key, curator_of, home, person_of, staff_page
from booking.web.typed import day_of

SPOKEN = ("de", "en", "tr", "uk", "ar", "bg", "ru", "fa", "ku", "so", "ti", "fr", "es", "pl", "ro")
PLAIN = ("kind", "topic", "actor", "person", "where", "room", "address", "district", "cost", "link", "last")
DATES = ("day", "from", "to", "every", "until", "count")
BLANK = Offer("", "event", {}, {}, shown=False)


def offers(request: Request) -> Response:
    """All that there are, those that need somebody first: gaps, drafts, run out."""
    desk, house = desk_of(request), house_of(request)
    asked = request.query_params.get("for", "")[:80].strip()
    mine = [each for each in desk.offers.shelf().offers if _is_mine(request, each)]
    if asked:
        found = {each.id for each in desk.offers.shelf().index.find(asked) if isinstance(each, Offer)}
        mine = [each for each in mine if each.id in found]
    today = slots.local_day(desk.now(), house.zone)
    return staff_page(
        request,
        "staff_offers.html",
        offers=sorted(mine, key=lambda each: (bool(each.feed), agenda.in_language(each.title, "de").casefold())),
        gaps={each.id: _gaps(each, house.languages) for each in mine},
        over={each.id for each in mine if _is_over(each, today, desk.now())},
        asked=asked,
        done=request.query_params.get("done", ""),
        **shown(request),
    )


def offer(
    request: Request, form: FormData | None = None, refused: Refused | None = None, look: Offer | None = None
) -> Response:
    """One offer, or a new one, as it can be changed."""
    one = _asked(request)
    house = house_of(request)
    now = desk_of(request).now()
    actors = desk_of(request).offers.shelf().actors
    return staff_page(
        request,
        "staff_offer.html",
        status_of(refused) if refused else 200,
        one=one,
        dates=[each for each in one.dates if each.end > now],
        typed=_typed(form, house.languages) if form else _written(one, house.languages),
        look=look,
        rooms=[(room.id, room.name[words_of(request).language]) for room in house.rooms],
        actors=[] if person_of(request).role == "partner" else list(actors.values()),
        kinds=OFFERED,
        topics=TOPICS,
        spoken=SPOKEN,
        districts=sorted({each.district for each in desk_of(request).offers.shelf().offers if each.district}),
        longest=(offer_rules.TITLE_LONGEST, offer_rules.TEXT_LONGEST),
        today=slots.local_day(now, house.zone),
        text=words_of(request).refusal(refused) if refused else "",
        done=request.query_params.get("done", ""),
        **shown(request),
    )


def keep(request: Request, form: FormData) -> Response:
    """Look at it, or save it; what was typed is never lost."""
    one = _asked(request)
    try:
        wanted = _offer(request, form, one)
        if text_of(form, "act") == "look":
            return offer(request, form, look=curator_of(request).checked(wanted))
        key = curator_of(request).put(wanted)
    except Refused as refused:
        if isinstance(refused, NotFound):
            raise
        return offer(request, form, refused)
    return see(f"{home(request)}offers/{key}?done=kept")


def drop(request: Request, _: FormData) -> Response:
    """Take it away for good."""
    curator_of(request).drop(_asked(request).id)
    return see(f"{home(request)}offers?done=dropped")


def cancel_date(request: Request, form: FormData) -> Response:
    """One of its dates does not take place, or does after all."""
    one, begin = _asked(request), text_of(form, "begin")
    if not (begin.isascii() and begin.isdigit() and len(begin) < 20):
        raise NotFound
    curator_of(request).cancel_date(one.id, int(begin), taken_back="back" in form)
    return see(f"{home(request)}offers/{one.id}?done=date")


def hang(request: Request, form: FormData) -> Response:
    """Give it a picture, with words for those who do not see it; or take it away."""
    one = _asked(request)
    alt = {str(key): text_of(form, f"alt-{key}") for key in house_of(request).languages}
    try:
        content = b"" if "drop" in form else pictures.tidy(request.state.content)
        curator_of(request).hang(one.id, content, alt if content else {})
    except Refused as refused:
        return offer(request, None, refused)
    return see(f"{home(request)}offers/{one.id}?done=picture")


# --- what is typed


def _asked(request: Request) -> Offer:
    """The offer of the address, if it may be changed by whoever is signed in; a blank one where none is named."""
    key = request.path_params.get("offer")
    if key is None:
        return replace(BLANK, actor=actor_key(request) if person_of(request).role == "partner" else "")
    found = desk_of(request).offers.one(key, hidden=True)
    if not _is_mine(request, found):
        raise NotFound
    return found


def _is_mine(request: Request, one: Offer) -> bool:
    return person_of(request).role != "partner" or (bool(one.actor) and one.actor == actor_key(request))


def _offer(request: Request, form: FormData, one: Offer) -> Offer:
    """What the form says."""
    languages = house_of(request).languages
    typed = {key: text_of(form, key) for key in PLAIN}
    last = day_of(typed["last"])
    if typed["last"] and last is None:
        raise Refused("day")
    where = typed["where"]
    return replace(
        one,
        kind=typed["kind"],  # type: ignore[arg-type]  # the curator looks at it
        title={str(key): text_of(form, f"title-{key}") for key in languages},
        text={str(key): text_of(form, f"text-{key}") for key in languages},
        topic=typed["topic"],
        actor=typed["actor"],
        person=typed["person"],
        where=where,  # type: ignore[arg-type]
        place={"room": typed["room"], "address": typed["address"]}.get(where, ""),
        district=typed["district"],
        free=bool(text_of(form, "free")),
        cost=typed["cost"],
        link=typed["link"],
        step_free=bool(text_of(form, "step_free")),
        spoken=tuple(str(key) for key in form.getlist("spoken")),
        last=last,
        shown=bool(text_of(form, "shown")),
        dates=tuple(_dates(request, form, one)),
    )


def _dates(request: Request, form: FormData, one: Offer) -> Iterator[Date]:
    """Those that stay, and those that are added."""
    kept = set(map(str, form.getlist("keep")))
    yield from (each for each in one.dates if str(slots.epoch(each.begin)) in kept)
    typed = {key: text_of(form, key) for key in DATES}
    if not any(typed[key] for key in ("day", "from", "to")):
        return
    first = day_of(typed["day"])
    if first is None:
        raise Refused("day")
    wanted = repeat_of(form)
    for day in repeat.dates(first, wanted) if wanted else [first]:
        yield _date(request, day, typed["from"], typed["to"])


def _date(request: Request, day: date, begin: str, end: str) -> Date:
    """One date; without times a whole day, with an end before the begin until the next morning."""
    zone = house_of(request).zone
    if not begin and not end:
        whole = (datetime.combine(each, time()) for each in (day, day + timedelta(days=1)))
        first, last = (slots.to_utc(each, zone) for each in whole)
        return Date(first, last, whole_day=True)
    try:
        starts, ends = time.fromisoformat(begin), time.fromisoformat(end)
    except ValueError as error:
        raise Refused("day") from error
    last_day = day if ends > starts else day + timedelta(days=1)
    return Date(slots.to_utc(datetime.combine(day, starts), zone), slots.to_utc(datetime.combine(last_day, ends), zone))


def _typed(form: FormData, languages: tuple[str, ...]) -> dict[str, Any]:
    """What stands in the fields after they were sent."""
    words = (f"{what}-{key}" for key in languages for what in ("title", "text"))
    typed: dict[str, Any] = {key: text_of(form, key) for key in (*PLAIN, *DATES, *words)}
    ticks = {key: bool(text_of(form, key)) for key in ("free", "step_free", "shown")}
    return typed | ticks | {key: set(map(str, form.getlist(key))) for key in ("spoken", "keep")}


def _written(one: Offer, languages: tuple[str, ...]) -> dict[str, Any]:
    """What stands in the fields at first: the offer as it is."""
    typed: dict[str, Any] = dict.fromkeys(DATES, "")
    for key in languages:
        typed |= {f"title-{key}": one.title.get(key, ""), f"text-{key}": one.text.get(key, "")}
    plain = ("kind", "topic", "actor", "person", "where", "district", "cost", "link", "free", "step_free", "shown")
    return (
        typed
        | {key: getattr(one, key) for key in plain}
        | {
            "room": one.place if one.where == "room" else "",
            "address": one.place if one.where == "address" else "",
            "last": str(one.last) if one.last else "",
            "spoken": set(one.spoken),
            "keep": {str(slots.epoch(each.begin)) for each in one.dates},
        }
    )


def _gaps(one: Offer, languages: tuple[str, ...]) -> list[str]:
    """In which languages something is missing."""
    return [key for key in languages if not one.title.get(key) or bool(one.text) > bool(one.text.get(key))]


def _is_over(one: Offer, today: date, now: datetime) -> bool:
    """Whether nobody sees it any more by itself."""
    return not agenda.holds(one, today) or (bool(one.dates) and agenda.next_date(one, now) is None)
