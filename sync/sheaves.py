# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The events of a feed, bound together by their UID, each sheaf with a hash of all that it says: only what has
another hash has to be read.

When it was written (DTSTAMP) says nothing: some programs write it anew each time. The zones that it names do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from sync.outline import Stretch, calendars

LARGEST_EVENT = 256 * 1024  # bytes of all that one UID says
_UID = re.compile(rb"\n[Uu][Ii][Dd](?:;[^:\n]*)?:([^\n]*)")
_PLACE = re.compile(rb"\nRECURRENCE-ID[^\n]*", re.IGNORECASE)
_WRITTEN = (b"\nDTSTAMP:", b"\nLAST-MODIFIED:", b"\nCREATED:")
_ZONE = re.compile(rb"TZID=(\"[^\"\n]*\"|[^:;\n]*)", re.IGNORECASE)
_NAMED = re.compile(rb"^TZID(?:;[^:\n]*)?:([^\n]*)", re.MULTILINE | re.IGNORECASE)


@dataclass(slots=True)
class Sheaf:
    """All events of one UID: each with the number of the calendar in the file that it stands in."""

    key: bytes
    texts: list[tuple[int, bytes]]
    hash: bytes = b""

    @property
    def is_too_large(self) -> bool:
        return sum(len(text) for _, text in self.texts) > LARGEST_EVENT


class File:
    """A calendar file that is unfolded, as far as it must be known what has changed. Raises Refused as `calendars`."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._calendars = calendars(data)
        self._zones = [self._named_zones(one) for one in self._calendars]

    def sheaves(self) -> list[Sheaf]:
        """In the order of the file."""
        found: dict[bytes, Sheaf] = {}
        for number, text in self._events():
            key = _key(text)
            if key in found:
                found[key].texts.append((number, text))
            else:
                found[key] = Sheaf(key, [(number, text)])
        for sheaf in found.values():
            sheaf.hash = self._hash(sheaf)
        return list(found.values())

    def zones(self, number: int) -> list[bytes]:
        """What a calendar of the file says of its zones: the whole text of each."""
        return [self._data[part.text : part.end] for part in self._calendars[number].parts if part.name == "VTIMEZONE"]

    def _events(self) -> Iterator[tuple[int, bytes]]:
        for number, one in enumerate(self._calendars):
            for part in one.parts:
                if part.name == "VEVENT":
                    yield number, part.own(self._data)

    def _named_zones(self, one: Stretch) -> dict[bytes, bytes]:
        """The hash of each zone by its name."""
        found = {}
        for part in one.parts:
            if part.name == "VTIMEZONE" and (named := _NAMED.search(self._data, part.text, part.end)):
                text = _unstamped(self._data[part.text - 1 : part.end])
                found[_plain(named[1])] = sha256(text).digest()
        return found

    def _hash(self, sheaf: Sheaf) -> bytes:
        if len(sheaf.texts) == 1:
            ((number, text),) = sheaf.texts
            return sha256(_unstamped(text) + self._zones_in(number, text)).digest()
        keep_written = _has_doubles(sheaf)
        said = [
            (text if keep_written else _unstamped(text)) + self._zones_in(number, text) for number, text in sheaf.texts
        ]
        return sha256(b"".join(said)).digest()

    def _zones_in(self, number: int, text: bytes) -> bytes:
        """The hashes of the zones that an event names and the file describes."""
        zones = self._zones[number]
        if not zones or b"TZID=" not in text:
            return b""
        names = sorted({_plain(name) for name in _ZONE.findall(text)})
        return b"".join(zones.get(name, b"") for name in names)


def _has_doubles(sheaf: Sheaf) -> bool:
    """Whether two events stand for the same date: then the later one counts."""
    places = [found[0] if (found := _PLACE.search(text)) else b"" for _, text in sheaf.texts]
    return len(set(places)) < len(places)


def _key(text: bytes) -> bytes:
    """The name of a sheaf; an event without a UID is one of its own."""
    found = _UID.search(text)
    name = b"".join(found[1].split()) if found else b""
    return sha256(name or b"\0" + _unstamped(text)).digest()


def _unstamped(text: bytes) -> bytes:
    """Without the lines that say when it was written, as nearly all programs spell them."""
    for name in _WRITTEN:
        begin = text.find(name)
        if begin >= 0:
            end = text.find(b"\n", begin + 1)
            text = text[:begin] + (text[end:] if end >= 0 else b"")
    return text


def _plain(name: bytes) -> bytes:
    return name.strip().strip(b'"').replace(b"\\", b"").strip()
