# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One word is asked, nothing else: the name of the group, typed at the display."""

from typing import TYPE_CHECKING

from kivy.properties import BooleanProperty, StringProperty

from kiosk import keys
from kiosk.look import look
from kiosk.screens.hold import Hold
from kiosk.screens.keeping import Keeping

if TYPE_CHECKING:
    from kiosk.guide import Guide

FEWEST, MOST = 2, 60


class Name(Keeping):
    name = "name"
    beside = True
    typed = StringProperty()
    ticked = BooleanProperty(False)
    complete = BooleanProperty(False)

    def describe(self) -> None:
        visit = self.guide.visit
        self.title = self.t("What is your group called?")
        self.question = f"{self.room_name(self.held.room)}, [b]{self.when}[/b]"
        self.language = visit.keyboard or visit.language
        self.ticked = visit.show_name
        self._say(visit.typed)

    def fill(self) -> None:
        ids = self.ids
        if look.narrow or (look.tall and look.tight):
            self.keep_together(ids.field, ids.keyboard)
        elif look.wide and look.tight:  # what need not be read stands back behind the keys
            ids.needed.remove_widget(ids.ring)
            self.remove_widget(ids.needed)
            ids.asked.add_widget(ids.ring)
            self.keep_together(ids.asked, ids.keyboard)

    def _say(self, text: str) -> None:
        self.guide.visit.typed = self.typed = text
        self.complete = len(text.strip()) >= FEWEST

    def type(self, letter: str) -> None:
        if len(self.typed) < MOST:
            self._say((self.typed + letter).lstrip())
        self._follow()

    def erase(self) -> None:
        self._say(self.typed[:-1])
        self._follow()

    def _follow(self) -> None:
        """Capitals where a word begins."""
        self.ids.keyboard.shift = keys.shifted(self.typed)

    def tick(self) -> None:
        self.guide.visit.show_name = self.ticked = not self.ticked

    def speak(self, language: str) -> None:
        self.guide.visit.keyboard = self.ids.keyboard.language = language
        self._follow()

    def book(self) -> None:
        if self.complete:
            self.guide.holding.book(self.typed.strip(), self.ticked)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        """As soon as a time is held."""
        if guide.visit.held:
            guide.visit.typed = "Radwerkstatt Rothenditmold"
            guide.go("name")
        elif not guide.holding.busy:
            Hold.example(guide)
