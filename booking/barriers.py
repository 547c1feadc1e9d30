# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Barriers: a lift, stairs, a corridor or a door of the floor plan that nobody can pass for a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from booking import slots
from booking.board import Board
from booking.database import Database
from booking.model import barrier


@dataclass(frozen=True)
class Barrier:
    """What is closed, by its id on the floor plan, for a half-open time (UTC)."""

    number: int
    place: str
    begin: datetime
    end: datetime
    reason: str


class Barriers(Board[Barrier]):
    """The barriers of one house."""

    def __init__(
        self, house_id: str, database: Database, revision: Callable[[], int], now: Callable[[], datetime]
    ) -> None:
        super().__init__(house_id, database, revision, now, barrier, _made)


def _made(row: Any) -> Barrier:
    return Barrier(row.id, row.place, slots.utc(row.begin), slots.utc(row.end), row.reason)
