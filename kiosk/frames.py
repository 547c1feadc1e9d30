# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The display's signs of life: a picture that was really drawn. A still screen is asked for one now and then."""

from collections.abc import Callable

from kivy.clock import Clock
from kivy.core.window import Window

from booking.lifeline import Lifeline


class Frames:
    """Tells systemd of the first picture, of one in each half of the time that it waits for, and what they show."""

    def __init__(self, lifeline: Lifeline, shows: str) -> None:
        self._lifeline = lifeline
        self.shows: Callable[[], str] = lambda: shows
        self._told = ""
        self._drawn = self._asked = False
        Window.bind(on_flip=self._flips)
        if lifeline.pause:
            Clock.schedule_interval(self._ask, lifeline.pause)

    def turned(self) -> None:
        """The loop has turned: whatever it drew is on the glass."""
        if not self._drawn:
            return
        self._drawn = False
        shows = self.shows()
        if shows != self._told:
            self._told = shows
            self._lifeline.ready(shows)
        elif self._asked:
            self._asked = False
            self._lifeline.alive()

    def end(self) -> None:
        """The display was told to end."""
        self._lifeline.stopping()

    def _ask(self, _elapsed: float) -> None:
        self._asked = True
        Window.canvas.ask_update()

    def _flips(self, _window: object) -> None:
        """Just before the picture changes places with the one on the glass."""
        self._drawn = True
