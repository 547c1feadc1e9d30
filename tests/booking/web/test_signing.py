# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a browser is asked for and told when staff come and go, and what the service writes down of it."""

import re

import pytest
import requests
from playwright.sync_api import Page, expect

from booking import passwords
from booking.people import People
from booking.web.staffed import SITTING
from tests.pictures.pages import PAGES, PASSWORD, Example, addresses
from tests.servers.booking import Service


def sign_in(service: Service, name: str, code: str, password: str = PASSWORD, **cookies: str) -> requests.Response:
    """Send the form."""
    form = {"name": name, "password": password, "code": code}
    address = f"{service.url}/de/staff/sign-in"
    return requests.post(address, form, cookies=cookies, allow_redirects=False, timeout=10)


@pytest.fixture
def example(service: Service) -> Example:
    return Example(service.desk)


@pytest.fixture
def inside(service: Service, example: Example) -> dict[str, str]:
    """The cookies of somebody who is signed in."""
    name, code = example.person()
    return {SITTING: People(service.desk).sign_in(name, PASSWORD, code, "192.0.2.1").sitting}


def test_nobody_is_asked_for_more_than_two_proofs_and_programs_may_fill_them_in(
    service: Service, example: Example
) -> None:
    """No hint, no secret question; the password is hidden, and may be pasted."""
    pages = addresses(service, "de", example)
    for page, kind in (("staff-sign-in", "current-password"), ("staff-join", "new-password")):
        text = requests.get(pages[page], timeout=10).text
        fields = dict(re.findall(r'<input id="(\w+)" ([^>]*)>', text))
        assert fields.keys() - {"name"} == {"password", "code"}
        assert 'type="password"' in fields["password"]
        assert f'autocomplete="{kind}"' in fields["password"]
        assert 'autocomplete="one-time-code"' in fields["code"]
        assert "onpaste" not in text


def test_a_recovery_code_fits_into_the_field_as_it_is_shown(
    service: Service, example: Example, inside: dict[str, str]
) -> None:
    shown = passwords.in_fours(example.person()[1])
    assert re.fullmatch(r"(\w{4} ){5}\w{4}", shown)
    for page in ("sign-in", "account"):
        text = requests.get(f"{service.url}/de/staff/{page}", cookies=inside, timeout=10).text
        longest = re.search(r'name="code" required maxlength="(\d+)"', text)
        assert longest
        assert int(longest[1]) >= len(shown)


def test_signing_in_again_ends_what_was_before_in_this_browser(
    service: Service, example: Example, inside: dict[str, str]
) -> None:
    name, code = example.person()
    fresh = sign_in(service, name, code, **inside).cookies[SITTING]

    people = People(service.desk)
    assert people.who(inside[SITTING]) is None
    assert people.who(fresh)


def test_every_staff_page_has_the_way_out_and_is_kept_by_no_browser(
    service: Service, example: Example, inside: dict[str, str]
) -> None:
    pages = addresses(service, "de", example)
    signed_in = [name for name in PAGES if name.startswith("staff") and name not in ("staff-sign-in", "staff-join")]
    assert len(signed_in) > 5
    for name in signed_in:
        answer = requests.get(pages[name], cookies=inside, timeout=10)
        assert 'action="/de/staff/sign-out"' in answer.text, name
        assert answer.headers["cache-control"] == "no-store", name


def test_after_signing_out_nothing_is_left(service: Service, inside: dict[str, str]) -> None:
    address = f"{service.url}/de/staff/sign-out"
    answer = requests.post(address, cookies=inside, allow_redirects=False, timeout=10)

    assert "cache" in answer.headers["clear-site-data"]
    assert f'{SITTING}=""' in answer.headers["set-cookie"]
    assert People(service.desk).who(inside[SITTING]) is None


