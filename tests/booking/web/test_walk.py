# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Groups on their phones: from a free time to a code, and everything behind the private link."""

import re
import urllib.request
from datetime import timedelta
from pathlib import Path

from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from booking.config import Smtp
from tests.pictures.pages import Example
from tests.servers.booking import Service, booking_service, demo_house
from tests.servers.loopback import HOST
from tests.servers.smtp import Mailbox


def start(phone: Page, service: Service) -> None:
    """Stand in the house with an on-site link, and look at the open room."""
    phone.goto(f"{service.url}/de/?onsite={service.desk.tokens.onsite(10)}")
    phone.get_by_role("link", name=re.compile("Offener Raum")).click()


def book(phone: Page, service: Service, time: str = "18:00", name: str = "Radwerkstatt") -> None:
    start(phone, service)
    phone.get_by_role("link", name=f"Ab {time} buchen").click()
    phone.get_by_label("Wie heißt Ihre Gruppe?").fill(name)
    phone.get_by_role("button", name="Jetzt buchen").click()


def test_a_group_books_a_free_time_without_an_account(phone: Page, service: Service) -> None:
    book(phone, service)

    expect(phone.get_by_role("heading", name="Gebucht.")).to_be_visible()
    (made,) = service.desk.find()
    assert (made.status, made.name, made.room) == ("booked", "Radwerkstatt", "offen")
    assert made.code is not None
    expect(phone.get_by_text(f"{made.code[:3]}\N{NO-BREAK SPACE}{made.code[3:]}")).to_be_visible()


def test_pressing_twice_books_once(phone: Page, service: Service) -> None:
    start(phone, service)
    phone.get_by_role("link", name="Ab 18:00 buchen").click()
    phone.get_by_label("Wie heißt Ihre Gruppe?").fill("Chor")
    form = phone.url
    phone.get_by_role("button", name="Jetzt buchen").click()
    expect(phone.get_by_role("heading", name="Gebucht.")).to_be_visible()
    phone.wait_for_load_state("networkidle")
    first = phone.url
    phone.go_back()
    assert phone.url == form
    phone.get_by_role("button", name="Jetzt buchen").click()
    phone.wait_for_url("**/b/*")

    assert (phone.url, len(service.desk.find())) == (first, 1)


def test_nothing_typed_is_lost_when_something_is_wrong(phone: Page, service: Service) -> None:
    start(phone, service)
    phone.get_by_role("link", name="Ab 18:00 buchen").click()
    phone.get_by_label("Wie heißt Ihre Gruppe?").fill("  x  ")
    phone.get_by_label("Name im Haus anzeigen").check()
    phone.get_by_label("Bis wann?").select_option(label="bis 19:30")
    phone.get_by_role("button", name="Jetzt buchen").click()

    expect(phone.get_by_role("alert")).to_contain_text("2 bis 60 Zeichen")
    expect(phone.get_by_label("Wie heißt Ihre Gruppe?")).to_have_value("  x  ")
    expect(phone.get_by_label("Name im Haus anzeigen")).to_be_checked()
    assert "selected" in phone.content().partition("bis 19:30")[0][-20:]


def test_a_time_that_was_taken_meanwhile_leads_to_the_next_free_ones(phone: Page, service: Service) -> None:
    start(phone, service)
    phone.get_by_role("link", name="Ab 16:00 buchen").click()
    Example(service.desk)  # somebody was quicker
    phone.get_by_label("Wie heißt Ihre Gruppe?").fill("Chor")
    phone.get_by_role("button", name="Jetzt buchen").click()

    expect(phone.get_by_role("alert")).to_contain_text("Schon vergeben.")
    phone.get_by_role("alert").get_by_role("link").first.click()
    expect(phone.get_by_role("button", name="Jetzt buchen")).to_be_visible()


def test_a_held_time_is_finished_on_the_phone(phone: Page, service: Service) -> None:
    example = Example(service.desk)
    phone.goto(f"{service.url}/de/h/{example.hold}")
    expect(phone.get_by_text("Für Sie vorgemerkt bis 13:52 Uhr.")).to_be_visible()  # ten minutes from the scan

    phone.get_by_role("button", name="Mehr Zeit, bitte").click()
    phone.get_by_label("Wie heißt Ihre Gruppe?").fill("Gartengruppe")
    phone.get_by_role("button", name="Jetzt buchen").click()

    expect(phone.get_by_role("heading", name="Gebucht.")).to_be_visible()
    assert service.desk.held(example.hold).name == "Gartengruppe"


