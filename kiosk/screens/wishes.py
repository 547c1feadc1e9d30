# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What many want, in their own words; behind each stands who helps."""

from typing import TYPE_CHECKING, Any

from booking import agenda
from kiosk.look import look
from kiosk.screens.offering import FOOT, Offering
from kiosk.visit import Step
from kiosk.widgets.boxes import Gap, Row
from kiosk.widgets.press import Tile

if TYPE_CHECKING:
    from kiosk.guide import Guide

COLUMNS = {True: 2, False: 1}
ROOM = {True: 830, False: 1400}
HEIGHT, GAP = 164, 20


class Wishes(Offering):
    name = "wishes"

    def prepare(self, page: int = 0) -> None:
        self.title = self.t("What would you like?")
        self.question = self.t("Touch what fits. There you find who helps.")
        found = self.offerings.leading(*self.at)
        columns = COLUMNS[look.wide]
        rows = [found[first : first + columns] for first in range(0, len(found), columns)]
        pages = self.packed([HEIGHT] * len(rows), ROOM[look.wide] - FOOT, GAP)
        self.count = len(pages)
        self.page_number = page % self.count
        self.rows = [rows[number] for number in pages[self.page_number]]

    def fill(self) -> None:
        for signposts in self.rows:
            row = Row(size_hint_y=None, height=HEIGHT, spacing=look.gap)
            for signpost in signposts:
                row.add_widget(self._tile(signpost))
            for _ in range(COLUMNS[look.wide] - len(signposts)):
                row.add_widget(Gap())
            self.ids.list.add_widget(row)
        if self.count > 1:
            self.ids.foot.add_widget(self.foot(self.page_number, self.count, self.t("More"), self._more))

    def _tile(self, signpost: Any) -> Tile:
        count = len(self.offerings.led_to(signpost, *self.at))
        tile = Tile(
            kind="side" if look.wide else "other",
            icon=agenda.TOPIC_ICONS.get(signpost.topic, "way"),
            text=self.said(signpost.title),
            second=self.n("{n} offer", "{n} offers", count),
            size_hint_y=1,
        )
        tile.signpost = signpost.id
        tile.bind(on_release=self._touched)
        return tile

    def _touched(self, tile: Any) -> None:
        self.go("wish", key=tile.signpost)

    def _more(self, _act: Any) -> None:
        self.guide.turn("wishes", page=self.page_number + 1)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.visit.trail.append(Step("offers"))
        guide.go("wishes")
