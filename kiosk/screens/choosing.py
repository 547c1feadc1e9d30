# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the three grids have in common: a start is touched, days are paged, a closed day tells why."""

from datetime import date, timedelta
from typing import Any

from booking.slots import local_day
from kiosk import plan
from kiosk.house import Day, Room, read_days
from kiosk.look import look
from kiosk.screens.home import away_text
from kiosk.screens.page import Page
from kiosk.visit import Wish
from kiosk.widgets.boxes import Row
from kiosk.widgets.notice import Notice
from kiosk.widgets.press import Chip

WEEK = 7


class Choosing(Page):
    """A plan to touch; `first` is the first of the seven days that are shown."""

    view = "day"

    def prepare(self, room: str = "", day: date | None = None, first: date | None = None) -> None:
        guide = self.guide
        self.room = guide.known.room(room) if room else None
        self.first = max(first or day or guide.today, guide.today)
        self.day = max(day or self.first, guide.today)
        if not self.first <= self.day < self.first + timedelta(days=self.span):
            self.first = self.day
        self.describe()
        self._fetch()

    def describe(self) -> None:
        """Say title and question."""

    @property
    def rooms(self) -> tuple[Room, ...]:
        """The rooms beside one another; a resource stands alone."""
        return (self.room,) if self.room and self.room.kind != "room" else self.guide.known.bookable

    @property
    def span(self) -> int:
        """How many days are shown at once."""
        return look.across(WEEK)

    @property
    def week(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range(self.span)]

    @property
    def horizon(self) -> date:
        """The last day that may be booked."""
        rooms = (self.room,) if self.room else self.rooms
        return self.guide.today + timedelta(days=max(room.ahead_days for room in rooms))

    def known(self, room: Room, day: date) -> Day | None:
        return self.guide.days.get((room.id, day))

    def _fetch(self) -> None:
        """Ask for the days that we do not know yet; the screen is made anew when they are there."""
        wanted = [(room.id, day) for room in self.rooms for day in self.week]
        if all(key in self.guide.days and key not in self.guide.stale for key in wanted):
            return
        path = f"/api/availability?from={self.week[0]}&to={self.week[-1]}"
        if self.room and self.room.kind != "room":
            path += f"&room={self.room.id}"
        self.guide.client.ask("GET", path, None, self.guide.visit.language, self._fetched, _nothing)

    def _fetched(self, answer: Any) -> None:
        self.guide.know(read_days(answer))

    # Parts

    def day_chips(self) -> Row:
        """Seven days, and the ways to other weeks."""
        row = Row(size_hint_y=None, height=max(96, look.chip), spacing=8)
        if self.first > self.guide.today:
            row.add_widget(self._page_chip(self.t("earlier"), "back", -self.span))
        for day in self.week:
            row.add_widget(self._day_chip(day))
        if self.first + timedelta(days=self.span) <= self.horizon:
            row.add_widget(self._page_chip(self.t("later"), "forward", self.span))
        return row

    def _page_chip(self, text: str, icon: str, days: int) -> Chip:
        chip = Chip(icon=icon, text=text, size_hint_y=1)
        chip.first = max(self.first + timedelta(days=days), self.guide.today)
        chip.bind(on_release=self._paged)
        return chip

    def week_chips(self) -> Row:
        """The ways to other weeks, where a week is shown."""
        return Row(size_hint_y=None, height=0)

    def _paged(self, chip: Any) -> None:
        self.open(day=None, first=chip.first)

    def _day_chip(self, day: date) -> Chip:
        texts = self.guide.texts
        today = day == self.guide.today
        name = texts.capital(texts.t("today")) if today else texts.weekday(day, short=True)
        shut = self.is_shut(day)
        second = texts.t("shut") if shut else texts.short_day(day)
        chip = Chip(text=name, second=second, chosen=day == self.chosen, shut=shut, size_hint_y=1)
        chip.day = day
        chip.bind(on_release=self._day_touched)
        return chip

    @property
    def chosen(self) -> date | None:
        return self.day

    def is_shut(self, day: date) -> bool:
        rooms = (self.room,) if self.room and self.view != "day" else self.rooms
        known = [found for room in rooms if (found := self.known(room, day))]
        return bool(known) and all(found.opens is None for found in known)

    def _day_touched(self, chip: Any) -> None:
        if self.is_shut(chip.day):
            self.go("closed", day=chip.day, room=self.room.id if self.room else "")
        else:
            self.open(day=chip.day, first=self.first)

    def views(self, which: str) -> Row:
        """Day or week."""
        row = Row(size_hint=(None, None), size=(340, look.chip), spacing=12)
        for view, text in (("day", self.t("Day")), ("week", self.t("Week"))):
            chip = Chip(text=text, chosen=view == which, size_hint_y=1)
            chip.view = view
            chip.bind(on_release=self._viewed)
            row.add_widget(chip)
        return row

    def _viewed(self, chip: Any) -> None:
        room = self.room or self.rooms[0]
        if chip.view == "week":
            self.guide.turn("week", room=room.id, first=self.first)
        else:
            self.guide.turn("day" if look.pillar else "room", room=room.id, day=self.day, first=self.first)

    def notice(self) -> Notice:
        return Notice(title=self.t("Booking is not possible right now"), text=away_text(self))

    # Acts

    def open(self, **what: Any) -> None:
        """The same plan with another day."""
        self.guide.turn(self.name, **({"room": self.room.id if self.room else ""} | what))

    def start(self, _grid: object, block: Any) -> None:
        """A free time was touched: how long?"""
        room = self.guide.known.room(block.key.split("|")[0])
        day = self.known(room, local_day(block.start, self.guide.known.zone))
        window = plan.window_of(day, block.start) if day else None
        if window:
            self.guide.visit.wish = Wish(room.id, block.start, window)
            self.go("length")


def _nothing(_refusal: object) -> None:
    """The days stay unknown; the notice above says why."""
