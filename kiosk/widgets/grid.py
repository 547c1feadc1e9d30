# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A grid to touch: all cells of a state are one mesh, their words and icons lie on top."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from kivy.clock import Clock
from kivy.graphics import Color, InstructionGroup, Mesh, Rectangle
from kivy.properties import NumericProperty
from kivy.uix.widget import Widget

from kiosk import lettering
from kiosk.gridplan import LEADING, Block, Mark
from kiosk.lettering import Style
from kiosk.look import look
from kiosk.widgets import masks
from kiosk.widgets.meshes import Box, mesh, nine, plain
from kiosk.widgets.words import lettered, scaled

GAP = 2.5
RADIUS = 8
GROUNDS = {
    "free": "light_p",
    "taken": "basalt",
    "held": "card",
    "closed": "shut",
    "past": "floor",
    "quiet": "wall",
    "mine": "petrol",
}
PATTERNS = {"taken": "basalt_h", "held": "petrol_p", "closed": "shut_h"}


class Grid(Widget):
    """Draws blocks and says which one was touched: on_start with the block."""

    __events__ = ("on_start",)
    pressed_block = NumericProperty(-1)

    def __init__(self, **properties: Any) -> None:
        self._later = Clock.create_trigger(self._draw, -1)  # once a frame, however often the layout moves it
        super().__init__(**properties)
        self.blocks: Sequence[Block] = ()
        self._still, self._press = InstructionGroup(), InstructionGroup()
        self._writing = InstructionGroup()
        for group in (self._still, self._press, self._writing):
            self.canvas.add(group)
        self.bind(pos=self._later)
        self.bind(size=self._later)

    def on_start(self, block: Block) -> None:
        """A free block was touched."""

    def show(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self._later()

    def box(self, block: Block, inset: float = GAP) -> Box:
        """A block's box in the layout, y up."""
        return (
            self.x + block.x + inset,
            self.top - block.y - block.height + inset,
            max(block.width - 2 * inset, 1),
            max(block.height - 2 * inset, 1),
        )

    def target(self, block: Block) -> Box:
        """What of the picture belongs to a block's touch."""
        left, top, width, height = block.target
        return self.x + left, self.top - top - height, width, height

    def spans(self) -> list[tuple[float, float]]:
        """Lower and upper edge of everything that can be touched."""
        boxes = [self.target(block) for block in self.blocks if block.start]
        return [(y, y + height) for _, y, _, height in boxes]

    def _draw(self, *_changed: object) -> None:
        for group in (self._still, self._press, self._writing):
            group.clear()
        if not self.blocks:
            return
        self._panel()
        self._cells()
        for block in self.blocks:
            self._write(block)

    def _fill(self, group: InstructionGroup, colour: Any, made: Mesh) -> None:
        group.add(Color(rgba=colour))
        group.add(made)

    def _panel(self) -> None:
        """The ground that parts the cells."""
        right = max(block.x + block.width for block in self.blocks)
        foot = max(block.y + block.height for block in self.blocks)
        box = (self.x - 4, self.top - foot - 4, right + 8, foot + 8)
        ground = look.black if look.contrast else look.line
        self._fill(self._still, ground, mesh([nine(box, 12, 26)], masks.rounded(12)))

    def _cells(self) -> None:
        by_state: dict[str, list[Block]] = defaultdict(list)
        for block in self.blocks:
            by_state[block.state].append(block)
        for state, blocks in by_state.items():
            boxes = [nine(self.box(block), RADIUS, 2 * RADIUS + 2) for block in blocks]
            self._fill(self._still, getattr(look, GROUNDS[state]), mesh(boxes, masks.rounded(RADIUS)))
            if state in PATTERNS:
                self._pattern(state, blocks)
            self._rims(state, boxes)

    def _pattern(self, state: str, blocks: list[Block]) -> None:
        """Hatch, stripes or cross; in contrast mode only a ring of 6 px, so that text stays on plain ground."""
        colour = getattr(look, PATTERNS[state])
        if look.contrast:
            colour = look.white if state != "closed" else look.shut_h
        parts = [plain(self.box(block, GAP + 2), masks.TILE) for block in blocks]
        self._fill(self._still, colour, mesh(parts, masks.tile(state)))
        if look.contrast:
            inner = [plain(self.box(block, GAP + 8), masks.TILE) for block in blocks]
            self._fill(self._still, look.black, mesh(inner, None))
        elif state == "held":
            plates = [nine(plate, RADIUS, 18) for block in blocks if (plate := self._text_plate(block))]
            self._fill(self._still, look.card, mesh(plates, masks.rounded(RADIUS)))

    def _text_plate(self, block: Block) -> Box | None:
        """The plain ground under the words of a striped block."""
        texts = [mark for mark in block.marks if mark.text]
        if not texts:
            return None
        x, y, width, height = self.box(block, GAP + 8)
        tall = min(height, 84 if texts[0].top < 60 else 140)  # beside the icon, or below it in two lines
        return (x, y + height - tall, width, tall)

    def _rims(self, state: str, boxes: list[tuple[list[float], list[int]]]) -> None:
        colour = {"held": look.petrol, "mine": look.light}.get(state)
        if look.contrast and state != "past":
            colour = colour or look.white
        if colour:
            self._fill(self._still, colour, mesh(boxes, masks.rounded(RADIUS, 3)))

    def _write(self, block: Block) -> None:
        for mark in block.marks:
            x, top = self._corner(block, mark)
            self._writing.add(Color(rgba=getattr(look, mark.ink)))
            if mark.icon:
                self._icon(mark, x, top)
            else:
                self._letters(mark, x, top)

    def _corner(self, block: Block, mark: Mark) -> tuple[float, float]:
        left = block.width - mark.left - mark.width if look.rtl else mark.left
        return round(self.x + block.x + left), round(self.top - block.y - mark.top)

    def _icon(self, mark: Mark, x: float, top: float) -> None:
        texture = masks.icon(mark.icon, int(mark.width))
        self._writing.add(Rectangle(texture=texture, pos=(x, top - mark.width), size=(mark.width, mark.width)))

    def style(self, mark: Mark, scale: float = 1.0) -> Style:
        align = {"start": look.start, "end": look.end, "centre": "centre"}[mark.align]
        return Style(round(mark.step * scale), mark.bold, scaled(mark.width, scale), align, LEADING)

    def _letters(self, mark: Mark, x: float, top: float) -> None:
        texture = lettered(mark.text, self.style(mark, look.scale))
        width, height = (side / look.scale for side in texture.size)
        spare = mark.width - width
        aside = {"left": 0, "centre": spare / 2, "right": spare}[self.style(mark).align]
        self._writing.add(Rectangle(texture=texture, pos=(round(x + aside), top - height), size=(width, height)))

    def letters(self) -> Iterable[tuple[Block, Mark, tuple[int, int, int]]]:
        """Every text with what it needs (width, height, lines), for whoever checks the picture."""
        for block in self.blocks:
            for mark in block.marks:
                if mark.text:
                    yield block, mark, lettering.measure(mark.text, self.style(mark))

    # Touch

    def _block_at(self, x: float, y: float) -> Block | None:
        at = x - self.x, self.top - y
        return next((block for block in self.blocks if block.start and block.holds(*at)), None)

    def on_touch_down(self, touch: Any) -> bool:
        block = self._block_at(*touch.pos) if self.collide_point(*touch.pos) else None
        if block is None:
            return False
        touch.grab(self)
        touch.ud["block"] = block
        pressed = mesh([nine(self.box(block), RADIUS, 2 * RADIUS + 2)], masks.rounded(RADIUS))
        self._fill(self._press, look.petrol if look.contrast else look.petrol_p, pressed)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self._press.clear()
        if self._block_at(*touch.pos) is touch.ud["block"]:
            self.dispatch("on_start", touch.ud["block"])
        return True
