# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A group comes, stays or goes; things are borrowed: what visitors do at the display, against the real house."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import zxingcpp

from booking.model import BOOKED
from booking.rules import Group, Wish
from tests.kiosk import example
from tests.kiosk.conftest import PORTRAIT
from tests.servers.booking import Service


def coming(service: Service, begin: str = "14:00", end: str = "15:00") -> Any:
    """A group whose time begins in a quarter of an hour."""
    wish = Wish(str(uuid4()), "offen", example.at(begin), example.at(end))
    return service.desk.book(wish, Group("Radwerkstatt", True), proven=True)


def type_code(display: Any, code: str) -> None:
    display.press("Wir sind da")
    display.show("here")
    for letter in code:
        display.press(letter)


def test_a_group_comes_by_its_code_and_the_room_is_theirs(lobby: Any, busy: Service) -> None:
    made = coming(busy)
    type_code(lobby, made.code)
    lobby.show("present")

    assert lobby.says("Schön, dass Sie da sind!")
    assert lobby.says("Ihr Raum bis 15:00.")
    assert busy.desk.find_one(made.id).arrived == busy.clock.now()
    assert lobby.guide.visit.code == ""


def test_a_group_stays_longer_and_goes_earlier(lobby: Any, busy: Service) -> None:
    made = coming(busy)
    type_code(lobby, made.code)
    lobby.show("present")
    lobby.press("bis 15:15")
    lobby.until(lambda: busy.desk.find_one(made.id).end == example.at("15:15"), "the longer time")
    lobby.until(lambda: lobby.says("Ihr Raum bis 15:15."), "the answer")
    lobby.press("Wir gehen schon")
    lobby.until(lambda: lobby.says("Danke. Bis zum nächsten Mal."), "good bye")

    assert busy.desk.find_one(made.id).end == example.at("14:15")
    assert busy.desk.find_one(made.id).status == BOOKED


def test_a_code_that_nobody_has_says_so_and_can_be_mended(lobby: Any, busy: Service) -> None:
    type_code(lobby, "AAAAAA")
    lobby.until(lambda: lobby.says("Mit diesem Code gibt es keine Buchung."), "the answer")
    lobby.press("Löschen")
    lobby.settle()

    assert lobby.guide.visit.code == "AAAAA"
    assert lobby.page.name == "here"


def test_who_comes_much_too_early_is_told_when(lobby: Any, busy: Service) -> None:
    wish = Wish(str(uuid4()), "offen", example.at("14:00", 1), example.at("15:00", 1))
    made = busy.desk.book(wish, Group("Chor"), proven=True)
    type_code(lobby, made.code or "")

    lobby.until(lambda: lobby.says("Diese Buchung ist für Freitag, 8. Mai."), "the answer")


def test_what_was_typed_is_gone_when_nobody_is_there_any_more(lobby: Any) -> None:
    type_code(lobby, "K7M")
    lobby.guide.leave()
    lobby.until(lambda: not lobby.kiosk.stage.deaf, "a screen that listens")
    lobby.press("Wir sind da")
    lobby.show("here")

    assert lobby.guide.visit.code == ""


def test_a_thing_is_borrowed_from_its_own_plan(lobby: Any, busy: Service) -> None:
    lobby.press("Ausleihen")
    lobby.show("things")
    lobby.press("Lastenrad")
    lobby.until(lambda: any(key[0] == "lastenrad" for key in lobby.guide.days), "the plan of the bike")
    lobby.settle()
    lobby.start_at("15:00")
    lobby.show("length")
    lobby.press("1 Stunde")
    lobby.show("hold")

    (code,) = zxingcpp.read_barcodes(lobby.picture())
    assert code.text == lobby.guide.visit.held.link
    assert lobby.guide.visit.held.room == "lastenrad"


def test_a_projector_comes_along_with_the_room(lobby: Any, busy: Service) -> None:
    lobby.door("offen")
    lobby.show("room")
    lobby.start_at("14:00")
    lobby.show("length")
    lobby.press("mit Beamer")
    lobby.settle()
    lobby.press("1 Stunde")
    lobby.show("hold")

    (held,) = [found for found in busy.desk.find() if found.status == "held" and found.extras]
    assert held.extras == ("beamer",)


def test_a_taken_time_leads_to_the_waitlist_where_the_house_sends_mail(hang: Callable[..., Any], busy: Service) -> None:
    display = hang(busy, PORTRAIT)
    display.door("offen")
    display.show("room")
    display.start_at("14:00")
    display.show("length")
    known = display.guide.plan_at
    coming(busy)  # somebody is quicker
    display.press("1 Stunde")
    display.show("refused")
    display.until(lambda: display.guide.plan_at != known, "the news of it, which bring the house as it is")
    display.guide.house = replace(display.guide.house, mail=True)
    display.guide.again()
    display.settle()

    links = [code.text for code in zxingcpp.read_barcodes(display.picture())]
    assert [link.partition("?")[0] for link in links] == [f"{busy.url}/de/rooms/offen/wait"]
    assert "begin=2026-05-07T12:00:00Z&end=2026-05-07T13:00:00Z" in links[0]
