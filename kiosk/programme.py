# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is on, as it is listed: by day, narrowed down, in pages; pure, so that tests need no window."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from booking import agenda
from booking.agenda import KINDS, Choice, Date, Offer
from booking.slots import local_day
from booking.texts import TOPICS
from kiosk.house import Day, Piece

SPANS = ("today", "week", "all")
PARTS = ("topic", "kind", "spoken", "district")
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
        return within(known, now, agenda.days_from(now, DAYS[span], zone))
    first = [entry for *_, entry in sorted(_firsts(known, now))]
    return [*first, *map(Entry, agenda.standing(known))]


def within(offers: Iterable[Offer], now: datetime, until: datetime) -> list[Entry]:
    """The dates that are not over and begin before then."""
    return [Entry(*one) for one in agenda.coming(_soon(offers, now, until), now, until)]


def _soon(offers: Iterable[Offer], now: datetime, until: datetime) -> list[Offer]:
    """Those with a date until then: of thousands few."""
    return [offer for offer in offers if (when := agenda.next_date(offer, now)) and when.begin < until]


def _firsts(offers: Iterable[Offer], now: datetime) -> Iterator[tuple[datetime, str, Entry]]:
    """Each with the date that comes next, to be sorted by its begin."""
    for offer in offers:
        if when := agenda.next_date(offer, now):
            yield when.begin, offer.id, Entry(offer, when)


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
    spans: set[str] = set()
    free = False
    found: dict[str, set[str]] = {part: set() for part in PARTS}
    ends = {key: agenda.days_from(now, days, zone) for key, days in DAYS.items()}
    for offer in offers:
        here = _spans(offer, now, ends)
        missed = _missed(choice, offer)
        if not missed:
            spans |= here
        if span in here and len(missed) < 2:
            for part in found.keys() & missed if missed else PARTS:
                found[part].update(_values(offer, part))
            free = free or (offer.free and missed <= {"free"})
    return Options(
        spans=frozenset(spans),
        topics=frozenset(found["topic"]) & set(TOPICS),
        kinds=tuple(kind for kind in KINDS if kind in found["kind"]),
        spoken=tuple(sorted(found["spoken"])),
        districts=tuple(sorted(found["district"] - {""})),
        free=free,
    )


def _spans(offer: Offer, now: datetime, ends: Mapping[str, datetime]) -> set[str]:
    """The spans in which an offer is listed."""
    if not offer.dates:
        return {"all"}
    when = agenda.next_date(offer, now)
    return {"all", *(key for key, end in ends.items() if when.begin < end)} if when else set()


def _missed(choice: Choice, offer: Offer) -> set[str]:
    """The parts of a choice that an offer does not fit."""
    missed = {part for part in PARTS if (value := getattr(choice, part)) and value not in _values(offer, part)}
    if choice.free and not offer.free:
        missed.add("free")
    if choice.actor and choice.actor != offer.actor:
        missed.add("actor")
    return missed


def _values(offer: Offer, part: str) -> tuple[str, ...]:
    return offer.spoken if part == "spoken" else (getattr(offer, part),)


# What is on today


class Today(NamedTuple):
    """A line of today's list: an offer, or a booking that shows its name."""

    begin: datetime
    offer: Offer | None = None
    room: str = ""
    name: str = ""


def today(offers: Iterable[Offer], public: Iterable[tuple[Day, Piece]], now: datetime, zone: ZoneInfo) -> list[Today]:
    """Offers and public bookings of today; what stands in both is one line."""
    coming = within(offers, now, agenda.days_from(now, 1, zone))
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
    first = min(_firsts(offers, now), default=None)
    return first[2] if first else None


def further(offer: Offer, now: datetime) -> Iterator[Date]:
    """Its dates that are not over."""
    return (one.date for one in agenda.coming([offer], now))
