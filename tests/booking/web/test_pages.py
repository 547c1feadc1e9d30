# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What holds on every page: small, private, for everyone, and of this house only."""

from typing import Literal

import pytest
import requests
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

from booking.web.staffed import DEVICE, SITTING
from tests.pictures.pages import Example, addresses
from tests.servers.booking import Service

KILOBYTE = 1000
NARROW = {"width": 320, "height": 720}  # as 1280 px at 400 %
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("contrast", ["no-preference", "more"])
@pytest.mark.parametrize("language", ["de", "de-simple", "ar"])
def test_everyone_can_use_every_page(
    chromium: Browser, service: Service, language: str, contrast: Literal["no-preference", "more"]
) -> None:
    context = chromium.new_context(viewport=NARROW, contrast=contrast)  # type: ignore[arg-type]
    page, example = context.new_page(), Example(service.desk)
    example.sign_in(context, service.url)
    faults = {
        name: found
        for name, address in addresses(service, language, example).items()
        if (found := _faults(page, address))
    }
    context.close()
    assert faults == {}


def _faults(page: Page, address: str) -> list[str]:
    """What axe finds, what has to be scrolled sideways, and targets under 24 CSS px (WCAG 2.2, 2.5.8)."""
    page.goto(address)
    found = Axe().run(page, options=WCAG).response["violations"]
    faults = [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        faults.append("is wider than the screen")
    return faults


def test_a_page_with_everything_is_small_and_asks_no_other_host(chromium: Browser, service: Service) -> None:
    example = Example(service.desk)
    signed_in = example.sign_in(chromium.new_context(), service.url).storage_state()
    for name, address in addresses(service, "de", example).items():
        context = chromium.new_context(storage_state=signed_in if name.startswith("staff") else None)
        page = context.new_page()
        sizes: list[int] = []
        hosts: set[str] = set()

        def count(request: Request, sizes: list[int] = sizes, hosts: set[str] = hosts) -> None:
            response = request.response()
            hosts.add(request.url.split("/")[2])
            sizes.append(len(response.body()) if response else 0)

        page.on("requestfinished", count)
        page.goto(address, wait_until="networkidle")
        # Eight tables of as many months as are asked for; forms with a field for each of seven languages.
        most = {"staff-indicators": 100, "staff-offer": 80, "staff-actor": 80}.get(name, 60)
        assert sum(sizes) <= most * KILOBYTE, name
        assert hosts == {service.url.split("/")[2]}, name
        assert {cookie.get("name") for cookie in context.cookies()} == (
            {SITTING, DEVICE} if "staff" in name else set()
        ), name
        context.close()


def test_every_answer_keeps_strangers_out(service: Service) -> None:
    for path in ("/de/", "/api/house", "/feeds/house.ics", "/static/house.css", "/de/nowhere", "/api/nothing"):
        headers = requests.get(f"{service.url}{path}", timeout=10).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors 'none'" in policy, path
        assert "object-src 'none'" in policy, path
        assert "base-uri 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert "set-cookie" not in headers, path


def test_a_form_from_another_site_is_refused(service: Service) -> None:
    example = Example(service.desk)
    address = f"{service.url}/de/b/{example.own}/cancel"
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = requests.post(address, headers=headers, timeout=10)
        assert (answer.status_code, service.desk.linked(example.own).status) == (403, "booked")


def test_every_page_that_takes_input_leads_to_the_privacy_notice(service: Service) -> None:
    example = Example(service.desk)
    for name, address in addresses(service, "de", example).items():
        text = requests.get(address, timeout=10).text
        if "<input id=" in text:
            assert 'href="/de/privacy"' in text.partition("<footer")[0], name


def test_the_privacy_notice_says_what_the_config_says(service: Service) -> None:
    text = requests.get(f"{service.url}/de/privacy", timeout=10).text
    legal = service.desk.house.legal
    for promised in (legal.operator, legal.data_protection, legal.supervisory_authority, "14 Tage"):
        assert promised in text


def test_without_a_mail_server_nothing_promises_a_mail(service: Service) -> None:
    example = Example(service.desk)
    for name, address in addresses(service, "de", example).items():
        text = requests.get(address, timeout=10).text
        assert 'type="email"' not in text, name
    assert "Gebucht wird im Haus" in requests.get(f"{service.url}/de/", timeout=10).text


def test_wrong_used_and_foreign_links_look_alike(service: Service) -> None:
    example = Example(service.desk)
    foreign = service.desk.hold_token(service.desk.held(example.hold))
    answers = {
        (answer.status_code, answer.text.replace(token, ""))
        for token in ("A" * 24, foreign, "short")
        for answer in [requests.get(f"{service.url}/de/b/{token}", timeout=10)]
    }
    assert len(answers) == 1
    assert answers.pop()[0] == 404


def test_a_poster_leads_to_its_room_in_the_visitors_language(service: Service) -> None:
    answer = requests.get(f"{service.url}/rooms/offen", headers={"Accept-Language": "tr-TR,de;q=0.5"}, timeout=10)

    assert answer.url == f"{service.url}/tr/rooms/offen"
    assert "Açık Oda" in answer.text


def test_staff_pages_are_there_in_the_languages_of_staff(service: Service) -> None:
    answer = requests.get(f"{service.url}/bg/staff/sign-in?next=/bg/staff/plan", timeout=10)

    assert answer.url == f"{service.url}/de/staff/sign-in?next=/bg/staff/plan"
    assert "Български" not in answer.text


@pytest.mark.parametrize(
    ("accepted", "language"), [("ar,en;q=0.5", "ar"), ("fr", "de"), ("", "de"), ("en-GB", "en"), ("uk-UA", "uk")]
)
def test_the_door_opens_in_the_visitors_language(service: Service, accepted: str, language: str) -> None:
    answer = requests.get(f"{service.url}/", headers={"Accept-Language": accepted}, timeout=10)
    assert f'<html lang="{language}"' in answer.text


def test_subscriptions_are_offered_for_every_calendar_and_never_as_live(service: Service) -> None:
    text = requests.get(f"{service.url}/de/calendars", timeout=10).text
    host = service.url.partition("://")[2]
    assert f"webcal://{host}/feeds/offen.ics" in text
    assert f"{service.url}/feeds/house.ics" in text
    assert "3 bis 24 Stunden" in text


def test_the_api_explains_itself_without_another_host(chromium: Browser, service: Service) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{service.url}/api", wait_until="networkidle")
    document = requests.get(f"{service.url}/api/openapi.json", timeout=10).json()

    acts = {f"{method.upper()} {path}" for path, methods in document["paths"].items() for method in methods}
    assert set(page.get_by_role("heading", level=2).all_inner_texts()) == acts
    assert {url.startswith(service.url) for url in asked} == {True}
    page.close()
