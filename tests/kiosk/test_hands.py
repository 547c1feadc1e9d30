# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Without touch: everything by Tab, arrows and Enter, and by two buttons; the focus is always to be seen."""

from pathlib import Path
from typing import Any

import pytest

from tests.kiosk import example
from tests.kiosk.listening import Listener

FEWEST = 22  # presses of two buttons until a letter is typed


@pytest.fixture
def keys(lobby: Any, tmp_path: Path) -> Listener:
    """Somebody with keys, to whom nothing is read."""
    lobby.until(lambda: lobby.guide.wayfinding.finder, "the plan of the house")
    return Listener(lobby, tmp_path)


def focus(listener: Listener) -> Any:
    return listener.display.kiosk.hands.focus


def tab_to(listener: Listener, told: str) -> None:
    for _ in range(90):
        listener.key("tab")
        if told in focus(listener).told:
            return
    raise AssertionError(f"Tab does not come to {told!r}")


def ring(display: Any) -> Any:
    from kiosk.widgets.focusring import FocusRing

    return next(display.widgets(FocusRing), None)


def test_the_focus_is_seen_around_what_enter_touches_until_a_finger_comes(keys: Listener) -> None:
    display = keys.display
    assert ring(display) is None
    keys.key("tab")
    shown = ring(display)
    assert (shown.x, shown.width) == pytest.approx((focus(keys).box.x, focus(keys).box.width))
    light, dark = display.picture().getpixel((int(shown.x + 1), 1920 - int(shown.center_y))), display.picture()
    assert light != dark.getpixel((int(shown.x - 4), 1920 - int(shown.center_y)))
    display.touch(5, 700)
    assert ring(display) is None


def test_the_next_visitor_sees_no_frame(keys: Listener) -> None:
    keys.key("tab")
    display = keys.display
    display.guide.go("offers")
    display.pass_(82)
    assert display.page.name == "home"
    assert focus(keys) is None
    assert ring(display) is None


def test_tab_goes_round_and_back(keys: Listener) -> None:
    keys.key("tab")
    first = focus(keys).name
    keys.key("tab")
    second = focus(keys).name
    keys.key("tab", "shift")
    assert focus(keys).name == first
    keys.key("tab", "shift")
    assert focus(keys).told == "Ruhiger"
    keys.key("tab")
    assert focus(keys).name == first != second


def test_arrows_go_to_what_lies_there(keys: Listener) -> None:
    tab_to(keys, "Weg finden")
    keys.key("right")
    assert focus(keys).told.startswith("Was ist los?")
    keys.key("down")
    assert focus(keys).told.startswith("Ausleihen")
    keys.key("left")
    assert focus(keys).told.startswith("Wir sind da")
    keys.key("up")
    assert focus(keys).told.startswith("Weg finden")


def test_enter_opens_and_escape_goes_back(keys: Listener) -> None:
    tab_to(keys, "Weg finden")
    keys.key("enter")
    keys.display.show("floors")
    tab_to(keys, "Werkraum")  # on the drawn plan
    keys.key("enter")
    keys.display.show("way")
    keys.key("escape")
    keys.display.show("floors")
    assert ring(keys.display) is not None


def test_a_cell_of_a_grid_a_step_and_a_tick_are_keys_as_well(keys: Listener) -> None:
    tab_to(keys, "Wir sind da")
    keys.key("enter")
    keys.display.show("here")
    tab_to(keys, "Eine Person mehr")
    keys.key("enter")
    keys.key("enter")
    assert keys.display.page.people == 3
    keys.display.guide.home()
    keys.display.show("home")
    tab_to(keys, "Raum buchen")
    keys.key("enter")
    keys.display.show("day")
    tab_to(keys, "15:00, frei")
    keys.key("enter")
    keys.display.show("length")
    tab_to(keys, "½ Stunde")
    keys.key("enter")
    keys.display.show("hold")
    tab_to(keys, "Ohne Handy")
    keys.key("enter")
    keys.display.show("name")
    tab_to(keys, "Name im Haus")
    keys.key("enter")
    assert keys.display.page.ticked


def test_enter_held_is_a_finger_held_and_offers_accents(keys: Listener) -> None:
    example.bring(keys.display, "search")
    tab_to(keys, "e")
    while focus(keys).told.lower() != "e":
        keys.key("tab")
    keys.key("enter", seconds=0.7)
    assert any(key.told == "é" for key in keys.display.widgets() if hasattr(key, "letter"))


def test_a_real_keyboard_types(keys: Listener) -> None:
    keys.display.guide.go("search")
    keys.display.show("search")
    for letter in ("K", "l", "o", "space", "x", "backspace", "backspace"):
        keys.key(letter)
    assert keys.display.page.typed == "Klo"
    keys.display.guide.go("here")
    keys.display.show("here")
    for letter in "k7":
        keys.key(letter)
    assert keys.display.page.typed == "K7"


def test_the_focus_stays_when_the_house_has_news(keys: Listener) -> None:
    tab_to(keys, "Weg finden")
    keys.display.guide.renew()
    keys.display.settle()
    assert focus(keys).told.startswith("Weg finden")
    assert ring(keys.display) is not None


def test_in_arabic_arrows_go_where_they_point(keys: Listener) -> None:
    keys.display.guide.speak("ar")
    keys.display.settle()
    keys.key("tab")
    first = focus(keys).box.x
    keys.key("left")
    assert focus(keys).box.x < first


# Two buttons


def two_buttons(listener: Listener, told: str, most: int = 60) -> int:
    """On and choose until something with this name is chosen: how many presses it took."""
    hands = listener.display.kiosk.hands
    for number in range(1, most):
        listener.key("space")
        shown = [hands.focus] if hands.focus else hands._rows[hands._at]
        if any(told in thing.told.split(", ") for thing in shown):
            listener.key("enter")
            return number + 1 if len(shown) == 1 else number + 1 + _within(listener, told)
    raise AssertionError(f"two buttons do not come to {told!r}")


def _within(listener: Listener, told: str) -> int:
    """The presses within a group, which begins with its first thing."""
    hands = listener.display.kiosk.hands
    for number in range(20):
        if told in hands.focus.told.split(", "):
            listener.key("enter")
            return number + 1
        listener.key("space")
    raise AssertionError(f"{told!r} is not in its group")


def test_two_buttons_lead_everywhere_and_type_in_few_presses(keys: Listener) -> None:
    two_buttons(keys, "Weg finden")
    keys.display.show("floors")
    two_buttons(keys, "Start")
    keys.display.show("home")
    keys.display.guide.go("search")
    keys.display.show("search")
    assert two_buttons(keys, "K") <= FEWEST
    assert keys.display.page.typed == "K"


def test_after_the_last_thing_of_a_group_two_buttons_leave_it(keys: Listener) -> None:
    hands = keys.display.kiosk.hands
    for _ in range(20):
        keys.key("space")
        if len(hands._rows[hands._at]) > 1:
            break
    group = hands._rows[hands._at]
    keys.key("enter")
    for _ in group[1:]:
        keys.key("space")
    assert hands.focus.name == group[-1].name
    keys.key("space")
    assert hands.focus is None
    assert ring(keys.display) is not None
