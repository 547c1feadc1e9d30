# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The front of the house: doors on one floor line, the floors named above them."""

from collections.abc import Sequence
from typing import Any

from kivy.properties import NumericProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.look import look
from kiosk.phrases import Sign
from kiosk.widgets.boxes import Fill, Row
from kiosk.widgets.door import Door
from kiosk.widgets.icon import Icon
from kiosk.widgets.leaving import empty
from kiosk.widgets.words import Words

FLOOR = 90
GAP = 24
MAIN = 0.47  # of the width, where one door is the main one
A_PAGE = 4
TALL, TALLER = 1.95, 2.4  # height over width, beside a main door and among their like


def widths(doors: int, room: float, height: float, main_one: bool = True) -> list[float]:
    """How wide the doors are: one main door and two others, or all alike; none is wider than it can be high."""
    room = min(room, doors * height * 0.72)
    if doors == 3 and main_one:
        main = round((room - 2 * GAP) * MAIN / 12) * 12
        other = (room - 2 * GAP - main) // 2
        return [main, other, other]
    return [min((room - (doors - 1) * GAP) // max(doors, 1), 440)] * doors


class Front(FloatLayout):
    """Doors and floor, over the whole width; `inset` is the margin at both sides, `bleed` how far the floor goes on."""

    inset = NumericProperty(48)
    bleed = NumericProperty(0)
    lean = NumericProperty(1.0)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self._signs: Sequence[Sign] = ()
        self._paged = False
        self.doors: list[Door] = []
        self.bind(size=self._arrange)
        self.bind(pos=self._arrange)

    def show(self, signs: Sequence[Sign], touched: Any, page: int = 0, alike: bool = False) -> None:
        """Hang the doors, four on a page; `touched` is called with the one that was touched.

        The first one is not larger if they are `alike`.
        """
        empty(self)
        self._paged = len(signs) > A_PAGE
        self._signs = signs[page * A_PAGE : (page + 1) * A_PAGE]
        self._floor = Fill(color=look.floor, size_hint=(None, None))
        self.add_widget(self._floor)
        large = len(signs) <= 3 and not alike
        self.doors = [self._door(sign, large and not number) for number, sign in enumerate(self._signs)]
        for door in self.doors:
            door.bind(on_release=touched)
            self.add_widget(door)
        self._brackets = [(level, Bracket(floor)) for level, floor in self._floors()]
        for _, bracket in self._brackets:
            self.add_widget(bracket)
        self._arrange()

    def _door(self, sign: Sign, large: bool) -> Door:
        told = ", ".join(filter(None, (sign.name, sign.word, sign.until, sign.floor if sign.level else "")))
        return Door(
            state_of=sign.state, name=sign.name, word=sign.word, until=sign.until, room=sign.room, told=told,
            depth=FLOOR, lean=self.lean, large=large, size_hint=(None, None),
        )  # fmt: skip

    def _floors(self) -> list[tuple[int, str]]:
        """The floors above and below ground, once each."""
        return sorted({(sign.level, sign.floor) for sign in self._signs if sign.level})

    def _arrange(self, *_changed: object) -> None:
        if not self.doors:
            return
        self._floor.size = self.width + 2 * self.bleed, FLOOR
        self._floor.pos = self.x - self.bleed, self.y
        room = self.width - 2 * self.inset
        main_one = any(door.large for door in self.doors)
        wide = widths(A_PAGE if self._paged else len(self.doors), room, self.height, main_one)[: len(self.doors)]
        at = self.inset + (0 if self._paged else (room - sum(wide) - GAP * (len(wide) - 1)) / 2)
        for door, width in zip(self.doors, wide, strict=True):
            door.size = (width, self._height(door, width))
            door.pos = (self.right - at - width if look.rtl else self.x + at, self.y + FLOOR)
            at += width + GAP
        self._hang_brackets()

    def _height(self, door: Door, width: float) -> float:
        top = self.height - FLOOR
        alike = not any(each.large for each in self.doors)
        return int(top if door.large else min(top - 100, width * (TALLER if alike else TALL)))

    def _hang_brackets(self) -> None:
        for level, bracket in self._brackets:
            under = [door for door, sign in zip(self.doors, self._signs, strict=True) if sign.level == level]
            left, right = min(door.x for door in under), max(door.right for door in under)
            bracket.size = (right - left, 84)
            bracket.pos = (left, max(door.top for door in under) + 14)


class Bracket(FloatLayout):
    """A floor's name over its doors."""

    def __init__(self, name: str) -> None:
        super().__init__(size_hint=(None, None))
        self._words = Row(size_hint=(None, None), height=48, spacing=14)
        self._words.add_widget(Icon(name="lift", px=40, color=look.ink2, size_hint=(None, 1)))
        self._words.add_widget(Words(text=name, step=28, hug=True, size_hint_y=1, color=look.ink2))
        self._lines = [Fill(color=look.edge, size_hint=(None, None)) for _ in range(3)]
        for widget in (self._words, *self._lines):
            self.add_widget(widget)
        self.bind(pos=self._arrange)
        self.bind(size=self._arrange)

    def _arrange(self, *_changed: object) -> None:
        self._words.width = sum(child.width for child in self._words.children) + 14
        self._words.pos = (self.x + (self.width - self._words.width) / 2, self.top - 48)
        across, left, right = self._lines
        across.size, across.pos = (self.width, 3), (self.x, self.y + 14)
        left.size, left.pos = (3, 14), (self.x, self.y)
        right.size, right.pos = (3, 14), (self.right - 3, self.y)
