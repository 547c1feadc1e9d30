# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Without seeing: three tasks by nothing but what is said and keys, a finger that hears before it acts, and silence."""

import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kiosk import saying
from kiosk.speech import Speech
from tests.kiosk import example
from tests.kiosk.checks import in_page, seen_words
from tests.kiosk.conftest import LANDSCAPE
from tests.kiosk.listening import Listener
from tests.kiosk.test_booking_walk import bookings, to_a_hold
from tests.kiosk.test_idle import vars_of
from tests.servers.booking import Service


@pytest.fixture
def ear(lobby: Any, tmp_path: Path) -> Listener:
    """Somebody with headphones; the plan of the house is known."""
    lobby.until(lambda: lobby.guide.wayfinding.finder, "the plan of the house")
    return Listener(lobby, tmp_path, loudspeaker="")


@pytest.fixture
def loud(lobby: Any, tmp_path: Path) -> Listener:
    """Somebody without headphones: everybody hears it."""
    return Listener(lobby, tmp_path)


def on(listener: Listener) -> list[str]:
    return listener.key("f1")


# Three tasks, by ear and by keys


def test_somebody_books_by_ear_and_keys(ear: Listener, busy: Service) -> None:
    assert "Vorlesen ist an." in on(ear)[0]
    ear.choose("Raum buchen")
    ear.choose("Offener Raum, 15 Uhr, frei")
    ear.choose("eine halbe Stunde")
    ear.wait_for("Vorgemerkt für Sie")
    assert "Wie heißt Ihre Gruppe?" in ear.choose("Ohne Handy buchen")[0]
    for letter in ("R", "a", "d"):
        heard = ear.key(letter)
    assert "Rad." in heard
    ear.choose("Name im Haus anzeigen")
    ear.choose("Buchen, Taste")
    ear.wait_for("Gebucht")

    (made,) = bookings(busy, "Rad")
    assert made.show_name
    spelled = saying.spelled(made.code or "")
    assert any(spelled in text for text in ear.said)


def test_somebody_finds_the_way_by_ear_and_keys(ear: Listener) -> None:
    on(ear)
    ear.choose("Weg finden")
    heard = ear.choose("Werkraum")
    assert heard[0].startswith("Werkraum")
    steps = " ".join(heard)
    assert "37 m" in steps or "Treppe hinauf bis: 1. Stock" in steps
    assert "dritte Tür rechts: Werkraum" in steps


def test_somebody_reads_an_offer_by_ear_and_keys(ear: Listener) -> None:
    on(ear)
    ear.choose("Was ist los?")
    heard = " ".join(ear.choose("Balkonsolar"))
    assert "Heute 16 Uhr bis 18 Uhr" in heard
    assert "Passt ein Solarmodul an meinen Balkon?" in heard
    assert "Ayşe Demir" in heard


# Everything that was shown


def test_all_words_of_a_booking_were_said(ear: Listener) -> None:
    """Whatever stood on the screens of a booking is in the record of what was said."""
    shown: list[str] = []

    def look() -> None:
        ear.listen()
        there = [words for words in seen_words(ear.display) if in_page(ear.display, words)]
        shown.extend(words.text for words in there if not words.text.endswith(":00"))

    on(ear)
    look()
    for choice in ("Raum buchen", "Offener Raum, 15 Uhr, frei", "eine halbe Stunde", "Ohne Handy buchen"):
        ear.choose(choice)
        ear.display.until(lambda: not ear.display.guide.holding.busy, "an answer")
        look()
    for letter in "Rad":
        ear.key(letter)
    look()
    ear.choose("Buchen, Taste")
    ear.wait_for("Gebucht")
    look()

    heard = saying.words(" ".join(ear.said))
    language = ear.display.guide.visit.language
    missing = [text for text in shown if not saying.words(saying.spoken(text, language)) <= heard]
    assert missing == []


