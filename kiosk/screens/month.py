# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""This month in the house: bright windows where people came, and what else there was."""

from typing import TYPE_CHECKING, Any

from kiosk import monthwords
from kiosk.look import look
from kiosk.month import EXAMPLE, Month, read_month
from kiosk.screens.page import Page
from kiosk.widgets.boxes import Row
from kiosk.widgets.cards import FactRow
from kiosk.widgets.facade import Facade
from kiosk.widgets.notice import Notice

if TYPE_CHECKING:
    from kiosk.guide import Guide

SLIM: dict[str, Any] = {"before": 216, "behind": 128, "step": 28}  # px of the words beside the house, enlarged


class MonthPage(Page):
    name = "month"

    def prepare(self) -> None:
        texts, self.month = self.guide.texts, self.guide.month
        self.title = self.t("This month in the house")
        self.question = monthwords.people(texts, self.month) if self.month else ""
        self.key = monthwords.key(texts, self.month) if self.month else ""

    def fill(self) -> None:
        if self.month is None:
            said = self.t("The house does not tell its numbers yet.")
            self.ids.picture.add_widget(
                Notice(icon="info", title=self.t("This is not known at the moment."), text=said)
            )
            return
        facade = Facade(size_hint_min_y=640 if look.tall else 0, **SLIM if look.narrow else {})
        facade.show(monthwords.floors(self.guide.texts, self.month))
        self.ids.picture.add_widget(facade)
        self._facts(self.month)

    def _facts(self, month: Month) -> None:
        """In portrait in pairs."""
        box, across = self.ids.facts, 1 if look.wide else look.across(2)
        found = list(monthwords.facts(self.guide.texts, month))
        for first in range(0, len(found), across):
            row = Row(size_hint_y=None, height=96 if look.wide else 116, spacing=look.gap)
            pair = found[first : first + across]
            last = first + across >= len(found)
            for icon, text, second in pair:
                row.add_widget(FactRow(icon=icon, text=f"[b]{text}[/b]", second=second, last=last, size_hint_y=1))
            for _ in range(across - len(pair)):
                row.add_widget(Row())
            box.add_widget(row)

    def renew(self) -> bool:
        return self.guide.month == self.month

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.month = read_month(EXAMPLE)
        guide.go("month")
