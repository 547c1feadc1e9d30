# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The front of a house with many rooms, and of one in which nothing is free."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from booking.config import House
from booking.doorkeeper import Doorkeeper
from booking.noticeboard import Notice
from booking.rules import Wish
from tests.kiosk import example
from tests.kiosk.checks import faults
from tests.kiosk.conftest import LANDSCAPE, PORTRAIT
from tests.servers.booking import Service, booking_service, demo_house


def with_rooms(count: int) -> House:
    """The demo house with as many rooms as asked to book."""
    house = demo_house()
    first = next(room for room in house.rooms if room.bookable)
    named = [
        first.model_copy(
            update={"id": f"raum{number}", "name": dict.fromkeys(("de", "en", "ar"), f"Seminarraum {number}")}
        )
        for number in range(1, count + 1)
    ]
    return house.model_copy(update={"rooms": tuple(named)})


@pytest.fixture
def nine(tmp_path: Path) -> Iterator[Service]:
    with booking_service(with_rooms(9), tmp_path / "house") as service:
        yield service


def shown(display: Any) -> list[str]:
    from kiosk.widgets.door import Door

    return [door.room for door in sorted(display.widgets(Door), key=lambda door: door.x)]


@pytest.mark.parametrize("layout", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_nine_rooms_stand_on_pages_of_four_doors(
    hang: Callable[..., Any], nine: Service, layout: tuple[int, int]
) -> None:
    display = hang(nine, layout)
    pages = []
    for _ in range(3):
        pages.append(shown(display))
        assert faults(display) == []
        display.press("Weitere Räume")
        display.settle()

    assert pages == [[f"raum{n}" for n in range(1, 5)], [f"raum{n}" for n in range(5, 9)], ["raum9"]]
    assert shown(display) == pages[0], "after the last page comes the first one"


@pytest.mark.parametrize("layout", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_the_day_of_nine_rooms_is_paged_too(hang: Callable[..., Any], nine: Service, layout: tuple[int, int]) -> None:
    display = hang(nine, layout)
    display.guide.go("day")
    display.show("day")
    assert faults(display) == []
    display.press("Weitere Räume")
    display.settle()

    assert faults(display) == []
    assert display.says("Seminarraum 5")
    assert not display.says("Seminarraum 4")


def test_whoever_leaves_another_page_of_doors_is_forgotten(hang: Callable[..., Any], nine: Service) -> None:
    display = hang(nine)
    display.press("Weitere Räume")
    assert display.says("5 bis 8 von 9")

    display.pass_(82)
    assert display.says("1 bis 4 von 9")


def test_when_nothing_is_free_the_doors_and_the_key_say_when_the_next_one_opens(lobby: Any, busy: Service) -> None:
    for room, until in (("offen", "15:45"), ("beratung", "15:45")):
        busy.desk.hold(Wish(str(uuid4()), room, example.at("13:45"), example.at(until)))
    busy.clock.pass_(minutes=4)
    lobby.kiosk.clock.set(busy.clock.now())
    lobby.until(lambda: lobby.says("Als Nächstes frei"), "no door is open")

    assert lobby.says("Als Nächstes frei: Werkraum um 15:30")
    lobby.until(lambda: lobby.says("bis 18:00"), "two in a row are one: the room is free again after both")


@pytest.mark.parametrize("layout", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_a_notice_of_the_house_hangs_on_the_front_until_its_time_is_over(
    hang: Callable[..., Any], nine: Service, layout: tuple[int, int]
) -> None:
    display, now = hang(nine, layout), nine.clock.now()
    text = "Heute um 17 Uhr: Reparaturtreff im Hof. Kommen Sie vorbei und bringen Sie Kaputtes mit!"
    number = Doorkeeper(nine.desk).announce(Notice(0, now, now + timedelta(hours=8), True, False, {"de": text}))
    display.until(lambda: display.says(text), "the notice hangs")
    assert faults(display) == []
    Doorkeeper(nine.desk).take_down(number)
    display.until(lambda: not display.says(text), "it is taken down")
