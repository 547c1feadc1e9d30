# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fonts and icons, read from the disk once at start: afterwards the picture asks the memory only."""

import os
from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageFont

BUILT = Path(__file__).parent.parent / "build"
FONTS = {False: "House-Regular.ttf", True: "House-Bold.ttf"}
ICON_SIZES = (40, 56, 80, 160)

_icons: dict[str, bytes] = {}
_fonts: dict[str, str] = {}  # where each is found


class NotBuilt(Exception):
    """Fonts or icons are not there yet; the text says what to do."""


def read_all() -> None:
    """Read every font and icon; raises NotBuilt if set-up has not made them."""
    for file in (BUILT / "icons").glob("*.png"):
        _icons[file.name] = file.read_bytes()
    for file in (BUILT / "fonts").glob("*.ttf"):
        _fonts[file.name] = _fonts.get(file.name) or _held(file)
    if not set(FONTS.values()) <= set(_fonts):
        raise NotBuilt(f"{BUILT}/fonts: no fonts there; run `make setup` first")


def _held(file: Path) -> str:
    """A copy in memory that all sizes share: read from bytes, each of them would keep 400 kB of its own."""
    if not hasattr(os, "memfd_create"):
        return str(file)
    held = os.memfd_create(file.name)
    os.write(held, file.read_bytes())
    return f"/proc/self/fd/{held}"


@cache
def font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    """The house's font at a size in px."""
    return ImageFont.truetype(_fonts[FONTS[bold]], size, layout_engine=ImageFont.Layout.RAQM)


def icon(name: str, size: int) -> Image.Image:
    """The mask of an icon in the first built size that is at least as large as `size`."""
    built = next((px for px in ICON_SIZES if px >= size), ICON_SIZES[-1])
    return Image.open(BytesIO(_icons[f"{name}-{built}.png"])).convert("RGBA")
