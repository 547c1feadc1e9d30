# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Nothing is lost and nobody stands before an empty screen: back, another language, a second wish, a late answer."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from kiosk.client import Client
from kiosk.houseclock import HouseClock
from tests.kiosk import example
from tests.kiosk.test_booking_walk import to_a_hold
from tests.servers.booking import Service


def held(service: Service) -> list[Any]:
    """What is held beside what the example has in it."""
    return [one for one in service.desk.find() if one.status == "held" and one.begin != example.at("18:30")]


def speak(display: Any, language: str) -> None:
    display.guide.go("language")
    display.show("language")
    display.guide.speak(language)
    display.settle()


def test_back_from_a_time_that_has_run_out_leads_to_its_length(lobby: Any, busy: Service) -> None:
    to_a_hold(lobby)
    lobby.press("Ohne Handy buchen")
    lobby.show("name")
    busy.clock.pass_(minutes=6)
    lobby.pass_(3)
    lobby.show("refused")
    lobby.press("Zurück")
    lobby.show("length")


def test_another_language_keeps_the_held_time_and_the_code(lobby: Any, busy: Service) -> None:
    to_a_hold(lobby)
    speak(lobby, "en")
    assert lobby.page.name == "hold"
    assert len(held(busy)) == 1
    lobby.press("Book without a phone")
    lobby.show("name")
    for letter in ("R", "a", "d"):
        lobby.press(letter)
    lobby.press("Book")
    lobby.show("done")
    code = lobby.page.code
    speak(lobby, "de")

    assert lobby.page.name == "done"
    assert lobby.says(code)


def test_a_second_wish_is_not_taken_for_the_first_booking(lobby: Any, busy: Service) -> None:
    lobby.until(lambda: lobby.guide.wayfinding.finder, "the plan of the house")
    example.bring(lobby, "done")
    first = lobby.guide.visit.booking
    lobby.press("Der Weg dorthin")
    lobby.show("way")
    lobby.press("Zeiten ansehen")
    lobby.show("room")
    lobby.start_at("15:00")
    lobby.show("length")
    lobby.press("½ Stunde")
    lobby.show("hold")
    lobby.press("Ohne Handy buchen")
    lobby.show("name")
    for letter in ("R", "a", "d"):
        lobby.press(letter)
    lobby.press("Buchen")
    lobby.show("done")

    assert lobby.page.code.replace(" ", "") != first["code"]
    assert lobby.says("15:00 bis 15:30")


def test_a_time_that_comes_when_its_visitor_has_gone_elsewhere_is_given_back(lobby: Any, busy: Service) -> None:
    lobby.door("offen")
    lobby.show("room")
    lobby.start_at("14:00")
    lobby.show("length")
    lobby.press("1 Stunde")
    lobby.guide.home()
    lobby.until(lambda: not lobby.guide.holding.busy, "the answer")
    lobby.settle()
    assert lobby.page.name == "home"
    assert lobby.guide.visit.untouched
    lobby.until(lambda: not held(busy), "the time is given back")


def test_more_time_that_nobody_waits_for_any_more_disturbs_nobody(lobby: Any, busy: Service) -> None:
    to_a_hold(lobby)
    lobby.guide.holding.more()
    lobby.guide.home()
    lobby.until(lambda: not lobby.guide.holding.busy, "the answer")
    lobby.until(lambda: not held(busy), "the time is given back")
    lobby.pass_(5)

    assert lobby.page.name == "home"
    assert lobby.guide.visit.held is None


def test_who_gets_no_more_time_keeps_what_is_left(lobby: Any, busy: Service, tmp_path: Path) -> None:
    to_a_hold(lobby)
    there, lobby.guide.holding._client = lobby.guide.holding._client, nobody(tmp_path)
    lobby.guide.holding.more()
    lobby.show("refused")
    lobby.guide.holding._client.stop()
    lobby.guide.holding._client = there
    assert len(held(busy)) == 1
    lobby.press("Zurück")
    lobby.show("hold")
    lobby.press("Ohne Handy buchen")
    lobby.show("name")


def nobody(folder: Path) -> Client:
    """A line to a house that does not answer."""
    from kivy.clock import Clock

    client = Client("http://127.0.0.1:9", "", folder, HouseClock(), lambda call: Clock.schedule_once(lambda _: call()))
    for hears in ("on_news", "on_wayfinding", "on_offerings", "on_month", "on_away"):
        setattr(client, hears, lambda _told: None)
    client.start()
    return client


def test_days_that_come_before_the_plan_of_them_is_laid_out_replace_it(lobby: Any) -> None:
    guide = lobby.guide
    for week in range(2, 8):
        guide.go("week", room="offen", first=guide.today + timedelta(days=7 * week))
        last = "offen", guide.today + timedelta(days=7 * week + 4)
        lobby.until(lambda last=last: last in guide.days, "the days of that week")
        lobby.frames(10)
        guide.home()
        lobby.settle()
    guide.go("week", room="offen", first=guide.today + timedelta(days=7))
    lobby.show("week")
    assert lobby.page.ids.board.children
