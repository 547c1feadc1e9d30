# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which language? Each in its own name."""

from typing import Any

from booking.texts import NAMES
from kiosk.screens.page import Page
from kiosk.widgets.press import Act


class Language(Page):
    name = "language"

    def prepare(self) -> None:
        self.title = self.t("Which language?")

    def fill(self) -> None:
        for language in self.guide.known.languages:
            chosen = language == self.guide.visit.language
            act = Act(
                kind="main" if chosen else "other",
                text=NAMES[language],
                icon="check" if chosen else "",
                step=56,
                height=176,
            )
            act.language = language
            act.bind(on_release=self._speak)
            self.ids.languages.add_widget(act)

    def _speak(self, act: Any) -> None:
        self.guide.speak(act.language)
