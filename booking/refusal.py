# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The house says no, with a reason that a visitor can read.

    Refused            the wish cannot be granted; nothing was changed
    └── NotFound       what was asked for is not there, or not for you (the same answer for both)

A refusal is raised anywhere inside and caught at the edges only: API, pages, screens, command line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Span:
    """A half-open time in a room: `begin` belongs to it, `end` does not. Both UTC, on the slot grid."""

    room: str
    begin: datetime
    end: datetime


class Refused(Exception):
    """`reason` is a text key (see booking.texts.REFUSALS); `details` fill its sentence."""

    def __init__(self, reason: str, *, next_free: Sequence[Span] = (), **details: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.next_free = tuple(next_free)
        self.details = details


class NotFound(Refused):
    """Wrong, used, foreign and forgotten all look alike from outside."""

    def __init__(self, reason: str = "gone", **details: object) -> None:
        super().__init__(reason)
        self.details = details
