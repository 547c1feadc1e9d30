# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody stands there: what the house is, seen from afar. Calm: it changes once a minute, and leans with the sun."""

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kivy.properties import StringProperty

from booking import listing
from booking.texts import Texts, base, clock_time
from kiosk import monthwords, offerwords, phrases, plan, programme
from kiosk.light import lean
from kiosk.look import look
from kiosk.phrases import Sign
from kiosk.screens.offering import Offering
from kiosk.widgets.boxes import Gap, Row
from kiosk.widgets.cards import TodayLine
from kiosk.widgets.door import Door
from kiosk.widgets.facade import Facade
from kiosk.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.guide import Guide

ROWS = 3
MONTHLY = 4  # minutes, of which the last one shows the month
FLOOR = 120  # px of the floor, and of the light on it
DOOR = {True: 448, False: 492}
ACROSS, LINE = {True: 6, False: 3}, 40  # languages side by side, px of their line
ABOVE = {True: 24, False: 190}  # px that are free above the door


class Attract(Offering):
    name = "attract"
    keys = ()
    full = True
    time = StringProperty()
    fact = StringProperty()

    def prepare(self) -> None:
        guide, house = self.guide, self.guide.known
        self.house_name = phrases.called(house.name, guide.visit.language)
        self.hours = phrases.hours_today(guide.texts, house, guide.days, guide.now())
        self.sign = self._sign()
        self.open = any(self._running(room.id) for room in house.bookable)
        self.title = self.t("Come in.") if self.open else self.t("See you soon.")
        if self._is_month():
            self.title = self.t("This month")
        self.touch = self.t("Touch the screen")
        self.fact = monthwords.people(guide.texts, guide.month) if guide.month and self._is_month() else self._fact()
        self.list_title, self.listed = self._lines()
        self.door: Door | None = None
        self.shows_month = self._is_month()
        self.tick()

    def renew(self) -> bool:
        """Doors open and close."""
        return False

    def tick(self) -> None:
        self.time = clock_time(self.guide.now(), self.guide.known.zone)
        if self.parent is not None and self._is_month() != self.shows_month:
            self.guide.renew()
        elif self.door is not None:
            self.door.lean = self._leans()

    def _is_month(self) -> bool:
        """For a minute in a few: how the month goes, as soon as there is something to tell."""
        month = self.guide.month
        return month is not None and month.people.some and self.guide.now().minute % MONTHLY == MONTHLY - 1

    def _leans(self) -> float:
        return lean(self.guide.now().astimezone(self.guide.known.zone))

    def _running(self, room: str) -> bool:
        """Whether the room is open now, free or not."""
        day = self.guide.days.get((room, self.guide.today))
        piece = plan.standing(day, self.guide.now()) if day else None
        return piece is not None and piece.state in ("free", "taken", "held")

    def _sign(self) -> Sign | None:
        """The door that is open; if none is, the one that opens next, with its time."""
        guide, house = self.guide, self.guide.known
        signs = [phrases.sign(guide.texts, house, room, guide.days, guide.now(), guide.away) for room in house.bookable]
        free = next((sign for sign in signs if sign.state in ("free", "quiet")), None)
        if free or not signs:
            return free
        days = [day for room in house.bookable if (day := guide.days.get((room.id, guide.today)))]
        found = plan.next_free(days, guide.now())
        if found is None:
            return signs[0]
        day, at = found
        sign = next(sign for sign in signs if sign.room == day.room)
        free_from = self.t("free from {time}", time=clock_time(at, house.zone))
        return replace(sign, until=free_from)

    def _fact(self) -> str:
        """Another one each day."""
        facts = self.guide.known.facts
        if not facts:
            return ""
        return offerwords.first_bold(self.said(facts[self.guide.today.toordinal() % len(facts)]))

    def _lines(self) -> tuple[str, list[tuple[str, str, str]]]:
        """What is on today, else what comes next."""
        guide, house, zone = self.guide, self.guide.known, self.guide.known.zone
        days = [day for room in house.rooms if (day := guide.days.get((room.id, guide.today)))]
        found = programme.today(self.offers, plan.public_today(days, guide.now()), guide.now(), zone)
        if found:
            return self.t("Today"), [self._line(line) for line in found[:ROWS]]
        entry = listing.next_entry(self.offers, guide.now())
        if entry is None or entry.date is None:
            return "", []
        place = offerwords.place(guide.texts, house, entry.offer, level=False)
        when = offerwords.soon(guide.texts, house, entry.date, guide.now())
        return self.t("Next in the house"), [(self.guide.texts.capital(when), self.said(entry.offer.title), place)]

    def _line(self, line: programme.Today) -> tuple[str, str, str]:
        house, time = self.guide.known, clock_time(line.begin, self.guide.known.zone)
        if line.offer:
            place = offerwords.place(self.guide.texts, house, line.offer, level=False)
            return time, self.said(line.offer.title), place
        return time, line.name, self.room_name(line.room)

    def fill(self) -> None:
        if look.wide:
            self.ids.below.remove_widget(self.ids.news)
            self.ids.side.add_widget(self.ids.news)
            self.ids.side.add_widget(Gap())
        if self.shows_month:
            self._house()
        else:
            self._hang()
        for time, text, place in self.listed:
            line = TodayLine(time=time, text=text, place=place)
            self.ids.rows.add_widget(line)
        self._languages()
        self.bind(minimum_height=self._spare)

    def _spare(self, *_changed: object) -> None:
        """What stands here is not shown in slices: what does not fit is left away, the least wanted first."""
        if self.minimum_height <= self.height:
            return
        if self.fact:
            self.fact = ""
        elif len(self.ids.rows.children) > 1:
            self.ids.rows.remove_widget(self.ids.rows.children[0])

    def _languages(self) -> None:
        """The same in the other languages; whoever reads a simple form of one understands these few words in it."""
        mine = base(self.guide.visit.language)
        others = [each for each in self.guide.known.languages if base(each) == each != mine]
        for first in range(0, len(others), ACROSS[look.wide]):
            row = Row(size_hint_y=None, height=LINE, spacing=28)
            for language in others[first : first + ACROSS[look.wide]]:
                row.add_widget(Words(text=_touch(language), language=language, step=28, hug=True, color=look.on_petrol))
            self.ids.languages.add_widget(row)

    def _hang(self) -> None:
        """The door, on the floor line; it is not to be touched: whatever is touched wakes the display."""
        sign, picture = self.sign, self.ids.picture
        if sign is None:
            return
        self.door = Door(
            state_of=sign.state, name=sign.name, word=sign.word, until=sign.until, depth=FLOOR, lean=self._leans(),
            large=True, disabled=True, size_hint=(None, None),
        )  # fmt: skip
        picture.add_widget(self.door)
        picture.bind(size=self._place_door)
        picture.bind(pos=self._place_door)
        self._place_door()

    def _house(self) -> None:
        """The house with the windows of this month, instead of door and oak."""
        guide, picture = self.guide, self.ids.picture
        if guide.month is None:
            return
        self.facade = Facade(size_hint=(None, None), street=FLOOR)
        self.facade.show(monthwords.floors(guide.texts, guide.month))
        picture.add_widget(self.facade)
        picture.bind(size=self._place_house)
        picture.bind(pos=self._place_house)
        self._place_house()

    def _place_house(self, *_changed: object) -> None:
        picture = self.ids.picture
        self.facade.size = picture.width - 2 * look.margin, max(picture.height - ABOVE[look.wide], 200)
        self.facade.pos = picture.x + look.margin, picture.y

    def _place_door(self, *_changed: object) -> None:
        picture, door = self.ids.picture, self.door
        if door is None:
            return
        door.size = DOOR[look.wide], max(picture.height - FLOOR - ABOVE[look.wide], 200)
        x = picture.right - door.width - look.margin if look.rtl else picture.x + look.margin
        door.pos = x, picture.y + FLOOR

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.visit.trail = guide.visit.trail[:1]
        guide.resting = True
        guide.renew()


@cache
def _touch(language: str) -> str:
    """What to do, in a language of which nothing else may ever be read."""
    return Texts(language, "kiosk").t("Touch the screen")
