# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way on a phone: touched on the plan or chosen from the list, drawn and told, with steps or without."""

from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect

from booking.cli import main
from tests.servers.booking import DEMO, Service, booking_service, demo_house

PLAN = DEMO.parent / "plan.geojson"


def test_a_room_that_is_touched_on_the_plan_is_found(phone: Page, service: Service) -> None:
    phone.goto(f"{service.url}/de/")
    phone.get_by_role("link", name="Wo ist was").click()
    phone.locator(".plan").first.get_by_role("link", name="Werkraum").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Der Weg: Werkraum")
    expect(phone.locator(".way li").last).to_contain_text("dritte Tür rechts: Werkraum")
    phone.get_by_role("link", name="Lieber ohne Stufen").click()
    expect(phone.locator(".way")).to_contain_text("Mit dem Aufzug bis: 1. Stock")
    phone.get_by_role("link", name="Ein anderer Ort").click()
    phone.get_by_role("link", name="Toilette 1. Stock").click()
    expect(phone.get_by_role("main")).to_contain_text("Wir kennen keinen Weg ohne Stufen")
    phone.get_by_role("link", name="Der Weg mit Stufen").click()
    expect(phone.locator(".way li").last).to_contain_text("Toilette")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("klo", "Toilette ohne Stufen"), ("energieberatng", "Energieberatung"), ("mobility", "Mobilitätsberatung")],
)
def test_a_place_is_found_by_any_word_for_it(phone: Page, service: Service, typed: str, found: str) -> None:
    """In another language, by what it is for, with a slip of the finger."""
    phone.goto(f"{service.url}/de/way?free=1")
    phone.get_by_role("searchbox").fill(typed)
    phone.get_by_role("button", name="Suchen").click()
    expect(phone.locator(".targets li").first).to_contain_text(found)
    phone.locator(".targets a").first.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Der Weg")
    assert "free=1" in phone.url


def test_what_nobody_knows_leads_to_the_desk(phone: Page, service: Service) -> None:
    phone.goto(f"{service.url}/de/way?for=xyzzy")
    expect(phone.get_by_role("main")).to_contain_text("Zu „xyzzy“ passt nichts.")
    expect(phone.get_by_role("main")).to_contain_text("Am Tresen hilft jemand")


def test_a_display_hands_its_own_place_on(phone: Page, service: Service) -> None:
    phone.goto(f"{service.url}/de/way?to=offen&from=51.3155270,9.4975900,0&facing=90")
    expect(phone.locator(".way")).to_contain_text("Geradeaus, durch die Glastür: Offener Raum")


@pytest.mark.parametrize(
    "query",
    [
        "to=nowhere",
        "from=nowhere",
        "from=1,2,3&to=offen",
        "from=nan,nan,nan&to=offen",
        "from=51.3155270,9.4975900,0&facing=north&to=offen",
        f"to={'x' * 500}",
        f"from={'1,' * 300}",
    ],
)
def test_what_is_no_place_is_not_found(service: Service, query: str) -> None:
    assert requests.get(f"{service.url}/de/way?{query}", timeout=10).status_code == 404


@pytest.mark.parametrize("content", [None, "no plan", PLAN.read_text(encoding="utf-8")[:500]])
def test_a_broken_plan_keeps_nobody_from_booking(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "plan.geojson"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with booking_service(demo_house().model_copy(update={"plan": file}), tmp_path) as service:
        assert requests.get(f"{service.url}/de/way", timeout=10).status_code == 404
        assert "/de/way" not in requests.get(f"{service.url}/de/", timeout=10).text
        assert requests.get(f"{service.url}/de/rooms/offen", timeout=10).status_code == 200


def test_a_plan_is_checked_and_drawn_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "plan.png"
    assert main(["plan", str(PLAN), "--picture", str(picture)]) == 0
    assert "2 levels" in capsys.readouterr().out
    assert picture.read_bytes().startswith(b"\x89PNG")
    broken = tmp_path / "broken.geojson"
    broken.write_text(
        PLAN.read_text(encoding="utf-8").replace('"ref": "werkraum"', '"ref": "other"').replace("Werkraum", "X")
    )
    assert main(["plan", str(broken)]) == 1
    assert "fault: room 'werkraum': has no place on the plan" in capsys.readouterr().out
    assert main(["plan", str(tmp_path / "missing.osm")]) == 1
    assert "cannot be read" in capsys.readouterr().err
