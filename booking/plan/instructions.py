# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A route in words: turns, landmarks, doors counted, levels; each instruction with how far it leads."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from booking.plan import geometry
from booking.plan.building import Building, Door, Mark, Place
from booking.plan.geometry import Point
from booking.plan.routing import Climb, Route, Stretch

Turn = Literal["ahead", "half_left", "half_right", "left", "right", "around", "up", "down", "there"]
SLIGHT, HALF, SHARP = 30.0, 55.0, 150.0  # degrees
SHORT = 1.0  # metres: less is no way of its own
INTO = 4.0  # metres: so far behind a turn somebody is still told in the same breath
ASIDE = 2.0  # metres: so little is told without a word about the turn
BESIDE = 4.0  # metres to a landmark that somebody passes


class Pass(NamedTuple):
    """A landmark that somebody passes, and on which side."""

    what: Mark | Place
    side: Literal["left", "right"]


@dataclass(frozen=True)
class Instruction:
    """One thing to do: turn, go on for so many metres, past or through or to something.

    `door` is the door that it ends with ("door", "glass" or "opening"), `nth` which door on the `side` it is, counted
    from where the straight way begins; `to` is the place behind it or where it leads.
    """

    turn: Turn
    metres: float
    level: float
    points: tuple[Point, ...]
    past: Pass | None = None
    door: Literal["door", "glass"] | None = None
    nth: int = 0
    side: Literal["left", "right"] | None = None
    to: Place | Mark | None = None
    climb: Climb | None = None
    by: Place | None = None  # the lift or stairs
    out_of: Place | None = None  # the lift or stairs that somebody just leaves
    last: bool = False


@dataclass
class _Run:
    """A straight way, and the doors that it leads through."""

    points: list[Point]
    level: float
    doors: list[tuple[Point, Door, str]] = field(default_factory=list)  # where, which, and the place behind
    places: list[str] = field(default_factory=list)

    @property
    def metres(self) -> float:
        return geometry.length(self.points)

    @property
    def heading(self) -> float:
        return geometry.bearing(self.points[0], self.points[-1])


def instructions(building: Building, route: Route, facing: float | None = None) -> list[Instruction]:
    """What to do, in order. `facing` is where whoever asks looks, in degrees against the clock from the east."""
    told: list[Instruction] = []
    heading = facing
    for part in _parts(route):
        if isinstance(part, Climb):
            turn: Turn = "up" if part.end > part.begin else "down"
            place = building.places[part.place]
            told.append(Instruction(turn, 0.0, part.end, (place.middle,), climb=part, by=place))
            heading = None
            continue
        runs = _runs(part)
        for index, run in enumerate(runs):
            told.append(_told(building, run, heading, _following(runs, index)))
            heading = run.heading
    return _finished(building, told, route)


def turned(before: float | None, after: float) -> Turn:
    """What somebody does who looks in one direction and walks in another."""
    if before is None:
        return "ahead"
    angle = (after - before + 180) % 360 - 180
    if abs(angle) < SLIGHT:
        return "ahead"
    if abs(angle) > SHARP:
        return "around"
    if abs(angle) < HALF:
        return "half_left" if angle > 0 else "half_right"
    return "left" if angle > 0 else "right"


def _parts(route: Route) -> Iterator[list[Stretch] | Climb]:
    """The walks on one level, one after the other, and the climbs between."""
    walked: list[Stretch] = []
    for step in route.steps:
        if isinstance(step, Climb):
            if walked:
                yield walked
            walked = []
            yield step
        else:
            walked.append(step)
    if walked:
        yield walked


def _runs(stretches: Sequence[Stretch]) -> list[_Run]:
    """The straight ways of a walk; what is too short to be one belongs to its neighbour."""
    runs: list[_Run] = []
    for stretch in stretches:
        line = [point for index, point in enumerate(stretch.points) if not index or point != stretch.points[index - 1]]
        for a, b in pairwise(line):
            if runs and abs((geometry.bearing(a, b) - runs[-1].heading + 180) % 360 - 180) < SLIGHT:
                runs[-1].points.append(b)
            else:
                runs.append(_Run([a, b], stretch.level))
            if stretch.place not in runs[-1].places:
                runs[-1].places.append(stretch.place)
        if stretch.door is not None and runs:
            behind = stretch.door.other if stretch.door.one == stretch.place else stretch.door.one
            runs[-1].doors.append((stretch.door.at, stretch.door, behind or ""))
    return _without_short(runs)


def _without_short(runs: list[_Run]) -> list[_Run]:
    """Ways of less than a step join the one before, so that nobody is told to turn twice on the spot."""
    kept: list[_Run] = []
    for run in runs:
        if kept and run.metres < SHORT and run is not runs[-1]:
            kept[-1].points += run.points[1:]
            kept[-1].doors += run.doors
            kept[-1].places += [place for place in run.places if place not in kept[-1].places]
        else:
            kept.append(run)
    return kept


