# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Recurrence rules of others: which of them are followed at all. One that never ends, or never begins, must not be.

RFC 5545 section 3.3.10.
"""

from datetime import date

from icalendar import vRecur

from booking.calendar_file import LeftOut

_PARTS = {
    *("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY"),
    *("BYHOUR", "BYMINUTE", "BYSECOND", "BYSETPOS"),
}
_EVERY = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_ONE = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
_LONGEST, _MOST_PLACES, _MOST_A_DAY = 62, 10, 4


def followed(text: str) -> vRecur:
    """The rule of an event; raises LeftOut("bad_rule") for one that is broken or would be more than a few times a day.

    That it has an end, or that there is any day that fits, is not said: who expands it has to stop.
    """
    rule = _parsed(text)
    if (
        rule is None
        or not rule.keys() <= _PARTS
        or not _is_short(rule)
        or not _EVERY.intersection(rule.get("FREQ", ()))
    ):
        raise LeftOut("bad_rule")
    if {"COUNT", "UNTIL"} <= rule.keys() or min(rule.get("INTERVAL", [1]) + rule.get("COUNT", [1])) < 1:
        raise LeftOut("bad_rule")
    return rule


def is_of_clocks(text: str) -> bool:
    """Whether it is a rule by which clocks change: each year in one month, on a day that it always has."""
    try:
        rule = followed(text)
    except LeftOut:
        return False
    days, weekdays = rule.get("BYMONTHDAY", []), rule.get("BYDAY", [])
    return (
        rule["FREQ"] == ["YEARLY"]
        and rule.keys().isdisjoint({"COUNT", "BYWEEKNO", "BYYEARDAY", "BYSETPOS"})
        and rule.get("INTERVAL", [1]) == [1]
        and len(rule.get("BYMONTH", ())) == 1
        and 1 <= rule["BYMONTH"][0] <= 12
        and len(days) <= 7
        and all(1 <= abs(day) <= 28 for day in days)
        and len(weekdays) <= 1
        and all(abs(day.relative or 1) <= (1 if days else 5) for day in weekdays)
    )


def _parsed(text: str) -> vRecur | None:
    try:
        found: vRecur = vRecur.from_ical("".join(text.split()))
    except ValueError:
        return None
    return found


def _is_short(rule: vRecur) -> bool:
    times = len(rule.get("BYHOUR", [0])) * len(rule.get("BYMINUTE", [0])) * len(rule.get("BYSECOND", [0]))
    return (
        times <= _MOST_A_DAY
        and len(rule.get("BYSETPOS", ())) <= _MOST_PLACES
        and all(len(values) <= (1 if name in _ONE else _LONGEST) for name, values in rule.items())
        and all(isinstance(end, date) and end.year > 1 for end in rule.get("UNTIL", ()))
        and not any(month.leap for month in rule.get("BYMONTH", ()))
    )
