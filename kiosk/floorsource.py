# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is told on the drawn levels: names, states and signs, in the visitor's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from booking.plan.building import Mark, Place
from booking.plan.drawing import SCALE, Sheet, Sign
from booking.plan.geometry import Point
from booking.plan.words import level_name, place_name, sign_name
from booking.texts import Texts
from kiosk import floorlayout, phrases
from kiosk.floorlayout import Box
from kiosk.wayfinder import Way, Wayfinder

# Beside the states of rooms: where the way ends, in a room or at a desk in a hall; halls; what is not for visitors.
GOAL, SPOT, OPEN, STAFF, PLAIN = "goal", "spot", "open", "staff", "plain"


@dataclass(frozen=True)
class FloorSource:
    """The levels to draw, the highest first, and all that stands on them; `states` are those of rooms by their id."""

    finder: Wayfinder
    texts: Texts
    levels: tuple[float, ...]
    states: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]  # a room's second line, such as "free until 16:00", and a shorter one
    here: str
    way: Way | None = None
    goal: Place | Mark | None = None
    blocked: frozenset[str] = frozenset()

    def size(self, level: float) -> tuple[float, float]:
        """Units of a level's sheet."""
        return self.finder.size(level)

    def sheet(self, level: float, scale: float) -> Sheet:
        """A level at so many px of a unit."""
        return self.finder.sheet(level, self._label, floorlayout.letters(scale), self.way)

    def seen(self, level: float, scale: float) -> Box:
        """All of a level, or what lies around the way where the whole would be too small."""
        large = self.way is not None and scale * SCALE < floorlayout.READABLE
        points = self.finder.points(level, self.way) if large else []
        return floorlayout.along(self.size(level), points)

    def middle(self, level: float) -> Point:
        """Where somebody looks first: where they stand, else the middle of the level."""
        width, height = self.size(level)
        return next(iter(self.finder.points(level, None)), (width / 2, height / 2))

    def caption(self, level: float) -> str:
        return level_name(self.finder.building, level, self.texts)

    def state(self, place: Place) -> str:
        """How a place is drawn."""
        if self.goal is place:
            return GOAL if place.enclosed else SPOT
        if place.id in self.blocked:
            return "closed"
        if place.room in self.states:
            return self.states[place.room or ""]
        if place.kind in ("corridor", "area") and not place.walled:
            return OPEN
        return STAFF if place.tags.get("access") == "private" else PLAIN

    def second(self, place: Place) -> tuple[str, ...]:
        """The line under a place's name, and a shorter one."""
        if self.goal is place:
            return (self.texts.t("Your goal"),)
        return self.words.get(place.room or "", ())

    def sign(self, sign: Sign) -> str:
        return sign_name(sign, self.texts)

    def may_be_asked(self, place: Place) -> bool:
        """Whether there is something to say about a place that is touched."""
        return bool(place_name(place, self.texts)) and place.kind != "corridor"

    def _label(self, place: Place) -> list[str]:
        """Name and second line, or a shorter one, or the name alone."""
        name = place.called(self.texts.language)
        if not name:
            return []
        return [*(f"{name}\n{second}" for second in self.second(place)), *place.labels(self.texts.language)]


def room_words(sign: phrases.Sign) -> tuple[str, ...]:
    """A room's second line, and a shorter one."""
    return (f"{sign.word} {sign.until}", sign.word) if sign.until else (sign.word,)
