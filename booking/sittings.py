# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sittings of staff: from signing in to signing out, in one browser each."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, true, update
from sqlalchemy.exc import DBAPIError

from booking import secret, slots
from booking.desk import Desk
from booking.ledger import Ledger
from booking.model import person, sitting
from booking.refusal import Refused

IDLE, LONGEST = 15 * 60, 12 * 3600  # seconds after which somebody has to sign in again
SEEN_AGAIN = 60  # seconds after which it is noted again that somebody is there


@dataclass(frozen=True)
class Sitting:
    """Where somebody is signed in; `key` names it and opens nothing. Times are UTC."""

    key: str
    since: datetime
    seen: datetime
    here: bool


class Sittings:
    """The sittings of one house. The browser keeps a token, the database its hash."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def begin(self, book: Ledger, number: int) -> str:
        """The token of a new sitting of a person."""
        fresh = secret.new_token()
        values = {"hash": secret.hashed(fresh), "person_id": number, "created": book.at, "seen": book.at}
        book.db.execute(insert(sitting), {"house_id": self._desk.house.id, **values})
        return fresh

    def holder(self, presented: str) -> Any:
        """The row of the person who is there, or None if the sitting is over."""
        whose = (person.c.house_id == sitting.c.house_id) & (person.c.id == sitting.c.person_id)
        query = select(person).join(sitting, whose).where(self._is(presented), self._lasts())
        with self._desk.database.read() as db:
            row = db.execute(query.add_columns(sitting.c.seen)).first()
        if row is not None and row.seen + SEEN_AGAIN <= self._at():
            with suppress(DBAPIError, Refused):  # on a full disk staff still see what is so
                seen = update(sitting).where(self._is(presented)).values(seen=self._at())
                self._desk.database.write(lambda db: db.execute(seen))
        return row

    def known(self, number: int, presented: str) -> list[Sitting]:
        """Where a person is signed in: here first, then the newest."""
        query = select(sitting).where(self._of(number), self._lasts()).order_by(sitting.c.created.desc())
        with self._desk.database.read() as db:
            found = [_sitting(row, presented) for row in db.execute(query)]
        return sorted(found, key=lambda one: not one.here)

    def renew(self, book: Ledger, presented: str) -> str:
        """Another token for the same sitting, after somebody has proven again who they are."""
        fresh = secret.new_token()
        values = {"hash": secret.hashed(fresh), "seen": book.at}
        book.db.execute(update(sitting).where(self._is(presented)).values(values))
        return fresh

    def end(self, presented: str) -> None:
        self._desk.database.write(lambda db: db.execute(delete(sitting).where(self._is(presented))))

    def end_others(self, book: Ledger, number: int, presented: str, key: str = "") -> None:
        """End one other sitting of a person, or all others."""
        others = self._of(number) & (sitting.c.hash != secret.hashed(presented))
        chosen = sitting.c.hash == _hash(key) if key else true()
        book.db.execute(delete(sitting).where(others, chosen))

    def _at(self) -> int:
        return slots.epoch(self._desk.now())

    def _lasts(self) -> ColumnElement[bool]:
        return (sitting.c.seen > self._at() - IDLE) & (sitting.c.created > self._at() - LONGEST)

    def _is(self, presented: str) -> ColumnElement[bool]:
        return (sitting.c.house_id == self._desk.house.id) & (sitting.c.hash == secret.hashed(presented))

    def _of(self, number: int) -> ColumnElement[bool]:
        return (sitting.c.house_id == self._desk.house.id) & (sitting.c.person_id == number)


def _sitting(row: Any, presented: str) -> Sitting:
    return Sitting(row.hash.hex(), slots.utc(row.created), slots.utc(row.seen), row.hash == secret.hashed(presented))


def _hash(key: str) -> bytes:
    try:
        return bytes.fromhex(key)
    except ValueError:
        return b""
