# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who has come, and how they liked it: numbers by hour and purpose, faces by offer and day, nothing of anybody.

A display counts a burst of touches once: what is touched before everybody has gone on takes the place of what was
touched before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import delete, insert, select, update

from booking import agenda, slots
from booking.agenda import Offer
from booking.desk import Desk
from booking.ledger import Ledger
from booking.model import feedback, touch, visit
from booking.office import COMMAND_LINE
from booking.refusal import NotFound, Refused
from booking.rules import tidy
from booking.scribe import Scribe

Purpose = Literal["advice", "event", "info", "room", "looking"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
FACES = range(1, 6)

HOUR = 3600
NO_OFFER = 0
MOST_PEOPLE = 50  # at one touch
MOST_CORRECTED = 5_000
BURST = 15  # seconds after a touch in which the next one at the same display is the same visitor's
FACE_BURST = 3  # people go past the faces one after the other
REASON_LONGEST = 120


@dataclass(frozen=True)
class Visit:
    """How many people came in an hour for a purpose; `offer` is the id of what they came for, or empty."""

    hour: datetime  # UTC, its begin
    purpose: Purpose
    offer: str
    people: int


@dataclass(frozen=True)
class _Touch:
    """What was touched: `hour` and `purpose` of a visit, or the day of an answer; `number` of people, or the face."""

    hour: int
    purpose: str
    offer: int
    number: int


class Visits:
    """The counts of one house; `by` is who of the staff acts, for the log."""

    def __init__(self, desk: Desk, by: str = COMMAND_LINE) -> None:
        self._desk = desk
        self._scribe = Scribe(desk, by)

    def count(self, screen: str, request_id: str, purpose: Purpose, people: int, offer: str = "") -> Visit:
        """Count who stands before a display; sent again, it is counted once. What a burst counts is its last touch.

        Raises Refused("people_count"), NotFound for an offer that is not there.
        """
        if not 1 <= people <= MOST_PEOPLE:
            raise Refused("people_count", most=MOST_PEOPLE)
        of = int(self._offer(offer).id, 16) if offer else NO_OFFER

        def work(book: Ledger) -> Visit:
            wanted = _Touch(book.at - book.at % HOUR, purpose, of, people)
            last, is_same, is_burst = self._last(book, screen, "visit", request_id, BURST)
            if is_same and last:
                return _visit(last.hour, last.purpose, last.offer, last.number)
            if is_burst and last:
                self._add(book, last, -last.number)
            self._add(book, wanted, people)
            self._note(book, screen, "visit", request_id, wanted)
            return _visit(wanted.hour, purpose, of, people)

        return self._desk.write(work)

    def answer(self, screen: str, request_id: str, offer: str, face: int) -> None:
        """How somebody liked an offer that runs or has just ended, from 1 to 5; raises Refused("invalid"), NotFound."""
        if face not in FACES:
            raise Refused("invalid")
        asked = self._offer(offer)

        def work(book: Ledger) -> None:
            date = agenda.asked_about(asked, book.now)
            if date is None:
                raise NotFound
            day = slots.local_day(date.begin, self._desk.house.zone).toordinal()
            wanted = _Touch(day, "", int(asked.id, 16), face)
            last, is_same, is_burst = self._last(book, screen, "feedback", request_id, FACE_BURST)
            if is_same:
                return
            if is_burst and last and (last.hour, last.offer) == (wanted.hour, wanted.offer):
                _answered(book, last, -1)
            _answered(book, wanted, 1)
            self._note(book, screen, "feedback", request_id, wanted)

        self._desk.write(work)

    def correct(self, found: Visit, people: int, reason: str) -> Visit:
        """Set how many came, and say why; what was counted before stands in the log.

        `found` is what whoever corrects has seen: if it has changed since, Refused("moved_on").
        """
        reason = tidy(reason)
        if not 0 <= people <= MOST_CORRECTED:
            raise Refused("people_count", most=MOST_CORRECTED)
        if not reason:
            raise Refused("why")
        if len(reason) > REASON_LONGEST:
            raise Refused("reason_long", longest=REASON_LONGEST)
        of = int(found.offer, 16) if found.offer else NO_OFFER

        def work(book: Ledger) -> Visit:
            hour = slots.epoch(found.hour)
            seen = _Touch(hour, found.purpose, of, found.people)
            known = book.db.scalar(select(visit.c.people).where(*_is(book, seen))) or 0
            if known != found.people:
                raise Refused("moved_on")
            self._add(book, seen, people - found.people)
            at = found.hour.astimezone(self._desk.house.zone)
            self._scribe.write(
                book, "recount", f"{at:%d.%m.%Y %H:%M} {found.purpose} {found.people} → {people}: {reason}"
            )
            return _visit(hour, found.purpose, of, people)

        return self._desk.write(work)

    def between(self, begin: datetime, end: datetime) -> list[Visit]:
        """All counts of the hours from `begin` until before `end`, in order."""
        query = (
            select(visit)
            .where(
                visit.c.house_id == self._desk.house.id,
                visit.c.hour >= slots.epoch(begin),
                visit.c.hour < slots.epoch(end),
            )
            .order_by(visit.c.hour, visit.c.purpose, visit.c.offer_id)
        )
        with self._desk.database.read() as db:
            rows: Sequence[Any] = db.execute(query).all()
        return [_visit(row.hour, row.purpose, row.offer_id, row.people) for row in rows if row.people]

    def _offer(self, key: str) -> Offer:
        found = self._desk.offers.shelf().by_id.get(key)
        if found is None or not found.shown:
            raise NotFound
        return found

    def _last(
        self, book: Ledger, screen: str, act: str, request_id: str, burst: int
    ) -> tuple[_Touch | None, bool, bool]:
        """What was touched last at a display, whether it is this very request, and whether this one follows at once."""
        row = book.db.execute(select(touch).where(*_at(book, screen, act))).first()
        if row is None:
            return None, False, False
        last = _Touch(row.hour, row.purpose, row.offer_id, row.number)
        return last, row.request_id == request_id, 0 <= book.at - row.at < burst

    def _note(self, book: Ledger, screen: str, act: str, request_id: str, touched: _Touch) -> None:
        book.db.execute(delete(touch).where(*_at(book, screen, act)))
        values = {"at": book.at, "request_id": request_id, "hour": touched.hour, "purpose": touched.purpose}
        more = {"offer_id": touched.offer, "number": touched.number}
        book.db.execute(insert(touch), {"house_id": book.house.id, "screen": screen, "act": act, **values, **more})

    def _add(self, book: Ledger, cell: _Touch, people: int) -> None:
        """More or fewer people in an hour; never fewer than none."""
        book.send_count(cell.hour, cell.purpose)
        if not book.db.execute(
            update(visit).where(*_is(book, cell), visit.c.people + people >= 0).values(people=visit.c.people + people)
        ).rowcount:
            known = book.db.scalar(select(visit.c.people).where(*_is(book, cell)))
            if known is not None:
                book.db.execute(update(visit).where(*_is(book, cell)).values(people=0))
            else:
                values = {"hour": cell.hour, "purpose": cell.purpose, "offer_id": cell.offer}
                book.db.execute(insert(visit), {"house_id": book.house.id, **values, "people": max(people, 0)})


def _answered(book: Ledger, cell: _Touch, answers: int) -> None:
    where = (
        feedback.c.house_id == book.house.id,
        feedback.c.offer_id == cell.offer,
        feedback.c.day == cell.hour,
        feedback.c.face == cell.number,
    )
    if not book.db.execute(update(feedback).where(*where).values(answers=feedback.c.answers + answers)).rowcount:
        values = {"offer_id": cell.offer, "day": cell.hour, "face": cell.number, "answers": max(answers, 0)}
        book.db.execute(insert(feedback), {"house_id": book.house.id, **values})


def _at(book: Ledger, screen: str, act: str) -> tuple[Any, ...]:
    return touch.c.house_id == book.house.id, touch.c.screen == screen, touch.c.act == act


def _is(book: Ledger, cell: _Touch) -> tuple[Any, ...]:
    return (
        visit.c.house_id == book.house.id,
        visit.c.hour == cell.hour,
        visit.c.purpose == cell.purpose,
        visit.c.offer_id == cell.offer,
    )


def _visit(hour: int, purpose: Any, offer: int, people: int) -> Visit:
    return Visit(slots.utc(hour), purpose, f"{offer:x}" if offer else "", people)
