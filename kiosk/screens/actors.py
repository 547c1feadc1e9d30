# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who does what already: groups, associations and offices, by topic."""

from typing import TYPE_CHECKING, Any

from kiosk.look import look
from kiosk.screens.offering import Offering, actor_height
from kiosk.widgets.boxes import in_rows

if TYPE_CHECKING:
    from kiosk.guide import Guide

COLUMNS = {True: 2, False: 1}
ROOM = {True: 700, False: 1180}


class Actors(Offering):
    name = "actors"

    def prepare(self, topic: str = "", page: int = 0) -> None:
        self.title = self.t("Who does what?")
        self.question = self.t("Perhaps somebody does it already. Join in, or ask.")
        self.topic = topic
        known = sorted(self.offerings.actors.values(), key=lambda actor: actor.name.casefold())
        self.there = {each for actor in known for each in actor.topics}
        found = [actor for actor in known if not topic or topic in actor.topics]
        self.shown = self.on_page(found, COLUMNS[look.wide], actor_height(), ROOM[look.wide], page)

    def fill(self) -> None:
        for row in self.topic_chips(self.there, self.topic, self._topic, 8 if look.wide else 4):
            self.ids.topics.add_widget(row)
        cards = [self.actor_card(actor) for actor in self.shown]
        for row in in_rows(cards, COLUMNS[look.wide], height=actor_height(), spacing=look.gap):
            self.ids.list.add_widget(row)
        if self.pages > 1:
            self.ids.foot.add_widget(self.foot(self.page_number, self.pages, self.t("More"), self._more))

    def _topic(self, chip: Any) -> None:
        self.guide.turn("actors", topic="" if chip.key == self.topic else chip.key)

    def _more(self, _act: Any) -> None:
        self.guide.turn("actors", topic=self.topic, page=self.page_number + 1)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.go("actors")
