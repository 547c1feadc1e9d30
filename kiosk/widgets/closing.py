# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What closes the length rows at the end: the next booking, or the end of the day."""

from typing import Any

from kivy.properties import StringProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.gridplan import Block
from kiosk.look import look
from kiosk.widgets.boxes import Column
from kiosk.widgets.grid import Grid
from kiosk.widgets.icon import Icon
from kiosk.widgets.words import Words

INKS = {"taken": "on_basalt", "held": "petrol", "closed": "ink"}


class Lone(Grid):
    """A cell without a panel: it lies on the wall."""

    def _panel(self) -> None:
        """None."""


class Closing(FloatLayout):
    """One tall cell with icon, time and word."""

    state = StringProperty("closed")
    time = StringProperty()
    word = StringProperty()

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self._cell = Lone(size_hint=(None, None))
        ink = getattr(look, INKS[self.state])
        self._words = Column(size_hint=(None, None), spacing=6)
        self._words.add_widget(Icon(name=self.state, px=56, color=ink, size_hint=(1, None)))
        self._words.add_widget(Words(text=self.time, bold=True, step=28, align="centre", color=ink))
        self._words.add_widget(Words(text=self.word, step=28, align="centre", color=ink))
        self.add_widget(self._cell)
        self.add_widget(self._words)
        self.bind(size=self._arrange)
        self.bind(pos=self._arrange)

    def _arrange(self, *_changed: object) -> None:
        self._cell.pos, self._cell.size = self.pos, self.size
        self._cell.show([Block(0, 0, self.width, self.height, self.state, "")])
        self._words.size = (self.width - 16, 150)
        self._words.pos = (self.x + 8, self.y + self.height / 2 - 75)
