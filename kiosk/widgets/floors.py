# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The levels of the house as they lie for whoever stands here: rooms to touch, the way, and somebody who walks it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from kivy.animation import Animation
from kivy.clock import Clock
from kivy.graphics import (
    Color,
    InstructionGroup,
    PopMatrix,
    PushMatrix,
    Rectangle,
    ScissorPop,
    ScissorPush,
    Translate,
)
from kivy.properties import NumericProperty
from kivy.uix.widget import Widget

from booking.plan import geometry
from booking.plan.building import Place
from booking.plan.drawing import Shape
from kiosk import floorlayout, lettering, walking
from kiosk.floorlayout import CAPTION, Floor, beside
from kiosk.floorsource import GOAL, OPEN, PLAIN, STAFF, FloorSource, icon_name
from kiosk.lettering import Style
from kiosk.look import Rgba, look
from kiosk.widgets import masks
from kiosk.widgets.meshes import Part, Point, area, meshes, nine, polyline, spot, stroke
from kiosk.widgets.words import lettered

WALL, GAP, HALO, ROUTE = 6, 10, 26, 14
HERE, DOT = 38, 36
RING = (52, 92)  # px that the ring around "you are here" is broad
PULSES, PULSE = 3, 1.6
DRAWS = 0.9  # seconds
SETTLED = 3  # rounds of the clock in which a layout has not moved
STILL_TOUCH = 24  # px that a finger may move and still touches what it touched
GROUNDS = {
    "free": "light_p", "taken": "basalt", "held": "card", "closed": "shut", "mine": "petrol", "quiet": "wall",
    GOAL: "petrol", OPEN: "wall", STAFF: "floor", PLAIN: "card",
}  # fmt: skip
PATTERNS = {"taken": "basalt_h", "held": "petrol_p", "closed": "shut_h"}
INKS = {"taken": "on_basalt", "mine": "on_petrol", GOAL: "on_petrol", "held": "petrol"}
Parts = Iterable[Part]


