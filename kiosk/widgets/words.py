# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text on the picture: as wide as it is told, as high as it needs, from the cache of painted words."""

from functools import lru_cache
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from kivy.properties import BooleanProperty, ColorProperty, NumericProperty, OptionProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk import lettering
from kiosk.lettering import Layout, Style
from kiosk.look import look

KEPT = 80  # painted texts, about 35 kB each: those of the last few screens
LEAST = 24
SLACK = 1.03


def scaled(width: float, scale: float) -> int:
    """The px at which a text wraps; a little more where hinting makes scaled letters wider than they were measured."""
    return int(width * scale * (SLACK if scale != 1 else 1))


def lettered(text: str, style: Style) -> Texture:
    """The texture of a text; the same words are painted once, whatever the box they stand in."""
    return _kept(lettering.lay(text, style))


def _paint(laid: Layout) -> Texture:
    picture = lettering.paint(laid)
    texture = Texture.create(size=picture.size, colorfmt="luminance_alpha", mipmap=False)
    texture.blit_buffer(picture.data, colorfmt="luminance_alpha")
    return texture


_kept = lru_cache(maxsize=KEPT)(_paint)


class Words(Widget):
    """Text. Wraps at its width; steps down in size when it would take more than `most_lines`."""

    text = StringProperty()
    step = NumericProperty(32)
    bold = BooleanProperty(False)
    color = ColorProperty((0, 0, 0, 1))
    align = OptionProperty("start", options=("start", "end", "centre"))
    upright = OptionProperty("middle", options=("top", "middle", "bottom"))
    leading = NumericProperty(lettering.PLAIN)
    wrap = BooleanProperty(True)
    most_lines = NumericProperty(0)
    hug = BooleanProperty(False)  # take the width of the text
    most = NumericProperty(0)  # px that a hugging text may take before it steps down, and at last wraps
    language = StringProperty()  # that the text is in, "" for the visitor's
    private = BooleanProperty(False)  # typed or belonging to the visitor: nothing of it is kept

    def __init__(self, **properties: Any) -> None:
        self._trigger = Clock.create_trigger(self.repaint, -1)
        self._wraps = False  # whether it hugs its text and is too long for one line even so
        super().__init__(**properties)
        with self.canvas:
            self._tint = Color(rgba=self.color)
            self._rectangle = Rectangle()
        for name in ("text", "step", "bold", "align", "leading", "wrap", "most_lines", "width", "most"):
            self.bind(**{name: self._trigger})
        self.bind(text=self._hear)
        self.bind(pos=self._place)
        self.bind(size=self._place)
        self.bind(color=self._recolor)
        self.language = self.language or getattr(self.text, "language", "")
        self._measure()
        self._trigger()

    def _hear(self, *_changed: object) -> None:
        """What staff say knows its language."""
        self.language = getattr(self.text, "language", "")

    def _style(self, size: int, scale: float = 1.0) -> Style:
        width = scaled(self.width, scale) if self.wrap and not self.hug else 0
        if self._wraps:
            width = scaled(self.needed[0], scale) if scale != 1 else int(self.most)
        side = {"start": look.start, "end": look.end, "centre": "centre"}[self.align]
        return Style(max(round(size * scale), 1), self.bold, width, side, self.leading)

    def fitting(self) -> int:
        """The px of the em: the asked step, or the next smaller one with which the lines suffice."""
        self._wraps = False
        smaller = sorted((step for step in look.steps if LEAST <= step < self.step), reverse=True)
        for step in (int(self.step), *smaller):
            if self._fits(step):
                return step
        self._wraps = self.hug and self.most > 0
        return smaller[-1] if smaller else int(self.step)

    def _fits(self, step: int) -> bool:
        """Whether the text stands in its lines at this size; one that hugs its text wraps only if it may."""
        width, _, lines = self._needs(step)
        if not self.hug:
            return not self.most_lines or (lines <= self.most_lines and width <= self.width)
        if not self.most or width <= self.most:
            return not self.most_lines or lines <= self.most_lines
        self._wraps = self.most_lines > 1
        if self._wraps and (needs := self._needs(step))[2] <= self.most_lines and needs[0] <= self.most:
            return True
        self._wraps = False
        return False

    def _needs(self, step: int) -> tuple[int, int, int]:
        lay = lettering.fresh if self.private else lettering.lay
        return lay(self.text, self._style(step)).needs

    def _measure(self) -> None:
        """The box that the text needs, so that layouts know it before the first picture."""
        self._size = self.fitting()
        width, height, _ = self._needs(self._size)
        self.needed = (width, height if self.text else 0)
        if self.hug:
            self.width = width
        if self.size_hint_y is None:
            self.height = self.needed[1]

    def repaint(self, _elapsed: float = 0) -> None:
        self._measure()
        self._texture = self._painted(self._style(self._size, look.scale)) if self.text else None
        self._rectangle.texture = self._texture
        self._place()

    def _painted(self, style: Style) -> Texture:
        return _paint(lettering.fresh(self.text, style)) if self.private else lettered(self.text, style)

    def _place(self, *_changed: object) -> None:
        texture = getattr(self, "_texture", None)
        if texture is None:
            self._rectangle.size = (0, 0)
            return
        width, height = (side / look.scale for side in texture.size)
        spare = self.height - height
        up = {"top": spare, "middle": spare / 2, "bottom": 0}[self.upright]
        across = {"left": 0, "centre": (self.width - width) / 2, "right": self.width - width}
        left = across[{"start": look.start, "end": look.end, "centre": "centre"}[self.align]]
        self._rectangle.size = (width, height)
        self._rectangle.pos = (round(self.x + left), round(self.y + up))

    def _recolor(self, *_changed: object) -> None:
        self._tint.rgba = self.color

    @property
    def clipped(self) -> bool:
        """Whether the text reaches out of its box."""
        width, height = self.needed
        return bool(self.text) and (width > self.width + 1 or height > self.height + 1)
