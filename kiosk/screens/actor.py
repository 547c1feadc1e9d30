# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who takes part: what they do, when and how they are reached, what they offer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from booking import agenda
from booking.agenda import Choice
from kiosk import offerwords
from kiosk.look import look
from kiosk.screens.offering import Offering
from kiosk.visit import Step
from kiosk.widgets.cards import CodeCard, DayHead, FactRow
from kiosk.widgets.notice import Notice
from kiosk.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.guide import Guide

WIDTH = 760  # px of the list in landscape
ROOM = {True: 490, False: 400}  # px for what they offer
FITS = {True: 330, False: 420}  # letters of the text


class ActorPage(Offering):
    name = "actor"

    def prepare(self, key: str) -> None:
        self.key = key
        self.one = self.offerings.actors.get(key)
        self.icon, self.topics, self.text = "people", "", ""
        self.title = self.one.name if self.one else self.t("This is over")
        self.offered = self.offerings.of(key, *self.at)
        if self.one:
            topics = self.one.topics
            texts = self.guide.texts
            self.topics = offerwords.listed(texts, (offerwords.topic(texts, each) for each in topics))
            self.text = offerwords.beginning(self.said(self.one.text), FITS[look.wide])
            self.icon = next((agenda.TOPIC_ICONS[each] for each in topics if each in agenda.TOPIC_ICONS), "people")

    def fill(self) -> None:
        if self.one is None:
            self.ids.list.add_widget(
                Notice(icon="info", title=self.title, text=self.t("There are others who take part."))
            )
            return
        facts = list(self._facts())
        for number, (icon, text) in enumerate(facts):
            self.ids.facts.add_widget(FactRow(icon=icon, text=text, last=number == len(facts) - 1))
        self._offers()
        address = f"{self.guide.known.public_url}/{self.guide.visit.language}/actors/{self.key}"
        said = self.t("With the addresses, to write or to call.")
        self.ids.code.add_widget(CodeCard(code=address, title=self.t("Take it along"), text=said, side=200))
        if self.one.place and self.has_way(self.one.place):
            self.ids.acts.height = look.button
            self.ids.acts.add_widget(
                self.act(self.t("Show the way"), "way", self._way, kind="main", step=32, height=look.button)
            )

    def _facts(self) -> Iterator[tuple[str, str]]:
        """How and when they are reached."""
        one = self.one
        if one is None:
            return
        known = (
            ("clock", self.said(one.hours)),
            ("phone", one.phone and f"[b]{one.phone.replace(' ', chr(160))}[/b]"),
            ("mail", one.mail and f"[b]{one.mail}[/b]"),
            ("web", one.web and f"[b]{offerwords.host(one.web)}[/b]"),
        )
        yield from ((icon, text) for icon, text in known if text)

    def _offers(self) -> None:
        box, used = self.ids.list, 64.0
        if not self.offered:
            box.add_widget(Words(text=self.t("Nothing is entered at the moment."), step=32, color=look.ink2))
            return
        count = self.n("{n} offer", "{n} offers", len(self.offered))
        box.add_widget(DayHead(text=self.t("On offer"), count=count))
        entries = sorted(map(self.entry, self.offered), key=lambda one: (one.date is None, one.date and one.date.begin))
        for entry in entries:
            height = self.card_height(entry, look.column(WIDTH)) + 12
            if used + height > ROOM[look.wide]:
                box.add_widget(self.act(self.t("All offers of theirs"), "forward", self._all))
                return
            used += height
            box.add_widget(self.card(entry, look.column(WIDTH)))

    def _all(self, _act: Any) -> None:
        self.go("offers", span="all", choice=Choice(actor=self.key))

    def _way(self, _act: Any) -> None:
        if self.one:
            self.way_to(self.one.place)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.visit.trail.append(Step("actors"))
        guide.go("actor", key=next(iter(guide.offerings.actors), ""))
