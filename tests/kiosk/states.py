# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""States of screens beside their examples: what is closed, broken, not found or the visitor's own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from booking import agenda
from booking.agenda import Choice
from booking.texts import NAMES as TONGUES
from kiosk.client import Wayfinding
from kiosk.house import Barrier
from kiosk.month import EXAMPLE, read_month
from tests.booking.plan.drawn import tower

LANGUAGES = tuple(TONGUES)


def show(display: Any, name: str) -> None:
    """Bring the display to a state; `known` brings back what it knew before."""
    display.until(lambda: display.guide.wayfinding.finder, "the plan of the house")
    STATES[name](display.guide)
    display.show(name.partition("-")[0])


@contextmanager
def known(display: Any) -> Iterator[None]:
    """Whatever a state tells the display about the house is forgotten after the block; the visitor stands in front."""
    guide = display.guide
    kept = {key: getattr(guide, key) for key in ("house", "wayfinding", "offerings", "month", "days", "away")}
    yield
    for key, value in kept.items():
        setattr(guide, key, value)
    guide.home()


def _plain(guide: Any) -> None:
    guide.go("way", to="werkraum")


def _around(guide: Any) -> None:
    _bar(guide, "stairs/main")
    guide.go("way", to="werkraum")


def _none(guide: Any) -> None:
    _bar(guide, "lift/main")
    guide.visit.walk = "free"
    guide.go("way", to="werkraum")


def _spoken(guide: Any) -> None:
    guide.visit.walk = "tactile"
    guide.visit.told = "tresen"  # heard already: no voice while pictures are made
    guide.go("way", to="tresen", thing="energieberatung")


def _there(guide: Any) -> None:
    guide.go("way", to="info/board")


def _mine(guide: Any) -> None:
    guide.visit.present = {"booking": {"room": "offen"}}
    guide.go("floors")


def _broken(guide: Any) -> None:
    guide.wayfinding = Wayfinding(
        fault="plan.geojson: room/werkraum: has an outline that crosses itself; draw it around once"
    )
    guide.go("floors")


def _tower(guide: Any) -> None:
    guide.wayfinding = Wayfinding(_high())
    guide.go("floors")


def _nothing(guide: Any) -> None:
    guide.visit.sought = "Xylophon"
    guide.go("search")


def _offers_of(guide: Any, *offers: Any, **more: Any) -> None:
    """As if only these were offered."""
    guide.offerings = replace(guide.offerings, offers={each.id: each for each in offers}, **more)


def _offers_none(guide: Any) -> None:
    _offers_of(guide)
    guide.go("offers")


def _offers_unfound(guide: Any) -> None:
    guide.go("offers", span="today", choice=Choice(topic="food"))


def _offers_always(guide: Any) -> None:
    """All of them, on the page of those without dates."""
    guide.go("offers", span="all", page=-1)


def _offers_long(guide: Any) -> None:
    """Everything as long as the house lets it be."""
    known = [_lengthened(each) for each in guide.offerings.offers.values()]
    _offers_of(guide, *known)
    guide.go("offers")


def _lengthened(offer: Any) -> Any:
    title = dict.fromkeys(LANGUAGES, "Reparatursprechstunde für Haushaltsgeräte und Unterhaltungselektronik am Abend!")
    sentence = "Bringen Sie mit, was nicht mehr geht, und ein wenig Zeit; wir sehen gemeinsam nach, woran es liegt. "
    said = dict.fromkeys(LANGUAGES, (sentence * 15)[:1500])
    link = "https://anmeldung.energieberatung-nordhessen.example/termine"
    spoken = ("de", "en", "tr", "ar", "uk", "ru")
    return replace(offer, title=title, text=said, person="Friederike Schulze-Wintermann", link=link, spoken=spoken)


def _offer_standing(guide: Any) -> None:
    """One without dates, that holds until a day."""
    guide.go("offer", key=next(each.id for each in guide.offerings.offers.values() if each.last))


def _offer_long(guide: Any) -> None:
    first = next(each for each in guide.offerings.offers.values() if each.dates)
    _offers_of(guide, _lengthened(first))
    guide.go("offer", key=first.id)


