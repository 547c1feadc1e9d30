# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A display runs for months: what a screen takes it gives back."""

import gc
import weakref
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from kiosk.screennames import NAMES
from tests.kiosk import example

FEW = 5  # that may still be on their way out: of animations and answers under way


def test_of_a_screen_opened_fifty_times_nothing_is_left(lobby: Any) -> None:
    for name in NAMES:
        example.bring(lobby, name)
    gc.unfreeze()  # the display freezes what it has loaded; here it shall be counted
    for name in ("room", "week", "day", "language", "home", "offers", "ideas", "attract"):
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


@pytest.fixture
def uncollected(lobby: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A display on which Python collects nothing that holds itself."""
    from kiosk import memory

    monkeypatch.setattr(memory, "clear_away", lambda: None)
    gc.disable()
    yield lobby
    gc.enable()


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("home", "waiting", "idle")])
def test_the_widgets_of_a_screen_are_free_as_soon_as_it_is_gone(uncollected: Any, name: str) -> None:
    display = uncollected
    example.bring(display, name)
    gone = [(type(each).__name__, weakref.ref(each)) for each in display.page.walk(restrict=True)]
    display.guide.home()
    display.settle()

    left = Counter(kind for kind, widget in gone if widget() is not None)
    assert sum(left.values()) <= FEW, left


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
