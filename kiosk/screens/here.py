# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""We are here: by the booking code, or with one touch that counts and asks for no name."""

from typing import TYPE_CHECKING, Any

from kivy.properties import BooleanProperty, NumericProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from booking.codes import ALPHABET, LENGTH
from kiosk import counting
from kiosk.connection import Refusal
from kiosk.house import Json
from kiosk.look import look
from kiosk.screens.touching import Touching
from kiosk.widgets.boxes import Row, in_rows
from kiosk.widgets.codebox import CodeBox, CodeKey
from kiosk.widgets.press import PurposeTile

if TYPE_CHECKING:
    from kiosk.guide import Guide

A_ROW, LONG_ROW = 7, 10
HALF = LENGTH // 2


class Here(Touching):
    name = "here"
    beside = True
    typed = StringProperty()
    said = StringProperty()
    asked = BooleanProperty(False)
    people = NumericProperty(1)

    def prepare(self, change: bool = False) -> None:
        self.title = self.t("Longer or shorter") if change else self.t("We are here")
        self.question = (
            self.t("What is your booking code? Only your group changes its time.")
            if change
            else self.t("Good to see you. What is your booking code?")
        )
        self.typed = self.guide.visit.code
        self.people = self.guide.visit.people

    def fill(self) -> None:
        self.boxes = [CodeBox() for _ in range(LENGTH)]
        for number, box in enumerate(self.boxes):
            if number == HALF:
                self.ids.boxes.add_widget(Row(size_hint_x=None, width=40))
            self.ids.boxes.add_widget(box)
        for first in range(0, len(ALPHABET), self.a_row):
            row = BoxLayout(spacing=10)  # letters lie from the left in every language: no mirrored row
            for letter in ALPHABET[first : first + self.a_row]:
                cap = CodeKey(letter=letter)
                cap.bind(on_release=self._pressed)
                row.add_widget(cap)
            self.ids.pad.add_widget(row)
        if self.guide.door:  # visits are counted in the lobby
            for part in (self.ids.instead, self.ids.visit):
                part.parent.remove_widget(part)
        tiles = [self._tile(purpose, icon) for purpose, icon in counting.ICONS.items()]
        high = 244 if look.tall else 200
        for row in in_rows(tiles, look.across(len(tiles)), height=high, spacing=12):
            self.ids.purposes.add_widget(row)
        self._show()

    def _tile(self, purpose: str, icon: str) -> PurposeTile:
        tile = PurposeTile(text=counting.word(self.guide.texts, purpose), icon=icon)
        tile.purpose = purpose
        tile.bind(on_release=self._count)
        return tile

    def renew(self) -> bool:
        """What was typed and said stays, whatever else happens in the house."""
        return True

    def _pressed(self, cap: Any) -> None:
        if len(self.typed) < LENGTH:
            self._say(self.typed + cap.letter)
        if len(self.typed) == LENGTH:
            self._arrive()

    def erase(self) -> None:
        self._say(self.typed[:-1])

    def _say(self, text: str) -> None:
        self.guide.visit.code = self.typed = text
        self.said = ""
        self._show()

    def _show(self) -> None:
        for number, box in enumerate(self.boxes):
            box.letter = self.typed[number : number + 1]
            box.next = number == len(self.typed)

    def lost(self) -> None:
        """The code is not at hand."""
        self.said = self.t("It stands on your booking's page and in the mail. Or ask at the desk.")

    def _arrive(self) -> None:
        if not self.asked:
            self.asked = True
            self.guide.attend(self.typed, "arrival", {}, self._came, self._refused)

    def _came(self, answer: Json) -> None:
        self.asked = False
        self.guide.visit.code, self.guide.visit.present = "", answer
        self.go("present")

    def _refused(self, refusal: Refusal) -> None:
        self.asked = False
        self.said = self._why(refusal)

    def _why(self, refusal: Refusal) -> str:
        if refusal.reason == "unavailable":
            return self.t("The house does not answer. Please try again in a moment, or ask at the desk.")
        if refusal.reason == "gone":
            return self.t("There is no booking with this code. Please look again.")
        return refusal.text

    # Without a code

    def on_people(self, _self: Any, people: int) -> None:
        self.guide.visit.people = int(people)

    def _count(self, tile: Any) -> None:
        self.count(tile.purpose, self.people)

    @property
    def a_row(self) -> int:
        """Letters side by side: more where nothing stands beside them."""
        return LONG_ROW if self.guide.door and look.wide else A_ROW

    @property
    def pad_rows(self) -> int:
        return -(-len(ALPHABET) // self.a_row)

    @property
    def key_height(self) -> int:
        if look.tall or look.tight:
            return max(108, look.button)
        return 104 if self.guide.visit.reading else 118

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.visit.code = "K7M4"
        guide.go("here")
