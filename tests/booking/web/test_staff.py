# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff at their desk, in a real browser: from the invitation to an answered request; and who may not."""

import json
import re
import uuid
from datetime import datetime, timedelta
from functools import partial

import pyotp
import pytest
import requests
from icalendar import Calendar
from playwright.sync_api import Page, expect
from starlette.routing import Route

from booking.barriers import Barrier
from booking.doorkeeper import Doorkeeper
from booking.office import Office
from booking.people import People, Role
from booking.reception import Reception
from booking.slots import to_utc
from booking.web.phone import ROUTES
from booking.web.staffed import DEVICE, SITTING
from tests.pictures.pages import PASSWORD, Example
from tests.servers.booking import Service

OPEN = ("/staff/sign-in", "/staff/sign-out", "/staff/join/")


def test_somebody_new_joins_agrees_to_a_request_and_signs_out(page: Page, service: Service) -> None:
    example = Example(service.desk)
    page.goto(f"{service.url}/de/staff/join/{example.invitation()}")
    page.locator("summary").click()
    spelled = page.locator("details b").inner_text().replace(" ", "")
    page.get_by_label("Welche sechs Ziffern").fill(pyotp.TOTP(spelled).at(service.clock.now()))
    page.get_by_label("Ein eigenes Passwort").fill(PASSWORD)
    if scripted(page):
        page.get_by_role("button", name="Zeigen, was ich tippe").click()
        expect(page.get_by_label("Ein eigenes Passwort")).to_have_attribute("type", "text")
    page.get_by_role("button", name="Fertig").click()
    assert page.locator(".recovery li").count() == 10
    page.get_by_role("link", name="Anmelden").click()

    service.clock.pass_(seconds=30)
    page.get_by_label("Ihr Name hier").fill("Anna")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_label("Aktueller Code").fill(pyotp.TOTP(spelled).at(service.clock.now()))
    page.locator("main").get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", name="1 Anfrage wartet auf Sie")).to_be_visible()

    page.get_by_role("link", name="Energieberatung", exact=True).click()
    page.get_by_label("Ein Satz für die Gruppe").fill("Bitte am Hofeingang klingeln.")
    page.get_by_role("button", name="Zusagen").click()
    expect(page.get_by_role("status")).to_contain_text("Zugesagt")
    assert service.desk.linked(example.requested).status == "booked"

    page.get_by_role("link", name="Protokoll").click()
    row = page.get_by_role("row", name=re.compile("hat einer Anfrage zugestimmt"))
    expect(row).to_contain_text("anna")
    expect(row.get_by_role("link", name=example.code(example.requested))).to_be_visible()
    expect(row).to_contain_text("Beratung 1 Fr., 8. Mai 2026 10:00–11:00")

    page.get_by_role("button", name="Abmelden").click()
    page.goto(f"{service.url}/de/staff/")
    expect(page.get_by_role("heading", name="Team: anmelden")).to_be_visible()
    group = requests.get(f"{service.url}/de/b/{example.requested}", timeout=10).text
    assert "Das Haus schreibt: Bitte am Hofeingang klingeln." in group


