# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Public holidays of the house's federal state, from the `holidays` library; it knows German and English names."""

from datetime import date
from functools import cache

from holidays.countries.germany import Germany

from booking.config import House
from booking.texts import N_, texts

HESSE = (
    N_("New Year's Day"),
    N_("Good Friday"),
    N_("Easter Monday"),
    N_("Labor Day"),
    N_("Ascension Day"),
    N_("Pentecost Monday"),
    N_("Corpus Christi"),
    N_("German Unity Day"),
    N_("Christmas Day"),
    N_("Second Day of Christmas"),
)


def holiday(house: House, day: date) -> dict[str, str] | None:
    """The name of the public holiday on `day` by language, English where nobody translated it; or None."""
    if house.holidays is None or day not in _calendar(house.holidays, day.year):
        return None
    name = _calendar(house.holidays, day.year)[day]
    return {language: texts(language, "house").t(name) for language in house.languages}


@cache
def _calendar(state: str, year: int) -> dict[date, str]:
    return dict(Germany(subdiv=state, years=year, language="en_US"))
