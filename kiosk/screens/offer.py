# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One offer: when, where, with whom, in which languages, for how much; and what one can do now."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from booking import agenda, listing
from booking.agenda import Offer, next_date
from booking.slots import local_day
from booking.texts import NAMES, clock_time
from kiosk import counting, offerwords, programme
from kiosk.lettering import Style
from kiosk.look import look
from kiosk.screens.home import open_room
from kiosk.screens.offering import Offering
from kiosk.screens.touching import Touching
from kiosk.visit import Step
from kiosk.widgets.boxes import Row
from kiosk.widgets.cards import CodeCard, FactRow
from kiosk.widgets.icon import Icon
from kiosk.widgets.notice import Notice
from kiosk.widgets.press import Act
from kiosk.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.guide import Guide

TEXT, TEXT_WIDTH = 36, 800  # px, the width in landscape
LINES, BEGUN = {True: 5, False: 6}, {True: 3, False: 4}  # of the text beside the rest: whole, or begun
CROWDED = 2  # lines fewer on a day on which one can be here for it
WHOLE = {True: 14, False: 20}  # lines of the whole text before it is set smaller
MARK = 32  # px of the line that names the text's language
HOST = 16  # letters of an address that stand beside a code
DATES = {True: 9, False: 8}
SIDE, HALF = 232, 164  # px of a code, and of one of two


