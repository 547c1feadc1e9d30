# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody there any more: after 60 s a question for 20 s, then the display forgets the visitor; 60 s later it rests."""

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock

QUIET = 60.0
ASKED = 20
HEARD = 60  # seconds that the question stands for somebody to whom it is read aloud


class Idle:
    """`ask` opens the question, `tell` gets the seconds that are left, `leave` ends the visit.

    `rest` is called when the front has stood untouched for as long.
    """

    def __init__(
        self,
        ask: Callable[[], None],
        tell: Callable[[int], None],
        leave: Callable[[], None],
        rest: Callable[[], None],
    ) -> None:
        self._ask, self._tell, self._leave = ask, tell, leave
        self._rest = rest
        self._event: Any = None
        self.left = 0
        self.patience = 1  # how many times as long this visitor may take
        self.listens = False  # whether everything is read aloud
        self.asked = ASKED  # seconds that the question stands
        self.busy: Callable[[], bool] = lambda: False  # whether something is still being said

    def touched(self) -> None:
        """Somebody is there: start again. While the question stands, only its answer counts."""
        if not self.left:
            self.again()

    def again(self) -> None:
        self.left = 0
        self._later(self._quiet, QUIET * self.patience)

    def stop(self) -> None:
        """There is nothing to forget."""
        self.left = 0
        if self._event:
            self._event.cancel()

    def unwatched(self) -> None:
        """There is nothing to forget, but perhaps nobody stands there."""
        self.stop()
        self._later(self._quietly, QUIET)

    def _quietly(self, _elapsed: float) -> None:
        self._rest()

    def _later(self, what: Callable[[float], None], seconds: float) -> None:
        if self._event:
            self._event.cancel()
        self._event = Clock.schedule_once(what, seconds)

    def _quiet(self, _elapsed: float) -> None:
        if self.busy():
            self.again()
        else:
            self.ask()

    @property
    def question(self) -> int:
        """How many seconds the question stands: longer for who must hear it first."""
        return max(ASKED * self.patience, HEARD if self.listens else 0)

    def ask(self) -> None:
        """Put the question."""
        self.asked = self.left = self.question
        self._ask()
        self._later(self._second, 1)

    def _second(self, _elapsed: float) -> None:
        self.left -= 1
        if self.left <= 0:
            self.stop()
            self._leave()
            return
        self._tell(self.left)
        self._later(self._second, 1)
