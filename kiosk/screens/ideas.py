# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The board: what visitors propose, and what has become of it."""

from typing import TYPE_CHECKING, Any

from kiosk import offerwords
from kiosk.lettering import Style
from kiosk.look import look
from kiosk.offerings import Idea
from kiosk.screens.offering import Offering
from kiosk.widgets.cards import IdeaCard
from kiosk.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.guide import Guide

COLUMNS = {True: 2, False: 1}
WIDTH = 818  # px of the list in landscape
ROOM = {True: 730, False: 1180}
GAP = 16
ANSWERED = 280  # letters of an answer
TEXT, ANSWER = Style(32, True, leading=1.2), Style(28, leading=1.25)


class Ideas(Offering):
    name = "ideas"

    def prepare(self, page: int = 0) -> None:
        self.title = self.t("Ideas for the city")
        self.question = self.t("What visitors of the house propose, and what becomes of it.")
        self.shown = sorted(self.offerings.ideas, key=lambda idea: -idea.number)
        columns = self.packed([self._height(idea) for idea in self.shown], ROOM[look.wide], GAP)
        most = COLUMNS[look.wide]
        pages = [columns[first : first + most] for first in range(0, len(columns), most)]
        self.count = len(pages)
        self.page_number = page % self.count
        self.columns = pages[self.page_number]

    def fill(self) -> None:
        if not self.shown:
            self.ids.first.add_widget(Words(text=self.t("No idea stands here yet. Yours may be the first."), step=42))
        for box, numbers in zip((self.ids.first, self.ids.second), self.columns, strict=False):
            for number in numbers:
                box.add_widget(self._card(self.shown[number]))
        if self.count > 1:
            self.ids.foot.add_widget(self.foot(self.page_number, self.count, self.t("More ideas"), self._more))
        else:
            self.ids.foot.parent.remove_widget(self.ids.foot)

    def _card(self, idea: Idea) -> IdeaCard:
        texts = self.guide.texts
        topic = offerwords.topic(texts, idea.topic)
        number = self.t("No. {n}", n=idea.number)
        return IdeaCard(
            icon=offerwords.STATE_ICONS.get(idea.status, "ideas"),
            state=offerwords.state(texts, idea.status),
            number=f"{topic} · {number}" if topic else number,
            text=idea.text,
            answer=_short(idea),
            done=idea.status == "done",
            height=self._height(idea),
        )

    def _height(self, idea: Idea) -> float:
        """A line for its state, then as much as sentence and answer need."""
        width = look.column(WIDTH) - 56
        words = self.high(idea.text, TEXT, width) + self.high(_short(idea), ANSWER, width)
        return 52 + words + (20 if idea.answer else 10) + 40 + 8

    def write(self) -> None:
        self.go("idea")

    def ask(self) -> None:
        self.go("idea", question=True)

    def _more(self, _act: Any) -> None:
        self.guide.turn("ideas", page=self.page_number + 1)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.go("ideas")


def _short(idea: Idea) -> str:
    """The answer, as far as there is room for it; all of it stands on the phone's page."""
    return offerwords.beginning(idea.answer, ANSWERED)
