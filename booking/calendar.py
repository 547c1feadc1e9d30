# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calendar text (iCal) as Outlook, Google, Apple and Thunderbird read it right; does no HTTP and knows no database.

A feed is `head(...)`, then events in any order, then `TAIL`; an event never changes unless its booking does, so
its bytes can be kept. Invitations (booking.invitation) are made of the same parts.

RFC 5545, 5546, 7986; [MS-OXCICAL], [MS-STANOICAL].
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import vDuration
from icalendar.parser import Contentline

from booking.vtimezone import vtimezone

Status = Literal["confirmed", "tentative", "cancelled", "offered"]
Class = Literal["PUBLIC", "PRIVATE"]
Method = Literal["PUBLISH", "REQUEST", "CANCEL"]

PRODUCT = "-//Klimaschutzhaus Kassel//Raumbuchung//DE"
CANCELLED_PREFIX = "Abgesagt: "
TAIL = b"END:VCALENDAR\r\n"

# STATUS, TRANSP and what Outlook shows must agree; a cancelled event is shown by Outlook, so it must not block.
_STATE = {
    "confirmed": ("CONFIRMED", "OPAQUE", "BUSY"),
    "tentative": ("TENTATIVE", "OPAQUE", "TENTATIVE"),
    "cancelled": ("CANCELLED", "TRANSPARENT", "FREE"),
    "offered": ("CONFIRMED", "TRANSPARENT", "FREE"),  # whoever reads it has not said yes
}
# Controls; separators of lines and paragraphs; halves of a letter that UTF-8 cannot say.
_UNWANTED = {"Cc", "Zl", "Zp", "Cs"}
# They turn round the text that stands after them, also other people's; and a byte order mark is no text.
_TURNING = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"}


@dataclass(frozen=True)
class Entry:
    """A use of a room as a calendar shows it. All times in UTC; `uid` is unique in the world and stays for life."""

    uid: str
    begin: datetime
    end: datetime
    summary: str
    location: str
    description: str | None
    url: str | None
    status: Status
    changed: datetime
    created: datetime
    sequence: int


def clean(text: str) -> str:
    """The text without what calendars choke on, and without blanks around it; line breaks are LF.

    To be called before storing.
    """
    for line_break in ("\r\n", "\r"):
        text = text.replace(line_break, "\n")
    if text.replace("\n", "").isprintable():  # nearly all are, and then there is no need to look at each letter
        return text.strip(" \n")
    return "".join(letter for letter in text.replace("\t", " ") if letter == "\n" or _is_wanted(letter)).strip(" \n")


def _is_wanted(letter: str) -> bool:
    return unicodedata.category(letter) not in _UNWANTED and letter not in _TURNING


def head(name: str, zone: str, ttl: timedelta) -> bytes:
    """The beginning of a feed called `name`; `ttl` is how often readers are asked to come back.

    Outlook reads none of this after the first component, so all of it stands before.
    """
    often = vDuration(ttl).to_ical().decode()
    return (
        _opening("PUBLISH")
        + line("NAME", _escaped(name))
        + line("X-WR-CALNAME", _escaped(name))
        + line("X-WR-TIMEZONE", zone)
        + line("REFRESH-INTERVAL;VALUE=DURATION", often)
        + line("X-PUBLISHED-TTL", often)
        + vtimezone(zone)
    )


def render_event(entry: Entry, zone: str, organizer: str, class_: Class) -> bytes:
    """One VEVENT with its line ends, in the time of the house; `organizer` is an address such as mailto:haus@…"""
    return vevent(told(entry), times(entry, ZoneInfo(zone)), _standing(entry.status, organizer, class_))


def told(entry: Entry) -> Entry:
    """The entry as it is called: Outlook shows a cancelled one like any other."""
    return replace(entry, summary=CANCELLED_PREFIX + entry.summary) if entry.status == "cancelled" else entry


def vevent(entry: Entry, when: bytes, standing: bytes) -> bytes:
    """One VEVENT about an entry: `when` are the lines of its times, `standing` those that it shares with others."""
    changed = _utc(entry.changed)
    return b"".join(
        (
            b"BEGIN:VEVENT\r\n",
            line("UID", _escaped(entry.uid)),
            line("DTSTAMP", changed),  # not now: an unchanged feed stays byte for byte the same
            when,
            _text("SUMMARY", entry.summary),
            _text("LOCATION", entry.location),
            _text("DESCRIPTION", entry.description),
            line("URL", clean(entry.url).replace("\n", "")) if entry.url else b"",
            line("SEQUENCE", str(entry.sequence)),
            line("CREATED", _utc(entry.created)),
            line("LAST-MODIFIED", changed),
            standing,
            b"END:VEVENT\r\n",
        )
    )