class Floors(Widget):
    """Draws what its source tells; on_place with a place that was touched."""

    __events__ = ("on_place",)
    drawn = NumericProperty(1.0)  # share of the way that is drawn
    walked = NumericProperty(0.0)  # share of the walk, in time; 0: nobody walks
    swell = NumericProperty(0.0)  # of the ring around "you are here"
    zoom = NumericProperty(1.0)

    def __init__(self, **properties: Any) -> None:
        self._later = Clock.create_trigger(self._draw, -1)
        super().__init__(**properties)
        self.source: FloorSource | None = None
        self.floors: list[Floor] = []
        self._place: tuple[float, ...] = ()
        self._settled = 0
        self._dragged = (0.0, 0.0)
        self._shifts: list[Translate] = []  # by which what is drawn goes with a finger
        self._walked_on: list[tuple[Floor, list[Point]]] = []  # the way on each level, in the order of walking
        self.middle: Point | None = None  # of what is seen of a level that is drawn larger, in units of its sheet
        self._ground, self._press, self._way, self._writing, self._here, self._walker = (
            InstructionGroup() for _ in range(6)
        )
        for group in (self._ground, self._press, self._way, self._writing, self._here, self._walker):
            self.canvas.add(group)
        for name in ("pos", "size", "zoom"):
            self.bind(**{name: self._later})
        self.bind(drawn=self._draw_way)
        self.bind(walked=self._draw_walker)
        self.bind(swell=self._draw_here)

    def on_place(self, place: Place) -> None:
        """Somebody touched a place."""

    def show(self, source: FloorSource, moving: bool = False) -> None:
        """Draw; with `moving` the way comes and is walked, and the ring swells."""
        self.source = source
        self._later()
        Animation.cancel_all(self)
        self.drawn, self.walked, self.swell = 1.0, 0.0, 0.0
        if moving and not look.still:
            self._move(source)

    def _move(self, source: FloorSource) -> None:
        pulse = Animation(swell=1.0, duration=PULSE / 2, transition="in_out_sine") + Animation(
            swell=0.0, duration=PULSE / 2, transition="in_out_sine"
        )
        ring = pulse
        for _ in range(PULSES - 1):
            ring = ring + pulse
        ring.start(self)
        if source.way is None or not source.way.route.steps:
            return
        self.drawn = 0.0
        seconds = walking.seconds(source.way)
        loop = Animation(walked=1.0, duration=seconds) + Animation(walked=0.0, duration=0)
        pause = Animation(walked=0.0, duration=max(walking.LOOP - seconds, walking.REST))
        walk = Animation(drawn=1.0, duration=DRAWS)
        for _ in range(walking.LOOPS):
            walk = walk + loop + pause
        walk.start(self)

    def leave(self) -> None:
        """Nothing moves any more."""
        Animation.cancel_all(self)

    # What is seen

    def _lay(self) -> None:
        source = self.source
        if source is None or self.width < 100 or self.height < 100 or not source.levels:
            self.floors = []
            return
        levels, room = source.levels, (self.width, self.height)
        scale, _ = floorlayout.fitting([source.size(level) for level in levels], *room)
        seen = [source.seen(level, scale) for level in levels]
        if self.zoom > 1.0 and len(levels) == 1:
            middle = self.middle or source.middle(levels[0])
            there = (self.width, self.height - CAPTION)
            seen = [floorlayout.zoomed(source.size(levels[0]), middle, self.zoom, there)]
        scale, _ = floorlayout.fitting(floorlayout.sizes_of(seen), *room)
        self.floors = floorlayout.lay([source.sheet(level, scale) for level in levels], seen, *room)

    def _at(self, floor: Floor, point: Point) -> Point:
        """A point of a sheet in the layout."""
        x, y = floor.px(point)
        return self.x + x, self.top - y

    def _ring(self, floor: Floor, ring: Sequence[Point]) -> list[Point]:
        return [self._at(floor, point) for point in ring]

    # Drawing

    def _draw(self, *_changed: object) -> None:
        """Once the layout around has settled: what is drawn on the way there is drawn for nothing."""
        place = (*self.pos, *self.size)
        self._settled = self._settled + 1 if place == self._place else 0
        self._place = place
        if self._settled < SETTLED:
            self._later()
            return
        self._lay()
        self._shifts.clear()
        self._walked_on = self._lines()
        for group in (self._ground, self._press, self._writing):
            group.clear()
        for floor in self.floors:
            self._within(self._ground, floor, self._draw_floor)
            self._caption(floor)
            self._within(self._writing, floor, self._write)
        self._draw_way()
        self._draw_here()
        self._draw_walker()

    def _within(self, group: InstructionGroup, floor: Floor, draw: Callable[[Floor], None]) -> None:
        """Draw nothing outside of what is seen of a level."""
        cropped = floor.seen != floorlayout.whole((floor.sheet.width, floor.sheet.height))
        if cropped:
            x, y = self.to_window(self.x + floor.left, self.top - floor.top - floor.height)
            size = floor.width * look.scale, floor.height * look.scale
            group.add(ScissorPush(x=round(x), y=round(y), width=round(size[0]), height=round(size[1])))
            group.add(PushMatrix())
            self._shifts.append(Translate(*self._dragged))
            group.add(self._shifts[-1])
        draw(floor)
        if cropped:
            group.add(PopMatrix())
            group.add(ScissorPop())

    def _fill(self, group: InstructionGroup, colour: Rgba, parts: Parts, texture: Any = None) -> None:
        group.add(Color(rgba=colour))
        for made in meshes(parts, texture):
            group.add(made)

    def _draw_floor(self, floor: Floor) -> None:
        if self.source is None:
            return
        states = [(self.source.state(shape.place), shape) for shape in floor.sheet.shapes]
        for state, group in groupby(states, key=lambda each: each[0]):
            shapes = [shape for _, shape in group]
            areas = [area([self._ring(floor, ring) for ring in shape.rings], masks.TILE) for shape in shapes]
            self._fill(self._ground, getattr(look, GROUNDS[state]), areas)
            if state in PATTERNS and not look.contrast:
                self._fill(self._ground, getattr(look, PATTERNS[state]), areas, masks.tile(state))
            if state == "mine":
                self._rim(floor, shapes, look.light, 6)
        if look.contrast:
            self._contrast_rims(floor, states)
        self._walls(floor)

    def _rim(self, floor: Floor, shapes: Iterable[Shape], colour: Rgba, width: int) -> None:
        """Within the walls of rooms."""
        parts = []
        for shape in shapes:
            rings = tuple(tuple(self._ring(floor, ring)) for ring in shape.rings)
            for a, b in geometry.all_edges(rings):
                x, y = geometry.inward(rings, a, b)
                off = (WALL + width) / 2
                parts.append(stroke((a[0] + x * off, a[1] + y * off), (b[0] + x * off, b[1] + y * off), width))
        self._fill(self._ground, colour, parts, masks.soft(width))

    def _contrast_rims(self, floor: Floor, states: list[tuple[str, Shape]]) -> None:
        """On black the states part by their rims: thick for taken, yellow for free, none for the rest."""
        for state, colour, width in (("taken", look.white, 12), ("free", look.light, 6), ("held", look.petrol, 12)):
            self._rim(floor, [shape for known, shape in states if known == state], colour, width)

    def _sides(self, floor: Floor, rings: Iterable[Sequence[Point]]) -> Iterator[tuple[Point, Point]]:
        for ring in rings:
            yield from geometry.edges(tuple(self._ring(floor, ring)))

    def _walls(self, floor: Floor) -> None:
        sheet = floor.sheet
        rings = [ring for shape in sheet.shapes for ring in shape.rings if _walled(shape.place)]
        sides = [*self._sides(floor, rings), *self._sides(floor, sheet.outline)]
        sides += [side for wall in sheet.walls for side in pairwise(self._ring(floor, wall))]
        low = [shape for shape in sheet.shapes if not _walled(shape.place)][1:]  # a desk in a hall, which is larger
        edges = self._sides(floor, [ring for shape in low for ring in shape.rings])
        self._fill(self._ground, look.edge, (stroke(a, b, 2, 1) for a, b in edges), masks.soft(2))
        self._fill(self._ground, look.ink, (stroke(a, b, WALL, WALL / 2) for a, b in sides), masks.soft(WALL))
        inner: list[Part] = []
        outer: list[Part] = []
        for a, b, door in sheet.gaps:
            (outer if door.other is None else inner).append(stroke(self._at(floor, a), self._at(floor, b), GAP))
        self._fill(self._ground, look.wall, inner, masks.soft(GAP))
        self._fill(self._ground, look.light, outer, masks.soft(GAP))

    # Words

    def _caption(self, floor: Floor) -> None:
        if self.source is not None:
            style = Style(32, True)
            text = self.source.caption(floor.level)
            width, height, _ = lettering.measure(text, style)
            left = self.x + floor.left if not look.rtl else self.x + floor.left + floor.width - width
            self._put(text, style, left, self.top - floor.top + CAPTION - 4 - (CAPTION - height) / 2, look.ink)

    def _put(self, text: str, style: Style, left: float, top: float, colour: Rgba) -> None:
        size = max(round(style.size * look.scale), 1)
        texture = lettered(text, Style(size, style.bold))
        width, height = (side / look.scale for side in texture.size)
        self._writing.add(Color(rgba=colour))
        self._writing.add(Rectangle(texture=texture, pos=(round(left), round(top - height)), size=(width, height)))

    def _write(self, floor: Floor) -> None:
        source = self.source
        if source is None:
            return
        for shape in floor.sheet.shapes:
            ink = getattr(look, INKS.get(source.state(shape.place), "ink"))
            if shape.label.lines:
                self._label(floor, shape, ink)
            elif icon := icon_name(shape.place):
                self._icon(icon, self._at(floor, shape.label.at), ink)
        for sign in floor.sheet.signs:
            at = self._at(floor, sign.at)
            if sign.kind == "in":
                self._centred(source.sign(sign), Style(24), at, look.ink)
            elif sign.kind != "desk":
                self._icon({"out": "exit", "assembly": "assembly"}[sign.kind], at, look.ink)
        place = self._here_text(floor)
        if place is not None:
            self._put(source.here, Style(28, True), *place, look.ink)

    def _icon(self, name: str, at: Point, colour: Rgba, size: int = 40) -> None:
        self._writing.add(Color(rgba=colour))
        pos = (round(at[0] - size / 2), round(at[1] - size / 2))
        self._writing.add(Rectangle(texture=masks.icon(name, size), pos=pos, size=(size, size)))

    def _centred(self, text: str, style: Style, at: Point, colour: Rgba) -> None:
        width, height, _ = lettering.measure(text, style)
        self._put(text, style, at[0] - width / 2, at[1] + height / 2, colour)

    def _label(self, floor: Floor, shape: Shape, ink: Rgba) -> None:
        lines = shape.label.lines
        x, y = self._at(floor, shape.label.at)
        px = shape.label.size * floor.scale
        size = max((step for step in look.steps if step <= px + 0.5), default=look.small)
        second = self.source.second(shape.place) if self.source is not None else ()
        smaller = max((step for step in look.steps if step < size), default=size)
        styles = [Style(smaller) if len(lines) > 1 and line in second else Style(size, True) for line in lines]
        self._plate(shape, (x, y), lines, styles)
        tall = sum(style.size * 1.3 for style in styles)
        up = y + tall / 2
        for line, style in zip(lines, styles, strict=True):
            self._centred(line, style, (x, up - style.size * 0.65), ink)
            up -= style.size * 1.3

    def _plate(self, shape: Shape, at: Point, lines: Sequence[str], styles: Sequence[Style]) -> None:
        """A plain ground under the words of a room whose pattern is light."""
        state = self.source.state(shape.place) if self.source is not None else ""
        if state in ("held", "closed") and not look.contrast:
            broad = max(lettering.measure(line, style)[0] for line, style in zip(lines, styles, strict=True)) + 20
            tall = sum(style.size * 1.3 for style in styles) + 8
            box = (at[0] - broad / 2, at[1] - tall / 2, broad, tall)
            self._fill(self._writing, getattr(look, GROUNDS[state]), [nine(box, 8, 18)], masks.rounded(8))

    def _here_text(self, floor: Floor) -> Point | None:
        if self.source is None or floor.sheet.here is None:
            return None
        width, height, _ = lettering.measure(self.source.here, Style(28, True))
        place = beside(floor, (width, height), RING[0] / 2 + 12)
        return place and (self.x + place[0], self.top - place[1])

    # The way

    def _lines(self) -> list[tuple[Floor, list[Point]]]:
        """The way on each level, in the order of walking."""
        if self.source is None or self.source.way is None:
            return []
        known = {floor.level: floor for floor in self.floors}
        return [
            (known[level], self._ring(known[level], known[level].sheet.route))
            for level in self.source.way.levels
            if level in known
        ]

    def _draw_way(self, *_changed: object) -> None:
        self._way.clear()
        lines = self._walked_on
        left = self.drawn * sum(geometry.length(line) for _, line in lines)
        for floor, line in lines:
            part = walking.part(line, left)
            left -= geometry.length(line)
            if len(part) > 1:
                self._within(self._way, floor, lambda _, part=part: self._stroke_way(part))  # type: ignore[misc]

    def _stroke_way(self, line: Sequence[Point]) -> None:
        for colour, width in ((look.card, HALO), (look.petrol, ROUTE)):
            self._fill(self._way, colour, polyline(line, width), masks.soft(width))
            self._fill(self._way, colour, (spot(point, width) for point in line), masks.disc(width))

    def _draw_here(self, *_changed: object) -> None:
        self._here.clear()
        for floor in self.floors:
            if floor.sheet.here is not None:
                self._within(self._here, floor, self._draw_ring)

    def _draw_ring(self, floor: Floor) -> None:
        if floor.sheet.here is not None:
            at = self._at(floor, floor.sheet.here)
            self._disc(self._here, at, RING[0] + (RING[1] - RING[0]) * self.swell, (*look.brick[:3], 0.25))
            self._disc(self._here, at, HERE + 10, look.card)
            self._disc(self._here, at, HERE, look.brick)

    def _draw_walker(self, *_changed: object) -> None:
        self._walker.clear()
        if not self.walked or self.source is None or self.source.way is None:
            return
        found = walking.at(self.source.way, [line for _, line in self._walked_on], self.walked)
        if found is not None:
            self._disc(self._walker, found, DOT, look.petrol_d)
            self._disc(self._walker, found, DOT - 10, look.light)

    def _disc(self, group: InstructionGroup, at: Point, size: float, colour: Rgba) -> None:
        group.add(Color(rgba=colour))
        pos = (at[0] - size / 2, at[1] - size / 2)
        group.add(Rectangle(texture=masks.disc(RING[1]), pos=pos, size=(size, size)))

    # Touch

    def place_at(self, x: float, y: float) -> tuple[Floor, Shape] | None:
        """The room around a point of the layout, about which there is something to say."""
        for floor in self.floors:
            if floor.holds(x - self.x, self.top - y) and self.source is not None:
                point = floor.unit(x - self.x, self.top - y)
                shapes = [shape for shape in floor.sheet.shapes if self.source.may_be_asked(shape.place)]
                around = [shape for shape in shapes if geometry.contains(shape.rings, point)]
                if not any(_walled(shape.place) for shape in around):
                    low = [shape for shape in shapes if not _walled(shape.place)]
                    around += [shape for shape in low if _near(x - self.x, self.top - y, touched(floor, shape))]
                around.sort(key=lambda shape: abs(geometry.signed_area(shape.rings[0])))
                if around:
                    return floor, around[0]
        return None

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        found = self.place_at(*touch.pos)
        touch.ud["from"], touch.ud["found"] = touch.pos, found
        if found is not None:
            floor, shape = found
            rings = [self._ring(floor, ring) for ring in shape.rings]
            self._fill(self._press, (*look.petrol[:3], 0.35), [area(rings, masks.TILE)])
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        if self._moved(touch):
            self._press.clear()
            if self.zoom > 1.0 and len(self.floors) == 1:
                self._dragged = (self._dragged[0] + touch.dx, self._dragged[1] + touch.dy)
                for shift in self._shifts:
                    shift.x, shift.y = self._dragged
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self._press.clear()
        if self._dragged != (0.0, 0.0):
            self._settle()
        found = touch.ud["found"]
        if found is not None and not self._moved(touch):
            self.dispatch("on_place", found[1].place)
        return True

    def _moved(self, touch: Any) -> bool:
        x, y = touch.ud["from"]
        return bool(abs(touch.x - x) > STILL_TOUCH or abs(touch.y - y) > STILL_TOUCH)

    def _settle(self) -> None:
        """The finger has gone: what it has brought is what is seen now."""
        floor, (dx, dy) = self.floors[0], self._dragged
        left, top, right, bottom = floor.seen
        self.middle = ((left + right) / 2 - dx / floor.scale, (top + bottom) / 2 + dy / floor.scale)
        self._dragged = (0.0, 0.0)
        self._later()


def touched(floor: Floor, shape: Shape) -> floorlayout.Box:
    """The box of a place in px of the picture; of a desk in a hall as large as a finger needs."""
    left, top, right, bottom = geometry.box([floor.px(point) for point in shape.rings[0]])
    more = 0.0 if _walled(shape.place) else look.target
    across, down = max(more - right + left, 0) / 2, max(more - bottom + top, 0) / 2
    return left - across, top - down, right + across, bottom + down


def _near(x: float, y: float, box: floorlayout.Box) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _walled(place: Place) -> bool:
    return place.walled or place.kind == "corridor"
