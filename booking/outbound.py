# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The ways to the city as staff see them: how it goes with each, what waits, what was set aside and why."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import case, delete, func, select, update

from booking import slots
from booking.desk import Desk
from booking.ledger import Ledger
from booking.model import booking, channel, delivered, outbox
from booking.office import COMMAND_LINE
from booking.outbox import CALENDAR
from booking.refusal import NotFound
from booking.scribe import Scribe
from booking.staff_texts import FEED_FAULTS
from booking.texts import Texts, staff_times

MOST_SHOWN = 100
_NEVER = SimpleNamespace(good=None, tried=None, next=0, failures=0, fault=None)  # a channel that nobody has been on


@dataclass(frozen=True)
class Why:
    """A fault, as it is kept: a key of FEED_FAULTS, and what fills its sentence."""

    key: str
    details: Mapping[str, Any]

    def said(self, words: Texts) -> str:
        return words.t(FEED_FAULTS[self.key], **self.details)


@dataclass(frozen=True)
class Status:
    """How it goes with a channel. Of its address only the host is shown: the rest may be a secret.

    `waiting`, since `since` (the oldest change that has not gone out), are without what was set `aside`.
    """

    channel: str
    host: str
    delivered: int
    waiting: int
    aside: int
    since: datetime | None
    good: datetime | None
    tried: datetime | None
    next: datetime | None
    failures: int
    why: Why | None


@dataclass(frozen=True)
class Aside:
    """Something that the city does not take: a booking (its code, room and time), or the counts of an hour (its begin)
    for a purpose (`part`).
    """

    channel: str
    about: int
    part: str
    what: str
    since: datetime
    why: Why | None


class Outbound:
    """The ways to the city of a house; `by` is who acts, for the log."""

    def __init__(self, desk: Desk, by: str = COMMAND_LINE) -> None:
        self._desk = desk
        self._scribe = Scribe(desk, by)

    def channels(self) -> list[Status]:
        """Every channel of the config."""
        of, known = outbox.c.house_id == self._desk.house.id, delivered.c.house_id == self._desk.house.id
        aside = func.count(case((outbox.c.dead, 1)))
        since = func.min(case((outbox.c.dead, None), else_=outbox.c.since))
        counted = select(outbox.c.channel, func.count() - aside, aside, since).where(of)
        had = select(delivered.c.channel, func.count()).where(known).group_by(delivered.c.channel)
        with self._desk.database.read() as db:
            waits = {row[0]: row[1:] for row in db.execute(counted.group_by(outbox.c.channel))}
            there = {row[0]: row[1] for row in db.execute(had)}
            rows = {
                row.channel: row for row in db.execute(select(channel).where(channel.c.house_id == self._desk.house.id))
            }
        return [
            _status(name, partner.site.host, rows.get(name), waits.get(name, (0, 0, None)), there.get(name, 0))
            for name, partner in self._desk.house.city.partners.items()
        ]

    def aside(self) -> list[Aside]:
        """What was set aside, the oldest first."""
        mine = (outbox.c.house_id == self._desk.house.id, outbox.c.dead)
        of = (booking.c.house_id == outbox.c.house_id) & (booking.c.id == outbox.c.about)
        columns = (booking.c.code, booking.c.room_id, booking.c.begin, booking.c.end)
        query = select(outbox, *columns).select_from(outbox.outerjoin(booking, of)).where(*mine)
        with self._desk.database.read() as db:
            rows = db.execute(query.order_by(outbox.c.since).limit(MOST_SHOWN)).all()
        return [
            Aside(row.channel, row.about, row.part, self._what(row), slots.utc(row.since), _why(row.fault))
            for row in rows
        ]

    def again(self, name: str, about: int, part: str) -> None:
        """Send it once more, at the next round; NotFound unless it was set aside."""

        def work(book: Ledger) -> None:
            self._take(book, name, about, part, "outbox_again")
            values = {"dead": False, "tries": 0, "next": book.at}
            book.db.execute(update(outbox).where(*_is(book, name, about, part)).values(**values))

        self._desk.write(work)

    def drop(self, name: str, about: int, part: str) -> None:
        """Let it be, until it changes; NotFound unless it was set aside."""

        def work(book: Ledger) -> None:
            self._take(book, name, about, part, "outbox_drop")
            book.db.execute(delete(outbox).where(*_is(book, name, about, part)))

        self._desk.write(work)

    def _take(self, book: Ledger, name: str, about: int, part: str, act: str) -> None:
        """Log what is done to something that was set aside."""
        if not book.db.scalar(select(outbox.c.dead).where(*_is(book, name, about, part))):
            raise NotFound
        what = next((one.what for one in self.aside() if (one.channel, one.about, one.part) == (name, about, part)), "")
        self._scribe.write(book, act, f"{name}: {what} {part}".strip())

    def _what(self, row: Any) -> str:
        zone = self._desk.house.zone
        if row.channel != CALENDAR:
            return f"{slots.utc(row.about).astimezone(zone):%d.%m.%Y %H:%M}"
        if row.begin is None:
            return f"{row.about:x}"
        times = staff_times(slots.utc(row.begin), slots.utc(row.end), zone)
        return f"{row.code or '------'} {self._desk.names[row.room_id]} {times}"


def _is(book: Ledger, name: str, about: int, part: str) -> tuple[Any, ...]:
    mine = (outbox.c.house_id == book.house.id, outbox.c.channel == name)
    return *mine, outbox.c.about == about, outbox.c.part == part


def _status(name: str, host: str, row: Any, waits: tuple[int, int, int | None], there: int) -> Status:
    waiting, aside, since = waits
    row = row or _NEVER
    good, tried, then = _instant(row.good), _instant(row.tried), _instant(row.next or None)
    counts = (there, waiting, aside, _instant(since))
    return Status(name, host, *counts, good, tried, then, row.failures, _why(row.fault))


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else slots.utc(seconds)


def _why(fault: str | None) -> Why | None:
    return Why(*json.loads(fault)) if fault else None
