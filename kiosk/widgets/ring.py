# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The countdown: 20 segments that go out one by one, the number in their middle."""

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.look import look
from kiosk.widgets import masks


class Ring(FloatLayout):
    """`left` of 20 segments are there; always clockwise, in every language."""

    left = NumericProperty(20)
    number = StringProperty()
    unit = StringProperty()

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        with self.canvas.before:
            Color(rgba=look.line)
            self._gone = Rectangle()
            Color(rgba=look.petrol)
            self._there = Rectangle()
        for name in ("pos", "size", "left"):
            self.bind(**{name: self._draw})
        self._draw()

    def _draw(self, *_changed: object) -> None:
        side = int(min(self.size))
        if side < 40:
            return
        self._there.texture, self._gone.texture = masks.ring(side, int(self.left))
        for drawn in (self._there, self._gone):
            drawn.size = (side, side)
            drawn.pos = (round(self.x + (self.width - side) / 2), round(self.y + (self.height - side) / 2))
            drawn.tex_coords = (0, 0, 1, 0, 1, 1, 0, 1)
