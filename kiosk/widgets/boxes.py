# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows, columns and plates: boxes that know on which side a line begins."""

from collections.abc import Iterator, Sequence
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.look import look


class Row(BoxLayout):
    """Children from the start side to the end side: mirrored in Arabic, the padding too.

    A box that takes what room there is takes at least what stands in it. One that `folds` stands its children upon one
    another where the picture is narrow.
    """

    folds = BooleanProperty(False)
    least = NumericProperty(0)  # px that it is high at least, where it takes what room there is

    def __init__(self, **properties: Any) -> None:
        self.folded = 0.0  # px that each of its children is high, where they have no height of their own
        super().__init__(**properties)
        self.bind(minimum_height=self._at_least)
        self.bind(least=self._at_least)

    def on_folds(self, _self: object, folds: bool) -> None:
        if folds and look.narrow:
            self._fold_later = Clock.create_trigger(self._fold, -1)
            self.bind(children=self._fold_later)
            self._fold_later()

    def _fold(self, _elapsed: float) -> None:
        """Each child over the whole width, as high as it stood; the box as high as all of them."""
        self.orientation = "vertical"
        if self.size_hint_y is None and not self.folded:
            self.folded = self.height
            self.bind(minimum_height=self.setter("height"))
        for child in self.children:
            child.size_hint_x = 1
            if child.size_hint_y is not None and not isinstance(child, Gap):
                child.size_hint_y, child.height = None, self.folded or child.height

    def _at_least(self, _self: object, _height: float) -> None:
        if self.size_hint_y is not None:
            self.size_hint_min_y = max(self.minimum_height, self.least)

    def _iterate_layout(self, sizes: Any) -> Iterator[tuple[int, float, float, float | None, float | None]]:
        for number, x, y, width, height in super()._iterate_layout(sizes):
            if look.rtl:
                own = sizes[number][0][0] if width is None else width
                x = 2 * self.x + self.width - x - own
            yield number, x, y, width, height


class Column(Row):
    """Children from the top to the bottom."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(**({"orientation": "vertical"} | properties))


def in_rows(parts: Sequence[Widget], across: int, **box: Any) -> Iterator[Row]:
    """So many side by side; what is missing in the last row stays empty."""
    for first in range(0, len(parts), across):
        row = Row(size_hint_y=None, **box)
        for part in parts[first : first + across]:
            row.add_widget(part)
        for _ in range(across - len(row.children)):
            row.add_widget(Gap())
        yield row


class Plate(Row):
    """A rounded box with ground and rim."""

    ground = ColorProperty((0, 0, 0, 0))
    rim_color = ColorProperty((0, 0, 0, 0))
    rim = NumericProperty(0)
    radius = NumericProperty(16)


class Band(Row):
    """A box with a plain ground from edge to edge."""

    ground = ColorProperty((0, 0, 0, 0))


class Fill(Widget):
    """A plain rectangle: lines and grounds."""

    color = ColorProperty((0, 0, 0, 0))


class Gap(Widget):
    """Empty room."""
