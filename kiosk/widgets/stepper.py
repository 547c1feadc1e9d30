# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A number with a key on each side of it; a key that is held goes on by itself."""

from typing import Any

from kivy.clock import Clock
from kivy.properties import NumericProperty, StringProperty

from kiosk.widgets.boxes import Row
from kiosk.widgets.press import Press

HELD, PACE = 0.5, 0.15  # seconds until a held key goes on, and between its steps


class StepKey(Press):
    """One fewer, or one more."""

    icon = StringProperty()
    by = NumericProperty(1)


class Stepper(Row):
    """`number` from 1 to `most`; `unit` is what is counted, `fewer` and `more` what the keys are called."""

    number = NumericProperty(1)
    most = NumericProperty(50)
    unit = StringProperty()
    fewer = StringProperty()
    more = StringProperty()

    def __init__(self, **properties: Any) -> None:
        self._by = self._steps = 0
        self._on = Clock.create_trigger(self._go_on, HELD)
        super().__init__(**properties)

    def press(self, by: int) -> None:
        """A finger is down."""
        self._by, self._steps = by, 0
        self._on.cancel()
        self._on.timeout = HELD
        self._on()

    def release(self) -> None:
        """It has left the key: one step, unless the key has been held."""
        self._on.cancel()
        if not self._steps:
            self._step()

    def rest(self, by: int, state: str) -> None:
        """That key is not touched any more, wherever the finger has gone; the other one may be by now."""
        if state == "normal" and by == self._by:
            self._on.cancel()

    def _go_on(self, _elapsed: float) -> None:
        self._step()
        self._on.timeout = PACE
        self._on()

    def _step(self) -> None:
        self._steps += 1
        self.number = min(max(self.number + self._by, 1), self.most)
