# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is on, as it is listed: by day, narrowed down, in pages; pure, so that tests need no window."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from booking import agenda
from booking.agenda import KINDS, Choice, Date, Offer
from booking.slots import local_day
from booking.texts import TOPICS
from kiosk.house import Day, Piece

SPANS = ("today", "week", "all")
DAYS = {"today": 1, "week": agenda.WEEK}


class Entry(NamedTuple):
    """An offer with one of its dates, or one that always holds."""

    offer: Offer
    date: Date | None = None


@dataclass(frozen=True)
class Group:
    """What is on on a day; without a day, what always holds. `count` is of the whole day, also over pages."""

    day: date | None
    entries: tuple[Entry, ...]
    count: int


def entries(offers: Iterable[Offer], span: str, now: datetime, zone: ZoneInfo) -> list[Entry]:
    """The dates within a span; where all is asked for each offer once, with its next date, then those without dates."""
    known = list(offers)
    if span in DAYS:
        return [Entry(*one) for one in agenda.coming(known, now, agenda.days_from(now, DAYS[span], zone))]
    first: dict[str, Entry] = {}
    for one in agenda.coming(known, now):
        first.setdefault(one.offer.id, Entry(*one))
    return [*first.values(), *map(Entry, agenda.standing(known))]


def groups(found: Iterable[Entry], now: datetime, zone: ZoneInfo) -> list[Group]:
    """By day; what has begun on an earlier day and runs still is on today."""
    today = local_day(now, zone)
    dated = groupby(found, key=lambda one: max(local_day(one.date.begin, zone), today) if one.date else None)
    listed = ((day, tuple(these)) for day, these in dated)
    return [Group(day, these, len(these)) for day, these in listed]


def pages(
    listed: Sequence[Group], room: float, head: float, height: Callable[[Entry], float], gap: float
) -> list[list[Group]]:
    """The groups in pages of so many px: a head is never alone at the foot of one, and stands again on the next."""
    made: list[list[tuple[date | None, int, list[Entry]]]] = [[]]
    used = 0.0
    for group in listed:
        fresh = True  # the head is still to be written on this page
        for entry in group.entries:
            needed = height(entry) + gap + (head if fresh else 0)
            if made[-1] and used + needed > room + gap:
                made.append([])
                used, needed, fresh = 0.0, height(entry) + gap + head, True
            if fresh:
                made[-1].append((group.day, len(group.entries), []))
                fresh = False
            made[-1][-1][2].append(entry)
            used += needed
    return [[Group(day, tuple(these), count) for day, count, these in page] for page in made]


# What a choice may be


@dataclass(frozen=True)
class Options:
    """What can be chosen so that something is found."""

    spans: frozenset[str]
    topics: frozenset[str]
    kinds: tuple[str, ...]
    spoken: tuple[str, ...]
    districts: tuple[str, ...]
    free: bool


def options(offers: Sequence[Offer], choice: Choice, span: str, now: datetime, zone: ZoneInfo) -> Options:
    """Each by itself, with all the rest as it is."""
    within = {key: {one.offer.id for one in entries(offers, key, now, zone)} for key in SPANS}
    here = [offer for offer in offers if offer.id in within[span]]

    def other(**value: Any) -> list[Offer]:
        return [offer for offer in here if replace(choice, **value).fits(offer)]

    fitting = {offer.id for offer in offers if choice.fits(offer)}
    return Options(
        spans=frozenset(key for key in SPANS if within[key] & fitting),
        topics=frozenset(offer.topic for offer in other(topic="")) & set(TOPICS),
        kinds=tuple(kind for kind in KINDS if kind in {offer.kind for offer in other(kind="")}),
        spoken=tuple(sorted({each for offer in other(spoken="") for each in offer.spoken})),
        districts=tuple(sorted({offer.district for offer in other(district="")} - {""})),
        free=any(other(free=True)),
    )


# What is on today


class Today(NamedTuple):
    """A line of today's list: an offer, or a booking that shows its name."""

    begin: datetime
    offer: Offer | None = None
    room: str = ""
    name: str = ""


def today(offers: Iterable[Offer], public: Iterable[tuple[Day, Piece]], now: datetime, zone: ZoneInfo) -> list[Today]:
    """Offers and public bookings of today; what stands in both is one line."""
    coming = [Entry(*one) for one in agenda.coming(offers, now, agenda.days_from(now, 1, zone))]
    lines = [Today(one.date.begin, one.offer, _room(one.offer)) for one in coming if one.date]
    for day, piece in public:
        if not any(_same(one, day, piece) for one in coming):
            lines.append(Today(piece.begin, None, day.room, piece.name or ""))
    return sorted(lines, key=lambda line: (line.begin, line.offer is None, line.room))


def _room(offer: Offer) -> str:
    return offer.place if offer.where == "room" else ""


def _same(entry: Entry, day: Day, piece: Piece) -> bool:
    """Whether a booking holds the room for that offer."""
    offer, when = entry.offer, entry.date
    if when is None or offer.where != "room" or offer.place != day.room:
        return False
    named = {title.casefold() for title in offer.title.values()}
    return when.begin < piece.end and piece.begin < when.end and (piece.name or "").casefold() in named


def next_entry(offers: Iterable[Offer], now: datetime) -> Entry | None:
    """What comes first of all, or runs."""
    return next((Entry(*one) for one in agenda.coming(offers, now)), None)


def further(offer: Offer, now: datetime) -> Iterator[Date]:
    """Its dates that are not over."""
    return (one.date for one in agenda.coming([offer], now))
