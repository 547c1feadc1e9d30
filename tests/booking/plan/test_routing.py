# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ways: through doors and never through walls, there and back alike, without steps where steps cannot be walked."""

from itertools import pairwise

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Polygon

from booking.plan.building import Building
from booking.plan.routing import Climb, NoWay, Profile, Route, Router, Spot, Stretch
from tests.booking.plan.drawn import CELL, Drawing, maze

STEP_FREE = Profile(step_free=True)
SEEDS = st.integers(0, 5_000)


def rooms(building: Building) -> list[str]:
    return [key for key in building.places if key.startswith("room/")]


def between(data: st.DataObject, seed: int, profile: Profile = Profile()) -> tuple[Router, str, str]:  # noqa: B008
    """Two rooms of a maze."""
    building = maze(seed).building()
    one, other = data.draw(st.lists(st.sampled_from(rooms(building)), min_size=2, max_size=2, unique=True))
    return Router(building, profile), one, other


@given(st.data(), SEEDS)
@settings(max_examples=60, deadline=None)
def test_a_way_crosses_no_wall(data: st.DataObject, seed: int) -> None:
    """Each leg lies within its place, as another library sees it; only at a door one place follows another."""
    router, one, other = between(data, seed)
    route = router.route(one, other)
    for step in route.steps:
        if isinstance(step, Stretch) and len(step.points) > 1:
            floor = Polygon(router.building.places[step.place].rings[0]).buffer(1e-6)
            assert shapely.covers(floor, LineString(step.points))
    for step, following in pairwise(route.steps):
        if isinstance(step, Stretch) and isinstance(following, Stretch):
            assert step.door is not None
            assert step.points[-1] == following.points[0] == step.door.at
            assert {step.place, following.place} == {step.door.one, step.door.other}
        elif isinstance(following, Climb):
            assert step.place == following.place


@given(st.data(), SEEDS)
@settings(max_examples=60, deadline=None)
def test_there_and_back_are_equally_far(data: st.DataObject, seed: int) -> None:
    router, one, other = between(data, seed)
    there, back = router.route(one, other), router.route(other, one)
    assert there.metres == pytest.approx(back.metres)
    assert there.seconds == pytest.approx(back.seconds)


@given(st.data(), SEEDS)
@settings(max_examples=60, deadline=None)
def test_a_way_without_steps_has_none(data: st.DataObject, seed: int) -> None:
    router, one, other = between(data, seed, STEP_FREE)
    used = {step.place for step in router.route(one, other).steps}
    assert "stairs" not in used
    assert router.route(one, other).metres >= Router(router.building).route(one, other).metres - 20 * CELL


@given(st.data(), SEEDS)
@settings(max_examples=40, deadline=None)
def test_no_detour_is_shorter(data: st.DataObject, seed: int) -> None:
    """Over a third place it is at least as far, in time: what is found is the best way."""
    router, one, other = between(data, seed)
    third = data.draw(st.sampled_from(sorted({*rooms(router.building)} - {one, other})))
    direct = router.route(one, other).seconds
    assert direct <= router.route(one, third).seconds + router.route(third, other).seconds + 2 * CELL


def corridor() -> Drawing:
    """Two rooms on a corridor whose lift and stairs lead up to a third."""
    drawn = Drawing()
    drawn.box("corridor", "0", (0, 0), (20, 2), indoor="corridor")
    drawn.box("room/a", "0", (0, 2), (6, 6), indoor="room", name="A")
    drawn.box("room/b", "0", (6, 2), (12, 6), indoor="room", name="B")
    drawn.box("stairs", "0;1", (12, 2), (16, 6), indoor="room", stairs="yes")
    drawn.box("lift", "0;1", (16, 2), (20, 6), indoor="room", highway="elevator")
    drawn.box("hall", "1", (0, 0), (20, 2), indoor="area")
    for key, x in (("a", 3), ("b", 9), ("stairs", 14), ("lift", 18)):
        drawn.door(f"door/{key}", "0", (x, 2))
    drawn.door("door/stairs/1", "1", (14, 2))
    drawn.door("door/lift/1", "1", (18, 2))
    return drawn


