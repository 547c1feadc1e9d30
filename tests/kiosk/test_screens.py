# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every screen in every language and both orientations: nothing clipped, nothing too small, nothing overlapping."""

from collections.abc import Callable
from typing import Any

import pytest

from booking.texts import NAMES as TONGUES
from tests.kiosk import example, walked
from tests.kiosk.checks import faults, targets
from tests.kiosk.conftest import LANDSCAPE, PORTRAIT
from tests.servers.booking import Service


@pytest.mark.parametrize(
    ("language", "strong"),
    [*((language, False) for language in TONGUES), ("de", True), ("ar", True)],
    ids=lambda one: {False: "light", True: "contrast"}.get(one, one),
)
@pytest.mark.parametrize("layout", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_every_screen_fits(
    hang: Callable[..., Any], busy: Service, layout: tuple[int, int], strong: bool, language: str
) -> None:
    """Text fits its box, targets are 15 mm or more and lie apart."""
    display = hang(busy, layout)
    found, wished = [], ("contrast",) if strong else ()
    for name in walked.screens(display, language, *wished):
        found += [f"{name}: {fault}" for fault in faults(display)]
        if language == "de" and not strong and display.kiosk.slot.sliced:
            found.append(f"{name}: is parted, though nobody asked for it larger")
    if (language, strong) in (("de", False), ("ar", True)):  # long words, and mirrored ones
        for name in walked.all_states(display, language, *wished):
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
