# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""An icon: a white mask, tinted; those that point along the line are mirrored in Arabic."""

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.properties import ColorProperty, NumericProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.look import look
from kiosk.widgets import masks

MIRRORED = frozenset({"back", "forward", "erase"})
STRAIGHT = (0, 0, 1, 0, 1, 1, 0, 1)
FLIPPED = (1, 0, 0, 0, 0, 1, 1, 1)


class Icon(Widget):
    """Stands in the middle of its box, `px` wide."""

    name = StringProperty()
    px = NumericProperty(56)
    color = ColorProperty((0, 0, 0, 1))

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        with self.canvas:
            self._tint = Color(rgba=self.color)
            self._rectangle = Rectangle()
        for name in ("pos", "size", "name", "px"):
            self.bind(**{name: self._place})
        self.bind(color=self._recolor)
        self._place()

    def _place(self, *_changed: object) -> None:
        if not self.name:
            self._rectangle.size = (0, 0)
            return
        self._rectangle.texture = masks.icon(self.name, int(self.px))
        self._rectangle.size = (self.px, self.px)
        self._rectangle.pos = (round(self.x + (self.width - self.px) / 2), round(self.y + (self.height - self.px) / 2))
        mirrored = look.rtl and self.name in MIRRORED
        self._rectangle.tex_coords = FLIPPED if mirrored else STRAIGHT

    def _recolor(self, *_changed: object) -> None:
        self._tint.rgba = self.color
