# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kept for you: scan it and finish on the phone, or book without one."""

from typing import TYPE_CHECKING

from kiosk.screens.keeping import Keeping
from kiosk.screens.length import free_wish

if TYPE_CHECKING:
    from kiosk.guide import Guide


class Hold(Keeping):
    name = "hold"
    beside = True

    def describe(self) -> None:
        guide, held = self.guide, self.held
        room = guide.known.room(held.room)
        self.scanned = held.state == "scanned"
        self.title = self.t("Reserved for you")
        self.where = f"{self.room_name(room.id)}, {guide.texts.level(room.level)}"
        if self.scanned:
            self.act, self.how = (
                self.t("Go on with the phone"),
                self.t("The phone has your time. We wait here until you are done."),
            )
        else:
            self.act, self.how = self.t("Scan with the phone"), self.t("Enter your group there and book. No app.")
        self.wifi = self._wifi()

    def _wifi(self) -> str:
        wifi = self.guide.known.wifi
        if not wifi or self.scanned:
            return ""
        if wifi.get("password"):
            return self.t(
                "No network on the phone? The Wi-Fi here is [b]{name}[/b], password [b]{password}[/b].", **wifi
            )
        return self.t("No network on the phone? The Wi-Fi here is [b]{name}[/b], without password.", name=wifi["name"])

    def without_phone(self) -> None:
        self.go("name")

    def never_mind(self) -> None:
        self.guide.home()

    def other_length(self) -> None:
        self.guide.holding.let_go()
        self.guide.turn("length")

    @classmethod
    def example(cls, guide: "Guide") -> None:
        """The first free hour of the first room, held for real."""
        guide.visit.wish = wish = free_wish(guide)
        guide.go("length")
        guide.holding.hold(wish.room, wish.begin, guide.known.room(wish.room).shortest)
