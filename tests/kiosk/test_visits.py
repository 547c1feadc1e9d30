# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One touch counts who has come and for what: corrected at once, never twice, kept for a while if the house is away."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from booking.visits import Visits
from kiosk.look import SIZES, look
from tests.kiosk import example, needs
from tests.kiosk.checks import faults
from tests.kiosk.conftest import LANDSCAPE, PORTRAIT
from tests.kiosk.test_offers import offer_of, titles
from tests.servers.booking import Service, booking_service, demo_house
from tests.servers.loopback import free_port

BALCONY = "Balkonsolar: Fragen und Antworten"


def counts(service: Service) -> list[tuple[str, str, int]]:
    now, day = service.desk.now(), timedelta(days=1)
    found = Visits(service.desk).between(now - day, now + day)
    return [(one.purpose, one.offer, one.people) for one in found]


def touch(display: Any, tile: str) -> None:
    """From the front of the house."""
    display.press("Wir sind da")
    display.show("here")
    display.press(tile)
    display.show("counted")


@pytest.mark.parametrize("layout", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_from_home_two_touches_count(hang: Callable[..., Any], busy: Service, layout: tuple[int, int]) -> None:
    display = hang(busy, layout)
    touch(display, "Umsehen")

    assert counts(busy) == [("looking", "", 1)]
    assert display.says("Danke.")
    assert display.says("Gezählt: 1 Person, Umsehen.")
    assert faults(display) == []


def test_as_many_as_stand_there_are_counted_and_a_held_key_goes_on(lobby: Any, busy: Service) -> None:
    lobby.press("Wir sind da")
    lobby.show("here")
    for _ in range(3):
        lobby.press("Eine Person mehr")
    lobby.press("Eine Person weniger")
    assert lobby.page.people == 3
    key = next(each for each in lobby.widgets() if getattr(each, "told", "") == "Eine Person mehr")
    lobby.settle()  # a key that was tapped springs back a moment later
    key.trigger_action(3)  # held for so many seconds
    for _ in range(40):
        lobby.skipped += 0.05
        lobby.frame()
    assert 8 < lobby.page.people < 20
    lobby.pass_(12)
    assert lobby.page.people < 50
    lobby.press("Raum")
    lobby.show("counted")

    assert counts(busy) == [("room", "", lobby.page.people)]


def test_nobody_can_be_fewer_than_one_or_more_than_fifty(lobby: Any) -> None:
    lobby.press("Wir sind da")
    lobby.show("here")
    lobby.press("Eine Person weniger")
    assert lobby.page.people == 1
    lobby.page.ids.people.number = 50
    lobby.press("Eine Person mehr")
    assert lobby.page.people == 50


def test_what_an_offer_is_about_is_said_with_one_more_touch_and_counted_once(lobby: Any, busy: Service) -> None:
    touch(lobby, "Angebot")
    assert lobby.says("Welches ist es?")
    assert titles(lobby) == [BALCONY, "Reparaturtreff Nordstadt"], "what is on today"
    lobby.press(BALCONY)
    lobby.until(lambda: lobby.says(f"Gezählt: 1 Person, {BALCONY}."), "the correction")

    assert counts(busy) == [("event", offer_of(busy, BALCONY).id, 1)]


def test_the_number_is_corrected_while_it_can_be(lobby: Any, busy: Service) -> None:
    touch(lobby, "Beratung")
    for _ in range(3):
        lobby.press("Eine Person mehr")
    lobby.skipped += 1
    lobby.until(lambda: lobby.says("Gezählt: 4 Personen, Beratung."), "the correction")

    assert counts(busy) == [("advice", "", 4)]


def test_later_nothing_is_counted_twice_and_the_same_touch_leads_on(lobby: Any, busy: Service) -> None:
    from kiosk.widgets.stepper import Stepper

    touch(lobby, "Angebot")
    lobby.pass_(14)
    assert not lobby.says("Welches ist es?")
    assert lobby.says("Heute")
    assert all(each.parent.opacity == 0 for each in lobby.widgets(Stepper))
    lobby.press(BALCONY)
    lobby.show("offer")

    assert counts(busy) == [("event", "", 1)]


def test_playing_children_are_one_touch(lobby: Any, busy: Service) -> None:
    lobby.press("Wir sind da")
    lobby.show("here")
    for tile in ("Auskunft", "Raum", "Angebot"):
        lobby.press(tile)
        lobby.show("counted")
        lobby.press("Zurück")
        lobby.show("here")
    lobby.press("Umsehen")
    lobby.show("counted")

    assert counts(busy) == [("looking", "", 1)]


def test_the_thanks_go_home_by_themselves_and_everything_is_forgotten(lobby: Any) -> None:
    touch(lobby, "Auskunft")
    lobby.pass_(20)
    lobby.touch(5, 900)
    lobby.pass_(20)
    assert lobby.page.name == "counted", "somebody is still reading"
    lobby.pass_(12)

    assert lobby.page.name == "home"
    assert lobby.guide.visit.untouched


def test_thanks_of_a_display_that_has_ended_dress_no_other(hang: Callable[..., Any], busy: Service) -> None:
    """Both stand in one process here, and share one look."""
    ended = hang(busy)
    example.bring(ended, "counted")
    ended.close()
    display = hang(busy)
    needs.wish(display, "de", "larger")
    display.pass_(40)
    assert display.page.name == "home"
    assert look.zoom == SIZES[1]


@pytest.mark.parametrize(
    ("tile", "key", "screen"),
    [
        ("Beratung", BALCONY, "offer"),
        ("Beratung", "Beratungen", "offers"),
        ("Auskunft", "Suchen", "search"),
        ("Auskunft", "Frage stellen", "idea"),
        ("Raum", "Raum buchen", "day"),
        ("Umsehen", "Weg finden", "floors"),
    ],
)
def test_the_thanks_lead_on_to_what_one_has_come_for(lobby: Any, tile: str, key: str, screen: str) -> None:
    lobby.until(lambda: lobby.guide.wayfinding.finder, "the plan of the house")
    touch(lobby, tile)
    lobby.press(key)
    lobby.show(screen)


def test_who_has_come_for_an_offer_says_so_on_its_page(lobby: Any, busy: Service) -> None:
    lobby.press(BALCONY)
    lobby.show("offer")
    lobby.press("Ich bin dafür da")
    lobby.show("counted")

    assert counts(busy) == [("advice", offer_of(busy, BALCONY).id, 1)]
    lobby.guide.go("offer", key=offer_of(busy, "Radwerkstatt für alle").id)  # on Saturday
    lobby.show("offer")
    assert not lobby.says("Ich bin dafür da")


def test_an_answer_that_comes_after_somebody_has_gone_on_disturbs_nobody(lobby: Any, busy: Service) -> None:
    lobby.press("Wir sind da")
    lobby.show("here")
    lobby.page.count("info", 2)
    lobby.guide.home()
    lobby.until(lambda: counts(busy), "the count")
    lobby.settle()

    assert lobby.page.name == "home"


def test_while_the_house_is_away_a_touch_is_kept_and_counted_when_it_is_back(window: Any, tmp_path: Path) -> None:
    window.size = PORTRAIT
    port = free_port()
    with booking_service(demo_house(), tmp_path / "house", port=port) as service:
        example.fill(service)
        display = example.hang(service, tmp_path, PORTRAIT)
    try:
        display.until(lambda: display.guide.away, "the house is away")
        display.settle()
        touch(display, "Auskunft")
        assert display.says("Wir versuchen es noch fünf Minuten lang")
        assert faults(display) == []
        display.press("Eine Person mehr")
        display.skipped += 1
        display.until(lambda: display.says("2 Personen, Auskunft"), "the correction")
        display.guide.leave()
        with booking_service(demo_house(), tmp_path / "house", port=port) as service:
            display.until(lambda: counts(service), "what was kept")
            assert counts(service) == [("info", "", 2)]
    finally:
        display.close()


def test_what_the_house_does_not_take_is_said(lobby: Any, busy: Service) -> None:
    lobby.press("Wir sind da")
    lobby.show("here")
    lobby.page.count("event", 1, "ffff")  # an offer that is there no more
    lobby.show("counted")

    assert lobby.says("Nicht gezählt")
    assert counts(busy) == []
