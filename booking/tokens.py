# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may: tokens of screens and feeds, which staff make and revoke, and on-site codes, which work once.

The database keeps hashes only; a token is shown when it is made and never again.
"""

from contextlib import suppress
from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import Connection, Delete, bindparam, delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from booking import secret, slots
from booking.clock import Clock
from booking.database import Database
from booking.model import token
from booking.refusal import NotFound, Refused

Kind = Literal["screen", "feed", "onsite", "join"]

USED_AGAIN = 3600

_FOUND = select(token.c.name, token.c.expires).where(
    token.c.house_id == bindparam("house"),
    token.c.hash == bindparam("hash"),
    token.c.kind == bindparam("kind"),
)


class Known(NamedTuple):
    """What is known of a token: its name, when it was made and last used."""

    name: str
    made: datetime
    used: datetime | None


class Tokens:
    """The tokens of one house."""

    def __init__(self, house_id: str, database: Database, clock: Clock) -> None:
        self._house = house_id
        self._database = database
        self._now = clock.now
        self._clock = clock

    def make(self, kind: Kind, name: str, minutes: int | None = None) -> str:
        """A new token under a name; one of the same kind and name is replaced."""
        fresh = secret.new_token()
        at = slots.epoch(self._now())
        values = {"kind": kind, "name": name, "created": at, "expires": minutes and at + 60 * minutes}

        def work(db: Connection) -> None:
            db.execute(self._named(kind, name))
            db.execute(insert(token), {"house_id": self._house, "hash": secret.hashed(fresh), **values})

        self._database.write(work)
        return fresh

    def revoke(self, kind: Kind, name: str) -> None:
        """Make a token useless, or NotFound."""
        if not self._database.write(lambda db: db.execute(self._named(kind, name)).rowcount):
            raise NotFound

    def known(self, kind: Kind) -> list[Known]:
        """Every token of a kind, by name."""
        query = select(token).where(token.c.house_id == self._house, token.c.kind == kind).order_by(token.c.name)
        with self._database.read() as db:
            return [
                Known(row.name, slots.utc(row.created), None if row.used is None else slots.utc(row.used))
                for row in db.execute(query)
            ]

    def mark_used(self, kind: Kind, name: str) -> None:
        """Note that a token was used, to the hour: who reads a calendar every minute is written down no more often.

        A disk that is full, or a busy database, keeps nobody from reading.
        """
        at = slots.epoch(self._now())
        mine = (token.c.house_id == self._house) & (token.c.kind == kind) & (token.c.name == name)
        old = mine & (token.c.used.is_(None) | (token.c.used <= at - USED_AGAIN))
        with self._database.read() as db:
            due = db.execute(select(token.c.hash).where(old)).first()
        if due:
            with suppress(DBAPIError, Refused):
                self._database.write(lambda db: db.execute(update(token).where(old).values(used=at)))

    def holder(self, kind: Kind, presented: str) -> str | None:
        """The name behind a token that is known and still valid, or None."""
        with self._database.read() as db:
            return self._valid(db, kind, presented)

    def onsite(self, minutes: int) -> str:
        """An on-site code: proof that someone stands in the house."""
        return self.make("onsite", secret.new_token(), minutes)

    def use_onsite(self, db: Connection, presented: str) -> bool:
        """Whether an on-site code is valid; it is used up then."""
        valid = self._valid(db, "onsite", presented) is not None
        db.execute(delete(token).where(token.c.house_id == self._house, token.c.hash == secret.hashed(presented)))
        return valid

    def forget_expired(self) -> None:
        """Erase tokens whose time is over; none while the clock is in doubt."""
        if not self._clock.trusted():
            return
        at = slots.epoch(self._now())
        self._database.write(
            lambda db: db.execute(delete(token).where(token.c.house_id == self._house, token.c.expires <= at))
        )

    def _valid(self, db: Connection, kind: Kind, presented: str) -> str | None:
        row = db.execute(_FOUND, {"house": self._house, "hash": secret.hashed(presented), "kind": kind}).first()
        if row is None or (row.expires is not None and row.expires <= slots.epoch(self._now())):
            return None
        return str(row.name)

    def _named(self, kind: Kind, name: str) -> Delete:
        return delete(token).where(token.c.house_id == self._house, token.c.kind == kind, token.c.name == name)
