# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Proofs that did not fit: how many, and how long whoever tried has to wait."""

import hashlib

from sqlalchemy import ColumnElement, delete, insert, select

from booking import slots
from booking.desk import Desk
from booking.ledger import Ledger
from booking.model import attempt
from booking.refusal import Refused

FREE_FAILURES = 5
FIRST_DELAY, LONGEST_DELAY = 30, 15 * 60  # seconds


class Attempts:
    """Counted for a name and where it is tried from; the database keeps a hash of the two."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def must_not_wait(self, name: str, where: str) -> None:
        """Raise Refused("slow_down") while the last failure is too recent."""
        with self._desk.database.read() as db:
            until = db.scalar(select(attempt.c.until).where(self._mine(name, where)))
        wait = (until or 0) - slots.epoch(self._desk.now())
        if wait > 0:
            raise Refused("slow_down", minutes=-(-wait // 60), seconds=wait)

    def count(self, book: Ledger, name: str, where: str) -> None:
        """Another failure: from the fifth on, each doubles the wait."""
        mine = self._mine(name, where)
        failures = (book.db.scalar(select(attempt.c.failures).where(mine)) or 0) + 1
        over = failures - FREE_FAILURES
        delay = min(FIRST_DELAY << min(over, 10), LONGEST_DELAY) if over >= 0 else 0
        book.db.execute(delete(attempt).where(mine))
        values = {"who": _who(name, where), "failures": failures, "until": book.at + delay}
        book.db.execute(insert(attempt), {"house_id": self._desk.house.id, **values})

    def forget(self, book: Ledger, name: str, where: str) -> None:
        """It was right now."""
        book.db.execute(delete(attempt).where(self._mine(name, where)))

    def _mine(self, name: str, where: str) -> ColumnElement[bool]:
        return (attempt.c.house_id == self._desk.house.id) & (attempt.c.who == _who(name, where))


def _who(name: str, where: str) -> bytes:
    return hashlib.sha256(f"{name}\0{where}".encode()).digest()
