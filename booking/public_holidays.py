# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Public holidays of the house's federal state, from the `holidays` library."""

from datetime import date
from functools import cache

from holidays.countries.germany import Germany

from booking.config import House

_LIBRARY_LANGUAGE = {"de": "de", "en": "en_US"}


def holiday(house: House, day: date) -> dict[str, str] | None:
    """The name of the public holiday on `day` by language, English where the library knows no other; or None."""
    if house.holidays is None or day not in _calendar(house.holidays, day.year, "de"):
        return None
    return {
        language: _calendar(house.holidays, day.year, _LIBRARY_LANGUAGE.get(language, "en_US"))[day]
        for language in house.languages
    }


@cache
def _calendar(state: str, year: int, language: str) -> dict[date, str]:
    return dict(Germany(subdiv=state, years=year, language=language))
