# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The dates of somebody else's series within a time, whatever its rule is, in bounded time.

The calendar repeats itself every 400 years to the day of the week. So a series is looked at in the last centuries that
Python counts: a rule that fits no day there comes to its end soon.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import recurring_ical_events
from icalendar.prop import vDDDLists, vDDDTypes

from booking.calendar_file import LeftOut
from booking.foreign_events import Event, Moment

MOST_DATES = 1000
_CENTURIES = 400
_LONGEST_SERIES, _LONGEST_DATE = timedelta(days=100_000), timedelta(days=31)
_DAY = timedelta(days=1)
_WELL_AFTER = timedelta(days=400)


@dataclass(frozen=True)
class Occurrence:
    """One date of an event: `recurrence` names it within its series, and no move changes that."""

    event: Event
    recurrence: str | None
    begin: datetime
    end: datetime


def single(event: Event) -> Occurrence:
    """An event that does not come again, or the one date that it stands for."""
    recurrence = _name(event.replaces.at, event.replaces.is_day) if event.replaces else None
    return Occurrence(event, recurrence, event.begin.at.astimezone(UTC), event.end.at.astimezone(UTC))


def expanded(series: Event, others: Sequence[Event], since: datetime, until: datetime) -> list[Occurrence]:
    """The dates of a series that touch the time, which is some years at most; `others` stand for dates of it.

    Raises LeftOut("bad_rule"), or LeftOut("too_many_dates") for more than a thousand.
    """
    if until - series.begin.at > _LONGEST_SERIES or any(_lasts(event) > _LONGEST_DATE for event in (series, *others)):
        raise LeftOut("bad_rule")
    clock = _Clock(series, until)
    events = (series, *others)
    calendar = icalendar.Calendar()
    for place, event in enumerate(events):
        calendar.add_component(_component(event, place, clock))
    span = clock.shown(since - _DAY), clock.shown(until + _DAY)
    try:
        query = recurring_ical_events.of(calendar)
        # Where no event stands for a date, there is no need for a component of each: they take most of the time.
        found = query.between(*span) if others else [one for each in query.series for one in each.between(*span)]
    except ValueError:
        raise LeftOut("bad_rule") from None
    if len(found) > MOST_DATES:
        raise LeftOut("too_many_dates")
    if not others:
        return [clock.told(series, one.start, one.start, one.end) for one in found]
    return [clock.occurrence(events[int(component["X-PLACE"])], component) for component in found]


def _lasts(event: Event) -> timedelta:
    return event.end.at - event.begin.at


class _Clock:
    """The clock that a series goes by, some centuries later; times are as it shows them, without a zone."""

    def __init__(self, series: Event, until: datetime) -> None:
        self._begin = series.begin
        self._zone = series.begin.at.tzinfo
        self._years = (MAXYEAR - 2 - until.year) // _CENTURIES * _CENTURIES
        self._last = until + _WELL_AFTER  # what is later makes no difference, and has no year there

    def shown(self, instant: datetime) -> datetime:
        local = min(instant, self._last).astimezone(self._zone)
        return local.replace(year=local.year + self._years, tzinfo=None)

    def place(self, moment: Moment) -> datetime:
        """When the date of the series began that is meant, also if its day is all that was said."""
        if moment.is_day == self._begin.is_day:
            return self.shown(moment.at)
        day = moment.at.date() if moment.is_day else moment.at.astimezone(self._zone).date()
        return self.shown(datetime.combine(day, self._begin.at.time(), self._zone))

    def rule(self, rule: icalendar.vRecur) -> icalendar.vRecur:
        if "UNTIL" not in rule:
            return rule
        return icalendar.vRecur({**rule, "UNTIL": [self._until(rule["UNTIL"][0])]})

    def occurrence(self, event: Event, component: Mapping[str, Any]) -> Occurrence:
        return self.told(event, *(component[name].dt for name in ("RECURRENCE-ID", "DTSTART", "DTEND")))

    def told(self, event: Event, place: datetime, begin: datetime, end: datetime) -> Occurrence:
        """A date by that clock as it really is; `place` is what names it in its series."""
        place, begin, end = map(self._back, (place, begin, end))
        return Occurrence(event, _name(place, self._begin.is_day), begin.astimezone(UTC), end.astimezone(UTC))

    def _until(self, said: date) -> datetime:
        """The end of a rule; a day is included, and a time without a zone is by the clock of the series."""
        if not isinstance(said, datetime):
            said = datetime.combine(said, time(23, 59, 59))
        return self.shown(said if said.tzinfo else said.replace(tzinfo=self._zone))

    def _back(self, shown: datetime) -> datetime:
        return shown.replace(year=shown.year - self._years, tzinfo=self._zone)


def _component(event: Event, place: int, clock: _Clock) -> icalendar.Event:
    """The event by that clock; `place` is how its dates are known again."""
    made = icalendar.Event()
    made["UID"] = "series"
    made["X-PLACE"] = str(place)
    made["DTSTART"], made["DTEND"] = vDDDTypes(clock.shown(event.begin.at)), vDDDTypes(clock.shown(event.end.at))
    if event.replaces:
        scope = {"RANGE": "THISANDFUTURE"} if event.onward else {}
        made["RECURRENCE-ID"] = vDDDTypes(clock.place(event.replaces), scope)
        return made
    made["RRULE"] = [clock.rule(rule) for rule in event.rules]
    made["RDATE"] = vDDDLists([_added(clock, *added) for added in event.more])
    made["EXDATE"] = vDDDLists([clock.place(moment) for moment in event.without])
    return made


def _added(clock: _Clock, begin: Moment, end: Moment | None) -> datetime | tuple[datetime, datetime]:
    return (clock.place(begin), clock.shown(end.at)) if end else clock.place(begin)


def _name(begin: datetime, is_day: bool) -> str:
    return f"{begin:%Y%m%d}" if is_day else f"{begin.astimezone(UTC):%Y%m%dT%H%M%SZ}"
