# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A room's day in portrait: the hours as a list to touch, and what the room has."""

from typing import TYPE_CHECKING, Any

from booking.texts import clock_time
from kiosk import gridplan, phrases, plan
from kiosk.house import Room
from kiosk.look import look
from kiosk.screens.choosing import Choosing
from kiosk.widgets.legend import legend
from kiosk.widgets.notice import Fact

if TYPE_CHECKING:
    from kiosk.guide import Guide

EQUIPMENT_ICONS = {
    "projector": "projector", "kitchen": "kitchen", "tools": "repair", "whiteboard": "offers", "screen": "projector",
    "hearing_loop": "speech", "chairs": "people", "piano": "together",
}  # fmt: skip
MOST_FACTS = 6


class RoomDay(Choosing):
    name = "room"
    view = "room"

    @property
    def one(self) -> Room:
        """The room that this screen is about."""
        return self.room or self.rooms[0]

    def describe(self) -> None:
        guide = self.guide
        self.title = self.room_name(self.one.id)
        self.closing = self._closing()
        self.question = (
            ""
            if self.away
            else phrases.question(guide.texts, guide.known, self.one, self.known(self.one, self.day), guide.now())
        )

    def fill(self) -> None:
        ids = self.ids
        if self.away:
            ids.notice.add_widget(self.notice())
        ids.views.add_widget(self.views("day"))
        ids.chips.add_widget(self.day_chips())
        ids.legend.add_widget(legend(self.guide.texts, self.away, vertical=True))
        for icon, text in self._facts()[:MOST_FACTS]:
            ids.facts.add_widget(Fact(icon=icon, text=text, step=28))
        ids.grid.bind(size=self._lay, on_start=self.start)

    def _closing(self) -> str:
        day = self.known(self.one, self.day)
        if day is None or day.closes is None:
            return ""
        return self.t("The house closes at {time}.", time=clock_time(day.closes, self.guide.known.zone))

    def _facts(self) -> list[tuple[str, str]]:
        room, texts = self.one, self.guide.texts
        facts = [("people", texts.n("{n} person", "up to {n} people", room.capacity))] if room.capacity else []
        if room.spoken:
            facts.append(("language", ", ".join(texts.language_name(each) for each in room.spoken)))
        if room.step_free:
            facts.append(("access", texts.t("no steps")))
        facts += [(EQUIPMENT_ICONS.get(each, "check"), texts.equipment(each)) for each in room.equipment]
        return [*facts, ("pin", texts.level(room.level))]

    def _lay(self, grid: Any, size: tuple[float, float]) -> None:
        guide = self.guide
        day = self.known(self.one, self.day)
        if day is None or day.opens is None or day.closes is None or size[1] < 100:
            return
        step = gridplan.step_for(size[1] / plan.minutes(max(day.opens, guide.now()), day.closes), look.target)
        cells = [cell for cell in plan.cells(day, self.one, guide.now(), step) if cell.state != "past"]
        lane = gridplan.Lane(self.one.id, cells)
        box = (size[0], size[1])
        grid.show(gridplan.listed(lane, guide.known, guide.texts, box, self.away, guide.now(), look.target))

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.go("room", room=guide.known.bookable[0].id)
