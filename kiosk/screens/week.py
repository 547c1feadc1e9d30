# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A room's week: in portrait days are columns, in landscape rows with time from left to right."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kivy.uix.widget import Widget

from kiosk.lanes import Entry
from kiosk.look import look
from kiosk.screens.choosing import WEEK
from kiosk.screens.lanepage import LanePage
from kiosk.widgets.boxes import Row

if TYPE_CHECKING:
    from kiosk.guide import Guide


class Week(LanePage):
    name = "week"
    view = "week"

    def describe(self) -> None:
        self.title = self.room_name(self.room.id) if self.room else ""
        self.question = "" if self.away else self.t("Touch a free time to begin")

    @property
    def chosen(self) -> date | None:
        """No day is chosen; today is marked."""
        return self.guide.today

    def entries(self) -> list[Entry]:
        room = self.room or self.rooms[0]
        return [Entry(f"{room.id}|{day}", room, day, self.known(room, day)) for day in self.week]

    def heads(self) -> Sequence[Widget]:
        return [self._day_chip(day) for day in self.week]

    def _day_touched(self, chip: object) -> None:
        """A day's head opens the day; of a closed one the reason."""
        day = chip.day  # type: ignore[attr-defined]
        room = self.room.id if self.room else ""
        if self.is_shut(day):
            self.go("closed", day=day, room=room)
        else:
            self.guide.turn("day" if look.pillar else "room", room=room, day=day, first=self.first)

    def week_chips(self) -> Row:
        row = Row(size_hint=(None, None), height=look.chip, spacing=12)
        whole = self.span == WEEK
        if self.first > self.guide.today:
            before = self.t("Week before") if whole else self.t("earlier")
            row.add_widget(self._page_chip(before, "back", -self.span))
        if self.first + timedelta(days=self.span) <= self.horizon:
            after = self.t("Next week") if whole else self.t("later")
            row.add_widget(self._page_chip(after, "forward", self.span))
        row.width = 232 * len(row.children)
        return row

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.go("week", room=guide.known.bookable[0].id)
