# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What many want, in their own words; behind each stands who helps."""

from typing import TYPE_CHECKING, Any

from booking import agenda
from kiosk.look import look
from kiosk.screens.offering import Offering
from kiosk.visit import Step
from kiosk.widgets.boxes import in_rows
from kiosk.widgets.press import Tile

if TYPE_CHECKING:
    from kiosk.guide import Guide

COLUMNS = {True: 2, False: 1}
ROOM = {True: 830, False: 1400}
HEIGHT = 164


class Wishes(Offering):
    name = "wishes"

    def prepare(self, page: int = 0) -> None:
        self.title = self.t("What would you like?")
        self.question = self.t("Touch what fits. There you find who helps.")
        found = self.offerings.leading(*self.at)
        self.shown = self.on_page(found, COLUMNS[look.wide], HEIGHT, ROOM[look.wide], page)

    def fill(self) -> None:
        tiles = [self._tile(signpost) for signpost in self.shown]
        for row in in_rows(tiles, COLUMNS[look.wide], height=HEIGHT, spacing=look.gap):
            self.ids.list.add_widget(row)
        if self.pages > 1:
            self.ids.foot.add_widget(self.foot(self.page_number, self.pages, self.t("More"), self._more))

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
