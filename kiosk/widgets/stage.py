# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The stage: screens are laid out in px of the display and scaled to whatever window there is."""

from typing import Any

from kivy.animation import Animation
from kivy.clock import Clock
from kivy.graphics import PopMatrix, PushMatrix, Scale, Translate
from kivy.properties import NumericProperty
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from kiosk import memory
from kiosk.look import look
from kiosk.widgets.boxes import Column

SLIDE, SLIDE_TIME = 24, 0.18
AT_REST = 0.25  # seconds after which a new screen moves no more, and hardly anybody has touched it yet


class Stage(FloatLayout):
    """Scales its children and the touches on them; `deaf` swallows touches."""

    factor = NumericProperty(1.0)

    def __init__(self, layout: tuple[int, int], **properties: Any) -> None:
        super().__init__(size=layout, size_hint=(None, None), **properties)
        self.deaf = False
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
        if self.deaf:
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


class Slot(Column):
    """The place of the screens. One that slides in is only drawn aside: it is laid out once, where it stays."""

    aside = NumericProperty(0.0)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self._later = Clock.create_trigger(self._clear_away, AT_REST)
        self._soon = Clock.create_trigger(self._after_drawing)
        with self.canvas.before:
            PushMatrix()
            self._move = Translate()
        with self.canvas.after:
            PopMatrix()

    def put(self, screen: Widget) -> None:
        """A screen takes the place of the one that stands, which is cleared away when the new one rests."""
        self.clear_widgets()
        self.add_widget(screen)
        hurried = self._later.is_triggered  # somebody touches so fast that what is gone would gather
        self._later.cancel()
        (self._soon if hurried else self._later)()

    def _after_drawing(self, _elapsed: float) -> None:
        """The clock calls this before the frame that shows the new screen."""
        Clock.schedule_once(self._clear_away, 0)

    def _clear_away(self, _elapsed: float) -> None:
        memory.clear_away()

    def on_aside(self, _self: object, px: float) -> None:
        self._move.x = px

    def slide(self) -> None:
        """Let the new screen come."""
        Animation.cancel_all(self, "aside")
        self.aside = -SLIDE if look.rtl else SLIDE
        Animation(aside=0, duration=SLIDE_TIME, transition="out_cubic").start(self)