def test_a_held_time_can_be_given_back(phone: Page, service: Service) -> None:
    example = Example(service.desk)
    phone.goto(f"{service.url}/de/h/{example.hold}")
    phone.get_by_role("button", name="Doch nicht").click()

    expect(phone.get_by_role("link", name="Ab 11:00 buchen")).to_be_visible()


def test_a_booking_is_moved(phone: Page, service: Service) -> None:
    book(phone, service)
    phone.get_by_role("link", name="Verschieben").click()
    phone.get_by_role("link", name="Ab 15:00 buchen").click()
    phone.get_by_label("Bis wann?").select_option(label="bis 16:30")
    phone.get_by_role("button", name="Auf diese Zeit verschieben").click()

    expect(phone.get_by_text("15:00 bis 16:30")).to_be_visible()
    (moved,) = service.desk.find()
    assert (moved.end - moved.begin, moved.sequence) == (timedelta(minutes=90), 1)


def test_looking_at_the_cancel_page_cancels_nothing_and_the_button_does(phone: Page, service: Service) -> None:
    book(phone, service)
    phone.get_by_role("link", name="Absagen").click()
    assert service.desk.find()[0].status == "booked"

    phone.get_by_role("button", name="Ja, Buchung absagen").click()
    expect(phone.get_by_role("heading", name="Abgesagt")).to_be_visible()
    assert service.desk.find()[0].status == "cancelled"


def test_the_calendar_file_holds_the_booking(phone: Page, service: Service) -> None:
    book(phone, service)
    href = phone.get_by_role("link", name="In den Kalender").get_attribute("href")

    with urllib.request.urlopen(f"{service.url}{href}") as answer:  # noqa: S310 - loopback
        event = Calendar.from_ical(answer.read()).events[0]
    assert str(event["SUMMARY"]) == "Radwerkstatt"
    assert event.DTSTART is not None
    assert f"{event.DTSTART:%H:%M}" == "18:00"


def test_the_keyboard_is_enough_for_a_whole_booking(chromium: Browser, service: Service) -> None:
    phone = chromium.new_page(locale="de-DE")
    phone.goto(f"{service.url}/de/rooms/offen?onsite={service.desk.tokens.onsite(10)}")
    _tab_to(phone, "Ab 18:00 buchen")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/book?*")
    _tab_to(phone, "name")
    phone.keyboard.type("Chor")
    _tab_to(phone, "Jetzt buchen")
    phone.keyboard.press("Enter")

    expect(phone.get_by_role("heading", name="Gebucht.")).to_be_visible()
    phone.close()


def _tab_to(phone: Page, words: str) -> None:
    """Press Tab until the focus is on what says `words`, or is the field of that name; it must be visible there."""
    for _ in range(80):
        phone.keyboard.press("Tab")
        here = phone.evaluate("(e => e.name || e.innerText)(document.activeElement)")
        if words in here:
            style = phone.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert style == "solid"
            return
    raise AssertionError(f"the keyboard does not reach {words!r}")


def test_without_a_display_the_mail_link_makes_a_booking_count(
    chromium: Browser, mailbox: Mailbox, tmp_path: Path
) -> None:
    smtp = Smtp(host=HOST, port=mailbox.port, security="none", sender="haus@klimaschutzhaus.example")
    with booking_service(demo_house(smtp=smtp), tmp_path) as service:
        phone = chromium.new_page(locale="de-DE")
        phone.goto(f"{service.url}/de/rooms/offen")
        phone.get_by_role("link", name="Ab 18:00 buchen").click()
        phone.get_by_label("Wie heißt Ihre Gruppe?").fill("Chor")
        phone.get_by_label("E-Mail").fill("chor@example.org")
        phone.get_by_role("button", name="Jetzt buchen").click()
        expect(phone.get_by_role("heading", name="Bitte schauen Sie in Ihre E-Mails")).to_be_visible()
        assert service.desk.find()[0].status == "unconfirmed"

        letter = mailbox.wait()[0].get_body(("plain",))
        assert letter is not None
        link = re.search(r"http\S+/confirm", letter.get_content())
        assert link is not None
        phone.goto(link.group())
        assert service.desk.find()[0].status == "unconfirmed"  # looking is not confirming
        phone.get_by_role("button", name="Ja, wir kommen").click()

        expect(phone.get_by_role("heading", name="Gebucht.")).to_be_visible()
        assert service.desk.find()[0].status == "booked"
        phone.close()
