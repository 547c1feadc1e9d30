# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counted, with thanks: for some seconds it can be corrected; then what leads on, and home by itself."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, NumericProperty

from booking import listing
from booking.agenda import Choice, days_from
from kiosk import counting, monthwords, offerwords, phrases
from kiosk.counting import CORRECTED
from kiosk.house import Json
from kiosk.light import lean
from kiosk.look import look
from kiosk.screens.home import open_room
from kiosk.screens.offering import Offering
from kiosk.screens.touching import Touching
from kiosk.widgets.cards import OfferCard
from kiosk.widgets.facade import Facade
from kiosk.widgets.front import Front
from kiosk.widgets.notice import Help
from kiosk.widgets.press import Tile
from kiosk.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.guide import Guide

STAYS = 30.0  # seconds after the last touch
SETTLES = 0.6  # seconds after the last step of the number until it is sent
ROWS = 4
WIDTH = 812  # px of the list in landscape
DOORS = {True: 520, False: 560}
HOUSE = {True: 460, False: 690}


class Counted(Touching, Offering):
    name = "counted"
    people = NumericProperty(1)
    fresh = BooleanProperty(True)  # whether it can still be corrected: nothing is lost with that, see CORRECTED

    def prepare(self, purpose: str, people: int = 1, offer: str = "", state: str = "") -> None:
        guide = self.guide
        self.purpose, self.people, self.key, self.told_state = purpose, people, offer, state
        self.one = self.offerings.offers.get(offer)
        self.fresh = Clock.get_time() < guide.visit.correctable
        self.title = self.t("Not counted") if state == "missed" else self.t("Thank you.")
        self._describe()
        self.leads = self._leads()
        self.head = self._head()

    def _describe(self) -> None:
        """What was counted, or why it was not."""
        word = self.said(self.one.title) if self.one else counting.word(self.guide.texts, self.purpose)
        what = offerwords.listed(self.guide.texts, (self.number_of(self.people), word))
        if self.told_state == "missed":
            self.question = self.t("That did not work right now. You are welcome all the same.")
        elif self.told_state == "later":
            later = self.t("The house does not answer. For five minutes we go on trying; after that it is not counted.")
            self.question = f"{what}. {later}"
        else:
            self.question = self.t("Counted: {what}.", what=what)

    def _head(self) -> str:
        if self.key or not self.leads:
            return ""
        if self.purpose == "advice":
            return self.t("For advice")
        return self.t("Which one is it?") if self.fresh else self.t("Today")

    # What leads on

    def _leads(self) -> list[listing.Entry]:
        """Offers that fit what somebody has come for."""
        now, zone = self.guide.now(), self.guide.known.zone
        if self.one:
            return [self.entry(self.one)]
        if self.purpose == "event":
            return counting.today(self.offers, now, zone)
        if self.purpose == "advice":
            return listing.entries([each for each in self.offers if each.kind in counting.ADVICE], "all", now, zone)
        return []

    def fill(self) -> None:
        if look.tall:  # low down, where nothing is missed when it goes
            self.ids.more.parent.remove_widget(self.ids.more)
            self.ids.foot.add_widget(self.ids.more)
        if self.guide.visit.patience > 1:
            self.ids.acts.remove_widget(self.ids.longer)
        self._list()
        self._acts()
        self._home = Clock.create_trigger(self._go_home, STAYS * self.guide.visit.patience)
        self._send = Clock.create_trigger(self._correct, SETTLES)
        self._late = Clock.create_trigger(self._is_late, 1.0)
        self._home()
        self._late()

    def _list(self) -> None:
        box = self.ids.list
        for entry in self.leads[:ROWS]:
            box.add_widget(self._card(entry))
        if self.one:
            return
        if self.purpose == "room":
            self._doors()
        elif self.purpose == "info":
            self._help()
        elif self.purpose == "looking":
            self._look_around()

    def _card(self, entry: listing.Entry) -> OfferCard:
        """As in other lists; one that is not today says on which day it is."""
        card = self.card(entry, look.column(WIDTH))
        now, zone = self.guide.now(), self.guide.known.zone
        if entry.date and entry.date.begin >= days_from(now, 1, zone):
            place = offerwords.place(self.guide.texts, self.guide.known, entry.offer, level=False)
            card.time = card.until = ""
            card.place = offerwords.listed(self.guide.texts, (self.next_line(entry.offer), place))
            card.height = self.card_height(entry._replace(date=None), look.column(WIDTH), card.place)
        return card

    def _doors(self) -> None:
        """Which of them are open."""
        guide = self.guide
        signs = [
            phrases.sign(guide.texts, guide.known, room, guide.days, guide.now(), guide.away)
            for room in guide.known.bookable
        ]
        front = Front(inset=0, bleed=look.margin, lean=lean(guide.now().astimezone(guide.known.zone)), size_hint_y=None)
        front.height = DOORS[look.wide]
        front.show(signs, self._door_touched)
        self.ids.list.add_widget(front)

    def _door_touched(self, door: Any) -> None:
        open_room(self, door.room)

    def _help(self) -> None:
        """Who knows it, and how it is found out here."""
        guide, box = self.guide, self.ids.list
        said, phone = phrases.called(guide.known.help, guide.visit.language), guide.known.phone
        text = f"{said}\n[b]{self.t('Phone {number}', number=phone)}[/b]" if phone else said
        box.add_widget(Help(icon="people", title=self.t("Ask at the desk"), text=text, size_hint_y=None, height=210))
        for icon, text, second, touched in (
            ("search", self.t("Search"), self.t("What you need"), self._to_search),
            ("info", self.t("Ask a question"), self.t("The climate office answers."), self._to_question),
        ):
            tile = Tile(kind="side", icon=icon, text=text, second=second, height=look.side_tile)
            tile.bind(on_release=touched)
            box.add_widget(tile)

    def _look_around(self) -> None:
        """Something about the city, and how full the house has been."""
        guide, box = self.guide, self.ids.list
        facts = guide.known.facts
        if facts:
            fact = facts[guide.today.toordinal() % len(facts)]
            box.add_widget(
                Words(text=offerwords.first_bold(self.said(fact)), step=36 if look.wide else 42, leading=1.3)
            )
        if guide.month and guide.month.people.some:
            small = {"step": 28, "lines": 1} if look.wide else {"step": 32}
            facade = Facade(size_hint_y=None, height=HOUSE[look.wide], **small)
            facade.show(monthwords.floors(guide.texts, guide.month))
            box.add_widget(facade)

    def _offer_touched(self, card: Any) -> None:
        """While it can be corrected, which offer it is; later only what it is about."""
        if self.purpose == "event" and not self.key and self.fresh and self.told_state != "missed":
            self.count(self.purpose, self.people, card.offer, corrects=True)
        else:
            self.go("offer", key=card.offer)

    def _acts(self) -> None:
        for text, icon, touched in list(self._ways())[:2]:
            self.ids.acts.add_widget(self.act(text, icon, touched, kind="other", step=28, height=look.button))

    def _ways(self) -> Iterator[tuple[str, str, Any]]:
        """The two that are most useful now."""
        told, offers = self.offerings.told, (self.t("What is on?"), "offers", self._to_offers)
        plan = (self.t("Find the way"), "way", self._to_plan)
        if self.one and self.one.where == "room" and self.one.place and self.has_way(self.one.place):
            yield self.t("Show the way"), "way", self._to_place
        if self.purpose == "advice" and told:
            yield self.t("All advice"), "people", self._to_advice
        if self.purpose == "room":
            yield self.t("Book a room"), "room", self._to_booking
        if self.purpose == "looking" and self.guide.month:
            yield self.t("This month"), "building", self._to_month
        if self.guide.wayfinding.finder is not None and not self.key:
            yield plan
        if told:
            yield offers

    def _to_offers(self, _act: Any) -> None:
        self.go("offers")

    def _to_advice(self, _act: Any) -> None:
        self.go("offers", span="all", choice=Choice(kind="advice"))

    def _to_booking(self, _act: Any) -> None:
        self.go("day")

    def _to_plan(self, _act: Any) -> None:
        self.go("floors")

    def _to_search(self, _act: Any) -> None:
        self.go("search")

    def _to_question(self, _act: Any) -> None:
        self.go("idea", question=True)

    def _to_month(self, _act: Any) -> None:
        self.go("month")

    def _to_place(self, _act: Any) -> None:
        if self.one:
            self.way_to(self.one.place)

    # Corrections

    def step(self, people: float) -> None:
        """Another number was stepped to; it is sent when it rests."""
        if int(people) != self.people:
            self._send.cancel()
            self._send()

    def _correct(self, _elapsed: float) -> None:
        if self.parent is not None and self.ids.people.number != self.people:
            self.count(self.purpose, self.ids.people.number, self.key, corrects=True)

    def say(self, told: Json, state: str) -> None:
        """A correction: the same screen with what is counted now; one that has failed leaves what was counted."""
        self.sending = False
        if self.parent is None:
            return
        if state == "missed":
            self.ids.people.number = self.people
            self.question = self.t("The house does not answer. What was counted before stays.")
            return
        self.guide.turn("counted", state=state, **told)

    # Time

    def touched(self) -> None:
        self._home.cancel()
        self._home()

    def _is_late(self, _elapsed: float) -> None:
        """From now on a touch would count again: it only leads on."""
        if self.parent is None:
            return
        self.fresh = Clock.get_time() < self.guide.visit.correctable
        if self.fresh:
            self._late()
        else:
            self.ids.head.text = self._head()

    def _go_home(self, _elapsed: float) -> None:
        if self.parent is None:
            return
        if self.guide.listening:
            self._home()
        else:
            self.guide.leave()

    def more(self) -> None:
        """This page, and every other one, waits longer for this visitor."""
        self.ids.acts.remove_widget(self.ids.longer)
        self.guide.take_time()
        self._home.cancel()
        self._home.timeout = STAYS * self.guide.visit.patience
        self._home()

    def renew(self) -> bool:
        """It stays, whatever happens in the house."""
        return True

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.visit.correctable = Clock.get_time() + CORRECTED
        guide.go("counted", purpose="event", people=3)
