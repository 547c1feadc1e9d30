# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The stage: screens are laid out in px of the display and scaled to whatever window there is."""

from collections.abc import Callable
from typing import Any

from kivy.graphics import PopMatrix, PushMatrix, Scale, Translate
from kivy.properties import NumericProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.look import look


class Stage(FloatLayout):
    """Scales its children and the touches on them; `deaf` swallows touches."""

    factor = NumericProperty(1.0)

    def __init__(self, layout: tuple[float, float], **properties: Any) -> None:
        super().__init__(size=layout, size_hint=(None, None), **properties)
        self.deaf = False
        self.hears: Callable[[str, Any], bool] = lambda _event, _touch: False  # whether a touch only speaks
        with self.canvas.before:
            PushMatrix()
            self._move = Translate()
            self._scale = Scale()
        with self.canvas.after:
            PopMatrix()

    def fit(self, _window: object, width: int, height: int) -> None:
        """Fill the window as far as the proportions allow, in the middle of it."""
        self.factor = look.scale = min(width / self.width, height / self.height)
        self._move.x = round((width - self.width * self.factor) / 2)
        self._move.y = round((height - self.height * self.factor) / 2)
        self._scale.xyz = (self.factor, self.factor, 1)

    def to_local(self, x: float, y: float, relative: bool = False) -> tuple[float, float]:
        return (x - self._move.x) / self.factor, (y - self._move.y) / self.factor

    def to_parent(self, x: float, y: float, relative: bool = False) -> tuple[float, float]:
        return x * self.factor + self._move.x, y * self.factor + self._move.y

    def _hand_down(self, event: str, touch: Any) -> bool:
        if self.deaf or self.hears(event, touch):
            return True
        touch.push()
        touch.apply_transform_2d(self.to_local)
        taken = getattr(super(), event)(touch)
        touch.pop()
        return bool(taken)

    def on_touch_down(self, touch: Any) -> bool:
        return self._hand_down("on_touch_down", touch)

    def on_touch_move(self, touch: Any) -> bool:
        return self._hand_down("on_touch_move", touch)

    def on_touch_up(self, touch: Any) -> bool:
        return self._hand_down("on_touch_up", touch)
