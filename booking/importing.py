# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody else's calendar becomes bookings of a room: whole or not at all, and the next time only what has changed.

What it holds has been agreed already. So nobody approves it, no quota or opening hours stand against it, nobody has to
say that they are here, and nobody is told. Set-up and clean-up are not added: who made the calendar has seen to them.
"""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, NoReturn

from sqlalchemy import bindparam, insert, select

from booking import appointments, rules, slots
from booking.appointments import Reading
from booking.bookings import as_booking
from booking.claims import Owner, Place
from booking.config import Bookable
from booking.desk import Desk
from booking.import_plan import Known, Plan, Skipped, Step, Wanted, calendar, placed, planned
from booking.ledger import Ledger
from booking.model import BOOKED, CANCELLED, closure, imported
from booking.model import booking as bookings
from booking.office import COMMAND_LINE
from booking.refusal import Refused
from booking.rules import Group, Wish
from booking.scribe import Scribe

AHEAD = timedelta(days=730)
GROUP = "imported"  # a group of its own, so that groups without an address keep the quota that they share


@dataclass(frozen=True)
class Clash:
    """An appointment whose time is taken, and by what: `name` is the group, the closure's reason or the other title."""

    wanted: Wanted
    by: Literal["booking", "closure", "appointment"]
    name: str | None
    code: str | None = None


@dataclass(frozen=True)
class Report:
    """What was done, counted, and what was not, one by one."""

    imported: int
    changed: int
    unchanged: int
    cancelled: int
    skipped: list[Skipped]
    clashes: list[Clash]
    fresh: list[Wanted]


