# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is offered, who offers it and what visitors propose: the API's answer as frozen values, without Kivy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from booking.agenda import Actor, Date, Offer, Signpost, holds, next_date
from booking.texts import OFFERED, TOPICS, Texts
from kiosk.house import Json, instant

if TYPE_CHECKING:
    from booking.matching import Index


@dataclass(frozen=True)
class Idea:
    """A visitor's sentence on the board, how it stands, and what the house says to it."""

    number: int
    text: str
    topic: str
    status: str
    answer: str
    created: datetime | None


@dataclass(frozen=True)
class Offerings:
    """Everything at once; `told` says whether the house tells of offers at all."""

    offers: Mapping[str, Offer] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)
    signposts: tuple[Signpost, ...] = ()
    ideas: tuple[Idea, ...] = ()
    told: bool = False
    index: "Index[Offer | Actor] | None" = field(default=None, compare=False)

    def shown(self, now: datetime, today: date) -> list[Offer]:
        """What has not run out and is not over."""
        return [offer for offer in self.offers.values() if _is_there(offer, now, today)]

    def of(self, actor: str, now: datetime, today: date) -> list[Offer]:
        """What an actor offers."""
        return [offer for offer in self.shown(now, today) if offer.actor == actor]

    def led_to(self, signpost: Signpost, now: datetime, today: date) -> list[Offer]:
        """The offers of a signpost that are still there."""
        found = (self.offers.get(key) for key in signpost.offers)
        return [offer for offer in found if offer and _is_there(offer, now, today)]

    def leading(self, now: datetime, today: date) -> list[Signpost]:
        """The signposts that lead to something."""
        return [each for each in self.signposts if self.led_to(each, now, today)]

    def find(self, text: str, now: datetime, today: date) -> list[Offer | Actor]:
        """Offers and actors that fit what somebody types, best first."""
        found = self.index.find(text) if self.index else []
        return [each for each in found if isinstance(each, Actor) or _is_there(each, now, today)]


NOTHING = Offerings()


def _is_there(offer: Offer, now: datetime, today: date) -> bool:
    """The house also tells of what ended in the last hours, for whoever says how it was: no list shows that."""
    return holds(offer, today) and (not offer.dates or next_date(offer, now) is not None)


def read(data: Json) -> Offerings:
    """What `GET /api/offers` tells; what a newer server says more is left alone. Raises LookupError, ValueError."""
    if "offers" not in data:
        return NOTHING
    offers = {each["id"]: _offer(each) for each in data["offers"]}
    actors = {each["key"]: _actor(each) for each in data.get("actors", ())}
    return Offerings(
        offers=offers,
        actors=actors,
        signposts=tuple(
            Signpost(each["id"], each["title"], each["topic"], tuple(each["offers"]))
            for each in data.get("signposts", ())
        ),
        ideas=tuple(_idea(each) for each in data.get("ideas", ())),
        told=True,
    )


def indexed(known: Offerings, languages: Iterable[str]) -> Offerings:
    """The same, to be searched."""
    from booking import offer_search  # not before the first picture

    return replace(known, index=offer_search.index(known.offers.values(), known.actors.values(), _names(languages)))


def _names(languages: Iterable[str]) -> dict[str, list[str]]:
    """The words for kinds and topics in each language, as somebody may type them."""
    every = [Texts(each, "kiosk", "house") for each in languages]  # not kept: few of them will be read
    named: dict[str, list[str]] = {}
    for words in (OFFERED, TOPICS):
        for key, message in words.items():
            named.setdefault(key, []).extend(each.t(message) for each in every)
    return named


def _known(kind: Any, data: Json, *others: str) -> Json:
    """The keys that this version knows, less those that have to be read."""
    return {key: data[key] for key in kind.__dataclass_fields__ if key in data and key not in others}


def _offer(data: Json) -> Offer:
    return Offer(
        **_known(Offer, data, "spoken", "last", "dates", "changed"),
        spoken=tuple(data.get("spoken", ())),
        last=date.fromisoformat(data["last"]) if data.get("last") else None,
        dates=tuple(_date(each) for each in data.get("dates", ())),
        changed=instant(data.get("changed")),
    )


def _date(data: Json) -> Date:
    return Date(
        datetime.fromisoformat(data["begin"]), datetime.fromisoformat(data["end"]), data.get("whole_day", False)
    )


def _actor(data: Json) -> Actor:
    return Actor(**_known(Actor, data, "topics", "changed"), topics=tuple(data.get("topics", ())))


def _idea(data: Json) -> Idea:
    return Idea(**_known(Idea, data, "created"), created=instant(data.get("created")))
