# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The house's clock on the screen: the server's time carried on by our own steady clock."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class HouseClock:
    """Before the server has answered it shows this machine's time. A step of the machine's clock does not move it."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._base = datetime.now(UTC)
        self._at = steady()
        self.believed = False  # whether the server has told the time, and believes it

    def set(self, now: datetime, believed: bool = True) -> None:
        self._base, self._at = now, self._steady()
        self.believed = believed

    def now(self) -> datetime:
        """The instant, in UTC."""
        return self._base + timedelta(seconds=self._steady() - self._at)
