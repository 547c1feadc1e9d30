# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows, columns and plates: boxes that know on which side a line begins."""

from collections.abc import Iterator
from typing import Any

from kivy.properties import ColorProperty, NumericProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.look import look


class Row(BoxLayout):
    """Children from the start side to the end side: mirrored in Arabic, the padding too."""

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
