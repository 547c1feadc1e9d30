# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A second reader of calendars: libical, which Thunderbird, GNOME and KDE read with, called through ctypes."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_longlong, c_void_p
from dataclasses import dataclass
from datetime import UTC, datetime


class _Time(Structure):
    _fields_ = (
        *((name, c_int) for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_daylight")),
        ("zone", c_void_p),
    )


class _Span(Structure):
    _fields_ = (("begin", c_longlong), ("end", c_longlong), ("is_busy", c_int))


_Found = CFUNCTYPE(None, c_void_p, POINTER(_Span), c_void_p)
_lib = ctypes.CDLL("libical.so.3")


def _declare(name: str, result: object, *arguments: object) -> None:
    function = getattr(_lib, name)
    function.restype, function.argtypes = result, arguments


_declare("icalparser_parse_string", c_void_p, c_char_p)
_declare("icalcomponent_free", None, c_void_p)
_declare("icalcomponent_count_errors", c_int, c_void_p)
_declare("icalrestriction_check", c_int, c_void_p)
_declare("icalcomponent_string_to_kind", c_int, c_char_p)
_declare("icalcomponent_get_first_component", c_void_p, c_void_p, c_int)
_declare("icalcomponent_get_next_component", c_void_p, c_void_p, c_int)
_declare("icalcomponent_get_timezone", c_void_p, c_void_p, c_char_p)
_declare("icaltimezone_get_utc_offset", c_int, c_void_p, POINTER(_Time), POINTER(c_int))
_declare("icalcomponent_get_dtstart", _Time, c_void_p)
_declare("icalcomponent_get_dtend", _Time, c_void_p)
_declare("icaltime_as_timet_with_zone", c_longlong, _Time, c_void_p)
_declare("icalproperty_get_datetime_with_component", _Time, c_void_p, c_void_p)
_declare("icalcomponent_foreach_recurrence", None, c_void_p, _Time, _Time, _Found, c_void_p)
_declare("icalproperty_string_to_kind", c_int, c_char_p)
_declare("icalcomponent_get_first_property", c_void_p, c_void_p, c_int)
_declare("icalproperty_get_first_parameter", c_void_p, c_void_p, c_int)
_declare("icalparameter_string_to_kind", c_int, c_char_p)
_declare("icalparameter_get_cn", c_char_p, c_void_p)
for _name in ("uid", "summary", "location", "description"):
    _declare(f"icalcomponent_get_{_name}", c_char_p, c_void_p)


@dataclass(frozen=True)
class Event:
    """What libical understood of one VEVENT."""

    uid: str
    summary: str
    location: str
    description: str
    begin: datetime
    end: datetime


Times = tuple[datetime, datetime]


class Calendar:
    """A calendar as libical read it."""

    def __init__(self, pointer: int) -> None:
        self._pointer = pointer

    def is_allowed(self) -> bool:
        """Whether RFC 5545 and 5546 allow each property where it stands, for this METHOD."""
        return bool(_lib.icalrestriction_check(self._pointer))

    def errors(self) -> int:
        """Lines that libical could not read."""
        return int(_lib.icalcomponent_count_errors(self._pointer))

    def offset(self, zone: str, local: datetime) -> int:
        """Seconds east of Greenwich at a local time, from the VTIMEZONE in the file."""
        found = _lib.icalcomponent_get_timezone(self._pointer, zone.encode())
        assert found, f"no VTIMEZONE for {zone}"
        moment = _Time(local.year, local.month, local.day, local.hour, local.minute, local.second, 0, 0, None)
        return int(_lib.icaltimezone_get_utc_offset(found, byref(moment), byref(c_int())))

    def events(self) -> Iterator[Event]:
        return map(_event, self._pointers())

    def occurrences(self) -> list[Times]:
        """Begin and end of everything that takes place, rules expanded."""
        found: dict[datetime, Times] = {}
        for pointer in self._pointers():
            moved = _property(pointer, "RECURRENCE-ID")
            if moved:
                del found[_instant(_lib.icalproperty_get_datetime_with_component(moved, self._pointer))]
            found.update({begin: (begin, end) for begin, end in _expanded(pointer)})
        return sorted(found.values())

    def common_name(self, name: str) -> str:
        """Who is named by a property of the first event."""
        found = _property(next(self._pointers()), name)
        parameter = _lib.icalproperty_get_first_parameter(found, _lib.icalparameter_string_to_kind(b"CN"))
        value: bytes = _lib.icalparameter_get_cn(parameter)
        return value.decode()

    def _pointers(self) -> Iterator[int]:
        kind = _lib.icalcomponent_string_to_kind(b"VEVENT")
        event = _lib.icalcomponent_get_first_component(self._pointer, kind)
        while event:
            yield event
            event = _lib.icalcomponent_get_next_component(self._pointer, kind)


@contextmanager
def read(text: bytes) -> Iterator[Calendar]:
    """The calendar, as long as the block lasts."""
    pointer = _lib.icalparser_parse_string(text)
    assert pointer, "libical reads no calendar there"
    try:
        yield Calendar(pointer)
    finally:
        _lib.icalcomponent_free(pointer)


def _event(pointer: int) -> Event:
    def text(name: str) -> str:
        value: bytes | None = getattr(_lib, f"icalcomponent_get_{name}")(pointer)
        return (value or b"").decode()

    return Event(
        uid=text("uid"),
        summary=text("summary"),
        location=text("location"),
        description=text("description"),
        begin=_instant(_lib.icalcomponent_get_dtstart(pointer)),
        end=_instant(_lib.icalcomponent_get_dtend(pointer)),
    )


def _property(pointer: int, name: str) -> int | None:
    kind = _lib.icalproperty_string_to_kind(name.encode())
    found: int | None = _lib.icalcomponent_get_first_property(pointer, kind)
    return found


def _expanded(pointer: int) -> list[Times]:
    found: list[Times] = []

    def keep(_: int, span: "ctypes._Pointer[_Span]", __: int) -> None:
        found.append((_utc(span.contents.begin), _utc(span.contents.end)))

    first, last = (_Time(year, 1, 1, 0, 0, 0, 0, 0, None) for year in (1990, 2040))
    _lib.icalcomponent_foreach_recurrence(pointer, first, last, _Found(keep), None)
    return found


def _instant(moment: _Time) -> datetime:
    return _utc(_lib.icaltime_as_timet_with_zone(moment, moment.zone))


def _utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
