# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Trips to the city: when one is due on which channel, that only one postman is on it, and how it ended.

A channel that the config names for the first time, or at another address, gets all that there is to tell.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import and_, delete, insert, literal, or_, select, update

from booking import slots
from booking.desk import Desk
from booking.ledger import Ledger
from booking.model import BOOKED, REQUESTED, booking, channel, delivered, outbox, visit
from booking.outbox import CALENDAR, COUNTS, HOUR_AND_BURST, STREAMS, put_all
from booking.secret import new_token

LEASE = 300  # seconds in which nobody else is on the way; begins anew with every batch
COMPARED_EVERY = timedelta(hours=6)

Details = Mapping[str, str | int]


@dataclass(frozen=True)
class Trip:
    """A channel that is taken on, by `lessee` and nobody else. `compares`: it is time to see what is there."""

    channel: str
    lessee: str
    failures: int
    compares: bool


class Trips:
    """The channels of one house."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._house = desk.house

    def due(self) -> list[str]:
        """The channels on which somebody has to go now and nobody is."""
        at, found = slots.epoch(self._desk.now()), []
        if not self._house.city.partners:
            return []
        with self._desk.database.read() as db:
            rows = {row.channel: row for row in db.execute(select(channel).where(channel.c.house_id == self._house.id))}
            for name in self._house.city.partners:
                row = rows.get(name)
                if row is None or not row.open or row.setting != self._setting(name):
                    found.append(name)
                elif row.next <= at and row.leased <= at:
                    waiting = db.execute(select(literal(1)).where(*waits(self._house.id, name, at)).limit(1)).first()
                    if waiting or _compares(name, row, at):
                        found.append(name)
        return found

    def begin(self, name: str) -> Trip | None:
        """Take a channel on, or None if somebody else has; one that is new gets all that there is to tell."""
        lessee = new_token()[:22]

        def work(book: Ledger) -> Trip | None:
            mine = of(book, channel, name)
            row = book.db.execute(select(channel).where(*mine)).first()
            if row is None:
                book.db.execute(insert(channel), {"house_id": book.house.id, "channel": name})
                row = book.db.execute(select(channel).where(*mine)).one()
            if row.leased > book.at:
                return None
            if row.setting != self._setting(name):
                for each in (name, STREAMS) if name == COUNTS else (name,):
                    book.db.execute(delete(delivered).where(*of(book, delivered, each)))
            if not row.open or row.setting != self._setting(name):
                self._fill(book, name, begun=row.setting == self._setting(name))
            values = {"setting": self._setting(name), "open": True, "lessee": lessee, "leased": book.at + LEASE}
            book.db.execute(update(channel).where(*mine).values(**values))
            return Trip(name, lessee, row.failures, _compares(name, row, book.at))

        return self._desk.write(work)

    def end(self, trip: Trip, then: int, fault: tuple[str, Details] | None = None, arrived: bool = True) -> None:
        """Come back. `then`: not before that again, epoch seconds; `fault`: why not all was done."""

        def work(book: Ledger) -> None:
            if not is_mine(book, trip):
                return
            values: dict[str, Any] = {"tried": book.at, "next": then, "lessee": None, "leased": 0}
            values |= {"fault": fault_text(*fault) if fault else None}
            values |= {"good": book.at, "failures": 0} if arrived else {}
            values |= {"failures": (0 if arrived else trip.failures) + 1} if fault else {}
            book.db.execute(update(channel).where(*of(book, channel, trip.channel)).values(**values))

        self._desk.write(work)

    def give_back(self, trip: Trip) -> None:
        """Nothing came of it, and that is nobody's fault: it is due as it was."""

        def work(book: Ledger) -> None:
            if is_mine(book, trip):
                free = {"lessee": None, "leased": 0}
                book.db.execute(update(channel).where(*of(book, channel, trip.channel)).values(**free))

        self._desk.write(work)

    def tidy(self) -> None:
        """Close the channels that the config does not name any more: nothing waits for them."""
        names = list(self._house.city.partners)
        where = (channel.c.house_id == self._house.id, channel.c.open, channel.c.channel.not_in(names))
        with self._desk.database.read() as db:
            left = list(db.scalars(select(channel.c.channel).where(*where)))

        def work(book: Ledger) -> None:
            for name in left:
                book.db.execute(delete(outbox).where(*of(book, outbox, name)))
                book.db.execute(update(channel).where(*of(book, channel, name)).values(open=False, fault=None))

        if left:
            self._desk.write(work)

    # --- in the open book

    def _fill(self, book: Ledger, name: str, begun: bool) -> None:
        """All that there is to tell: coming bookings and what she has of them, or the counts of this year.

        `begun`: the channel was closed for a while, and what was on the way then may have arrived.
        """
        if name == CALENDAR:
            has = select(delivered.c.about).where(*of(book, delivered, CALENDAR))
            shown = and_(booking.c.status.in_((BOOKED, REQUESTED)), booking.c.code.is_not(None))
            where = (booking.c.house_id == book.house.id, booking.c.end > book.at, or_(shown, booking.c.id.in_(has)))
            told = [(number, "", book.at) for number in book.db.scalars(select(booking.c.id).where(*where))]
        else:
            local = book.now.astimezone(book.house.zone)
            year = slots.epoch(slots.to_utc(datetime.combine(date(local.year, 1, 1), time()), book.house.zone))
            query = select(visit.c.hour, visit.c.purpose).where(visit.c.house_id == book.house.id, visit.c.hour >= year)
            told = [
                (hour, purpose, max(book.at, hour + HOUR_AND_BURST))
                for hour, purpose in book.db.execute(query.distinct())
            ]
        put_all(book.db, book.house.id, name, told, book.new_id(), book.at)
        if begun:
            book.db.execute(update(outbox).where(*of(book, outbox, name)).values(begun=True))

    def _setting(self, name: str) -> bytes:
        """The address that a channel leads to, by its hash."""
        return sha256(self._house.city.partners[name].url.encode()).digest()


def _compares(name: str, row: Any, at: int) -> bool:
    """Whether it is time to see what the city's calendar has."""
    return bool(name == CALENDAR and row.compared + COMPARED_EVERY.total_seconds() <= at)


def waits(house_id: str, name: str, at: int) -> tuple[Any, ...]:
    """What is due of a channel's outbox."""
    mine = (outbox.c.house_id == house_id, outbox.c.channel == name)
    return *mine, outbox.c.next <= at, outbox.c.dead.is_(False)


def of(book: Ledger, table: Any, name: str) -> tuple[Any, ...]:
    return table.c.house_id == book.house.id, table.c.channel == name


def is_mine(book: Ledger, trip: Trip) -> bool:
    """Whether nobody else has taken the channel on since."""
    lessee = select(channel.c.lessee).where(*of(book, channel, trip.channel))
    return bool(book.db.scalar(lessee) == trip.lessee)


def fault_text(key: str, details: Details) -> str:
    """As the tables keep it."""
    return json.dumps([key, dict(details)], ensure_ascii=False)[:400]
