# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Good that you are here: until when the room is yours, staying longer, going already."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from booking.texts import clock_time
from kiosk.connection import Refusal
from kiosk.holding import utc
from kiosk.house import Json
from kiosk.screens.done import open_door
from kiosk.screens.page import Page
from kiosk.widgets.press import Act

if TYPE_CHECKING:
    from kiosk.guide import Guide


class Present(Page):
    name = "present"
    beside = True
    keys = ("home",)

    def prepare(self, left: bool = False) -> None:
        guide, present = self.guide, self.guide.visit.present or {}
        self.shown = present
        booking = present["booking"]
        self.code = booking["code"]
        self.longer = [datetime.fromisoformat(end) for end in present["longer"]]
        until = clock_time(datetime.fromisoformat(booking["end"]), guide.known.zone)
        self.left = left
        self.title = self.t("Thank you. See you again.") if left else self.t("Good that you are here!")
        self.until = (
            self.t("From {time} the room is free for others.", time=until)
            if left
            else self.t("Yours until {time}.", time=until)
        )
        self.booked = booking["room"]
        self.where = self.room_name(booking["room"])
        self.group = booking.get("name") or ""
        self.offer = self.t("Stay longer?") if self.longer and not left else ""

    def fill(self) -> None:
        for end in () if self.left else self.longer:
            text = self.t("until {time}", time=clock_time(end, self.guide.known.zone))
            act = Act(text=text, icon="clock")
            act.end = end
            act.bind(on_release=self._stay)
            self.ids.longer.add_widget(act)
        if not self.left:
            open_door(self.ids.door)

    def renew(self) -> bool:
        """Whatever else happens in the house, this stays, until the group asks for something."""
        return self.guide.visit.present is self.shown

    def _stay(self, act: Any) -> None:
        self.guide.attend(self.code, "extension", {"end": utc(act.end)}, self._stays, self._refused)

    def leave(self) -> None:
        self.guide.attend(self.code, "departure", {}, self._goes, self._refused)

    def _stays(self, answer: Json) -> None:
        self.guide.visit.present = answer
        self.guide.turn("present")

    def _goes(self, answer: Json) -> None:
        self.guide.visit.present = answer
        self.guide.turn("present", left=True)

    def _refused(self, refusal: Refusal) -> None:
        self.go("refused", refusal=refusal)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        """A group that has come for the time that begins next."""
        guide.visit.present = {
            "booking": {
                "code": "K7M4QX",
                "room": guide.known.bookable[0].id,
                "end": "2026-05-07T14:00:00Z",
                "name": "Radwerkstatt Rothenditmold",
            },
            "longer": ["2026-05-07T14:15:00Z", "2026-05-07T14:30:00Z", "2026-05-07T15:00:00Z"],
        }
        guide.go("present")
