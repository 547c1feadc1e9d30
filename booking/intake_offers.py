# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Events of a feed as offers of the house: how each is shown. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from booking.config import House
from booking.feeds_config import FeedIn
from booking.offers import written
from booking.texts import NAMES, OFFERED, TOPICS, texts
from booking.told import Date, Part, Told

_HALF = 16
_BREAKS = re.compile(r"[,;\n|]|\s[-–]\s")


class Shown(NamedTuple):
    """A date as it is shown."""

    end: int
    whole_day: bool
    cancelled: bool


@dataclass(frozen=True)
class Wanted:
    """An offer: its key, what its row says, and its dates by their begin."""

    key: bytes
    values: Mapping[str, Any]
    dates: Mapping[int, Shown]
    like: str  # what an offer that is the same is called, and where it is

    @property
    def looks(self) -> bytes:
        return sha256(repr(sorted(self.values.items())).encode()).digest()


def half(key: bytes) -> bytes:
    """The half of an offer's key that names the event."""
    return key[:_HALF]


def wanted(event: Told, feed: FeedIn, house: House, now: int) -> Iterator[Wanted]:
    """The offers that an event is; a part whose dates are all over is none."""
    for number, part in enumerate(event.parts):
        dates = _dates(part, now)
        if dates:
            name = repr((part.title, part.text, part.link, part.place)) if number else ""
            key = half(event.key) + half(sha256(name.encode()).digest())
            values = _values(part, feed, house)
            yield Wanted(key, values, dates, like(part.title, values["place"]))


def like(title: str, place: str) -> str:
    """The same for what is called alike and is at one place."""
    return "\n".join(" ".join(re.findall(r"\w+", text.casefold())) for text in (title, place))


def _dates(part: Part, now: int) -> dict[int, Shown]:
    """By begin; where two begin together, the one that takes place, and of those the longer one."""
    found: dict[int, Shown] = {}
    for date in sorted(part.dates, key=lambda one: (not one.cancelled, one.end)):
        if date.end > now:
            found[date.begin] = Shown(date.end, date.whole_day, date.cancelled)
    return found


def _values(part: Part, feed: FeedIn, house: House) -> dict[str, Any]:
    room = _room(part.place, house)
    step_free = next((one.step_free for one in house.rooms if one.id == room), False)
    title = part.title or texts(feed.language, "house").t("Without a title")
    return {
        "kind": _named(part.categories, "kinds") or feed.offer,
        "topic": _named(part.categories, "topics") or feed.topic,
        "titles": _in_language(feed, title),
        "texts": _in_language(feed, part.text),
        "where": "room" if room else "address",
        "place": room or part.place,
        "district": feed.district,
        "free": feed.free,
        "link": part.link,
        "step_free": step_free,
    }


def _in_language(feed: FeedIn, text: str) -> str:
    return written({feed.language: text} if text else {})


def _room(place: str, house: House) -> str:
    """The room that a location names, in any language; with more behind it only if that is our house."""
    first, *others = (_plain(part) for part in _BREAKS.split(place))
    if others and not any(part in _house_names(house) for part in others):
        return ""
    return next((room.id for room in house.rooms if first in map(_plain, room.name.values())), "")


def _house_names(house: House) -> set[str]:
    return {_plain(name) for name in (*house.name.values(), house.address.street)}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _named(categories: tuple[str, ...], what: str) -> str:
    """The first kind, or topic, that a category names."""
    return next((found for one in categories if (found := _words(what).get(_plain(one)))), "")


@cache
def _words(what: str) -> dict[str, str]:
    """Every word for a kind, or for a topic, in any language."""
    meant = OFFERED if what == "kinds" else TOPICS
    words = {key: key for key in meant}
    for language in NAMES:
        words |= {_plain(texts(language, "house").t(word)): key for key, word in meant.items()}
    return words


def begins(event: Told) -> set[int]:
    """When its dates begin."""
    return {date.begin for part in event.parts for date in part.dates}


def cancelled(event: Told | None) -> set[int]:
    """When its cancelled dates would have begun."""
    dates: list[Date] = [date for part in event.parts for date in part.dates] if event else []
    return {date.begin for date in dates if date.cancelled}
