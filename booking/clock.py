# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The clock of the house, and whether it can be believed.

A small computer without a battery boots in 1970, and a clock that is set jumps. While the wall clock and the
steady clock disagree, nothing may be released or erased: what is lost cannot be brought back, what is kept a
little longer can.
"""

import ctypes
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

TOLERANCE = 60.0
WAITS = "HOUSE_WAITS_FOR_CLOCK"  # in the environment
_UNSYNCHRONISED = 5  # TIME_ERROR, adjtimex(2)


class Clock(Protocol):
    """Where time comes in."""

    def now(self) -> datetime: ...

    def trusted(self) -> bool: ...


def _utc_now() -> datetime:
    return datetime.now(UTC)


def kernel_is_synchronised() -> bool:
    """Whether the kernel says that something keeps its clock right (adjtimex(2), read only)."""
    buffer = ctypes.create_string_buffer(512)  # struct timex with modes = 0; 208 bytes on 64-bit Linux
    return bool(ctypes.CDLL(None).adjtimex(buffer) not in (-1, _UNSYNCHRONISED))


def starts_unsure() -> bool:
    """Whether a start may be one without the right time: the units say so, whose machines may lack a battery clock."""
    return os.environ.get(WAITS) == "1"


class SystemClock:
    """The machine's clock: trusted while it runs steadily, or when the kernel calls it synchronised after a jump.

    One that starts `unsure` is trusted only once the kernel has called it so.
    """

    def __init__(
        self,
        now: Callable[[], datetime] = _utc_now,
        steady: Callable[[], float] = time.monotonic,
        synchronised: Callable[[], bool] = kernel_is_synchronised,
        unsure: bool | None = None,
    ) -> None:
        self.now = now
        self._steady = steady
        self._synchronised = synchronised
        self._offset = None if (starts_unsure() if unsure is None else unsure) else self._measure()

    def trusted(self) -> bool:
        offset = self._measure()
        if self._offset is not None and abs(offset - self._offset) <= TOLERANCE:
            return True
        if self._synchronised():
            self._offset = offset
            return True
        return False

    def _measure(self) -> float:
        return self.now().timestamp() - self._steady()
