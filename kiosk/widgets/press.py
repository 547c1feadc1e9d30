# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can be touched: acts on release, shows the press at once, grows back in 120 ms."""

from typing import Any

from kivy.animation import Animation
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior

from kiosk.look import look
from kiosk.widgets.boxes import Plate

BACK = 0.12


class Press(ButtonBehavior, Plate):
    """A plate that is a button; `shade` is how far its ground has gone to `pressed`."""

    pressed = ColorProperty((0, 0, 0, 0))
    shade = NumericProperty(0.0)
    told = StringProperty()  # what it says to tests and to whoever reads the tree
    language = StringProperty()  # that its words are in, "" for the visitor's

    def on_press(self) -> None:
        Animation.cancel_all(self, "shade")
        self.shade = 1.0

    def on_state(self, _self: Any, state: str) -> None:
        if state == "normal" and self.shade:
            self._rise()

    def _rise(self) -> None:
        if look.still:
            self.shade = 0.0
            return
        Animation(shade=0.0, duration=BACK, transition="out_cubic").start(self)


class Act(Press):
    """A button with its verb. `kind`: main, other, quiet, danger, or chip."""

    text = StringProperty()
    icon = StringProperty()
    kind = StringProperty("other")
    step = NumericProperty(32)


class Chip(Press):
    """A choice among several; the chosen one is petrol."""

    text = StringProperty()
    second = StringProperty()
    icon = StringProperty()
    ground_now = ColorProperty((0, 0, 0, 0))
    chosen = BooleanProperty(False)
    shut = BooleanProperty(False)


class Tile(Press):
    """A large button: icon plate, title and one line."""

    text = StringProperty()
    second = StringProperty()
    icon = StringProperty()
    kind = StringProperty("other")

    @property
    def cramped(self) -> bool:
        """Arabic reaches further above and below its line than a slim tile has room for."""
        return look.rtl and self.kind == "side" and self.height < 130


class PurposeTile(Press):
    """What somebody has come for, or how it was: an icon and its word."""

    text = StringProperty()
    icon = StringProperty()
    px = NumericProperty(72)
    lines = NumericProperty(1)  # that its word may take
    chosen = BooleanProperty(False)


class Key(Press):
    """A key of the plinth or the pillar; on a `flat` one icon and word stand side by side."""

    text = StringProperty()
    icon = StringProperty()
    on = BooleanProperty(False)
    flat = BooleanProperty(False)


class TongueKey(Press):
    """The key to the languages, wide enough for their own names."""

    icon = StringProperty()


class ShiftKey(Press):
    """A step earlier or later; not shown where it would go nowhere."""

    text = StringProperty()
    icon = StringProperty()
    act = ObjectProperty(None)
    quarters = NumericProperty(0)
    active = BooleanProperty(True)

    def on_release(self) -> None:
        self.act(self.quarters)
