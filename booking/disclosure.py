# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""All that is stored about a group, handed out or erased, by its private link or by staff (GDPR Art. 15, 17, 20).

A group is known by its address, or by a booking of which it has the code or the link.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update

from booking import privacy, rules, slots
from booking.bookings import Booking
from booking.desk import Desk, by_link
from booking.ledger import Ledger
from booking.model import booking as bookings
from booking.model import idea, letter, waiting
from booking.office import COMMAND_LINE
from booking.refusal import NotFound
from booking.scribe import Scribe

_TOLD = ("code", "room", "status", "name", "show_name", "mail", "people", "language", "answer")
_TOLD_OF_IDEAS = ("number", "kind", "text", "status", "answer", "mail")


@dataclass(frozen=True)
class Stored:
    """All that is stored about a group: its bookings, times that it waits for, and letters on their way to it."""

    bookings: list[Booking]
    waiting: list[Any]
    letters: list[Any]
    ideas: list[Any] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.bookings or self.waiting or self.letters or self.ideas)


class Disclosure:
    """Hands out and erases what is stored in one house; `by` is who acts, for the log."""

    def __init__(self, desk: Desk, by: str = COMMAND_LINE) -> None:
        self._desk = desk
        self._scribe = Scribe(desk, by)

    def of_address(self, mail: str) -> Stored:
        """What is stored about whoever has this address."""
        address = rules.check_address(mail)
        return self._stored(bookings.c.group_key == self._desk.key.group(address), address)

    def of_code(self, code: str) -> Stored:
        """What is stored about the group of a booking, or NotFound."""
        return self._of_one(bookings.c.code == code)

    def of_link(self, token: str) -> Stored:
        """What is stored about a booking and its series, or NotFound: who has a link need not be the whole group."""
        return self._of_one(by_link(token))

    def told(self, stored: Stored) -> dict[str, Any]:
        """It all, for people and machines (JSON); instants are UTC."""
        names = self._desk.names
        return {
            "house": self._desk.house.name["de"],
            "at": _stamp(self._desk.now()),
            "bookings": [
                {
                    **{key: getattr(one, key) for key in _TOLD},
                    **{key: _stamp(getattr(one, key)) for key in ("begin", "end", "created", "changed", "arrived")},
                    "extras": list(one.extras),
                }
                for one in stored.bookings
            ],
            "waiting": [
                {"room": names[row.room_id], "begin": _of(row.begin), "end": _of(row.end), "mail": row.mail}
                for row in stored.waiting
            ],
            "letters": [{"kind": row.kind, "mail": row.mail, "created": _of(row.created)} for row in stored.letters],
            "ideas": [
                {
                    "number": row.number,
                    "kind": row.kind,
                    "text": row.text,
                    "mail": row.mail,
                    "created": _of(row.created),
                }
                for row in stored.ideas
            ],
        }

    def note_export(self, stored: Stored) -> None:
        """Log that staff handed it out: how much, not about whom."""
        self._desk.write(lambda book: self._scribe.write(book, "export", f"{len(stored.bookings)} bookings"))

    def erase(self, stored: Stored, staff: bool) -> int:
        """Erase it at once: coming bookings are cancelled, past ones keep an anonymous time. How many bookings."""

        def work(book: Ledger) -> int:
            numbers = {one.id for one in stored.bookings}
            for found in book.bookings(bookings.c.id.in_(numbers)):
                privacy.erase(book, found)
            told = (idea.c.house_id == book.house.id, idea.c.id.in_([row.id for row in stored.ideas]))
            book.db.execute(update(idea).where(*told).values(mail=None))  # what was said stays, by whom does not
            for table, rows in ((waiting, stored.waiting), (letter, stored.letters)):
                mine = (table.c.house_id == book.house.id, table.c.id.in_([row.id for row in rows]))
                book.db.execute(table.delete().where(*mine))
            if staff:
                self._scribe.write(book, "erase", f"{len(numbers)} bookings")
            return len(numbers)

        erased = self._desk.write(work)
        self._desk.database.forget()
        return erased

    def _of_one(self, where: ColumnElement[bool]) -> Stored:
        found = self._desk.find(where, bookings.c.name.is_not(None))
        if not found:
            raise NotFound
        series = found[0].series
        return self._stored(bookings.c.id == found[0].id if series is None else bookings.c.series_id == series)

    def _stored(self, which: ColumnElement[bool], address: str | None = None) -> Stored:
        found = [one for one in self._desk.find(which) if one.name is not None]
        house = self._desk.house.id
        about: list[ColumnElement[bool]] = [letter.c.booking_id.in_([one.id for one in found])]
        if address:
            about.append(letter.c.mail == address)
        with self._desk.database.read() as db:
            letters = db.execute(select(letter).where(letter.c.house_id == house, or_(*about))).all()
            waits: Sequence[Any] = []
            told: Sequence[Any] = []
            if address:
                said = (idea.c.house_id == house, func.lower(idea.c.mail) == address.lower())
                told = db.execute(select(idea).where(*said)).all()
                mine = (waiting.c.house_id == house, waiting.c.mail == address.lower())
                waits = db.execute(select(waiting).where(*mine)).all()
        return Stored(found, list(waits), list(letters), list(told))


def _stamp(moment: Any) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _of(seconds: int) -> str | None:
    return _stamp(slots.utc(seconds))
