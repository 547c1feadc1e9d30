# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a sheaf of events says: its parts, each with a title and a place, and the dates of each within a time.

A date of a series that is called otherwise, or is elsewhere, is a part of its own. What has no date that can be told
says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from booking import foreign_events, slots
from booking.appointments import Note, newest, occurrences
from booking.calendar import clean
from booking.calendar_file import Component, LeftOut, component
from booking.foreign_dates import Occurrence
from booking.foreign_events import Event
from booking.foreign_zones import Zones
from sync.outline import calendars
from sync.plain import link, plain
from sync.sheaves import File, Sheaf

LONGEST_TITLE, LONGEST_TEXT, LONGEST_PLACE = 80, 1500, 160
MOST_CATEGORIES = 10


@dataclass(frozen=True)
class Window:
    """The time whose dates are told: what ends after `since` and begins before `until`."""

    since: datetime
    until: datetime


_NAMELESS = {"title": "", "text": "", "link": "", "place": "", "categories": ()}
Words = tuple[str, str, str, str, tuple[str, ...]]  # title, text, link, place, categories


class Understanding:
    """Reads the sheaves of one file; times without a zone are by the clock of `zone`."""

    def __init__(self, file: File, zone: ZoneInfo, window: Window) -> None:
        self._file = file
        self._zone = zone
        self._window = window
        self._zones: dict[int, Zones] = {}

    def said(self, sheaf: Sheaf) -> dict[str, Any]:
        """As JSON has it: "uid", "parts", "ends" (the last date that takes place, epoch seconds), "open" if there may
        be dates beyond the window, "reason" if something was left out, and "lost" if that is the event itself.
        """
        if sheaf.is_too_large:
            return left_out("too_large")
        notes: list[Note] = []
        events, words, lost = [], {}, False
        for number, text in sheaf.texts:
            event, said = self._event(component("VEVENT", text), self._zones_of(number), notes)
            if event is None:
                lost = True  # it stood for no date of a series: so it was the series
                continue
            events.append(event)
            words[id(event)] = said
        last_words = newest(events, notes)
        if not last_words:
            return left_out(notes[0].reason if notes else "no_time")
        has_series = any(not event.replaces for event in last_words)
        series, _, found = occurrences(last_words, self._window.since, self._window.until, notes)
        parts = self._parts(found, words, series[0] if series else last_words[0])
        reasons = [note.reason for note in notes if note.reason != "duplicate"]
        return {
            "uid": last_words[0].uid,
            "parts": parts,
            "ends": max((date[1] for part in parts for date in part["dates"] if not date[3]), default=0),
            "open": bool(series and series[0].recurs) or any(one.begin >= self._window.until for one in found),
            "reason": reasons[0] if reasons else None,
            "lost": lost or (has_series and not series) or all(map(_is_lost, last_words)),
        }

    def _event(self, found: Component, zones: Zones, notes: list[Note]) -> tuple[Event | None, Words]:
        try:
            return foreign_events.event(found, zones), _words(found)
        except LeftOut as left:
            notes.append(Note(foreign_events.uid(found), "", left.reason))
            return foreign_events.lost(found, zones, left.reason), _words(found)

    def _zones_of(self, number: int) -> Zones:
        if number not in self._zones:
            calendar = Component("VCALENDAR", parts=[_zone(text) for text in self._file.zones(number)])
            self._zones[number] = Zones(calendar, self._zone)
        return self._zones[number]

    def _parts(self, found: Sequence[Occurrence], words: dict[int, Words], first: Event) -> list[dict[str, Any]]:
        """The dates by their words; those of the series, which give the whole its name, come first."""
        parts: dict[Words, list[tuple[object, ...]]] = {words[id(first)]: []}
        for one in sorted(found, key=lambda one: one.begin):
            if one.end > self._window.since and one.begin < self._window.until and not _is_lost(one.event):
                parts.setdefault(words[id(one.event)], []).append(_date(one))
        if not any(parts.values()):
            return []
        return [{**(_named(words) if dates else _NAMELESS), "dates": dates} for words, dates in parts.items()]


def left_out(reason: str) -> dict[str, Any]:
    """A sheaf of which nothing can be told."""
    return {"uid": "", "parts": [], "ends": 0, "open": False, "reason": reason, "lost": True}


def _date(one: Occurrence) -> tuple[object, ...]:
    """Begin and end in epoch seconds, whole days, cancelled, free, and its name within the series."""
    event = one.event
    ends = slots.epoch(one.begin), slots.epoch(one.end)
    return *ends, event.begin.is_day, event.hidden == "cancelled", event.hidden == "free", one.recurrence


def _is_lost(event: Event) -> bool:
    """Whether it only keeps the place of a date that cannot be told."""
    return event.hidden not in (None, "cancelled", "free")


def _words(found: Component) -> Words:
    title = " ".join(clean(found.text("SUMMARY")).split())[:LONGEST_TITLE].strip()
    place = " ".join(plain(found.text("LOCATION"), LONGEST_PLACE).split())
    text = found.text("DESCRIPTION")
    address = link(found.text("URL"), place)
    listed = found.text("CATEGORIES").split(",")[:MOST_CATEGORIES]
    categories = tuple(short for one in listed if (short := " ".join(clean(one).split())[:40]))
    return title, plain(text, LONGEST_TEXT), address, "" if link(place) else place, categories


def _named(words: Words) -> dict[str, Any]:
    return dict(zip(("title", "text", "link", "place", "categories"), words, strict=True))


def _zone(text: bytes) -> Component:
    """A VTIMEZONE with its STANDARD and DAYLIGHT."""
    whole = b"BEGIN:VCALENDAR\n" + text + b"END:VCALENDAR\n"
    (found, *_) = calendars(whole)
    made = component("VTIMEZONE", found.own(whole))
    made.parts.extend(component(part.name, part.own(whole)) for part in found.parts)
    return made
