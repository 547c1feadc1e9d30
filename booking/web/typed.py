# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What somebody typed or chose on a page, read as what it means."""

from datetime import UTC, date, datetime

from starlette.datastructures import FormData
from starlette.requests import Request

from booking import slots
from booking.refusal import Refused
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
