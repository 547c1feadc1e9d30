# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Search: a place, an offer or who does it, typed as it comes; what fits stands above the keys at once."""

from typing import TYPE_CHECKING, Any

from kivy.properties import StringProperty

from booking import agenda
from booking.agenda import Actor, Offer, in_language
from booking.plan.targets import Target, find
from kiosk import offerwords, phrases, programme
from kiosk.look import look
from kiosk.screens.finding import Finding
from kiosk.widgets.boxes import in_rows
from kiosk.widgets.leaving import empty
from kiosk.widgets.steps import FoundRow
from kiosk.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.guide import Guide

MOST = 40  # letters
SHOWN = {True: 4, False: 6}  # results, in two columns
FEW = {1.25: 2, 1.5: 1}  # enlarged
PLACES = {True: 2, False: 3}  # of which places come first, where there are others as well
HEIGHT = 132
Found = Target | Offer | Actor


class Search(Finding):
    name = "search"
    typed = StringProperty()

    def prepare(self) -> None:
        visit = self.guide.visit
        self.title = self.t("Search")
        self.question = self.t("A room, what you want to do, or who does it")
        self.language = visit.keyboard or visit.language
        self.typed = visit.sought
        self.known = self.targets(self.finder) if self.finder else []

    def fill(self) -> None:
        if self.finder is None and not self.guide.offerings.told:
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
        """What fits best."""
        if self.found:
            self._go(self.found[0])

    def _say(self, text: str) -> None:
        self.guide.visit.sought = self.typed = text
        self.ids.keyboard.shift = not text
        self._show()

    def _show(self) -> None:
        """What fits; as long as nothing is typed, every place."""
        box = self.ids.found
        empty(box)
        self.found = self.find(self.typed.strip())
        shown = self.found[: self.most]
        for row in in_rows([self._row(one) for one in shown], look.across(2), height=HEIGHT, spacing=12):
            box.add_widget(row)
        if not shown:
            guide = self.guide
            help_ = phrases.called(guide.known.help, guide.visit.language)
            said = self.t("Nothing fits. Try another word.")
            box.add_widget(Words(text=f"[b]{said}[/b]\n{help_}", step=36))

    @property
    def most(self) -> int:
        """How many are shown: the keyboard must stand below them."""
        return FEW[look.zoom] if look.narrow else SHOWN[look.wide]

    def find(self, text: str) -> list[Found]:
        """A few places first, then who helps and what is on, then more places."""
        places = find(self.known, text) if text else self.known
        others = self.guide.offerings.find(text, self.guide.now(), self.guide.today) if text else []
        few = PLACES[look.wide]
        return [*places[:few], *others[: SHOWN[look.wide]], *places[few:]]

    def _row(self, one: Found) -> FoundRow:
        icon, text, second = self._described(one)
        row = FoundRow(icon=icon, text=text, second=second)
        row.one = one
        row.bind(on_release=self._touched)
        return row

    def _described(self, one: Found) -> tuple[str, str, str]:
        guide = self.guide
        if isinstance(one, Actor):
            topics = offerwords.listed(guide.texts, (offerwords.topic(guide.texts, each) for each in one.topics[:2]))
            return "people", one.name, topics
        if isinstance(one, Offer):
            when = next(iter(programme.further(one, guide.now())), None)
            kind = offerwords.kind(guide.texts, one)
            soon = offerwords.soon(guide.texts, guide.known, when, guide.now()) if when else ""
            said = offerwords.listed(guide.texts, (kind, soon))
            return agenda.icon(one), in_language(one.title, guide.visit.language), said
        return one.icon, one.name, one.where

    def _touched(self, row: Any) -> None:
        self._go(row.one)

    def _go(self, one: Found) -> None:
        if isinstance(one, Actor):
            self.go("actor", key=one.key)
        elif isinstance(one, Offer):
            self.go("offer", key=one.id)
        else:
            self.go("way", to=one.key, thing=one.thing)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.visit.sought = "berat"
        guide.go("search")
