# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""All rooms on one day: where there is light, a booking may begin."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kivy.uix.widget import Widget

from kiosk import phrases
from kiosk.house import Room
from kiosk.lanes import Entry
from kiosk.look import look
from kiosk.screens.lanepage import LanePage
from kiosk.widgets.press import Chip

if TYPE_CHECKING:
    from kiosk.guide import Guide


class RoomsDay(LanePage):
    name = "day"
    view = "day"

    def describe(self) -> None:
        guide = self.guide
        self.title = guide.texts.full_day(self.day)
        if not look.wide:
            self.title = phrases.near(guide.texts, self.day, guide.today)
        self.question = "" if self.away else self.t("Which room, and when? Touch a free time.")

    @property
    def running(self) -> bool:
        return look.wide and self.day == self.guide.today

    def entries(self) -> list[Entry]:
        return [Entry(room.id, room, self.day, self.known(room, self.day)) for room in self.rooms]

    def heads(self) -> Sequence[Widget]:
        return [self._head(room) for room in self.rooms]

    def _head(self, room: Room) -> Chip:
        texts = self.guide.texts
        seats = texts.n("{n} person", "up to {n} people", room.capacity) if look.wide else texts.level(room.level)
        chip = Chip(
            text=self.room_name(room.id), second=seats, chosen=self.room is not None and room.id == self.room.id
        )
        chip.room = room.id
        chip.bind(on_release=self._head_touched)
        return chip

    def _head_touched(self, chip: Chip) -> None:
        """The room alone: its day in portrait, its week in landscape."""
        if look.wide:
            self.go("week", room=chip.room, first=self.first)
        else:
            self.go("room", room=chip.room, day=self.day, first=self.first)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.go("day")
