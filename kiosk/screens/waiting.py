# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The first start ever, without server and without a kept plan: the house is there and waits."""

from kiosk import phrases
from kiosk.screens.page import Page


class Waiting(Page):
    name = "waiting"
    keys = ()
    named = True

    def prepare(self) -> None:
        fallback = self.guide.fallback
        self.title = phrases.called(fallback.name, self.guide.visit.language)
        self.question = self.t("The plan of the rooms is coming. It goes on by itself.")
        self.phone = self.t("Phone {number}", number=fallback.phone) if fallback.phone else ""
