# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way from one place to another: from door to door, by Dijkstra's algorithm, over lifts and stairs.

Places that lead nowhere else are left out of the search unless somebody starts or ends there: of a corridor with two
hundred rooms only the doors to other corridors, lifts and stairs count.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count, pairwise
from typing import NamedTuple

from booking.plan import geometry
from booking.plan.building import Building, Door, Mark, Place
from booking.plan.geometry import Point
from booking.plan.space import DRAWN, STRIP, Space

PACE = 1.2  # metres a second
LIFT_WAIT, LIFT_LEVEL = 25.0, 5.0  # seconds
STAIRS_LEVEL = 14.0  # seconds
STAIRS_METRES = 8.0  # walked on the stairs of one level


class Profile(NamedTuple):
    """What somebody can walk: without steps, or along guiding strips that are felt with a stick."""

    step_free: bool = False
    tactile: bool = False


class Spot(NamedTuple):
    """A point on a level, where a display hangs say."""

    at: Point
    level: float


class Stretch(NamedTuple):
    """A walk within one place; `door` is what it ends at, None at the end of the way."""

    place: str
    level: float
    points: tuple[Point, ...]
    door: Door | None


class Climb(NamedTuple):
    """Up or down in a lift or on stairs."""

    place: str
    begin: float
    end: float


@dataclass(frozen=True)
class Route:
    """A whole way; `metres` are walked, stairs included, `seconds` are spent."""

    steps: tuple[Stretch | Climb, ...]
    metres: float
    seconds: float
    end: Place | Mark


class NoWay(Exception):
    """There is no way; `blocked` says whether there would be one if nothing were closed."""

    def __init__(self, blocked: bool = False) -> None:
        super().__init__()
        self.blocked = blocked


class _Node(NamedTuple):
    """Where somebody is in the search: in a place on a level, at a door of it (None: where they began)."""

    place: str
    level: float
    door: str | None
    at: Point


class _Goal:
    """Where a way ends: in a place, at a point of it unless its door is enough."""

    def __init__(self, place: Place, at: Point | None = None, mark: Mark | None = None) -> None:
        self.place = place
        self.mark = mark
        self.at = at if at is not None or place.at_its_edge else place.middle
        self.end: Place | Mark = mark or place