def download(entry: Entry, zone: str, organizer: str) -> bytes:
    """The file for one booking, to be added to somebody's own calendar."""
    return whole("PUBLISH", zone, render_event(entry, zone, organizer, "PRIVATE"))


def whole(method: Method, zone: str, events: bytes) -> bytes:
    """A calendar of these events, with the time zone if they name it; a METHOD says what the reader shall do."""
    time_zone = vtimezone(zone) if b";TZID=" in events else b""
    return _opening(method) + time_zone + events + TAIL


def stored(zone: str, event: bytes) -> bytes:
    """One event as a calendar server keeps it: it allows no METHOD there (RFC 4791 section 4.1)."""
    return whole("PUBLISH", zone, event).replace(line("METHOD", "PUBLISH"), b"", 1)


def pocket(entry: Entry) -> str:
    """The shortest calendar text that a phone takes from a QR code; not folded, because few of them unfold."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "BEGIN:VEVENT",
        f"DTSTART:{_utc(entry.begin)}",
        f"DTEND:{_utc(entry.end)}",
        f"SUMMARY:{_escaped(entry.summary)}" if entry.summary else "",
        f"LOCATION:{_escaped(entry.location)}" if entry.location else "",
        f"URL:{entry.url}" if entry.url else "",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{line}\r\n" for line in lines if line)


@lru_cache(maxsize=3)
def _opening(method: Method) -> bytes:
    return (
        b"BEGIN:VCALENDAR\r\n"
        + line("METHOD", method)
        + line("VERSION", "2.0")
        + line("PRODID", PRODUCT)
        + line("CALSCALE", "GREGORIAN")
    )


@lru_cache(maxsize=64)
def _standing(status: Status, organizer: str, class_: Class) -> bytes:
    return state(status, class_) + line("ORGANIZER", organizer)


def state(status: Status, class_: Class) -> bytes:
    """The lines that say whether it is taken, and for whose eyes it is."""
    said, transparency, shown = _STATE[status]
    return (
        line("STATUS", said)
        + line("TRANSP", transparency)
        + line("X-MICROSOFT-CDO-BUSYSTATUS", shown)
        + line("CLASS", class_)
    )


def times(entry: Entry, zone: ZoneInfo) -> bytes:
    """DTSTART and DTEND in the house's time, so that readers show the house's clock wherever they are.

    In the hour that comes twice in October a local time would say which of both by luck only: then both in UTC.
    """
    begin, end = entry.begin.astimezone(zone), entry.end.astimezone(zone)
    if _is_double(begin) or _is_double(end):
        return line("DTSTART", _utc(entry.begin)) + line("DTEND", _utc(entry.end))
    return clock_line("DTSTART", begin, zone) + clock_line("DTEND", end, zone)


def whole_days(entry: Entry, zone: ZoneInfo) -> bytes:
    """DTSTART and DTEND as days, the last one exclusive."""
    first, last = (moment.astimezone(zone).date() for moment in (entry.begin, entry.end))
    begin, end = (f"{day:%Y%m%d}" for day in (first, max(last, first + timedelta(days=1))))
    all_day = line("X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE")
    return line("DTSTART;VALUE=DATE", begin) + line("DTEND;VALUE=DATE", end) + all_day


def clock_line(name: str, local: datetime, zone: ZoneInfo) -> bytes:
    """A time by the clock of the house."""
    return line(f"{name};TZID={zone.key}", _local(local))


def _is_double(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _local(moment: datetime) -> str:
    # Not strftime: it writes years before 1000 without zeros, and takes three times as long.
    return f"{moment.year:04}{moment.month:02}{moment.day:02}T{moment.hour:02}{moment.minute:02}{moment.second:02}"


def _utc(moment: datetime) -> str:
    return _local(moment.astimezone(UTC)) + "Z"


def _text(name: str, text: str | None) -> bytes:
    """A line of text, or nothing: an empty one is an error to some readers."""
    return line(name, _escaped(text)) if text else b""


def _escaped(text: str) -> str:
    # icalendar's own escaping turns a backslash before an N into a line break.
    text = clean(text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def line(name: str, value: str) -> bytes:
    """A content line, folded by icalendar between letters so that none is longer than 75 octets."""
    folded: bytes = Contentline(f"{name}:{value}").to_ical()
    return folded + b"\r\n"
