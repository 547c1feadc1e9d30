# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A level as a picture: rooms in the colours of their states, walls with gaps for doors, names, icons and signs."""

from collections.abc import Iterable
from itertools import groupby, pairwise
from typing import Any

from kivy.graphics import Color, InstructionGroup, Rectangle

from booking.plan import geometry
from booking.plan.drawing import Shape, has_icon
from booking.plan.targets import icon_of
from kiosk import lettering
from kiosk.floorlayout import CAPTION, Box, Floor, beside
from kiosk.floorsource import GOAL, OPEN, PLAIN, SPOT, STAFF, FloorSource
from kiosk.lettering import Style
from kiosk.look import Rgba, look
from kiosk.widgets import masks
from kiosk.widgets.meshes import Part, Point, area, meshes, nine, stroke
from kiosk.widgets.words import lettered

WALL, GAP = 6, 10  # px
RING = (52, 92)  # px that the ring around "you are here" is broad
GROUNDS = {
    "free": "light_p", "taken": "basalt", "held": "card", "closed": "shut", "mine": "petrol", "quiet": "wall",
    GOAL: "petrol", SPOT: "petrol_p", OPEN: "wall", STAFF: "floor", PLAIN: "card",
}  # fmt: skip
PATTERNS = {"taken": "basalt_h", "held": "petrol_p", "closed": "shut_h"}
INKS = {"taken": "on_basalt", "mine": "on_petrol", GOAL: "on_petrol", "held": "petrol"}
# On black the states part by their rims: thick for taken, yellow for free, none for the rest.
RIMS = (("taken", "white", 12), ("free", "light", 6), ("held", "petrol", 12))
LABEL, SIGN, HERE = 32, 24, 28  # px of letters


def fill(group: InstructionGroup, colour: Rgba, parts: Iterable[Part], texture: Any = None) -> None:
    """Shapes in one colour."""
    group.add(Color(rgba=colour))
    for made in meshes(parts, texture):
        group.add(made)


