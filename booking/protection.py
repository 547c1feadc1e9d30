# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Numbers of people as they may be published: 1 to 4 are told as "<5", more is rounded to 5. Pure.

What is protected is the number of one month in one cell: a purpose, a topic, a district, an actor. Whatever else is
told, such as a year or all purposes together, is a sum of such numbers as they are told, never of those behind them:
so nothing more can be found out from any two tables, or from the same one at two moments, than from the cells alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass

FEWEST = 5  # people, or answers, of whom something is told
STEP = 5


@dataclass(frozen=True)
class Told:
    """A number that is told: `value`, and `few`, how many cells of 1 to 4 are in it, which add nothing to the value."""

    value: int = 0
    few: int = 0

    def __add__(self, other: "Told") -> "Told":
        return Told(self.value + other.value, self.few + other.few)

    @property
    def below(self) -> int:
        """Of fewer than how many is told where nothing else is: 5 for one cell, 10 for two."""
        return 0 if self.value else FEWEST * self.few

    @property
    def text(self) -> str:
        return f"<{self.below}" if self.below else str(self.value)


def protect(people: int) -> Told:
    """A number of people in one month and cell, as it is told."""
    if 0 < people < FEWEST:
        return Told(0, 1)
    return Told((people + STEP // 2) // STEP * STEP)


def together(cells: Iterable[Told]) -> Told:
    """The sum of what is told."""
    return sum(cells, Told())


@dataclass(frozen=True)
class Mean:
    """An average of faces from 1 to 5 in tenths, and of how many answers, as that is told; none of fewer than five."""

    tenths: int = 0
    answers: Told = Told()

    @property
    def is_shown(self) -> bool:
        return self.tenths > 0

    @property
    def value(self) -> float:
        return self.tenths / 10


def mean(faces: dict[int, int]) -> Mean:
    """The average of one month and cell, of how many answers there were for each face."""
    answers = sum(faces.values())
    told = protect(answers)
    if answers < FEWEST:
        return Mean(0, told)
    return Mean(round(10 * sum(face * times for face, times in faces.items()) / answers), told)


def mean_of(means: Iterable[Mean]) -> Mean:
    """The average of averages, each as heavy as its answers that are told."""
    known = list(means)
    told = together(one.answers for one in known)
    shown = [one for one in known if one.is_shown]
    weight = sum(one.answers.value for one in shown)
    return Mean(round(sum(one.tenths * one.answers.value for one in shown) / weight) if weight else 0, told)
