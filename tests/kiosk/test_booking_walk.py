# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the door to the booking: what visitors do, by touches, against the real house."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests
import zxingcpp

from booking.rules import Group, Wish
from kiosk.house import instant
from tests.kiosk import example
from tests.kiosk.conftest import LANDSCAPE
from tests.servers.booking import Service, booking_service, demo_house


def to_a_hold(display: Any, start: str = "14:00", length: str = "1 Stunde") -> None:
    display.door("offen")
    display.show("room")
    display.start_at(start)
    display.show("length")
    display.press(length)
    display.show("hold")


def bookings(service: Service, name: str) -> list[Any]:
    return [found for found in service.desk.find() if found.name == name]


def test_three_touches_lead_from_the_door_to_a_held_time_with_its_code(lobby: Any) -> None:
    to_a_hold(lobby)

    assert lobby.says("Heute 14:00 bis 15:00")
    codes = [code.text for code in zxingcpp.read_barcodes(lobby.picture())]
    assert codes == [lobby.guide.visit.held.link]


def test_at_the_desk_too_three_touches_lead_to_the_code(hang: Callable[..., Any], busy: Service) -> None:
    display = hang(busy, LANDSCAPE)
    display.door("offen")
    display.show("day")
    display.start_at("15:00")
    display.show("length")
    display.press("½ Stunde")
    display.show("hold")

    codes = [code.text for code in zxingcpp.read_barcodes(display.picture())]
    assert codes == [display.guide.visit.held.link]


def test_a_group_books_without_a_phone(lobby: Any, busy: Service) -> None:
    to_a_hold(lobby)
    lobby.press("Ohne Handy buchen")
    lobby.show("name")
    for letter in ("R", "a", "d"):
        lobby.press(letter)
    lobby.press("Name im Haus anzeigen")
    lobby.press("Buchen")
    lobby.show("done")

    made = bookings(busy, "Rad")
    assert [(found.room, found.show_name, found.status) for found in made] == [("offen", True, "booked")]
    assert lobby.says(f"{made[0].code[:3]} {made[0].code[3:]}")
    assert any("BEGIN:VEVENT" in code.text for code in zxingcpp.read_barcodes(lobby.picture()))


def test_the_light_falls_out_of_the_booked_door_picture_by_picture(lobby: Any) -> None:
    example.bring(lobby, "done")
    lobby.kiosk.show("done", {}, True)
    door = lobby.page.ids.door
    for _ in range(60):
        lobby.skipped += 1 / 60
        lobby.frame()

    assert door.glow == 1


def test_the_display_shows_it_the_moment_the_phone_is_done(lobby: Any, busy: Service) -> None:
    to_a_hold(lobby)
    token = lobby.guide.visit.held.token
    busy.desk.scan(token)
    lobby.until(lambda: lobby.says("Weiter am Handy"), "the phone has scanned")

    body = {"request_id": "8f14e45f-ceea-467f-9f0b-5c3a0d2d4c11", "hold": token, "name": "Klimachor", "lang": "de"}
    answer = requests.post(f"{busy.url}/api/bookings", json=body, timeout=10)
    assert answer.status_code == 201, answer.text

    lobby.show("done")
    assert lobby.says("Klimachor")


def test_never_mind_gives_the_time_back(lobby: Any, busy: Service) -> None:
    to_a_hold(lobby)
    held = lobby.guide.visit.held
    lobby.press("Doch nicht")
    lobby.show("home")

    lobby.until(lambda: busy.desk.held(held.token).status == "lapsed", "the hold ended")


def test_the_begin_can_be_moved_by_a_quarter(lobby: Any) -> None:
    lobby.door("offen")
    lobby.show("room")
    lobby.start_at("14:00")
    lobby.show("length")
    later = [key for key in lobby.widgets() if getattr(key, "quarters", 0) == 1]
    lobby.touch(*later[0].center)
    lobby.settle()
    lobby.press("½ Stunde")
    lobby.show("hold")

    assert lobby.says("Heute 14:15 bis 14:45")


def test_a_time_that_somebody_else_took_is_refused_with_free_ones_to_touch(lobby: Any, busy: Service) -> None:
    lobby.door("offen")
    lobby.show("room")
    lobby.start_at("14:00")
    lobby.show("length")
    busy.desk.hold(Wish("somebody else", "offen", example.at("14:00"), example.at("15:00")))
    lobby.press("1 Stunde")
    lobby.show("refused")
    assert lobby.says(lobby.guide.texts.t("This time is already taken."))

    free = next(each for each in lobby.widgets() if hasattr(each, "span"))
    lobby.touch(*free.center)
    lobby.show("length")


def test_a_phone_finishes_what_is_refused_for_want_of_an_address(hang: Callable[..., Any], tmp_path: Path) -> None:
    house = demo_house(smtp="smtp://127.0.0.1").model_copy(update={"shared_quota": 1})
    with booking_service(house, tmp_path / "data") as service:
        service.desk.book(Wish("first", "offen", example.at("16:00"), example.at("17:00")), Group("Chor"), proven=True)
        display = hang(service)
        to_a_hold(display)
        link = display.guide.visit.held.link
        display.press("Ohne Handy buchen")
        display.show("name")
        for letter in ("R", "a", "d"):
            display.press(letter)
        display.press("Buchen")
        display.show("refused")
        assert display.says("Bitte geben Sie eine Adresse an.")
        display.press("Mit dem Handy scannen")
        display.show("hold")

        assert [code.text for code in zxingcpp.read_barcodes(display.picture())] == [link]
        display.press("Doch nicht")
        display.show("home")
        display.until(lambda: not [found for found in service.desk.find() if found.status == "held"], "given back")


def test_a_hold_that_runs_out_is_said_so(lobby: Any, busy: Service) -> None:
    to_a_hold(lobby)
    busy.clock.pass_(minutes=6)
    lobby.pass_(3)

    lobby.show("refused")
    assert lobby.says("nicht mehr")


def test_a_week_far_ahead_can_be_reached(lobby: Any) -> None:
    lobby.door("offen")
    lobby.show("room")
    for _ in range(3):
        lobby.press("später")
        lobby.settle()

    first = lobby.page.first
    lobby.until(lambda: any(block.start for grid in _grids(lobby) for block in grid.blocks), "the plan of that week")
    assert (first - lobby.guide.today).days == 21


def test_a_closed_day_tells_why(lobby: Any) -> None:
    lobby.door("offen")
    lobby.show("room")
    lobby.press("So")
    lobby.show("closed")

    assert lobby.says("Am Sonntag ist das Haus geschlossen")


def _grids(display: Any) -> list[Any]:
    from kiosk.widgets.grid import Grid

    return list(display.widgets(Grid))


def test_instants_are_read_as_utc() -> None:
    read = instant("2026-05-07T12:00:00Z")

    assert read is not None
    assert read.utcoffset() == timedelta(0)
