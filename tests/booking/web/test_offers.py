# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is on, on the phone; and staff and partners who keep it, in a real browser."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import requests
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from booking.curator import Curator
from booking.ideas import Ideas
from tests.booking.offered import REPAIR, offer, on, put
from tests.pictures.pages import Example
from tests.servers.booking import Service

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def example(service: Service) -> Example:
    return Example(service.desk)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A phone that runs no scripts."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture
def desk_of_staff(chromium: Browser, service: Service, example: Example) -> Iterator[Page]:
    """A browser in which one of the house's staff is signed in."""
    context = example.sign_in(chromium.new_context(), service.url)
    yield context.new_page()
    context.close()


def titles(page: Page) -> list[str]:
    return page.locator(".offer .what > b").all_inner_texts()


def test_a_text_in_another_language_than_the_page_is_marked_with_its_own(
    phone: Page, service: Service, example: Example
) -> None:
    phone.goto(f"{service.url}/bg/offers/{example.offer('Balkonsolar')}")

    expect(phone.locator("h1 bdi")).not_to_have_attribute("lang", re.compile("."))
    expect(phone.locator(".text p").first).to_have_attribute("lang", "de")


def test_only_leichte_sprache_has_a_picture_beside_each_heading(
    phone: Page, service: Service, example: Example
) -> None:
    phone.goto(f"{service.url}/de-simple/privacy")
    expect(phone.locator("h1 .pic svg, h2 .pic svg")).to_have_count(4)
    phone.goto(f"{service.url}/de/privacy")
    expect(phone.locator(".pic")).to_have_count(0)


def test_single_touches_narrow_down_and_let_go(phone: Page, service: Service, example: Example) -> None:
    phone.goto(f"{service.url}/de/offers")
    assert titles(phone)[:2] == ["Balkonsolar: Fragen und Antworten", "Reparaturtreff Nordstadt"]

    phone.get_by_role("link", name="Mobilität").click()
    assert set(titles(phone)) == {"Radwerkstatt für alle"}
    phone.get_by_role("link", name="Alles").click()
    assert "Zuschuss für Lastenräder" in titles(phone)
    phone.get_by_role("link", name="Mobilität").click()
    assert "Zuschuss für Balkonsolar" in titles(phone)
    phone.get_by_role("link", name="Kostenlos", exact=True).click()
    assert "Reparaturtreff Nordstadt" not in titles(phone)


def test_words_find_offers_and_who_does_it_already(phone: Page, service: Service, example: Example) -> None:
    phone.goto(f"{service.url}/de/offers")
    phone.get_by_label("Suchen").fill("lastenrd")
    phone.get_by_role("button", name="Finden").click()

    assert titles(phone) == ["Zuschuss für Lastenräder"]
    expect(phone.get_by_role("heading", name="Wer das schon macht")).to_be_visible()
    phone.get_by_role("link", name="Radforum Kassel").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Radforum Kassel")


def test_an_offer_leads_to_calendar_way_and_room(phone: Page, service: Service, example: Example) -> None:
    phone.goto(f"{service.url}/de/offers/{example.offer('Wärmepumpe')}")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Wärmepumpe im Altbau")
    one = phone.get_by_role("link", name="In den Kalender", exact=True).get_attribute("href") or ""
    every = phone.get_by_role("link", name="Alle Termine in Ihren Kalender").get_attribute("href") or ""
    counts = [requests.get(service.url + path, timeout=10).text.count("BEGIN:VEVENT") for path in (one, every)]

    assert counts[0] == 1
    assert counts[1] > 1
    phone.get_by_role("link", name="Der Weg dorthin").click()
    assert "/way?to=offen" in phone.url
    phone.go_back()
    phone.get_by_role("link", name="Diesen Raum selbst buchen").click()
    assert phone.url.endswith("/de/rooms/offen")


def test_search_engines_read_dates_and_nothing_breaks_out_of_them(service: Service) -> None:
    (key,) = put(service.desk, offer("</script><script>alert(1)</script>", on(9, 10), text={"de": "A & B"}))
    text = requests.get(f"{service.url}/de/offers/{key}", timeout=10).text
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    (event,) = json.loads(found[0])

    assert len(found) == 1
    assert event["@type"] == "Event"
    assert event["name"] == "</script><script>alert(1)</script>"
    assert event["startDate"] == "2026-05-08T09:00:00+02:00"
    assert event["location"]["address"].endswith("34117 Kassel")