def test_what_changes_is_said_and_nothing_else(ear: Listener) -> None:
    on(ear)
    ear.choose("Raum buchen")
    heard = ear.hear(lambda: ear.display.guide.set_away(True))
    assert any("Buchen geht gerade nicht" in text for text in heard)
    assert not any("Klimaschutzhaus Kassel" in text for text in heard)


def test_the_last_seconds_are_counted_aloud(ear: Listener) -> None:
    on(ear)
    ear.choose("Raum buchen")
    ear.display.guide.idle.ask()
    ear.wait_for("Sind Sie noch da")
    before = len(ear.said)
    for _ in range(57):
        ear.display.skipped += 1
        ear.display.frames(2)
        ear.display.skipped += 0.01
        ear.display.frames(2)
    ear.listen()
    said = [text for text in ear.said[before:] if "Sekunden" in text]
    assert said == ["20 Sekunden.", "10 Sekunden.", "5 Sekunden."]


# Fingers


def middle(display: Any, told: str) -> tuple[float, float]:
    from kivy.uix.behaviors import ButtonBehavior

    found = next(each for each in display.widgets(ButtonBehavior) if told in each.told and not each.disabled)
    return float(found.center_x), float(found.center_y)


def test_the_first_touch_speaks_and_the_second_one_acts(loud: Listener) -> None:
    display = loud.display
    display.press("Vorlesen")
    loud.listen()
    at = middle(display, "Weg finden")
    assert loud.hear(lambda: display.touch(*at))[0].startswith("Weg finden")
    assert display.page.name == "home"
    display.touch(*at)
    display.show("floors")


def test_a_sliding_finger_hears_what_it_comes_over(loud: Listener) -> None:
    from kivy.tests.common import UnitTestTouch

    display = loud.display
    on(loud)
    first, second = (display.kiosk.stage.to_parent(*middle(display, told)) for told in ("Weg finden", "Ihre Idee"))
    touch = UnitTestTouch(*first)
    heard = loud.hear(touch.touch_down)
    heard += loud.hear(lambda: touch.touch_move(*second))
    heard += loud.hear(touch.touch_up)
    assert [text.split(",")[0] for text in heard] == ["Weg finden", "Ihre Idee"]
    assert display.page.name == "home"


def test_a_text_that_is_touched_is_read(loud: Listener) -> None:
    on(loud)
    words = next(each for each in seen_words(loud.display) if each.text == "Jetzt im Haus")
    assert "Jetzt im Haus" in loud.hear(lambda: loud.display.touch(*words.center))[0]


def test_without_reading_a_touch_acts_at_once_and_nothing_is_said(loud: Listener) -> None:
    loud.display.press("Weg finden")
    loud.display.show("floors")
    assert loud.said == []


def test_the_tools_repeat_slow_down_and_are_silent(loud: Listener) -> None:
    on(loud)
    once = loud.key("tab")
    assert loud.hear(lambda: loud.display.press("Nochmal")) == once
    loud.display.press("Langsamer")
    loud.display.press("Lauter")
    loud.listen()
    assert loud.voices[-1][2:6] == ["-s", "110", "-a", "150"]
    loud.display.guide.leave()
    assert loud.display.guide.speech.tone.pace == 0
    assert loud.display.kiosk.speechbar is None


# What nobody else may hear


def test_over_the_loudspeaker_nobody_hears_what_is_typed_or_booked(loud: Listener, busy: Service) -> None:
    display = loud.display
    on(loud)
    to_hold(display)
    display.guide.go("name")
    loud.listen()
    for letter in "Geheim":
        loud.key(letter)
    assert "6 Zeichen." in loud.said
    display.page.book()
    loud.wait_for("Gebucht")
    (made,) = bookings(busy, "Geheim")
    said = " ".join(loud.said)
    assert "Geheim" not in said
    assert saying.spelled(made.code or "") not in said
    assert (made.code or "")[:3] not in said
    assert "Das steht auf dem Bildschirm. Mit Kopfhörern wird es vorgelesen." in said


