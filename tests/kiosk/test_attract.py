# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody stands there: the display shows from afar what the house is, and wakes at the first touch."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.kiosk.checks import faults
from tests.kiosk.conftest import LANDSCAPE, PORTRAIT
from tests.servers.booking import THURSDAY, Service


@pytest.mark.parametrize("layout", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_a_front_untouched_for_a_minute_shows_the_open_door_and_what_is_on(
    hang: Callable[..., Any], busy: Service, layout: tuple[int, int]
) -> None:
    display = hang(busy, layout)
    display.pass_(62)
    display.settle()

    assert display.page.name == "attract"
    for said in ("Treten Sie ein.", "frei", "bis 16:00", "Reparaturtreff Nordstadt", "Bildschirm berühren"):
        assert display.says(said)
    assert display.says("Touch the screen"), "in the languages of the house"
    assert faults(display) == []


def test_the_touch_that_wakes_it_presses_nothing(lobby: Any) -> None:
    lobby.pass_(62)
    assert lobby.page.name == "attract"
    with lobby.at_once():
        lobby.touch(540, 900)  # where the main tile comes to stand
        lobby.frames(3)

    assert lobby.page.name == "home"
    assert lobby.guide.visit.untouched
    lobby.settle()
    lobby.press("Raum buchen")
    lobby.show("day")


def test_it_comes_after_a_visitor_has_gone_and_never_while_somebody_is_there(lobby: Any) -> None:
    lobby.press("Was ist los?")
    lobby.show("offers")
    lobby.pass_(55)
    lobby.touch(5, 700)
    lobby.pass_(55)
    assert lobby.page.name == "offers"
    lobby.pass_(30)
    assert lobby.page.name == "home", "the visit has ended by itself"
    lobby.pass_(60)
    assert lobby.page.name == "attract"


def test_a_touch_on_the_front_puts_it_off(lobby: Any) -> None:
    lobby.pass_(50)
    lobby.touch(5, 300)
    lobby.pass_(50)

    assert lobby.page.name == "home"


def test_another_fact_stands_there_each_day(lobby: Any, busy: Service) -> None:
    seen = set()
    for _ in range(3):
        lobby.pass_(62)
        seen.add(lobby.page.fact)
        lobby.guide.wake()
        busy.clock.pass_(days=1)
        lobby.kiosk.clock.set(busy.clock.now())

    assert len(seen) == 3
    assert all(fact.startswith("[b]") for fact in seen)


def test_it_lies_a_little_aside_each_minute_and_the_clock_goes_on(lobby: Any) -> None:
    lobby.pass_(62)
    places = set()
    for minutes in range(16):
        lobby.kiosk.clock.set(THURSDAY + timedelta(minutes=minutes))
        lobby.kiosk._minute()
        places.add(lobby.kiosk.slot._move.x)

    assert lobby.says("13:57")
    assert places == set(range(-4, 5))


def test_when_the_house_goes_away_the_front_says_so(lobby: Any) -> None:
    lobby.pass_(62)
    lobby.guide.set_away(True)
    lobby.settle()
    assert lobby.says("Buchen geht gerade nicht")
    lobby.pass_(70)
    assert lobby.page.name == "home", "and stays"


def test_without_an_open_door_it_says_which_one_opens_next(lobby: Any, busy: Service) -> None:
    from tests.kiosk import states

    with states.known(lobby):
        states.show(lobby, "attract-full")
        assert lobby.says("belegt")
        assert lobby.says("frei ab")
    with states.known(lobby):
        states.show(lobby, "attract-closed")
        assert lobby.says("Bis bald.")
        assert lobby.says("Als Nächstes")