def test_a_draft_has_no_page_and_its_picture_none(service: Service) -> None:
    (key,) = put(service.desk, offer(shown=False))
    for path in (f"de/offers/{key}", f"de/offers/{key}/calendar.ics", f"offers/{key}/picture.webp", "de/offers/zzz"):
        assert requests.get(f"{service.url}/{path}", timeout=10).status_code == 404, path


def test_an_idea_takes_a_sentence_and_is_never_lost(phone: Page, service: Service) -> None:
    phone.goto(f"{service.url}/de/ideas")
    phone.get_by_label("Ihr Satz").fill(" ")
    phone.get_by_role("button", name="Senden").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    phone.get_by_label("Eine Frage an das Klimabüro der Stadt").check()
    phone.get_by_label("Ihr Satz").fill("Wann wird die Friedrich-Ebert-Straße schattig?")
    phone.get_by_role("button", name="Senden").click()

    expect(phone.get_by_role("heading", level=1)).to_have_text("Danke.")
    expect(phone.get_by_text("Das Klimabüro antwortet bis Donnerstag, 21. Mai.")).to_be_visible()
    (told,) = Ideas(service.desk).all()
    assert (told.kind, told.number) == ("question", 1)
    assert "Friedrich" not in requests.get(f"{service.url}/de/ideas", timeout=10).text


def test_an_idea_goes_on_on_the_participation_platform(phone: Page, service: Service, example: Example) -> None:
    phone.goto(f"{service.url}/de/i/{example.told('idea')}")
    address = phone.get_by_role("link", name="Damit weitermachen auf Kassels Klimaplan").get_attribute("href") or ""
    assert address.startswith("https://klimaplan.example/index.php?title=Idee%3A%20Mehr%20B%C3%A4nke%20im%20Schatten")


# --- staff


def test_an_offer_is_looked_at_saved_and_shown(desk_of_staff: Page, service: Service) -> None:
    page = desk_of_staff
    page.goto(f"{service.url}/de/staff/offers/new")
    page.fill("#title-de", "Kleidertausch")
    page.fill("#title-en", "Clothes swap")
    page.select_option("#topic", "consumption")
    page.select_option("#room", "offen")
    page.fill("#day", "2026-05-15")
    page.fill("#from", "16:00")
    page.fill("#to", "19:00")
    page.select_option("#every", "week")
    page.fill("#count", "3")
    page.check("#shown")
    page.get_by_role("button", name="Erst ansehen").click()
    expect(page.locator(".glass")).to_have_count(7)
    assert service.desk.offers.find("Kleidertausch") == []

    page.get_by_role("button", name="So speichern").click()
    expect(page.get_by_role("status")).to_be_visible()
    (made,) = service.desk.offers.find("Kleidertausch")
    assert len(made.dates) == 3  # type: ignore[union-attr]
    page.goto(f"{service.url}/de/staff/offers")
    expect(page.get_by_role("row", name=re.compile("Kleidertausch"))).to_contain_text(
        "fehlt: Leichte Sprache, Türkisch, Ukrainisch, Arabisch, Bulgarisch"
    )


def test_what_was_typed_survives_a_refusal(desk_of_staff: Page, service: Service) -> None:
    page = desk_of_staff
    page.goto(f"{service.url}/de/staff/offers/new")
    page.fill("#title-de", "Kleidertausch")
    page.check("#where-address")
    page.check("#spoken-tr")
    page.get_by_role("button", name="Speichern").click()

    expect(page.get_by_role("alert")).to_have_text("Bitte angeben, wo es ist.")
    expect(page.locator("#title-de")).to_have_value("Kleidertausch")
    expect(page.locator("#where-address")).to_be_checked()
    expect(page.locator("#spoken-tr")).to_be_checked()


