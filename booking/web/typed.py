# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody typed or chose on a page, read as what it means."""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from starlette.datastructures import FormData
from starlette.requests import Request

from booking import slots
from booking.refusal import NotFound, Refused
from booking.rules import Group
from booking.web.site import house_of, text_of


def group_of(form: FormData) -> Group:
    """Who comes, as typed."""
    people = text_of(form, "people").strip()
    if people and not (people.isascii() and people.isdigit() and len(people) <= 4):
        raise Refused("people")
    return Group(
        text_of(form, "name"),
        bool(text_of(form, "show_name")),
        text_of(form, "mail") or None,
        int(people) if people else None,
    )


def extras_of(form: FormData) -> tuple[str, ...]:
    """The resources that shall come along."""
    return tuple(str(key) for key in form.getlist("extra"))[:10]


def day_of(text: str) -> date | None:
    """A day, or None if it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_NOT_SAID = ("agreed", "seen", "file", "packed")


def digest_of(form: FormData, content: bytes = b"") -> str:
    """What a form says, in short: to know whether it still says what somebody has looked at."""
    said = sorted((key, str(value)) for key, value in form.multi_items() if key not in _NOT_SAID)
    return sha256(repr(said).encode() + content).hexdigest()


def agreed(form: FormData, content: bytes = b"") -> bool:
    """Whether somebody agrees to just what they have looked at."""
    return bool(text_of(form, "agreed")) and text_of(form, "seen") == digest_of(form, content)


def number_of(form: FormData, key: str) -> int:
    """The number of something that is to be taken back, or NotFound."""
    text = text_of(form, key)
    if not (text.isascii() and text.isdigit() and len(text) < 20):
        raise NotFound
    return int(text)


def span_of(request: Request, typed: dict[str, str]) -> tuple[datetime, datetime]:
    """From when to when (UTC): without times whole days, without a last day the first one only."""
    zone = house_of(request).zone
    try:
        first = date.fromisoformat(typed["first"])
        last = date.fromisoformat(typed["last"]) if typed["last"] else first
        begin = datetime.combine(first, time.fromisoformat(typed["from"]) if typed["from"] else time())
        if typed["until"]:
            end = datetime.combine(last, time.fromisoformat(typed["until"]))
        else:
            end = datetime.combine(last + timedelta(days=1), time())
    except (ValueError, OverflowError) as error:
        raise Refused("day") from error
    if begin.tzinfo or end.tzinfo:
        raise Refused("day")
    return slots.to_utc(begin, zone), slots.to_utc(end, zone)


def request_id(form: FormData) -> str:
    """The form's own number, so that pressing twice books once."""
    text = text_of(form, "request_id")
    if len(text) != 36 or not text.replace("-", "").isalnum():
        raise Refused("invalid")
    return text


def instant(request: Request, text: str) -> datetime:
    """A time out of an address or a form: with its offset, or on the house's clock without one."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused("invalid") from error
    if not 2000 <= moment.year <= 2200:
        raise Refused("invalid")
    return slots.to_utc(moment, house_of(request).zone).astimezone(UTC)
