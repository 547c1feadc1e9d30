# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Outside opening hours, some minutes after the last touch, the display sleeps: black, and still alive.

A touch or a key wakes it, and presses nothing; a few minutes before the house opens it wakes by itself. Where the plan
or the time is not known for sure it stays awake.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from kivy.clock import Clock

from booking.slots import local_day
from kiosk.house import Day, House
from kiosk.lamp import Lamp
from kiosk.look import look
from kiosk.widgets.dark import Dark

if TYPE_CHECKING:
    from kiosk.app import Kiosk
    from kiosk.config import Light

EARLY = timedelta(minutes=5)  # before the house opens
FADES = 3.0  # seconds
MINUTE = 60.0


def shut(house: House, days: Mapping[tuple[str, date], Day], now: datetime) -> bool:
    """Whether nobody is expected: the plan of today is known, and no room is open or opens in a few minutes."""
    today = local_day(now, house.zone)
    around = [today - timedelta(days=1), today, today + timedelta(days=1)]
    known = [day for room in house.bookable for each in around if (day := days.get((room.id, each)))]
    if not any(day.date == today for day in known):
        return False
    spans = [(day.opens, day.closes) for day in known if day.opens and day.closes]
    return not any(opens - EARLY <= now < closes for opens, closes in spans)


class Night:
    """Looks once a minute whether to sleep or to wake."""

    def __init__(self, kiosk: "Kiosk", light: "Light", lamp: Lamp) -> None:
        self._kiosk, self._light, self._lamp = kiosk, light, lamp
        self._dark = Dark()
        self._since = Clock.time()
        self.asleep = False
        lamp.set(light.day)

    def touched(self) -> bool:
        """Somebody is there: whether that has woken the display."""
        self._since = Clock.time()
        woken = self.asleep
        self._wake()
        return woken

    def look(self) -> None:
        """A minute has passed."""
        if self.asleep and not self._may_sleep():
            self._wake()
        elif not self.asleep and Clock.time() - self._since >= self._light.minutes * MINUTE and self._may_sleep():
            self._sleep()

    def _may_sleep(self) -> bool:
        guide = self._kiosk.guide
        if self._light.night >= self._light.day or guide.house is None or not guide.clock.believed:
            return False
        return guide.visit.untouched and shut(guide.house, guide.days, guide.now())

    def _sleep(self) -> None:
        self.asleep = True
        light = self._light
        black = 1.0 if light.night == 0 else 0.0 if self._lamp.works else 1 - light.night / 100
        self._dark.fall(black, 0.0 if look.still else FADES)
        Clock.schedule_once(self._dim, FADES)

    def _dim(self, _elapsed: float) -> None:
        """After the picture: a monitor that goes out shows nothing of that."""
        if self.asleep:
            self._lamp.set(self._light.night)

    def _wake(self) -> None:
        if self.asleep:
            self.asleep = False
            self._dark.lift()
            self._lamp.set(self._light.day)

    def end(self) -> None:
        """The display ends: it leaves the panel as by day."""
        self._dark.lift()
        self._lamp.close(self._light.day)
