# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Offers and their dates, as service and display know them alike: what is on when, and what fits a choice. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple, get_args
from zoneinfo import ZoneInfo

from booking.texts import Said, said

Kind = Literal["advice", "event", "workshop", "funding", "project", "lending", "outreach"]
Where = Literal["room", "address", "home"]
KINDS: tuple[Kind, ...] = get_args(Kind)
WHERES: tuple[Where, ...] = get_args(Where)
Words = Mapping[str, str]  # by language
ASKED = timedelta(hours=3)  # after its end an offer is asked about: how was it?

TOPIC_ICONS = {
    "energy": "energy", "buildings": "building", "mobility": "mobility", "food": "food", "consumption": "swap",
    "nature": "nature", "participation": "together", "funding": "money",
}  # fmt: skip
KIND_ICONS = {
    "advice": "people", "event": "calendar", "workshop": "repair", "funding": "money", "project": "together",
    "lending": "projector", "outreach": "home",
}  # fmt: skip


@dataclass(frozen=True)
class Date:
    """One time at which an offer takes place: half-open, UTC; a whole day begins and ends at local midnight."""

    begin: datetime
    end: datetime
    whole_day: bool = False
    gone: datetime | None = None  # when it was cancelled


@dataclass(frozen=True)
class Offer:
    """What the house or a partner offers. `dates` by begin; without any it always holds, until `last`.

    `place` is a room of the house or an address, as `where` says; empty: anywhere in the house, or at people's home.
    `cost` is what is to be known about money; `free` that there is none to pay.
    """

    id: str
    kind: Kind
    title: Words
    text: Words
    topic: str = ""
    actor: str = ""
    person: str = ""
    where: Where = "room"
    place: str = ""
    district: str = ""
    free: bool = True
    cost: str = ""
    link: str = ""
    step_free: bool = False
    spoken: tuple[str, ...] = ()
    last: date | None = None
    dates: tuple[Date, ...] = ()
    picture: str = ""  # its address at the house, if there is one
    alt: Words | None = None
    feed: str = ""
    shown: bool = True
    changed: datetime | None = None
    created: datetime | None = None
    sequence: int = 0  # how often it has been changed


@dataclass(frozen=True)
class Actor:
    """A group, association or office that takes part."""

    key: str
    name: str
    text: Words
    topics: tuple[str, ...] = ()
    hours: Words | None = None
    phone: str = ""
    mail: str = ""
    web: str = ""
    place: str = ""
    changed: datetime | None = None
    number: int = 0  # its id


@dataclass(frozen=True)
class Signpost:
    """A wish that many have, and the offers that lead to it."""

    id: str
    title: Words
    topic: str
    offers: tuple[str, ...]


class Coming(NamedTuple):
    """One date of an offer."""

    offer: Offer
    date: Date


@dataclass(frozen=True)
class Choice:
    """What a visitor has narrowed the offers down to; empty: whatever it is."""

    topic: str = ""
    kind: str = ""
    district: str = ""
    spoken: str = ""
    free: bool = False
    actor: str = ""

    def fits(self, offer: Offer) -> bool:
        """Whether an offer is one of them."""
        return (
            self.topic in ("", offer.topic)
            and self.kind in ("", offer.kind)
            and self.district in ("", offer.district)
            and self.actor in ("", offer.actor)
            and (not self.spoken or self.spoken in offer.spoken)
            and (offer.free or not self.free)
        )


ANY = Choice()


def holds(offer: Offer, today: date) -> bool:
    """Whether it is still valid: what has run out disappears by itself."""
    return offer.last is None or today <= offer.last


def coming(
    offers: Iterable[Offer], now: datetime, until: datetime | None = None, cancelled: bool = False
) -> list[Coming]:
    """Their dates that are not over and begin before `until`, by begin."""
    found = [
        Coming(offer, each)
        for offer in offers
        for each in offer.dates
        if each.end > now and (until is None or each.begin < until) and (cancelled or each.gone is None)
    ]
    return sorted(found, key=lambda one: (one.date.begin, one.date.end, one.offer.id))


def standing(offers: Iterable[Offer]) -> list[Offer]:
    """Those without dates: they always hold, such as a funding programme or something to borrow."""
    return [offer for offer in offers if not offer.dates]


def next_date(offer: Offer, now: datetime) -> Date | None:
    """The one that runs or comes next and takes place."""
    return next((each for each in offer.dates if each.end > now and each.gone is None), None)


def asked_about(offer: Offer, now: datetime) -> Date | None:
    """The date of an offer that is asked about at this moment: it has begun, and did not end long ago."""
    dates = [one for one in offer.dates if not one.gone and one.begin <= now < one.end + ASKED]
    return dates[-1] if dates else None


def days_from(now: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The local midnight at which so many days are over, today among them."""
    return datetime.combine(now.astimezone(zone).date() + timedelta(days=days), time(), zone)


def icon(offer: Offer) -> str:
    """Of its topic, else of its kind."""
    return TOPIC_ICONS.get(offer.topic) or KIND_ICONS.get(offer.kind, "offers")


def in_language(words: Words | None, language: str) -> Said:
    """What is said in the best language there is."""
    return said(words, language)
