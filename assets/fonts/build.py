# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Merges the house font, one file a weight, from Debian's Noto fonts.

Kivy takes no letter that a font lacks from another font, so one file holds every letter of every language.
"""

import logging
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

NOTO = Path("/usr/share/fonts/truetype/noto")
BUILT = Path(__file__).parents[2] / "build" / "fonts"

# A line is 1.3 em, as the texts are set; Latin and Cyrillic stay inside. Arabic reaches further (0.99 up,
# 0.47 down): whoever draws it leaves that room above the first and below the last line.
ASCENT, DESCENT = 970, -330

LETTERS = [
    *range(0x20, 0x250),  # Latin with all its accents
    *range(0x2B0, 0x370),
    *range(0x370, 0x530),  # Greek, Cyrillic
    *range(0x1E00, 0x1F00),
    *range(0x2010, 0x2030),
    *range(0x2030, 0x2070),
    *range(0x2070, 0x20C0),
    *range(0x2100, 0x2190),
]
ARABIC = [*range(0x600, 0x700), *range(0x750, 0x780)]
ARROWS = "←↑→↓↔↕↖↗↘↙"
MATHS = "−≈≠≤≥∞"
SIGNS = "✓✔✕✖⇧⌫⏎■□▲△▶▷▼▽◀◁○●★☆☎♿"


def main() -> None:
    """Build what the house shows its words in."""
    if not NOTO.is_dir():
        sys.exit("fonts: Debian's package fonts-noto-core is missing")
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    BUILT.mkdir(parents=True, exist_ok=True)
    for weight in ("Regular", "Bold"):
        _build(weight, BUILT / f"House-{weight}.ttf")


def _build(weight: str, target: Path) -> None:
    parts = {
        f"NotoSans-{weight}": LETTERS,
        f"NotoSansArabic-{weight}": ARABIC,
        f"NotoSansSymbols-{weight}": map(ord, ARROWS),
        "NotoSansMath-Regular": map(ord, MATHS),
        "NotoSansSymbols2-Regular": map(ord, SIGNS),
    }
    with tempfile.TemporaryDirectory() as folder:
        picked = [_pick(NOTO / f"{name}.ttf", letters, Path(folder)) for name, letters in parts.items()]
        font = Merger().merge([str(path) for path in picked])
    _set_height(font)
    _set_name(font, weight)
    half_done = target.with_suffix(".part")
    font.save(half_done)
    half_done.replace(target)


def _pick(source: Path, letters: Iterable[int], folder: Path) -> Path:
    """Only these letters, with all that joins and places them."""
    options = Options()
    options.layout_features = ["*"]
    options.hinting = False  # instructions of different fonts cannot live in one file
    options.notdef_outline = True
    options.glyph_names = True
    options.drop_tables += ["DSIG"]
    font = TTFont(source)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    target = folder / source.name
    font.save(target)
    return target


def _set_height(font: TTFont) -> None:
    """All three places that programs read the height of a line from say the same."""
    font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = ASCENT, DESCENT, 0
    os2 = font["OS/2"]
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = ASCENT, DESCENT, 0
    os2.usWinAscent, os2.usWinDescent = ASCENT, -DESCENT


def _set_name(font: TTFont, weight: str) -> None:
    names = {1: "House", 2: weight, 3: f"House {weight}", 4: f"House {weight}", 6: f"House-{weight}"}
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    # Copyright (0) and licence (13, 14) of the Noto authors stay in the file.
    font["name"].names = [name for name in font["name"].names if name.nameID in {0, 13, 14, *names}]


if __name__ == "__main__":
    main()
