# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The postman's signs of life: the loop of the feeds gives them as it turns, if the way to the city turns as well."""

import threading
import time
from collections.abc import Callable
from typing import Literal

from booking.lifeline import Lifeline

LONGEST_SECONDS = 900.0  # of one errand, with those that it has to wait for: each has deadlines of its own

Loop = Literal["feeds", "city"]


class Pulse:
    """Hears of each turn of the two loops; where nobody waits for signs of life, it gives none."""

    def __init__(self, lifeline: Lifeline, now: Callable[[], float] = time.monotonic) -> None:
        self._lifeline = lifeline
        self._now = now
        self._turned: dict[Loop, float] = dict.fromkeys(("feeds", "city"), now())
        self._ready = False

    @property
    def pause(self) -> float | None:
        """Seconds for which a loop may wait before it has to say that it waits; None for ever."""
        return self._lifeline.pause or None

    def looked(self) -> None:
        """The database has answered what is due."""
        if not self._ready:
            self._ready = True
            self._lifeline.ready("Carries calendars in, and to the city what she is to have")

    def turned(self, loop: Loop) -> None:
        """Something was done, or there was nothing to do."""
        self._turned[loop] = self._now()

    def waits(self) -> None:
        """The loop of the feeds goes on waiting: a sign of life, unless one of both has not turned for too long."""
        if all(self._now() - turn < LONGEST_SECONDS for turn in self._turned.values()):
            self._lifeline.alive()

    def rest(self, stopped: threading.Event, seconds: float) -> None:
        """Between two turns of the feeds; over at once when it is told to stop."""
        end = self._now() + seconds
        while (left := end - self._now()) > 0 and not stopped.is_set():
            self.waits()
            stopped.wait(min(left, self.pause or left))

    def stopping(self) -> None:
        """It was told to end."""
        self._lifeline.stopping()
