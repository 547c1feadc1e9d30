# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The levels of the house as they lie for whoever stands here: rooms to touch, the way, and somebody who walks it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
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
from kiosk import floorlayout, walking
from kiosk.floorlayout import CAPTION, Floor
from kiosk.floorsource import FloorSource
from kiosk.look import Rgba, look
from kiosk.turned import on_panel
from kiosk.widgets import masks
from kiosk.widgets.floorpaint import RING, Painter, fill
from kiosk.widgets.meshes import Point, area, polyline, spot

HALO, ROUTE = 26, 14
HERE, DOT = 38, 36
PULSES, PULSE = 3, 1.6
DRAWS = 0.9  # seconds
SETTLED = 3  # rounds of the clock in which a layout has not moved
STILL_TOUCH = 24  # px that a finger may move and still touches what it touched


class Floors(Widget):
    """Draws what its source tells; on_place with a place that was touched, on_near if it is too small for a finger."""

    __events__ = ("on_place", "on_near")
    drawn = NumericProperty(1.0)  # share of the way that is drawn
    walked = NumericProperty(0.0)  # share of the walk, in time; 0: nobody walks
    swell = NumericProperty(0.0)  # of the ring around "you are here"
    zoom = NumericProperty(1.0)

    def __init__(self, **properties: Any) -> None:
        self._later = Clock.create_trigger(self._draw, -1)
        super().__init__(**properties)
        self.source: Any = None  # a FloorSource, once there is one
        self.floors: list[Floor] = []
        self._place: tuple[float, ...] = ()
        self._settled = 0
        self._dragged = (0.0, 0.0)
        self._shifts: dict[int, Translate] = {}  # by which what is drawn goes with a finger, by the group's id
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

    def on_near(self) -> None:
        """Somebody touched where places are too small; `middle` is where."""

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

    def on_parent(self, _self: object, parent: Any) -> None:
        """Nothing moves any more on a screen that has gone."""
        if parent is None:
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
        self._walked_on = self._lines()
        for group in (self._ground, self._press, self._writing):
            group.clear()
        for floor in self.floors:
            painter = self._painter(floor)
            with self._within(self._ground, floor):
                painter.ground(self._ground)
            painter.caption(self._writing)
            with self._within(self._writing, floor):
                painter.words(self._writing)
        self._draw_way()
        self._draw_here()
        self._draw_walker()

    def _painter(self, floor: Floor) -> Painter:
        """Who paints a level: what is seen of it, and as much around as a finger can bring in."""
        left, top, right, bottom = floor.seen
        across, down = (right - left, bottom - top) if self.zoom > 1.0 else (0.0, 0.0)
        reach = (left - across, top - down, right + across, bottom + down)
        return Painter(self.source, floor, (self.x, self.top), reach)

    @contextmanager
    def _within(self, group: InstructionGroup, floor: Floor) -> Iterator[None]:
        """Draw nothing outside of what is seen of a level."""
        cropped = floor.seen != floorlayout.whole((floor.sheet.width, floor.sheet.height))
        if cropped:
            x, y = self.to_window(self.x + floor.left, self.top - floor.top - floor.height)
            size = floor.width * look.scale, floor.height * look.scale
            left, foot, width, height = on_panel((round(x), round(y), round(size[0]), round(size[1])))
            group.add(ScissorPush(x=left, y=foot, width=width, height=height))
            group.add(PushMatrix())
            self._shifts[id(group)] = Translate(*self._dragged)
            group.add(self._shifts[id(group)])
        yield
        if cropped:
            group.add(PopMatrix())
            group.add(ScissorPop())

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
                with self._within(self._way, floor):
                    self._stroke_way(part)

    def _stroke_way(self, line: Sequence[Point]) -> None:
        for colour, width in ((look.card, HALO), (look.petrol, ROUTE)):
            fill(self._way, colour, polyline(line, width), masks.soft(width))
            fill(self._way, colour, (spot(point, width) for point in line), masks.disc(width))

    def _draw_here(self, *_changed: object) -> None:
        self._here.clear()
        for floor in self.floors:
            if floor.sheet.here is not None:
                with self._within(self._here, floor):
                    self._ring_around(self._at(floor, floor.sheet.here))

    def _ring_around(self, at: Point) -> None:
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
                if not any(shape.place.enclosed for shape in around):
                    low = [shape for shape in shapes if not shape.place.enclosed]
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
            fill(self._press, (*look.petrol[:3], 0.35), [area(rings, masks.TILE)])
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        if self._moved(touch):
            self._press.clear()
            if self.zoom > 1.0 and len(self.floors) == 1:
                self._dragged = (self._dragged[0] + touch.dx, self._dragged[1] + touch.dy)
                for shift in self._shifts.values():
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
        if found is None or self._moved(touch):
            return True
        if large_enough(*found):
            self.dispatch("on_place", found[1].place)
        else:
            self.middle = found[0].unit(touch.x - self.x, self.top - touch.y)
            self.dispatch("on_near")
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
    more = 0.0 if shape.place.enclosed else look.target
    across, down = max(more - right + left, 0) / 2, max(more - bottom + top, 0) / 2
    return left - across, top - down, right + across, bottom + down


def large_enough(floor: Floor, shape: Shape) -> bool:
    """Whether a finger meets a place and no other."""
    left, top, right, bottom = touched(floor, shape)
    return min(right - left, bottom - top) >= look.target - 0.5


def _near(x: float, y: float, box: floorlayout.Box) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
