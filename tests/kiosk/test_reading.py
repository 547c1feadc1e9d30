# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Everything that is shown can be heard, and everything that can be touched is reached by keys: on every screen."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk import saying
from kiosk.speech import Speech
from tests.kiosk import walked
from tests.kiosk.checks import faults, seen_words, targets
from tests.kiosk.conftest import LANDSCAPE, PORTRAIT
from tests.servers.booking import Service


def silent(display: Any) -> list[str]:
    """What is shown and not said, or can be touched and is not reached."""
    from kiosk.reading import Reading

    guide, kiosk = display.guide, display.kiosk
    roots = (kiosk.page, kiosk.slot.bar, kiosk.speechbar, kiosk.plinth, kiosk.header)
    things = Reading(guide.texts, guide.house).things(*roots)
    said = saying.words(" ".join(f"{thing.said} {thing.told}" for thing in things))
    shown = [words.text for words in seen_words(display)]
    shown += [mark.text for grid in _grids(display) for _, mark, _ in grid.letters()]
    faults = [f"not said: {text!r}" for text in shown if not saying.words(text) <= said]
    reached = [thing.box for thing in things if thing.target]
    for told, (x, y, width, height) in targets(display):
        middle = x + width / 2, y + height / 2
        if not any(box.holds(*middle) and abs(box.width - width) < 2 for box in reached):
            faults.append(f"not reached: {told!r}")
    faults += [f"says nothing: {thing}" for thing in things if thing.target and not thing.told.strip()]
    return faults


def _grids(display: Any) -> list[Any]:
    from kiosk.widgets.grid import Grid
    from tests.kiosk.checks import _seen

    return [grid for grid in display.widgets(Grid) if _seen(grid)]


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("layout", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_every_screen_is_said_and_reached(
    hang: Callable[..., Any], busy: Service, layout: tuple[int, int], language: str
) -> None:
    display = hang(busy, layout)
    found = []
    for walk in (walked.screens, walked.all_states):
        for name in walk(display, language):
            found += [f"{name}: {fault}" for fault in silent(display)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("layout", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_every_screen_fits_beside_the_tools_of_who_listens(
    hang: Callable[..., Any], busy: Service, layout: tuple[int, int]
) -> None:
    display = hang(busy, layout)
    display.guide.speech = Speech("no-such-program")
    found = []
    for name in walked.screens(display, "de", "reading", without=("attract",)):
        display.frames(8)
        found += [f"{name}: {fault}" for fault in faults(display)]
    assert not found, "\n".join(found)