class Router:
    """Finds ways in one building for one profile; what is `closed` (ids of places and doors) is walked around."""

    def __init__(self, building: Building, profile: Profile = Profile(), closed: Iterable[str] = ()) -> None:  # noqa: B008 - never changes
        self.building = building
        self.profile = profile
        self._closed = frozenset(closed)
        self._spaces: dict[tuple[str, float], Space] = {}
        self._inside: dict[tuple[str, float, str], Point] = {}
        self._doors = {key: tuple(filter(self._passable, doors)) for key, doors in building.at.items()}
        self._parent = self._dead_ends()

    def route(self, begin: str | Spot, end: str | Mark) -> Route:
        """The best way to a place or to something that stands in one, from a place or a spot.

        Raises NoWay, or KeyError if there is no such place.
        """
        goal = _Goal(self.building.places[end]) if isinstance(end, str) else self._beside(end)
        if goal is None:
            raise NoWay
        starts = list(self._starts(begin))
        if not starts:
            raise NoWay
        first = starts[0].place
        if first == goal.place.id and len({start.level for start in starts}) == 1:
            return self._here(begin, starts[0], goal)
        allowed = {*self._up(first), *self._up(goal.place.id)}
        best: dict[tuple[str, float, str | None, Point], float] = {}
        came: dict[_Node, tuple[_Node, float]] = {}
        tie = count()
        waiting: list[tuple[float, int, _Node, _Node | None, bool]] = [
            (0.0, next(tie), start, None, False) for start in starts
        ]
        while waiting:
            cost, _, node, before, done = heappop(waiting)
            if node in best and not done:
                continue
            if before is not None:
                came[node] = (before, cost)
            if done:
                return self._told(node, came, goal)
            best[node] = cost
            for more, following, arrived in self._onward(node, goal, allowed):
                if arrived or following not in best:
                    heappush(waiting, (cost + more, next(tie), following, node, arrived))
        raise NoWay(self._would_be(begin, end))

    def _beside(self, mark: Mark) -> "_Goal | None":
        """Where a mark is reached: in the place around it, or just within the door that it is."""
        for level in mark.levels:
            door = next((door for door in self.building.doors if door.id == mark.id and door.level == level), None)
            if door is not None:
                place = self.building.places[door.one]
                return _Goal(place, self._within(place, level, door), mark)
            around = self.building.place_at(mark.at, level)
            if around is not None:
                return _Goal(around, mark.at, mark)
        return None

    def leads(self, begin: str, end: str) -> bool:
        """Whether there is a way from one place to another."""
        try:
            self.route(begin, end)
        except NoWay:
            return False
        return True

    def inside(self, door: Door) -> Spot:
        """Where somebody stands who has just come in by a door."""
        return Spot(self._within(self.building.places[door.one], door.level, door), door.level)

    def front_door(self) -> tuple[str | Spot, float | None]:
        """Where somebody stands who has just come in, and where they look, in degrees against the clock from the east.

        A plan without a front door begins at its first place.
        """
        door = self.building.entrance
        if door is None:
            return next(iter(self.building.places)), None
        spot = self.inside(door)
        return spot, geometry.bearing(door.at, spot.at)

    # --- the search

    def _onward(self, node: _Node, goal: "_Goal", allowed: set[str]) -> Iterator[tuple[float, _Node, bool]]:
        """What can be reached next, what it costs, and whether it is the end."""
        place = self.building.places[node.place]
        if place.id == goal.place.id:
            if goal.at is None:
                yield 0.0, node._replace(door="end"), True
            elif (found := self._space(place, node.level).way(node.at, goal.at)) is not None:
                yield found[0], _Node(place.id, node.level, "end", goal.at), True
        for level, climb in self._levels(place, node.level):
            middle = 0.0
            if climb:
                found = self._space(place, node.level).way(node.at, place.middle)
                if found is None:
                    continue
                middle = found[0] + climb
            for door in self._doors.get((place.id, level), ()):
                other = door.other if door.one == place.id else door.one
                if other is None or not self._leads_on(other, allowed) or not self._may_enter(other):
                    continue
                here = self._within(place, level, door)
                found = self._space(place, level).way(place.middle if climb else node.at, here)
                if found is not None:
                    beyond = self._within(self.building.places[other], level, door)
                    through = geometry.distance(here, door.at) + geometry.distance(door.at, beyond)
                    yield middle + found[0] + through, _Node(other, level, door.id, beyond), False

    def _levels(self, place: Place, level: float) -> Iterator[tuple[float, float]]:
        """The levels that can be reached within a place, and what the climb costs in metres."""
        yield level, 0.0
        if place.kind in ("lift", "stairs"):
            for other in place.levels:
                if other != level:
                    yield other, _seconds(place, abs(other - level)) * PACE

    def _starts(self, begin: str | Spot) -> Iterator[_Node]:
        if isinstance(begin, Spot):
            place = self.building.place_at(begin.at, begin.level)
            if place is not None:
                yield _Node(place.id, begin.level, None, begin.at)
            return
        place = self.building.places[begin]
        for level in place.levels:
            if not place.at_its_edge:
                yield _Node(place.id, level, None, place.middle)
                continue
            for door in self._doors.get((place.id, level), ()):
                yield _Node(place.id, level, None, self._within(place, level, door))

    def _here(self, begin: str | Spot, start: _Node, goal: "_Goal") -> Route:
        """The way to where somebody is already, or within the same place."""
        if goal.at is None or (isinstance(begin, str) and goal.mark is None):
            return Route((), 0.0, 0.0, goal.end)
        found = self._space(goal.place, start.level).way(start.at, goal.at)
        points = found[1] if found else (start.at,)
        metres = geometry.length(points)
        return Route((Stretch(goal.place.id, start.level, points, None),), metres, metres / PACE, goal.end)

    # --- what was found

    def _told(self, node: _Node, came: Mapping[_Node, tuple[_Node, float]], goal: "_Goal") -> Route:
        nodes = [node]
        while nodes[-1] in came:
            nodes.append(came[nodes[-1]][0])
        nodes.reverse()
        steps: list[Stretch | Climb] = []
        for one, following in pairwise(nodes):
            steps += self._walked(self.building.places[one.place], one, following)
        if not steps or isinstance(steps[-1], Climb) or steps[-1].door is not None:
            steps.append(Stretch(node.place, node.level, (node.at,), None))
        steps = _joined(steps)
        metres = sum(geometry.length(step.points) for step in steps if isinstance(step, Stretch))
        seconds = metres / PACE
        for step in steps:
            if isinstance(step, Climb):
                place = self.building.places[step.place]
                seconds += _seconds(place, abs(step.end - step.begin))
                metres += STAIRS_METRES * abs(step.end - step.begin) if place.kind == "stairs" else 0.0
        return Route(tuple(steps), metres, seconds, goal.end)

    def _walked(self, place: Place, one: _Node, following: _Node) -> Iterator[Stretch | Climb]:
        """From one node of the search to the next: within a place, perhaps to another level, and through a door."""
        begin = one.at
        if following.level != one.level:
            found = self._space(place, one.level).way(begin, place.middle)
            yield Stretch(place.id, one.level, found[1] if found else (begin,), None)
            yield Climb(place.id, one.level, following.level)
            begin = place.middle
        if following.door == "end":
            found = self._space(place, following.level).way(begin, following.at)
            yield Stretch(place.id, following.level, found[1] if found else (begin,), None)
            return
        door = next(door for door in self._doors[place.id, following.level] if door.id == following.door)
        found = self._space(place, following.level).way(begin, self._within(place, following.level, door))
        points = (*(found[1] if found else (begin,)), door.at)
        yield Stretch(place.id, following.level, points, door)
        yield Stretch(following.place, following.level, (door.at, following.at), None)

    # --- what may be walked

    def _passable(self, door: Door) -> bool:
        return door.id not in self._closed and (not self.profile.step_free or door.accessible)

    def _may_enter(self, place: str) -> bool:
        known = self.building.places[place]
        return place not in self._closed and (not self.profile.step_free or known.accessible)

    def _leads_on(self, place: str, allowed: set[str]) -> bool:
        return place not in self._parent or place in allowed

    def _up(self, place: str) -> Iterator[str]:
        """A place and, while they lead nowhere else, what it is reached through."""
        yield place
        while place in self._parent:
            place = self._parent[place]
            yield place

    def _dead_ends(self) -> dict[str, str]:
        """Places that lead nowhere else, and through which place each is reached."""
        beside: dict[str, set[str]] = {key: set() for key in self.building.places}
        for doors in self._doors.values():
            for door in doors:
                if door.other is not None:
                    beside[door.one].add(door.other)
                    beside[door.other].add(door.one)
        parent: dict[str, str] = {}
        ends = [key for key, others in beside.items() if len(others) == 1]
        while ends:
            end = ends.pop()
            if len(beside[end]) != 1:
                continue
            (onto,) = beside[end]
            parent[end] = onto
            beside[end].clear()
            beside[onto].discard(end)
            if len(beside[onto]) == 1:
                ends.append(onto)
        return parent

    def _would_be(self, begin: str | Spot, end: str | Mark) -> bool:
        open_ = Router(self.building, self.profile)
        try:
            return bool(self._closed) and bool(open_.route(begin, end))
        except NoWay:
            return False

    def _space(self, place: Place, level: float) -> Space:
        key = (place.id, level)
        if key not in self._spaces:
            walls = [line for on, line in self.building.walls if on == level and _may_stand_in(line, place)]
            drawn = [
                (path.line, STRIP if path.tactile and self.profile.tactile else DRAWN)
                for path in self.building.paths
                if level in path.levels and _may_stand_in(path.line, place)
            ]
            self._spaces[key] = Space(place.rings, walls, drawn)
        return self._spaces[key]

    def _within(self, place: Place, level: float, door: Door) -> Point:
        key = (place.id, level, door.id)
        if key not in self._inside:
            self._inside[key] = self._space(place, level).inside(door.at)
        return self._inside[key]


def _may_stand_in(line: tuple[Point, ...], place: Place) -> bool:
    return not geometry.apart(geometry.box(line), geometry.box(place.rings[0]), 0)


def _seconds(place: Place, levels: float) -> float:
    return LIFT_WAIT + LIFT_LEVEL * levels if place.kind == "lift" else STAIRS_LEVEL * levels


def _joined(steps: list[Stretch | Climb]) -> list[Stretch | Climb]:
    """Walks that follow one another in the same place on the same level become one."""
    joined: list[Stretch | Climb] = []
    for step in steps:
        last = joined[-1] if joined else None
        if (
            isinstance(step, Stretch)
            and isinstance(last, Stretch)
            and last.door is None
            and (last.place, last.level) == (step.place, step.level)
        ):
            begin = 1 if last.points[-1] == step.points[0] else 0
            joined[-1] = Stretch(step.place, step.level, (*last.points, *step.points[begin:]), step.door)
        else:
            joined.append(step)
    return joined
