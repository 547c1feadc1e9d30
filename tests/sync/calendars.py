# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars of partners and of the city, as the tests need them: in the days after Thursday, 7 May 2026."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.booking.wishes import TOMORROW, at

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"


def event(
    uid: str,
    begin: float = 18,
    end: float = 20,
    title: str = "Energieberatung",
    *lines: str,
    day: date = TOMORROW,
    place: str = "Werkstatt",
) -> str:
    """A VEVENT of tomorrow, by the hours of the house; `lines` with a DTSTART stand for its times."""
    times = [f"DTSTART:{at(begin, day):%Y%m%dT%H%M%SZ}", f"DTEND:{at(end, day):%Y%m%dT%H%M%SZ}"]
    shown = [] if any(line.startswith("DTSTART") for line in lines) else times
    where = [f"LOCATION:{place}"] if place else []
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *where, *shown, *lines, "END:VEVENT"])


def calendar(*components: str) -> bytes:
    """A calendar file."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Partner//DE", *components, "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def many(count: int, series: int = 0, first: int = 0) -> bytes:
    """So many events in the next year, of which the first `series` come again each week."""
    return calendar(*(_one(number, number < series) for number in range(first, first + count)))


def _one(number: int, weekly: bool) -> str:
    day = date.fromordinal(TOMORROW.toordinal() + number % 300)
    lines: Sequence[str] = (
        "DTSTAMP:20260501T080000Z",
        "DESCRIPTION:Wir zeigen\\, wie es geht.\\nBitte bringen Sie Ihre letzte Rechnung mit.",
        f"URL:https://partner.example/termine/{number}",
        "CATEGORIES:Energie,Wohnen",
        "SEQUENCE:1",
        "STATUS:CONFIRMED",
        *(["RRULE:FREQ=WEEKLY"] if weekly else []),
    )
    return event(f"{number}@partner.example", 9 + number % 10, 11 + number % 10, f"Termin {number}", *lines, day=day)
