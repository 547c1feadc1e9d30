# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The house says no: why, and when it is free instead."""

from typing import TYPE_CHECKING, Any

from booking.slots import local_day
from kiosk import phrases, plan
from kiosk.connection import Refusal
from kiosk.holding import utc
from kiosk.house import Span
from kiosk.screens.length import free_wish
from kiosk.screens.page import Page
from kiosk.visit import Wish
from kiosk.widgets.press import Act

if TYPE_CHECKING:
    from kiosk.guide import Guide

MOST = 4


class Refused(Page):
    name = "refused"
    beside = True

    def prepare(self, refusal: Refusal) -> None:
        self.refusal = refusal
        away = refusal.reason == "unavailable"
        self.title = self.t("Booking is not possible right now") if away else self.t("That did not work")
        self.why = refusal.text or self.guide.texts.t(_SENTENCES.get(refusal.reason, _SENTENCES["unavailable"]))
        self.instead = self.t("It is free then:") if refusal.free else ""
        self.waits = self._waits()
        self.kept = self.guide.visit.held is not None
        self.mail = refusal.reason == "shared_quota"  # which only a phone can tell the house

    def _waits(self) -> str:
        """Where a phone gets onto the waitlist for the time that was taken; nowhere without mail."""
        asked, house = self.guide.visit.asked, self.guide.house
        if self.refusal.reason != "taken" or not asked or not house or not house.mail:
            return ""
        room, span = asked
        language = self.guide.visit.language
        return f"{house.public_url}/{language}/rooms/{room}/wait?begin={utc(span.begin)}&end={utc(span.end)}"

    def fill(self) -> None:
        guide = self.guide
        for room, span in self.refusal.free[:MOST]:
            line = phrases.time_line(guide.texts, guide.known, span.begin, span.end, guide.now())
            act = Act(text=f"{line}, {self.room_name(room)}", icon="calendar", step=36)
            act.room, act.span = room, span
            act.bind(on_release=self._chosen)
            self.ids.free.add_widget(act)

    def _chosen(self, act: Any) -> None:
        """One of the free times: how long?"""
        span: Span = act.span
        day = self.guide.days.get((act.room, local_day(span.begin, self.guide.known.zone)))
        window = (plan.window_of(day, span.begin) if day else None) or span
        self.guide.visit.wish = Wish(act.room, span.begin, window)
        self.go("length")

    def plan(self) -> None:
        wish = self.guide.visit.wish
        self.go("day", **({"day": local_day(wish.begin, self.guide.known.zone)} if wish else {}))

    def once_more(self) -> None:
        """The time is still held: on the phone, or as it was tried."""
        if self.mail:
            self.go("hold")
        else:
            self.guide.back()

    @classmethod
    def example(cls, guide: "Guide") -> None:
        """A time that somebody else has just taken."""
        wish = free_wish(guide)
        free = tuple((wish.room, Span(begin, wish.window.end)) for begin in (wish.begin,))
        guide.go("refused", refusal=Refusal("taken", guide.texts.t("This time is already taken."), free))


_SENTENCES = {
    "unavailable": "The house does not answer. Please try again in a moment, or ask at the desk.",
    "expired": "The time is no longer kept for you. Please choose again.",
    "cancelled": "The time is no longer kept for you. Please choose again.",
}
