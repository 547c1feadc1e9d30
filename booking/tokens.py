# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who may: tokens of screens and feeds, which staff make and revoke, and on-site codes, which work once.

The database keeps hashes only; a token is shown when it is made and never again.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Delete, bindparam, delete, insert, select

from booking import secret, slots
from booking.clock import Clock
from booking.database import Database
from booking.model import token
from booking.refusal import NotFound

Kind = Literal["screen", "feed", "onsite", "join"]

_FOUND = select(token.c.name, token.c.expires).where(
    token.c.house_id == bindparam("house"),
    token.c.hash == bindparam("hash"),
    token.c.kind == bindparam("kind"),
)


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

    def names(self, kind: Kind) -> list[tuple[str, datetime]]:
        """Every token's name and when it was made."""
        query = select(token.c.name, token.c.created).where(token.c.house_id == self._house, token.c.kind == kind)
        with self._database.read() as db:
            return [(row.name, slots.utc(row.created)) for row in db.execute(query.order_by(token.c.name))]

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
