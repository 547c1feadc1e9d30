# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the screens of a held time have in common: the countdown."""

from typing import Any

from kivy.clock import Clock
from kivy.properties import NumericProperty, StringProperty

from kiosk import countdown, phrases
from kiosk.screens.page import Page
from kiosk.visit import Held

SCANNED_SECONDS = 600
LATE = 120  # seconds before the end, when more time is offered


class Keeping(Page):
    """Counts in whole minutes, in steps of the ring; in seconds in the last minute."""

    segments = NumericProperty(20)
    number = StringProperty()
    unit = StringProperty()

    def prepare(self) -> None:
        held = self.guide.visit.held
        if held is None:
            raise LookupError("no time is held")
        self.held: Held = held
        guide = self.guide
        self.when = phrases.time_line(guide.texts, guide.known, held.begin, held.end, guide.now())
        self.can_more = held.more_left > 0 and countdown.left(held.expires, guide.now()) <= LATE
        self.describe()
        self._tick()

    def describe(self) -> None:
        """Say what the .kv shows."""

    @property
    def whole(self) -> int:
        """Seconds of a full ring."""
        return (
            self.guide.known.hold_minutes * 60
            if self.held.state == "waiting" and self.held.more_left
            else SCANNED_SECONDS
        )

    def _tick(self, _elapsed: float = 0) -> None:
        if self.guide.visit.held is None:
            return
        seconds = countdown.left(self.held.expires, self.guide.now())
        number, unit = countdown.shown(seconds)
        self.number, self.unit = str(number), self._unit(number, unit)
        self.segments = countdown.segments(seconds, max(self.whole, seconds))
        if not seconds:
            Clock.schedule_once(self._expire, 0)  # not now: this screen may just be about to open
        elif self._late():
            self.guide.renew()
        else:
            Clock.schedule_once(self._tick, countdown.next_change(seconds, self.whole))

    def _expire(self, _elapsed: float) -> None:
        held = self.guide.visit.held
        if held and held.token == self.held.token and not countdown.left(held.expires, self.guide.now()):
            self.guide.expire()

    def _unit(self, number: int, unit: str) -> str:
        if unit == "seconds":
            return self.n("second", "seconds", number)
        return self.n("minute", "minutes", number)

    def renew(self) -> bool:
        """News: the same hold may have been scanned, or got more time."""
        held = self.guide.visit.held
        if held is None or self._late() or held.state != self.held.state or held.more_left != self.held.more_left:
            return False
        self.held = held
        self._tick()
        return True

    def _late(self) -> bool:
        """Whether it is time to offer more of it."""
        return (
            not self.can_more
            and self.held.more_left > 0
            and countdown.left(self.held.expires, self.guide.now()) <= LATE
        )

    def more(self, *_touch: Any) -> None:
        self.guide.holding.more()
