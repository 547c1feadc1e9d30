# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A plan's file: GeoJSON (RFC 7946) with OpenStreetMap tags, or OSM XML, as what it draws with longitude and latitude.

What cannot be used is left out and told with the feature's own name; only a file that is no plan at all is refused.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any, Literal, NamedTuple

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

LARGEST = 20_000_000  # bytes
MOST_FEATURES = 50_000

Coordinates = tuple[float, float]  # longitude, latitude
Element = Any  # of the standard library, which is not for reading what others wrote


class PlanError(Exception):
    """The file is no plan: what is wrong, and what to do."""


class Note(NamedTuple):
    """Something about a feature that whoever draws the plan should know; a fault has to be mended."""

    feature: str
    text: str
    fault: bool = True

    def __str__(self) -> str:
        return f"{self.feature}: {self.text}" if self.feature else self.text


@dataclass(frozen=True)
class Feature:
    """Something drawn: a point, a line, or an area with its outline and holes, none of which is closed."""

    id: str
    shape: Literal["point", "line", "area"]
    lines: tuple[tuple[Coordinates, ...], ...]
    tags: Mapping[str, str]


Drawn = tuple[Feature, tuple[float, ...], tuple[tuple[tuple[float, float], ...], ...]]  # levels, and lines in metres


def read(file: Path) -> tuple[list[Feature], list[Note]]:
    """What a file draws; raises PlanError if it cannot be read or is neither GeoJSON nor OSM XML."""
    try:
        if file.stat().st_size > LARGEST:
            raise PlanError(f"{file}: larger than {LARGEST // 1_000_000} MB; a plan of one building is far smaller")
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PlanError(f"{file}: cannot be read: {error}") from error
    return parse(text, str(file))


def parse(text: str, name: str = "plan") -> tuple[list[Feature], list[Note]]:
    """As `read`, from a text."""
    begin = text.lstrip()[:1]
    notes: list[Note] = []
    found = list(_from_osm(text, name, notes) if begin == "<" else _from_geojson(text, name, notes))
    if len(found) > MOST_FEATURES:
        raise PlanError(f"{name}: more than {MOST_FEATURES} features; cut out the one building")
    if not found:
        raise PlanError(f"{name}: draws nothing that can be used; export the building with its indoor tags")
    return found, notes


# --- GeoJSON


def _from_geojson(text: str, name: str, notes: list[Note]) -> Iterator[Feature]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PlanError(f"{name}: is neither GeoJSON nor OSM XML: {error}") from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        raise PlanError(f"{name}: has no list of features; save it as a GeoJSON FeatureCollection")
    for number, each in enumerate(features):
        called = _called(each, number)
        try:
            tags = _tags(each)
            yield from _shapes(called, each["geometry"], tags)
        except (LookupError, TypeError, ValueError) as error:
            notes.append(Note(called, f"is no feature that can be drawn ({error}): left out"))


def _called(each: Any, number: int) -> str:
    """What the file calls a feature: its id, with its name or ref."""
    if not isinstance(each, dict):
        return f"feature {number}"
    known = each.get("properties") if isinstance(each.get("properties"), dict) else {}
    own = each.get("id") or (known or {}).get("@id") or (known or {}).get("id") or f"feature {number}"
    return str(own)[:60]


def _tags(each: dict[str, Any]) -> dict[str, str]:
    known = each.get("properties") or {}
    if isinstance(known.get("tags"), dict):
        known = known["tags"]
    return {
        str(key): str(value)[:255]
        for key, value in known.items()
        if isinstance(value, str | int | float) and value != ""
    }


def _shapes(called: str, geometry: dict[str, Any], tags: dict[str, str]) -> Iterator[Feature]:
    kind, given = geometry["type"], geometry["coordinates"]
    many = kind.startswith("Multi")
    for number, one in enumerate(given if many else [given]):
        own = f"{called}/{number}" if many and number else called
        match kind.removeprefix("Multi"):
            case "Point":
                yield Feature(own, "point", ((_place(one),),), tags)
            case "LineString":
                yield Feature(own, "line", (_line(one),), tags)
            case "Polygon":
                yield Feature(own, "area", tuple(_open(_line(ring)) for ring in _some(one)), tags)
            case other:
                raise ValueError(f"unknown geometry {other!r}")