def test_a_picture_is_made_small_and_has_words(desk_of_staff: Page, service: Service, tmp_path: Path) -> None:
    (key,) = put(service.desk, offer("Nähcafé"))
    file = tmp_path / "photo.jpg"
    photo = Image.effect_noise((3000, 2000), 80).convert("RGB")
    exif = photo.getexif()
    exif[0x010F] = "Kamera von Anna"
    photo.save(file, exif=exif)
    page = desk_of_staff
    page.goto(f"{service.url}/de/staff/offers/{key}")
    page.get_by_text("Bild", exact=True).click()
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Bild speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("was das Bild zeigt")

    page.get_by_text("Bild", exact=True).click()
    page.set_input_files("#file", file)
    page.fill("#alt-de", "Eine Nähmaschine")
    page.get_by_role("button", name="Bild speichern").click()
    expect(page.locator("img.shown")).to_have_attribute("alt", "Eine Nähmaschine")
    address = page.locator("img.shown").get_attribute("src")
    content = requests.get(f"{service.url}{address}", timeout=10).content
    with Image.open(BytesIO(content)) as shown:
        assert (shown.format, shown.size) == ("WEBP", (800, 533))
        assert not shown.getexif()
    assert b"Anna" not in content


def test_what_is_no_picture_is_refused(desk_of_staff: Page, service: Service, tmp_path: Path) -> None:
    (key,) = put(service.desk, offer("Nähcafé"))
    file = tmp_path / "photo.png"
    file.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    page = desk_of_staff
    page.goto(f"{service.url}/de/staff/offers/{key}")
    page.get_by_text("Bild", exact=True).click()
    page.set_input_files("#file", file)
    page.fill("#alt-de", "Nichts")
    page.get_by_role("button", name="Bild speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("Das ist kein Bild")


def test_a_partner_keeps_its_own_offers_and_sees_no_others(
    chromium: Browser, service: Service, example: Example
) -> None:
    Curator(service.desk).put_actor(REPAIR)
    (foreign,) = put(service.desk, offer("Fremdes", actor="reparatur"))
    context = example.sign_in(chromium.new_context(), service.url, "partner")
    page = context.new_page()
    page.goto(f"{service.url}/de/staff/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Angebote")
    assert "Fremdes" not in page.content()

    for path in (f"offers/{foreign}", "actors/reparatur"):
        assert page.goto(f"{service.url}/de/staff/{path}").status == 404, path  # type: ignore[union-attr]
    for path in ("wishes", "ideas", "closures"):
        assert page.goto(f"{service.url}/de/staff/{path}").status == 403, path  # type: ignore[union-attr]
    page.goto(f"{service.url}/de/staff/offers/new")
    page.fill("#title-de", "Thermografie")
    page.check("#shown")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status")).to_be_visible()
    (made,) = service.desk.offers.find("Thermografie")
    assert made.actor == "energieberatung"  # type: ignore[union-attr]
    context.close()


def test_an_idea_is_answered_and_stands_on_the_board(desk_of_staff: Page, service: Service, example: Example) -> None:
    example.told("idea")
    page = desk_of_staff
    page.goto(f"{service.url}/de/staff/ideas")
    card = page.locator(".card", has_text="Mehr Bänke im Schatten")
    card.get_by_label("Was wird daraus?").select_option("no")
    card.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_have_text("Bitte sagen, warum.")

    card.get_by_label("Ihre Antwort").fill("Die Wurzeln brauchen den Platz.")
    card.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status")).to_be_visible()
    assert "Die Wurzeln brauchen den Platz." in requests.get(f"{service.url}/de/ideas", timeout=10).text


def test_actors_and_signposts_are_kept(desk_of_staff: Page, service: Service) -> None:
    page = desk_of_staff
    page.goto(f"{service.url}/de/staff/actors")
    page.fill("#key", "klimachor")
    page.fill("#name", "Klimachor")
    page.check("#topic-participation")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Klimachor")

    page.goto(f"{service.url}/de/staff/wishes")
    page.fill("#title-de", "Ich möchte singen")
    page.select_option("#offer-0", index=1)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("link", name="Ich möchte singen")).to_be_visible()
    assert service.desk.offers.actor("klimachor").topics == ("participation",)