def _offer_text(guide: Any) -> None:
    _offer_long(guide)
    guide.go("offer", key=next(iter(guide.offerings.offers)), part="text")


def _offer_dates(guide: Any) -> None:
    first = next(each for each in guide.offerings.offers.values() if len(each.dates) > 5)
    guide.go("offer", key=first.id, part="dates")


def _offer_gone(guide: Any) -> None:
    guide.go("offer", key="0000")


def _ideas_none(guide: Any) -> None:
    guide.offerings = replace(guide.offerings, ideas=())
    guide.go("ideas")


def _ideas_long(guide: Any) -> None:
    """Sentences and answers as long as they may be, on many pages."""
    said = [
        replace(each, text=("Bänke im Schatten. " * 15)[:280], answer=("Wir prüfen es. " * 40)[:600])
        for each in guide.offerings.ideas
    ]
    guide.offerings = replace(guide.offerings, ideas=tuple(said))
    guide.go("ideas")


def _idea_away(guide: Any) -> None:
    guide.visit.idea = ("Mehr Bänke im Schatten an der Fulda, " * 8)[:280]
    guide.go("idea", question=True)
    guide.set_away(True)


def _told_question(guide: Any) -> None:
    due = "2026-05-21T10:00:00Z"
    guide.visit.answered = {
        "number": 4,
        "kind": "question",
        "due": due,
        "link": f"{guide.known.public_url}/de/i/" + 24 * "x",
    }
    guide.go("told")


def _counted(purpose: str, state: str = "") -> Callable[[Any], None]:
    """After a touch for a purpose, when it can no longer be corrected."""

    def show_it(guide: Any) -> None:
        guide.month = read_month(EXAMPLE)
        guide.go("counted", purpose=purpose, people=1, state=state)

    return show_it


def _counted_offer(guide: Any) -> None:
    key = next(key for key, each in guide.offerings.offers.items() if each.dates and each.where == "room")
    guide.go("counted", purpose="event", people=2, offer=key)


def _running(guide: Any) -> str:
    """As if the first offer with dates ran now."""
    first = next(each for each in guide.offerings.offers.values() if each.dates and each.where == "room")
    now = guide.now()
    date = replace(first.dates[0], begin=now - timedelta(hours=1), end=now + timedelta(hours=1))
    _offers_of(guide, *guide.offerings.offers.values())
    guide.offerings.offers[first.id] = replace(first, dates=(date, *first.dates[1:]))
    return first.id


def _feedback(guide: Any, **what: Any) -> None:
    guide.go("feedback", key=_running(guide), **what)


def _feedback_thanks(guide: Any) -> None:
    _feedback(guide, face=4)


def _feedback_over(guide: Any) -> None:
    guide.go("feedback", key="0000")


def _home_over(guide: Any) -> None:
    """Something has ended a few minutes ago."""
    key, now = _running(guide), guide.now()
    one = guide.offerings.offers[key]
    ended = replace(one.dates[0], begin=now - timedelta(hours=2), end=now - timedelta(minutes=12))
    guide.offerings.offers[key] = replace(one, dates=(ended, *one.dates[1:]))
    guide.month = read_month(EXAMPLE)
    guide.home()


def _offer_over(guide: Any) -> None:
    """The last date of it, which one may still say something about."""
    _home_over(guide)
    key = next(key for key, each in guide.offerings.offers.items() if agenda.asked_about(each, guide.now()))
    guide.offerings.offers[key] = replace(guide.offerings.offers[key], dates=guide.offerings.offers[key].dates[:1])
    guide.go("offer", key=key)


def _offer_running(guide: Any) -> None:
    """With everything that can be done while it runs."""
    guide.go("offer", key=_running(guide))


def _month_none(guide: Any) -> None:
    """On its first day."""
    none = {"value": 0, "few": False}
    guide.month = read_month({"month": "2026-05-01", "people": none, "purposes": {}})
    guide.go("month")


