# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What shall become of a room's bookings when somebody else's calendar is brought in: planned before it is done. Pure.

What was imported before is known by what names it in the calendar. A booking that does not look as the last import
left it was changed by hand, and stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal, NamedTuple

from booking import rules, slots
from booking.appointments import Reading
from booking.bookings import Booking
from booking.calendar_file import Reason
from booking.claims import Owner
from booking.model import BOOKED, LIVE
from booking.refusal import Refused
from booking.texts import texts

Why = Literal[Reason, "too_long", "by_hand"]

LONGEST = timedelta(days=366)
# It may well still take place: that it cannot be read is no reason to cancel what was imported of it.
_NOT_TOLD: frozenset[Why] = frozenset(
    (
        *("no_time", "unknown_zone", "ends_before_it_begins", "bad_rule", "too_many_dates", "too_long"),
        *("too_large", "too_much"),
    )
)
_HALF = 16  # bytes: one half of a key names the event, the other one of its dates

Slot = tuple[int, int]  # row of the room, slot


@dataclass(frozen=True)
class Wanted:
    """An appointment as the house books it: on the grid, under a name."""

    key: bytes
    room: str
    begin: datetime
    end: datetime
    name: str

    @property
    def looks(self) -> bytes:
        return _looks(self.room, self.begin, self.end, self.name, ())


@dataclass(frozen=True)
class Known:
    """A booking of an earlier import that is not over, and how that import left it."""

    key: bytes
    booking: Booking
    left: bytes

    @property
    def untouched(self) -> bool:
        """Whether nobody has changed it since."""
        found = self.booking
        looks = _looks(found.room, found.begin, found.end, found.name, found.extras)
        return found.status == BOOKED and looks == self.left


@dataclass(frozen=True)
class Skipped:
    """What is not taken over, as far as it has a name, and why."""

    title: str
    why: Why


class Step(NamedTuple):
    """An appointment that needs a place: its booking moves, or is made if there is none."""

    wanted: Wanted
    booking: Booking | None


Blocked = tuple[Step, Owner | Wanted]  # a step, and who has its place


@dataclass(frozen=True)
class Calendar:
    """What a file asks of a room, by key; and the halves of keys that name events of which it cannot be told."""

    wanted: dict[bytes, Wanted]
    skipped: list[Skipped]
    not_told: frozenset[bytes]


@dataclass(frozen=True)
class Plan:
    """What is to be done. Those that move come before those that are new."""

    steps: list[Step]
    renamed: list[Step]
    gone: list[Known]
    unchanged: int
    skipped: list[Skipped]


def calendar(reading: Reading, room: str) -> Calendar:
    """What was read, for one room."""
    wanted, skipped = {}, [Skipped(rules.tidy(note.title), note.reason) for note in reading.notes]
    not_told = {_half(note.uid) for note in reading.notes if note.reason in _NOT_TOLD}
    for one in reading.appointments:
        begin, end = slots.floor(one.begin), slots.ceiling(one.end)
        title = rules.tidy(one.title)[: rules.NAME_LONGEST].strip()
        if end - begin > LONGEST:
            skipped.append(Skipped(title, "too_long"))
            not_told.add(_half(one.uid))
            continue
        key = _half(one.uid) + _half(one.recurrence or "")
        wanted[key] = Wanted(key, room, begin, end, title or texts("de", "house").t("taken").capitalize())
    return Calendar(wanted, skipped, frozenset(not_told))


def planned(asked: Calendar, known: Mapping[bytes, Known], since: datetime, force: bool) -> Plan:
    """Compare what a calendar asks for with what it asked for before.

    Raises Refused("suddenly_empty") if more than half of what is to come is missing, unless by `force`.
    """
    both = [(one, known[key]) for key, one in asked.wanted.items() if key in known]
    changed = [(one, was.booking) for one, was in both if was.untouched and one.looks != was.left]
    moved = [Step(one, found) for one, found in changed if (one.begin, one.end) != (found.begin, found.end)]
    renamed = [Step(one, found) for one, found in changed if (one.begin, one.end) == (found.begin, found.end)]
    new = [Step(one, None) for key, one in asked.wanted.items() if key not in known]
    same = sum(was.untouched and one.looks == was.left for one, was in both)
    missing = _missing(asked, known, since, force)
    by_hand = [one.name for one, was in both if not was.untouched]
    by_hand += [was.booking.name or "" for was in missing if not was.untouched]
    skipped = [*asked.skipped, *(Skipped(name, "by_hand") for name in by_hand)]
    return Plan([*moved, *new], renamed, [was for was in missing if was.untouched], same, skipped)


def _missing(asked: Calendar, known: Mapping[bytes, Known], since: datetime, force: bool) -> list[Known]:
    """What is to come and no longer stands in the calendar, as far as that can be told."""
    coming = [was for was in known.values() if was.booking.begin >= since and was.booking.status in LIVE]
    missing = [was for was in coming if was.key not in asked.wanted and was.key[:_HALF] not in asked.not_told]
    gone = sum(was.untouched for was in missing)
    if 2 * gone > len(coming) and not force:
        raise Refused("suddenly_empty", gone=gone, known=len(coming))
    return missing


def placed(plan: Plan, rows: Sequence[int], owners: Mapping[Slot, Owner]) -> tuple[list[Step], list[Blocked]]:
    """The steps for which there is a place in all rows of the room, first come, first served, and the others.

    A booking that would move and cannot keeps its old place, even if another step had counted on that.
    """
    leaving = {step.booking.id for step in plan.steps if step.booking} | {was.booking.id for was in plan.gone}
    steps, stuck = plan.steps, list[Blocked]()
    while True:
        staying = {slot: owner for slot, owner in owners.items() if owner.booking not in leaving}
        found, blocked = _tried(steps, rows, staying)
        back = {step.booking.id for step, _ in blocked if step.booking}
        if not back:
            return found, [*stuck, *blocked]
        stuck += [(step, by) for step, by in blocked if step.booking]
        leaving -= back
        steps = [step for step in steps if step.booking is None or step.booking.id not in back]


def _tried(
    steps: Iterable[Step], rows: Sequence[int], owners: Mapping[Slot, Owner]
) -> tuple[list[Step], list[Blocked]]:
    taken: dict[Slot, Owner | Wanted] = dict(owners)
    found, clashes = [], []
    for step in steps:
        span = range(slots.slot_of(step.wanted.begin), slots.slot_of(step.wanted.end))
        places = [(row, slot) for row in rows for slot in span]
        by = next((taken[place] for place in places if place in taken), None)
        if by is None:
            found.append(step)
            taken.update(dict.fromkeys(places, step.wanted))
        else:
            clashes.append((step, by))
    return found, clashes


def _half(name: str) -> bytes:
    return sha256(name.encode()).digest()[:_HALF]


def _looks(room: str, begin: datetime, end: datetime, name: str | None, extras: tuple[str, ...]) -> bytes:
    said = (room, slots.epoch(begin), slots.epoch(end), name, extras)
    return sha256(repr(said).encode()).digest()
