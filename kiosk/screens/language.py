# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which language? Each in its own name."""

from typing import Any

from booking.texts import NAMES
from kiosk.look import look
from kiosk.screens.page import Page
from kiosk.widgets.boxes import Row
from kiosk.widgets.press import Act

FEW = 4  # languages that have room for large keys
HEIGHT, LARGE = 144, 176


class Language(Page):
    name = "language"
    beside = True

    def prepare(self) -> None:
        self.title = self.t("Which language?")

    def fill(self) -> None:
        """One below the other, in landscape two side by side."""
        languages = self.guide.known.languages
        across = 2 if look.wide and len(languages) > FEW else 1
        height = LARGE if len(languages) <= FEW else HEIGHT
        for first in range(0, len(languages), across):
            row = Row(size_hint_y=None, height=height, spacing=24)
            for place in range(first, first + across):
                row.add_widget(self._key(languages[place]) if place < len(languages) else Row())
            self.ids.languages.add_widget(row)

    def _key(self, language: str) -> Act:
        chosen = language == self.guide.visit.language
        act = Act(
            kind="main" if chosen else "other",
            text=NAMES[language],
            icon="check" if chosen else "",
            step=56,
            language=language,
            size_hint_y=1,
        )
        act.bind(on_release=self._speak)
        return act

    def _speak(self, act: Any) -> None:
        self.guide.speak(act.language)