class Importing:
    """Where staff bring calendars in."""

    def __init__(self, desk: Desk, by: str = COMMAND_LINE, feed: str | None = None) -> None:
        self._desk = desk
        self._scribe = Scribe(desk, by)
        self._feed = feed

    def bring_in(self, data: bytes, room: str, *, skip_clashes: bool = False, force: bool = False) -> Report:
        """Take an .ics file over into a room or resource: all that begins from now on within two years.

        Raises Refused("not_a_calendar"), Refused("calendar_cut"), Refused("import_clashes", report=…) unless clashes
        are to be skipped, and Refused("suddenly_empty") unless by `force`.
        """
        work = self._work(data, room, skip_clashes, force)

        def noted(book: Ledger) -> Report:
            report = work(book)
            counts = f"{report.imported} new, {report.changed} changed, {report.cancelled} cancelled"
            if report.imported or report.changed or report.cancelled:
                self._scribe.write(book, "import", f"{room} {counts}")
            return report

        return self._desk.write(noted)

    def rehearse(self, data: bytes, room: str, *, skip_clashes: bool = False, force: bool = False) -> Report:
        """What `bring_in` would do or raise: it is done, and undone."""
        work = self._work(data, room, skip_clashes, force)

        def undone(book: Ledger) -> NoReturn:
            raise _Rehearsed(work(book))

        try:
            self._desk.write(undone)
        except _Rehearsed as rehearsed:
            return rehearsed.report

    def _work(self, data: bytes, key: str, skip_clashes: bool, force: bool) -> Callable[[Ledger], Report]:
        house, since = self._desk.house, self._desk.now()
        rules.bookable_room(house, key)
        return self.taking_over(appointments.read(data, house.zone, since, since + AHEAD), key, skip_clashes, force)

    def taking_over(self, reading: Reading, key: str, skip_clashes: bool, force: bool) -> Callable[[Ledger], Report]:
        """The same for what was read elsewhere, in a transaction of whoever asks."""
        room = rules.bookable_room(self._desk.house, key)
        asked = calendar(reading, key)

        def work(book: Ledger) -> Report:
            book.check_clock()
            plan = planned(asked, self._known(book, key, asked.wanted.keys()), book.now, force)
            steps, clashes = self._placed(book, key, plan)
            fresh = sorted((step.wanted for step in steps if step.booking is None), key=lambda one: one.begin)
            changed = len(steps) - len(fresh) + len(plan.renamed)
            report = Report(len(fresh), changed, plan.unchanged, len(plan.gone), plan.skipped, clashes, fresh)
            if clashes and not skip_clashes:
                raise Refused("import_clashes", report=report)
            self._carry_out(book, room, plan, steps)
            return report

        return work

    def _known(self, book: Ledger, room: str, wanted: AbstractSet[bytes]) -> dict[bytes, Known]:
        """What earlier imports brought into the room and is not over: out of files, or with this feed.

        A feed takes over what it wants of what came out of a file.
        """
        query = select(bookings, imported.c.uid_hash, imported.c.content_hash, imported.c.feed).join(
            imported, (imported.c.house_id == bookings.c.house_id) & (imported.c.booking_id == bookings.c.id)
        )
        rows = book.db.execute(query.where(imported.c.room_id == book.row(room), bookings.c.end > book.at))
        return {
            row.uid_hash: Known(row.uid_hash, as_booking(row, self._desk.names), row.content_hash)
            for row in rows
            if row.feed == self._feed or (row.feed is None and row.uid_hash in wanted)
        }

    def _placed(self, book: Ledger, room: str, plan: Plan) -> tuple[list[Step], list[Clash]]:
        if not plan.steps:
            return [], []
        first = min(slots.slot_of(step.wanted.begin) for step in plan.steps)
        last = max(slots.slot_of(step.wanted.end) for step in plan.steps)
        places = book.claims.parts(Place(book.row(room), first, last))
        steps, clashes = placed(plan, [place.room for place in places], book.claims.owners(places))
        return steps, [_clash(book, step.wanted, by) for step, by in clashes]

    def _carry_out(self, book: Ledger, room: Bookable, plan: Plan, steps: list[Step]) -> None:
        """Do what is planned; all that moves gives up its place first, so that two may change places."""
        for was in plan.gone:
            book.end(was.booking, CANCELLED)
        for step in steps:
            if step.booking:
                book.give_up(step.booking)
        kept = [(step.wanted, self._enter(book, room, step)) for step in steps]
        for wanted, found in plan.renamed:
            if found:
                kept.append((wanted, book.set(found, name=wanted.name).id))
        _forget(book, room.id, [was.key for was in plan.gone] + [wanted.key for wanted, _ in kept])
        _remember(book, room.id, kept, self._feed)

    def _enter(self, book: Ledger, room: Bookable, step: Step) -> int:
        """Move a booking, or make one: its number."""
        one = step.wanted
        wish = Wish("", room.id, one.begin, one.end)
        span = {"claimed_from": slots.slot_of(one.begin), "claimed_to": slots.slot_of(one.end)}
        if step.booking:
            return book.move(step.booking, wish, room, name=one.name, **span).id
        number = book.new_id()
        values = self._desk.granting.named(book, number, Group(one.name), True, room, one.begin)
        values |= {"status": BOOKED, "expires": None, "arrived": None, "group_key": GROUP}
        return book.add(number, wish, room, **values, **span).id


class _Rehearsed(Exception):
    """Thrown to undo a transaction that went well."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def _clash(book: Ledger, wanted: Wanted, by: Owner | Wanted) -> Clash:
    if isinstance(by, Wanted):
        return Clash(wanted, "appointment", by.name)
    if by.booking is not None:
        found = book.booking(bookings.c.id == by.booking)
        return Clash(wanted, "booking", found.name, found.code)
    where = (closure.c.house_id == book.house.id, closure.c.id == by.closure)
    return Clash(wanted, "closure", book.db.scalar(select(closure.c.reason).where(*where)))


def _forget(book: Ledger, room: str, keys: Iterable[bytes]) -> None:
    mine = (imported.c.room_id == bindparam("room"), imported.c.uid_hash == bindparam("key"))
    if rows := [{"room": book.row(room), "key": key} for key in keys]:
        book.db.execute(imported.delete().where(*mine), rows)


def _remember(book: Ledger, room: str, kept: Iterable[tuple[Wanted, int]], feed: str | None) -> None:
    """By which appointment each booking came, and how it was left."""
    where = {"house_id": book.house.id, "room_id": book.row(room), "feed": feed}
    rows = [{"uid_hash": one.key, "booking_id": number, "content_hash": one.looks} for one, number in kept]
    if rows:
        book.db.execute(insert(imported), [row | where for row in rows])
