# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plans out of files: what is drawn well is understood, what is drawn badly is told by its name, nothing falls over."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.plan.building import Building
from booking.plan.check import check
from booking.plan.construction import build
from booking.plan.levels import levels_of
from booking.plan.routing import Router
from booking.plan.source import PlanError, parse, read
from tests.booking.plan.drawn import Drawing, tower

OSM = """<?xml version="1.0"?><osm version="0.6">
<node id="1" lat="51.0000" lon="9.0000"/><node id="2" lat="51.0000" lon="9.0001"/>
<node id="3" lat="51.0001" lon="9.0001"/><node id="4" lat="51.0001" lon="9.0000"/>
<node id="5" lat="51.0000" lon="9.0002"/><node id="6" lat="51.0001" lon="9.0002"/>
<node id="7" lat="51.00005" lon="9.0001"><tag k="door" v="hinged"/><tag k="level" v="0"/></node>
<way id="10"><nd ref="1"/><nd ref="2"/><nd ref="7"/><nd ref="3"/><nd ref="4"/><nd ref="1"/>
<tag k="indoor" v="room"/><tag k="level" v="0"/><tag k="name" v="Saal"/></way>
<way id="11"><nd ref="2"/><nd ref="5"/><nd ref="6"/></way>
<way id="12"><nd ref="6"/><nd ref="3"/><nd ref="7"/><nd ref="2"/></way>
<relation id="13"><member type="way" ref="11" role="outer"/><member type="way" ref="12" role="outer"/>
<tag k="type" v="multipolygon"/><tag k="indoor" v="corridor"/><tag k="level" v="0"/></relation>
</osm>"""


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("0", (0,)),
        ("0;1", (0, 1)),
        ("-1-2", (-1, 0, 1, 2)),
        ("-2--1", (-2, -1)),
        ("0.5;1.5", (0.5, 1.5)),
        ("3, 1", (1, 3)),
        ("0-1;5", (0, 1, 5)),
    ],
)
def test_levels_are_read_as_they_are_written(text: str, levels: tuple[float, ...]) -> None:
    assert levels_of(text) == levels


@given(st.text("0123456789.;-, a", max_size=12))
def test_a_level_is_read_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert list(levels_of(text)) == sorted(set(levels_of(text)))


def test_an_osm_file_works_as_it_is() -> None:
    features, notes = parse(OSM)
    building, more = build(features, {"saal": ["Saal"]})
    assert not [*notes, *more]
    assert building.rooms == {"saal": "way/10"}
    assert Router(building).leads("relation/13", "way/10")


def notes_of(drawn: Drawing, rooms: dict[str, list[str]] | None = None) -> list[str]:
    """Everything that is told about a drawing."""
    features, notes = parse(drawn.text)
    building, more = build(features, rooms or {})
    return [str(note) for note in (*notes, *more, *check(building, features))]


def hall() -> Drawing:
    """A room with an entrance."""
    drawn = Drawing()
    drawn.box("hall", "0", (0, 0), (10, 10), indoor="room", name="Saal")
    drawn.door("front", "0", (5, 0), entrance="main")
    return drawn


def test_a_good_plan_is_told_nothing_about() -> None:
    assert notes_of(hall(), {"saal": ["Saal"]}) == []


@pytest.mark.parametrize(
    ("add", "told"),
    [
        (lambda d: d.box("b", "", (20, 0), (30, 10), indoor="room"), "b: has no level: left out"),
        (lambda d: d.box("b", "upstairs", (20, 0), (30, 10), indoor="room"), "b: 'upstairs' names no level: left out"),
        (
            lambda d: d.area("b", "0", [(20, 0), (30, 10), (30, 0), (20, 10)], indoor="room"),
            "b: has an outline that crosses itself: left out; draw it around once",
        ),
        (lambda d: d.box("b", "0", (20, 0), (20.1, 0.1), indoor="room"), "b: is smaller than a doormat: left out"),
        (lambda d: d.box("hall", "0", (20, 0), (30, 10), indoor="room"), "hall: is there twice"),
        (lambda d: d.box("b", "0", (20, 0), (30, 10), indoor="room"), "b: is reached by no door"),
        (lambda d: d.door("odd", "0", (50, 50)), "odd: is a door on level 0 that stands on no outline"),
        (lambda d: d.door("back", "0", (10, 5)), "back: leads from hall to nothing"),
        (
            lambda d: d.box("b", "0", (20, 0), (30, 10), indoor="room", name="Saal"),
            "room 'saal': is drawn more than once",
        ),
        (lambda d: d.point("x", "0", (5, 5), colour_of_cat="red"), "these tags mean nothing here: colour_of_cat"),
        (lambda d: d.box("b", "0", (90_000, 0), (90_010, 10), indoor="room"), "b: lies 90 km from the rest: left out"),
        (lambda d: d.point("up", "0", (5, 5), highway="elevator"), "up: is a lift on one level"),
    ],
)
def test_what_is_drawn_badly_is_told_by_its_name(add: object, told: str) -> None:
    drawn = hall()
    add(drawn)  # type: ignore[operator]
    assert any(note.startswith(told) for note in notes_of(drawn, {"saal": ["Saal"]})), told


