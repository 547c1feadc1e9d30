# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a series goes on: its dates by the house's clock, and the same as a calendar program's rule."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from itertools import count, islice, takewhile
from typing import Literal

from booking.refusal import Refused

Every = Literal["week", "fortnight", "month"]

FEWEST, MOST = 2, 60
_YEARS = MOST // 12 + 1  # none goes on for longer
_STEPS = {"week": timedelta(weeks=1), "fortnight": timedelta(weeks=2)}
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = -1


@dataclass(frozen=True)
class Repeat:
    """How a series goes on, and its end: either `until`, a local date that may be one of it, or `count` dates in all.

    A month later is the same weekday in the same week of the month; the fifth one means the last.
    """

    every: Every
    until: date | None = None
    count: int | None = None


def dates(first: date, repeat: Repeat, least: int = FEWEST) -> list[date]:
    """The local dates of a series, the first one included, 2 to 60; raises Refused("repeat") if it has no such end.

    Of one that stands already a single date may be left: `least` is 1 then.
    """
    if (repeat.until is None) == (repeat.count is None) or first.year > MAXYEAR - _YEARS:
        raise Refused("repeat")
    found = list(islice(_until(repeat.until, _endless(first, repeat.every)), MOST + 1))
    wanted = len(found) if repeat.count is None else repeat.count
    if not least <= wanted <= MOST:
        raise Refused("repeat")
    return found[:wanted]


def rule(first: date, every: Every, last: datetime) -> str:
    """The RRULE of a series (RFC 5545 section 3.3.10) as Outlook knows it; `last` is when its last date begins."""
    weekday, until = _DAYS[first.weekday()], f"{last.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if every == "month":
        return f"FREQ=MONTHLY;BYDAY={_nth(first)}{weekday};UNTIL={until}"
    often = "INTERVAL=2;" if every == "fortnight" else ""
    return f"FREQ=WEEKLY;{often}BYDAY={weekday};UNTIL={until}"


def _until(last: date | None, endless: Iterator[date]) -> Iterator[date]:
    return endless if last is None else takewhile(lambda day: day <= last, endless)


def _endless(first: date, every: Every) -> Iterator[date]:
    if every == "month":
        return (_month_later(first, months) for months in count())
    return (first + times * _STEPS[every] for times in count())


def _month_later(first: date, months: int) -> date:
    """The same weekday in the same week, so many months later."""
    if _nth(first) == _LAST:
        last = _month(first, months + 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - first.weekday()) % 7)
    start = _month(first, months)
    return start + timedelta(days=(first.weekday() - start.weekday()) % 7, weeks=_nth(first) - 1)


def _month(day: date, later: int) -> date:
    """The first day of a month."""
    years, month = divmod(day.month - 1 + later, 12)
    return date(day.year + years, month + 1, 1)


def _nth(day: date) -> int:
    """Which of its weekday in its month."""
    nth = (day.day - 1) // 7 + 1
    return nth if nth < 5 else _LAST