class OfferPage(Touching, Offering):
    """`part` is what is shown below its head: everything in short, the whole text, or all dates."""

    name = "offer"

    def prepare(self, key: str, part: str = "") -> None:
        guide, texts = self.guide, self.guide.texts
        self.part, self.key = part, key
        self.one = self.offerings.offers.get(key)
        if self.one is None:
            self.title, self.icon, self.kind, self.state = self.t("This is over"), "info", "", ""
            return
        offer = self.one
        self.title = self.said(offer.title)
        self.icon = agenda.icon(offer)
        topic = offerwords.topic(texts, offer.topic) if offer.topic != offer.kind else ""
        self.kind = offerwords.listed(texts, (offerwords.kind(texts, offer), topic))
        self.dates = list(programme.further(offer, guide.now()))
        self.today = counting.on_today(offer, guide.now(), guide.known.zone)
        self.state = self._state(offer)
        self.text = self.said(offer.text)

    @property
    def coded(self) -> bool:
        """Whether codes to scan stand there."""
        return self.one is not None and self.part != "text"

    def _state(self, offer: Offer) -> str:
        """Who says so, and how old it is."""
        guide = self.guide
        who = offerwords.whose(offer, self.offerings.actors)
        at = guide.plan_at if guide.away and guide.plan_at else guide.now()
        day = guide.texts.near_day(local_day(at, guide.known.zone), guide.today)
        when = self.t("As of {day} {time}.", day=day, time=clock_time(at, guide.known.zone))
        return f"{self.t('Entered by {name}.', name=who)} {when}" if who else when

    def fill(self) -> None:
        self._move("codes" if look.wide else "text", "left_codes" if look.wide else "below")
        if self.one is None:
            self.ids.facts.add_widget(Notice(icon="info", title=self.title, text=self.t("There is more on offer.")))
            self.ids.acts.add_widget(self.act(self.t("Show everything"), "offers", self._others, kind="main", step=36))
            return
        parts = {"text": self._whole_text, "dates": self._all_dates}
        parts.get(self.part, self._in_short)(self.one)

    def _move(self, part: str, to: str) -> None:
        """In landscape the codes stand under the text, in portrait the text between facts and codes."""
        self.ids[part].parent.remove_widget(self.ids[part])
        self.ids[to].add_widget(self.ids[part])

    # In short

    def _in_short(self, offer: Offer) -> None:
        facts = list(self._facts(offer))
        for number, (icon, text, second) in enumerate(facts):
            self.ids.facts.add_widget(FactRow(icon=icon, text=text, second=second, last=number == len(facts) - 1))
        box = self.ids.text
        self._tongue()
        shown = self._shown_text()
        box.add_widget(Words(text=shown, step=TEXT))
        if shown != self.text:
            box.add_widget(self.act(self.t("Read on"), "forward", self._read_on))
        self._show_codes(offer)
        self._acts(offer)

    def _tongue(self) -> None:
        """Which language the text is in, in its own name, if it is not there in the visitor's."""
        if language := getattr(self.text, "language", ""):
            mark = Row(size_hint_y=None, height=MARK, spacing=12)
            mark.add_widget(Icon(name="language", px=32, size_hint=(None, 1), width=32, color=look.ink2))
            mark.add_widget(Words(text=NAMES[language], language=language, step=24, size_hint_y=1, color=look.ink2))
            self.ids.text.add_widget(mark)

    def _show_codes(self, offer: Offer) -> None:
        """Side by side, in landscape one below the other."""
        cards, box = list(self._codes(offer)), self.ids.codes
        for card in cards:
            box.add_widget(card)
        if look.wide and len(cards) > 1:
            box.orientation, box.height, box.spacing = "vertical", 2 * 196 + 16, 16

    def _shown_text(self) -> str:
        """As much of it as there is room for beside what can be done: whole sentences."""
        style, fits = Style(TEXT, False, int(look.column(TEXT_WIDTH))), len(self.text)
        shown, less = self.text, CROWDED if look.tall and self.today else 0
        less += bool(getattr(self.text, "language", ""))  # its mark takes a line
        if self.lines(shown, style) <= LINES[look.wide] - less:
            return shown
        while self.lines(shown, style) > BEGUN[look.wide] - less and fits > 40:
            fits = int(fits * 0.85)
            shown = offerwords.beginning(self.text, fits)
        return shown

    def _facts(self, offer: Offer) -> Any:
        texts, house, now = self.guide.texts, self.guide.known, self.guide.now()
        when = self.entry(offer).date
        asked = agenda.asked_about(offer, now)
        if when:
            further = offerwords.more_dates(texts, house, self.dates[1:], now)
            yield "clock", f"[b]{offerwords.time_line(texts, house, when, now)}[/b]", further
        elif asked:
            yield "clock", f"[b]{offerwords.time_line(texts, house, asked, now)}[/b]", self.t("It is over.")
        elif offer.last:
            yield "clock", f"[b]{texts.capital(offerwords.valid(texts, offer))}[/b]", self.t("It holds every day.")
        else:
            yield "clock", f"[b]{self.t('Always')}[/b]", self.t("It holds every day.")
        steps = self.t("reached without steps") if offer.step_free else ""
        where = offerwords.place(texts, house, offer)
        yield "pin", f"[b]{where}[/b]", offerwords.listed(texts, (steps, offer.district))
        who = offerwords.whose(offer, self.offerings.actors)
        if offer.person or who:
            yield "people", f"[b]{offer.person or who}[/b]", who if offer.person else ""
        money = texts.capital(offerwords.money(texts, offer))
        yield (
            "language" if offer.spoken else "money",
            f"[b]{offerwords.spoken(texts, offer.spoken) or money}[/b]",
            (money if offer.spoken else ""),
        )

    def _codes(self, offer: Offer) -> Any:
        """To the phone; and to where one registers, if there is such a place."""
        box: dict[str, Any] = {"side": HALF, "step": 36} if offer.link else {"side": SIDE}
        said = self.t("All dates, with a calendar file.") if self.dates else self.t("To read on, and to pass on.")
        address = f"{self.guide.known.public_url}/{self.guide.visit.language}/offers/{offer.id}"
        yield CodeCard(code=address, title=self.t("Take it along"), text=said, **box)
        if offer.link:
            at = offerwords.host(offer.link)
            said = at if len(at) <= HOST or look.wide else self.t("With whom it is offered.")
            yield CodeCard(code=offer.link, title=self.t("Register, and more"), text=said, **box)

    def _acts(self, offer: Offer) -> None:
        """Two or three side by side."""
        acts = self._possible(offer)
        for across in self._rows(acts):
            row = Row(size_hint_y=None, height=look.button, spacing=look.gap)
            for act in acts[:across]:
                row.add_widget(act)
            acts = acts[across:]
            self.ids.acts.add_widget(row)

    def _rows(self, acts: list[Act]) -> list[int]:
        """How many stand side by side in each row; the longest words have half the width."""
        if look.tall and len(acts) == 5:
            return [2, 3]
        if look.tall and len(acts) == 3 and not self.today:
            return [3]
        return [2] * -(-len(acts) // 2)

    def _possible(self, offer: Offer) -> list[Act]:
        """What one can do now."""
        return list(self._each_possible(offer))

    def _each_possible(self, offer: Offer) -> Iterator[Act]:
        guide = self.guide
        box: dict[str, Any] = {"kind": "other", "step": 32, "height": look.button}
        if offer.where == "room" and offer.place and self.has_way(offer.place):
            yield self.act(self.t("Show the way"), "way", self._way, **box | {"kind": "main"})
        if self.today:
            yield self.act(self.t("I am here for this"), "here", self._here, **box)
        if agenda.asked_about(offer, guide.now()):
            yield self.act(self.t("How was it?"), "face4", self._asked, **box)
        if len(self.dates) > 1:
            yield self.act(self.t("Other dates"), "calendar", self._dates, **box)
        room = guide.known.find(offer.place) if offer.where == "room" else None
        if room and room.bookable and room.kind == "room":
            yield self.act(self.t("Book the room"), "room", self._book, **box | {"kind": "quiet"})

    def _here(self, _act: Any) -> None:
        if self.one:
            self.count(counting.purpose_of(self.one), 1, self.key)

    def _asked(self, _act: Any) -> None:
        self.go("feedback", key=self.key)

    def _way(self, _act: Any) -> None:
        if self.one:
            self.way_to(self.one.place)

    def _book(self, _act: Any) -> None:
        if self.one:
            open_room(self, self.one.place)

    def _read_on(self, _act: Any) -> None:
        self._part("text")

    def _dates(self, _act: Any) -> None:
        self._part("dates")

    def _part(self, part: str) -> None:
        """The same offer: back leads to its short form."""
        self.go("offer", key=self.key, part=part)

    def _others(self, _act: Any) -> None:
        self.go("offers", span="all")

    # At length

    def _whole_text(self, _offer: Offer) -> None:
        first, rest = (self.text, "") if look.tall else offerwords.halves(self.text)
        self._tongue()
        self.ids.text.add_widget(Words(text=first, step=TEXT, most_lines=WHOLE[look.wide]))
        if rest:
            self.ids.facts.add_widget(Words(text=rest, step=TEXT, most_lines=WHOLE[look.wide]))
        self._back_act()

    def _all_dates(self, offer: Offer) -> None:
        guide = self.guide
        now, house = guide.now(), guide.known
        shown = self.dates[: DATES[look.wide]]
        next_one = next_date(offer, now)
        for when in shown:
            line = offerwords.time_line(guide.texts, house, when, now)
            said = f"[b]{line}[/b]" if when == next_one else line
            last = when == shown[-1]
            self.ids.dates.add_widget(FactRow(icon="calendar", text=said, last=last, spacing=24))
        if len(self.dates) > len(shown):
            self.ids.text.add_widget(Words(text=self.t("The rest stands on your phone."), step=32))
        self._show_codes(offer)
        self._back_act()

    def _back_act(self) -> None:
        back = self.act(self.t("Back to the offer"), "back", self._short, kind="other", step=32, height=look.button)
        self.ids.acts.add_widget(back)

    def _short(self, _act: Any) -> None:
        self.guide.back()

    @classmethod
    def example(cls, guide: "Guide") -> None:
        """What comes first."""
        found = listing.next_entry(guide.offerings.shown(guide.now(), guide.today), guide.now())
        guide.visit.trail.append(Step("offers"))
        guide.go("offer", key=found.offer.id if found else "")
