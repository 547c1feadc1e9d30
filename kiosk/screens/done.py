# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Booked: the door opens; the code, and the calendar entry itself as a QR code."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from kivy.animation import Animation

from booking.slots import local_day
from booking.texts import clock_time
from kiosk import phrases
from kiosk.look import look
from kiosk.screens.name import Name
from kiosk.screens.page import Page

if TYPE_CHECKING:
    from kiosk.guide import Guide

OPENS, GLOWS = 0.32, 0.24


def open_door(door: Any) -> None:
    """The leaf opens, then the light falls out."""
    if look.still:
        return
    door.opening = door.glow = 0
    opens = Animation(opening=1, duration=OPENS, transition="in_out_cubic")
    (opens + Animation(glow=1, duration=GLOWS, transition="in_out_cubic")).start(door)


class Done(Page):
    name = "done"
    beside = True
    keys = ("home",)

    def prepare(self) -> None:
        guide, booking = self.guide, self.guide.visit.booking or {}
        begin, end = (datetime.fromisoformat(booking[key]) for key in ("begin", "end"))
        zone = guide.known.zone
        requested = booking["status"] == "requested"
        self.title = self.t("Asked for.") if requested else self.t("Booked.")
        self.day = phrases.near(guide.texts, local_day(begin, zone), guide.today)
        self.times = self.t("{begin} to {end}", begin=clock_time(begin, zone), end=clock_time(end, zone))
        self.booked = booking["room"]
        self.room = self.room_name(booking["room"])
        self.group = booking.get("name") or ""
        self.code = f"{booking['code'][:3]} {booking['code'][3:]}"
        self.entry = booking.get("entry") or ""
        self.next = (
            self.t("The house looks at it and answers. Until then the time is kept for you.") if requested else ""
        )

    def fill(self) -> None:
        open_door(self.ids.door)

    def renew(self) -> bool:
        """What is booked stays on the display whatever else happens."""
        return True

    @classmethod
    def example(cls, guide: "Guide") -> None:
        """A booking made at the display."""
        if guide.visit.held and not guide.holding.busy:
            guide.holding.book("Radwerkstatt Rothenditmold", True)
        elif not guide.visit.held:
            Name.example(guide)
