# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars of offers, as other programs read them: icalendar, libical, khal and vdirsyncer."""

import os
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import requests

from booking.agenda import Date
from booking.curator import Curator
from tests.booking import libical
from tests.booking.offered import CYCLING, REPAIR, offer, on, put
from tests.booking.wishes import TOMORROW, at
from tests.servers.booking import Service

WHOLE = Date(at(0), at(0, TOMORROW + timedelta(days=1)), whole_day=True)


@pytest.fixture
def offering(service: Service) -> Service:
    """A house with three offers of two actors."""
    for actor in (REPAIR, CYCLING):
        Curator(service.desk).put_actor(actor)
    put(
        service.desk,
        offer(
            "Nähcafé; mit Kaffee, Kuchen",
            on(17, 20),
            text={"de": "Zeile eins\nZeile zwei"},
            topic="consumption",
            actor="reparatur",
            place="werkraum",
        ),
        offer("Radtour", WHOLE, topic="mobility", actor="rad", where="address", place="Königsplatz, Kassel"),
        offer("Entwurf", on(9, 10), shown=False),
    )
    return service


def fetch(service: Service, path: str = "offers.ics", **headers: str) -> requests.Response:
    return requests.get(f"{service.url}/feeds/{path}", headers=headers, timeout=10)


def events(answer: requests.Response) -> list[Any]:
    return icalendar.Calendar.from_ical(answer.content).events


def test_each_date_is_an_event_that_blocks_nobody(offering: Service) -> None:
    riding, sewing = sorted(events(fetch(offering)), key=lambda event: str(event["SUMMARY"]), reverse=True)

    assert str(sewing["SUMMARY"]) == "Nähcafé; mit Kaffee, Kuchen"
    assert str(sewing["DESCRIPTION"]) == "Zeile eins\nZeile zwei\nReparaturtreff\nkostenlos"
    assert str(sewing["LOCATION"]).startswith("Werkraum, Klimaschutzhaus Kassel, ")
    assert (sewing["DTSTART"].dt, sewing["DTEND"].dt) == (at(17), at(20))
    assert [str(sewing[name]) for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "CLASS")] == [
        "CONFIRMED",
        "TRANSPARENT",
        "FREE",
        "PUBLIC",
    ]
    assert riding["DTSTART"].dt == TOMORROW
    assert riding["DTEND"].dt == TOMORROW + timedelta(days=1)
    assert str(riding["X-MICROSOFT-CDO-ALLDAYEVENT"]) == "TRUE"
    assert str(riding["LOCATION"]) == "Königsplatz, Kassel"


def test_a_topic_and_an_actor_have_calendars_of_their_own(offering: Service) -> None:
    assert [str(one["SUMMARY"]) for one in events(fetch(offering, "offers/topic/mobility.ics"))] == ["Radtour"]
    assert [str(one["SUMMARY"]) for one in events(fetch(offering, "offers/actor/rad.ics"))] == ["Radtour"]
    assert events(fetch(offering, "offers/topic/nature.ics")) == []
    assert [fetch(offering, path).status_code for path in ("offers/topic/magic.ics", "offers/actor/x.ics")] == [404] * 2


def test_a_reader_that_has_it_is_sent_nothing_until_an_offer_changes(offering: Service) -> None:
    first = fetch(offering)
    known = {"If-None-Match": first.headers["ETag"]}
    assert (fetch(offering, **known).status_code, fetch(offering, **known).content) == (304, b"")
    assert fetch(offering).content == first.content

    put(offering.desk, offer("Noch eins", on(11, 12)))
    assert fetch(offering, **known).status_code == 200


def test_a_cancelled_date_says_so_for_two_weeks(offering: Service) -> None:
    (key,) = put(offering.desk, offer("Chor", on(9, 10, date(2026, 6, 5))))
    Curator(offering.desk).cancel_date(key, int(at(9, date(2026, 6, 5)).timestamp()))

    def chor() -> list[tuple[str, str, int]]:
        found = [event for event in events(fetch(offering)) if "Chor" in str(event["SUMMARY"])]
        return [(str(one["SUMMARY"]), str(one["STATUS"]), int(one["SEQUENCE"])) for one in found]

    assert chor() == [("Abgesagt: Chor", "CANCELLED", 1)]
    offering.clock.pass_(days=15)
    assert chor() == []


def test_libical_finds_nothing_wrong(offering: Service) -> None:
    with libical.read(fetch(offering).content) as calendar:
        assert (calendar.is_allowed(), calendar.errors()) == (True, 0)
    text = fetch(offering).content
    assert text.index(b"X-WR-CALNAME") < text.index(b"BEGIN:VTIMEZONE") < text.index(b"BEGIN:VEVENT")
    assert max(map(len, text.split(b"\r\n"))) <= 75


def test_khal_shows_what_vdirsyncer_has_fetched(offering: Service, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (tmp_path / "vdirsyncer.conf").write_text(
        f'[general]\nstatus_path = "{tmp_path}/status/"\n'
        '[pair house]\na = "there"\nb = "here"\ncollections = null\nconflict_resolution = "a wins"\n'
        f'[storage there]\ntype = "http"\nurl = "{offering.url}/feeds/offers.ics"\n'
        f'[storage here]\ntype = "filesystem"\npath = "{kept}"\nfileext = ".ics"\n'
    )
    (tmp_path / "khal.conf").write_text(
        f"[calendars]\n[[house]]\npath = {kept}\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %d.%m.%Y\nlongdateformat = %d.%m.%Y\n"
        "datetimeformat = %d.%m.%Y %H:%M\nlongdatetimeformat = %d.%m.%Y %H:%M\nlocal_timezone = Europe/Berlin\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n"
    )
    home = {**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}

    def run(*command: str) -> str:
        done = subprocess.run(command, capture_output=True, text=True, env=home, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    for step in ("discover", "sync"):
        run("vdirsyncer", "-c", str(tmp_path / "vdirsyncer.conf"), step)
    shown = run("khal", "-c", str(tmp_path / "khal.conf"), "list", "--format", "{start-time} {title}", "08.05.2026")

    assert "17:00 Nähcafé; mit Kaffee, Kuchen" in shown
    assert "Radtour" in shown
    assert "Entwurf" not in shown
