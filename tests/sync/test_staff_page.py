# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff see how it goes with a feed, and say whether a short one is right."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from booking.feeds_config import WayOut
from sync import fetch
from sync.errands import Postman
from sync.gate import gate
from sync.readers import Readers
from tests.booking.wishes import booked, wish
from tests.pictures.pages import Example
from tests.servers.booking import SetClock, booking_service, demo_house
from tests.servers.loopback import HOST
from tests.servers.partner import Partner, Reply
from tests.sync.calendars import calendar, event
from tests.sync.post import Office, feed
from tests.sync.test_held import EVENTS


@pytest.fixture
def staffed(
    tmp_path: Path, clock: SetClock, readers: Readers, partner: Partner, chromium: Browser
) -> Iterator[tuple[Office, Page, str]]:
    """A house with two feeds that serves its pages, a browser in which staff are signed in, and the page of feeds."""
    city = feed(partner, "stadt", "/stadt.ics", kind="closures", rooms=("offen",))
    way_out = WayOut(http_hosts=(HOST,), private_hosts=(HOST,))
    house = demo_house().model_copy(update={"feeds_in": (feed(partner), city), "way_out": way_out})
    with booking_service(house, tmp_path, clock) as service:
        postman = Postman(service.desk, fetch.WayOut(gate(house), clock.now), readers, lambda: 0.5)
        context = Example(service.desk).sign_in(chromium.new_context(), service.url)
        yield Office(service.desk, clock, postman), context.new_page(), f"{service.url}/de/staff/"
        context.close()


def test_a_short_copy_waits_until_staff_have_looked(staffed: tuple[Office, Page, str], partner: Partner) -> None:
    office, page, home = staffed
    for text in (calendar(*EVENTS), calendar(*EVENTS[:4])):
        partner.serves(text)
        office.bring()
    page.goto(home)
    page.get_by_role("link", name="Bitte sagen, ob das stimmt").click()
    expect(page.get_by_role("alert")).to_contain_text("Plötzlich sind von 9 kommenden Terminen nur noch 4 da")

    page.get_by_role("button", name="Ja, so übernehmen").click()
    expect(page.get_by_role("status")).to_be_visible()
    office.bring()
    assert office.status().events == 4


def test_a_fault_is_told_in_plain_words_and_the_address_is_not(
    staffed: tuple[Office, Page, str], partner: Partner
) -> None:
    office, page, home = staffed
    partner.answers(lambda _: Reply(b"<html>", status=503))
    office.bring()
    page.goto(f"{home}feeds")

    expect(page.get_by_text(re.compile("Die letzte gute Fassung bleibt"))).to_be_visible()
    assert "feed.ics" not in page.content()


def test_a_booking_that_the_city_closes_stands_under_today(staffed: tuple[Office, Page, str], partner: Partner) -> None:
    office, page, home = staffed
    made = booked(office.desk, wish(9, 10))
    partner.serves(calendar(event("zu", 8, 10.5, "Wahllokal")), "/stadt.ics")
    office.bring("stadt")
    page.goto(home)

    expect(page.get_by_role("heading", name="Zu ihrer Zeit geschlossen")).to_be_visible()
    expect(page.get_by_text("Wahllokal")).to_be_visible()
    page.locator("section", has_text="Zu ihrer Zeit geschlossen").get_by_role("link", name=re.compile("Chor")).click()
    assert page.url.endswith(f"/bookings/{made.code}")
