# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The notices that hang on displays and phones, read anew only when something in the house has changed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from booking import slots
from booking.database import Database
from booking.model import notice


@dataclass(frozen=True)
class Notice:
    """What displays or phones tell everybody for a time (UTC, half-open); `texts` by language, German among them."""

    number: int
    begin: datetime
    end: datetime
    display: bool
    phone: bool
    texts: dict[str, str]


class Noticeboard:
    """The notices of one house; `revision` says whether something has changed."""

    def __init__(
        self, house_id: str, database: Database, revision: Callable[[], int], now: Callable[[], datetime]
    ) -> None:
        self._house = house_id
        self._database = database
        self._revision = revision
        self._now = now
        self._kept: tuple[int, list[Notice]] = (-1, [])

    def all(self) -> list[Notice]:
        """Those that hang now or later, by begin."""
        revision = self._revision()
        if self._kept[0] != revision:
            self._kept = (revision, self._read())
        return [one for one in self._kept[1] if one.end > self._now()]

    def on_display(self) -> list[Notice]:
        """Those that displays show now."""
        return [one for one in self.all() if one.display and one.begin <= self._now()]

    def on_phone(self) -> list[Notice]:
        """Those that phones show now."""
        return [one for one in self.all() if one.phone and one.begin <= self._now()]

    def _read(self) -> list[Notice]:
        mine = (notice.c.house_id == self._house, notice.c.end > slots.epoch(self._now()))
        with self._database.read() as db:
            rows = db.execute(select(notice).where(*mine).order_by(notice.c.begin, notice.c.id)).all()
        return [
            Notice(row.id, slots.utc(row.begin), slots.utc(row.end), row.display, row.phone, json.loads(row.texts))
            for row in rows
        ]
