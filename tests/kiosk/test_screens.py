# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every screen in every language and both orientations: nothing clipped, nothing too small, nothing overlapping."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.screennames import NAMES
from tests.kiosk import example, states
from tests.kiosk.checks import faults, targets
from tests.kiosk.conftest import LANDSCAPE, PORTRAIT
from tests.kiosk.states import STATES
from tests.servers.booking import Service

TALL_ONLY = {"room"}


@pytest.mark.parametrize("language", ["de", "en", "ar"])
@pytest.mark.parametrize("strong", [False, True], ids=["light", "contrast"])
@pytest.mark.parametrize("layout", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_every_screen_fits(
    hang: Callable[..., Any], busy: Service, layout: tuple[int, int], strong: bool, language: str
) -> None:
    """Text fits its box, targets are 15 mm or more and lie apart."""
    display = hang(busy, layout)
    found = []
    for name in NAMES:
        if name in TALL_ONLY and layout is LANDSCAPE:
            continue
        display.guide.leave()
        display.guide.speak(language)
        if strong:
            display.guide.contrast()
        example.bring(display, name)
        found += [f"{name}: {fault}" for fault in faults(display)]
    for name in STATES if (language, strong) in (("de", False), ("ar", True)) else ():  # long words, and mirrored ones
        with states.known(display):
            display.guide.leave()
            display.guide.speak(language)
            if strong:
                display.guide.contrast()
            states.show(display, name)
            found += [f"{name}: {fault}" for fault in faults(display)]
    assert not found, "\n".join(found)


def test_an_away_server_leaves_nothing_clipped(lobby: Any) -> None:
    for name in ("home", "room", "week", "day"):
        lobby.guide.leave()
        example.bring(lobby, name)
        lobby.guide.set_away(True)
        lobby.settle()
        assert faults(lobby) == []
        assert not [told for told, _ in targets(lobby) if told.startswith("cell")]
        lobby.guide.set_away(False)
