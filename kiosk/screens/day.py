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
from kiosk.widgets.front import A_PAGE
from kiosk.widgets.press import Act, Chip

if TYPE_CHECKING:
    from kiosk.guide import Guide


class RoomsDay(LanePage):
    name = "day"
    view = "day"

    def describe(self) -> None:
        guide = self.guide
        self.title = guide.texts.full_day(self.day)
        if not look.pillar:
            self.title = phrases.near(guide.texts, self.day, guide.today)
        self.question = "" if self.away else self.t("Which room, and when? Touch a free time.")

    @property
    def page(self) -> int:
        """Four rooms stand side by side: the ones of the chosen room, or of the doors that were looked at."""
        rooms = super().rooms
        if self.room:
            return rooms.index(self.room) // A_PAGE if self.room in rooms else 0
        return self.guide.visit.doors % -(-len(rooms) // A_PAGE)

    @property
    def rooms(self) -> tuple[Room, ...]:
        return super().rooms[self.page * A_PAGE : (self.page + 1) * A_PAGE]

    def fill(self) -> None:
        super().fill()
        if len(self.guide.known.bookable) > A_PAGE:
            more = Act(icon="forward", text=self.t("More rooms"), size_hint_x=None, width=370, height=look.chip)
            more.bind(on_release=self._more)
            self.ids.pages.add_widget(more)

    def _more(self, _act: Act) -> None:
        self.guide.visit.doors = self.page + 1
        self.guide.turn("day", day=self.day, first=self.first)

    @property
    def running(self) -> bool:
        return (look.pillar or look.zoom > 1 or self.guide.visit.reach) and self.day == self.guide.today

    def entries(self) -> list[Entry]:
        return [Entry(room.id, room, self.day, self.known(room, self.day)) for room in self.rooms]

    def heads(self) -> Sequence[Widget]:
        return [self._head(room) for room in self.rooms]

    def _head(self, room: Room) -> Chip:
        texts = self.guide.texts
        seats = texts.level(room.level)
        if look.pillar and room.capacity:
            seats = texts.n("{n} person", "up to {n} people", room.capacity)
        chip = Chip(
            text=self.room_name(room.id), second=seats, chosen=self.room is not None and room.id == self.room.id
        )
        chip.room = room.id
        chip.bind(on_release=self._head_touched)
        return chip

    def _head_touched(self, chip: Chip) -> None:
        """The room alone: its day in portrait, its week in landscape."""
        if look.pillar:
            self.go("week", room=chip.room, first=self.first)
        else:
            self.go("room", room=chip.room, day=self.day, first=self.first)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.go("day")
