# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is done as soon as a screen lies as it will stay: layouts settle picture by picture, not by the clock."""

from collections.abc import Callable

from kivy.clock import Clock

PICTURES = 6  # after which the last layout has moved the last thing


class Settled:
    """Calls `then` some pictures after it was called last."""

    def __init__(self, then: Callable[[], None]) -> None:
        self._then = then
        self._left = 0
        self._next = Clock.create_trigger(self._picture, 0)

    def __call__(self) -> None:
        self._left = PICTURES
        self._next()

    def cancel(self) -> None:
        self._next.cancel()

    def _picture(self, _elapsed: float) -> None:
        self._left -= 1
        if self._left > 0:
            self._next()
        else:
            self._then()
