# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff keep who takes part, and the signposts for common wishes; a partner keeps its own entry."""

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import offer_rules
from booking.agenda import Actor, Signpost, in_language
from booking.api.problems import status_of
from booking.refusal import NotFound, Refused
from booking.texts import TOPICS
from booking.web.browsing import shown
from booking.web.site import desk_of, house_of, see, text_of, words_of
from booking.web.staffed import actor_key, curator_of, home, person_of, staff_page

PLAIN = ("key", "name", "phone", "mail", "web", "place")


def actors(request: Request, form: FormData | None = None, refused: Refused | None = None) -> Response:
    """Everybody who takes part, and a form: for a new one, or for the one of the address."""
    languages = house_of(request).languages
    one = _asked(request)
    known = desk_of(request).offers.shelf()
    return staff_page(
        request,
        "staff_actors.html",
        status_of(refused) if refused else 200,
        one=one,
        actors=[] if person_of(request).role == "partner" else list(known.actors.values()),
        counts={key: sum(each.actor == key for each in known.offers) for key in known.actors},
        typed=_typed(form, languages) if form else _written(one, languages),
        topics=TOPICS,
        longest=(offer_rules.HOURS_LONGEST, offer_rules.TEXT_LONGEST),
        text=words_of(request).refusal(refused) if refused else "",
        done=request.query_params.get("done", ""),
        **shown(request),
    )


def keep_actor(request: Request, form: FormData) -> Response:
    """Save the entry."""
    one, languages = _asked(request), house_of(request).languages
    typed = _typed(form, languages)
    wanted = Actor(
        key=one.key if one else typed["key"].strip().lower(),
        name=typed["name"],
        text={str(key): typed[f"text-{key}"] for key in languages},
        topics=tuple(str(key) for key in form.getlist("topic")),
        hours={str(key): typed[f"hours-{key}"] for key in languages},
        **{key: typed[key] for key in PLAIN[2:]},
    )
    try:
        curator_of(request).put_actor(wanted, fresh=one is None)
    except Refused as refused:
        if isinstance(refused, NotFound):
            raise
        return actors(request, form, refused)
    return see(f"{home(request)}actors/{wanted.key}?done=kept")


def drop_actor(request: Request, _: FormData) -> Response:
    """Somebody takes part no more."""
    try:
        curator_of(request).drop_actor(request.path_params["actor"])
    except Refused as refused:
        if isinstance(refused, NotFound):
            raise
        return actors(request, None, refused)
    return see(f"{home(request)}actors?done=dropped")


def _asked(request: Request) -> Actor | None:
    """Whose entry it is; a partner sees its own only."""
    if person_of(request).role == "partner":
        own = actor_key(request)
        if request.path_params.get("actor", own) != own:
            raise NotFound
        return desk_of(request).offers.actor(own)
    key = request.path_params.get("actor")
    return desk_of(request).offers.actor(key) if key else None


def _typed(form: FormData, languages: tuple[str, ...]) -> dict[str, Any]:
    words = [f"{what}-{key}" for key in languages for what in ("text", "hours")]
    typed: dict[str, Any] = {key: text_of(form, key) for key in (*PLAIN, *words)}
    return typed | {"topics": set(map(str, form.getlist("topic")))}


def _written(one: Actor | None, languages: tuple[str, ...]) -> dict[str, Any]:
    typed: dict[str, Any] = {key: getattr(one, key) if one else "" for key in PLAIN}
    for key in languages:
        typed[f"text-{key}"] = one.text.get(key, "") if one else ""
        typed[f"hours-{key}"] = (one.hours or {}).get(key, "") if one else ""
    return typed | {"topics": set(one.topics) if one else set()}


# --- signposts


def wishes(request: Request, form: FormData | None = None, refused: Refused | None = None) -> Response:
    """The signposts that there are, and a form for one more or for the one of the address."""
    shelf, languages = desk_of(request).offers.shelf(), house_of(request).languages
    key = request.query_params.get("wish", "")
    one = next((each for each in shelf.signposts if each.id == key), None)
    titles = {each: (one.title.get(each, "") if one else "") for each in languages}
    offers = sorted(desk_of(request).offers.shown(), key=lambda each: in_language(each.title, "de").casefold())
    return staff_page(
        request,
        "staff_wishes.html",
        status_of(refused) if refused else 200,
        one=one,
        signposts=shelf.signposts,
        named={each.id: each for each in shelf.offers},
        offers=offers,
        typed={
            "titles": {each: text_of(form, f"title-{each}") for each in languages} if form else titles,
            "topic": text_of(form, "topic") if form else one.topic if one else "",
            "offers": list(map(str, form.getlist("offer"))) if form else list(one.offers) if one else [],
            "wish": text_of(form, "wish") if form else one.id if one else "",
        },
        topics=TOPICS,
        most=offer_rules.MOST_SIGNS,
        longest=offer_rules.TITLE_LONGEST,
        text=words_of(request).refusal(refused) if refused else "",
        done=request.query_params.get("done", ""),
        **shown(request),
    )


def keep_wish(request: Request, form: FormData) -> Response:
    """Save a signpost."""
    titles = {str(key): text_of(form, f"title-{key}") for key in house_of(request).languages}
    known = desk_of(request).offers.shelf().by_id
    leads = tuple(dict.fromkeys(str(key) for key in form.getlist("offer") if key in known))
    try:
        curator_of(request).put_signpost(Signpost(text_of(form, "wish"), titles, text_of(form, "topic"), leads))
    except Refused as refused:
        if isinstance(refused, NotFound):
            raise
        return wishes(request, form, refused)
    return see(f"{home(request)}wishes?done=kept")


def drop_wish(request: Request, form: FormData) -> Response:
    """Take a signpost away."""
    curator_of(request).drop_signpost(text_of(form, "wish"))
    return see(f"{home(request)}wishes?done=dropped")
