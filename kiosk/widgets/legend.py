# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The samples of a legend: one cell of each state."""

from booking.texts import Texts
from kiosk import phrases
from kiosk.gridplan import Block
from kiosk.look import look
from kiosk.widgets import masks
from kiosk.widgets.boxes import Column, Row
from kiosk.widgets.grid import RADIUS, Grid
from kiosk.widgets.meshes import mesh
from kiosk.widgets.words import Words

STATES = ("free", "taken", "held", "closed")


class Sample(Grid):
    """One cell without a panel."""

    def _panel(self) -> None:
        """A sample lies on the wall."""

    def _rims(self, state: str, boxes: list[tuple[list[float], list[int]]]) -> None:
        super()._rims(state, boxes)
        if state == "free" and (self.lit or not look.contrast):
            self._fill(self._still, look.light, mesh(boxes, masks.rounded(RADIUS, 3)))
        elif state == "quiet" and not look.contrast:
            self._fill(self._still, look.line, mesh(boxes, masks.rounded(RADIUS, 3)))

    def _draw(self, *_changed: object) -> None:
        self.blocks = [Block(0, 0, self.width, self.height, self.state, "")]
        super()._draw()

    state = "free"
    lit = False  # whether free ones have a rim of light in contrast mode too, as on the floor plan


def sample(state: str, word: str, lit: bool = False) -> Row:
    """A cell and its word."""
    row = Row(size_hint=(None, None), height=48, spacing=14)
    cell = Sample(size_hint=(None, None), size=(60, 48))
    cell.state, cell.lit = state, lit
    cell._later()
    words = Words(text=word, step=28, hug=True, size_hint_y=1)
    row.add_widget(cell)
    row.add_widget(words)
    row.width = 74 + words.width
    return row


def legend(texts: Texts, away: bool, vertical: bool = False, lit: bool = False) -> Column:
    """What the states look like."""
    samples = [sample("quiet" if state == "free" and away else state, _said(texts, state), lit) for state in STATES]
    across = 1 if vertical else look.across(len(samples))
    box = Column(size_hint_y=None, spacing=12)
    box.bind(minimum_height=box.setter("height"))
    for first in range(0, len(samples), across):
        row = Row(size_hint_y=None, height=52 if across > 1 else 48, spacing=36)
        for each in samples[first : first + across]:
            row.add_widget(each)
        box.add_widget(row)
    return box


def _said(texts: Texts, state: str) -> str:
    return texts.t("closed") if state == "closed" else phrases.word(texts, state)