def test_who_walks_keeps_to_the_middle_of_a_corridor() -> None:
    building = corridor().building()
    (_, walk, _) = Router(building).route("room/a", "room/b").steps
    assert isinstance(walk, Stretch)
    low = min(y for _, y in building.places["corridor"].rings[0])
    assert [round(y - low, 2) for _, y in walk.points] == [2.0, 1.0, 1.0, 2.0]


def climbs(route: Route) -> list[tuple[str, float, float]]:
    return [(step.place, step.begin, step.end) for step in route.steps if isinstance(step, Climb)]


def test_the_lift_is_taken_without_steps_and_the_stairs_when_it_is_closed() -> None:
    building = corridor().building()
    assert climbs(Router(building).route("room/a", "hall")) == [("stairs", 0, 1)]
    assert climbs(Router(building, STEP_FREE).route("room/a", "hall")) == [("lift", 0, 1)]
    assert climbs(Router(building, closed=["stairs"]).route("room/a", "hall")) == [("lift", 0, 1)]


def test_no_way_says_whether_something_is_closed() -> None:
    building = corridor().building()
    with pytest.raises(NoWay) as shut:
        Router(building, STEP_FREE, closed=["lift"]).route("room/a", "hall")
    assert shut.value.blocked
    with pytest.raises(NoWay) as nowhere:
        Router(building).route(Spot((500.0, 500.0), 0.0), "hall")
    assert not nowhere.value.blocked


def test_a_narrow_door_and_a_step_stop_a_wheelchair() -> None:
    for tags in ({"width": "0.7"}, {"wheelchair": "no"}, {"step_count": "2"}):
        drawn = Drawing()
        drawn.box("corridor", "0", (0, 0), (20, 2), indoor="corridor")
        drawn.box("room/a", "0", (0, 2), (6, 6), indoor="room")
        drawn.door("door", "0", (3, 2), **tags)
        building = drawn.building()
        assert Router(building).leads("corridor", "room/a")
        assert not Router(building, STEP_FREE).leads("corridor", "room/a")


def test_a_wall_in_a_room_is_walked_around() -> None:
    drawn = Drawing()
    drawn.box("hall", "0", (0, 0), (10, 10), indoor="area")
    drawn.box("west", "0", (-4, 0), (0, 10), indoor="area")
    drawn.box("east", "0", (10, 0), (14, 10), indoor="area")
    drawn.line("wall", "0", [(5, 0), (5, 8)], indoor="wall")
    building = drawn.building()
    route = Router(building).route("west", "east")
    (wall,) = [LineString(line) for _, line in building.walls]
    walked = LineString([point for step in route.steps if isinstance(step, Stretch) for point in step.points])
    assert not shapely.intersects(wall, walked)
    assert shapely.distance(wall, walked) > 0.3


def test_who_feels_the_way_with_a_stick_follows_the_strip() -> None:
    drawn = Drawing()
    drawn.box("hall", "0", (0, 0), (20, 20), indoor="area")
    drawn.box("desk", "0", (20, 0), (24, 20), indoor="area")
    drawn.line("strip", "0", [(2, 2), (2, 18), (18, 18), (18, 10)], tactile_paving="yes", indoor="pathway")
    building = drawn.building()
    west, south = building.places["hall"].rings[0][0]
    begin = Spot((west + 2.2, south + 1.5), 0.0)
    corner = (west + 2, south + 18)

    def passes(profile: Profile) -> bool:
        steps = Router(building, profile).route(begin, "desk").steps
        walked = LineString([point for step in steps if isinstance(step, Stretch) for point in step.points])
        return bool(shapely.distance(walked, shapely.Point(corner)) < 0.5)

    assert passes(Profile(tactile=True))
    assert not passes(Profile())
