# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How was it? Five faces, one touch; then the next person stands here."""

from functools import partial
from typing import TYPE_CHECKING, Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty

from booking import agenda, listing
from booking.agenda import Date
from booking.texts import N_
from kiosk import offerwords
from kiosk.connection import Refusal
from kiosk.house import Json
from kiosk.look import look
from kiosk.screens.offering import Offering
from kiosk.widgets.boxes import in_rows
from kiosk.widgets.cards import ThankedFace
from kiosk.widgets.notice import Notice
from kiosk.widgets.press import PurposeTile
from kiosk.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.guide import Guide

THANKED = 4.0  # seconds until the faces are there again
FACES = {1: N_("very bad"), 2: N_("not so good"), 3: N_("so-so"), 4: N_("good"), 5: N_("very good")}


class Feedback(Offering):
    """`when` is the date that is asked about, else the one that runs or has just ended.

    `face` is what somebody has just touched, `state` what has become of it.
    """

    name = "feedback"
    sending = BooleanProperty(False)

    def prepare(self, key: str, when: Date | None = None, face: int = 0, state: str = "") -> None:
        guide, texts = self.guide, self.guide.texts
        self.key, self.face, self.told_state = key, face, state
        self.one = self.offerings.offers.get(key)
        self.asked = agenda.asked_about(self.one, guide.now()) if self.one else None
        self.when = when or self.asked
        self.title = self.t("How was it?")
        self.offer = self.said(self.one.title) if self.one else ""
        self.icon = agenda.icon(self.one) if self.one else "info"
        time, until = offerwords.times(texts, self.when, guide.known.zone) if self.when else ("", "")
        self.time = f"{time} {until}".strip()
        self.question = self.t("One touch is enough, without names.")

    def fill(self) -> None:
        if self.when is None:
            said = self.t("This is no longer asked about.")
            self.ids.body.add_widget(Notice(icon="clock", title=self.t("It is over."), text=said))
            self.ids.acts.remove_widget(self.ids.sentence)
        elif self.face:
            self._thank()
            self._again = Clock.create_trigger(self._next, THANKED * self.guide.visit.patience)
            self._again()
        else:
            self._ask()

    def _ask(self) -> None:
        self.ids.body.add_widget(Words(text=self.title, step=104, bold=True, most_lines=1, leading=1.1))
        self.ids.body.add_widget(Words(text=self.question, step=42, color=look.ink2))
        tiles = [self._tile(face, word) for face, word in FACES.items()]
        for row in in_rows(tiles, look.across(len(tiles)), height=320 if look.wide else 380 / look.zoom, spacing=16):
            self.ids.faces.add_widget(row)

    def _tile(self, face: int, word: str) -> PurposeTile:
        tile = PurposeTile(text=self.t(word), icon=f"face{face}", px=self.px, lines=2)
        tile.face = face
        tile.bind(on_release=self._touched)
        return tile

    def _thank(self) -> None:
        said = {
            "": self.t("Your answer has arrived. The next person, please."),
            "later": self.t("The house does not answer. We go on trying for five minutes."),
        }.get(self.told_state, self.t("That did not arrive. Please tell it at the desk."))
        title = self.t("Thank you.") if self.told_state != "missed" else self.t("Not counted")
        self.ids.body.add_widget(Words(text=title, step=104, bold=True, most_lines=1, leading=1.1))
        self.ids.body.add_widget(Words(text=said, step=42, color=look.ink2))
        self.ids.faces.add_widget(ThankedFace(icon=f"face{self.face}", text=self.t(FACES[self.face])))

    @property
    def px(self) -> int:
        return 148 if look.wide else 132

    def _touched(self, tile: Any) -> None:
        if self.sending:
            return
        self.sending = tile.chosen = True
        body = {"offer": self.key, "face": tile.face}
        self.guide.count(
            "/api/feedback", body, partial(self._arrived, tile.face), partial(self._not_arrived, tile.face)
        )

    def _arrived(self, face: int, _answer: Json) -> None:
        self._say(face, "")

    def _not_arrived(self, face: int, refusal: Refusal) -> None:
        self._say(face, "later" if refusal.reason == "later" else "missed")

    def _say(self, face: int, state: str) -> None:
        if self.guide.screen.screen == self.name:
            self.guide.turn("feedback", key=self.key, face=face, state=state)

    def _next(self, _elapsed: float) -> None:
        if self.parent is None:
            return
        if self.guide.listening:
            self._again()
        else:
            self.guide.turn("feedback", key=self.key)

    def sentence(self) -> None:
        self.go("idea")

    def show_offer(self) -> None:
        self.go("offer", key=self.key)

    def renew(self) -> bool:
        """It stays under the finger as long as it is asked about."""
        return self.one is None or agenda.asked_about(self.one, self.guide.now()) == self.asked

    @classmethod
    def example(cls, guide: "Guide") -> None:
        """As if what comes first had just ended."""
        found = listing.next_entry(guide.offerings.shown(guide.now(), guide.today), guide.now())
        if found:
            guide.go("feedback", key=found.offer.id, when=found.date)
        else:
            guide.go("feedback", key="")
