# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff see what waits for the city and why, and decide about what she does not take."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from booking.city_config import City, CityCalendar
from booking.feeds_config import WayOut
from booking.outbound import Outbound
from tests.booking.web.test_staff import signed_in
from tests.booking.wishes import refused
from tests.pictures.pages import Example
from tests.servers.booking import SetClock, booking_service, demo_house
from tests.servers.loopback import HOST
from tests.servers.sensorthings import Sensors, sensors
from tests.sync.city import House, house_of, to_counts

Staffed = tuple[House, Callable[[], Page]]


@pytest.fixture
def service_of_city() -> Iterator[Sensors]:
    with sensors() as server:
        yield server


@pytest.fixture
def staffed(
    tmp_path: Path, clock: SetClock, service_of_city: Sensors, chromium: Browser
) -> Iterator[tuple[House, Callable[[], Page]]]:
    """A house that serves its pages, and what opens the page in a browser in which staff have just signed in."""
    way_out = WayOut(http_hosts=(HOST,), private_hosts=(HOST,))
    config = demo_house().model_copy(update={"city": to_counts(service_of_city), "way_out": way_out})
    with booking_service(config, tmp_path, clock) as service:
        context, example = chromium.new_context(), Example(service.desk)

        def look() -> Page:
            page = example.sign_in(context, service.url).new_page()
            page.goto(f"{service.url}/de/staff/city")
            return page

        yield house_of(service.desk, clock), look
        context.close()


def set_aside(house: House) -> None:
    """The counts of one hour are refused until nobody tries any more."""
    house.count(13)
    for _ in range(3):
        house.clock.pass_(minutes=61)
        house.go("counts")


def test_what_is_not_taken_waits_for_a_word(staffed: Staffed, service_of_city: Sensors) -> None:
    house, look = staffed
    service_of_city.refuses = lambda _: True
    set_aside(house)
    page = look()
    page.get_by_role("link", name="Heute").click()
    page.get_by_role("link", name="Bitte nachsehen, was daraus wurde").click()
    expect(page.get_by_text("Die Stadt nimmt das nicht an")).to_be_visible()
    expect(page.get_by_text("07.05.2026 13:00 · Auskunft")).to_be_visible()
    assert service_of_city.url not in page.content()

    page.get_by_role("button", name="Noch einmal schicken").click()
    expect(page.get_by_role("status")).to_contain_text("innerhalb einer Minute")
    service_of_city.refuses = lambda _: False
    house.go("counts")
    page.reload()
    expect(page.get_by_text("Die Stadt nimmt das nicht an")).to_have_count(0)
    assert [one["result"] for one in service_of_city.observations.values()] == [13]
    assert [one.act for one in house.desk.log.entries()][:1] == ["outbox_again"]


def test_it_can_be_let_be(staffed: Staffed, service_of_city: Sensors) -> None:
    house, look = staffed
    service_of_city.refuses = lambda _: True
    set_aside(house)
    page = look()
    page.get_by_role("button", name="So lassen").click()
    expect(page.get_by_role("status")).to_contain_text("bis sich daran etwas ändert")

    assert house.waits("counts") == 0
    with refused("gone"):
        Outbound(house.desk).drop("counts", 0, "info")


def test_why_nothing_goes_out_stands_there(staffed: Staffed, service_of_city: Sensors) -> None:
    house, look = staffed
    house.count(2)
    house.clock.pass_(hours=1)
    service_of_city.status = 503
    house.go("counts")
    page = look()

    expect(page.get_by_text("(503)")).to_be_visible()
    expect(page.get_by_text("1 (seit Do")).to_be_visible()


@pytest.mark.parametrize(("names", "said"), [(True, "den Namen nur, wenn"), (False, "ohne Namen")])
def test_notice_and_record_say_what_the_city_gets(tmp_path: Path, clock: SetClock, names: bool, said: str) -> None:
    city = City(calendar=CityCalendar(url="https://kalender.example/k/", names=names))
    with booking_service(demo_house().model_copy(update={"city": city}), tmp_path, clock) as service:
        notice = requests.get(f"{service.url}/de/privacy", timeout=10).text
        cookies = signed_in(service, Example(service.desk), "house")
        record = requests.get(f"{service.url}/de/staff/record", cookies=cookies, timeout=10).text

    assert said in notice
    assert "Kalender der Stadt (kalender.example)" in record
    assert "/k/" not in record
