# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A door: an arch that says from two metres whether the room behind it is free."""

from math import sqrt
from typing import Any

from kivy.graphics import Color, InstructionGroup, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import AliasProperty, BooleanProperty, NumericProperty, OptionProperty, StringProperty
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.floatlayout import FloatLayout
from kivy.uix.widget import Widget

from kiosk.look import Rgba, look
from kiosk.widgets import masks

FRAME = 12
THRESHOLD = 10
STATES = ("free", "taken", "held", "closed", "mine", "quiet")
GROUNDS = {"free": "light", "mine": "light", "quiet": "light", "taken": "basalt", "held": "card", "closed": "shut"}
TEXTS = {
    "free": "on_light",
    "mine": "on_light",
    "quiet": "on_light",
    "taken": "on_basalt",
    "held": "petrol",
    "closed": "ink",
}
OPEN = {"free": 1.0, "mine": 1.0, "quiet": 1.0, "held": 0.5}
Box = tuple[float, float, float, float]


class DoorPicture(Widget):
    """Arch, leaf, knob, threshold, and the wedge of light on the floor below; no words."""

    state = OptionProperty("free", options=STATES)
    opening = NumericProperty(1.0)  # of the leaf
    glow = NumericProperty(1.0)  # of the wedge
    depth = NumericProperty(90)  # of the floor
    lean = NumericProperty(1.0)  # of the light: x over y
    lit = BooleanProperty(False)  # pressed
    clear = NumericProperty(0)  # px from the foot up that words take

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self._group = InstructionGroup()
        self.canvas.add(self._group)
        for name in ("pos", "size", "state", "opening", "glow", "depth", "lean", "lit", "clear"):
            self.bind(**{name: self._draw})
        self._draw()

    @property
    def inner(self) -> tuple[int, int]:
        return max(int(self.width) - 2 * FRAME, 2), max(int(self.height) - FRAME, 2)

    def _draw(self, *_changed: object) -> None:
        self._group.clear()
        if self.width < 4 * FRAME or self.height < self.width / 2:
            return
        self._wedge()
        self._arch()
        self._threshold()

    def _put(self, colour: Rgba, texture: Texture | None, box: Box, share: float = 1.0) -> None:
        """Draw in a box counted from the start side's foot, `share` of the texture from its top on.

        Everything is mirrored with the writing.
        """
        left, up, width, height = box
        x = self.right - left - width if look.rtl else self.x + left
        self._group.add(Color(rgba=colour))
        drawn = Rectangle(texture=texture, pos=(x, self.y + up), size=(width, height))
        if texture is not None:
            foot = 1 - share
            drawn.tex_coords = (1, foot, 0, foot, 0, 1, 1, 1) if look.rtl else (0, foot, 1, foot, 1, 1, 0, 1)
        self._group.add(drawn)

    def _arch(self) -> None:
        width, height = self.inner
        outer = int(self.width), int(self.height)
        self._vault(look.card, 0, *outer)
        if look.contrast:
            self._put(look.rim, masks.arch_rim(*outer, 3), (0, 0, *outer))
        self._vault(self._ground(), FRAME, width, height)
        self._pattern(width, height)
        self._leaf(width, height)

    def _vault(self, colour: Rgba, left: int, width: int, height: int) -> None:
        """A box under a bow, which it meets one px higher: no seam, however the stage is scaled."""
        head = width // 2
        self._put(colour, None, (left, 0, width, height - head + 1))
        self._put(colour, masks.bow(width), (left, height - head, width, head))

    def _ground(self) -> Rgba:
        if self.lit and not look.contrast:
            return {"light": look.wedge, "basalt": look.basalt_h}.get(GROUNDS[self.state], look.petrol_p)
        return getattr(look, GROUNDS[self.state])

    def _pattern(self, width: int, height: int) -> None:
        if self.state not in masks.PATTERNS:
            return
        colour = {"taken": look.basalt_h, "held": look.petrol_p, "closed": look.shut_h}[self.state]
        ring = 6 if look.contrast else 0
        colour = look.white if look.contrast else colour
        texture = masks.arch_pattern(width, height, self.state, False, ring)
        self._put(colour, texture, (FRAME, 0, width, height))
        if self.state == "held":
            self._put(look.petrol, masks.arch_rim(width, height, 3), (FRAME, 0, width, height))
        if self.state == "taken":
            self._closed_knob(width, height, max(width * 0.028, 6))

    def _closed_knob(self, width: int, height: int, radius: float) -> None:
        """Above the words, and inside the arch."""
        up = max(height / 2, self.clear + 2 * radius)
        risen = max(up - (height - width / 2), 0)  # above the place where the arch begins to bend
        edge = width / 2 + sqrt(max((width / 2) ** 2 - risen**2, 0))
        self._knob(FRAME + min(width * 0.86, edge - 3 * radius), up, radius)

    def _leaf(self, width: int, height: int) -> None:
        share = OPEN.get(self.state, 0) * self.opening
        if not share:
            return
        leaf, edge = masks.leaf(width, height, 4 if width < 300 else 5)
        box = (FRAME, 0, round(width * masks.LEAF) * share, height)
        self._put(look.leaf, leaf, box)
        self._put(look.leaf_edge, edge, box)
        self._knob(FRAME + box[2] * 0.74, height * 0.39, max(width * 0.016, 4) * (0.5 + share / 2))

    def _knob(self, x: float, y: float, radius: float) -> None:
        size = round(radius * 2)
        self._put(look.light, masks.disc(size), (round(x - radius), round(y - radius), size, size))

    def _threshold(self) -> None:
        if self.state in ("taken", "closed"):
            self._put(look.edge, None, (-6, -THRESHOLD, self.width + 12, THRESHOLD))
            return
        self._put(look.edge, None, (-6, -THRESHOLD, 18, THRESHOLD))
        self._put(look.edge, None, (self.width - 12, -THRESHOLD, 18, THRESHOLD))

    def _wedge(self) -> None:
        """The light on the floor; while it comes, as much of it as lies next to the door."""
        width, depth = self.inner[0], int(self.depth)
        shown = round(depth * self.glow)
        if self.state not in ("free", "mine") or not shown:
            return
        shift = int(self.lean * depth)
        spread = depth * 0.18
        top, foot = max(0, -shift + spread), max(0, shift - spread)
        points = ((top, 0), (top + width, 0), (foot + width + spread * 2, depth), (foot, depth))
        far = max(x for x, _ in points)
        self._put(look.wedge, masks.polygon(points), (FRAME - top, -shown, round(far), shown), shown / depth)


class Door(ButtonBehavior, FloatLayout):
    """A door with its words at the foot; touching it opens the room's day."""

    state_of = OptionProperty("free", options=STATES)
    name = StringProperty()
    word = StringProperty()
    until = StringProperty()
    room = StringProperty()
    depth = NumericProperty(90)
    lean = NumericProperty(1.0)
    large = BooleanProperty(False)
    told = StringProperty()
    leaf_width = AliasProperty(lambda door: door._leaf_width(), bind=("width", "state_of"))

    @property
    def text_color(self) -> Rgba:
        return getattr(look, TEXTS[self.state_of])

    def _leaf_width(self) -> float:
        """The room that frame and leaf take from the words."""
        return FRAME + (self.width - 2 * FRAME) * masks.LEAF * OPEN.get(self.state_of, 0)
