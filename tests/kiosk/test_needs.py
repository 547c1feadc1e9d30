# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Larger, lower, calmer: every screen still fits, everything can be reached, the next visitor finds it as before."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.look import SIZES, look
from tests.kiosk import checks, needs, walked
from tests.kiosk.conftest import LANDSCAPE, PORTRAIT
from tests.servers.booking import Service

REACH = 1053  # px from the upper edge of the lobby's display: 1,220 mm above the floor
DRESSES = [
    (PORTRAIT, "de", ("larger",)),
    (PORTRAIT, "de", ("larger", "larger")),
    (PORTRAIT, "ar", ("larger", "larger", "contrast")),
    (PORTRAIT, "de", ("reach",)),
    (PORTRAIT, "ar", ("reach",)),
    (PORTRAIT, "de", ("reach", "larger", "larger")),
    (LANDSCAPE, "de", ("larger",)),
    (LANDSCAPE, "de", ("larger", "larger")),
    (LANDSCAPE, "ar", ("larger", "larger")),
]


@pytest.mark.parametrize(
    ("layout", "language", "wished"),
    DRESSES,
    ids=lambda one: "-".join(one) if isinstance(one, tuple) and isinstance(one[0], str) else str(one),
)
def test_every_screen_serves_other_needs(
    hang: Callable[..., Any], busy: Service, layout: tuple[int, int], language: str, wished: tuple[str, ...]
) -> None:
    """In every slice text fits its box, targets are 15 mm or more and lie apart; each comes within reach."""
    display = hang(busy, layout)
    found = []
    for name in walked.screens(display, language, *wished, without=("waiting", "attract")):
        found += [f"{name}: {fault}" for fault in needs.faults(display)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("layout", "inches"), [(PORTRAIT, 21.5), (PORTRAIT, 15.6), (LANDSCAPE, 15.6)])
def test_a_smaller_panel_has_targets_as_large(
    hang: Callable[..., Any], busy: Service, layout: tuple[int, int], inches: float
) -> None:
    display = hang(busy, layout, inches=inches)
    found = []
    for name in walked.screens(display, "de", without=("waiting", "attract", "door")):
        found += [f"{name}: {fault}" for fault in needs.faults(display)]
    assert not found, "\n".join(found)


def test_what_is_enlarged_is_half_as_large_again(lobby: Any) -> None:
    before = {words.text: words._size for words in checks.seen_words(lobby)}
    lobby.press("Größer")
    lobby.settle()
    lobby.press("Größer")
    lobby.settle()
    assert look.zoom == SIZES[-1] == 1.5
    sizes = [
        (before[words.text], words._size * look.zoom) for words in checks.seen_words(lobby) if words.text in before
    ]
    assert all(large >= small for small, large in sizes)
    assert sum(large >= 1.5 * small for small, large in sizes) > 0.7 * len(sizes)
    lobby.press("Größer")
    assert look.zoom == 1


def test_lower_brings_everything_below_1220_mm(lobby: Any) -> None:
    lobby.press("Tiefer")
    lobby.settle()
    _, high = lobby.kiosk.slot.touchable
    assert high <= lobby.kiosk.stage.height - REACH + 1
    assert lobby.kiosk.plinth.top <= lobby.kiosk.stage.height - REACH


def test_a_touch_above_reach_acts_on_nothing_but_pulls_the_page_down(lobby: Any) -> None:
    lobby.press("Tiefer")
    lobby.settle()
    door = lobby.page.ids.front.doors[0]
    _, high = lobby.kiosk.slot.touchable
    assert door.center_y > high
    lobby.touch(*door.center)
    lobby.settle()
    assert lobby.page.name == "home"
    low, high = lobby.kiosk.slot.touchable
    assert low <= door.y
    assert door.top <= high
    lobby.touch(*door.center)
    lobby.show("room")


def test_calmer_shows_end_states_only(lobby: Any) -> None:
    lobby.press("Ruhiger")
    assert look.still
    lobby.guide.go("day")
    assert lobby.kiosk.slot.aside == 0
    lobby.settle()
    lobby.press("Ruhiger")
    assert not look.still


def test_the_next_visitor_finds_the_display_as_it_was(lobby: Any) -> None:
    for key in ("Größer", "Tiefer", "Ruhiger", "Kontrast"):
        lobby.press(key)
        lobby.settle()
    lobby.guide.go("offers")
    lobby.guide.home()
    assert lobby.guide.visit.switched_on == ["contrast", "reach", "larger", "calm"]
    lobby.pass_(82)
    assert lobby.guide.visit.untouched
    assert (look.zoom, look.contrast, look.still, lobby.kiosk.slot.reach) == (1, False, False, 0)


def test_a_display_that_hangs_low_is_within_reach_as_it_is(hang: Callable[..., Any], busy: Service) -> None:
    """On a desk nothing is too high: the key changes nothing but its own light."""
    display = hang(busy, LANDSCAPE)
    display.guide.reach()
    display.settle()
    assert not display.kiosk.slot.sliced
