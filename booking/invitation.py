# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Invitations as calendar text: a booking or a whole series, asked, moved or cancelled by mail, or to be downloaded.

Mail carries them as they are (iMIP). RFC 5545, 5546, 6047, 6868; what Outlook cannot take is left out. Each says the
whole state: the same UID with a higher SEQUENCE replaces what the reader knew.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar.parser import param_value

from booking import calendar
from booking.calendar import Entry, clean
from booking.repeat import Repeat, dates, rule
from booking.slots import instants, is_double, local_day

_IN_MAIL = "@!$&'*+/=~"  # what stands in an address as it is (RFC 6068 section 2)


@dataclass(frozen=True)
class Party:
    """One side of an invitation; `mail` is a plain address."""

    name: str
    mail: str


@dataclass(frozen=True)
class Series:
    """A series as a calendar shows it.

    `shared` says what all dates have in common, with the series' own UID and SEQUENCE; its begin and end are not
    looked at. The series is from `begin` to `end`, in minutes after midnight by the house's clock (1440 is the next
    midnight). `kept` holds what takes place, by the date that the rule gave it.
    """

    shared: Entry
    first: date
    begin: int
    end: int
    repeat: Repeat
    kept: Mapping[date, Entry]


def request(entry: Entry, zone: str, organizer: Party, attendee: Party) -> bytes:
    """A booking, new or changed, for the calendar of the one who made it."""
    return calendar.whole("REQUEST", zone, _single(entry, ZoneInfo(zone), _both(organizer, attendee)))


def cancel(entry: Entry, zone: str, organizer: Party, attendee: Party) -> bytes:
    """A booking that no longer takes place."""
    return calendar.whole("CANCEL", zone, _single(_cancelled(entry), ZoneInfo(zone), _both(organizer, attendee)))


def series_request(series: Series, zone: str, organizer: Party, attendee: Party) -> bytes:
    """A series, new or changed, without the dates that go `apart`; at least one date is kept."""
    return calendar.whole("REQUEST", zone, _events(series, ZoneInfo(zone), _both(organizer, attendee)))


def series_cancel(series: Series, zone: str, organizer: Party, attendee: Party) -> bytes:
    """A series of which no date takes place any more."""
    gone = replace(series, shared=_cancelled(series.shared))
    return calendar.whole("CANCEL", zone, _master(gone, ZoneInfo(zone), b"", _both(organizer, attendee)))


def series_download(series: Series, zone: str, organizer: Party) -> bytes:
    """The file for a series, to be added to somebody's own calendar; the dates that go `apart` are in it."""
    clock, who = ZoneInfo(zone), _organizer(organizer)
    others = [_single(entry, clock, who) for entry in apart(series, zone)]
    return calendar.whole("PUBLISH", zone, _events(series, clock, who) + b"".join(others))


def apart(series: Series, zone: str) -> list[Entry]:
    """The dates that were moved to or beyond the day of another: a mail to each, Outlook takes no series with them."""
    _, others = _sorted_out(series, ZoneInfo(zone))
    return others


def _single(entry: Entry, zone: ZoneInfo, who: bytes) -> bytes:
    return _vevent(entry, calendar.times(entry, zone), who)


def _vevent(entry: Entry, when: bytes, who: bytes) -> bytes:
    return calendar.vevent(entry, when, calendar.state(entry.status, "PRIVATE") + who)


def _cancelled(entry: Entry) -> Entry:
    return replace(entry, status="cancelled")


def _events(series: Series, zone: ZoneInfo, who: bytes) -> bytes:
    """The VEVENT of the series, then one for each date that its rule does not tell right."""
    inside, _ = _sorted_out(series, zone)
    gone = [day for day in dates(series.first, series.repeat, least=1) if day not in inside]
    without = b"".join(calendar.clock_line("EXDATE", _clock(day, series.begin), zone) for day in gone)
    others = [
        _override(series, day, entry, zone, who)
        for day, entry in inside.items()
        if not _is_told(series, day, entry, zone)
    ]
    return _master(series, zone, without, who) + b"".join(others)


def _master(series: Series, zone: ZoneInfo, without: bytes, who: bytes) -> bytes:
    _, last = instants(_clock(dates(series.first, series.repeat, least=1)[-1], series.begin), zone)
    when = (
        calendar.clock_line("DTSTART", _clock(series.first, series.begin), zone)
        + calendar.clock_line("DTEND", _clock(series.first, series.end), zone)
        + calendar.line("RRULE", rule(series.first, series.repeat.every, last))
        + without
    )
    return _vevent(series.shared, when, who)


def _override(series: Series, day: date, entry: Entry, zone: ZoneInfo, who: bytes) -> bytes:
    """One date as it is, in place of the one that the rule gave."""
    shared = series.shared
    mine = replace(entry, uid=shared.uid, sequence=shared.sequence, changed=shared.changed, created=shared.created)
    place = calendar.clock_line("RECURRENCE-ID", _clock(day, series.begin), zone)
    return _vevent(mine, place + calendar.times(entry, zone), who)


def _is_told(series: Series, day: date, entry: Entry, zone: ZoneInfo) -> bool:
    """Whether every reader finds time, place and state of a date by the rule: not if a clock change is in between."""
    begin, end = entry.begin.astimezone(zone), entry.end.astimezone(zone)
    return (
        (begin.replace(tzinfo=None), end.replace(tzinfo=None)) == (_clock(day, series.begin), _clock(day, series.end))
        and begin.utcoffset() == end.utcoffset()
        and not is_double(entry.begin, zone)
        and not is_double(entry.end, zone)
        and (entry.location, entry.status) == (series.shared.location, series.shared.status)
    )


def _sorted_out(series: Series, zone: ZoneInfo) -> tuple[dict[date, Entry], list[Entry]]:
    """What takes place inside the series, by the date that the rule gave, and what goes apart."""
    inside: dict[date, Entry] = {}
    others: list[Entry] = []
    used = date.min
    for day, following in pairwise((*_kept(series), date.max)):
        entry = series.kept[day]
        actual = local_day(entry.begin, zone)
        if used < actual < following:
            inside[day], used = entry, actual
        else:
            others.append(entry)
    return inside, others


def _kept(series: Series) -> list[date]:
    days = dates(series.first, series.repeat, least=1)
    return [day for day in days if day in series.kept and series.kept[day].status != "cancelled"]


def _clock(day: date, minute: int) -> datetime:
    """What the clock shows, also where it shows that twice or never."""
    return datetime.combine(day, time()) + timedelta(minutes=minute)


def _both(organizer: Party, attendee: Party) -> bytes:
    # Who booked has agreed already, and nobody reads answers.
    answered = "ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE"
    return _organizer(organizer) + calendar.line(f"ATTENDEE;{_name(attendee)};{answered}", _address(attendee))


def _organizer(party: Party) -> bytes:
    return calendar.line(f"ORGANIZER;{_name(party)}", _address(party))


def _name(party: Party) -> str:
    # A backslash is a letter like others (RFC 5545 section 3.2), but readers take it for an escape, even of the quote.
    name = clean(party.name or party.mail).replace("\\", "/")
    return f"CN={param_value(name, always_quote=True)}"


def _address(party: Party) -> str:
    return f"mailto:{quote(party.mail, safe=_IN_MAIL)}"