def _month_few(guide: Any) -> None:
    """Few people for everything, and much for one thing."""
    few = {"value": 0, "few": True}
    purposes = dict.fromkeys(EXAMPLE["purposes"], few)
    guide.month = read_month(EXAMPLE | {"people": few, "purposes": purposes, "groups": few, "ideas": few})
    guide.go("month")


def _month_many(guide: Any) -> None:
    many = {key: {"value": 1_235 * n, "few": False} for n, key in enumerate(EXAMPLE["purposes"], 1)}
    guide.month = read_month(EXAMPLE | {"people": {"value": 18_525, "few": False}, "purposes": many})
    guide.go("month")


def _month_unknown(guide: Any) -> None:
    guide.month = None
    guide.go("month")


def _attract_month(guide: Any) -> None:
    guide.month = read_month(EXAMPLE)
    now = guide.now()
    guide.clock.set(now.replace(minute=3))  # the last of four
    _rest(guide)
    guide.clock.set(now)


def _attract_full(guide: Any) -> None:
    """No door is open; it says which one opens next."""
    guide.days = {
        key: replace(day, pieces=tuple(_taken(piece, guide.now()) for piece in day.pieces))
        for key, day in guide.days.items()
    }
    _rest(guide)


def _taken(piece: Any, now: Any) -> Any:
    return replace(piece, state="taken") if piece.state == "free" and piece.begin < now + timedelta(hours=2) else piece


def _attract_closed(guide: Any) -> None:
    """At night, with nothing on for the rest of the day."""
    closed = {
        key: replace(day, pieces=(), opens=None, closes=None, windows=())
        for key, day in guide.days.items()
        if key[1] == guide.today
    }
    guide.days = guide.days | closed
    _offers_of(guide, *(replace(each, dates=each.dates[1:]) for each in guide.offerings.offers.values()))
    _rest(guide)


def _rest(guide: Any) -> None:
    guide.resting = True
    guide.renew()


def _bar(guide: Any, place: str) -> None:
    now = guide.now()
    barrier = Barrier(place, now - timedelta(hours=1), now + timedelta(hours=1), "Wartung")
    guide.house = replace(guide.house, barriers=(barrier,))


@cache
def _high() -> Any:
    """A house of ten levels, of which one is to be seen at a time."""
    from kiosk.wayfinder import Wayfinder

    drawn = tower(10)
    for feature in drawn.features:
        if feature["id"].startswith("room/"):
            feature["properties"]["name"] = feature["id"].removeprefix("room/").replace("/", ".")
    return Wayfinder(drawn.building(), None)


STATES: dict[str, Callable[[Any], None]] = {
    "way-plain": _plain,
    "way-around": _around,
    "way-none": _none,
    "way-spoken": _spoken,
    "way-there": _there,
    "floors-mine": _mine,
    "floors-broken": _broken,
    "floors-tower": _tower,
    "search-nothing": _nothing,
    "offers-none": _offers_none,
    "offers-unfound": _offers_unfound,
    "offers-always": _offers_always,
    "offers-long": _offers_long,
    "offer-standing": _offer_standing,
    "offer-long": _offer_long,
    "offer-text": _offer_text,
    "offer-dates": _offer_dates,
    "offer-gone": _offer_gone,
    "ideas-none": _ideas_none,
    "ideas-long": _ideas_long,
    "idea-away": _idea_away,
    "told-question": _told_question,
    "counted-advice": _counted("advice"),
    "counted-info": _counted("info"),
    "counted-room": _counted("room"),
    "counted-looking": _counted("looking"),
    "counted-later": _counted("advice", "later"),
    "counted-missed": _counted("room", "missed"),
    "counted-offer": _counted_offer,
    "feedback-asked": _feedback,
    "feedback-thanks": _feedback_thanks,
    "feedback-over": _feedback_over,
    "offer-running": _offer_running,
    "offer-over": _offer_over,
    "home-over": _home_over,
    "month-none": _month_none,
    "month-few": _month_few,
    "month-many": _month_many,
    "month-unknown": _month_unknown,
    "attract-month": _attract_month,
    "attract-full": _attract_full,
    "attract-closed": _attract_closed,
}
