# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way on the display: from a touch on the plan, from a search or from a booking, to the door and to the phone."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from playwright.sync_api import Browser, expect

from booking.barriers import Barrier
from booking.doorkeeper import Doorkeeper
from tests.kiosk import example, states
from tests.kiosk.conftest import PORTRAIT
from tests.kiosk.display import Display
from tests.kiosk.listening import Listener
from tests.servers.booking import Service, booking_service, demo_house


@pytest.fixture
def planned(lobby: Any) -> Any:
    """The display in the lobby, which knows the plan of the house."""
    lobby.until(lambda: lobby.guide.wayfinding.finder, "the plan of the house")
    lobby.settle()
    return lobby


def touch_place(display: Any, name: str) -> None:
    """Touch a room on the drawn plan."""
    from kiosk.widgets.floors import Floors

    (floors,) = display.widgets(Floors)
    for floor in floors.floors:
        for shape in floor.sheet.shapes:
            if shape.place.name == name:
                x, y = floor.px(shape.label.at)
                display.touch(floors.x + x, floors.top - y)
                return
    raise AssertionError(f"{name} is not on the plan")


def close(service: Service, place: str) -> int:
    """Somebody of the staff closes something for an hour."""
    now = service.clock.now()
    return Doorkeeper(service.desk).block(Barrier(0, place, now, now + timedelta(hours=1), "Wartung"))


def test_a_room_that_is_touched_shows_the_way_and_the_phone_goes_on_with_it(planned: Any, chromium: Browser) -> None:
    planned.press("Weg finden")
    planned.show("floors")
    touch_place(planned, "Werkraum")
    planned.show("way")
    assert planned.says("belegt bis 15:30")
    assert planned.says("Von der Treppe, nach links, dritte Tür rechts: Werkraum")
    planned.press("ohne Stufen")
    planned.until(lambda: planned.says("Mit dem Aufzug bis: 1. Stock"), "the way by lift")
    planned.settle()
    (code,) = zxingcpp.read_barcodes(planned.picture())
    said = [words for words in planned.texts() if "vierte Tür" in words]

    phone = chromium.new_page(locale="de-DE", viewport={"width": 390, "height": 844})
    phone.goto(code.text)
    expect(phone.locator(".way li").last).to_contain_text(said[0])
    expect(phone.locator(".way li").first).to_contain_text("Nach rechts, zum Aufzug")
    phone.close()


def test_the_rooms_times_are_one_touch_from_the_way_and_the_way_one_from_them(planned: Any) -> None:
    planned.door("werkraum")
    planned.show("room")
    planned.press("Der Weg dorthin")
    planned.show("way")
    planned.press("Zeiten ansehen")
    planned.show("room")
    assert planned.page.one.id == "werkraum"


def test_a_booking_is_not_lost_by_looking_for_its_room(planned: Any) -> None:
    example.bring(planned, "done")
    code = planned.guide.visit.booking["code"]
    planned.press("Der Weg dorthin")
    planned.show("way")
    planned.press("Zurück")
    planned.show("done")
    assert planned.says(f"{code[:3]} {code[3:]}")


@pytest.mark.parametrize(
    ("typed", "found", "title"),
    [("klo", "Toilette ohne Stufen", "Toilette ohne Stufen"), ("umwelth", "Umwelthaus", "Umwelthaus"),
     ("energie", "Energieberatung", "Energieberatung")],
)  # fmt: skip
def test_what_is_typed_is_found_at_once(planned: Any, typed: str, found: str, title: str) -> None:
    planned.press("Suchen")
    planned.show("search")
    for letter in typed.capitalize():
        planned.press(letter)
        planned.settle()
    planned.press(found)
    planned.show("way")
    assert planned.says(title)


def test_the_nearest_toilet_is_one_touch_from_the_plan(planned: Any) -> None:
    planned.press("Weg finden")
    planned.show("floors")
    planned.press("Toilette")
    planned.show("way")
    assert planned.says("Toilette ohne Stufen")


def test_a_closed_lift_is_gone_round_and_without_steps_there_is_somebody_to_ask(planned: Any, busy: Service) -> None:
    planned.guide.go("way", to="werkraum")
    planned.show("way")
    number = close(busy, "stairs/main")
    planned.until(lambda: planned.says("Gesperrt: Treppe (Erdgeschoss, 1. Stock)"), "the news")
    assert planned.says("Mit dem Aufzug bis: 1. Stock")
    close(busy, "lift/main")
    planned.until(lambda: planned.says("Der Weg ist im Moment gesperrt."), "the news of the lift")
    assert planned.says("Am Tresen hilft jemand")
    Doorkeeper(busy.desk).unblock(number)
    planned.until(lambda: planned.says("Die Treppe hinauf bis: 1. Stock"), "the stairs again")


def test_in_a_large_house_a_touch_comes_nearer_until_a_finger_meets_one_room(planned: Any) -> None:
    with states.known(planned):
        states.show(planned, "floors-tower")
        planned.press("5")
        planned.settle()
        plan = planned.page.ids.plan
        touches = 0
        while planned.page.name == "floors" and touches < 5:
            shape = next(each for each in plan.floors[0].sheet.shapes if each.place.id == "room/5/3/6")
            x, y = plan.floors[0].px(shape.label.at)
            planned.touch(plan.x + x, plan.top - y)
            planned.settle()
            touches += 1
        assert planned.page.name == "way"
        assert planned.says("5.3.6")
        assert touches > 1


