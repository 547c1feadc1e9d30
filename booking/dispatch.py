# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the postman takes out of the outbox, and what he notes when he comes back.

A channel is taken on by one postman at a time. What he is about to send is noted before he sends it, and leaves the
outbox only if it has not changed since: killed in between, he finds out what arrived before he sends anything again.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, literal, or_, select, text, update

from booking import slots
from booking.bookings import Booking
from booking.desk import Desk
from booking.ledger import Ledger
from booking.model import BOOKED, REQUESTED, booking, channel, delivered, outbox, visit
from booking.outbox import CALENDAR, COUNTS, HOUR_AND_BURST, PUT, STREAMS
from booking.secret import new_token

LEASE = 300  # seconds in which nobody else is on the way; begins anew with every batch
COMPARED_EVERY = timedelta(hours=6)
REFUSALS = 3  # after so many it is set aside

Details = Mapping[str, str | int]


@dataclass(frozen=True)
class Item:
    """Something that the city is to hear of, and what she has of it: nothing, if there is no `remote`."""

    about: int
    part: str
    version: int
    tries: int = 0
    begun: bool = False  # it may have arrived
    remote: str | None = None
    etag: str | None = None
    said: bytes | None = None
    again: bool = False


@dataclass(frozen=True)
class Trip:
    """A channel that is taken on, by `lessee` and nobody else. `compares`: it is time to see what is there."""

    channel: str
    lessee: str
    failures: int
    compares: bool


@dataclass(frozen=True)
class Kept:
    """What the city has now: its name there, its mark, hash of what was sent."""

    item: Item
    remote: str
    etag: str | None
    said: bytes


@dataclass
class Results:
    """What became of a batch, or of a part of it."""

    kept: list[Kept] = field(default_factory=list)
    gone: list[Item] = field(default_factory=list)  # she has nothing of it, and need not have
    later: list[tuple[Item, int]] = field(default_factory=list)  # when again, epoch seconds
    refused: list[tuple[Item, str, Details, int]] = field(default_factory=list)  # why, and when again

    def __len__(self) -> int:
        return len(self.kept) + len(self.gone)


