# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The night: black over the whole window, beside the stage too."""

from typing import Any

from kivy.animation import Animation
from kivy.core.window import Window
from kivy.graphics import Color, Rectangle
from kivy.properties import NumericProperty
from kivy.uix.widget import Widget


class Dark(Widget):
    """Lies in the window only as long as it is dark; what is touched through it was not meant."""

    black = NumericProperty(0.0)

    def __init__(self) -> None:
        super().__init__()
        with self.canvas:
            self._shade = Color(0, 0, 0, 0)
            self._whole = Rectangle()
        self.bind(black=self._deepen)
        self.bind(size=self._spread)

    def _deepen(self, *_changed: object) -> None:
        self._shade.a = self.black

    def _spread(self, *_changed: object) -> None:
        self._whole.size = self.size

    def fall(self, black: float, seconds: float) -> None:
        """Over everything, in so many seconds."""
        Window.add_widget(self)
        if seconds:
            Animation(black=black, duration=seconds).start(self)
        else:
            self.black = black

    def lift(self) -> None:
        """Away, at once."""
        Animation.cancel_all(self)
        Window.remove_widget(self)
        self.black = 0.0

    def on_touch_down(self, touch: Any) -> bool:
        """Nobody touches what cannot be seen; the window has heard of it first, and wakes."""
        return True