def test_who_was_kept_out_is_logged_without_what_they_typed(
    service: Service, example: Example, inside: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    name, code = example.person("city")
    sign_in(service, name, "000000")
    sign_in(service, "eve\nERROR forged", code, "a secret that eve typed")
    city = sign_in(service, name, code).cookies[SITTING]
    requests.get(f"{service.url}/de/staff/log", cookies={SITTING: city}, timeout=10)
    headers = {"Sec-Fetch-Site": "cross-site"}
    requests.post(f"{service.url}/de/staff/links", cookies=inside, headers=headers, timeout=10)
    requests.post(f"{service.url}/api/onsite", json={}, timeout=10)

    said = [record.getMessage().split() for record in caplog.records if record.name == "booking"]
    assert said[:3] == [["refused:", "sign_in", name], ["refused:", "sign_in"], ["refused:", "not_yours", name]]
    assert [line[1] for line in said[3:]] == ["foreign", "screen"]
    assert service.desk.log.entries([{"city"}], ["sign_in"])[0].act == "sign_in"


def test_too_many_tries_are_logged(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(21):
        requests.post(f"{service.url}/de/rooms/offen/book", {"begin": "2026-05-08T14:00:00"}, timeout=10)

    assert [record.getMessage() for record in caplog.records if record.name == "booking"] == ["refused: too_many"]


def post(service: Service, form: str, cookies: dict[str, str], **sent: str) -> requests.Response:
    """Send a form of one's own access."""
    address = f"{service.url}/de/staff/account{form}"
    return requests.post(address, sent, cookies=cookies, allow_redirects=False, timeout=10)


def test_one_changes_ones_own_password_in_the_browser(phone: Page, service: Service, example: Example) -> None:
    name, codes = example.person_with_codes()
    elsewhere = People(service.desk).sign_in(name, PASSWORD, codes[0], "192.0.2.1").sitting
    example.sign_in_as(phone.context, service.url, name, codes[1])
    phone.goto(f"{service.url}/de/staff/")
    phone.get_by_role("link", name="Mein Zugang").click()
    expect(phone.get_by_role("heading", name="In einem anderen Browser")).to_be_visible()

    phone.get_by_label("Ihr bisheriges Passwort").fill("Drei Eichen am Fluss")
    phone.get_by_label("Das neue Passwort").fill("Sieben Raben auf dem Dach")
    phone.get_by_label("Aktueller Code").fill(codes[2])
    phone.get_by_role("button", name="Ändern").click()
    expect(phone.get_by_role("alert")).to_contain_text("Das passt nicht")
    phone.get_by_label("Ihr bisheriges Passwort").fill(PASSWORD)
    phone.get_by_label("Das neue Passwort").fill("Sieben Raben auf dem Dach")
    phone.get_by_label("Aktueller Code").fill(codes[2])
    phone.get_by_role("button", name="Ändern").click()
    expect(phone.get_by_role("status")).to_contain_text("Ihr neues Passwort gilt ab jetzt")
    expect(phone.locator("main")).to_contain_text("Nirgendwo sonst.")

    assert People(service.desk).who(elsewhere) is None
    assert People(service.desk).sign_in(name, "Sieben Raben auf dem Dach", codes[3], "192.0.2.1")


def test_one_signs_out_elsewhere_in_the_browser(phone: Page, service: Service, example: Example) -> None:
    name, codes = example.person_with_codes()
    people = People(service.desk)
    others = []
    for code in codes[:3]:
        others.append(people.sign_in(name, PASSWORD, code, "192.0.2.1").sitting)
        service.clock.pass_(minutes=1)
    example.sign_in_as(phone.context, service.url, name, codes[3])
    phone.goto(f"{service.url}/de/staff/account")
    phone.get_by_label("Ihr Passwort, um sich anderswo abzumelden").fill(PASSWORD)
    phone.get_by_role("button", name=re.compile("Dort abmelden.*13:43")).click()
    expect(phone.get_by_role("status")).to_contain_text("Dort abgemeldet")
    assert [bool(people.who(one)) for one in others] == [True, False, True]

    phone.get_by_label("Ihr Passwort, um sich anderswo abzumelden").fill("wrong")
    phone.get_by_role("button", name="Überall sonst abmelden").click()
    expect(phone.get_by_role("alert")).to_contain_text("Das ist nicht Ihr Passwort")
    phone.get_by_label("Ihr Passwort, um sich anderswo abzumelden").fill(PASSWORD)
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("status")).to_contain_text("Dort abgemeldet")
    assert [people.who(one) for one in others] == [None] * 3


def test_another_site_changes_nobodys_access_and_tries_are_logged(
    service: Service, inside: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    who = People(service.desk).who(inside[SITTING])
    assert who
    answers = [
        post(service, "", inside, password="a secret", fresh="Sieben Raben auf dem Dach", code="000000"),
        post(service, "/sittings", inside, password="a secret"),
    ]
    headers = {"Sec-Fetch-Site": "cross-site"}
    address = f"{service.url}/de/staff/account/sittings"
    answers.append(requests.post(address, {"password": PASSWORD}, cookies=inside, headers=headers, timeout=10))

    assert [answer.status_code for answer in answers] == [422, 422, 403]
    said = [record.getMessage() for record in caplog.records if record.name == "booking"]
    assert said == [f"refused: {reason} {who.name}" for reason in ("proof", "own_password", "foreign")]
