# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is on in pages of the display, and today; pure, so that tests need no window."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from booking import agenda, listing
from booking.agenda import Date, Offer
from booking.listing import Entry
from kiosk.house import Day, Piece


@dataclass(frozen=True)
class Group:
    """What is on on a day; without a day, what always holds. `count` is of the whole day, also over pages."""

    day: date | None
    entries: tuple[Entry, ...]
    count: int


def groups(found: Iterable[Entry], now: datetime, zone: ZoneInfo) -> list[Group]:
    """By day."""
    return [Group(day, these, len(these)) for day, these in listing.by_day(found, now, zone)]


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


# What is on today


class Today(NamedTuple):
    """A line of today's list: an offer, or a booking that shows its name."""

    begin: datetime
    offer: Offer | None = None
    room: str = ""
    name: str = ""


def today(offers: Iterable[Offer], public: Iterable[tuple[Day, Piece]], now: datetime, zone: ZoneInfo) -> list[Today]:
    """Offers and public bookings of today; what stands in both is one line."""
    coming = listing.within(offers, now, agenda.days_from(now, 1, zone))
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


def further(offer: Offer, now: datetime) -> Iterator[Date]:
    """Its dates that are not over."""
    return (one.date for one in agenda.coming([offer], now))
