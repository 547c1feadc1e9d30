# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house whose windows are bright where people are: a floor for each purpose, its number beside it."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.properties import NumericProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.look import Rgba, look
from kiosk.month import WINDOWS
from kiosk.widgets import masks
from kiosk.widgets.boxes import Row
from kiosk.widgets.door import DoorPicture
from kiosk.widgets.icon import Icon
from kiosk.widgets.meshes import Box, meshes, plain
from kiosk.widgets.words import Words

ROOF, EAVES = 100, 20  # px: how high the roof is, and how far it reaches over the walls
DOOR = 0.7  # of its height, how wide
FLOORS = 5
RIM = 3
INSET = 28  # from the wall to the first window


class Floor(NamedTuple):
    """What its people have come for, how many they are, and how many windows are bright."""

    icon: str
    word: str
    number: str
    lit: float


class Facade(FloatLayout):
    """Stands on the floor line at its lower edge; words at the start side, numbers at the end side."""

    before = NumericProperty(288)  # px for the words
    behind = NumericProperty(184)  # and for the numbers
    step = NumericProperty(36)
    lines = NumericProperty(2)  # that a word may take
    street = NumericProperty(56)  # px of the floor before the house

    def __init__(self, **properties: Any) -> None:
        self._floors: Sequence[Floor] = ()
        self._rows: list[tuple[Row, Row]] = []
        super().__init__(**properties)
        self._again = Clock.create_trigger(self._arrange, -1)
        self.bind(size=self._changed)
        self.bind(pos=self._changed)

    def show(self, floors: Sequence[Floor]) -> None:
        """Once, after it was made."""
        self._floors = floors
        for floor in floors:
            said = Row(size_hint=(None, None), spacing=16)
            said.add_widget(Icon(name=floor.icon, px=56 if self.lines > 1 else 40, size_hint=(None, 1), color=look.ink))
            said.add_widget(Words(text=floor.word, step=self.step, size_hint_y=1, most_lines=self.lines, leading=1.1))
            many = Row(size_hint=(None, None))
            number = Words(text=floor.number, step=self.step, bold=True, size_hint_y=1, align="end", most_lines=1)
            many.add_widget(number)
            self._rows.append((said, many))
            for part in (said, many):
                self.add_widget(part)
        self._door = DoorPicture(state="free", size_hint=(None, None), depth=int(self.street))
        self.add_widget(self._door)
        self._changed()

    def _changed(self, *_changed: object) -> None:
        self._again()

    # Measures

    @property
    def _storey(self) -> float:
        """A floor's height; the one with the door is half as high again."""
        return (self.height - ROOF - self.street) / (FLOORS + 1.5)

    @property
    def _wall(self) -> Box:
        left = self.behind if look.rtl else self.before
        return (
            self.x + left,
            self.y + self.street,
            self.width - self.before - self.behind,
            self.height - ROOF - self.street,
        )

    def _foot(self, number: int) -> float:
        """Where a floor begins, the first one below the roof."""
        return self.y + self.height - ROOF - (number + 1) * self._storey

    def _windows(self, number: int) -> Iterator[Box]:
        """From the start side."""
        x, _, width, _ = self._wall
        pitch = (width - 2 * INSET) / WINDOWS
        wide = round(pitch * 0.68)
        for column in range(WINDOWS):
            at = x + INSET + column * pitch + (pitch - wide) / 2
            if look.rtl:
                at = 2 * x + width - at - wide
            yield round(at), round(self._foot(number) + self._storey * 0.16), wide, round(self._storey * 0.68)

    # The picture

    def _arrange(self, _elapsed: float = 0) -> None:
        if not self._floors or self._storey <= 0:
            return
        self._paint()
        for number, (said, many) in enumerate(self._rows):
            said.size = self.before - EAVES - 4, self._storey
            many.size = self.behind - EAVES - 4, self._storey
            said.y = many.y = self._foot(number)
            said.x = self.right - said.width if look.rtl else self.x
            many.x = self.x if look.rtl else self.right - many.width
        x, y, width, _ = self._wall
        high = round(self._storey * 1.3)
        self._door.size = max(round(high * DOOR), 50), high  # a smaller one is not drawn
        self._door.pos = round(x + (width - self._door.width) / 2), y

    def _paint(self) -> None:
        x, y, width, height = self._wall
        canvas = self.canvas.before
        canvas.clear()
        with canvas:
            Color(rgba=look.floor)
            Rectangle(pos=(self.x - look.margin, self.y), size=(self.width + 2 * look.margin, self.street))
            if look.contrast:
                Color(rgba=look.line)
                Rectangle(pos=(x - RIM, y), size=(width + 2 * RIM, height))
            Color(rgba=look.basalt)
            Rectangle(pos=(x, y), size=(width, height))
            self._roof()
            for colour, boxes in self._panes():
                Color(rgba=colour)
                for part in meshes((plain(box, 1) for box in boxes), None):
                    canvas.add(part)

    def _panes(self) -> Iterator[tuple[Rgba, list[Box]]]:
        """Windows by colour, as few things to draw as can be: rims in contrast, panes, what is bright of them, bars."""
        shares = [
            (box, min(max(floor.lit - column, 0), 1))
            for number, floor in enumerate(self._floors)
            for column, box in enumerate(self._windows(number))
        ]
        panes = [box for box, _ in shares]
        if look.contrast:
            yield look.line, [(x - RIM, y - RIM, width + 2 * RIM, height + 2 * RIM) for x, y, width, height in panes]
        yield look.shut_h if look.contrast else look.basalt_h, panes
        yield look.light, [(x, y, width, round(height * share)) for (x, y, width, height), share in shares if share]
        upright = [(x + width / 2 - 1.5, y, 3, height) for x, y, width, height in panes]
        yield look.basalt, upright + [(x, y + height * 0.62, width, 3) for x, y, width, height in panes]

    def _roof(self) -> None:
        """Broad, with cut ends, over both walls."""
        x, y, width, height = self._wall
        wide, cut = round(width + 2 * EAVES), 70
        points = ((cut, 0), (wide - cut, 0), (wide, ROOF), (0, ROOF))
        Color(rgba=look.leaf if not look.contrast else look.line)
        Rectangle(texture=masks.polygon(points), pos=(round(x - EAVES), round(y + height)), size=(wide, ROOF))
