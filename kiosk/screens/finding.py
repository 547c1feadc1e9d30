# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the screens that show where things are have in common: the plan with its states, the shortest ways on."""

from collections.abc import Iterable
from typing import Any

from booking.plan import targets
from booking.plan.building import Mark, Place
from booking.plan.routing import Profile
from booking.plan.targets import Target
from booking.texts import texts
from kiosk import phrases
from kiosk.floorsource import FloorSource, room_words
from kiosk.look import look
from kiosk.screens.page import Page
from kiosk.wayfinder import Way, Wayfinder
from kiosk.widgets.boxes import Row, in_rows
from kiosk.widgets.notice import Notice
from kiosk.widgets.press import Act

PROFILES = {"": Profile(), "free": Profile(step_free=True), "tactile": Profile(tactile=True)}
NEAREST = ("toilet", "lift")


class Finding(Page):
    """Opened only where the house has a plan, or should have one."""

    @property
    def finder(self) -> Wayfinder | None:
        return self.guide.wayfinding.finder

    @property
    def profile(self) -> Profile:
        return PROFILES[self.guide.visit.walk]

    def source(
        self, finder: Wayfinder, levels: Iterable[float], way: Way | None = None, goal: Place | Mark | None = None
    ) -> FloorSource:
        """The levels as they are now."""
        guide = self.guide
        signs = [
            phrases.sign(guide.texts, guide.known, room, guide.days, guide.now(), guide.away)
            for room in guide.known.bookable
        ]
        states = {sign.room: sign.state for sign in signs}
        words = {sign.room: room_words(sign) for sign in signs}
        for room in self._mine():
            states[room], words[room] = "mine", (self.t("your time"),)
        here = self.t("You are here") if finder.hangs and not finder.astray else self.t("It begins here")
        return FloorSource(
            finder, guide.texts, tuple(sorted(levels, reverse=True)), states, words, here, way, goal, guide.blocked
        )

    def _mine(self) -> set[str]:
        """The rooms that the visitor has booked or is in."""
        visit = self.guide.visit
        return {booking["room"] for booking in (visit.booking, (visit.present or {}).get("booking")) if booking}

    def targets(self, finder: Wayfinder) -> list[Target]:
        """Everything that can be looked for in the house, in the visitor's language."""
        house, language = self.guide.known, self.guide.visit.language
        if language not in finder.targets:
            every = [texts(each, "kiosk", "house") for each in house.languages]
            found = targets.targets(finder.building, self.guide.texts, every, house.rooms, house.resources)
            finder.targets[language] = found
        return finder.targets[language]

    def quick(self, finder: Wayfinder, across: int) -> list[Row]:
        """What is asked for most, the plan itself and the search; so many side by side."""
        acts = []
        named = {"toilet": self.t("Toilet"), "lift": self.t("Lift")}
        for icon in NEAREST:
            if self._of_a_kind(finder, icon):
                acts.append(self._chip(icon, named[icon], self._nearest))
        if self.name != "floors":
            acts.append(self._chip("way", self.t("Plan"), self._to_plan))
        acts.append(self._chip("search", self.t("Search"), self._to_search))
        return list(in_rows(acts, look.across(across), height=look.chip, spacing=12))

    def _chip(self, icon: str, text: str, touched: Any) -> Act:
        act = Act(kind="quiet", icon=icon, text=text, step=28, size_hint_y=1, padding=(4, 0), spacing=8)
        act.bind(on_release=touched)
        return act

    def _of_a_kind(self, finder: Wayfinder, icon: str) -> list[Place | Mark]:
        return [target.what for target in self.targets(finder) if target.icon == icon]

    def _nearest(self, act: Act) -> None:
        """The way to the nearest of a kind; if none is reached as the visitor walks, to the first, which says so."""
        finder = self.finder
        if finder is not None:
            goals = self._of_a_kind(finder, act.icon)
            self.go_to(finder.nearest(goals, self.profile, self.guide.blocked) or goals[0])

    def _to_plan(self, _act: Act) -> None:
        self.go("floors")

    def _to_search(self, _act: Act) -> None:
        self.go("search")

    def no_plan(self) -> Notice:
        """Why nothing is drawn: a sentence for visitors, and the fault for whoever keeps the plan."""
        guide = self.guide
        help_ = phrases.called(guide.known.help, guide.visit.language)
        return Notice(
            icon="warning",
            title=self.t("The plan cannot be shown"),
            text=f"{help_}\n{guide.wayfinding.fault}" if guide.wayfinding.fault else help_,
        )

    def go_to(self, what: Place | Mark) -> None:
        """The way there."""
        self.go("way", to=what.room or what.id if isinstance(what, Place) else what.id)
