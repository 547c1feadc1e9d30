# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan as whoever stands before the display sees it, and the ways that begin there."""

import json
from functools import cache
from math import cos, radians, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking import floorplan
from booking.config import House, read
from booking.plan import geometry
from booking.plan.drawing import SCALE
from booking.plan.routing import Climb, NoWay, Profile, Spot
from booking.plan.targets import goal
from kiosk import floorlayout, walking, wayfinder
from kiosk.config import Hanging
from kiosk.wayfinder import Wayfinder
from tests.booking.plan.drawn import tower
from tests.servers.booking import DEMO

BOARD = {"latitude": 51.315527, "longitude": 9.49764964}
STEP_FREE = Profile(step_free=True)


@cache
def hung(heading: float = 0.0) -> Wayfinder:
    """A display beside the notice board of the demo house, read as a display reads it."""
    house = read(DEMO, House)
    assert house.plan is not None
    plan = json.loads(floorplan.read(house, house.plan).drawn)
    found = wayfinder.read(plan, json.loads(house.model_dump_json()), Hanging(**BOARD, heading=heading))
    assert found is not None
    return found


@given(st.integers(0, 359))
@settings(deadline=None)
def test_what_lies_before_the_viewer_lies_above(heading: int) -> None:
    finder = hung(heading)
    sheet = finder.sheet(0, lambda _: [], (1, 0.5))
    assert isinstance(finder.begin, Spot)
    x, y = finder.begin.at
    ahead = (x + sin(radians(heading)), y + cos(radians(heading)))
    here, there = sheet.turn((x, y)), sheet.turn(ahead)
    assert (here[1] - there[1]) / SCALE > cos(radians(wayfinder.STRAIGHTENED + 0.1))


@pytest.mark.parametrize(("heading", "upright"), [(0, True), (12, True), (78, True), (193, True), (45, False)])
def test_walls_stand_upright_where_that_is_nearly_so(heading: float, upright: bool) -> None:
    sheet = hung(heading).sheet(0, lambda _: [], (1, 0.5))
    sides = [side for shape in sheet.shapes for side in geometry.all_edges(shape.rings)]
    assert all(min(abs(a[0] - b[0]), abs(a[1] - b[1])) < 0.1 for a, b in sides) == upright


def test_a_display_that_hangs_nowhere_begins_at_the_front_door() -> None:
    building = hung().building
    astray = Wayfinder(building, Hanging(latitude=51.4, longitude=9.5, heading=0))
    assert astray.astray
    assert astray.begin == Wayfinder(building, None).begin
    assert astray.asked == ""


def test_a_closed_lift_leaves_no_way_without_steps_and_closed_stairs_lead_to_the_lift() -> None:
    finder = hung()
    workshop = goal(finder.building, "werkraum")
    with pytest.raises(NoWay) as none:
        finder.way(workshop, STEP_FREE, ["lift/main"])
    assert none.value.blocked
    around = finder.way(workshop, Profile(), ["stairs/main"])
    assert around.around
    assert [climb.place for climb in around.climbs] == ["lift/main"]
    assert not finder.way(workshop, Profile(), ["lift/main"]).around


def test_the_nearest_toilet_is_one_that_the_visitor_reaches() -> None:
    finder = hung()
    toilets = [place for place in finder.building.places.values() if place.toilet]
    upstairs, downstairs = (goal(finder.building, key) for key in ("room/wc-1", "room/wc-0"))
    assert finder.nearest(toilets, Profile(), ()) is downstairs
    assert finder.nearest([upstairs], STEP_FREE, ()) is None
    assert finder.nearest(toilets, Profile(), ["door/wc-0"]) is upstairs


def test_somebody_walks_the_way_from_its_begin_to_its_end_and_rests_at_the_lift() -> None:
    way = hung().way(goal(hung().building, "werkraum"), STEP_FREE, ())
    lines = [way.line(level) for level in way.levels]
    assert walking.at(way, lines, 0.0) == lines[0][0]
    end = walking.at(way, lines, 1.0)
    assert end == pytest.approx(lines[-1][-1])
    assert isinstance(next(step for step in way.route.steps if isinstance(step, Climb)), Climb)
    size = sum(geometry.length(line) for line in lines)
    assert walking.seconds(way) == pytest.approx(size / 1.2 / 3 + 0.6, rel=0.01)
    ridden = (geometry.length(lines[0]) / 1.2 / 3 + 0.3) / walking.seconds(way)
    assert walking.at(way, lines, ridden) == lines[0][-1]


@given(st.integers(2, 30), st.integers(300, 1900), st.integers(300, 1900))
def test_levels_fit_the_glass_and_lie_apart(metres: int, width: int, height: int) -> None:
    finder = hung()
    sheets = [finder.sheet(level, lambda _: [], (1, 0.5)) for level in (1.0, 0.0)]
    floors = floorlayout.lay(sheets, [floorlayout.whole(finder.size(sheet.level)) for sheet in sheets], width, height)
    for floor in floors:
        assert floor.left >= -0.01
        assert floor.top >= floorlayout.CAPTION - 0.01
        assert floor.left + floor.width <= width + 0.01
        assert floor.top + floor.height <= height + 0.01
        point = (float(metres), float(metres))
        assert floor.unit(*floor.px(point)) == pytest.approx(point)
    one, other = floors
    assert one.top + one.height <= other.top or one.left + one.width <= other.left


def test_a_tower_is_shown_level_by_level_and_a_way_in_it_where_it_runs() -> None:
    finder = Wayfinder(tower(10).building(), None)
    sizes = [finder.size(level) for level in finder.building.levels]
    assert not floorlayout.together(sizes, 984, 1250)
    way = finder.way(finder.building.places["room/0/0/3"], Profile(), ())
    sheet = finder.sheet(0, lambda _: [], (1, 0.5), way)
    left, top, right, bottom = floorlayout.along(finder.size(0), finder.points(0, way))
    assert all(left <= x <= right and top <= y <= bottom for x, y in sheet.route)
    assert (right - left) * (bottom - top) < sheet.width * sheet.height / 2
