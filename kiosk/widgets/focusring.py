# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The focus: a ring around whatever a key would touch, above everything."""

from typing import Any

from kivy.graphics import BorderImage, Color
from kivy.uix.widget import Widget

from kiosk.look import look
from kiosk.widgets import masks

OUTER, INNER = 6, 3
RADIUS = 16


class FocusRing(Widget):
    """6 px of ink outside, 3 px of light inside; it takes no touch."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(size_hint=(None, None), **properties)
        with self.canvas:
            self._ink = Color()
            self._outside = BorderImage(border=(RADIUS + OUTER,) * 4)
            self._light = Color()
            self._inside = BorderImage(border=(RADIUS,) * 4)

    def around(self, x: float, y: float, width: float, height: float) -> None:
        """Show it around a box, as far as the picture reaches."""
        self._ink.rgba, self._light.rgba = look.ink, look.light
        self._outside.texture = masks.rounded(RADIUS + OUTER, OUTER)
        self._inside.texture = masks.rounded(RADIUS, INNER)
        left, foot = max(x, OUTER), max(y, OUTER)
        right, top = (x + width, y + height)
        if self.parent is not None:
            right, top = min(right, self.parent.width - OUTER), min(top, self.parent.height - OUTER)
        self.pos, self.size = (left, foot), (max(right - left, 1), max(top - foot, 1))
        self._inside.pos, self._inside.size = self.pos, self.size
        self._outside.pos = left - OUTER, foot - OUTER
        self._outside.size = self.width + 2 * OUTER, self.height + 2 * OUTER

    def on_touch_down(self, touch: Any) -> bool:
        return False
