# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Time on the grid: slots of 15 minutes counted in UTC, and the way between Kassel time and UTC.

A slot is `floor(UTC epoch seconds / 900)`. Inside, every instant is UTC; local time exists only on glass, page
and paper.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from booking.refusal import Refused

SECONDS = 900
SLOT = timedelta(seconds=SECONDS)
DAY = 86400


def epoch(instant: datetime) -> int:
    """Whole UTC epoch seconds of an aware `instant`."""
    return int(instant.timestamp())


def utc(seconds: int) -> datetime:
    """The aware UTC instant of epoch `seconds`."""
    return datetime.fromtimestamp(seconds, UTC)


def slot_of(instant: datetime) -> int:
    """The slot that `instant` lies in."""
    return epoch(instant) // SECONDS


def floor(instant: datetime) -> datetime:
    """The begin of the running slot."""
    return utc(slot_of(instant) * SECONDS)


def ceiling(instant: datetime) -> datetime:
    """The begin of the next slot, or the instant itself where it is one."""
    return utc(-(-epoch(instant) // SECONDS) * SECONDS)


def on_grid(instant: datetime) -> bool:
    """Whether `instant` is the begin of a slot."""
    return instant.timestamp() % SECONDS == 0


def to_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """The one instant that a naive wall clock time names.

    Raises Refused("missing_hour") where the clock jumps over it, and Refused("double_hour", choices=…) where it shows
    it twice; an aware time is taken as it is.
    """
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    first, second = instants(local, zone)
    if first == second:
        return first
    if first.astimezone(zone).replace(tzinfo=None) != local:
        raise Refused("missing_hour", time=local)
    raise Refused("double_hour", time=local, choices=[first, second])


def instants(local: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Both readings of a naive wall clock time, earlier first; they are equal on all but two nights a year."""
    readings = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    first, second = sorted(readings)
    return first, second


def wall(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The instant at which the clock on `day` has run `minute` minutes after midnight; 1440 is the next midnight.

    A time that the clock skips becomes the jump itself, a time that it shows twice becomes the first of the two:
    opening hours need an answer, visitors' wishes go through `to_utc`.
    """
    local = datetime.combine(day + timedelta(days=minute // 1440), time(minute % 1440 // 60, minute % 60))
    first, second = instants(local, zone)
    skipped = first.astimezone(zone).replace(tzinfo=None) != local
    return _jump(first, second, zone) if skipped else first


def _jump(first: datetime, second: datetime, zone: ZoneInfo) -> datetime:
    """The instant of the clock change between two readings of a skipped time."""
    before = (first - SLOT * 8).astimezone(zone).utcoffset()
    instant = floor(first - SLOT * 8)
    while instant < second and instant.astimezone(zone).utcoffset() == before:
        instant += SLOT
    return instant


@lru_cache(maxsize=4096)
def first_slot(day: date, zone: ZoneInfo) -> int:
    """The slot that a local day begins with."""
    return slot_of(wall(day, 0, zone))


def wall_slot(day: date, minute: int, zone: ZoneInfo) -> int:
    """The slot of `wall`, by counting where the day has 24 hours."""
    first = first_slot(day, zone)
    if first_slot(day + timedelta(days=1), zone) - first == DAY // SECONDS:
        return first + minute // 15
    return slot_of(wall(day, minute, zone))


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The calendar day that the clock in the house shows."""
    return instant.astimezone(zone).date()


def days(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def is_double(instant: datetime, zone: ZoneInfo) -> bool:
    """Whether the wall clock shows this instant's time twice that night."""
    first, second = instants(instant.astimezone(zone).replace(tzinfo=None, fold=0), zone)
    return first != second
