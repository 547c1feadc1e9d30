# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What can be borrowed, and who advises: a tile for each, its days behind it."""

from typing import TYPE_CHECKING, Any

from kiosk import phrases
from kiosk.house import Room
from kiosk.look import look
from kiosk.screens.page import Page
from kiosk.widgets.boxes import Gap, Row
from kiosk.widgets.press import Act, Tile

if TYPE_CHECKING:
    from kiosk.guide import Guide

ROWS = {True: 3, False: 6}  # in landscape two columns
COLUMNS = {True: 2, False: 1}
HEIGHT = 204  # a title and two lines


class Things(Page):
    name = "things"

    def prepare(self, page: int = 0) -> None:
        self.title = self.t("Borrow things, book advice")
        self.question = self.t("Touch what you need, then choose a time.")
        self.page = page

    def fill(self) -> None:
        columns = COLUMNS[look.wide]
        most = ROWS[look.wide] * columns
        shown = self.guide.known.lent
        here = shown[self.page * most : (self.page + 1) * most]
        for first in range(0, len(here), columns):
            row = Row(size_hint_y=None, height=HEIGHT, spacing=look.gap)
            for thing in here[first : first + columns]:
                row.add_widget(self._tile(thing))
            if len(here[first : first + columns]) < columns:
                row.add_widget(Gap())
            self.ids.rows.add_widget(row)
        if len(shown) > most:
            more = Act(icon="forward", text=self.t("More"))
            more.bind(on_release=self._more)
            self.ids.rows.add_widget(more)

    def _tile(self, thing: Room) -> Tile:
        language = self.guide.visit.language
        second = phrases.called(thing.text, language) if thing.text else self.guide.texts.level(thing.level)
        tile = Tile(icon=thing.icon, text=self.room_name(thing.id), second=second, size_hint_y=1)
        tile.thing = thing.id
        tile.bind(on_release=self._touched)
        return tile

    def _touched(self, tile: Any) -> None:
        """Its day in portrait, its week in landscape."""
        self.go("week" if look.pillar else "room", room=tile.thing)

    def _more(self, _act: Act) -> None:
        pages = -(-len(self.guide.known.lent) // (ROWS[look.wide] * COLUMNS[look.wide]))
        self.guide.turn("things", page=(self.page + 1) % pages)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.go("things")
