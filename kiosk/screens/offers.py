# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is on: offers by day, narrowed down by single touches."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kivy.uix.widget import Widget

from booking import listing
from booking.agenda import ANY, Choice, days_from
from booking.texts import OFFERED
from kiosk import offerwords, programme
from kiosk.look import look
from kiosk.programme import Group
from kiosk.screens.offering import FOOT, Offering
from kiosk.widgets.boxes import Column, Gap, Row
from kiosk.widgets.cards import DayHead
from kiosk.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.guide import Guide

WIDTH = 1112  # px of the list in landscape
ROOM = {True: 852, False: 1040}  # and its height, without a foot
MOST = 80  # on all pages: of thousands, whoever has not found it by then searches
HEAD = 64 + 12


class Offers(Offering):
    name = "offers"

    def prepare(self, span: str = "", choice: Choice = ANY, page: int = 0) -> None:
        self.title = self.t("What is on?")
        self.choice = choice
        now, zone = self.guide.now(), self.guide.known.zone
        offers = self.offers
        self.span = span or self._span()
        self.options = listing.options(offers, choice, self.span, now, zone)
        found = listing.entries(filter(choice.fits, offers), self.span, now, zone)
        self.more = len(found) > MOST
        self.listed = self._paged(programme.groups(found[:MOST], now, zone))
        self.page_number = page % max(len(self.listed), 1)

    def _span(self) -> str:
        """The week, unless nothing is on in it."""
        first, now = listing.next_entry(self.offers, self.guide.now()), self.guide.now()
        end = days_from(now, listing.DAYS["week"], self.guide.known.zone)
        return "week" if first and first.date and first.date.begin < end else "all"

    def _paged(self, groups: list[Group]) -> list[list[Group]]:
        """On one page if it fits, else with a foot."""
        if not groups:
            return []
        for foot in (0, 0 if look.wide else FOOT + 20):
            pages = programme.pages(groups, ROOM[look.wide] - foot, HEAD, self._height, 12)
            if len(pages) == 1:
                break
        return pages

    def _height(self, entry: listing.Entry) -> float:
        return self.card_height(entry, look.column(WIDTH))

    def fill(self) -> None:
        filters = self.ids.side if look.wide else self.ids.filters
        for row in self._filters() if self.offers else ():
            filters.add_widget(row)
        if look.wide:
            filters.add_widget(Gap())
        self._list()
        foot = self.ids.side if look.wide else self.ids.foot
        foot.add_widget(self._links())
        if len(self.listed) > 1:
            for part in self._further():
                foot.add_widget(part)

    def _list(self) -> None:
        box = self.ids.list
        if not self.listed:
            self._nothing(box)
            return
        for group in self.listed[self.page_number]:
            count = self.n("{n} offer", "{n} offers", group.count)
            box.add_widget(DayHead(text=self.day_head(group.day), count=count))
            for entry in group.entries:
                box.add_widget(self.card(entry, look.column(WIDTH)))
        if self.more and self.page_number == len(self.listed) - 1:
            box.add_widget(Words(text=self.t("There is more. The search finds it."), step=32))

    def _nothing(self, box: Column) -> None:
        box.add_widget(Gap(size_hint_y=None, height=48))
        said = self.t("Nothing is planned for this.") if self.offers else self.t("No offers are entered right now.")
        box.add_widget(Words(text=said, step=42, bold=True))
        if self.offers:
            box.add_widget(self.act(self.t("Show everything"), "offers", self._everything, kind="other", step=36))

    # What is chosen

    def _filters(self) -> list[Row]:
        spans = Row(size_hint_y=None, height=look.chip, spacing=12)
        named = {"today": self.t("Today"), "week": self.t("This week"), "all": self.t("Everything")}
        for span, text in named.items():
            chip = self.chip(text, span == self.span, self._spanned)
            chip.span = span
            chip.disabled = span not in self.options.spans and span != self.span
            spans.add_widget(chip)
        more = Row(size_hint_y=None, height=look.chip, spacing=12) if look.wide or look.narrow else spans
        free = self.chip(self.t("Free of charge"), self.choice.free, self._freed)
        free.disabled = not (self.options.free or self.choice.free)
        more.add_widget(free)
        more.add_widget(self.chip(*self._narrowed(), self._narrow))
        rows = [spans] if more is spans else [spans, more]
        return rows + self.topic_chips(self.options.topics, self.choice.topic, self._topic, 2 if look.wide else 4)

    def _narrowed(self) -> tuple[str, bool]:
        """What the key to all other choices says: what is chosen of them."""
        choice, texts = self.choice, self.guide.texts
        actor = self.offerings.actors.get(choice.actor)
        chosen = [
            offerwords.named(texts, OFFERED, choice.kind),
            texts.language_name(choice.spoken) if choice.spoken else "",
            choice.district,
            actor.name if actor else "",
        ]
        said = offerwords.listed(texts, chosen)
        return (said, True) if said else (self.t("More choices"), False)

    def _turn(self, **changed: Any) -> None:
        self.guide.turn("offers", **({"span": self.span, "choice": self.choice} | changed))

    def _spanned(self, chip: Any) -> None:
        self._turn(span=chip.span)

    def _freed(self, _chip: Any) -> None:
        self._turn(choice=replace(self.choice, free=not self.choice.free))

    def _topic(self, chip: Any) -> None:
        self._turn(choice=replace(self.choice, topic="" if chip.key == self.choice.topic else chip.key))

    def _narrow(self, _chip: Any) -> None:
        self.go("narrow", span=self.span, choice=self.choice)

    def _everything(self, _act: Any) -> None:
        self._turn(span="all", choice=ANY)

    # On

    def _further(self) -> list[Widget]:
        """The key to the next page; in the narrow column of landscape it stands below its number."""
        page, count, text = self.page_number, len(self.listed), self.t("More offers")
        if look.tall:
            return [self.foot(page, count, text, self._more)]
        said = Words(text=self.page_of(page, count), step=28, align="centre", most_lines=1)
        return [said, self.act(text, "forward", self._more, kind="main", step=32)]

    def _links(self) -> Row:
        """To what many want, and to those who do something: side by side, or one below the other."""
        row = Row(size_hint_y=None, height=look.chip, spacing=look.gap, folds=True)
        if look.wide:
            row = Column(size_hint_y=None, height=2 * look.chip + 12, spacing=12)
        if self.offerings.leading(*self.at):
            row.add_widget(self.act(self.t("Frequent wishes"), "way", self._to_wishes, size_hint_y=1))
        if self.offerings.actors:
            row.add_widget(self.act(self.t("Who does what?"), "people", self._to_actors, size_hint_y=1))
        return row

    def _to_wishes(self, _act: Any) -> None:
        self.go("wishes")

    def _to_actors(self, _act: Any) -> None:
        self.go("actors")

    def _more(self, _act: Any) -> None:
        self._turn(page=self.page_number + 1)

    def search(self) -> None:
        self.go("search")

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.go("offers")
