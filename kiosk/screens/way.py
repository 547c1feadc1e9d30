# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way: where I am, the line, the first turn; what the room is like; and all of it on the phone."""

from math import ceil
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kivy.properties import StringProperty

from booking.plan import words
from booking.plan.building import Mark, Place
from booking.plan.instructions import Instruction
from booking.plan.routing import NoWay
from booking.plan.targets import goal
from kiosk import phrases
from kiosk.house import Room
from kiosk.look import look
from kiosk.screens.finding import Finding
from kiosk.screens.home import open_room
from kiosk.wayfinder import Way
from kiosk.widgets.boxes import Column
from kiosk.widgets.notice import Bulletin, Notice
from kiosk.widgets.press import Act
from kiosk.widgets.steps import RoomCard, WayStep

if TYPE_CHECKING:
    from kiosk.guide import Guide

MOST_STEPS = {True: 4, False: 7}  # in landscape there is less room
ICONS = {"ahead": "ahead", "left": "left", "right": "right", "around": "around", "up": "stairs", "down": "stairs"}


class WayPage(Finding):
    name = "way"
    far = StringProperty()
    link = StringProperty()

    def prepare(self, to: str, thing: str = "") -> None:
        self.way: Way | None = None
        self.end: Place | Mark | None = None
        self.blocked = False
        self.to = to
        finder = self.finder
        try:
            self.end = goal(finder.building, to) if finder else None
        except KeyError:
            self.end = None
        if finder is None or self.end is None:
            self.title = self.t("Where is what?")
            return
        place = words.place_name(self.end, self.guide.texts)
        self.title, self.question = (self.room_name(thing), place) if thing else (place, "")
        try:
            self.way = finder.way(self.end, self.profile, self.guide.blocked)
        except NoWay as none:
            self.blocked = none.blocked
            return
        self.far = self._far(self.way)
        free = "&free=1" if self.profile.step_free else ""
        base = f"{self.guide.known.public_url}/{self.guide.visit.language}/way"
        self.link = f"{base}?to={quote(to, safe='/')}{finder.asked}{free}"

    def _far(self, way: Way) -> str:
        if not way.told:
            return self.t("You are there.")
        one, many = "[b]{metres} m[/b], about {n} minute", "[b]{metres} m[/b], about {n} minutes"
        return self.guide.texts.n(one, many, way.minutes, metres=way.metres)

    def fill(self) -> None:
        ids, finder = self.ids, self.finder
        if look.wide:
            self._side_by_side()
        if finder is None or self.end is None:
            ids.card.add_widget(self.no_plan())
            return
        for walk, icon, text in self._walks():
            high = look.chip if look.wide else max(72, ceil(look.target))
            act = Act(kind="main" if self.guide.visit.walk == walk else "quiet", height=high)
            act.step = 28 if look.wide else 32
            act.icon, act.text, act.walk = "check" if self.guide.visit.walk == walk else icon, text, walk
            act.bind(on_release=self._walks_so)
            ids.walks.add_widget(act)
        if self.way is None:
            ids.card.add_widget(self._no_way())
        else:
            self._tell(self.way)
        levels = self.way.levels if self.way and self.way.levels else {finder.level, *self._levels()}
        ids.plan.bind(on_place=self._touched)
        ids.plan.show(self.source(finder, levels, self.way, self.end), moving=True)
        for row in self.quick(finder, across=2 if look.wide else 4):
            ids.quick.add_widget(row)
        visit = self.guide.visit
        if visit.walk == "tactile" and visit.told != self.to and not visit.reading:
            visit.told = self.to
            self.speak()

    def _side_by_side(self) -> None:
        """Landscape: the plan at the start side, everything else beside it."""
        ids = self.ids
        right = Column(size_hint_x=0.72, spacing=16, padding=(0, 116, 0, 0))
        for part in (ids.head, ids.foot):
            self.remove_widget(part)
            right.add_widget(part)
        self.add_widget(right)
        ids.told.remove_widget(ids.panel)
        ids.foot.remove_widget(ids.quick)
        ids.below.add_widget(ids.panel)
        ids.below.add_widget(ids.quick)

    def _levels(self) -> list[float]:
        return list(self.end.levels) if self.end else []

    def _walks(self) -> list[tuple[str, str, str]]:
        strips = bool(self.finder and any(path.tactile for path in self.finder.building.paths))
        walks = [("free", "access", self.t("without steps"))]
        if strips:
            spoken = self.t("guiding strip, spoken") if self.guide.speech.speaks else self.t("guiding strip")
            walks.append(("tactile", "speech", spoken))
        return walks

    def _walks_so(self, act: Any) -> None:
        visit = self.guide.visit
        visit.walk, visit.told = "" if visit.walk == act.walk else act.walk, ""
        self.guide.again()

    # What is told

    def _tell(self, way: Way) -> None:
        room = self._room()
        if way.around:
            self.ids.card.add_widget(Bulletin(text=self._shut()))
        if room is not None and room.bookable and not (way.around and look.wide):  # there is no room for both
            sign = phrases.sign(
                self.guide.texts, self.guide.known, room, self.guide.days, self.guide.now(), self.guide.away
            )
            card = RoomCard(
                state=sign.state, text=f"{sign.word} {sign.until}", second=self._facts(room), act=self.t("See times")
            )
            card.ids.book.bind(on_release=self._book)
            self.ids.card.add_widget(card)
        spoken = self.guide.visit.walk == "tactile" and self.guide.speech.speaks
        most = MOST_STEPS[look.wide]
        for one in way.told if len(way.told) <= most else way.told[: most - 1]:
            step = WayStep(icon=self._icon(one), text=self._sentence(one), far=self._metres(one))
            step.disabled = not spoken
            step.bind(on_release=self._say)
            self.ids.steps.add_widget(step)
        if len(way.told) > most:
            more = WayStep(icon="phone", text=self.t("The rest stands on your phone."))
            more.disabled = True
            self.ids.steps.add_widget(more)

    def _shut(self) -> str:
        """What cannot be passed, and that this way avoids it."""
        finder = self.finder
        texts = self.guide.texts
        named = sorted(words.barred_name(finder.building, key, texts) for key in self.guide.blocked) if finder else []
        return self.t("Closed: {places}. This way goes round it.", places=words.listed(named, texts))

    def _facts(self, room: Room) -> str:
        facts = [self.guide.texts.n("{n} person", "up to {n} people", room.capacity)] if room.capacity else []
        return ", ".join([*facts, *(self.guide.texts.equipment(each) for each in room.equipment)])

    def _room(self) -> Room | None:
        if not isinstance(self.end, Place) or self.end.room is None:
            return None
        return self.guide.known.room(self.end.room)

    def _sentence(self, one: Instruction) -> str:
        finder = self.finder
        return words.sentence(one, finder.building, self.guide.texts) if finder else ""

    def _metres(self, one: Instruction) -> str:
        return self.t("{n} m", n=round(one.metres)) if round(one.metres) else ""

    def _icon(self, one: Instruction) -> str:
        if one.climb is not None and one.by is not None and one.by.kind == "lift":
            return "lift"
        return ICONS.get(one.turn.removeprefix("half_"), "ahead")

    def _no_way(self) -> Notice:
        guide = self.guide
        why = self.t("There is no way that we know.")
        if self.blocked:
            why = self.t("The way is closed at the moment.")
        elif self.profile.step_free:
            why = self.t("There is no way without steps that we know.")
        phone = self.t("Phone {number}", number=guide.known.phone) if guide.known.phone else ""
        return Notice(
            icon="closed" if self.blocked else "warning",
            title=why,
            text=f"{phrases.called(guide.known.help, guide.visit.language)}\n{phone}",
        )

    # Spoken

    def speak(self) -> None:
        """The whole way, from the first turn to the door; where everything is read aloud, it is read with the rest."""
        if self.way is None:
            told = [self.t("There is no way that we know.")]
        else:
            told = [self.title, self.far]
            told += [f"{self._sentence(one)}, {self._metres(one)}".removesuffix(", ") for one in self.way.told]
        self.guide.say(told)

    def _say(self, step: Any) -> None:
        self.guide.say([step.text, step.far])

    # Touches

    def _touched(self, _plan: object, place: Place) -> None:
        if place is not self.end:
            self.go_to(place)

    def _book(self, _act: Any) -> None:
        room = self._room()
        if room is not None:
            open_room(self, room.id)

    def renew(self) -> bool:
        """The way stays while somebody reads it, unless it is another one now."""
        finder = self.finder
        if finder is None or self.way is None or self.end is None or self.ids.plan.source is None:
            return False
        try:
            now = finder.way(self.end, self.profile, self.guide.blocked)
        except NoWay:
            return False
        if self.ids.plan.source.finder is not finder or now.route.steps != self.way.route.steps:
            return False
        source = self.source(finder, self.ids.plan.source.levels, self.way, self.end)
        return source.states == self.ids.plan.source.states and source.words == self.ids.plan.source.words

    @classmethod
    def example(cls, guide: "Guide") -> None:
        """Two levels, with a room that can be booked."""
        guide.visit.walk = "free"
        guide.go("way", to=guide.known.bookable[1].id)
