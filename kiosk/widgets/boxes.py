# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rows, columns and plates: boxes that know on which side a line begins."""

from typing import Any

from kivy.properties import ColorProperty, NumericProperty
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk.look import look


class Row(BoxLayout):
    """Children from the start side to the end side: from the right in Arabic."""

    def add_widget(self, widget: Widget, index: int = 0, canvas: Any = None) -> None:
        mirrored = look.rtl and self.orientation == "horizontal"
        super().add_widget(widget, len(self.children) - index if mirrored else index, canvas)


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


class Fill(Widget):
    """A plain rectangle: lines and grounds."""

    color = ColorProperty((0, 0, 0, 0))


class Gap(Widget):
    """Empty room."""
