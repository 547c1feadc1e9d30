# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody else's calendar, to be taken over as bookings: each date by itself, and what was left out, and why.

It comes from Outlook, Google, Apple, Thunderbird or anything that calls itself a calendar. One bad event never costs
the good ones, and none takes long.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from booking import foreign_events
from booking.calendar_file import Component, LeftOut, Reason, calendars
from booking.foreign_dates import Occurrence, expanded, single
from booking.foreign_events import Event
from booking.foreign_zones import Zones


@dataclass(frozen=True)
class Appointment:
    """One date. `uid` and `recurrence` name it, the same in each export; `recurrence` is None if it is no series.

    Begin and end are in UTC and not on the slot grid; `title` has at most 60 letters and may be empty.
    """

    uid: str
    recurrence: str | None
    begin: datetime
    end: datetime
    title: str


@dataclass(frozen=True)
class Note:
    """What was left out, as far as it has a name, and why."""

    uid: str
    title: str
    reason: Reason


@dataclass(frozen=True)
class Reading:
    """What was found, by its time, and what was left out, in the order of the file."""

    appointments: list[Appointment]
    notes: list[Note]


def read(data: bytes, zone: ZoneInfo, since: datetime, until: datetime) -> Reading:
    """What begins from `since` on and before `until` in a file; times without a zone are by the clock of `zone`.

    Raises Refused("not_a_calendar"), Refused("calendar_cut").
    """
    notes: list[Note] = []
    series: dict[str, list[Event]] = {}
    for calendar in calendars(data):
        for event in _events(calendar, zone, notes):
            series.setdefault(event.uid, []).append(event)
    found = [
        occurrence for events in series.values() for occurrence in _wanted(newest(events, notes), since, until, notes)
    ]
    return Reading(sorted(map(_appointment, found), key=lambda one: (one.begin, one.uid)), notes)


def _events(calendar: Component, zone: ZoneInfo, notes: list[Note]) -> Iterable[Event]:
    zones = Zones(calendar, zone)
    for component in calendar.parts:
        if component.name != "VEVENT":
            continue
        try:
            yield foreign_events.event(component, zones)
        except LeftOut as left_out:
            if lost := foreign_events.lost(component, zones, left_out.reason):
                yield lost
            else:
                notes.append(Note(foreign_events.uid(component), foreign_events.title(component), left_out.reason))


def newest(events: Sequence[Event], notes: list[Note]) -> list[Event]:
    """The last word on each date: what changed last, or what comes first where nothing says that."""
    last: dict[datetime | None, Event] = {}
    for event in events:
        place = event.replaces.at if event.replaces else None
        known = last.get(place)
        if known is None:
            last[place] = event
            continue
        last[place], older = (known, event) if known.version >= event.version else (event, known)
        notes.append(_note(older, "duplicate"))
    return list(last.values())


def _wanted(events: Sequence[Event], since: datetime, until: datetime, notes: list[Note]) -> list[Occurrence]:
    """The dates of all events of one UID that shall be taken over; what is not is noted once for each event."""
    series, others, found = occurrences(events, since, until, notes)
    wanted = [one for one in found if not one.event.hidden and since <= one.begin < until]
    kept = {id(one.event) for one in wanted}
    for event in (*series, *others):
        if id(event) not in kept and (event.hidden or event in series or not series):
            notes.append(_note(event, event.hidden or ("too_far" if event.begin.at >= until else "past")))
    return wanted


def occurrences(
    events: Sequence[Event], since: datetime, until: datetime, notes: list[Note]
) -> tuple[list[Event], list[Event], list[Occurrence]]:
    """All events of one UID, which are the newest: the series, what stands for dates of it, and the dates of both.

    Those of a series touch the time; a series that cannot be followed is noted, and what stands for its dates stays.
    """
    series = [event for event in events if not event.replaces]
    others = [event for event in events if event.replaces]
    try:
        found = expanded(series[0], others, since, until) if _is_series(series, others) else list(map(single, events))
    except LeftOut as left_out:
        notes.append(_note(series.pop(), left_out.reason))
        found = list(map(single, others))
    return series, others, found


def _is_series(series: Sequence[Event], others: Sequence[Event]) -> bool:
    return bool(series) and (series[0].recurs or bool(others))


def _note(event: Event, reason: Reason) -> Note:
    return Note(event.uid, event.title, reason)


def _appointment(one: Occurrence) -> Appointment:
    return Appointment(one.event.uid, one.recurrence, one.begin, one.end, one.event.title)
