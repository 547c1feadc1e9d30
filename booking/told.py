# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a feed says of one event, all that stands under its UID, as it was worked out elsewhere and as it is kept. Pure.

Instants are epoch seconds, half-open, not on the slot grid.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from booking import slots
from booking.appointments import Appointment, Note, Reading


class Date(NamedTuple):
    """One date; `recurrence` names it within its series, and no move changes that."""

    begin: int
    end: int
    whole_day: bool
    cancelled: bool
    free: bool  # its maker does not count it as taken time
    recurrence: str | None


@dataclass(frozen=True)
class Part:
    """Dates that are called alike and are at one place; the first part is the series itself."""

    title: str
    text: str
    link: str
    place: str
    categories: tuple[str, ...]
    dates: tuple[Date, ...]


@dataclass(frozen=True)
class Told:
    """One event. `ends`: its last date that takes place, 0 if none is known; `open`: there may be later ones.

    `reason` is one of booking.texts.NOT_IMPORTED if something of it was left out; `lost` if that is the event itself:
    what was known of it before may well be true.
    """

    key: bytes  # hash of the UID
    hash: bytes  # of all that it says
    uid: str
    parts: tuple[Part, ...]
    ends: int
    open: bool
    reason: str | None
    lost: bool = False

    def of_times_only(self) -> "Told":
        """Without all that a calendar of taken or closed times says beside: it may name people, and nobody needs it."""
        parts = (replace(part, text="", link="", place="", categories=()) for part in self.parts)
        return replace(self, parts=tuple(parts))

    def kept(self) -> str:
        """As the database has it."""
        said = {"uid": self.uid, "parts": [vars(part) for part in self.parts]}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Fresh:
    """What a copy of a feed says that was not known: events that are new or changed, and keys of what is gone."""

    changed: tuple[Told, ...]
    gone: frozenset[bytes]
    total: int

    def of_times_only(self) -> "Fresh":
        """The same without other words than titles."""
        return replace(self, changed=tuple(one.of_times_only() for one in self.changed))


def told(said: Mapping[str, Any]) -> Told:
    """An event as the process apart answers it; KeyError, TypeError or ValueError if it is none."""
    return Told(
        key=bytes.fromhex(said["key"]),
        hash=bytes.fromhex(said["hash"]),
        uid=str(said["uid"]),
        parts=_parts(said["parts"]),
        ends=int(said["ends"]),
        open=bool(said["open"]),
        reason=None if said["reason"] is None else str(said["reason"])[:24],
        lost=bool(said["lost"]),
    )


def from_row(row: Any) -> Told:
    """An event as the table feed_event has it."""
    said = json.loads(row.said)
    return Told(row.uid_hash, row.content_hash, said["uid"], _parts(said["parts"]), row.ends, row.open, row.reason)


def appointments(events: Sequence[Told], since: datetime) -> Reading:
    """What takes time and begins from `since` on, and what cannot be told, as booking.import_plan wants it."""
    found = [
        Appointment(one.uid, date.recurrence, slots.utc(date.begin), slots.utc(date.end), title)
        for one in events
        for title, date in taking_time(one)
        if date.begin >= slots.epoch(since)
    ]
    notes = [Note(one.uid, "", one.reason) for one in events if one.reason]  # type: ignore[arg-type]
    return Reading(sorted(found, key=lambda one: (one.begin, one.uid)), notes)


def taking_time(event: Told) -> Iterator[tuple[str, Date]]:
    """Its dates that take place and count as taken, with their titles."""
    for part in event.parts:
        for date in part.dates:
            if not date.cancelled and not date.free:
                yield part.title, date


def _parts(said: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    return tuple(
        Part(
            title=str(part["title"]),
            text=str(part["text"]),
            link=str(part["link"]),
            place=str(part["place"]),
            categories=tuple(map(str, part["categories"])),
            dates=tuple(_date(*date) for date in part["dates"]),
        )
        for part in said
    )


def _date(begin: Any, end: Any, whole_day: Any, cancelled: Any, free: Any, recurrence: Any) -> Date:
    name = None if recurrence is None else str(recurrence)
    return Date(int(begin), int(end), bool(whole_day), bool(cancelled), bool(free), name)
