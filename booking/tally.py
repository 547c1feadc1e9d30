# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is stored of visits, bookings, offers, ideas and entered figures, by month and by topic, district, actor.

Nothing of it is protected yet: only booking.indicators reads it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, select

from booking import slots
from booking.agenda import Offer
from booking.desk import Desk
from booking.model import BOOKED, feedback, figure, idea, offer_date, visit
from booking.model import booking as bookings

Facet = Literal["", "topic", "district", "actor"]
FACETS: tuple[Facet, ...] = ("topic", "district", "actor")
Key = tuple[Facet, str]  # under what something is counted: everything, or a topic, a district, an actor
ALL: Key = ("", "")


class Month(NamedTuple):
    """A month of the house's calendar."""

    year: int
    month: int

    @property
    def next(self) -> "Month":
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def month_of(day: date) -> Month:
    """The month in which a day lies."""
    return Month(day.year, day.month)


def months(first: Month, last: Month) -> Iterator[Month]:
    """From the first to the last, both of them."""
    while first <= last:
        yield first
        first = first.next


@dataclass
class Cell:
    """What was stored of one month and facet, before anything of it is told."""

    purposes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    faces: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    groups: int = 0
    minutes: int = 0
    offers: set[str] = field(default_factory=set)
    dates: int = 0
    entered: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    ideas: int = 0
    ideas_done: int = 0


class Tally:
    """The cells of the months from `first` to `last`, both of them."""

    def __init__(self, desk: Desk, first: Month, last: Month) -> None:
        self._desk = desk
        self._zone = desk.house.zone
        self._first, self._last = first, last
        self._offers = desk.offers.shelf().by_id
        self.cells: dict[tuple[Month, Key], Cell] = defaultdict(Cell)
        with desk.database.read() as db:
            self._visits(db)
            self._feedback(db)
            self._bookings(db)
            self._entered(db)
            self._ideas(db)
            self._dates(db)
            self._standing(db)

    def known(self, facet: Facet) -> list[str]:
        """The topics, districts or actors of which anything is there."""
        return sorted({value for _, (name, value) in self.cells if name == facet})

    def _of(self, month: Month, offer_id: int) -> Iterator[Cell]:
        """The cells in which something of an offer is counted."""
        for key in _keys(self._offers.get(f"{offer_id:x}")):
            yield self.cells[month, key]

    def _visits(self, db: Connection) -> None:
        mine = visit.c.house_id == self._desk.house.id
        for row in db.execute(select(visit).where(mine, *self._within(visit.c.hour))):
            for cell in self._of(self._month_at(row.hour), row.offer_id):
                cell.purposes[row.purpose] += row.people

    def _feedback(self, db: Connection) -> None:
        mine = feedback.c.house_id == self._desk.house.id
        for row in db.execute(select(feedback).where(mine, *self._days(feedback.c.day))):
            for cell in self._of(month_of(date.fromordinal(row.day)), row.offer_id):
                cell.faces[row.face] += row.answers

    def _bookings(self, db: Connection) -> None:
        """Those that took place."""
        mine = bookings.c.house_id == self._desk.house.id
        over = (bookings.c.end <= slots.epoch(self._desk.now()), bookings.c.status == BOOKED)
        query = select(bookings.c.begin, bookings.c.end).where(mine, *self._within(bookings.c.begin), *over)
        for row in db.execute(query):
            cell = self.cells[self._month_at(row.begin), ALL]
            cell.groups += 1
            cell.minutes += (row.end - row.begin) // 60

    def _entered(self, db: Connection) -> None:
        actors = {one.number: key for key, one in self._desk.offers.shelf().actors.items()}
        mine = figure.c.house_id == self._desk.house.id
        for row in db.execute(select(figure).where(mine, *self._days(figure.c.day))):
            said: list[Key] = [
                ("topic", row.topic),
                ("district", row.district),
                ("actor", actors.get(row.actor_id, "")),
            ]
            for key in (ALL, *(one for one in said if one[1])):
                self.cells[month_of(date.fromordinal(row.day)), key].entered[row.indicator] += row.amount

    def _ideas(self, db: Connection) -> None:
        """Each in the month in which it was told, and in that in which it became real."""
        begin, end = self._span
        mine = (idea.c.house_id == self._desk.house.id, idea.c.kind == "idea")
        query = select(idea.c.topic, idea.c.status, idea.c.created, idea.c.changed)
        for row in db.execute(query.where(*mine, idea.c.changed >= begin, idea.c.created < end)):
            topic: list[Key] = [("topic", row.topic)] if row.topic else []
            for key in (ALL, *topic):
                if row.created >= begin:
                    self.cells[self._month_at(row.created), key].ideas += 1
                if row.status == "done" and row.changed < end:
                    self.cells[self._month_at(row.changed), key].ideas_done += 1

    def _dates(self, db: Connection) -> None:
        """An offer counts in each month in which it took place."""
        mine = offer_date.c.house_id == self._desk.house.id
        over = (offer_date.c.end <= slots.epoch(self._desk.now()), offer_date.c.gone.is_(None))
        query = select(offer_date.c.offer_id, offer_date.c.begin)
        for row in db.execute(query.where(mine, *self._within(offer_date.c.begin), *over)):
            offer = self._offers.get(f"{row.offer_id:x}")
            if offer and offer.shown:
                self._there(offer, self._month_at(row.begin), 1)

    def _standing(self, db: Connection) -> None:
        """One without dates counts in each month in which it holds."""
        now = slots.local_day(self._desk.now(), self._zone)
        mine = offer_date.c.house_id == self._desk.house.id
        dated = {f"{number:x}" for number in db.scalars(select(offer_date.c.offer_id).where(mine).distinct())}
        for offer in self._offers.values():
            if offer.shown and offer.id not in dated:
                since = month_of(slots.local_day(offer.created, self._zone)) if offer.created else self._first
                until = month_of(min(offer.last or date.max, now))
                for month in months(max(self._first, since), min(self._last, until)):
                    self._there(offer, month, 0)

    def _there(self, offer: Offer, month: Month, dates: int) -> None:
        for key in _keys(offer):
            self.cells[month, key].offers.add(offer.id)
            self.cells[month, key].dates += dates

    @property
    def _span(self) -> tuple[int, int]:
        """From which instant to before which."""
        first, end = (
            slots.epoch(datetime.combine(month.first, time(), self._zone)) for month in (self._first, self._last.next)
        )
        return first, end

    def _within(self, column: Any) -> tuple[Any, Any]:
        begin, end = self._span
        return column >= begin, column < end

    def _days(self, column: Any) -> tuple[Any, Any]:
        return column >= self._first.first.toordinal(), column < self._last.next.first.toordinal()

    def _month_at(self, at: int) -> Month:
        return month_of(slots.local_day(slots.utc(at), self._zone))


def _keys(offer: Offer | None) -> list[Key]:
    if offer is None:
        return [ALL]
    said: list[Key] = [("topic", offer.topic), ("district", offer.district), ("actor", offer.actor)]
    return [ALL, *(one for one in said if one[1])]
