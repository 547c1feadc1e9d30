# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff have set for a time, read anew only when something in the house has changed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Table, select

from booking import slots
from booking.database import Database


class Timed(Protocol):
    """Something that holds for a half-open time (UTC)."""

    @property
    def begin(self) -> datetime: ...
    @property
    def end(self) -> datetime: ...


T = TypeVar("T", bound=Timed)


class Board(Generic[T]):
    """Rows of one house in a table with `begin` and `end`; `revision` says whether something has changed."""

    def __init__(
        self,
        house_id: str,
        database: Database,
        revision: Callable[[], int],
        now: Callable[[], datetime],
        table: Table,
        made: Callable[[Any], T],
    ) -> None:
        self._house = house_id
        self._database = database
        self._revision = revision
        self._now = now
        self._table = table
        self._made = made
        self._kept: tuple[int, list[T]] = (-1, [])

    def all(self) -> list[T]:
        """What holds now or later, by begin."""
        revision = self._revision()
        if self._kept[0] != revision:
            self._kept = (revision, self._read())
        return [one for one in self._kept[1] if one.end > self._now()]

    def now(self) -> list[T]:
        """What holds now."""
        return [one for one in self.all() if one.begin <= self._now()]

    def _read(self) -> list[T]:
        table = self._table
        mine = (table.c.house_id == self._house, table.c.end > slots.epoch(self._now()))
        with self._database.read() as db:
            rows = db.execute(select(table).where(*mine).order_by(table.c.begin, table.c.id)).all()
        return [self._made(row) for row in rows]
