# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nobody there any more: the question, and the forgetting."""

from collections.abc import Iterator
from typing import Any

from tests.kiosk.test_booking_walk import to_a_hold
from tests.servers.booking import Service

MARKER = "Geheimbund"


def type_marker(display: Any) -> None:
    to_a_hold(display)
    display.press("Ohne Handy buchen")
    display.show("name")
    for letter in MARKER:
        display.page.type(letter)
    display.settle()
    assert display.says(MARKER)


def values(display: Any) -> Iterator[str]:
    """Every text property of every widget, wherever it stands."""
    for widget in display.widgets():
        for name in widget.properties():
            value = getattr(widget, name)
            if isinstance(value, str):
                yield value


def test_after_a_minute_the_display_asks_and_then_forgets(lobby: Any, busy: Service) -> None:
    type_marker(lobby)
    token = lobby.guide.visit.held.token
    lobby.pass_(61)
    assert lobby.page.name == "idle"
    assert lobby.says("Sind Sie noch da?")

    lobby.pass_(21)
    assert lobby.page.name == "home"
    assert not [value for value in values(lobby) if MARKER[:4] in value]
    assert lobby.guide.visit.untouched
    lobby.until(lambda: busy.desk.held(token).status == "lapsed", "the hold ended")


def test_the_picture_and_the_memory_of_words_forget_as_well(lobby: Any) -> None:
    """A display that was typed at looks, after the idle time, exactly as before; and nothing of it is kept."""
    import gc

    before = lobby.picture()
    type_marker(lobby)
    lobby.pass_(82)
    lobby.until(lambda: door_of(lobby, "offen").until == "bis 16:00", "the plan without the hold")
    lobby.settle()

    assert lobby.picture().tobytes() == before.tobytes()
    gc.collect()
    held = [
        each for each in gc.get_objects() if type(each).__module__.startswith("kiosk") and MARKER in str(vars_of(each))
    ]
    assert held == []


def door_of(display: Any, room: str) -> Any:
    from kiosk.widgets.door import Door

    return next(door for door in display.widgets(Door) if door.room == room)


def vars_of(thing: object) -> object:
    return getattr(thing, "__dict__", "")


def test_who_is_still_there_goes_on_where_they_were(lobby: Any) -> None:
    type_marker(lobby)
    lobby.pass_(62)
    lobby.press("Ja, weitermachen")
    lobby.show("name")

    assert lobby.says(MARKER)


def test_a_touch_keeps_the_visit(lobby: Any) -> None:
    lobby.door("offen")
    lobby.show("room")
    lobby.pass_(50)
    lobby.touch(5, 700)
    lobby.pass_(50)

    assert lobby.page.name == "room"


def test_language_and_contrast_go_back_with_the_visitor(lobby: Any) -> None:
    lobby.guide.speak("ar")
    lobby.settle()
    lobby.press("التباين")
    assert lobby.guide.visit.contrast
    lobby.pass_(82)

    from kiosk.look import look

    assert lobby.guide.visit.language == "de"
    assert not look.contrast
    assert not look.rtl


def test_the_finger_on_its_way_presses_nothing_on_the_question(lobby: Any) -> None:
    lobby.door("offen")
    lobby.show("room")
    with lobby.at_once():
        lobby.guide.idle.ask()
        lobby.frames(1)
        lobby.press("Nein, ich bin fertig")

    assert lobby.page.name == "idle"
