# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A display runs for months: what a screen takes it gives back."""

import gc
from collections import Counter
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
