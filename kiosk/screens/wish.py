# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A wish that many have: who helps, who pays a part, and the next date, each a touch away."""

from typing import TYPE_CHECKING, Any

from booking import agenda
from booking.agenda import Choice, Offer
from kiosk import offerwords
from kiosk.look import look
from kiosk.screens.offering import Offering
from kiosk.visit import Step
from kiosk.widgets.boxes import Column, Gap
from kiosk.widgets.notice import Notice
from kiosk.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.guide import Guide

WHY = 56  # px of the line above a card
WIDTH = 818  # px of the list in landscape


class WishPage(Offering):
    name = "wish"

    def prepare(self, key: str) -> None:
        signpost = next((each for each in self.offerings.signposts if each.id == key), None)
        self.title = self.said(signpost.title) if signpost else self.t("This is over")
        self.topic = signpost.topic if signpost else ""
        self.icon = agenda.TOPIC_ICONS.get(signpost.topic, "way") if signpost else "info"
        self.led = self.offerings.led_to(signpost, *self.at) if signpost else []

    def fill(self) -> None:
        if not self.led:
            self.ids.list.add_widget(
                Notice(icon="info", title=self.t("This is over"), text=self.t("There is more on offer."))
            )
        for number, offer in enumerate(self.led):
            box = self.ids.second if look.wide and number % 2 else self.ids.list
            box.add_widget(self._step(offer))
        for box in (self.ids.list, self.ids.second):
            box.add_widget(Gap())
        said = self.t("More on this: {topic}", topic=offerwords.topic(self.guide.texts, self.topic))
        text = said if self.topic else self.t("Show everything")
        self.ids.acts.add_widget(self.act(text, "offers", self._more, kind="other", step=32, height=look.button))

    def _more(self, _act: Any) -> None:
        self.go("offers", span="all", choice=Choice(topic=self.topic))

    def _step(self, offer: Offer) -> Column:
        """What it is good for, and the offer."""
        entry = self.entry(offer)
        step = Column(size_hint_y=None, spacing=8)
        words = Words(text=self._why(offer), step=36, bold=True, most_lines=1, size_hint_y=1, color=look.petrol)
        card = self.card(entry, look.column(WIDTH))
        if entry.date:
            card.time, card.until = "", ""
            card.place = (
                f"{self.next_line(offer)}, {offerwords.place(self.guide.texts, self.guide.known, offer, False)}"
            )
            card.height = self.card_height(entry._replace(date=None), look.column(WIDTH), card.place)
        for part in (words, card):
            step.add_widget(part)
        step.height = WHY + 8 + card.height
        return step

    def _why(self, offer: Offer) -> str:
        """ "Beratung mit Ayşe Demir", "Förderung"."""
        kind = offerwords.kind(self.guide.texts, offer)
        return self.t("{kind} with {name}", kind=kind, name=offer.person) if offer.person else kind

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.visit.trail.append(Step("wishes"))
        guide.go("wish", key=guide.offerings.signposts[0].id)