def test_what_was_agreed_can_be_taken_back(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/")
    page.get_by_role("button", name=re.compile("Zusagen")).click()
    page.get_by_role("link", name="Ansehen oder zurücknehmen").click()
    page.get_by_text("Das Haus braucht den Raum selbst").click()
    page.get_by_label("Warum?").fill("Leider ist der Berater krank.")
    page.get_by_role("button", name="Buchung zurücknehmen").click()

    expect(page.get_by_role("status")).to_contain_text("Abgelehnt")
    found = service.desk.linked(example.requested)
    assert (found.status, found.answer) == ("refused", "Leider ist der Berater krank.")


def test_a_code_leads_to_its_booking(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/")
    code = example.code(example.own)
    page.get_by_label("Buchungscode oder Name").fill(f"{code[:3].lower()} {code[3:]}")
    page.get_by_role("button", name="Finden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Radwerkstatt Rothenditmold")


def test_a_request_that_is_gone_says_so_and_keeps_what_was_typed(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/bookings/{example.code(example.requested)}")
    service.desk.cancel(example.requested)
    page.get_by_label("Ein Satz für die Gruppe").fill("Gern!")
    page.get_by_role("button", name="Zusagen").click()
    expect(page.get_by_role("alert")).to_be_visible()


def test_a_silent_quarter_of_an_hour_leads_back_to_where_one_was(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    service.clock.pass_(minutes=16)
    page.goto(f"{service.url}/de/staff/log")
    expect(page.get_by_role("heading", name="Team: anmelden")).to_be_visible()
    name, code = example.person()
    page.get_by_label("Ihr Name hier").fill(name)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_label("Aktueller Code").fill(code)
    page.locator("main").get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", name="Was das Team getan hat")).to_be_visible()


def test_a_group_is_booked_for_from_the_plan_and_dragged_to_another_time(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/plan?day=2026-05-08")
    page.get_by_role("link", name="Werkraum buchen, 14:00").click()
    page.get_by_label("bis", exact=True).fill("15:30")
    page.get_by_label("Name der Gruppe").fill("Nähcafé")
    page.get_by_role("button", name="Jetzt buchen").click()
    expect(page.get_by_role("status")).to_contain_text("Gebucht")

    page.get_by_role("link", name="Plan dieses Tages").click()
    made = page.get_by_role("link", name=re.compile("Nähcafé"))
    if scripted(page):
        wanted = page.get_by_role("link", name="Werkraum buchen, 17:00")
        wanted.scroll_into_view_if_needed()
        made.drag_to(wanted)
        expect(page.get_by_label("von", exact=True)).to_have_value("17:00")
    else:  # without scripts the form is there all the same
        made.click()
        page.get_by_role("link", name="Zeit oder Raum ändern").click()
        page.get_by_label("von", exact=True).fill("17:00")
        page.get_by_label("bis", exact=True).fill("18:30")
    page.get_by_role("button", name="Verschieben").click()
    expect(page.get_by_role("status")).to_contain_text("Verschoben")
    expect(page.locator(".when")).to_contain_text("17:00 bis 18:30")


def test_a_time_that_is_taken_says_by_whom_and_what_is_free_instead(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    address = f"{service.url}/de/staff/bookings/{example.code(example.own)}"
    page.goto(f"{address}/move")
    page.get_by_role("button", name="Verschieben").click()
    expect(page.get_by_role("status")).to_contain_text("Nichts geändert")

    page.goto(f"{address}/move?day=2026-05-07&from=17:45")  # the choir begins when others have hardly left
    page.get_by_role("button", name="Verschieben").click()
    there = page.get_by_role("alert").get_by_role("link")
    expect(there.first).to_contain_text("Do., 7. Mai 2026, 16:00 bis 17:45, Nachbarschaft Wesertor")
    with page.context.expect_page() as beside:
        there.first.click()
    beside.value.close()

    instead = page.get_by_role("radio").first
    shown = page.locator(f"label[for={instead.get_attribute('id')}]").inner_text()
    instead.check()
    page.get_by_role("button", name="Verschieben").click()
    expect(page.get_by_role("status")).to_contain_text("Verschoben")
    times = re.search(r"\d\d:\d\d bis \d\d:\d\d", shown)
    assert times
    expect(page.locator(".when")).to_contain_text(times[0])


def test_the_plan_shows_what_is_needed_for_clean_up(page: Page, service: Service) -> None:
    Example(service.desk).sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/plan?day=2026-05-08")
    expect(page.locator("td.around", has_text="Abbau")).to_have_count(2)
    expect(page.get_by_role("link", name="Offener Raum buchen, 20:00")).to_have_count(0)
    page.get_by_role("link", name="Offener Raum buchen, 20:15").click()
    page.get_by_label("Name der Gruppe").fill("Spätschicht")
    page.get_by_label("bis", exact=True).fill("21:00")
    page.get_by_role("button", name="Jetzt buchen").click()
    expect(page.get_by_role("status")).to_contain_text("Gebucht")


def test_the_log_is_searched_in_the_words_that_it_shows(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    Office(service.desk, "ben").approve(example.code(example.requested))
    for search, shown in (("8.5.2026", 1), ("beratung 8.5.2026", 1), ("werkraum geölt", 1), ("9.5.2026", 0)):
        page.goto(f"{service.url}/de/staff/log?search={search}")
        expect(page.locator("tbody tr")).to_have_count(shown)


def test_a_series_for_a_group_leaves_out_what_is_closed(page: Page, service: Service) -> None:
    Example(service.desk).sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/book?room=offen&day=2026-05-11&from=09:00")
    page.get_by_label("Name der Gruppe").fill("Frühstück für alle")
    page.get_by_text("Wiederholen").click()
    page.get_by_label("Wie oft?").select_option("week")
    page.get_by_label("Oder wie viele Male?").fill("3")
    page.get_by_role("button", name="Jetzt buchen").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile("25. Mai"))).to_be_checked()
    page.get_by_role("button", name="Jetzt buchen").click()
    expect(page.get_by_role("status")).to_contain_text("Gebucht")
    expect(page.locator("main")).to_contain_text("2 kommende Termine dieser Serie")


def test_a_mistake_is_undone_and_a_group_is_written_to(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/bookings/{example.code(example.own)}")
    page.get_by_text("Für die Gruppe absagen").click()
    page.get_by_role("button", name="Ja, absagen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Abgesagt")
    page.get_by_role("button", name="Wieder gelten lassen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gebucht")

    page.get_by_text("Der Gruppe schreiben").click()
    page.get_by_label("Ihre Nachricht").fill("Bitte am Hofeingang klingeln.")
    page.get_by_role("button", name="Senden").click()
    expect(page.get_by_role("status")).to_contain_text("Geschrieben")
    group = requests.get(f"{service.url}/de/b/{example.own}", timeout=10).text
    assert "Das Haus schreibt: Bitte am Hofeingang klingeln." in group


def test_what_the_plan_shows_is_downloaded_as_a_calendar(service: Service) -> None:
    example = Example(service.desk)
    cookies = signed_in(service, example, "house")
    address = f"{service.url}/de/staff/plan.ics?view=week&day=2026-05-08&room=offen"
    answer = requests.get(address, cookies=cookies, timeout=10)
    calendar = Calendar.from_ical(answer.content)
    assert answer.headers["content-disposition"] == 'attachment; filename="kassel-2026-05-04-2026-05-10.ics"'
    assert {str(event["summary"]) for event in calendar.walk("VEVENT")} == {
        *("Nachbarschaft Wesertor", "Chor", "Radwerkstatt Rothenditmold", "Stadtimker")
    }


def test_what_is_too_long_is_not_cut_but_kept(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/bookings/{example.code(example.own)}")
    page.get_by_text("Der Gruppe schreiben").click()
    page.get_by_label("Ihre Nachricht").fill("Hallo. " * 50)
    page.get_by_role("button", name="Senden").click()
    expect(page.get_by_role("alert")).to_contain_text("Das sind 49 Zeichen zu viel")
    expect(page.get_by_label("Ihre Nachricht")).to_have_value("Hallo. " * 50)


def scripted(page: Page) -> bool:
    """Whether the page's scripts run."""
    extras = "button[hidden][data-shows], button[hidden][data-copy], #drag[hidden]"
    return not page.locator(extras).count()


def signed_in(service: Service, example: Example, role: Role) -> dict[str, str]:
    """The cookies of somebody of that role."""
    name, code = example.person(role)
    return {SITTING: People(service.desk).sign_in(name, PASSWORD, code, "192.0.2.1").sitting}


def staff_addresses(example: Example) -> list[tuple[str, str]]:
    """Method and address of every staff page that asks who one is."""
    code = example.code(example.requested)
    routes = [route for route in ROUTES if isinstance(route, Route) and "{lang:language}/staff/" in route.path]
    return [
        ("POST" if "POST" in (route.methods or ()) else "GET", path.format(code=code, offer="0", actor="radforum"))
        for route in routes
        if not any(part in (path := route.path.replace("{lang:language}", "de")) for part in OPEN)
    ]


def test_without_signing_in_no_page_says_anything(service: Service) -> None:
    for method, address in staff_addresses(Example(service.desk)):
        answer = requests.request(method, f"{service.url}{address}", allow_redirects=False, timeout=10)
        assert (answer.status_code, answer.text) == (303, ""), address
        assert answer.headers["location"].startswith("/de/staff/sign-in?next="), address


OF_PARTNERS = ("/staff/offers", "/staff/actors")


@pytest.mark.parametrize("role", ["partner", "city"])
def test_what_a_role_does_not_have_is_refused(service: Service, role: Role) -> None:
    example = Example(service.desk)
    cookies, addresses = signed_in(service, example, role), staff_addresses(example)
    for method, address in addresses:
        answer = requests.request(
            method, f"{service.url}{address}", cookies=cookies, timeout=10, headers={"Sec-Fetch-Site": "same-origin"}
        )
        if role == "partner" and (address.endswith("/staff/") or any(part in address for part in OF_PARTNERS)):
            assert answer.status_code in (200, 403, 404, 422), address
            assert "Radforum" not in answer.text, address  # another one's
        elif role == "city" and (address.endswith("/staff/") or "/staff/indicators" in address):
            assert answer.status_code == 200, address
        elif "/staff/account" in address:  # their own
            assert answer.status_code == (200 if method == "GET" else 422), address
        else:
            assert answer.status_code == 403, address
    assert len(addresses) > 4


def test_cookies_are_for_this_host_only_and_out_of_reach_of_scripts(service: Service) -> None:
    name, code = Example(service.desk).person()
    answer = requests.post(
        f"{service.url}/de/staff/sign-in",
        {"name": name, "password": PASSWORD, "code": code, "next": "https://evil.example/"},
        headers={"Sec-Fetch-Site": "same-origin"},
        allow_redirects=False,
        timeout=10,
    )
    assert answer.headers["location"] == "/de/staff/"
    kept = answer.headers["set-cookie"]
    for cookie in (SITTING, DEVICE):
        assert re.search(rf"{cookie}=[\w-]+; HttpOnly; Max-Age=\d+; Path=/; SameSite=lax; Secure", kept)
    assert "Domain" not in kept


def test_acts_from_another_site_are_refused(service: Service) -> None:
    example = Example(service.desk)
    cookies = signed_in(service, example, "house")
    address = f"{service.url}/de/staff/bookings/{example.code(example.requested)}/approve"
    answer = requests.post(address, cookies=cookies, headers={"Sec-Fetch-Site": "cross-site"}, timeout=10)
    assert (answer.status_code, service.desk.linked(example.requested).status) == (403, "requested")


def test_who_tries_too_often_is_asked_to_wait(service: Service) -> None:
    wrong = {"name": "anna", "password": "wrong", "code": "000000"}
    answers = [requests.post(f"{service.url}/de/staff/sign-in", wrong, timeout=10) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert "in 1 Min." in answers[-1].text
    assert 'value="anna"' in answers[-1].text


def test_a_room_is_closed_for_a_day_and_opened_again(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/closures")
    page.get_by_label("Was?").select_option(label="Offener Raum")
    page.get_by_label("Erster Tag").fill("2026-05-08")
    page.get_by_label("Warum?").fill("Wasserschaden")
    page.get_by_role("button", name="Schließen").click()
    expect(page.get_by_role("alert")).to_contain_text("Radwerkstatt Rothenditmold")
    expect(page.get_by_label("Warum?")).to_have_value("Wasserschaden")

    page.get_by_label("Erster Tag").fill("2026-05-09")
    page.get_by_role("button", name="Schließen").click()
    expect(page.get_by_role("status")).to_contain_text("Geschlossen")
    text = requests.get(f"{service.url}/de/rooms/offen/2026-05-09", timeout=10).text
    assert "Wasserschaden" in text

    card = page.locator("article", has_text="Wasserschaden")
    card.get_by_role("button", name="Wieder öffnen").click()
    expect(page.get_by_role("status")).to_contain_text("Wieder offen")
    assert "Wasserschaden" not in requests.get(f"{service.url}/de/rooms/offen/2026-05-09", timeout=10).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": "2026-13-40"},
        {"first": "2026-05-09", "from": "25:00"},
        {"first": "2026-05-09", "from": "10:00+02:00"},
        {"first": "9999-12-31"},
        {"first": "2026-05-09", "last": "2026-05-08"},
        {"first": "2026-05-09", "from": "10:07"},
        {"first": "2026-05-09", "reason": " "},
        {"first": "2026-05-09", "room": "nowhere"},
        {"first": "2026-05-09", "room": "plan:nowhere"},
        {"first": "2026-05-09", "room": ""},
    ],
)
def test_a_closure_that_makes_no_sense_is_refused_and_keeps_what_was_typed(
    service: Service, wrong: dict[str, str]
) -> None:
    cookies = signed_in(service, Example(service.desk), "house")
    sent = {"room": "offen", "from": "", "last": "", "until": "", "reason": "Wasserschaden am Dach"} | wrong
    answer = requests.post(f"{service.url}/de/staff/closures", sent, cookies=cookies, timeout=10)
    assert answer.status_code in (404, 422)
    assert sent["reason"] in answer.text
    assert len(service.desk.log.entries([{"Wasserschaden"}], ["close"])) == 1  # the one of the example


def test_a_lift_is_closed_and_ways_lead_past_it_until_it_is_opened_again(page: Page, service: Service) -> None:
    Example(service.desk).sign_in(page.context, service.url)
    free = f"{service.url}/de/way?to=werkraum&free=1"
    page.goto(f"{service.url}/de/staff/closures")
    page.get_by_label("Was?").select_option(label="Aufzug (Erdgeschoss, 1. Stock)")
    page.get_by_label("Warum?").fill("Wartung")
    page.get_by_role("button", name="Schließen").click()
    expect(page.get_by_role("status")).to_contain_text("Geschlossen")
    page.goto(free)
    expect(page.locator("main")).to_contain_text("Der Weg ist im Moment gesperrt.")
    expect(page.locator("main")).to_contain_text("Am Tresen hilft jemand")
    expect(page.locator("main")).to_contain_text("Aufzug (Erdgeschoss, 1. Stock): gesperrt bis")
    page.get_by_role("link", name="Der Weg mit Stufen").click()
    expect(page.locator(".way")).to_contain_text("Die Treppe hinauf")

    page.goto(f"{service.url}/de/staff/closures")
    page.locator("article", has_text="Wartung").get_by_role("button", name="Wieder öffnen").click()
    expect(page.get_by_role("status")).to_contain_text("Wieder offen")
    page.goto(free)
    expect(page.locator(".way")).to_contain_text("Mit dem Aufzug")
    assert [one.act for one in service.desk.log.entries()][:2] == ["unblock", "block"]


def test_closed_stairs_lead_to_the_lift_and_that_is_said(phone: Page, service: Service) -> None:
    now = service.clock.now()
    Doorkeeper(service.desk).block(Barrier(0, "stairs/main", now, now + timedelta(hours=2), "Frisch gestrichen"))
    phone.goto(f"{service.url}/de/way?to=werkraum")
    expect(phone.locator("main")).to_contain_text("Der übliche Weg ist gesperrt. Dieser führt herum.")
    expect(phone.locator("main")).to_contain_text("gesperrt bis heute 15:42. Frisch gestrichen")
    expect(phone.locator(".way")).to_contain_text("Mit dem Aufzug")


def test_outlook_is_subscribed_from_the_pages_and_the_link_can_be_ended(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/links")
    page.get_by_label("Wofür ist er?").fill("Outlook von Anna")
    page.get_by_role("button", name="Link anlegen").click()
    address = page.locator("a[href$='/house.ics']").first.inner_text()
    if scripted(page):
        page.get_by_role("button", name="Kopieren").first.click()
        assert page.evaluate("getSelection().toString()") == address
        expect(page.get_by_role("button", name="Kopiert")).to_be_visible()
    calendar = requests.get(address, timeout=10)
    assert "Radwerkstatt Rothenditmold" in calendar.text.replace("\r\n ", "")

    page.get_by_role("link", name="Fertig").click()
    card = page.locator("article", has_text="Outlook von Anna")
    expect(card).to_contain_text("Zuletzt gelesen am Do., 7. Mai 2026, 13:42")
    card.get_by_text("Diesen Link beenden").click()
    card.get_by_role("button", name="Ja, beenden").click()
    expect(page.get_by_role("status")).to_contain_text("Beendet")
    assert requests.get(address, timeout=10).status_code == 404
    assert [one.act for one in service.desk.log.entries([{"Outlook"}, {"Anna"}])] == ["unlink", "link"]


def test_a_link_needs_a_name_that_is_not_in_use(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/links")
    page.get_by_label("Wofür ist er?").fill("Outlook am Empfang")
    page.get_by_role("button", name="Link anlegen").click()
    expect(page.get_by_role("alert")).to_contain_text("gibt es schon")


def test_staff_see_when_the_log_was_changed(page: Page, service: Service) -> None:
    Example(service.desk).sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/log")
    page.get_by_role("link", name="Prüfen").click()
    expect(page.locator("main")).to_contain_text("Das Protokoll ist vollständig und unverändert.")
    service.desk.database.write(lambda db: db.exec_driver_sql("UPDATE audit SET person = 'eve' WHERE number = 2"))
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("Eintrag 2")


def test_other_hours_are_looked_at_and_then_count_on_the_phone(page: Page, service: Service) -> None:
    Example(service.desk).sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/hours")
    page.get_by_label("Erster Tag").first.fill("2026-05-08")
    page.get_by_label("geöffnet zu diesen Zeiten").check()
    page.get_by_label("Zeiten, von", exact=True).fill("10:00")
    page.get_by_label("Zeiten, bis", exact=True).fill("14:00")
    page.get_by_label("Warum?").fill("Betriebsausflug")
    page.get_by_role("button", name="Erst ansehen").first.click()
    expect(page.locator("main")).to_contain_text("1 Buchung liegt außerhalb dieser Zeiten")
    assert "Betriebsausflug" not in requests.get(f"{service.url}/de/days/2026-05-08", timeout=10).text

    page.get_by_role("button", name="Ja, so soll es sein").click()
    expect(page.get_by_role("status")).to_contain_text("Geändert")
    told = requests.get(f"{service.url}/de/days/2026-05-08", timeout=10).text
    assert "Geöffnet von 10:00 bis 14:00. <bdi>Betriebsausflug.</bdi>" in told
    page.locator("article", has_text="8. Mai").get_by_role("button", name="Zurücknehmen").click()
    assert "Betriebsausflug" not in requests.get(f"{service.url}/de/days/2026-05-08", timeout=10).text


def test_a_notice_is_looked_at_and_hangs_on_phone_and_display(page: Page, service: Service) -> None:
    Example(service.desk).sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/notices")
    page.get_by_label("Auf Deutsch").fill("Das Wasser ist bis 16 Uhr abgestellt.")
    page.get_by_role("button", name="Erst ansehen").click()
    page.get_by_role("button", name="Ja, aushängen").click()
    expect(page.get_by_role("status")).to_contain_text("Er hängt")
    assert "Das Wasser ist" in requests.get(f"{service.url}/ar/", timeout=10).text
    shown = requests.get(f"{service.url}/api/house", timeout=10).json()["notices"]
    assert [one["text"]["de"] for one in shown] == ["Das Wasser ist bis 16 Uhr abgestellt."]


CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Somebody//Something//EN\r
BEGIN:VEVENT\r
UID:one@example.org\r
SUMMARY:Strickrunde\r
DTSTART:20260511T140000Z\r
DTEND:20260511T160000Z\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:two@example.org\r
SUMMARY:Spieleabend\r
DTSTART:20260508T163000Z\r
DTEND:20260508T170000Z\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_an_exported_calendar_is_looked_at_before_it_is_brought_in(page: Page, service: Service) -> None:
    Example(service.desk).sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/import")
    page.get_by_label("Welche Datei?").set_input_files(
        {"name": "alt.ics", "mimeType": "text/calendar", "buffer": CALENDAR.encode()}
    )
    page.get_by_role("button", name="Erst ansehen").click()
    expect(page.locator("main")).to_contain_text("1 neu, 0 geändert")
    expect(page.locator("main")).to_contain_text("Spieleabend")
    expect(page.locator("main")).to_contain_text("belegt von Radwerkstatt Rothenditmold")
    expect(page.locator("main")).to_contain_text("Mo., 11. Mai 2026, 16:00 bis 18:00: Strickrunde")
    assert Reception(service.desk).search("Strickrunde") == []

    page.get_by_role("button", name="Ja, einlesen").click()
    expect(page.get_by_role("status")).to_contain_text("Fertig: 1 neu")
    (made,) = Reception(service.desk).search("Strickrunde")
    assert (made.room, service.desk.log.entries([{"offen"}])[0].act) == ("offen", "import")


@pytest.mark.parametrize("content", [b"", b"no calendar", CALENDAR.encode()[:300]])
def test_what_is_no_whole_calendar_is_refused(service: Service, content: bytes) -> None:
    cookies = signed_in(service, Example(service.desk), "house")
    sent = {"files": {"file": ("a.ics", content, "text/calendar")}, "data": {"room": "offen"}}
    answer = requests.post(f"{service.url}/de/staff/import", cookies=cookies, timeout=10, **sent)  # type: ignore[arg-type]
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_somebody_who_asks_gets_it_all_and_has_it_erased(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/privacy")
    page.get_by_label("E-Mail-Adresse oder Buchungscode").fill(example.code(example.own))
    page.get_by_role("button", name="Nachsehen").click()
    expect(page.locator("main")).to_contain_text("1 Buchung (davon 1 kommend)")
    with page.expect_download() as download:
        page.get_by_role("button", name="Alles als Datei").click()
    told = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert [one["name"] for one in told["bookings"]] == ["Radwerkstatt Rothenditmold"]

    page.get_by_text("Alles löschen").click()
    page.get_by_role("button", name="Ja, löschen").click()
    expect(page.get_by_role("status")).to_contain_text("Gelöscht")
    assert requests.get(f"{service.url}/de/b/{example.own}", timeout=10).status_code == 404


def test_a_group_takes_its_data_along_and_erases_it_without_staff(page: Page, service: Service) -> None:
    example = Example(service.desk)
    page.goto(f"{service.url}/de/b/{example.series}")
    page.get_by_role("link", name="Was über Sie gespeichert ist").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Alles als Datei").click()
    assert len(json.loads(download.value.path().read_text(encoding="utf-8"))["bookings"]) == 3
    page.get_by_text("Alles löschen").click()
    page.get_by_role("button", name="Ja, löschen").click()
    expect(page.get_by_role("status")).to_contain_text("Das Haus weiß nicht mehr, wer gebucht hat")
    assert requests.get(f"{service.url}/de/b/{example.series}", timeout=10).status_code == 404


def test_records_say_what_runs(service: Service) -> None:
    cookies = signed_in(service, Example(service.desk), "house")
    post = partial(requests.post, cookies=cookies, timeout=10)
    assert post(f"{service.url}/de/staff/privacy/keep", {"days": "91"}).status_code == 422
    assert post(f"{service.url}/de/staff/privacy/keep", {"days": "21"}).status_code == 200
    told = requests.get(f"{service.url}/de/staff/record", cookies=cookies, timeout=10).text
    assert "21 Tage nach dem Ende" in told
    assert service.desk.house.legal.operator in told
    assert "21 Tage nach dem Treffen" in requests.get(f"{service.url}/de/privacy", timeout=10).text


def test_today_says_whether_displays_follow_and_who_did_not_come(page: Page, service: Service) -> None:
    example = Example(service.desk)
    token = service.desk.tokens.make("screen", "Foyer")
    example.sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/")
    expect(page.locator("li", has_text="Foyer")).to_contain_text("hat sich noch nicht gemeldet")
    requests.get(f"{service.url}/api/revision", headers={"Authorization": f"Bearer {token}"}, timeout=10)
    page.reload()
    expect(page.locator("li", has_text="Foyer")).to_contain_text("zeigt das Haus, wie es jetzt ist")

    service.clock.pass_(minutes=40)  # the garden group of 14:00 has not come
    service.desk.lapse()
    example.sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/")
    expect(page.locator("li", has_text="Foyer")).to_contain_text("meldet sich seit 13:42 nicht")
    page.get_by_role("link", name=re.compile("14:00.*Stadtimker")).click()
    page.get_by_role("button", name="Wieder gelten lassen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gebucht: Stadtimker")


def test_who_agrees_to_something_else_than_they_looked_at_looks_again(service: Service) -> None:
    cookies = signed_in(service, Example(service.desk), "house")
    sent = {"kind": "days", "room": "", "first": "2026-05-16", "last": "", "open": "closed", "reason": "Teamtag"}
    address = f"{service.url}/de/staff/hours"
    look = requests.post(address, sent, cookies=cookies, timeout=10).text
    seen = re.search(r'name="seen" value="(\w+)"', look)
    assert seen
    sent |= {"agreed": "1", "seen": seen[1]}
    again = requests.post(address, sent | {"last": "2026-12-31"}, cookies=cookies, timeout=10)
    assert "So wäre es" in again.text
    assert len(service.desk.days.openings.special) == 1  # that of the example
    assert "Geändert" in requests.post(address, sent, cookies=cookies, timeout=10).text


def test_a_button_pressed_too_late_leads_back_to_its_page_and_says_why(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/bookings/{example.code(example.own)}")
    page.get_by_text("Der Gruppe schreiben").click()
    page.get_by_label("Ihre Nachricht").fill("Bis morgen!")
    service.clock.pass_(minutes=16)
    page.get_by_role("button", name="Senden").click()
    expect(page.locator("main")).to_contain_text("Was Sie zuletzt gesendet haben, ist nicht geschehen")
    name, code = example.person()
    for label, value in (("Ihr Name hier", name), ("Passwort", PASSWORD), ("Aktueller Code", code)):
        page.get_by_label(label).fill(value)
    page.locator("main").get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Radwerkstatt Rothenditmold")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"to": "12:00"}, "Das Ende liegt vor dem Beginn"),
        ({"until": "2026-07-01"}, "Wie oft soll es sich wiederholen?"),
        ({"every": "week", "until": "2026-07-01", "count": "3"}, "entweder einen letzten Tag"),
        ({"day": "2026-13-13"}, "kein Tag"),
    ],
)
def test_what_makes_no_sense_in_a_booking_is_said_and_nothing_is_lost(
    service: Service, wrong: dict[str, str], said: str
) -> None:
    cookies = signed_in(service, Example(service.desk), "house")
    sent = {"request_id": str(uuid.uuid4()), "room": "offen", "day": "2026-05-08", "from": "13:00", "to": "14:00"}
    answer = requests.post(
        f"{service.url}/de/staff/book", sent | {"name": "Nähcafé"} | wrong, cookies=cookies, timeout=10
    )
    assert (answer.status_code, said in answer.text, 'value="Nähcafé"' in answer.text) == (422, True, True)


def test_a_house_that_is_closed_for_a_day_says_so_on_its_page(service: Service) -> None:
    Example(service.desk)
    zone = service.desk.house.zone
    begin, end = (to_utc(datetime(2026, 5, day), zone) for day in (9, 10))
    Office(service.desk).close(None, begin, end, "Wasserschaden")
    text = requests.get(f"{service.url}/de/days/2026-05-09", timeout=10).text
    assert "Das Haus ist geschlossen. <bdi>Wasserschaden.</bdi>" in text
    assert "Geöffnet von" not in text


def test_a_shorter_time_to_keep_names_is_asked_about(page: Page, service: Service) -> None:
    Example(service.desk).sign_in(page.context, service.url)
    page.goto(f"{service.url}/de/staff/privacy")
    page.get_by_label("Tage nach einer Buchung").fill("3")
    page.get_by_role("button", name="Festlegen").click()
    assert service.desk.contact_days() == 14
    page.get_by_role("button", name="Ja, kürzer aufbewahren").click()
    expect(page.get_by_role("status")).to_contain_text("Festgelegt")
    assert service.desk.contact_days() == 3
