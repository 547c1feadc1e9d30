# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Search: a room, a purpose or a group, typed as it comes; what fits stands above the keys at once."""

from typing import TYPE_CHECKING, Any

from kivy.properties import StringProperty

from booking.plan.targets import Target, find
from kiosk import phrases
from kiosk.look import look
from kiosk.screens.finding import Finding
from kiosk.widgets.boxes import Row
from kiosk.widgets.leaving import empty
from kiosk.widgets.steps import FoundRow
from kiosk.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.guide import Guide

MOST = 40  # letters
SHOWN = {True: 4, False: 12}  # results, in two columns
HEIGHT = 124


class Search(Finding):
    name = "search"
    typed = StringProperty()

    def prepare(self) -> None:
        visit = self.guide.visit
        self.title = self.t("Search")
        self.question = self.t("A room, what you want to do, or who is there")
        self.language = visit.keyboard or visit.language
        self.typed = visit.sought
        self.known = self.targets(self.finder) if self.finder else []

    def fill(self) -> None:
        if self.finder is None:
            self.ids.found.add_widget(self.no_plan())
            return
        self._show()

    def renew(self) -> bool:
        """What was typed stays."""
        return True

    def type(self, letter: str) -> None:
        if len(self.typed) < MOST:
            self._say((self.typed + letter).lstrip())

    def erase(self) -> None:
        self._say(self.typed[:-1])

    def speak(self, language: str) -> None:
        self.guide.visit.keyboard = self.ids.keyboard.language = language

    def first(self) -> None:
        """The way to what fits best."""
        if self.found:
            self._go(self.found[0])

    def _say(self, text: str) -> None:
        self.guide.visit.sought = self.typed = text
        self.ids.keyboard.shift = not text
        self._show()

    def _show(self) -> None:
        """What fits; as long as nothing is typed, everything."""
        box = self.ids.found
        empty(box)
        self.found = find(self.known, self.typed) if self.typed.strip() else self.known
        shown = self.found[: SHOWN[look.wide]]
        for first in range(0, len(shown), 2):
            row = Row(size_hint_y=None, height=HEIGHT, spacing=12)
            for target in shown[first : first + 2]:
                row.add_widget(self._row(target))
            if len(shown) - first == 1:
                row.add_widget(Row())
            box.add_widget(row)
        if not shown:
            guide = self.guide
            help_ = phrases.called(guide.known.help, guide.visit.language)
            said = self.t("Nothing fits. Try another word.")
            box.add_widget(Words(text=f"[b]{said}[/b]\n{help_}", step=36))

    def _row(self, target: Target) -> FoundRow:
        row = FoundRow(icon=target.icon, text=target.name, second=target.where)
        row.target = target
        row.bind(on_release=self._touched)
        return row

    def _touched(self, row: Any) -> None:
        self._go(row.target)

    def _go(self, target: Target) -> None:
        self.go("way", to=target.key, thing=target.thing)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.visit.sought = "berat"
        guide.go("search")
