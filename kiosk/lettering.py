# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Text as pictures: wrapped in logical order, laid out by raqm, so that Arabic is shaped and German is kerned.

A text may carry `[b]bold[/b]`; nothing else in it is markup.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Style:
    """How a text is set: px of the em, weight, width to wrap at (0: one line), side and height of a line."""

    size: int
    bold: bool = False
    width: int = 0
    align: str = "left"
    leading: float = PLAIN


@dataclass(frozen=True)
class Picture:
    """A white text on nothing, as bytes for a texture (luminance and alpha), its lines and what it would need."""

    size: tuple[int, int]
    data: bytes
    lines: int
    widest: int


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


def _wrap(text: str, style: Style) -> list[Line]:
    lines: list[Line] = [[]]
    used = 0.0
    for word, bold in _small_enough(text, style):
        width = advance(word.rstrip(), style.size, bold)
        if lines[-1] and style.width and used + width > style.width:
            lines.append([])
            used = 0.0
        lines[-1].append((word, bold))
        used += advance(word, style.size, bold)
    return lines


def _small_enough(text: str, style: Style) -> Iterator[Run]:
    """Words, the too long ones broken at their syllables; Arabic is never cut inside a word."""
    for word, bold in words(text, style.bold):
        if not style.width or RTL.search(word) or advance(word.rstrip(), style.size, bold) <= style.width:
            yield word, bold
            continue
        room = int(len(word) * style.width / advance(word, style.size, bold))
        yield from ((part, bold) for part in broken(word, max(room, 3)))


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


def _width(line: Line, size: int) -> float:
    return sum(advance(text, size, bold) for text, bold in line)


def _reach(lines: list[Line], style: Style, text: str) -> tuple[int, int]:
    """Px above the first baseline and below the last one: the font's, or what the letters need with their signs."""
    above, below = font(style.size, style.bold).getmetrics()
    if RTL.search(text):
        above, below = max(above, round(REACH[0] * style.size)), max(below, round(REACH[1] * style.size))
    if not text.isascii():
        boxes = [[_ink(run, style.size) for run in line] for line in (lines[0], lines[-1])]
        above = max([above, *(1 - top for top, _ in boxes[0])])
        below = max([below, *(1 + foot for _, foot in boxes[1])])
    return above, below


def _ink(run: Run, size: int) -> tuple[int, int]:
    """Where the ink of a run begins and ends, from its baseline, y down."""
    text, bold = run
    _, top, _, foot = font(size, bold).getbbox(text, anchor="ls", direction=_direction(text))
    return math.floor(top), math.ceil(foot)


@lru_cache(maxsize=1024)
def measure(text: str, style: Style) -> tuple[int, int, int]:
    """Width and height in px, and the number of lines."""
    return _measured([_merged(line) for line in wrap(text, style)], style, text)


def _measured(lines: list[Line], style: Style, text: str) -> tuple[int, int, int]:
    widest = max((_width(line, style.size) for line in lines), default=0)
    # Tight leadings pull lines together, never what stands above the first one or below the last one.
    height = sum(_reach(lines, style, text)) + (len(lines) - 1) * _pitch(style, text)
    return int(widest + 0.999), height, len(lines)


def _pitch(style: Style, text: str) -> int:
    return round(style.size * (max(style.leading, ARABIC) if RTL.search(text) else style.leading))


def paint(text: str, style: Style) -> Picture:
    """The text, white on nothing."""
    lines = [_merged(line) for line in wrap(text, style)]
    widest, height, _ = _measured(lines, style, text)
    width = max(widest, 1)  # not the box's: what is empty need not be kept or drawn
    mask = Image.new("L", (width, height))
    above, _ = _reach(lines, style, text)
    for number, line in enumerate(lines):
        _paint_line(mask, line, style, above + number * _pitch(style, text), _direction(text))
    white = Image.new("L", mask.size, 255)
    flipped = Image.merge("LA", (white, mask)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    return Picture(mask.size, flipped.tobytes(), len(lines), widest)


def _paint_line(mask: Image.Image, line: Line, style: Style, baseline: int, direction: str) -> None:
    at = _left(mask.width, _width(line, style.size), style.align)
    draw = ImageDraw.Draw(mask)
    for text, bold in line if direction == "ltr" else line[::-1]:
        draw.text((at, baseline), text, 255, font(style.size, bold), anchor="ls", direction=direction)
        at += advance(text, style.size, bold)


def _left(room: int, width: float, align: str) -> float:
    return {"left": 0.0, "right": room - width, "centre": round((room - width) / 2)}[align]
