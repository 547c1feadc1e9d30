# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""It has arrived: the number, what happens next, and where it can be followed."""

from typing import TYPE_CHECKING

from booking.participation import new_page
from booking.slots import local_day
from kiosk import phrases
from kiosk.house import instant
from kiosk.look import look
from kiosk.screens.offering import Offering
from kiosk.widgets.cards import CodeCard

if TYPE_CHECKING:
    from kiosk.guide import Guide

SIDE = {True: 360, False: 328}
FINE = 400  # letters of an address beyond which its code would be too fine to be read


class Told(Offering):
    name = "told"
    keys = ("home",)

    def prepare(self) -> None:
        guide = self.guide
        self.answered = answer = guide.visit.answered or {}
        self.title = self.t("Thank you!")
        asks = answer.get("kind") == "question"
        self.number = self.t("No. {n}", n=answer.get("number", ""))
        due = instant(answer.get("due"))
        if asks and due:
            day = guide.texts.full_day(local_day(due, guide.known.zone))
            self.question = self.t("The climate office answers by {day} at the latest.", day=day)
        elif asks:
            self.question = self.t("The climate office answers.")
        else:
            self.question = self.t("The house reads it, puts it onto the board and says what becomes of it.")
        self.asks = asks

    def fill(self) -> None:
        box = self.ids.codes
        said = self.t("On the phone you read what becomes of it.")
        if self.guide.known.mail:
            said = self.t("On the phone you can leave an address and read what becomes of it.")
        title = self.t("Follow it")
        box.add_widget(CodeCard(code=self.answered.get("link", " "), title=title, text=said, side=SIDE[look.wide]))
        platform = self.guide.known.platform
        if platform and not self.asks:
            name = phrases.called(platform.name, self.guide.visit.language)
            box.add_widget(
                CodeCard(
                    code=new_page(platform.url, platform.prefix, platform.preload, self.answered.get("text", ""), FINE),
                    title=self.t("Discuss it with others"),
                    text=self.t(
                        "On {name} a new page opens with your sentence. There you log in and save it.", name=name
                    ),
                    side=SIDE[look.wide],
                )
            )

    def renew(self) -> bool:
        """It stays, whatever happens in the house."""
        return self.guide.visit.answered is self.answered

    def board(self) -> None:
        self.go("ideas")

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.visit.answered = {
            "number": 17,
            "kind": "idea",
            "due": None,
            "link": f"{guide.known.public_url}/de/i/Zm9vYmFyYmF6cXV4Zm9vYmFy",
            "text": "Mehr Bänke im Schatten an der Fulda, auch für Menschen, die nicht lange stehen können.",
        }
        guide.go("told")
