# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the month goes: honest about small numbers, friendly about none, and shown while the house is away."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from booking.texts import Texts
from booking.visits import Visits
from kiosk import monthwords
from kiosk.month import EXAMPLE, NONE, Number, read_month, said
from tests.kiosk import example
from tests.kiosk.conftest import PORTRAIT
from tests.kiosk.display import Display
from tests.servers.booking import THURSDAY, Service, booking_service, demo_house

GERMAN = Texts("de", "kiosk", "house")


def come(service: Service, purpose: Any, people: int) -> None:
    Visits(service.desk).count(f"desk-{uuid4().hex[:6]}", str(uuid4()), purpose, people)


def test_few_people_are_never_a_number() -> None:
    assert said(GERMAN, Number(0, few=True)) == "unter 5"
    assert said(GERMAN, Number(40)) == "rund 40"
    assert said(GERMAN, NONE) == "0"


def test_windows_are_as_bright_as_people_came() -> None:
    month = read_month(EXAMPLE)
    assert month
    assert month.unit == 5
    assert [month.lit(key) for key in ("advice", "event", "looking")] == [7, 9, 0.5]


def test_a_window_stands_for_more_where_many_come() -> None:
    month = read_month(EXAMPLE | {"purposes": {"event": {"value": 430, "few": False}}})
    assert month
    assert month.unit == 50
    assert month.lit("event") == 8.6
    assert month.lit("advice") == 0


def test_what_is_told_otherwise_is_not_known() -> None:
    for odd in ({}, {"month": "soon"}, {"month": "2026-05-01"}, EXAMPLE | {"people": 7}, EXAMPLE | {"hours": "many"}):
        assert read_month(odd) is None


def test_only_what_there_was_is_told() -> None:
    none = {"value": 0, "few": False}
    month = read_month({"month": "2026-05-01", "people": none, "purposes": {}, "offers": 3})
    assert month
    assert list(monthwords.facts(GERMAN, month)) == [("offers", "3 Angebote", "")]
    assert "Der Monat hat gerade begonnen." in monthwords.people(GERMAN, month)


def test_from_home_one_touch_shows_what_the_house_has_counted(hang: Any, service: Service) -> None:
    come(service, "event", 23)
    come(service, "info", 2)
    example.fill(service)
    display = hang(service)
    display.press("Dieser Monat im Haus")
    display.show("month")

    assert display.says("Rund 25 Besuche seit dem Ersten.")
    assert display.says("rund 25")
    assert display.says("unter 5")
    assert not display.says("23")
    display.press("Wir sind da")
    display.show("here")


def test_a_month_in_which_nobody_is_counted_yet_is_no_empty_page(lobby: Any) -> None:
    lobby.press("Dieser Monat im Haus")
    lobby.show("month")

    assert lobby.says("Der Monat hat gerade begonnen.")


def test_who_rests_shows_the_month_for_one_minute_in_four(hang: Any, service: Service) -> None:
    come(service, "event", 23)
    example.fill(service)
    display = hang(service)
    display.pass_(62)
    assert display.page.name == "attract"
    shown = []
    for minutes in range(8):
        display.kiosk.clock.set(THURSDAY + timedelta(minutes=minutes))
        display.kiosk._minute()
        display.frames(2)
        shown.append(display.says("Dieser Monat"))
        assert display.says("Bildschirm berühren")

    assert shown.count(True) == 2
    assert shown.index(True) + 4 == len(shown) - 1 - shown[::-1].index(True)


def test_the_month_stays_while_the_house_is_away(window: Any, tmp_path: Path) -> None:
    window.size = PORTRAIT
    with booking_service(demo_house(), tmp_path / "house") as service:
        come(service, "event", 23)
        example.fill(service)
        config = example.screen(service, PORTRAIT)
        first = Display(config, tmp_path)
        first.until(lambda: not first.guide.away and first.guide.month, "the month")
        first.close()
    again = Display(config, tmp_path)
    try:
        again.kiosk.clock.set(THURSDAY)
        again.show("home")
        again.press("Dieser Monat im Haus")
        again.show("month")
        assert again.says("Rund 25 Besuche seit dem Ersten.")
    finally:
        again.close()


def test_what_an_earlier_version_has_kept_has_no_month_and_is_shown(window: Any, tmp_path: Path) -> None:
    window.size = PORTRAIT
    with booking_service(demo_house(), tmp_path / "house") as service:
        config = example.screen(service, PORTRAIT)
        first = Display(config, tmp_path)
        first.until(lambda: not first.guide.away and first.page.name == "home", "home")
        first.close()
    kept = tmp_path / "screen-snapshot.json"
    data = json.loads(kept.read_text(encoding="utf-8"))
    del data["month"]
    kept.write_text(json.dumps(data), encoding="utf-8")
    again = Display(config, tmp_path)
    try:
        again.kiosk.clock.set(THURSDAY)
        again.show("home")
        assert again.guide.month is None
        assert not again.says("Dieser Monat im Haus")
    finally:
        again.close()
