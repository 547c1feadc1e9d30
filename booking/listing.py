# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is on as it is listed, on the phone and on the display: within a span, by day, and what can be chosen. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from booking import agenda
from booking.agenda import KINDS, Choice, Date, Offer
from booking.slots import local_day
from booking.texts import TOPICS

DAYS = {"today": 1, "week": 7}  # today among them
SPANS = (*DAYS, "all")
PARTS = ("topic", "kind", "spoken", "district")


class Entry(NamedTuple):
    """An offer with one of its dates, or one that always holds."""

    offer: Offer
    date: Date | None = None


def entries(offers: Iterable[Offer], span: str, now: datetime, zone: ZoneInfo) -> list[Entry]:
    """The dates within a span; where all is asked for each offer once, with its next date, then those without dates."""
    known = list(offers)
    if span in DAYS:
        return within(known, now, agenda.days_from(now, DAYS[span], zone))
    first = [entry for *_, entry in sorted(_firsts(known, now))]
    return [*first, *map(Entry, agenda.standing(known))]


def within(offers: Iterable[Offer], now: datetime, until: datetime) -> list[Entry]:
    """The dates that are not over and begin before then."""
    soon = (offer for offer in offers if (when := agenda.next_date(offer, now)) and when.begin < until)
    return [Entry(*one) for one in agenda.coming(soon, now, until)]


def next_entry(offers: Iterable[Offer], now: datetime) -> Entry | None:
    """What comes first of all, or runs."""
    first = min(_firsts(offers, now), default=None)
    return first[2] if first else None


def by_day(found: Iterable[Entry], now: datetime, zone: ZoneInfo) -> list[tuple[date | None, tuple[Entry, ...]]]:
    """Under the day on which they begin, what runs already under today; without a date under none."""
    today = local_day(now, zone)
    days = groupby(found, key=lambda one: max(local_day(one.date.begin, zone), today) if one.date else None)
    return [(day, tuple(these)) for day, these in days]


def _firsts(offers: Iterable[Offer], now: datetime) -> Iterator[tuple[datetime, str, Entry]]:
    """Each with the date that comes next, to be sorted by its begin."""
    for offer in offers:
        if when := agenda.next_date(offer, now):
            yield when.begin, offer.id, Entry(offer, when)


# What a choice may be


@dataclass(frozen=True)
class Options:
    """What can be chosen so that something is found."""

    spans: frozenset[str]
    topics: tuple[str, ...]
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
        topics=tuple(topic for topic in TOPICS if topic in found["topic"]),
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
