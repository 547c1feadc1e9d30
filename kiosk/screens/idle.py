# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Still there? Otherwise everything is forgotten."""

from typing import TYPE_CHECKING

from kivy.properties import NumericProperty, StringProperty

from kiosk import countdown
from kiosk.idle import ASKED
from kiosk.screens.page import Page

if TYPE_CHECKING:
    from kiosk.guide import Guide

SEGMENTS = 20  # of the ring


class IdleQuestion(Page):
    name = "idle"
    beside = True
    keys = ("home",)
    seconds = NumericProperty(ASKED)
    segments = NumericProperty(SEGMENTS)
    unit = StringProperty()

    def prepare(self) -> None:
        held = self.guide.visit.held
        self.title = self.t("Are you still there?")
        self.question = self.t("We go back to the start in a moment.\nEverything typed is erased.")
        self.kept = (
            self._kept(countdown.left(held.expires, self.guide.now())) if held and held.state == "scanned" else ""
        )
        self.can_more = self.guide.visit.patience == 1
        self._say(self.guide.idle.left or ASKED)
        self.guide.told = self._say

    def _kept(self, seconds: int) -> str:
        one, many = "Your time stays reserved for {n} more minute.", "Your time stays reserved for {n} more minutes."
        return self.n(one, many, -(-seconds // 60))

    def _say(self, seconds: int) -> None:
        self.seconds, self.unit = seconds, self.n("second", "seconds", seconds)
        self.segments = -(-seconds * SEGMENTS // self.guide.idle.asked)

    def renew(self) -> bool:
        return True

    def stay(self) -> None:
        self.guide.stay()

    def more(self) -> None:
        """Whoever needs longer says so once."""
        self.guide.more_time()

    def leave(self) -> None:
        self.guide.leave()

    @classmethod
    def example(cls, guide: "Guide") -> None:
        """Twenty seconds before the end of a visit."""
        guide.go("day")
        guide.idle.ask()
