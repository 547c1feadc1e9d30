# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Touches that count and found the house away: kept for some minutes, then told one by one. Pure."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.client import Wish

PATIENCE = 300.0  # seconds; a visit counts for the hour in which the house hears of it
AGAIN = 2.0  # seconds until the house is asked again
MOST = 20
# Seconds in which the house takes the next touch at the same display for a correction of the one before.
BURSTS = {"/api/visits": 15.0, "/api/feedback": 3.0}


@dataclass
class _Kept:
    wish: "Wish"
    at: float


class Later:
    """What waits, oldest first. Belongs to one thread."""

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._kept: list[_Kept] = []
        self._next = 0.0
        self._free: dict[str, float] = defaultdict(float)  # by path: when the next one is no correction any more

    def keep(self, wish: "Wish") -> bool:
        """Tell it later. What comes in a burst takes the place of what waits; a correction of what is told does not."""
        now = self._steady()
        self._forget(now)
        last = next((each for each in reversed(self._kept) if each.wish.path == wish.path), None)
        if last and now - last.at < BURSTS[wish.path]:
            last.wish, last.at = wish, now
            return True
        if wish.corrects or len(self._kept) >= MOST:
            return False
        if not self._kept:
            self._next = max(now + AGAIN, self._free[wish.path])
        self._kept.append(_Kept(wish, now))
        return True

    def before(self, wish: "Wish") -> bool:
        """Whether others come first, or one was told so shortly before that this would take its place."""
        now = self._steady()
        self._forget(now)
        return now < self._free[wish.path] or any(each.wish.path == wish.path for each in self._kept)

    def pause(self) -> float | None:
        """Seconds until the next one may be told; None if nothing waits."""
        now = self._steady()
        self._forget(now)
        return max(self._next - now, 0.0) if self._kept else None

    def first(self) -> "Wish | None":
        """What has waited longest."""
        return self._kept[0].wish if self._kept else None

    def failed(self) -> None:
        """The house is still away."""
        self._next = self._steady() + AGAIN

    def told(self) -> None:
        """The first one has arrived, or was not wanted."""
        now, done = self._steady(), self._kept.pop(0)
        self._free[done.wish.path] = now + BURSTS[done.wish.path] + 1
        self._next = self._free[self._kept[0].wish.path] if self._kept else 0.0

    def _forget(self, now: float) -> None:
        self._kept = [each for each in self._kept if now - each.at < PATIENCE]
