# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way in words: turns that agree with where one walks, doors that are counted right, in every language."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.config import House, read
from booking.plan.building import Building
from booking.plan.construction import build
from booking.plan.geometry import bearing, length
from booking.plan.instructions import instructions, turned
from booking.plan.routing import NoWay, Profile, Router, Spot, Stretch
from booking.plan.source import read as read_plan
from booking.plan.words import level_name, place_name, sentence
from booking.texts import texts
from tests.booking.plan.drawn import Drawing, maze

DEMO = Path(__file__).parents[3] / "assets" / "demo"


@pytest.fixture(scope="module")
def demo() -> Building:
    """The demo house."""
    house = read(DEMO / "house.toml", House)
    features, notes = read_plan(DEMO / "plan.geojson")
    building, more = build(features, {room.id: list(room.name.values()) for room in house.rooms})
    assert not [*notes, *more]
    return building


@given(st.integers(0, 5_000))
@settings(max_examples=60, deadline=None)
def test_turns_agree_with_where_one_walks(seed: int) -> None:
    building = maze(seed).building()
    rooms = sorted(key for key in building.places if key.startswith("room/"))
    route = Router(building).route(rooms[0], rooms[-1])
    told = instructions(building, route)
    for one, following in pairwise(told):
        if one.climb or following.climb or following.out_of:
            continue
        before = bearing(one.points[-2], one.points[-1])
        after = bearing(following.points[0], following.points[1])
        angle = (after - before + 180) % 360 - 180
        if following.turn in ("left", "half_left"):
            assert 0 < angle <= 180
        elif following.turn in ("right", "half_right"):
            assert -180 <= angle < 0
    walked = sum(length(step.points) for step in route.steps if isinstance(step, Stretch))
    assert sum(one.metres for one in told) == pytest.approx(walked, abs=2.5)
    assert told[-1].last
    assert told[-1].to is not None
    assert told[-1].to.id == rooms[-1]


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        (90, 90, "ahead"),
        (90, 130, "half_left"),
        (0, -40, "half_right"),
        (90, 180, "left"),
        (90, 0, "right"),
        (90, -90, "around"),
        (170, -170, "ahead"),
        (None, 0, "ahead"),
    ],
)
def test_a_turn_has_a_word(before: float | None, after: float, turn: str) -> None:
    assert turned(before, after) == turn


def said(demo: Building, end: str, language: str = "de", profile: Profile = Profile()) -> list[str]:  # noqa: B008
    """The way from the display in the lobby, which hangs so that whoever reads it looks to the north."""
    place = demo.places["area/foyer"]
    west, south = min(x for x, _ in place.rings[0]), min(y for _, y in place.rings[0])
    route = Router(demo, profile).route(Spot((west + 6.4, south + 3.0), 0.0), end)
    return [sentence(one, demo, texts(language, "house")) for one in instructions(demo, route, facing=90)]


def test_the_way_is_told_with_landmarks_and_counted_doors(demo: Building) -> None:
    assert said(demo, "room/werkraum") == [
        "Nach rechts, rechts liegt: Aushang, zur Treppe",
        "Die Treppe hinauf bis: 1. Stock",
        "Von der Treppe, nach links, dritte Tür rechts: Werkraum",
    ]
    assert said(demo, "room/werkraum", "en", Profile(step_free=True)) == [
        "To the right, on your right: Notice board, to the lift",
        "Take the lift to: First floor",
        "Out of the lift, to the left, fourth door on the right: Workshop",
    ]
    assert said(demo, "room/offen") == ["Geradeaus, durch die Glastür: Offener Raum"]
    assert said(demo, "area/tresen", "ar")[-1].endswith("مكتب الاستشارة")


def test_the_way_out_is_found_too(demo: Building) -> None:
    (out,) = [mark for mark in demo.marks if mark.id == "door/yard"]
    route = Router(demo).route("room/buero", out)
    told = [sentence(one, demo, texts("de", "house")) for one in instructions(demo, route)]
    assert told[:2] == ["Geradeaus, durch die Tür: Gang", "Nach rechts, zur Treppe"]
    assert told[2] == "Die Treppe hinunter bis: Erdgeschoss"
    assert told[-1].endswith("zum Ziel: Notausgang")
    (outside,) = [mark for mark in demo.marks if mark.id == "muster"]
    with pytest.raises(NoWay):
        Router(demo).route("room/buero", outside)


def test_what_has_no_name_is_called_by_its_kind() -> None:
    drawn = Drawing()
    drawn.box("lift", "0;0.5;1", (0, 0), (3, 3), indoor="room", highway="elevator")
    drawn.box("wc", "0", (3, 0), (6, 3), indoor="room", amenity="toilets")
    drawn.door("door", "0", (3, 1.5))
    building, words = drawn.building(), texts("de", "house")
    assert [place_name(place, words) for place in building.places.values()] == ["Aufzug", "Toilette"]
    assert [level_name(building, level, words) for level in building.levels] == [
        "Erdgeschoss",
        "0.5. Stock",
        "1. Stock",
    ]
