# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text as pictures: wrapped in logical order, laid out by raqm, so that Arabic is shaped and German is kerned.

A text may carry `[b]bold[/b]`; nothing else in it is markup.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from PIL import Image, ImageDraw

from kiosk.parts import font
from kiosk.syllables import broken

RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
PLAIN = 1.3
ARABIC = 1.4  # Arabic reaches further above and below its line
REACH = (0.99, 0.47)  # how far above and below, in em, where it carries no vowel signs

Run = tuple[str, bool]
Line = list[Run]
Placed = tuple[str, bool, float]


@dataclass(frozen=True)
class Style:
    """How a text is set: px of the em, weight, width to wrap at (0: one line), side and height of a line."""

    size: int
    bold: bool = False
    width: int = 0
    align: str = "left"
    leading: float = PLAIN


@dataclass(frozen=True)
class Layout:
    """A text in its lines, each run with its width; `style` has no width where the lines fit without being wrapped."""

    lines: tuple[tuple[Placed, ...], ...]
    style: Style
    direction: str
    size: tuple[int, int]  # of the box that it needs
    above: int  # px from the upper edge to the first baseline
    pitch: int  # px from one baseline to the next

    @property
    def needs(self) -> tuple[int, int, int]:
        """Width and height in px, and the number of lines."""
        return (*self.size, len(self.lines))


@dataclass(frozen=True)
class Picture:
    """A white text on nothing, as bytes for a texture (luminance and alpha)."""

    size: tuple[int, int]
    data: bytes


def runs(text: str, bold: bool) -> Iterator[Run]:
    """Parts of the text with their weight."""
    for part in re.split(r"(\[/?b\])", text):
        if part in ("[b]", "[/b]"):
            bold = part == "[b]"
        elif part:
            yield part, bold


def words(text: str, bold: bool) -> Iterator[Run]:
    """Words with the space that follows them."""
    for part, weight in runs(text, bold):
        for word in re.findall(r"[^ ]+ *| +", part):  # a hard space holds together
            yield word, weight


def advance(text: str, size: int, bold: bool) -> float:
    """The width of one run in px."""
    return float(font(size, bold).getlength(text, direction=_direction(text)))


def _direction(text: str) -> str:
    return "rtl" if RTL.search(text) else "ltr"


def wrap(text: str, style: Style) -> list[Line]:
    """The text in lines no wider than the style allows, as far as words and syllables let it."""
    return [line for part in text.split("\n") for line in _wrap(part, style)]


def unwrapped(text: str, style: Style) -> list[Line]:
    """The text in the lines that it comes with."""
    return [list(words(part, style.bold)) for part in text.split("\n")]


def _wrap(text: str, style: Style) -> list[Line]:
    lines: list[Line] = [[]]
    used = 0.0
    for word, bold, width in _small_enough(text, style):
        if lines[-1] and used + width > style.width:
            lines.append([])
            used = 0.0
        lines[-1].append((word, bold))
        used += advance(word, style.size, bold) if word.endswith(" ") else width
    return lines


def _small_enough(text: str, style: Style) -> Iterator[Placed]:
    """Words with the width of their letters, too long ones broken at their syllables; Arabic is never cut in a word."""
    for word, bold in words(text, style.bold):
        width = advance(word.rstrip(), style.size, bold)
        if width <= style.width or RTL.search(word):
            yield word, bold, width
            continue
        room = int(len(word) * style.width / advance(word, style.size, bold))
        for part in broken(word, max(room, 3)):
            yield part, bold, advance(part.rstrip(), style.size, bold)


def _merged(line: Line) -> Line:
    """Runs of one weight side by side are shaped as one."""
    merged: Line = []
    for text, bold in line:
        if merged and merged[-1][1] == bold:
            merged[-1] = (merged[-1][0] + text, bold)
        else:
            merged.append((text, bold))
    if merged:
        merged[-1] = (merged[-1][0].rstrip(), merged[-1][1])
    return [run for run in merged if run[0]]


def _placed(line: Line, size: int) -> tuple[Placed, ...]:
    return tuple((text, bold, advance(text, size, bold)) for text, bold in _merged(line))


def _width(line: tuple[Placed, ...]) -> float:
    return sum(width for _, _, width in line)


def _reach(lines: tuple[tuple[Placed, ...], ...], style: Style, text: str) -> tuple[int, int]:
    """Px above the first baseline and below the last one: the font's, or what the letters need with their signs."""
    above, below = font(style.size, style.bold).getmetrics()
    if RTL.search(text):
        above, below = max(above, round(REACH[0] * style.size)), max(below, round(REACH[1] * style.size))
    if not text.isascii():
        first = [_ink(run, style.size) for run in lines[0]]
        last = [_ink(run, style.size) for run in lines[-1]] if len(lines) > 1 else first
        above = max([above, *(1 - top for top, _ in first)])
        below = max([below, *(1 + foot for _, foot in last)])
    return above, below


def _ink(run: Placed, size: int) -> tuple[int, int]:
    """Where the ink of a run begins and ends, from its baseline, y down."""
    text, bold, _ = run
    _, top, _, foot = font(size, bold).getbbox(text, anchor="ls", direction=_direction(text))
    return math.floor(top), math.ceil(foot)


def fresh(text: str, style: Style) -> Layout:
    """The text laid out; nothing of it is kept."""
    loose = _lay(text, unwrapped(text, style), replace(style, width=0))
    if not style.width or loose.size[0] <= style.width:
        return loose
    return _lay(text, wrap(text, style), style)


lay = lru_cache(maxsize=400)(fresh)


def measure(text: str, style: Style) -> tuple[int, int, int]:
    """Width and height in px, and the number of lines."""
    return lay(text, style).needs


def _lay(text: str, lines: list[Line], style: Style) -> Layout:
    placed = tuple(_placed(line, style.size) for line in lines)
    widest = max((_width(line) for line in placed), default=0)
    above, below = _reach(placed, style, text)
    pitch = _pitch(style, text)
    # Tight leadings pull lines together, never what stands above the first one or below the last one.
    height = above + below + (len(lines) - 1) * pitch
    return Layout(placed, style, _direction(text), (int(widest + 0.999), height), above, pitch)


def _pitch(style: Style, text: str) -> int:
    return round(style.size * (max(style.leading, ARABIC) if RTL.search(text) else style.leading))


def paint(laid: Layout) -> Picture:
    """The text, white on nothing."""
    width, height = laid.size
    mask = Image.new("L", (max(width, 1), height))  # not the box's: what is empty need not be kept or drawn
    for number, line in enumerate(laid.lines):
        _paint_line(mask, line, laid, laid.above + number * laid.pitch)
    white = Image.new("L", mask.size, 255)
    flipped = Image.merge("LA", (white, mask)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    return Picture(mask.size, flipped.tobytes())


def _paint_line(mask: Image.Image, line: tuple[Placed, ...], laid: Layout, baseline: int) -> None:
    at = _left(mask.width, _width(line), laid.style.align)
    draw = ImageDraw.Draw(mask)
    for text, bold, width in line if laid.direction == "ltr" else line[::-1]:
        face = font(laid.style.size, bold)
        draw.text((at, baseline), text, 255, face, anchor="ls", direction=laid.direction)
        at += width


def _left(room: int, width: float, align: str) -> float:
    return {"left": 0.0, "right": room - width, "centre": round((room - width) / 2)}[align]
