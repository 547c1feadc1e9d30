# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A display runs for months: what a screen takes it gives back."""

import gc
import weakref
from collections import Counter
from datetime import datetime
from typing import Any

from kiosk.screennames import NAMES
from tests.kiosk import example

FEW = 5  # that may still be on their way out: of animations and answers under way


def test_of_a_screen_opened_fifty_times_nothing_is_left(lobby: Any) -> None:
    for name in NAMES:
        example.bring(lobby, name)
    gc.unfreeze()  # the display freezes what it has loaded; here it shall be counted
    for name in ("room", "week", "day", "language", "home"):
        before = _open_and_count(lobby, name, 3)
        after = _open_and_count(lobby, name, 50)
        grown = {kind.__name__: after[kind] - before[kind] for kind in after if after[kind] - before[kind] >= FEW}
        assert not grown, f"{name}: {grown}"


def _open_and_count(display: Any, name: str, times: int) -> Counter[type]:
    """The screens that live after one was opened so often and home stands again."""
    from kiosk.screens.page import Page

    what = {"room": "offen"} if name in ("room", "week") else {}
    for _ in range(times):
        display.kiosk.show(name, what, True)
        display.frame()
    display.guide.leave()
    display.settle()
    gc.collect()
    return Counter(type(thing) for thing in gc.get_objects() if issubclass(type(thing), Page))


def test_a_screen_that_is_gone_is_cleared_away_when_the_new_one_rests(lobby: Any) -> None:
    example.bring(lobby, "week")
    gone = weakref.ref(lobby.page)
    lobby.guide.home()
    lobby.settle()

    assert gone() is None


def test_whoever_touches_in_a_hurry_lets_nothing_gather(lobby: Any) -> None:
    opened = []
    for _ in range(10):
        for name in ("language", "home"):
            lobby.kiosk.show(name, {}, True)
            opened.append(weakref.ref(lobby.page))
            lobby.frames(2)

    assert len([page for page in opened if page()]) <= FEW


def test_a_day_of_light_and_a_countdown_leave_few_pictures_behind(window: Any) -> None:
    from kiosk.light import lean
    from kiosk.widgets.door import DoorPicture
    from kiosk.widgets.ring import Ring

    door, ring = DoorPicture(size=(400, 800)), Ring(size=(200, 200))
    before = _textures()
    for minutes in range(7 * 60, 22 * 60, 10):
        door.lean = lean(datetime(2026, 5, 7, *divmod(minutes, 60)))
    for glow in range(101):
        door.glow = glow / 100
    for left in range(20, -1, -1):
        ring.left = left

    assert _textures() - before <= 20


def _textures() -> int:
    gc.collect()
    return sum(type(thing).__name__ == "Texture" for thing in gc.get_objects())
