# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What others call their time zones: IANA's names, Windows' names, makers' prefixes, or a description in the file.

icalendar is not asked: it keeps a description under its name for all files that come later, and everybody's own zone
is called tzone://Microsoft/Custom.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta, timezone, tzinfo
from functools import cache
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

from dateutil.tz import tzical
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from booking.calendar_file import Component, LeftOut
from booking.foreign_rules import followed, is_of_clocks

_MOST_PARTS, _MOST_TIMES = 50, 500
_EARLY = 1970
_NAMED = re.compile(r";TZID=(\"[^\"]*\"|[^;]*)", re.IGNORECASE)
_HOURS = re.compile(r"(?:UTC|GMT)([+-](?:0?\d|1[0-4]))(?::?00)?", re.ASCII)
_OFFSET = re.compile(r"[+-]?([01]\d|2[0-3])[0-5]\d([0-5]\d)?", re.ASCII)
_TIMES = re.compile(r"\d{8}T\d{6}Z?(,\d{8}T\d{6}Z?)*", re.ASCII)


class Zones:
    """The time zones of one calendar; a time without any is by the clock of the house."""

    def __init__(self, calendar: Component, house: ZoneInfo) -> None:
        self.house = house
        self._described = {_plain(part.text("TZID")): part for part in calendar.parts if part.name == "VTIMEZONE"}
        self._found: dict[str, tzinfo | None] = {}

    def of(self, parameters: str) -> tzinfo:
        """The zone that a line's parameters name; raises LeftOut("unknown_zone")."""
        named = _NAMED.search(parameters)
        if named is None:
            return self.house
        name = _plain(named[1])
        if name not in self._found:
            self._found[name] = _known(name) or self._as_described(name)
        found = self._found[name]
        if found is None:
            raise LeftOut("unknown_zone")
        return found

    def _as_described(self, name: str) -> tzinfo | None:
        part = self._described.get(name)
        return _described(part) if part else None


def _plain(name: str) -> str:
    return name.strip().strip('"').replace("\\", "").strip()


def _known(name: str) -> tzinfo | None:
    for candidate in _candidates(name.strip("/")):
        if candidate in _iana():
            return ZoneInfo(candidate)
    return _fixed(name)


def _fixed(name: str) -> tzinfo | None:
    """A number of hours, such as UTC+01."""
    found = _HOURS.fullmatch(name)
    return timezone(timedelta(hours=int(found[1]))) if found else None


def _candidates(name: str) -> Iterator[str]:
    """The name, what Windows means by it, and what stands behind a prefix such as /mozilla.org/20050126_1/."""
    yield name
    yield WINDOWS_TO_OLSON.get(name, "")
    parts = name.split("/")
    yield from ("/".join(parts[-length:]) for length in (3, 2) if len(parts) > length)


@cache
def _iana() -> frozenset[str]:
    return frozenset(available_timezones())


def _described(component: Component) -> tzinfo | None:
    """The zone of a VTIMEZONE, or None if it describes none."""
    parts = [part for part in component.parts if part.name in ("STANDARD", "DAYLIGHT")]
    if not all(map(_is_readable, parts)) or not 0 < len(parts) <= _MOST_PARTS:
        return None
    if len(parts) > 1 and all(part.name == "DAYLIGHT" for part in parts):
        return None  # dateutil takes the standard time for what was before
    text = "".join(map(_observance, parts))
    try:
        found: tzinfo | None = tzical(StringIO(f"BEGIN:VTIMEZONE\nTZID:x\n{text}END:VTIMEZONE\n")).get()
    except ValueError:
        return None
    return found


def _is_readable(part: Component) -> bool:
    """Whether it says all that is needed, and nothing that takes long to find out."""
    offsets = [value for name in ("TZOFFSETFROM", "TZOFFSETTO") for _, value in part.values(name)]
    begins, more = part.values("DTSTART"), part.values("RDATE")
    return (
        len(offsets) == 2
        and all(map(_OFFSET.fullmatch, offsets))
        and len(begins) == 1
        and sum(value.count(",") + 1 for _, value in more) <= _MOST_TIMES
        and all(_TIMES.fullmatch(value) for _, value in begins + more)
        and all(is_of_clocks(rule) for _, rule in part.values("RRULE"))
    )


def _observance(part: Component) -> str:
    """What dateutil reads, without what it stumbles over."""
    lines = [
        f"{name}:{value}\n"
        for name in ("TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE")
        for _, value in part.values(name)
    ]
    return f"BEGIN:{part.name}\nDTSTART:{_first(part)}\n{''.join(lines)}END:{part.name}\n"


def _first(part: Component) -> str:
    """When it began, but no earlier than need be: Windows' zones begin in 1601, and dateutil counts every year."""
    begin = part.text("DTSTART")
    ends = [followed(rule).get("UNTIL", [date.max])[0].year for _, rule in part.values("RRULE")]
    if not ends or min(ends) <= _EARLY or int(begin[:4]) >= _EARLY:
        return begin
    return f"{_EARLY}{begin[4:8].replace('0229', '0228')}{begin[8:]}"
