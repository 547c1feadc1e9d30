# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Several days or rooms on one axis of time: what opens later or shuts earlier is closed there. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from booking.slots import wall
from kiosk import plan
from kiosk.gridplan import Lane
from kiosk.house import Day, Room
from kiosk.plan import Cell

WHOLE_DAY = (8 * 60, 22 * 60)  # the axis of a plan that is not known yet
HOUR = 60


@dataclass(frozen=True)
class Entry:
    """One lane to come: its key, the room, the date, and the day if it is known."""

    key: str
    room: Room
    date: date
    day: Day | None


@dataclass(frozen=True)
class Axis:
    """Minutes after midnight on the wall's clock."""

    begin: int
    end: int

    @property
    def minutes(self) -> int:
        return self.end - self.begin

    @property
    def hours(self) -> list[int]:
        """The full hours on the axis, in minutes."""
        return list(range(-(-self.begin // HOUR) * HOUR, self.end, HOUR))


def axis(entries: Sequence[Entry], zone: ZoneInfo, running: datetime | None = None) -> Axis:
    """From the first opening to the last closing; with `running` from the hour that runs."""
    known = [entry.day for entry in entries if entry.day and entry.day.opens]
    begin = min((_minute(day.opens, zone) for day in known if day.opens), default=WHOLE_DAY[0])
    end = max((_minute(day.closes, zone) or 24 * HOUR for day in known if day.closes), default=WHOLE_DAY[1])
    if running:
        begin = max(begin, min(_minute(running, zone) // HOUR * HOUR, end - HOUR))
    return Axis(begin, end)


def _minute(instant: datetime, zone: ZoneInfo) -> int:
    local = instant.astimezone(zone)
    return local.hour * HOUR + local.minute


def firsts(entries: Sequence[Entry], span: Axis, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The instant at which each lane begins."""
    return tuple(wall(entry.date, span.begin, zone) for entry in entries)


def lanes(entries: Sequence[Entry], span: Axis, zone: ZoneInfo, now: datetime, step: int) -> list[Lane]:
    """Every entry as a lane that fills the axis."""
    return [Lane(entry.key, list(_filled(entry, span, zone, now, step))) for entry in entries]


def _filled(entry: Entry, span: Axis, zone: ZoneInfo, now: datetime, step: int) -> Iterator[Cell]:
    first, last = wall(entry.date, span.begin, zone), wall(entry.date, span.end, zone)
    day = entry.day
    if day is None or day.opens is None or day.closes is None:
        yield Cell(first, last, "past" if day is None else "closed")
        return
    made = plan.cells(day, entry.room, now, step, first)
    made = [Cell(first, day.opens, "closed"), *made, Cell(day.closes, last, "closed")]
    yield from _joined(cell for cell in made if cell.end > max(cell.begin, first))


def _joined(cells: Iterator[Cell]) -> Iterator[Cell]:
    """Closed times side by side are one."""
    last: Cell | None = None
    for cell in cells:
        if last and last.state == cell.state == "closed":
            last = Cell(last.begin, cell.end, "closed")
            continue
        if last:
            yield last
        last = cell
    if last:
        yield last