def to_hold(display: Any) -> None:
    display.guide.read_aloud()
    display.settle()
    to_a_hold(display)
    display.guide.read_aloud()


def test_a_key_of_a_code_is_called_by_its_place(loud: Listener) -> None:
    on(loud)
    loud.display.guide.go("here")
    loud.listen()
    assert "Reihe 1, Taste 2." in loud.said
    assert not any(text in loud.said for text in ("A.", "B.", "C."))


def test_the_voice_forgets_with_the_display(ear: Listener) -> None:
    on(ear)
    to_hold(ear.display)
    ear.display.guide.go("name")
    ear.listen()
    for letter in "Geheimbund":
        ear.key(letter)
    assert "Geheimbund." in ear.said
    ear.display.guide.leave()
    ear.listen()
    gc.collect()
    kept = [each for each in gc.get_objects() if type(each).__module__.startswith("kiosk")]
    assert not [each for each in kept if "Geheimb" in str(vars_of(each))]


def test_in_another_language_another_voice_speaks(loud: Listener) -> None:
    on(loud)
    loud.display.guide.speak("ar")
    loud.display.until(lambda: loud.voices[-1][:2] == ["-v", "ar"], "Arabic")


def test_the_farewell_is_in_the_language_of_who_has_listened(ear: Listener) -> None:
    on(ear)
    ear.display.guide.speak("en")
    ear.listen()
    ear.display.guide.leave()
    ear.listen()
    assert ear.said[-2:] == ["Back at the start. Reading out is off.", "F1 or the key below reads out."]
    assert ear.voices[-1][:2] == ["-v", "en-gb"]


@pytest.mark.parametrize("name", ["done", "present"])
def test_in_landscape_too_everybody_may_hear_which_room_it_is(
    hang: Callable[..., Any], busy: Service, tmp_path: Path, name: str
) -> None:
    listener = Listener(hang(busy, LANDSCAPE), tmp_path)
    on(listener)
    example.bring(listener.display, name)
    listener.listen()
    said = " ".join(listener.said)
    assert listener.display.page.room_name(listener.display.page.booked) in said
    assert "Radwerkstatt" not in said


# Time


def test_whoever_needs_longer_gets_five_times_as_long(lobby: Any) -> None:
    lobby.door("offen")
    lobby.show("room")
    lobby.pass_(61)
    assert lobby.page.name == "idle"
    lobby.settle()
    lobby.press("Mehr Zeit geben")
    lobby.show("room")
    lobby.pass_(240)
    assert lobby.page.name == "room"
    lobby.pass_(62)
    assert lobby.page.name == "idle"
    lobby.pass_(80)
    assert lobby.page.name == "idle"
    lobby.pass_(25)
    assert lobby.page.name == "home"
    assert lobby.guide.idle.patience == 1


def test_nothing_goes_away_while_it_is_read(lobby: Any, tmp_path: Path) -> None:
    slow = tmp_path / "voice"
    slow.write_text("#!/bin/sh\nexec sleep 600\n", encoding="utf-8")
    slow.chmod(0o755)
    lobby.guide.speech = Speech(str(slow))
    lobby.guide.read_aloud()
    lobby.settle()
    lobby.pass_(62)
    assert lobby.page.name == "home"
    lobby.guide.speech.hush()
    lobby.until(lambda: not lobby.guide.listening, "silence")
    lobby.pass_(62)
    assert lobby.page.name == "idle"


def test_keys_too_keep_a_page_that_goes_by_itself(ear: Listener) -> None:
    example.bring(ear.display, "counted")
    for _ in range(6):
        ear.display.pass_(8)
        ear.key("tab")
    assert ear.display.page.name == "counted"


def test_a_page_that_goes_by_itself_waits_longer_if_it_is_asked_to(lobby: Any) -> None:
    example.bring(lobby, "counted")
    lobby.press("Mehr Zeit")
    lobby.pass_(60)
    assert lobby.page.name == "counted"
