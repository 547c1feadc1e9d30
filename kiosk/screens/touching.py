# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the screens have in common on which one touch counts who has come."""

from functools import partial
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty

from kiosk.connection import Refusal
from kiosk.counting import CORRECTED
from kiosk.house import Json
from kiosk.screens.page import Page

VISITS = "/api/visits"


class Touching(Page):
    """Counts once, however fast it is touched; what has become of it is said on a screen of its own."""

    sending = BooleanProperty(False)

    def count(self, purpose: str, people: float, offer: str = "", corrects: bool = False) -> None:
        if self.sending:
            return
        self.sending = True
        told = {"purpose": purpose, "people": int(people), "offer": offer}
        self.guide.count(VISITS, told, partial(self.counted, told), partial(self.uncounted, told), corrects)

    def counted(self, told: Json, _answer: Json) -> None:
        """The house has counted; for some seconds another touch corrects it."""
        self.guide.visit.correctable = Clock.get_time() + CORRECTED
        self.say(told, "")

    def uncounted(self, told: Json, refusal: Refusal) -> None:
        """The house is away: it is counted later, or not at all."""
        self.guide.visit.correctable = Clock.get_time() + CORRECTED if refusal.reason == "later" else 0.0
        self.say(told, "later" if refusal.reason == "later" else "missed")

    def say(self, told: Json, state: str) -> None:
        self.sending = False
        if self.guide.screen.screen == self.name:
            self.go("counted", state=state, **told)

    def number_of(self, people: Any) -> str:
        """ "3 Personen"."""
        return f"{int(people)} {self.unit(people)}"

    def unit(self, people: float) -> str:
        return self.n("person", "people", int(people))