class Dispatch:
    """The outbox of one house, as the postman sees it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.house = desk.house

    def due(self) -> list[str]:
        """The channels on which somebody has to go now and nobody is."""
        at, found = slots.epoch(self._desk.now()), []
        if not self.house.city.partners:
            return []
        with self._desk.database.read() as db:
            rows = {row.channel: row for row in db.execute(select(channel).where(channel.c.house_id == self.house.id))}
            for name in self.house.city.partners:
                row = rows.get(name)
                if row is None or not row.open or row.setting != self._setting(name):
                    found.append(name)
                elif row.next <= at and row.leased <= at:
                    waits = db.execute(select(literal(1)).where(*self._waits(name, at)).limit(1)).first()
                    if waits or _compares(name, row, at):
                        found.append(name)
        return found

    def begin(self, name: str) -> Trip | None:
        """Take a channel on, or None if somebody else has; one that is new gets all that there is to tell."""
        lessee = new_token()[:22]

        def work(book: Ledger) -> Trip | None:
            mine = _of(book, channel, name)
            row = book.db.execute(select(channel).where(*mine)).first()
            if row is None:
                book.db.execute(insert(channel), {"house_id": book.house.id, "channel": name})
                row = book.db.execute(select(channel).where(*mine)).one()
            if row.leased > book.at:
                return None
            if row.setting != self._setting(name):
                for each in (name, STREAMS) if name == COUNTS else (name,):
                    book.db.execute(delete(delivered).where(*_of(book, delivered, each)))
            if not row.open or row.setting != self._setting(name):
                self._fill(book, name, begun=row.setting == self._setting(name))
            values = {"setting": self._setting(name), "open": True, "lessee": lessee, "leased": book.at + LEASE}
            book.db.execute(update(channel).where(*mine).values(**values))
            return Trip(name, lessee, row.failures, _compares(name, row, book.at))

        return self._desk.write(work)

    def batch(self, trip: Trip, most: int) -> list[Item]:
        """What is due, `most` of it at most, with what the city has of it."""
        same = and_(*(delivered.c[key] == outbox.c[key] for key in ("house_id", "channel", "about", "part")))
        columns = (outbox.c.about, outbox.c.part, outbox.c.version, outbox.c.tries, outbox.c.begun)
        known = (delivered.c.remote, delivered.c.etag, delivered.c.said, delivered.c.again)
        query = (
            select(*columns, *known)
            .select_from(outbox.outerjoin(delivered, same))
            .where(*self._waits(trip.channel, slots.epoch(self._desk.now())))
            .order_by(outbox.c.about, outbox.c.part)  # as they lie
            .limit(most)
        )
        with self._desk.database.read() as db:
            return [Item(*row[:8], again=bool(row[8])) for row in db.execute(query)]

    def bookings(self, items: Sequence[Item]) -> dict[int, Booking]:
        """The bookings that they are about, as they are now."""
        return {one.id: one for one in self._desk.find(booking.c.id.in_([item.about for item in items]))}

    def people(self, items: Sequence[Item]) -> dict[tuple[int, str], int]:
        """How many came in the hours, for the purposes, that they are about."""
        hours = [item.about for item in items]
        where = (visit.c.house_id == self.house.id, visit.c.hour >= min(hours), visit.c.hour <= max(hours))
        query = select(visit.c.hour, visit.c.purpose, func.sum(visit.c.people)).where(*where)
        with self._desk.database.read() as db:
            rows = db.execute(query.group_by(visit.c.hour, visit.c.purpose))
            return {(hour, purpose): int(people) for hour, purpose, people in rows}

    def streams(self) -> dict[str, str]:
        """Where the counts of each purpose go, as far as we know: the names there."""
        mine = (delivered.c.house_id == self.house.id, delivered.c.channel == STREAMS)
        with self._desk.database.read() as db:
            rows = db.execute(select(delivered.c.part, delivered.c.remote).where(*mine))
            return {row.part: row.remote for row in rows}

    def set_streams(self, found: Mapping[str, str]) -> None:
        """Remember them; nothing: forget them."""

        def work(book: Ledger) -> None:
            book.db.execute(delete(delivered).where(*_of(book, delivered, STREAMS)))
            for purpose, remote in found.items():
                values = {"about": 0, "part": purpose, "remote": remote, "said": b""}
                book.db.execute(insert(delivered), {"house_id": book.house.id, "channel": STREAMS, **values})

        self._desk.write(work)

    def sending(self, trip: Trip, items: Sequence[Item]) -> bool:
        """Note that these are about to be sent; False if somebody else is on the way by now, and nothing may be."""

        def work(book: Ledger) -> bool:
            if not self._is_mine(book, trip):
                return False
            book.db.execute(update(channel).where(*_of(book, channel, trip.channel)).values(leased=book.at + LEASE))
            if items:
                book.db.execute(_BEGUN, [_key(book, trip, item) for item in items])
            return True

        return self._desk.write(work)

    def note(self, trip: Trip, results: Results) -> None:
        """Take out of the outbox what has arrived and is still the same, and set aside what is refused for good."""

        def work(book: Ledger) -> None:
            if not self._is_mine(book, trip):
                return
            if done := [*(one.item for one in results.kept), *results.gone]:
                book.db.execute(_CERTAIN, [_key(book, trip, item) for item in done])
                book.db.execute(_OUT, [_key(book, trip, item) | {"sent": item.version} for item in done])
            if results.kept:
                book.db.execute(_DELIVERED, [_kept(book, trip, one) for one in results.kept])
            if results.gone:
                book.db.execute(_GONE, [_key(book, trip, item) for item in results.gone])
            for item, then in results.later:
                self._set(book, trip, item, next=then)
            for item, why, details, then in results.refused:
                tries = item.tries + 1
                fault = _fault(why, details)
                self._set(book, trip, item, fault=fault, tries=tries, next=then, dead=tries >= REFUSALS)

        self._desk.write(work)

    def compare(self, there: Mapping[str, str], ours: Sequence[int]) -> int:
        """What the city's calendar has is told by name and mark, and which bookings some of the names say to be of.

        What is coming and is not as we left it goes out again; what was taken away a second time stays away until it
        changes; what we do not know to be there is looked at. How many go out again.
        """

        def work(book: Ledger) -> int:
            coming = (booking.c.house_id == delivered.c.house_id) & (booking.c.id == delivered.c.about)
            query = select(delivered).join(booking, coming)
            mine = (*_of(book, delivered, CALENDAR), booking.c.end > book.at, delivered.c.etag.is_not(None))
            has = set(book.db.scalars(select(delivered.c.about).where(*_of(book, delivered, CALENDAR))))
            lost = [number for number in ours if number not in has]
            self._put(book, CALENDAR, [(number, "", book.at) for number in lost])
            for number in lost:
                is_it = (*_of(book, outbox, CALENDAR), outbox.c.about == number)
                book.db.execute(update(outbox).where(*is_it).values(begun=True))
            again = len(lost)
            for row in book.db.execute(query.where(*mine)).all():
                mark = there.get(row.remote)
                if mark == row.etag:
                    continue
                values: dict[str, Any] = {"etag": mark, "again": row.again or mark is None}
                if mark is not None or not row.again:
                    values["said"] = b""
                    again += 1
                    self._put(book, CALENDAR, [(row.about, "", book.at)])
                is_it = (*_of(book, delivered, CALENDAR), delivered.c.about == row.about)
                book.db.execute(update(delivered).where(*is_it).values(**values))
            book.db.execute(update(channel).where(*_of(book, channel, CALENDAR)).values(compared=book.at))
            return again

        return self._desk.write(work)

    def end(self, trip: Trip, then: int, fault: tuple[str, Details] | None = None, arrived: bool = True) -> None:
        """Come back. `then`: not before that again, epoch seconds; `fault`: why not all was done."""

        def work(book: Ledger) -> None:
            if not self._is_mine(book, trip):
                return
            values: dict[str, Any] = {"tried": book.at, "next": then, "lessee": None, "leased": 0}
            values |= {"fault": _fault(*fault) if fault else None}
            values |= {"good": book.at, "failures": 0} if arrived else {}
            values |= {"failures": (0 if arrived else trip.failures) + 1} if fault else {}
            book.db.execute(update(channel).where(*_of(book, channel, trip.channel)).values(**values))

        self._desk.write(work)

    def give_back(self, trip: Trip) -> None:
        """Nothing came of it, and that is nobody's fault: it is due as it was."""

        def work(book: Ledger) -> None:
            if self._is_mine(book, trip):
                free = {"lessee": None, "leased": 0}
                book.db.execute(update(channel).where(*_of(book, channel, trip.channel)).values(**free))

        self._desk.write(work)

    def tidy(self) -> None:
        """Close the channels that the config does not name any more: nothing waits for them."""
        names = list(self.house.city.partners)
        where = (channel.c.house_id == self.house.id, channel.c.open, channel.c.channel.not_in(names))
        with self._desk.database.read() as db:
            left = list(db.scalars(select(channel.c.channel).where(*where)))

        def work(book: Ledger) -> None:
            for name in left:
                book.db.execute(delete(outbox).where(*_of(book, outbox, name)))
                book.db.execute(update(channel).where(*_of(book, channel, name)).values(open=False, fault=None))

        if left:
            self._desk.write(work)

    # --- in the open book

    def _fill(self, book: Ledger, name: str, begun: bool) -> None:
        """All that there is to tell: coming bookings and what she has of them, or the counts of this year.

        `begun`: the channel was closed for a while, and what was on the way then may have arrived.
        """
        if name == CALENDAR:
            has = select(delivered.c.about).where(*_of(book, delivered, CALENDAR))
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
        self._put(book, name, told)
        if begun:
            book.db.execute(update(outbox).where(*_of(book, outbox, name)).values(begun=True))

    def _put(self, book: Ledger, name: str, told: Iterable[tuple[int, str, int]]) -> None:
        version = book.new_id()
        same = {"house": book.house.id, "channel": name, "version": version, "at": book.at}
        if rows := [{**same, "about": about, "part": part, "due": due} for about, part, due in told]:
            book.db.execute(PUT, rows)

    def _set(self, book: Ledger, trip: Trip, item: Item, **values: Any) -> None:
        """Set some of a row, unless it has changed since."""
        is_it = (outbox.c.about == item.about, outbox.c.part == item.part, outbox.c.version == item.version)
        book.db.execute(update(outbox).where(*_of(book, outbox, trip.channel), *is_it).values(**values))

    def _is_mine(self, book: Ledger, trip: Trip) -> bool:
        lessee = select(channel.c.lessee).where(*_of(book, channel, trip.channel))
        return bool(book.db.scalar(lessee) == trip.lessee)

    def _waits(self, name: str, at: int) -> tuple[Any, ...]:
        mine = (outbox.c.house_id == self.house.id, outbox.c.channel == name)
        return *mine, outbox.c.next <= at, outbox.c.dead.is_(False)

    def _setting(self, name: str) -> bytes:
        """The address that a channel leads to, by its hash."""
        return sha256(self.house.city.partners[name].url.encode()).digest()


