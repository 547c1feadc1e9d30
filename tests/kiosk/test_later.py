# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What counts and found the house away waits for some minutes and is told one by one, without a window."""

from typing import Any

import pytest

from kiosk.client import Wish
from kiosk.later import AGAIN, BURSTS, MOST, PATIENCE, Later

VISITS, FEEDBACK = "/api/visits", "/api/feedback"


class Steady:
    """A clock that stands until the test moves it."""

    def __init__(self) -> None:
        self.time = 1_000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Steady:
    return Steady()


@pytest.fixture
def later(clock: Steady) -> Later:
    return Later(clock)


def touch(path: str = VISITS, corrects: bool = False, **body: Any) -> Wish:
    return Wish("POST", path, body, "de", print, print, lasting=True, corrects=corrects)


def waiting(later: Later, clock: Steady) -> list[Wish]:
    """All that is told, each as soon as it may be."""
    found = []
    while (pause := later.pause()) is not None:
        clock.time += pause
        wish = later.first()
        if wish is not None:
            found.append(wish)
            later.told()
    return found


def test_what_comes_apart_is_told_apart_in_order(later: Later, clock: Steady) -> None:
    first, second = touch(), touch()
    later.keep(first)
    clock.time += 20
    later.keep(second)
    begin = clock.time

    assert waiting(later, clock) == [first, second]
    assert clock.time - begin > BURSTS[VISITS], "or the house would take the second for a correction of the first"


def test_a_burst_is_one_touch(later: Later, clock: Steady) -> None:
    for people in range(1, 6):
        later.keep(touch(people=people))
        clock.time += 2

    assert [wish.body for wish in waiting(later, clock)] == [{"people": 5}]


def test_what_was_told_shortly_before_is_not_replaced_by_whoever_comes_next(later: Later, clock: Steady) -> None:
    later.keep(touch())
    waiting(later, clock)
    assert later.before(touch())
    assert not later.before(touch(FEEDBACK))
    clock.time += BURSTS[VISITS] + 2
    assert not later.before(touch())


def test_a_correction_of_what_the_house_has_counted_is_never_told_late(later: Later, clock: Steady) -> None:
    assert not later.keep(touch(corrects=True))
    later.keep(touch(people=1))
    assert later.keep(touch(corrects=True, people=2))

    assert [wish.body for wish in waiting(later, clock)] == [{"people": 2}]


def test_after_some_minutes_it_is_forgotten(later: Later, clock: Steady) -> None:
    later.keep(touch())
    clock.time += AGAIN
    later.failed()
    assert later.pause() == AGAIN
    clock.time += PATIENCE

    assert later.pause() is None
    assert later.first() is None


def test_only_so_many_wait(later: Later, clock: Steady) -> None:
    kept = []
    for _ in range(MOST + 2):
        kept.append(later.keep(touch(FEEDBACK)))
        clock.time += 5

    assert kept == [True] * MOST + [False] * 2
