# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The VTIMEZONE of a zone as all readers understand it: two rules that go on for ever, no lists of dates.

icalendar's own lists end in 2038, and some readers take every summer time from them one hour late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import takewhile
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

FIRST_YEAR = 1996  # since then summer time ends in October all over the European Union
RULE_YEARS = range(2026, 2037)  # the rule of today is what explains all of these
Observance = TimezoneStandard | TimezoneDaylight
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """The clocks go from one offset to another; `local` is what they show as they are changed."""

    local: datetime
    before: timedelta
    after: timedelta


@dataclass(frozen=True)
class Rule:
    """Each year in a month on the nth weekday (-1: the last), at a time, from one offset to another."""

    month: int
    weekday: int
    nth: int
    time: timedelta
    before: timedelta
    after: timedelta

    def explains(self, change: Change) -> bool:
        local = change.local
        return (
            (self.before, self.after) == (change.before, change.after)
            and (self.month, self.weekday, self.time) == (local.month, local.weekday(), _time(local))
            and self.nth in _nths(local)
        )


@lru_cache(maxsize=8)
def vtimezone(name: str) -> bytes:
    """One STANDARD and, where there is summer time, one DAYLIGHT, each with its line ends.

    Raises ValueError for the few zones whose clocks follow no yearly rule, such as Africa/Casablanca.
    """
    zone = ZoneInfo(name)
    component = Timezone()
    component.add("tzid", name)
    rules = _rules(zone)
    if not rules:
        component.add_component(_constant(zone))
    for rule in rules:
        component.add_component(_observance(zone, rule))
    text: bytes = component.to_ical(sorted=False)
    return text


def _constant(zone: ZoneInfo) -> TimezoneStandard:
    """A zone without summer time."""
    start = datetime(FIRST_YEAR, 1, 1)  # noqa: DTZ001 - VTIMEZONE speaks local time
    component, offset = TimezoneStandard(), _at(zone, datetime(RULE_YEARS[0], 1, 1, tzinfo=UTC))
    _describe(component, zone, Change(start, offset, offset))
    return component


def _observance(zone: ZoneInfo, rule: Rule) -> Observance:
    known = [change for year in range(RULE_YEARS[0], FIRST_YEAR - 1, -1) for change in reversed(_changes(zone, year))]
    same_way = (change for change in known if (change.after > change.before) == (rule.after > rule.before))
    first = list(takewhile(rule.explains, same_way))[-1]
    component = TimezoneDaylight() if rule.after > rule.before else TimezoneStandard()
    _describe(component, zone, first)
    day = f"{rule.nth}{_DAYS[rule.weekday]}"
    component.add("rrule", vRecur({"FREQ": "YEARLY", "BYMONTH": rule.month, "BYDAY": day}))
    return component


def _describe(component: Observance, zone: ZoneInfo, change: Change) -> None:
    component.add("dtstart", change.local)
    component.add("tzoffsetfrom", change.before)
    component.add("tzoffsetto", change.after)
    component.add("tzname", (change.local.replace(tzinfo=zone) + timedelta(days=1)).tzname() or zone.key)


def _rules(zone: ZoneInfo) -> list[Rule]:
    """The yearly rules of a zone: none, or one each way."""
    by_year = [_changes(zone, year) for year in RULE_YEARS]
    if not any(by_year):
        return []
    if any(len(changes) != 2 for changes in by_year):
        raise ValueError(f"{zone.key} has no yearly rule for its clocks")
    return [_common(zone.key, [changes[place] for changes in by_year]) for place in (0, 1)]


def _common(name: str, changes: list[Change]) -> Rule:
    for rule in _candidates(changes[0]):
        if all(rule.explains(change) for change in changes):
            return rule
    raise ValueError(f"{name} has no yearly rule for its clocks")


def _candidates(change: Change) -> Iterator[Rule]:
    local = change.local
    for nth in _nths(local):
        yield Rule(local.month, local.weekday(), nth, _time(local), change.before, change.after)


def _nths(local: datetime) -> list[int]:
    """Which of its weekday in its month: the second, or also the last."""
    is_last = (local + timedelta(days=7)).month != local.month
    return [*([-1] if is_last else []), (local.day - 1) // 7 + 1]


def _changes(zone: ZoneInfo, year: int) -> list[Change]:
    """Every change of the clocks in a year, found by looking at each day and then closer."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    days = [start + timedelta(days=number) for number in range(366)]
    return [_change(zone, day) for day in days if _at(zone, day) != _at(zone, day + timedelta(days=1))]


def _change(zone: ZoneInfo, day: datetime) -> Change:
    early, late = day, day + timedelta(days=1)
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        early, late = (middle, late) if _at(zone, middle) == _at(zone, day) else (early, middle)
    moment = late.replace(microsecond=0)
    before, after = _at(zone, day), _at(zone, late)
    return Change((moment + before).replace(tzinfo=None), before, after)


def _at(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()


def _time(local: datetime) -> timedelta:
    return local - datetime(local.year, local.month, local.day)  # noqa: DTZ001 - VTIMEZONE speaks local time
