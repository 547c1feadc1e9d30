# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why a day is closed, and when the house is open again."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from booking.texts import clock_time
from kiosk import phrases
from kiosk.house import Day
from kiosk.look import look
from kiosk.screens.page import Page

if TYPE_CHECKING:
    from kiosk.guide import Guide

LOOK_AHEAD = 21


class Closed(Page):
    name = "closed"

    def prepare(self, day: date, room: str = "") -> None:
        guide = self.guide
        self.day, self.room = day, room
        self.title = phrases.near(guide.texts, day, guide.today)
        known = [found for (_, at), found in guide.days.items() if at == day]
        shut = [found for found in known if found.opens is None and room in ("", found.room)]
        self.question = (
            phrases.why_closed(guide.texts, shut[0], all(found.opens is None for found in known)) if shut else ""
        )
        self.open_day = self._open_again()
        self.again = self._line(self.open_day) if self.open_day else ""

    def _open_again(self) -> Day | None:
        later = (self.day + timedelta(days=number) for number in range(1, LOOK_AHEAD))
        rooms = [self.room] if self.room else [room.id for room in self.guide.known.bookable]
        found = (self.guide.days.get((room, day)) for day in later for room in rooms)
        return next((day for day in found if day and day.opens), None)

    def _line(self, day: Day) -> str:
        guide = self.guide
        if day.opens is None or day.closes is None:
            return ""
        times = {"begin": clock_time(day.opens, guide.known.zone), "end": clock_time(day.closes, guide.known.zone)}
        return self.t("{day} {begin} to {end}", day=phrases.near(guide.texts, day.date, guide.today), **times)

    def show_open(self) -> None:
        day = self.open_day
        if day:
            self.guide.back()
            what = {"day": day.date} | ({"room": self.room} if self.room else {})
            self.guide.turn("room" if self.room and not look.pillar else "day", **what)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        """The next day on which nothing is open."""
        guide.go("day")
        opened = {at for (_, at), day in guide.days.items() if day.opens}
        guide.go("closed", day=min(at for _, at in guide.days if at not in opened and at > guide.today))