def test_a_room_of_the_config_without_a_place_is_named() -> None:
    assert notes_of(hall(), {"saal": ["Saal"], "keller": ["Keller"]}) == [
        "room 'keller': has no place on the plan: tag its outline with ref=keller"
    ]


def test_levels_without_a_way_between_them_are_told() -> None:
    drawn = hall()
    drawn.box("attic", "3", (0, 0), (10, 10), indoor="room", name="Dach")
    drawn.box("landing", "3", (10, 0), (12, 10), indoor="corridor")
    drawn.door("door/attic", "3", (10, 5))
    (told,) = notes_of(drawn)
    assert told.startswith("no way leads from the rest of the house to level 3 (")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is neither GeoJSON nor OSM XML"),
        ("{", "is neither GeoJSON nor OSM XML"),
        ("[]", "has no list of features"),
        ('{"features": 7}', "has no list of features"),
        ('{"features": []}', "draws nothing that can be used"),
        ("[" * 100_000, "is neither GeoJSON nor OSM XML"),
        ("<html/>", "is not an OSM file"),
        ("<osm>", "is no XML"),
        ('<!DOCTYPE osm [<!ENTITY a "b">]><osm>&a;</osm>', "has no document type"),
        ('{"features": [{"geometry": {"type": "Point", "coordinates": [NaN, 1]}, "properties": {}}]}', "draws nothing"),
        ('{"features": [{"geometry": {"type": "Point", "coordinates": [1, 1]}, "properties": {"a": "b"}}]}', "no room"),
    ],
)
def test_what_is_no_plan_is_refused(text: str, told: str) -> None:
    with pytest.raises(PlanError, match=told):
        build(parse(text)[0], {})


@given(st.recursive(st.none() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)))
def test_no_geometry_falls_over(coordinates: object) -> None:
    good = json.loads(hall().text)["features"]
    for kind in ("Point", "LineString", "Polygon", "MultiPolygon", "Unheard"):
        odd = {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": {"level": "0"}}
        odd["properties"] = {"level": "0", "indoor": "room"}
        text = json.dumps({"features": [*good, odd]})
        features, _ = parse(text)
        build(features, {})


def test_a_large_plan_is_read(tmp_path: Path) -> None:
    file = tmp_path / "plan.geojson"
    file.write_text(tower(5).text, encoding="utf-8")
    features, _ = read(file)
    building, _ = build(features, {})
    assert isinstance(building, Building)
    assert len(building.places) == 5 * (1 + 10 + 200) + 3


def test_stairs_and_lifts_may_be_drawn_as_a_line_and_a_point() -> None:
    drawn = Drawing()
    drawn.box("hall", "0", (0, 0), (20, 10), indoor="area")
    drawn.box("gallery", "1", (0, 0), (20, 10), indoor="area")
    drawn.line("steps", "0;1", [(4, 5), (9, 5)], highway="steps", incline="up")
    drawn.point("lift", "0;1", (15, 5), highway="elevator")
    building = drawn.building()
    assert {place.kind for place in building.places.values()} == {"area", "stairs", "lift"}
    assert [door.level for door in building.doors if door.one == "steps"] == [0, 1]
    assert Router(building, closed=["lift"]).leads("hall", "gallery")
    assert Router(building, closed=["steps"]).leads("hall", "gallery")
    assert not Router(building, closed=["steps", "lift"]).leads("hall", "gallery")
