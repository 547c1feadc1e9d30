# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where is what: the levels of the house, turned as the visitor stands; a room that is touched shows the way."""

from typing import TYPE_CHECKING, Any

from booking.plan.building import Place
from booking.plan.words import level_name
from kiosk import floorlayout
from kiosk.look import look
from kiosk.screens.finding import Finding
from kiosk.widgets.boxes import Gap
from kiosk.widgets.legend import legend
from kiosk.widgets.press import Act, Chip

if TYPE_CHECKING:
    from kiosk.guide import Guide

FEW = 4  # levels whose names stand side by side; of more only what the lift's button says
ZOOMS = (1.0, 1.7, 2.9, 5.0)
PLAN = {True: (1500.0, 830.0), False: (984.0, 1250.0)}  # px that the plan has at least, to choose what is drawn


class FloorsPage(Finding):
    name = "floors"

    def prepare(self, level: float | None = None) -> None:
        self.title = self.t("Where is what?")
        self.question = self.t("Touch where you want to go.") if self.finder else ""
        self.level = level
        self.zoom = 0

    def fill(self) -> None:
        finder = self.finder
        if finder is None:
            self.ids.levels.add_widget(self.no_plan())
            self.ids.foot.add_widget(Gap())
            return
        levels = finder.building.levels
        sizes = [finder.size(level) for level in levels]
        if not floorlayout.together(sizes, *PLAN[look.wide]):
            level = finder.level if self.level is None else self.level
            self._level_chips(levels, level)
            levels = (level,)
        plan = self.ids.plan
        plan.bind(on_place=self._touched, on_near=self._nearer)
        plan.show(self.source(finder, levels), moving=True)
        self.ids.foot.add_widget(legend(self.guide.texts, self.away, lit=True))
        for row in self.quick(finder, across=3):
            self.ids.foot.add_widget(row)

    def renew(self) -> bool:
        """The states of the rooms change; where the visitor has zoomed to stays."""
        finder, plan = self.finder, self.ids.plan
        if finder is None or plan.source is None or plan.source.finder is not finder:
            return False
        plan.show(self.source(finder, plan.source.levels))
        return True

    def _level_chips(self, levels: tuple[float, ...], chosen: float) -> None:
        """More levels than can be seen at once; and nearer, for they are large."""
        finder = self.finder
        row = self.ids.levels
        row.height = look.chip
        for level in reversed(levels):
            tags = finder.building.called.get(level, {}) if finder else {}
            name = level_name(finder.building, level, self.guide.texts) if finder else ""
            short = name if len(levels) <= FEW else tags.get("level:ref") or f"{level:g}"
            chip = Chip(text=short, chosen=level == chosen, size_hint_y=1)
            chip.told = name
            chip.level = level
            chip.bind(on_release=self._leveled)
            row.add_widget(chip)
        for icon, step in (("minus", -1), ("plus", 1)):
            act = Act(kind="quiet", icon=icon, size_hint=(None, 1), width=look.chip, padding=(0, 0))
            act.told = self.t("nearer") if step > 0 else self.t("further away")
            act.step = 32
            act.by = step
            act.bind(on_release=self._zoomed)
            row.add_widget(act)
        self._zoom_by(0)

    def _leveled(self, chip: Any) -> None:
        self.guide.turn("floors", level=chip.level)

    def _zoomed(self, act: Any) -> None:
        self._zoom_by(act.by)

    def _nearer(self, _plan: object) -> None:
        self._zoom_by(1)

    def _zoom_by(self, steps: int) -> None:
        self.zoom = min(max(self.zoom + steps, 0), len(ZOOMS) - 1)
        self.ids.plan.zoom = ZOOMS[self.zoom]
        for act in self.ids.levels.children:
            by = getattr(act, "by", 0)
            act.disabled = not 0 <= self.zoom + by < len(ZOOMS)
            act.opacity = 0 if act.disabled else 1

    def _touched(self, _plan: object, place: Place) -> None:
        self.go_to(place)

    @classmethod
    def example(cls, guide: "Guide") -> None:
        guide.go("floors")
