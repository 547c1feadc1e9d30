# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""More choices for the offers: kind, language, district; one touch, and the list is there."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from booking import listing
from booking.agenda import ANY, Choice
from booking.texts import OFFERED
from kiosk import offerwords
from kiosk.look import look
from kiosk.screens.offering import Offering
from kiosk.visit import Step
from kiosk.widgets.boxes import Gap, in_rows
from kiosk.widgets.press import Chip
from kiosk.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.guide import Guide

ACROSS = {True: 6, False: 3}
MOST = 12  # of a kind of choice


class Narrow(Offering):
    name = "narrow"

    def prepare(self, span: str = "all", choice: Choice = ANY) -> None:
        self.title = self.t("More choices")
        self.span, self.choice = span, choice
        self.options = listing.options(self.offers, choice, span, self.guide.now(), self.guide.known.zone)

    def fill(self) -> None:
        texts = self.guide.texts
        kinds = [(key, offerwords.named(texts, OFFERED, key)) for key in self.options.kinds]
        spoken = [(key, texts.language_name(key)) for key in self.options.spoken]
        self._part(self.t("What it is"), "kind", kinds)
        self._part(self.t("In this language"), "spoken", spoken)
        self._part(self.t("In this district"), "district", [(key, key) for key in self.options.districts])
        if self._chosen:
            act = self.act(self.t("Without these choices"), "erase", self._cleared, step=32, height=look.button)
            self.ids.parts.add_widget(act)

    @property
    def _chosen(self) -> bool:
        return bool(self.choice.kind or self.choice.spoken or self.choice.district or self.choice.actor)

    def _part(self, title: str, of: str, keys: Iterable[tuple[str, str]]) -> None:
        """A question and its answers; nothing where there is none."""
        known = list(keys)[:MOST]
        if not known:
            return
        box, across = self.ids.parts, look.across(ACROSS[look.wide])
        if box.children:
            box.add_widget(Gap(size_hint_y=None, height=8))
        box.add_widget(Words(text=title, step=42, bold=True))
        for row in in_rows([self._choice(of, *each) for each in known], across, height=look.chip, spacing=12):
            box.add_widget(row)

    def _choice(self, of: str, key: str, text: str) -> Chip:
        chip = self.chip(text, getattr(self.choice, of) == key, self._touched)
        chip.of, chip.key = of, key
        return chip

    def _touched(self, chip: Any) -> None:
        """Chosen, or no longer; the list comes at once."""
        again = getattr(self.choice, chip.of) == chip.key
        value: dict[str, Any] = {chip.of: "" if again else chip.key}
        self._list(replace(self.choice, **value))

    def _cleared(self, _act: Any) -> None:
        self._list(replace(self.choice, kind="", spoken="", district="", actor=""))

    def _list(self, choice: Choice) -> None:
        """In the place of the list from which one came."""
        trail = self.guide.visit.trail
        if trail[-2].screen == "offers":
            trail.pop()
        self.guide.turn("offers", span=self.span, choice=choice)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.visit.trail.append(Step("offers"))
        guide.go("narrow", span="all", choice=Choice(spoken="de"))
