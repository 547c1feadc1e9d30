# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""At a room's door: free or taken, until when, by whom, what comes next; and to book it, to come, to stay, to go.

It stands there all day, so that everything on it may be touched by anybody who passes. Booking a free room is for
everybody. To come, to stay longer and to end a booking take its code, as in the lobby: the group has it on its phone
and in its mail, no display ever shows it to others, and whoever tries codes out is stopped by the house. What is asked
goes through the desk like every wish; the room's quarters of an hour are claimed there, so that two can never have one.
"""

from typing import TYPE_CHECKING, Any

from kivy.clock import Clock

from booking.slots import local_day
from booking.texts import clock_time
from kiosk import doorway, plan
from kiosk.house import Room
from kiosk.light import lean
from kiosk.look import look
from kiosk.screens.page import Page
from kiosk.visit import Wish
from kiosk.widgets.boxes import in_rows
from kiosk.widgets.cards import TodayLine
from kiosk.widgets.notice import Bulletin, Notice
from kiosk.widgets.press import Act
from kiosk.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.guide import Guide

WIDE, TALL = (1112, 720), (800, 1124)  # px for which this was drawn
INK = {"taken": "on_plinth"}  # of the words, where the ground is dark
HOUR = 64  # px that an hour's number needs
A_LINE, FIXED = 94, 880  # px of a line in the list, and of what stands above it in portrait


class DoorScreen(Page):
    name = "door"
    beside = True
    keys = ()
    bare = True

    def prepare(self, room: str = "") -> None:
        guide = self.guide
        self.asked = room or guide.door
        found = guide.known.find(self.asked)
        self.room = found if found in guide.known.rooms else None
        self.unit = min(side / drawn for side, drawn in zip((look.room, look.high), self.drawn, strict=True))
        self.word = self.until = self.who = self.next = self.called = ""
        self.state, self.lean = "closed", lean(guide.now().astimezone(guide.known.zone))
        self.rest: list[tuple[str, str]] = []
        if self.room:
            self._describe(self.room)
        self.ground = look.plinth if self.state == "taken" else look.wall
        self.floor = look.plinth_b if self.state == "taken" else look.floor
        self.ink = getattr(look, INK.get(self.state, "ink"))
        self.time = clock_time(guide.now(), guide.known.zone)

    def _describe(self, room: Room) -> None:
        guide = self.guide
        self.now = doorway.look_at(guide.texts, guide.known, room, guide.days, guide.now(), self.away)
        sign = self.now.sign
        self.state, self.called, self.word, self.until = sign.state, sign.name, sign.word, sign.until
        after = doorway.after(guide.texts, guide.known, self.now.later)
        who = f"[b]{self.now.who}[/b]" if self.now.who else ""
        self.who = "" if look.pillar else who  # in landscape it stands on the floor
        self.next = " · ".join(filter(None, (who if look.pillar else "", after)))
        self.rest = doorway.lines(guide.texts, guide.known, self.now.later)

    @property
    def drawn(self) -> tuple[int, int]:
        return WIDE if look.pillar else TALL

    def px(self, drawn: float) -> int:
        """Px of this display for px of the drawing."""
        return int(drawn * self.unit)

    def renew(self) -> bool:
        """Doors open and close."""
        return False

    def tick(self) -> None:
        self.ids.time.text = clock_time(self.guide.now(), self.guide.known.zone)
        self.ids.door.lean = lean(self.guide.now().astimezone(self.guide.known.zone))

    # What stands there

    def fill(self) -> None:
        ids = self.ids
        if self.room is None:
            ids.acts.add_widget(self._unknown())
        acts = self._acts()
        for row in in_rows(acts, len(acts) if look.pillar else 2, height=self.key_height, spacing=look.gap):
            ids.acts.add_widget(row)
        ids.ribbon.bind(on_start=self._touched)
        self._later = Clock.create_trigger(self._lay, -1)  # once, when size and place are both settled
        ids.plan.bind(size=self._later, pos=self._later)
        for time, text in self.rest[: self.lines]:
            ids.rest.add_widget(TodayLine(time=time, text=text))

    @property
    def key_height(self) -> int:
        return max(look.button, look.chip)

    @property
    def lines(self) -> int:
        """How many lines of the rest of the day there is room for; in landscape the ribbon says it."""
        return 0 if look.pillar else max(int((look.high - FIXED * self.unit) // A_LINE), 0)

    def _acts(self) -> list[Any]:
        keys: list[Any] = []
        if self.away:
            keys.append(self._notice())
        elif self.room:
            if self.now.start:
                keys.append(self._act(self.t("Book now"), "plus", self._book, "main"))
            if self.now.coming:
                keys.append(self._act(self.t("We are here"), "here", self._come, "other" if self.now.start else "main"))
            if self.state == "taken":
                keys.append(self._act(self.t("Longer or shorter"), "clock", self._change, "other"))
        return [*keys, self._act(self.t("Other rooms"), "building", self._others, "quiet")]

    def _act(self, text: str, icon: str, act: Any, kind: str) -> Act:
        key = Act(text=text, icon=icon, kind=kind, size_hint_y=1, step=36)
        key.ids.words.most_lines = 2
        key.bind(on_release=act)
        return key

    def _notice(self) -> Bulletin:
        """Nothing can be booked, and how old the plan is."""
        at, zone = self.guide.plan_at, self.guide.known.zone
        told = self.t("The plan is from [b]{time}[/b].", time=clock_time(at, zone)) if at else ""
        return Bulletin(text=f"{self.t('Booking is not possible right now')}. {told}", size_hint=(2, 1))

    def _unknown(self) -> Notice:
        text = self.t("The house has no room “{room}”. Please tell the desk.", room=self.asked)
        return Notice(title=self.t("This display does not know its room"), text=text, icon="info")

    # The rest of the day

    @property
    def ribbon_height(self) -> int:
        return max(self.px(84), look.chip) if self.room else 0

    def _lay(self, _elapsed: float) -> None:
        if self.parent is None:  # news have made it anew before it was laid out
            return
        guide, grid, hours = self.guide, self.ids.ribbon, self.ids.hours
        day = guide.days.get((self.room.id, guide.today)) if self.room else None
        if not self.room or day is None or grid.width < 200:
            return
        box = grid.width, self.ribbon_height
        blocks, axis = doorway.ribbon(
            guide.texts, guide.known, self.room, day, box, guide.now(), self.away, look.target
        )
        grid.show(blocks)
        hours.clear_widgets()
        pitch = grid.width / axis.minutes
        every = next(n for n in (1, 2, 3, 4, 6) if n * 60 * pitch >= self.px(HOUR) or n == 6)
        for minute in axis.hours[::every]:
            words = Words(text=f"{minute // 60}:00", step=self.px(26), size_hint=(None, None), hug=True)
            left = grid.x + (minute - axis.begin) * pitch
            words.pos = min(left, grid.right - words.width), hours.top - words.height
            hours.add_widget(words)

    # Acts

    def _book(self, _act: Any) -> None:
        self._begin(self.now.start)

    def _touched(self, _grid: Any, block: Any) -> None:
        self._begin(block.start)

    def _begin(self, start: Any) -> None:
        """The room is known, and when: how long?"""
        guide = self.guide
        day = guide.days.get((self.asked, local_day(start, guide.known.zone)))
        window = plan.window_of(day, start) if day else None
        if window:
            guide.visit.wish = Wish(self.asked, start, window)
            self.go("length")

    def _come(self, _act: Any) -> None:
        self.go("here")

    def _change(self, _act: Any) -> None:
        self.go("here", change=True)

    def _others(self, _act: Any) -> None:
        self.go("home")

    @classmethod
    def example(cls, guide: "Guide") -> None:
        """The first room's door."""
        guide.go("door", room=guide.door or guide.known.bookable[0].id)
