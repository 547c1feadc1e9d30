# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The audit log: what staff did, in the transaction that did it, each entry sealed together with the one before.

Nothing here changes an entry. Whoever changes one in the database, takes one out or puts one in breaks the chain,
and without the key of the house nobody can mend it. It names staff and bookings' codes, never a group.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from booking import slots
from booking.database import Database
from booking.model import audit
from booking.secret import Secret

A_PAGE = 100
NOTHING = bytes(32)
_SEALED = ("number", "at", "person", "act", "about")
_CHECKED = 1_000  # entries that are read at once


@dataclass(frozen=True)
class Entry:
    """Who did what, when (UTC), and to what: a booking's code, a room, a time."""

    number: int
    at: datetime
    person: str
    act: str
    about: str


class AuditLog:
    """The log of one house."""

    def __init__(self, house_id: str, database: Database, key: Secret) -> None:
        self._house = house_id
        self._database = database
        self._key = key

    def write(self, db: Connection, at: int, person: str, act: str, about: str) -> None:
        """Append an entry; the caller holds the house's lock."""
        mine = audit.c.house_id == self._house
        last = db.execute(select(audit.c.number, audit.c.seal).where(mine).order_by(audit.c.number.desc()).limit(1))
        number, before = last.first() or (0, NOTHING)
        values = {"number": number + 1, "at": at, "person": person, "act": act, "about": about[:200], "before": before}
        db.execute(insert(audit), {"house_id": self._house, **values, "seal": self._seal(values)})

    def entries(
        self, wanted: Sequence[set[str]] = (), acts: Sequence[str] = (), below: int | None = None
    ) -> list[Entry]:
        """The newest entries that name all that is wanted, one page of them, below a number if one is given.

        Of each thing wanted one spelling is enough, in the person or in what it was about; an entry of one of `acts`
        fits whatever it names.
        """
        where: list[Any] = [audit.c.house_id == self._house]
        for spellings in wanted[:5]:
            named = [
                column.icontains(text, autoescape=True)
                for text in sorted(spellings)[:5]
                for column in (audit.c.person, audit.c.about)
            ]
            where.append(or_(*named, audit.c.act.in_(acts)))
        if below is not None:
            where.append(audit.c.number < below)
        query = select(audit).where(*where).order_by(audit.c.number.desc()).limit(A_PAGE)
        with self._database.read() as db:
            return [_entry(row) for row in db.execute(query)]

    def broken(self) -> int | None:
        """The number of the first entry that is not as it was written or does not follow the one before, or None."""
        before = None
        for row in self._rows():
            follows = before is None or (row.number == before.number + 1 and row.before == before.seal)
            if not follows or row.seal != self._seal(row._mapping):
                return int(row.number)
            before = row
        return None

    def _rows(self) -> Iterator[Any]:
        after = 0
        while True:
            query = select(audit).where(audit.c.house_id == self._house, audit.c.number > after)
            with self._database.read() as db:
                rows = db.execute(query.order_by(audit.c.number).limit(_CHECKED)).all()
            if not rows:
                return
            yield from rows
            after = rows[-1].number

    def _seal(self, values: Mapping[str, Any]) -> bytes:
        """Over the entry and the seal of the one before."""
        return self._key.seal(repr([str(values[key]) for key in _SEALED] + [values["before"].hex()]))


def _entry(row: Any) -> Entry:
    return Entry(row.number, slots.utc(row.at), row.person, row.act, row.about)