def _line(given: Any) -> tuple[Coordinates, ...]:
    return tuple(_place(point) for point in _some(given))


def _some(given: Any) -> Any:
    if not given:
        raise ValueError("it has no points")
    return given


def _place(given: Any) -> Coordinates:
    longitude, latitude = float(given[0]), float(given[1])
    if not (isfinite(longitude) and abs(longitude) <= 180 and isfinite(latitude) and abs(latitude) <= 85):
        raise ValueError("a coordinate is no longitude and latitude in degrees")
    return longitude, latitude


def _open(ring: tuple[Coordinates, ...]) -> tuple[Coordinates, ...]:
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


# --- OSM XML


def _from_osm(text: str, name: str, notes: list[Note]) -> Iterator[Feature]:
    try:
        root: Element = ElementTree.fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise PlanError(f"{name}: an OSM file has no document type; export it again") from error
    except ElementTree.ParseError as error:
        raise PlanError(f"{name}: is no XML: {error}") from error
    if root.tag != "osm":
        raise PlanError(f"{name}: is not an OSM file but <{root.tag}>; export .osm or GeoJSON")
    places: dict[str, Coordinates] = {}
    for node in root.iter("node"):
        called = f"node/{node.get('id')}"
        try:
            places[node.get("id", "")] = _place((node.get("lon"), node.get("lat")))
        except (TypeError, ValueError):
            notes.append(Note(called, "has no longitude and latitude: left out"))
            continue
        if tags := _osm_tags(node):
            yield Feature(called, "point", ((places[node.get("id", "")],),), tags)
    ways = {way.get("id", ""): [nd.get("ref", "") for nd in way.iter("nd")] for way in root.iter("way")}
    for way in root.iter("way"):
        if tags := _osm_tags(way):
            yield from _way(f"way/{way.get('id')}", [places.get(ref) for ref in ways[way.get("id", "")]], tags, notes)
    for relation in root.iter("relation"):
        tags = _osm_tags(relation)
        if tags.get("type") == "multipolygon":
            yield from _relation(relation, ways, places, tags, notes)


def _osm_tags(element: Element) -> dict[str, str]:
    return {tag.get("k", ""): tag.get("v", "")[:255] for tag in element.iter("tag")}


def _way(called: str, line: list[Coordinates | None], tags: dict[str, str], notes: list[Note]) -> Iterator[Feature]:
    known = tuple(place for place in line if place is not None)
    if len(known) < len(line):
        notes.append(Note(called, "names nodes that the file does not have: left out"))
    elif len(known) > 3 and known[0] == known[-1] and tags.get("indoor") not in ("wall", "pathway"):
        yield Feature(called, "area", (known[:-1],), tags)
    elif len(known) > 1:
        yield Feature(called, "line", (known,), tags)


def _relation(
    relation: Element,
    ways: dict[str, list[str]],
    places: dict[str, Coordinates],
    tags: dict[str, str],
    notes: list[Note],
) -> Iterator[Feature]:
    called = f"relation/{relation.get('id')}"
    members: dict[str, list[list[str]]] = {"outer": [], "inner": []}
    for member in relation.iter("member"):
        if member.get("type") == "way" and (way := ways.get(member.get("ref", ""))):
            members.setdefault(member.get("role") or "outer", []).append(way)
    rings = {role: [_open(tuple(places[ref] for ref in ring)) for ring in _joined(members[role])] for role in members}
    if not rings["outer"]:
        notes.append(Note(called, "has no closed outline: left out"))
    for number, outline in enumerate(rings["outer"]):
        holes = tuple(rings["inner"]) if len(rings["outer"]) == 1 else ()
        yield Feature(f"{called}/{number}" if number else called, "area", (outline, *holes), tags)


def _joined(ways: list[list[str]]) -> list[list[str]]:
    """Closed rings, out of ways that follow one another in any order and direction."""
    rings, left = [], [list(way) for way in ways]
    while left:
        ring = left.pop()
        while ring[0] != ring[-1]:
            following = next((way for way in left if ring[-1] in (way[0], way[-1])), None)
            if following is None:
                break
            left.remove(following)
            ring += following[1:] if following[0] == ring[-1] else following[-2::-1]
        if len(ring) > 3 and ring[0] == ring[-1]:
            rings.append(ring)
    return rings
