# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What went wrong on the way, for a reason that staff can read: what was there stays, what waits waits on."""

from collections.abc import Mapping
from datetime import datetime


class Fault(Exception):
    """`key` is one of booking.texts.FEED_FAULTS, `details` fill its sentence; neither ever holds an address."""

    def __init__(self, key: str, *, not_before: datetime | None = None, **details: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.details: Mapping[str, str | int] = details
        self.not_before = not_before  # when the partner asks us to come back


class NotTaken(Exception):
    """The city does not take this one thing, whatever she does with others. `key` and `details` as those of a Fault."""

    def __init__(self, key: str, **details: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.details: Mapping[str, str | int] = details

    def of_all(self) -> Fault:
        """She takes nothing, for the same reason."""
        fault = Fault(self.key)
        fault.details = self.details
        return fault
