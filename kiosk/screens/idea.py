# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One sentence to the house: an idea, or a question to the climate office. What is typed stays until it has arrived."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kivy.properties import StringProperty

from booking import agenda
from booking.texts import TOPICS
from kiosk import offerwords, phrases
from kiosk.connection import Refusal
from kiosk.house import Json
from kiosk.look import look
from kiosk.screens.offering import Offering
from kiosk.visit import Step
from kiosk.widgets.leaving import empty
from kiosk.widgets.notice import Bulletin

if TYPE_CHECKING:
    from kiosk.guide import Guide

MOST = 280  # letters
ENDS = (". ", "! ", "? ", "؟ ")


class IdeaPage(Offering):
    name = "idea"
    typed = StringProperty()
    left = StringProperty()

    def prepare(self, question: bool = False) -> None:
        visit = self.guide.visit
        self.asks = question
        self.title = self.t("Question to the climate office") if question else self.t("What do you wish for?")
        self.question = (
            self.t("It gets a number and is answered within a term.")
            if question
            else self.t("One sentence is enough. No name, no address.")
        )
        self.language = visit.keyboard or visit.language
        self.sending = self.choosing = False
        self._say(visit.idea)

    def fill(self) -> None:
        self._foot("")
        if look.narrow:
            self.keep_together(self.ids.field, self.ids.topics, self.ids.keyboard)

    def _foot(self, said: str) -> None:
        """The topic, or why nothing can be sent at the moment."""
        box = self.ids.topics
        empty(box)
        said = said or (self._away() if self.away else "")
        if said:
            box.add_widget(Bulletin(text=said))
            return
        if not self.choosing:
            topic = offerwords.topic(self.guide.texts, self.guide.visit.idea_topic)
            said = self.t("Topic: {topic}", topic=topic) if topic else self.t("Add a topic, if you like")
            icon = agenda.TOPIC_ICONS.get(self.guide.visit.idea_topic, "plus")
            box.add_widget(self.act(said, icon, self._choose))
            return
        for row in self.topic_chips(TOPICS, self.guide.visit.idea_topic, self._topic, 8 if look.wide else 4):
            box.add_widget(row)

    def _away(self) -> str:
        help_ = phrases.called(self.guide.known.help, self.guide.visit.language)
        return f"{self.t('It cannot be sent right now. Your sentence stays here.')} {help_}"

    def renew(self) -> bool:
        """What was typed stays; only whether it can be sent changes."""
        if self.away != self.guide.away:
            self.away = self.guide.away
            self._foot("")
        return True

    # Typing

    def _say(self, text: str) -> None:
        visit = self.guide.visit
        if visit.idea != text or not visit.idea_request:
            visit.idea_request = str(uuid4())
        visit.idea = self.typed = text
        self.left = self.n("{n} letter left", "{n} letters left", MOST - len(text))

    def type(self, letter: str) -> None:
        if len(self.typed) < MOST:
            self._say((self.typed + letter).lstrip())
        self._follow()

    def erase(self) -> None:
        self._say(self.typed[:-1])
        self._follow()

    def _follow(self) -> None:
        """Capitals where a sentence begins."""
        self.ids.keyboard.shift = not self.typed or self.typed.endswith(ENDS)

    def speak(self, language: str) -> None:
        self.guide.visit.keyboard = self.ids.keyboard.language = language

    def _choose(self, _act: Any) -> None:
        self.choosing = True
        self._foot("")

    def _topic(self, chip: Any) -> None:
        visit = self.guide.visit
        self.choosing = False
        visit.idea_topic = "" if visit.idea_topic == chip.key else chip.key
        self._foot("")

    # Sending

    def send(self) -> None:
        """Once, however often it is touched; sent again it is still the same sentence."""
        text = self.typed.strip()
        if not text or self.sending:
            return
        if self.guide.away:
            self._foot(self._away())
            return
        self.sending = True
        visit = self.guide.visit
        body = {
            "request_id": visit.idea_request,
            "kind": "question" if self.asks else "idea",
            "text": text,
            "topic": visit.idea_topic,
            "lang": visit.language,
        }
        self.guide.send("/api/ideas", body, self._told, self._refused)

    def _told(self, answer: Json) -> None:
        visit = self.guide.visit
        visit.answered = answer | {"text": visit.idea}
        visit.idea = visit.idea_topic = visit.idea_request = ""
        if visit.trail[-1].screen == "idea":
            visit.trail.pop()  # it is done: not gone back to
        self.go("told")

    def _refused(self, refusal: Refusal) -> None:
        """The sentence stays; why it was not taken stands above it."""
        self.sending = False
        if self.guide.screen.screen == "idea" and self.parent is not None:
            self._foot(self._away() if refusal.reason == "unavailable" else refusal.text)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.visit.idea = "Mehr Bänke im Schatten an der Fulda, auch für Menschen, die nicht lange stehen können"
        guide.visit.idea_topic = "nature"
        guide.visit.trail.append(Step("ideas"))
        guide.go("idea")
