# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A calendar file that somebody else made, taken apart into components and lines; what they mean is read elsewhere.

RFC 5545 section 3.1, and what is made of it: any encoding, any line ends, anything that was forgotten.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from icalendar.parser import Contentline
from icalendar.parser.property import unescape_backslash

from booking.refusal import Refused

LARGEST = 20 * 1024 * 1024
DEEPEST = 20
_LONGEST_TEXT = 2000  # nobody reads on
_TO_MEND = re.compile(rb"\n[\n\t ]")  # an empty line, or a folded one
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Reason = Literal[
    "no_time",
    "unknown_zone",
    "ends_before_it_begins",
    "bad_rule",
    "too_many_dates",
    "cancelled",
    "free",
    "past",
    "too_far",
    "duplicate",
    "too_large",
    "too_much",
]


class LeftOut(Exception):
    """One event of a file is left out, for a reason that staff can read; the others are not."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Component:
    """What stands between BEGIN and END: its lines by their names, and the components inside."""

    name: str
    lines: dict[str, list[str]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)

    def text(self, name: str) -> str:
        """The first value of this name, its escapes resolved; empty if there is none."""
        line = self.lines.get(name, [""])[0][:_LONGEST_TEXT]
        head, colon, rest = line.partition(":")
        if not colon:
            return ""
        if head.isascii() and head.isalpha():  # nearly all are, and icalendar looks at every letter
            return unescape_backslash(rest) if "\\" in rest else rest
        try:
            _, _, value = Contentline(line).parts()
        except ValueError:
            return rest
        return value

    def values(self, name: str) -> list[tuple[str, str]]:
        """Parameters and value of each line of this name, for values that hold no colon, whatever the parameters do."""
        parted = (line.rpartition(":") for line in self.lines.get(name, ()))
        return [(parameters, value.strip()) for parameters, _, value in parted]


def calendars(data: bytes) -> list[Component]:
    """Every VCALENDAR of a file.

    Raises Refused("not_a_calendar"), and Refused("calendar_cut") where the end is missing: what is cut off in the
    middle would look as if it had been deleted.
    """
    if len(data) > LARGEST or data.lstrip()[:1] == b"<":
        raise Refused("not_a_calendar")
    stack = [Component("")]
    for line in _lines(data):
        _take(stack, line)
    found = list(_inside(stack[0], "VCALENDAR"))
    if not found:
        raise Refused("not_a_calendar")
    if len(stack) > 1:
        raise Refused("calendar_cut")
    return found


def _inside(component: Component, name: str) -> Iterator[Component]:
    """At any depth: calendars have been seen in calendars."""
    for part in component.parts:
        if part.name == name:
            yield part
        yield from _inside(part, name)


def _take(stack: list[Component], line: str) -> None:
    """Put a line into the innermost component that is open."""
    name = line.partition(":")[0].partition(";")[0].strip().upper()
    if name == "BEGIN":
        _open(stack, _value(line))
    elif name == "END":
        _close(stack, _value(line))
    else:
        stack[-1].lines.setdefault(name, []).append(line)


def _value(line: str) -> str:
    return line.partition(":")[2].strip().upper()


def _open(stack: list[Component], name: str) -> None:
    if len(stack) > DEEPEST:
        raise Refused("not_a_calendar")
    component = Component(name)
    stack[-1].parts.append(component)
    stack.append(component)


def _close(stack: list[Component], name: str) -> None:
    """Close the component, and what was left open inside it; an end without a beginning closes nothing."""
    for depth in range(len(stack) - 1, 0, -1):
        if stack[depth].name == name:
            del stack[depth:]
            return


def component(name: str, text: bytes) -> Component:
    """A component that has no others inside, out of its lines as `unfolded` leaves them."""
    made = Component(name)
    for line in map(decoded, text.split(b"\n")):
        key = line.partition(":")[0].partition(";")[0].strip().upper()
        if key != "END":  # of something that was never opened
            made.lines.setdefault(key, []).append(line)
    return made


def _lines(data: bytes) -> Iterator[str]:
    return map(decoded, unfolded(data).split(b"\n"))


def unfolded(data: bytes) -> bytes:
    """Content lines with LF between them, unfolded before they are decoded: some programs fold inside a letter."""
    if data[:2] in _UTF16:
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    data = data.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if not _TO_MEND.search(data):
        return data
    data = re.sub(rb"\n\n+", b"\n", data)
    for fold in (b"\n ", b"\n\t"):
        data = data.replace(fold, b"")
    return data


def decoded(line: bytes) -> str:
    """A line as text: UTF-8, as it should be, or what Windows writes."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")  # Latin-1 too
