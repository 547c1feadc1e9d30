# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff's numbers in a real browser: a count put right, a figure entered, and files that other programs open."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date

from playwright.sync_api import Page, expect

from booking.curator import Curator
from booking.figures import Figure, Figures
from tests.booking.offered import REPAIR
from tests.pictures.pages import Example
from tests.servers.booking import Service

DAY = "2026-05-06"


def at_the_desk(page: Page, service: Service, address: str) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url)
    page.goto(f"{service.url}/de{example.counted(f'/staff/{address}')}")


def test_a_count_is_put_right_with_a_reason_and_the_log_knows(page: Page, service: Service) -> None:
    at_the_desk(page, service, f"visits?day={DAY}")
    row = page.get_by_role("row", name=re.compile("13:00 Auskunft"))
    row.locator("summary").click()
    row.get_by_label("Wie viele waren es?").fill("21")
    row.get_by_label("Warum?").fill("Schulklasse aus Wolfsanger")
    row.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status")).to_contain_text("Berichtigt")
    expect(page.get_by_role("row", name=re.compile("13:00 Auskunft 21"))).to_be_visible()

    page.get_by_role("link", name="Protokoll").click()
    expect(page.get_by_role("row", name=re.compile("hat eine Besuchszahl berichtigt"))).to_contain_text("Schulklasse")


def test_what_was_forgotten_is_added_and_what_is_wrong_is_said_at_once(page: Page, service: Service) -> None:
    at_the_desk(page, service, f"visits?day={DAY}")
    form = page.get_by_role("region", name="Nachtragen")
    form.get_by_label("Stunde").fill("17:30")
    form.get_by_label("Menschen").fill("26")
    form.get_by_label("Wozu").select_option(label="Umsehen")
    form.get_by_label("Warum?").fill("Führung ohne Display")
    form.get_by_role("button", name="Mitzählen").click()
    expect(page.get_by_role("row", name=re.compile("17:00 Umsehen 26"))).to_be_visible()

    entry = service.desk.log.entries()[0]
    assert entry.act == "recount"
    assert entry.about.startswith("06.05.2026 17:00 looking 0 → 26")


def test_a_figure_is_entered_shown_and_taken_back(page: Page, service: Service) -> None:
    at_the_desk(page, service, "figures")
    page.get_by_label("Für welche Kennzahl?").select_option(label="Eingeworbene Projektmittel")
    page.get_by_label("Tag").fill(DAY)
    page.get_by_label("Wie viel oder wie viele?").fill("viel")
    page.get_by_label("Worum geht es?").fill("Förderung Trinkbrunnen")
    page.get_by_label("Woher kommt die Zahl?").fill("Bescheid vom 4. Mai")
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_role("alert")).to_contain_text("Zahl ab 1")
    expect(page.get_by_label("Worum geht es?")).to_have_value("Förderung Trinkbrunnen")

    page.get_by_label("Wie viel oder wie viele?").fill("12.500 €")
    page.get_by_role("button", name="Eintragen").click()
    expect(page.get_by_role("heading", name="12.500 €: Förderung Trinkbrunnen")).to_be_visible()

    page.goto(f"{service.url}/de/staff/indicators?from=2026-05")
    expect(page.get_by_role("region", name="Eingeworbene Projektmittel")).to_contain_text("12.500")

    page.goto(f"{service.url}/de/staff/figures")
    card = page.locator("article", has_text="Trinkbrunnen")
    card.locator("summary").click()
    card.get_by_role("button", name="Ja, zurücknehmen").click()
    expect(page.get_by_role("status")).to_contain_text("Zurückgenommen")
    assert all("Trinkbrunnen" not in one.what for one in Figures(service.desk).all())


def test_any_period_and_one_topic_can_be_chosen(page: Page, service: Service) -> None:
    at_the_desk(page, service, "indicators?from=2026-02&until=2026-04")
    use = page.get_by_role("region", name="Nutzung")
    assert [row.inner_text() for row in use.get_by_role("rowheader").all()][:4] == [
        *("Februar 2026", "März 2026", "April 2026"),
        "Zusammen",
    ]
    page.get_by_label("Wovon?").select_option(label="Energie")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page.get_by_label("Wovon?")).to_have_value("topic:energy")
    assert page.get_by_label("Von", exact=True).input_value() == "2026-02"
    expect(page.get_by_role("region", name="Nach Themen")).to_have_count(0)


def test_the_city_reads_the_numbers_and_nothing_else(page: Page, service: Service) -> None:
    example = Example(service.desk)
    example.sign_in(page.context, service.url, "city")
    page.goto(f"{service.url}/de/staff/")
    expect(page.get_by_role("heading", name="Kennzahlen", exact=True)).to_be_visible()
    assert page.get_by_role("navigation", name="Team").get_by_role("link").count() == 2
    expect(page.get_by_role("link", name="Besuche")).to_have_count(0)


def test_the_files_open_in_other_programs_and_carry_no_formula(page: Page, service: Service) -> None:
    at_the_desk(page, service, "indicators")
    evil = '=HYPERLINK("https://evil.example";"Klick")'
    Curator(service.desk).put_actor(replace(REPAIR, key="evil", name=evil))
    Figures(service.desk).enter(Figure(0, "measures", date(2026, 5, 4), 7, "Bäume", "Liste", actor="evil"))
    fetch = page.context.request

    table = fetch.get(f"{service.url}/de/staff/indicators.csv?from=2026-04").body()
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))
    assert {len(row) for row in rows} == {4}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert ["2026-04 – 2026-05", f"'{evil}", "Maßnahmen", "7"] in rows

    book = fetch.get(f"{service.url}/de/staff/indicators.xlsx?from=2026-04").body()
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 5
        assert not any("<f>" in sheet or "<f " in sheet for sheet in sheets)
        assert "HYPERLINK" in parts.read("xl/sharedStrings.xml").decode()

    report = fetch.get(f"{service.url}/de/staff/indicators.pdf?from=2026-01")
    assert report.body().startswith(b"%PDF-")
    assert report.headers["content-disposition"] == 'attachment; filename="kassel-2026-01-2026-05.pdf"'
    assert fetch.get(f"{service.url}/ar/staff/indicators.pdf").body().startswith(b"%PDF-")
