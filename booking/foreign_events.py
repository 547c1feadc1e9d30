# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One event of somebody else's calendar, understood: when it is, by which rule it comes again, what it is called.

Only the lines that say this are looked at, so that no fault in another one costs the event.
"""

from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from hashlib import sha256

from icalendar import vDuration, vRecur
from icalendar.prop import vDDDTypes

from booking.calendar import clean
from booking.calendar_file import Component, LeftOut, Reason
from booking.foreign_rules import followed
from booking.foreign_zones import Zones

LONGEST_TITLE, LONGEST_UID = 60, 200
_MOST_RULES, _MOST_EXCEPTIONS = 3, 2000
_DAY = timedelta(days=1)
_TELLING = ("DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID", "SUMMARY", "LOCATION")


@dataclass(frozen=True)
class Moment:
    """A time as it was said: by the clock of its own zone, or as a whole day, which begins at midnight in the house."""

    at: datetime
    is_day: bool = False


@dataclass(frozen=True)
class Event:
    """A VEVENT. `replaces` is the date of a series that it stands for, and for the later ones too if `onward`.

    If it is `hidden`, there is a reason not to book it.
    """

    uid: str
    title: str
    version: tuple[int, str]
    begin: Moment
    end: Moment
    replaces: Moment | None
    onward: bool
    rules: tuple[vRecur, ...]
    more: tuple[tuple[Moment, Moment | None], ...]
    without: tuple[Moment, ...]
    hidden: Reason | None

    @property
    def recurs(self) -> bool:
        return bool(self.rules or self.more)


def event(component: Component, zones: Zones) -> Event:
    """What a VEVENT says; raises LeftOut if its times or its rule cannot be told."""
    begin = _moment(component, "DTSTART", zones)
    if begin is None:
        raise LeftOut("no_time")
    return Event(
        uid=uid(component),
        title=title(component),
        version=(_number(component.text("SEQUENCE")), component.text("DTSTAMP")),
        begin=begin,
        end=_end(component, begin, zones),
        replaces=_moment(component, "RECURRENCE-ID", zones),
        onward=any("THISANDFUTURE" in parameters.upper() for parameters, _ in component.values("RECURRENCE-ID")),
        rules=_rules(component),
        more=tuple(_added(parameters, value, zones) for parameters, value in _listed(component, "RDATE")),
        without=tuple(_exception(parameters, value, zones) for parameters, value in _listed(component, "EXDATE")),
        hidden=_hidden(component),
    )


def lost(component: Component, zones: Zones, reason: Reason) -> Event | None:
    """What stands for a date that cannot be told any more, so that its series does not bring it where it was before."""
    try:
        place = _moment(component, "RECURRENCE-ID", zones)
    except LeftOut:
        return None
    if place is None:
        return None
    version = _number(component.text("SEQUENCE")), component.text("DTSTAMP")
    end = Moment(place.at + _DAY)
    return Event(uid(component), title(component), version, place, end, place, False, (), (), (), reason)


def title(component: Component) -> str:
    """One line of at most 60 letters."""
    return " ".join(clean(component.text("SUMMARY")).split())[:LONGEST_TITLE].strip()


def uid(component: Component) -> str:
    """The name that stays the same in the next export; made from what the event says where it has none."""
    given = "".join(clean(component.text("UID")).split())
    if 0 < len(given) <= LONGEST_UID:
        return given
    said = [line for name in (("UID",) if given else _TELLING) for line in component.lines.get(name, ())]
    return sha256("\n".join(said).encode()).hexdigest()


def _hidden(component: Component) -> Reason | None:
    if component.text("STATUS").strip().upper() == "CANCELLED":
        return "cancelled"
    return "free" if component.text("TRANSP").strip().upper() == "TRANSPARENT" else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _moment(component: Component, name: str, zones: Zones) -> Moment | None:
    for parameters, value in component.values(name)[:1]:
        return _said(parameters, value, zones)
    return None


def _said(parameters: str, value: str, zones: Zones) -> Moment:
    try:
        said = vDDDTypes.from_ical(value.upper())
    except ValueError:
        raise LeftOut("no_time") from None
    if not isinstance(said, date) or not MINYEAR < said.year < MAXYEAR:
        raise LeftOut("no_time")
    if isinstance(said, datetime):
        return Moment(said if said.tzinfo else said.replace(tzinfo=zones.of(parameters)))
    return Moment(datetime.combine(said, time(), zones.house), is_day=True)


def _end(component: Component, begin: Moment, zones: Zones) -> Moment:
    end = _moment(component, "DTEND", zones) or _after(component, begin)
    if begin.is_day and end.at == begin.at:  # many mean the whole day by it
        end = Moment(begin.at + _DAY, is_day=True)
    if end.at <= begin.at:
        raise LeftOut("ends_before_it_begins")
    return end


def _after(component: Component, begin: Moment) -> Moment:
    """The end by DURATION; a day lasts a day, and a time without an end is none."""
    given = component.text("DURATION")
    if not given and not begin.is_day:
        raise LeftOut("no_time")
    try:
        return Moment(begin.at + (vDuration.from_ical(given) if given else _DAY))
    except (ValueError, OverflowError):
        raise LeftOut("no_time") from None


def _rules(component: Component) -> tuple[vRecur, ...]:
    given = [rule for _, rule in component.values("RRULE") if rule]
    if len(given) > _MOST_RULES or "EXRULE" in component.lines:
        raise LeftOut("bad_rule")
    return tuple(map(followed, given))


def _listed(component: Component, name: str) -> list[tuple[str, str]]:
    """Parameters and value of each time in a list; some programs write empty ones."""
    found = [
        (parameters, value) for parameters, values in component.values(name) for value in values.split(",") if value
    ]
    if len(found) > _MOST_EXCEPTIONS:
        raise LeftOut("too_many_dates")
    return found


def _added(parameters: str, value: str, zones: Zones) -> tuple[Moment, Moment | None]:
    """A date of its own, with an end if it is a period."""
    first, _, last = value.partition("/")
    begin = _exception(parameters, first, zones)
    end = _period_end(begin, parameters, last, zones) if last else None
    if end and end.at <= begin.at:
        raise LeftOut("bad_rule")
    return begin, end


def _period_end(begin: Moment, parameters: str, said: str, zones: Zones) -> Moment:
    if not said.upper().startswith("P"):
        return _exception(parameters, said, zones)
    try:
        return Moment(begin.at + vDuration.from_ical(said))
    except (ValueError, OverflowError):
        raise LeftOut("bad_rule") from None


def _exception(parameters: str, value: str, zones: Zones) -> Moment:
    """A date that is added or taken out: without it the others would be wrong."""
    try:
        return _said(parameters, value, zones)
    except LeftOut:
        raise LeftOut("bad_rule") from None
