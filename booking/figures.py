# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What no display can count: project funds, measures carried out, mentions; entered with day and source."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from booking import offer_rules
from booking.desk import Desk
from booking.indicators import ENTERED, Indicator
from booking.ledger import Ledger
from booking.model import figure
from booking.office import COMMAND_LINE
from booking.refusal import NotFound, Refused
from booking.rules import tidy
from booking.scribe import Scribe

MOST = 1_000_000_000  # euros
WHAT_LONGEST, SOURCE_LONGEST, DISTRICT_LONGEST = 160, 200, 40


@dataclass(frozen=True)
class Figure:
    """One entry: `amount` in whole euros for funds, else how many; `actor` is its short name. 0 as id: a new one."""

    id: int
    indicator: Indicator
    day: date
    amount: int
    what: str
    source: str
    topic: str = ""
    actor: str = ""
    district: str = ""


class Figures:
    """The entered figures of one house; `by` is who of the staff acts, for the log."""

    def __init__(self, desk: Desk, by: str = COMMAND_LINE) -> None:
        self._desk = desk
        self._scribe = Scribe(desk, by)

    def enter(self, wanted: Figure) -> Figure:
        """Note it.

        Raises Refused: "invalid", "amount", "not_yet", "title" without what it is, "source" without one, "text_long",
        "actor".
        """
        wanted = self._checked(wanted)
        actors = self._desk.offers.shelf().actors
        if wanted.actor and wanted.actor not in actors:
            raise Refused("actor")

        def work(book: Ledger) -> Figure:
            number = book.new_id()
            values = {
                "house_id": book.house.id,
                "id": number,
                "indicator": wanted.indicator,
                "day": wanted.day.toordinal(),
                "amount": wanted.amount,
                "what": wanted.what,
                "source": wanted.source,
                "topic": wanted.topic,
                "actor_id": actors[wanted.actor].number if wanted.actor else None,
                "district": wanted.district,
                "created": book.at,
            }
            book.db.execute(insert(figure), values)
            self._scribe.write(book, "figure", f"{wanted.indicator} {wanted.day} {wanted.amount} {wanted.what}"[:200])
            return self._figure_of(book, number)

        return self._desk.write(work)

    def drop(self, number: int) -> None:
        """Take an entry back, or NotFound."""

        def work(book: Ledger) -> None:
            was = self._figure_of(book, number)
            book.db.execute(delete(figure).where(figure.c.house_id == book.house.id, figure.c.id == number))
            self._scribe.write(book, "no_figure", f"{was.indicator} {was.day} {was.amount} {was.what}"[:200])

        self._desk.write(work)

    def all(self) -> list[Figure]:
        """Every entry, the latest day first."""
        query = select(figure).where(figure.c.house_id == self._desk.house.id)
        with self._desk.database.read() as db:
            rows = db.execute(query.order_by(figure.c.day.desc(), figure.c.id.desc())).all()
        return [self._as_figure(row) for row in rows]

    def between(self, first: date, end: date) -> list[Figure]:
        """The entries of the days from `first` until before `end`, the earliest first."""
        return [one for one in reversed(self.all()) if first <= one.day < end]

    def _checked(self, wanted: Figure) -> Figure:
        what, source, district = tidy(wanted.what), tidy(wanted.source), tidy(wanted.district)
        if wanted.indicator not in ENTERED:
            raise Refused("invalid")
        if not 1 <= wanted.amount <= MOST:
            raise Refused("amount")
        if wanted.day > self._desk.now().astimezone(self._desk.house.zone).date():
            raise Refused("not_yet")
        if not what:
            raise Refused("title")
        if not source:
            raise Refused("source")
        for text, longest in ((what, WHAT_LONGEST), (source, SOURCE_LONGEST), (district, DISTRICT_LONGEST)):
            if len(text) > longest:
                raise Refused("text_long", longest=longest, over=len(text) - longest)
        topic = offer_rules.topic(wanted.topic)
        return Figure(0, wanted.indicator, wanted.day, wanted.amount, what, source, topic, wanted.actor, district)

    def _figure_of(self, book: Ledger, number: int) -> Figure:
        row = book.db.execute(select(figure).where(figure.c.house_id == book.house.id, figure.c.id == number)).first()
        if row is None:
            raise NotFound
        return self._as_figure(row)

    def _as_figure(self, row: Any) -> Figure:
        actors = {one.number: key for key, one in self._desk.offers.shelf().actors.items()}
        return Figure(
            row.id,
            row.indicator,
            date.fromordinal(row.day),
            row.amount,
            row.what,
            row.source,
            row.topic,
            actors.get(row.actor_id, ""),
            row.district,
        )
