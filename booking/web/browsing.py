# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is on: offers by day, narrowed down by single touches or found by words, each with its own page."""

import json
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from booking import agenda, listing, offer_entries, slots
from booking.agenda import Actor, Choice, Coming, Date, Offer, in_language
from booking.listing import Options
from booking.refusal import NotFound
from booking.texts import OFFERED, TOPICS, Texts
from booking.web.site import desk_of, house_of, render, words_of

A_PAGE = 25  # lines
LONGEST_ASKED = 80
MOST_DATES = 12  # of an offer, on its page


class Chip(NamedTuple):
    """Something to choose with one touch."""

    text: str
    address: str
    chosen: bool
    icon: str = ""


def offers(request: Request) -> Response:
    """What is on today, this week, or at all; or what fits the words that were typed."""
    asked, words = request.query_params, words_of(request)
    every, choice, when = desk_of(request).offers.shown(), choice_of(request), asked.get("when", "week")
    if when not in listing.SPANS:
        raise NotFound
    looked = asked.get("for", "")[:LONGEST_ASKED].strip()
    found = desk_of(request).offers.find(looked) if looked else []
    now, zone = desk_of(request).now(), house_of(request).zone
    listed = listing.entries(filter(choice.fits, every), when, now, zone)
    options = listing.options(every, choice, when, now, zone)
    page, pages = _page(asked.get("page", ""), len(listed))
    here = listed[page * A_PAGE : (page + 1) * A_PAGE]
    return render(
        request,
        "offers.html",
        days=listing.by_day(here, now, zone),
        when=[*_when(request, when), _free(request, choice)],
        topics=_topics(request, options, choice, words),
        more=_more(request, options, choice, words),
        looked=looked,
        found=[each for each in found if isinstance(each, Offer)][:A_PAGE],
        people=[each for each in found if isinstance(each, Actor)][:A_PAGE],
        signposts=desk_of(request).offers.shelf().signposts if not looked and choice == agenda.ANY else (),
        page=page,
        pages=pages,
        next_page=_with(request, page=str(page + 1)) if page + 1 < pages else "",
        narrowed=bool(choice.kind or choice.district or choice.spoken),
        data=_data(request, [agenda.Coming(one.offer, one.date) for one in here if one.date]),
        **shown(request),
    )


def offer(request: Request) -> Response:
    """One offer: when, where, with whom, what it costs; to take along, to find, to book the same room."""
    one = offer_in(request)
    known, now = desk_of(request).offers.shelf(), desk_of(request).now()
    dates = agenda.coming([one], now, cancelled=True)
    room = house_of(request).room(one.place) if one.where == "room" and one.place else None
    return render(
        request,
        "offer.html",
        one=one,
        dates=dates[:MOST_DATES],
        actor=known.actors.get(one.actor),
        room=room,
        data=_data(request, dates[:MOST_DATES]),
        **shown(request),
    )


def calendar(request: Request) -> Response:
    """Its coming dates for somebody's own calendar, or the one that is asked for."""
    one, now = offer_in(request), desk_of(request).now()
    dates = agenda.coming([one], now)
    begin = request.query_params.get("begin", "")
    if begin:
        dates = [each for each in dates if begin == str(slots.epoch(each.date.begin))]
    if not dates:
        raise NotFound
    actor = desk_of(request).offers.shelf().actors.get(one.actor)
    text = offer_entries.download(
        house_of(request),
        dates,
        words_of(request).language,
        request.app.state.public_url,
        actor.name if actor else "",
    )
    headers = {"Content-Disposition": f'attachment; filename="{house_of(request).id}-{one.id}.ics"'}
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)


def picture(request: Request) -> Response:
    """Its picture; the address changes with it, so that browsers may keep it."""
    content = desk_of(request).offers.picture(request.path_params["offer"])
    return Response(content, media_type="image/webp", headers={"Cache-Control": "max-age=31536000, immutable"})


def signpost(request: Request) -> Response:
    """A wish that many have: whom to ask, what money there is, when is the next date."""
    shelf = desk_of(request).offers.shelf()
    found = next((each for each in shelf.signposts if each.id == request.path_params["signpost"]), None)
    if found is None:
        raise NotFound
    known = {each.id: each for each in desk_of(request).offers.shown()}
    leads = [known[key] for key in found.offers if key in known]
    return render(request, "signpost.html", post=found, leads=leads, **shown(request))


def actors(request: Request) -> Response:
    """Who takes part, all or of a topic."""
    topic = request.query_params.get("topic", "")
    everybody = list(desk_of(request).offers.shelf().actors.values())
    topics = {each for one in everybody for each in one.topics}
    words = words_of(request)
    return render(
        request,
        "actors.html",
        actors=[one for one in everybody if topic in ("", *one.topics)],
        chips=[
            Chip(
                words.t(TOPICS[key]),
                _toggled(request, "topic", key, key == topic),
                key == topic,
                agenda.TOPIC_ICONS[key],
            )
            for key in TOPICS
            if key in topics
        ],
        **shown(request),
    )


def actor(request: Request) -> Response:
    """Somebody who takes part: what they do, when, how to reach them, what they offer."""
    one = desk_of(request).offers.actor(request.path_params["actor"])
    theirs = [each for each in desk_of(request).offers.shown() if each.actor == one.key]
    return render(request, "actor.html", one=one, theirs=theirs, **shown(request))


# --- what is asked for


def offer_in(request: Request) -> Offer:
    """The offer that the address names."""
    return desk_of(request).offers.one(request.path_params["offer"])


