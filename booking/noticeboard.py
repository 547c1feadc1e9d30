# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The notices that hang on displays and phones."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from booking import slots
from booking.board import Board
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


class Noticeboard(Board[Notice]):
    """The notices of one house."""

    def __init__(
        self, house_id: str, database: Database, revision: Callable[[], int], now: Callable[[], datetime]
    ) -> None:
        super().__init__(house_id, database, revision, now, notice, _made)

    def on_display(self) -> list[Notice]:
        """Those that displays show now."""
        return [one for one in self.now() if one.display]

    def on_phone(self) -> list[Notice]:
        """Those that phones show now."""
        return [one for one in self.now() if one.phone]


def _made(row: Any) -> Notice:
    return Notice(row.id, slots.utc(row.begin), slots.utc(row.end), row.display, row.phone, json.loads(row.texts))
