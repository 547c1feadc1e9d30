# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""An oak beside its stone of basalt, as thousands stand in Kassel (look/oak.svg); only here something is green."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.uix.widget import Widget
from PIL import Image, ImageDraw

from kiosk.look import look
from kiosk.widgets.icon import FLIPPED, STRAIGHT
from kiosk.widgets.masks import upload

FINER = 3
WIDTH, HEIGHT = 300, 360  # units of the drawing; its foot is in the middle, 10 above the lower edge
FOOT = (150, 350)
WOOD, LEAVES, LIT, STONE, TOP = "#54432F", "#4F6B3F", "#64824F", "#334043", "#6B7A7D"
CROWN = (
    (-78, -178, 46), (-92, -226, 42), (-52, -268, 48), (4, -296, 50), (58, -270, 48), (94, -226, 44), (80, -178, 46),
    (28, -168, 44), (-28, -166, 46), (0, -226, 74),
)  # fmt: skip
SUNNY = (
    (-56, -262, 26), (2, -292, 30), (-88, -224, 20), (56, -262, 22), (-20, -220, 24), (40, -214, 20), (-60, -186, 16),
    (82, -214, 16),
)  # fmt: skip
Point = tuple[float, float]


def _curve(a: Point, b: Point, c: Point, d: Point, parts: int = 12) -> Iterator[Point]:
    """Points of a cubic Bézier curve after its first one."""
    for number in range(1, parts + 1):
        t = number / parts
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        yield (
            sum(w * p[0] for w, p in zip(weights, (a, b, c, d), strict=True)),
            sum(w * p[1] for w, p in zip(weights, (a, b, c, d), strict=True)),
        )


def _trunk() -> list[Point]:
    left = [(-20.0, 0.0), *_curve((-20, 0), (-10, -30), (-12, -90), (-16, -130))]
    boughs = [(-44, -168), (-34, -176), (-8, -146), (-4, -196), (10, -196), (12, -144), (40, -178), (50, -170)]
    right = [(20.0, -126.0), *_curve((20, -126), (-2, -70), (4, -30), (18, 0))]
    return [*left, *boughs, *right]


@lru_cache(maxsize=2)
def oak(width: int) -> Texture:
    """The whole picture, so many px wide."""
    scale = width * FINER / WIDTH
    image = Image.new("RGBA", (width * FINER, round(width * HEIGHT / WIDTH) * FINER))
    draw = ImageDraw.Draw(image)

    def at(points: Sequence[Point]) -> list[Point]:
        return [((FOOT[0] + x) * scale, (FOOT[1] + y) * scale) for x, y in points]

    draw.polygon(at(_trunk()), WOOD)
    for colour, leaves in ((LEAVES, CROWN), (LIT, SUNNY)):
        for x, y, radius in leaves:
            draw.ellipse(
                [value for p in at([(x - radius, y - radius), (x + radius, y + radius)]) for value in p], colour
            )
    draw.polygon(at([(84, 0), (84, -88), (97, -102), (117, -97), (125, -80), (125, 0)]), STONE)
    draw.polygon(at([(84, -88), (97, -102), (117, -97), (125, -80)]), TOP)
    return upload(image.resize((image.width // FINER, image.height // FINER), Image.Resampling.BOX))


class Oak(Widget):
    """As wide as it is told; it stands on the lower edge."""

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        with self.canvas:
            Color(rgba=(1, 1, 1, 1))
            self._rectangle = Rectangle()
        self.bind(pos=self._place)
        self.bind(size=self._place)

    def _place(self, *_changed: object) -> None:
        width = int(self.width)
        if width < 40:
            self._rectangle.size = (0, 0)
            return
        texture = oak(width)
        self._rectangle.texture, self._rectangle.size = texture, texture.size
        self._rectangle.tex_coords = FLIPPED if look.rtl else STRAIGHT
        self._rectangle.pos = (round(self.x), round(self.y - texture.height * (HEIGHT - FOOT[1]) / HEIGHT))