def test_a_level_that_is_drawn_larger_goes_with_the_finger(planned: Any) -> None:
    from kivy.tests.common import UnitTestTouch

    with states.known(planned):
        states.show(planned, "floors-tower")
        planned.press("näher")
        planned.press("näher")
        planned.settle()
        plan = planned.page.ids.plan
        before = plan.floors[0].seen
        touch = UnitTestTouch(*planned.kiosk.stage.to_parent(*plan.center))
        touch.touch_down()
        touch.touch_move(touch.x - 120, touch.y + 60)
        touch.touch_up()
        planned.settle()
        after = plan.floors[0].seen
        assert planned.page.name == "floors"
        assert after[0] - before[0] == pytest.approx(120 / plan.floors[0].scale, rel=0.05)
        assert after[1] > before[1]


def test_the_way_is_drawn_then_walked_and_then_everything_is_still(planned: Any) -> None:
    planned.guide.go("way", to="werkraum")
    planned.frames(3)
    floors = planned.page.ids.plan
    assert floors.drawn < 0.5
    planned.pass_(3)
    assert floors.drawn == 1.0
    assert floors.walked > 0
    planned.pass_(50)
    assert (floors.walked, floors.swell) == (0.0, 0.0)
    before = planned.picture()
    planned.pass_(3)
    assert planned.picture() == before


def test_nobody_walks_on_a_screen_that_has_gone(planned: Any) -> None:
    from kivy.animation import Animation

    planned.guide.go("way", to="werkraum")
    planned.pass_(2)
    plan = planned.page.ids.plan.uid
    assert [one for one in Animation._instances if plan in one._widgets]
    planned.press("Start")
    planned.settle()
    assert not [one for one in Animation._instances if plan in one._widgets]


def test_in_contrast_nothing_moves(planned: Any) -> None:
    planned.guide.contrast()
    planned.guide.go("way", to="werkraum")
    planned.frames(3)
    assert planned.page.ids.plan.drawn == 1.0
    planned.pass_(2)
    assert planned.page.ids.plan.walked == 0.0


def test_how_a_visitor_walks_and_what_they_sought_is_forgotten(planned: Any) -> None:
    planned.guide.visit.walk, planned.guide.visit.sought = "free", "Klo"
    planned.guide.leave()
    assert (planned.guide.visit.walk, planned.guide.visit.sought) == ("", "")


def test_the_way_is_found_without_the_house(window: Any, tmp_path: Path) -> None:
    window.size = PORTRAIT
    with booking_service(demo_house(), tmp_path / "house") as service:
        config = example.screen(service, PORTRAIT)
        first = Display(config, tmp_path)
        first.until(lambda: first.guide.wayfinding.finder and not first.guide.away, "the plan")
        first.close()
    again = Display(config, tmp_path)  # the server is gone
    try:
        again.until(lambda: again.guide.wayfinding.finder, "the plan from the disk")
        again.guide.go("way", to="werkraum")
        again.show("way")
        assert again.says("Die Treppe hinauf bis: 1. Stock")
    finally:
        again.close()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("no plan", "plan.geojson: is neither GeoJSON nor OSM XML"),
        ('{"type": "FeatureCollection", "features": []}', "plan.geojson: draws nothing that can be used"),
    ],
)
def test_a_broken_plan_is_told_and_keeps_nobody_from_booking(
    window: Any, tmp_path: Path, hang: Callable[..., Any], content: str, said: str
) -> None:
    file = tmp_path / "plan.geojson"
    file.write_text(content, encoding="utf-8")
    with booking_service(demo_house().model_copy(update={"plan": file}), tmp_path / "house") as service:
        display = hang(service)
        display.until(lambda: display.guide.wayfinding.fault, "what is wrong with the plan")
        display.settle()
        display.press("Weg finden")
        display.show("floors")
        assert display.says("Der Plan kann nicht gezeigt werden")
        assert display.says(said)
        assert not display.says(str(tmp_path))
        display.press("Start")
        display.show("home")
        display.door("offen")
        display.show("room")
        display.start_at("14:00")
        display.show("length")


def test_along_the_strip_each_step_can_be_heard_again(planned: Any, tmp_path: Path) -> None:
    ear = Listener(planned, tmp_path)
    planned.guide.go("way", to="tresen")
    planned.show("way")
    whole = ear.hear(lambda: planned.press("Leitstreifen, Ansage"))
    assert whole[0] == "Beratungstresen."
    assert len(whole) > 2
    step = planned.page.ids.steps.children[-1].told
    assert ear.hear(lambda: planned.press(step))[0] == f"{step}."


def test_who_goes_on_hears_no_more(planned: Any) -> None:
    planned.guide.say(["Geradeaus"] * 1_000)
    assert planned.guide.speech.speaking
    planned.press("Suchen")
    planned.until(lambda: not planned.guide.speech.speaking, "silence")