def _following(runs: list[_Run], index: int) -> _Run | None:
    return runs[index + 1] if index + 1 < len(runs) else None


def _told(building: Building, run: _Run, heading: float | None, following: _Run | None) -> Instruction:
    door = next((found for _, found, _ in reversed(run.doors) if found.tags.get("door", "no") != "no"), None)
    behind = next((place for _, found, place in run.doors if found is door), None)
    to = building.places.get(behind or "")
    kind: Literal["door", "glass"] | None = None
    if door is not None:
        kind = "glass" if door.tags.get("material") == "glass" or door.tags.get("door:material") == "glass" else "door"
    nth, side = _counted(building, run, following)
    return Instruction(
        turned(heading, run.heading),
        run.metres,
        run.level,
        tuple(run.points),
        _past(building, run),
        kind,
        nth,
        side,
        to,
    )


def _counted(building: Building, run: _Run, following: _Run | None) -> tuple[int, Literal["left", "right"] | None]:
    """Of the way that turns off next: through which door on which side it goes, counted along this one."""
    if following is None or not following.doors or geometry.distance(following.points[0], following.doors[0][0]) > 4:
        return 0, None
    at, door, _ = following.doors[0]
    if door.tags.get("door", "no") == "no":
        return 0, None
    begin, end = run.points[0], run.points[-1]
    left = geometry.side(begin, end, at) > 0
    place = door.one if door.one in run.places else door.other
    passed = 0
    for other in building.at.get((place or "", run.level), ()):
        if other.tags.get("door", "no") == "no" or (geometry.side(begin, end, other.at) > 0) != left:
            continue
        along = _along(begin, end, other.at)
        if 0.3 < along < _along(begin, end, at) - 0.3:
            passed += 1
    return passed + 1, "left" if left else "right"


def _along(a: Point, b: Point, point: Point) -> float:
    size = geometry.distance(a, b) or 1.0
    return ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / size


def _past(building: Building, run: _Run) -> Pass | None:
    """The landmark that is nearest to the way, and lies beside it."""
    begin, end = run.points[0], run.points[-1]
    size = geometry.distance(begin, end)
    best: tuple[float, Pass] | None = None
    for what, at in _landmarks(building, run):
        along = _along(begin, end, at)
        if not 1.0 < along < size - 0.5:
            continue
        off = geometry.off(at, begin, end)
        if 0.3 < off < BESIDE and (best is None or off < best[0]):
            best = off, Pass(what, "left" if geometry.side(begin, end, at) > 0 else "right")
    return best and best[1]


def _landmarks(building: Building, run: _Run) -> Iterable[tuple[Mark | Place, Point]]:
    for mark in building.marks:
        if run.level in mark.levels and mark.name and "tourism" in mark.tags:
            yield mark, mark.at
    for place in building.on(run.level):
        if place.name and place.tags.get("tourism") == "information" and place.id not in run.places:
            yield place, place.middle


def _finished(building: Building, told: list[Instruction], route: Route) -> list[Instruction]:
    """One breath for what belongs together: to a door and through it, out of a lift and on; and where it ends."""
    if told:
        told[-1] = replace(told[-1], to=route.end, last=True)
    kept: list[Instruction] = []
    for one, following in zip(told, [*told[1:], None], strict=True):
        before = kept[-1] if kept else None
        if one.climb is not None and before is not None and before.climb is None:
            kept[-1] = replace(before, by=one.by)
        elif before is not None and before.climb is not None and one.climb is None:
            one = replace(one, out_of=before.by)
        elif before is not None and before.out_of is not None and before.metres <= INTO and not before.last:
            kept[-1] = replace(
                one, metres=before.metres + one.metres, points=before.points + one.points[1:], out_of=before.out_of
            )
            continue
        elif before is not None and before.climb is None and one.climb is None and _same_breath(one, following):
            kept[-1] = _into(before, one)
            continue
        kept.append(one)
    return kept


def _same_breath(one: Instruction, following: Instruction | None) -> bool:
    """Whether a way needs no turn of its own: a few steps through a door that is counted or to a lift, a step aside."""
    leads_in = one.door is not None or (following is not None and following.climb is not None)
    return one.metres <= (INTO if leads_in else ASIDE)


def _into(before: Instruction, one: Instruction) -> Instruction:
    """A way together with the few steps after a turn at its end."""
    side = before.side or _side_of(one.turn)
    return replace(
        before,
        metres=before.metres + one.metres,
        points=before.points + one.points[1:],
        past=before.past or one.past,
        door=one.door or before.door,
        side=side,
        to=one.to or before.to,
        last=one.last,
    )


def _side_of(turn: Turn) -> Literal["left", "right"] | None:
    if turn in ("left", "half_left"):
        return "left"
    return "right" if turn in ("right", "half_right") else None
