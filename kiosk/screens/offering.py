# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the screens of offers, actors and ideas have in common: cards, chips of topics, lists in pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from booking import agenda
from booking.agenda import Actor, Offer, in_language
from booking.listing import Entry
from booking.slots import floor
from booking.texts import TOPICS
from kiosk import lettering, offerwords, programme
from kiosk.lettering import Style
from kiosk.look import look
from kiosk.offerings import Offerings
from kiosk.screens.page import Page
from kiosk.widgets.boxes import Row, in_rows
from kiosk.widgets.cards import ActorCard, OfferCard
from kiosk.widgets.press import Act, Chip
from kiosk.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.guide import Guide

TITLE = 36  # px of a card's title
SMALL = 32  # px of a line in the smallest step
FOOT = 96  # px of the row that leads on
T = TypeVar("T")


def actor_height() -> int:
    """Px of an actor's card: its name and two lines; enlarged more of each."""
    return (240 if look.rtl else 200) if look.narrow else 148


class Offering(Page):
    """Knows what is offered; the rest of its look comes from the .kv of each screen."""

    def __init__(self, guide: "Guide", **what: Any) -> None:
        self.guide = guide
        self.built = self._made_from()
        super().__init__(guide, **what)

    def _made_from(self) -> object:
        """What it was made from."""
        guide = self.guide
        return guide.offerings, guide.wayfinding, floor(guide.now()), guide.away

    def renew(self) -> bool:
        """It stays under the finger while nothing of it has changed, whatever is booked meanwhile."""
        return self._made_from() == self.built

    @property
    def offerings(self) -> Offerings:
        return self.guide.offerings

    @property
    def at(self) -> tuple[datetime, date]:
        """Now and today, as what is offered is asked for."""
        return self.guide.now(), self.guide.today

    @property
    def offers(self) -> list[Offer]:
        return self.offerings.shown(*self.at)

    def said(self, words: Any) -> str:
        return in_language(words, self.guide.visit.language)

    # Cards

    def card(self, entry: Entry, width: float) -> OfferCard:
        """An offer to touch, in a list that is so many px wide."""
        offer, when = entry
        texts = self.guide.texts
        time, until = offerwords.times(texts, when, self.guide.known.zone) if when else ("", "")
        card = OfferCard(
            time=time,
            until=until,
            icon=agenda.icon(offer),
            text=self.said(offer.title),
            place=self._place(entry),
            tags=offerwords.tags(texts, offer),
            height=self.card_height(entry, width),
        )
        card.offer = offer.id
        card.bind(on_release=self._offer_touched)
        return card

    def _place(self, entry: Entry) -> str:
        texts, offer = self.guide.texts, entry.offer
        place = offerwords.place(texts, self.guide.known, offer)
        if entry.date:
            return place
        kind = offerwords.kind(texts, offer)
        if offer.where == "home":
            place = ""
        return offerwords.listed(texts, (kind, offerwords.valid(texts, offer) or place))

    def card_height(self, entry: Entry, width: float, place: str = "") -> float:
        """As high as its title needs, and the lines below it where they are set small and still are too long."""
        beside = 400 if look.wide else 312 if look.narrow else 424 if look.zoom > 1 else 416
        room = width - beside - (24 if look.rtl else 0)
        if entry.date is None:
            room += 140 if look.wide else 60 if look.narrow else 148
        lines = self.lines(self.said(entry.offer.title), Style(TITLE, True, int(room), leading=1.15))
        below = (place or self._place(entry), offerwords.tags(self.guide.texts, entry.offer))
        more = sum(self.lines(each, Style(24, False, int(room))) - 1 for each in below if each)
        return (164 if look.rtl else 148) + (min(lines, 3) - 1) * (50 if look.rtl else 42) + more * SMALL

    def lines(self, text: str, style: Style) -> int:
        """How many lines a text takes."""
        return lettering.measure(text, style)[2]

    def high(self, text: str, style: Style, width: float) -> int:
        """How many px a text takes."""
        return lettering.measure(text, replace(style, width=int(width)))[1] if text else 0

    def _offer_touched(self, card: Any) -> None:
        self.go("offer", key=card.offer)

    def actor_card(self, actor: Actor) -> ActorCard:
        icons = [agenda.TOPIC_ICONS[each] for each in actor.topics if each in agenda.TOPIC_ICONS]
        said = offerwords.beginning(self.said(actor.text), 80 if look.wide else 110)
        card = ActorCard(icon=(icons or ["people"])[0], text=actor.name, second=said, height=actor_height())
        card.actor = actor.key
        card.bind(on_release=self._actor_touched)
        return card

    def _actor_touched(self, card: Any) -> None:
        self.go("actor", key=card.actor)

    # Chips

    def topic_chips(self, there: Iterable[str], chosen: str, touched: Callable[[Any], None], across: int) -> list[Row]:
        """The eight topics, always at the same places; those under which nothing is cannot be touched."""
        found, chips = set(there), []
        for key in TOPICS:
            chip = self.chip(offerwords.topic(self.guide.texts, key), chosen == key, touched)
            chip.icon, chip.key = agenda.TOPIC_ICONS[key], key
            chip.disabled = key not in found and chosen != key
            chips.append(chip)
        return list(in_rows(chips, look.across(across), height=look.chip, spacing=12))

    def chip(self, text: str, chosen: bool, touched: Callable[[Any], None], **more: Any) -> Chip:
        chip = Chip(text=text, chosen=chosen, size_hint_y=1, **more)
        chip.bind(on_release=touched)
        return chip

    def act(self, text: str, icon: str, touched: Callable[[Any], None], **more: Any) -> Act:
        made = Act(**({"kind": "quiet", "step": 28, "height": look.chip} | more), text=text, icon=icon)
        made.bind(on_release=touched)
        return made

    # Pages

    def foot(self, page: int, count: int, text: str, turned: Callable[[Any], None]) -> Row:
        """Which page this is, and the key that leads to the next one; after the last one comes the first."""
        row = Row(size_hint_y=None, height=FOOT, spacing=look.gap, folds=True)
        said = self.page_of(page, count)
        row.add_widget(Words(text=said, step=28, align="centre", size_hint_x=0.42, size_hint_y=1, most_lines=1))
        row.add_widget(self.act(text, "forward", turned, kind="main", step=36, size_hint_y=1))
        return row

    def page_of(self, page: int, count: int) -> str:
        return self.t("Page {n} of {count}", n=page + 1, count=count)

    def on_page(self, found: Sequence[T], columns: int, height: float, room: float, page: int) -> list[T]:
        """What stands on a page of rows that are so many px high; also says how many pages there are."""
        pages = self.packed([height] * -(-len(found) // columns), room - FOOT, look.gap)
        self.pages = len(pages)
        self.page_number = page % self.pages
        return [one for row in pages[self.page_number] for one in found[row * columns : (row + 1) * columns]]

    def packed(self, heights: Sequence[float], room: float, gap: float) -> list[list[int]]:
        """Numbers of what fits onto each page."""
        made: list[list[int]] = [[]]
        used = 0.0
        for number, height in enumerate(heights):
            if made[-1] and used + height > room:
                made.append([])
                used = 0.0
            made[-1].append(number)
            used += height + gap
        return made

    def day_head(self, day: date | None) -> str:
        return offerwords.day_head(self.guide.texts, day, self.guide.today)

    def entry(self, offer: Offer) -> Entry:
        """An offer with the date that comes next."""
        return Entry(offer, next(iter(programme.further(offer, self.guide.now())), None))

    def next_line(self, offer: Offer) -> str:
        """When it is, in short: the next date, or until when it is valid."""
        when = self.entry(offer).date
        texts = self.guide.texts
        if when:
            return offerwords.time_line(texts, self.guide.known, when, self.guide.now())
        return offerwords.valid(texts, offer)
