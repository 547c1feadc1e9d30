# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pictures that staff bring: made small enough for a phone, upright, without whatever else a camera wrote into them."""

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from booking.refusal import Refused

WIDEST, HIGHEST = 800, 600  # px
ENOUGH = 40_000  # bytes that a picture of that size should not exceed
QUALITIES = (75, 60, 45, 30)
MOST_PIXELS = 30_000_000
MOST_JPEG_PIXELS = 120_000_000  # they are read smaller than they are
KNOWN = ("JPEG", "PNG", "WEBP")


def tidy(content: bytes) -> bytes:
    """A picture as it is shown (WebP), or Refused("picture")."""
    try:
        with Image.open(BytesIO(content), formats=KNOWN) as opened:
            most = MOST_JPEG_PIXELS if opened.format == "JPEG" else MOST_PIXELS
            if opened.width * opened.height > most:
                raise Refused("picture")
            opened.draft("RGB", (2 * WIDEST, 2 * HIGHEST))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((WIDEST, HIGHEST))
            shown = _on_card(upright)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise Refused("picture") from error
    return _small(shown)


def _on_card(picture: Image.Image) -> Image.Image:
    """Without see-through parts: on the colour that lies behind it on every page."""
    shown = picture.convert("RGBA")
    ground = Image.new("RGBA", shown.size, "#FFFDF8")
    ground.alpha_composite(shown)
    return ground.convert("RGB")


def _small(picture: Image.Image) -> bytes:
    """As good as fits."""
    written = b""
    for quality in QUALITIES:
        out = BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        written = out.getvalue()
        if len(written) <= ENOUGH:
            break
    return written