class Painter:
    """Paints one level; `origin` is the upper left corner of the whole picture, `reach` what of the sheet is drawn."""

    def __init__(self, source: FloorSource, floor: Floor, origin: Point, reach: Box) -> None:
        self._source = source
        self._floor = floor
        self._origin = origin
        near = [shape for shape in floor.sheet.shapes if not geometry.apart(geometry.box(shape.rings[0]), reach, WALL)]
        self._shapes = [(source.state(shape.place), shape) for shape in near]
        self._rings = {shape.place.id: tuple(tuple(map(self.at, ring)) for ring in shape.rings) for shape in near}
        self._gaps = [gap for gap in floor.sheet.gaps if not geometry.apart(geometry.box(gap[:2]), reach, GAP)]

    def at(self, point: Point) -> Point:
        """A point of the sheet in the layout."""
        x, y = self._floor.px(point)
        return self._origin[0] + x, self._origin[1] - y

    # Grounds and walls

    def ground(self, group: InstructionGroup) -> None:
        """Everything that lies under the way."""
        for state, same in groupby(self._shapes, key=lambda each: each[0]):
            shapes = [shape for _, shape in same]
            areas = [area(self._rings[shape.place.id], masks.TILE) for shape in shapes]
            fill(group, getattr(look, GROUNDS[state]), areas)
            if state in PATTERNS and not look.contrast:
                fill(group, getattr(look, PATTERNS[state]), areas, masks.tile(state))
            if state == "mine":
                self._rim(group, shapes, look.light, 6)
        for state, colour, width in RIMS if look.contrast else ():
            self._rim(group, [shape for known, shape in self._shapes if known == state], getattr(look, colour), width)
        self._walls(group)

    def _rim(self, group: InstructionGroup, shapes: Iterable[Shape], colour: Rgba, width: int) -> None:
        """Within the walls of rooms."""
        parts = []
        for shape in shapes:
            rings = self._rings[shape.place.id]
            for a, b in geometry.all_edges(rings):
                x, y = geometry.inward(rings, a, b)
                off = (WALL + width) / 2
                parts.append(stroke((a[0] + x * off, a[1] + y * off), (b[0] + x * off, b[1] + y * off), width))
        fill(group, colour, parts, masks.soft(width))

    def _walls(self, group: InstructionGroup) -> None:
        sheet = self._floor.sheet
        walled = [self._rings[shape.place.id] for _, shape in self._shapes if shape.place.enclosed]
        sides = [side for rings in walled for side in geometry.all_edges(rings)]
        sides += [side for ring in sheet.outline for side in geometry.edges(tuple(map(self.at, ring)))]
        sides += [side for wall in sheet.walls for side in pairwise(list(map(self.at, wall)))]
        low = [self._rings[shape.place.id] for _, shape in self._shapes if not shape.place.enclosed]
        edges = [side for rings in low[1:] for side in geometry.all_edges(rings)]  # a desk in a hall, which is larger
        fill(group, look.edge, (stroke(a, b, 2, 1) for a, b in edges), masks.soft(2))
        fill(group, look.ink, (stroke(a, b, WALL, WALL / 2) for a, b in sides), masks.soft(WALL))
        for colour, out in ((look.wall, False), (look.light, True)):
            gaps = (stroke(self.at(a), self.at(b), GAP) for a, b, door in self._gaps if (door.other is None) == out)
            fill(group, colour, gaps, masks.soft(GAP))

    # Words

    def caption(self, group: InstructionGroup) -> None:
        """The level's name above it."""
        style, floor = Style(LABEL, True), self._floor
        text = self._source.caption(floor.level)
        width, height, _ = lettering.measure(text, style)
        left = self._origin[0] + floor.left + (floor.width - width if look.rtl else 0)
        top = self._origin[1] - floor.top + CAPTION - 4 - (CAPTION - height) / 2
        _put(group, text, style, (left, top), look.ink)

    def words(self, group: InstructionGroup) -> None:
        """Everything that lies above the way: names, icons, signs, and where somebody is."""
        source = self._source
        for state, shape in self._shapes:
            ink = getattr(look, INKS.get(state, "ink"))
            if shape.label.lines:
                self._label(group, state, shape, ink)
            elif has_icon(shape.place):
                _icon(group, icon_of(shape.place), self.at(shape.label.at), ink)
        for sign in self._floor.sheet.signs:
            if sign.kind == "in":
                _centred(group, source.sign(sign), Style(SIGN), self.at(sign.at), look.ink)
            elif sign.kind != "desk":
                _icon(group, {"out": "exit", "assembly": "assembly"}[sign.kind], self.at(sign.at), look.ink)
        style = Style(HERE, True)
        width, height, _ = lettering.measure(source.here, style)
        place = beside(self._floor, (width, height), RING[0] / 2 + 12)
        if place is not None:
            _put(group, source.here, style, (self._origin[0] + place[0], self._origin[1] - place[1]), look.ink)

    def _label(self, group: InstructionGroup, state: str, shape: Shape, ink: Rgba) -> None:
        lines, second = shape.label.lines, self._source.second(shape.place)
        x, y = self.at(shape.label.at)
        px = shape.label.size * self._floor.scale
        size = max((step for step in look.steps if step <= px + 0.5), default=look.small)
        smaller = max((step for step in look.steps if step < size), default=size)
        styles = [Style(smaller) if len(lines) > 1 and line in second else Style(size, True) for line in lines]
        tall = sum(style.size * 1.3 for style in styles)
        if state in ("held", "closed") and not look.contrast:  # a plain ground where the pattern is light
            broad = max(lettering.measure(line, style)[0] for line, style in zip(lines, styles, strict=True)) + 20
            box = (x - broad / 2, y - tall / 2 - 4, broad, tall + 8)
            fill(group, getattr(look, GROUNDS[state]), [nine(box, 8, 18)], masks.rounded(8))
        up = y + tall / 2
        for line, style in zip(lines, styles, strict=True):
            _centred(group, line, style, (x, up - style.size * 0.65), ink)
            up -= style.size * 1.3


def _put(group: InstructionGroup, text: str, style: Style, corner: Point, colour: Rgba) -> None:
    """A text with its upper left corner there."""
    texture = lettered(text, Style(max(round(style.size * look.scale), 1), style.bold))
    width, height = (side / look.scale for side in texture.size)
    group.add(Color(rgba=colour))
    group.add(Rectangle(texture=texture, pos=(round(corner[0]), round(corner[1] - height)), size=(width, height)))


def _centred(group: InstructionGroup, text: str, style: Style, at: Point, colour: Rgba) -> None:
    width, height, _ = lettering.measure(text, style)
    _put(group, text, style, (at[0] - width / 2, at[1] + height / 2), colour)


def _icon(group: InstructionGroup, name: str, at: Point, colour: Rgba, size: int = 40) -> None:
    group.add(Color(rgba=colour))
    pos = (round(at[0] - size / 2), round(at[1] - size / 2))
    group.add(Rectangle(texture=masks.icon(name, size), pos=pos, size=(size, size)))
