# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan as lanes: columns in portrait, rows in landscape, with their heads and the hours beside them."""

from collections.abc import Sequence
from typing import Any

from kivy.clock import Clock
from kivy.uix.widget import Widget

from kiosk import gridplan
from kiosk.lanes import Axis, Entry, axis, firsts, lanes
from kiosk.look import look
from kiosk.screens.choosing import Choosing
from kiosk.widgets.boxes import Fill
from kiosk.widgets.grid import Grid
from kiosk.widgets.legend import legend
from kiosk.widgets.words import Words

HOURS = (100, 52)  # width of the hours in portrait, their height in landscape
HEADS = (330, 98)  # width of the heads in landscape, their height in portrait
AN_HOUR = 44  # px at least, in portrait
NARROW_HOUR = 84  # px; below that only every second hour is written in landscape


class LanePage(Choosing):
    """Says which lanes there are and what heads them; the rest is the same for rooms and for days."""

    @property
    def least_board(self) -> float:
        """Px that heads and hours need below one another; in landscape they lie side by side."""
        guide = self.guide
        if look.pillar:
            a_lane = 2 * look.target + 12 if look.zoom > 1 else look.target + 6
            return HOURS[1] + len(self.entries()) * a_lane
        if look.zoom == 1 and not (guide.visit.reach or guide.visit.reading):
            return 0.0
        span = axis(self.entries(), guide.known.zone, guide.now() if self.running else None)
        return self.heads_height + len(span.hours) * max(AN_HOUR, 2 * look.target + 2)

    @property
    def heads_width(self) -> int:
        """Px that the heads of rows take."""
        return HEADS[0] if look.wide else HEADS[0] - 100

    @property
    def heads_height(self) -> int:
        """Px that the heads of columns take."""
        return HEADS[1] + (32 if look.narrow else 0)

    def entries(self) -> list[Entry]:
        raise NotImplementedError

    def heads(self) -> Sequence[Widget]:
        raise NotImplementedError

    @property
    def running(self) -> bool:
        """Whether the axis begins with the hour that runs."""
        return False

    def fill(self) -> None:
        ids = self.ids
        if self.away:
            ids.notice.add_widget(self.notice())
        ids.views.add_widget(self.views(self.view))
        if self.view == "day":
            ids.chips.add_widget(self.day_chips())
        else:
            ids.pages.add_widget(self.week_chips())
        ids.legend.add_widget(legend(self.guide.texts, self.away))
        self._grid = Grid(size_hint=(None, None))
        self._grid.bind(on_start=self.start)
        self._heads = list(self.heads())
        self._later = Clock.create_trigger(self._lay, -1)  # once, when size and place are both settled
        ids.board.bind(size=self._later, pos=self._later)

    def _lay(self, _elapsed: float) -> None:
        if self.parent is None:  # news have made it anew before it was laid out
            return
        board = self.ids.board
        if board.width < 400 or board.height < 300:
            return
        board.clear_widgets()
        guide, entries = self.guide, self.entries()
        span = axis(entries, guide.known.zone, guide.now() if self.running else None)
        box = self._box(board)
        pitch = (box[2] if look.pillar else box[3]) / span.minutes
        made = lanes(entries, span, guide.known.zone, guide.now(), gridplan.step_for(pitch, look.target))
        self._place_grid(board, box)
        self._show(made, firsts(entries, span, guide.known.zone), box, pitch)
        self._place_heads(board, box)
        self._hours(board, box, span, pitch)

    def _box(self, board: Any) -> tuple[float, float, float, float]:
        """Where the cells lie."""
        side, above = (self.heads_width, HOURS[1]) if look.pillar else (HOURS[0], self.heads_height)
        left = board.x if look.rtl else board.x + side
        return left, board.y, board.width - side, board.height - above

    def _place_grid(self, board: Any, box: tuple[float, float, float, float]) -> None:
        self._grid.pos, self._grid.size = box[:2], box[2:]
        board.add_widget(self._grid)

    def _show(self, made: Any, begins: Any, box: tuple[float, float, float, float], pitch: float) -> None:
        guide = self.guide
        if look.pillar:
            now = None if self.away else guide.now()
            size = (box[2], box[3], pitch)
            blocks = gridplan.rows(made, begins, size, guide.known, guide.texts, now, look.target)
        else:
            blocks = gridplan.columns(made, begins, (box[2], pitch), guide.texts, self.away, look.rtl, look.target)
        self._grid.show(blocks)

    def _place_heads(self, board: Any, box: tuple[float, float, float, float]) -> None:
        count = len(self._heads)
        for number, head in enumerate(self._heads):
            head.size_hint = (None, None)
            if look.pillar:
                tall = box[3] / count
                head.size = (self.heads_width - 24, tall - 5)
                head.pos = (
                    board.right - head.width if look.rtl else board.x,
                    box[1] + box[3] - (number + 1) * tall + 2.5,
                )
            else:
                wide = box[2] / count
                column = count - 1 - number if look.rtl else number
                head.size, head.pos = (
                    (wide - 6, self.heads_height - 8),
                    (box[0] + column * wide + 3, box[1] + box[3] + 8),
                )
            board.add_widget(head)

    def _hours(self, board: Any, box: tuple[float, float, float, float], span: Axis, pitch: float) -> None:
        every = 2 if look.pillar and pitch * 60 < NARROW_HOUR else 1
        for minute in span.hours[::every]:
            words = Words(text=f"{minute // 60}:00", step=28, bold=True, size_hint=(None, None), hug=True)
            at = (minute - span.begin) * pitch
            if look.pillar:
                words.pos = (box[0] + at - words.width / 2, box[1] + box[3] + 8)
            else:
                words.pos = (
                    board.right - words.width if look.rtl else board.x,
                    box[1] + box[3] - at - words.height * 0.62,
                )
            board.add_widget(words)
        if look.pillar and self.running:
            self._now(board, box, span, pitch)

    def _now(self, board: Any, box: tuple[float, float, float, float], span: Axis, pitch: float) -> None:
        """A mark at the time that it is."""
        local = self.guide.now().astimezone(self.guide.known.zone)
        at = box[0] + (local.hour * 60 + local.minute - span.begin) * pitch
        if span.begin <= local.hour * 60 + local.minute < span.end:
            board.add_widget(
                Fill(color=look.brick, size_hint_x=None, width=8, height=20, pos=(at - 4, box[1] + box[3] - 6))
            )