def choice_of(request: Request) -> Choice:
    """What is narrowed down, as the address says."""
    asked = {each.name: request.query_params.get(each.name, "")[:LONGEST_ASKED] for each in fields(Choice)}
    return Choice(**(asked | {"free": bool(asked["free"])}))  # type: ignore[arg-type]


def _page(text: str, lines: int) -> tuple[int, int]:
    """The page that is asked for, counted from 0, and how many there are."""
    pages = max(-(-lines // A_PAGE), 1)
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if number >= pages:
        raise NotFound
    return number, pages


# --- chips


def _when(request: Request, chosen: str) -> list[Chip]:
    words = words_of(request)
    named = {"today": words.t("Today"), "week": words.t("This week"), "all": words.t("Everything")}
    return [Chip(named[key], _with(request, when=key), key == chosen) for key in listing.SPANS]


def _free(request: Request, choice: Choice) -> Chip:
    return Chip(words_of(request).t("Free of charge"), _toggled(request, "free", "1", choice.free), choice.free)


def _topics(request: Request, options: Options, choice: Choice, words: Texts) -> list[Chip]:
    """The topics of which there is something."""
    return [
        Chip(words.t(TOPICS[key]), _toggled(request, "topic", key, chosen), chosen, agenda.TOPIC_ICONS[key])
        for key in options.topics
        for chosen in (key == choice.topic,)
    ]


def _more(request: Request, options: Options, choice: Choice, words: Texts) -> list[tuple[str, list[Chip]]]:
    """What else it can be narrowed down by: kind, district, language."""
    kinds = [(key, words.t(OFFERED[key])) for key in options.kinds]
    spoken = [(key, words.language_name(key)) for key in options.spoken]
    rows = [
        (words.t("Kind"), kinds, "kind", choice.kind),
        (words.t("District"), [(key, key) for key in options.districts], "district", choice.district),
        (words.t("Language spoken"), spoken, "spoken", choice.spoken),
    ]
    return [
        (title, [Chip(text, _toggled(request, name, key, key == now), key == now) for key, text in values])
        for title, values, name, now in rows
        if values
    ]


def _toggled(request: Request, key: str, value: str, chosen: bool) -> str:
    return _with(request, **{key: "" if chosen else value})


def _with(request: Request, **said: str) -> str:
    """The address of this page with something else chosen; from its first page on."""
    kept = {key: value for key, value in request.query_params.items() if key != "page"}
    return "?" + urlencode({key: value for key, value in (kept | said).items() if value})


# --- words


def shown(request: Request) -> dict[str, Any]:
    """What every page about offers needs to show them."""
    words, house, language = words_of(request), house_of(request), words_of(request).language

    def place(one: Offer) -> str:
        if one.where == "home":
            return words.t("at your home")
        room = house.room(one.place) if one.where == "room" and one.place else None
        if room:
            return f"{room.name[language]}, {words.level(room.level)}"
        return one.place if one.where == "address" else words.t("in the house")

    def tags(one: Offer) -> list[str]:
        step_free = words.t("without steps") if one.step_free else ""
        return [each for each in (offer_entries.costs(one, words), step_free) if each]

    return {
        "said": lambda text: in_language(text, language),
        "called": lambda one: in_language(one.title, language),
        "place_of": place,
        "tags_of": tags,
        "kind_of": lambda one: words.t(OFFERED[one.kind]),
        "topic_of": lambda one: words.t(TOPICS[one.topic]) if one.topic else "",
        "icon_of": agenda.icon,
        "topic_icon": lambda topic: agenda.TOPIC_ICONS.get(topic, "way"),
        "next_of": lambda one: agenda.next_date(one, desk_of(request).now()),
        "actor_of": desk_of(request).offers.shelf().actors.get,
        "when_of": lambda one: _times(request, one),
        "epoch": slots.epoch,
    }


def _times(request: Request, one: Date) -> str:
    """From when to when."""
    words, zone = words_of(request), house_of(request).zone
    first, last = slots.local_day(one.begin, zone), slots.local_day(one.end - slots.SLOT, zone)
    if one.whole_day:
        return words.t("all day") if first == last else words.t("until {day}", day=words.full_day(last))
    begin, end = (f"{moment.astimezone(zone):%H:%M}" for moment in (one.begin, one.end))
    if first != last:
        return words.t("{begin} until {day}, {end}", begin=begin, day=words.full_day(last), end=end)
    return words.t("{begin} to {end}", begin=begin, end=end)


def _data(request: Request, dates: Iterable[Coming]) -> Markup:
    """What search engines read of dates (schema.org Event), so that it may stand in a page as it is."""
    language, house = words_of(request).language, house_of(request)
    events = []
    for one, when in dates:
        offered = {"@type": "Offer", "price": 0, "priceCurrency": "EUR"} if one.free and not one.cost else None
        place = {
            "@type": "Place",
            "name": house.name[language],
            "address": offer_entries.location(house, one, language),
        }
        begin, end = (moment.astimezone(house.zone).isoformat() for moment in (when.begin, when.end))
        status = "EventCancelled" if when.gone else "EventScheduled"
        event = {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": in_language(one.title, language),
            "description": in_language(one.text, language),
            "startDate": begin,
            "endDate": end,
            "eventStatus": f"https://schema.org/{status}",
            "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
            "location": place,
            "isAccessibleForFree": one.free,
            "url": f"{request.app.state.public_url}/{language}/offers/{one.id}",
            "offers": offered,
        }
        events.append({key: value for key, value in event.items() if value not in (None, "")})
    text = json.dumps(events, ensure_ascii=False)
    for letter in "<>&":  # nothing in it may end the element that it stands in
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - escaped above
