# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Draws every icon as a white mask, to be tinted, in each size that is shown; the logo keeps its colours."""

from pathlib import Path

from resvg_py import svg_to_bytes

ICONS = Path(__file__).parent
BUILT = ICONS.parents[1] / "build" / "icons"
SIZES = (40, 56, 80, 160)
INK = "#1C2A2D"
COLOURED = {"logo"}
# They stand in buttons alone, without a word, and must carry there.
BOLD = {"check", "minus", "plus"}


def main() -> None:
    """Build every size of every icon."""
    BUILT.mkdir(parents=True, exist_ok=True)
    for source in sorted(ICONS.glob("*.svg")):
        for size in SIZES:
            _draw(source, size)


def _draw(source: Path, size: int) -> None:
    drawing = source.read_text(encoding="utf-8")
    if source.stem not in COLOURED:
        line = _line_width(source.stem, size)
        drawing = drawing.replace(INK, "#FFFFFF").replace('stroke-width="4"', f'stroke-width="{line}"')
    picture = svg_to_bytes(svg_string=drawing, width=size, height=size, skip_system_fonts=True)
    (BUILT / f"{source.stem}-{size}.png").write_bytes(picture)


def _line_width(name: str, size: int) -> float:
    """In units of the 48 grid: large icons are drawn a little finer, so that they do not shout."""
    if name in BOLD:
        return 5
    return 3.5 if size > 70 else 4


if __name__ == "__main__":
    main()
