# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Series, things, coming and waiting on a phone, with and without scripts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from booking.model import BOOKED, CANCELLED
from booking.series import SeriesDesk
from tests.booking.wishes import SMTP, TOMORROW, at, booked, wish
from tests.servers.booking import Service, booking_service, demo_house


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=request.param)
    yield context.new_page()
    context.close()


@pytest.fixture
def mailing(tmp_path: Path) -> Iterator[Service]:
    """The house with a mail server that nobody asks here."""
    with booking_service(demo_house(smtp=SMTP), tmp_path) as service:
        yield service


def book(phone: Page, service: Service, begin: str, group: str) -> None:
    phone.goto(f"{service.url}/de/rooms/offen/{TOMORROW}?onsite={service.desk.tokens.onsite(10)}")
    phone.get_by_role("link", name=f"Ab {begin} buchen").click()
    phone.get_by_label("Wie heißt Ihre Gruppe?").fill(group)


def press(phone: Page, name: str) -> None:
    phone.get_by_role("button", name=name).click()


def test_a_group_books_every_week_and_leaves_out_what_it_does_not_need(phone: Page, service: Service) -> None:
    booked(service.desk, wish(18, 19, day=TOMORROW + timedelta(weeks=1)))
    book(phone, service, "18:00", "Klimachor")
    phone.get_by_text("Wiederholen").click()
    phone.get_by_label("Wie oft?").select_option("week")
    phone.get_by_label("Oder wie viele Male?").fill("6")
    press(phone, "Jetzt buchen")

    expect(phone.get_by_text("5 Termine sind möglich.")).to_be_visible()
    expect(phone.get_by_text("Schon vergeben.")).to_be_visible()
    phone.get_by_label("Freitag, 22. Mai").uncheck()
    press(phone, "Diese Termine buchen")

    expect(phone.get_by_role("heading", name="Gebucht.")).to_be_visible()
    expect(phone.get_by_role("heading", name="Ihre Serie")).to_be_visible()
    weeks = [(one.begin.date() - TOMORROW).days // 7 for one in service.desk.find() if one.name == "Klimachor"]
    assert weeks == [0, 3, 4, 5]


def test_a_whole_term_is_booked_and_what_was_chosen_at_the_display_comes_along(phone: Page, service: Service) -> None:
    held = service.desk.hold(replace(wish(18, 19, "werkraum", TOMORROW + timedelta(days=4)), extras=("beamer",)))
    phone.goto(f"{service.url}/de/h/{service.desk.hold_token(held)}")
    expect(phone.get_by_label("Beamer")).to_be_checked()
    phone.get_by_label("Wie heißt Ihre Gruppe?").fill("Kurs")
    phone.get_by_text("Wiederholen").click()
    phone.get_by_label("Wie oft?").select_option("week")
    phone.get_by_label("Oder wie viele Male?").fill("24")
    press(phone, "Jetzt buchen")
    press(phone, "Diese Termine buchen")

    expect(phone.get_by_role("heading", name="Gebucht.")).to_be_visible()
    assert {one.extras for one in service.desk.find()} == {("beamer",)}
    assert len(service.desk.find()) > 20


def test_several_dates_are_moved_and_what_is_in_the_way_is_left(phone: Page, service: Service) -> None:
    made = series(service)
    booked(service.desk, wish(16, 17, day=TOMORROW + timedelta(weeks=2)))
    phone.goto(f"{service.url}/de/b/{service.desk.link_token(made[0])}")
    phone.get_by_role("link", name="Mehrere Termine verschieben").click()
    phone.get_by_label("von").fill("16:00")
    phone.get_by_label("bis", exact=True).fill("17:30")
    press(phone, "Verschieben")

    expect(phone.get_by_role("alert")).to_contain_text("Einige Termine der Serie sind nicht möglich.")
    press(phone, "Verschieben")
    expect(phone.get_by_role("heading", name="Ihre Buchung")).to_be_visible()
    begins = [service.desk.find_one(one.id).begin.hour for one in made]
    assert begins == [14, 14, 16, 14]


def test_from_this_date_on_is_cancelled_and_the_first_ones_stay(phone: Page, service: Service) -> None:
    made = series(service)
    phone.goto(f"{service.url}/de/b/{service.desk.link_token(made[2])}/cancel")
    phone.get_by_label("dieser und alle danach").check()
    press(phone, "Ja, Buchung absagen")

    expect(phone.get_by_role("heading", name="Abgesagt")).to_be_visible()
    assert [service.desk.find_one(one.id).status for one in made] == [BOOKED, BOOKED, CANCELLED, CANCELLED]


def series(service: Service) -> list:  # type: ignore[type-arg]
    from booking.repeat import Repeat
    from booking.rules import Group

    return SeriesDesk(service.desk).book(wish(18, 19.5), Repeat("week", count=4), Group("Chor"), proven=True)


def test_a_projector_and_the_number_of_people_come_along(phone: Page, service: Service) -> None:
    book(phone, service, "14:00", "Filmabend")
    phone.get_by_label("Beamer").check()
    phone.get_by_label("Wie viele sind Sie?").fill("20")
    press(phone, "Jetzt buchen")

    expect(phone.get_by_text("mit Beamer")).to_be_visible()
    (made,) = service.desk.find()
    assert (made.extras, made.people) == (("beamer",), 20)


def test_a_group_says_at_the_door_that_it_is_here(phone: Page, service: Service) -> None:
    made = booked(service.desk, wish(14, 16))
    service.clock.time = at(13.75)
    phone.goto(f"{service.url}/de/here")
    phone.get_by_label("Buchungscode").fill("AAAAAA")
    press(phone, "Wir sind da")
    expect(phone.get_by_role("alert")).to_contain_text("Mit diesem Code gibt es keine Buchung.")
    code = made.code or ""
    phone.get_by_label("Buchungscode").fill(f"{code[:3].lower()} {code[3:]}")
    press(phone, "Wir sind da")

    expect(phone.get_by_text("Der Raum gehört Ihnen bis 16:00")).to_be_visible()
    assert service.desk.find_one(made.id).arrived == at(13.75)


def test_a_group_comes_stays_and_goes_on_its_own_page(phone: Page, service: Service) -> None:
    made = booked(service.desk, wish(14, 16))
    service.clock.time = at(14)
    phone.goto(f"{service.url}/de/b/{service.desk.link_token(made)}")
    press(phone, "Wir sind da")
    phone.get_by_label("Länger bleiben?").select_option(label="bis 16:30")
    press(phone, "Länger bleiben")
    expect(phone.get_by_text("14:00 bis 16:30")).to_be_visible()
    press(phone, "Wir gehen schon")

    expect(phone.get_by_text("14:00 bis 14:15")).to_be_visible()
    assert service.desk.find_one(made.id).end == at(14.25)


def test_who_finds_a_time_taken_is_told_when_it_becomes_free(phone: Page, mailing: Service) -> None:
    made = booked(mailing.desk, wish(14, 16))
    phone.goto(f"{mailing.url}/de/rooms/offen/{TOMORROW}")
    phone.get_by_role("link", name="Bescheid geben, wenn es frei wird").click()
    phone.get_by_label("E-Mail").fill("anna@example.org")
    press(phone, "Bescheid geben")
    expect(phone.get_by_role("status")).to_contain_text("Sie stehen auf der Liste.")
    mailing.desk.cancel(mailing.desk.link_token(made))

    assert [one.status for one in mailing.desk.find() if one.id != made.id] == ["held"]


def test_advice_is_found_by_topic_and_language(phone: Page, service: Service) -> None:
    phone.goto(f"{service.url}/de/")
    phone.get_by_role("link", name="Ausleihen und Beratung").click()
    phone.get_by_label("Sprache").first.select_option("ar")
    press(phone, "Anzeigen")
    expect(phone.get_by_role("link", name="Energieberatung")).to_be_visible()
    expect(phone.get_by_role("link", name="Mobilitätsberatung")).to_have_count(0)


def test_the_calendar_file_of_a_series_holds_all_its_dates(service: Service) -> None:
    made = series(service)
    service.desk.cancel(service.desk.link_token(made[1]))
    answer = requests.get(f"{service.url}/de/b/{service.desk.link_token(made[0])}/calendar.ics", timeout=10)
    calendar = Calendar.from_ical(answer.text)

    (event,) = list[Any](calendar.walk("VEVENT"))
    assert event["RRULE"]["FREQ"] == ["WEEKLY"]
    assert "EXDATE" in event
    assert calendar["METHOD"] == "PUBLISH"