def _compares(name: str, row: Any, at: int) -> bool:
    """Whether it is time to see what the city's calendar has."""
    return bool(name == CALENDAR and row.compared + COMPARED_EVERY.total_seconds() <= at)


def _of(book: Ledger, table: Any, name: str) -> tuple[Any, ...]:
    return table.c.house_id == book.house.id, table.c.channel == name


def _key(book: Ledger, trip: Trip, item: Item) -> dict[str, Any]:
    key = {"house": book.house.id, "name": trip.channel, "number": item.about}
    return {**key, "piece": item.part}


def _kept(book: Ledger, trip: Trip, one: Kept) -> dict[str, Any]:
    now = {"remote": one.remote, "etag": one.etag, "said": one.said, "again": one.item.again}
    return _key(book, trip, one.item) | now


def _fault(key: str, details: Details) -> str:
    return json.dumps([key, dict(details)], ensure_ascii=False)[:400]


def _is(table: Any) -> tuple[Any, ...]:
    return (
        table.c.house_id == bindparam("house"),
        table.c.channel == bindparam("name"),
        table.c.about == bindparam("number"),
        table.c.part == bindparam("piece"),
    )


_BEGUN = update(outbox).where(*_is(outbox)).values(begun=True)
_CERTAIN = update(outbox).where(*_is(outbox)).values(begun=False, tries=0)  # for what has changed since, and stays
_OUT = delete(outbox).where(*_is(outbox), outbox.c.version == bindparam("sent"))
_GONE = delete(delivered).where(*_is(delivered))
_DELIVERED = text(
    "INSERT INTO delivered (house_id, channel, about, part, remote, etag, said, again)"
    " VALUES (:house, :name, :number, :piece, :remote, :etag, :said, :again)"
    " ON CONFLICT (house_id, channel, about, part) DO UPDATE SET"
    " remote = excluded.remote, etag = excluded.etag, said = excluded.said, again = excluded.again"
)
