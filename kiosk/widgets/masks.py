# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Shapes with smooth edges as white textures, painted once and tinted where they are used."""

from functools import cache, lru_cache

from kivy.graphics.texture import Texture
from PIL import Image, ImageDraw

from kiosk import parts

FINER = 4
LARGE = 8  # masks of one kind that are kept where they are as large as doors, up to 900 kB


def upload(image: Image.Image, repeat: bool = False, nearest: bool = False) -> Texture:
    """A texture with the picture's own pixels, first row at the top."""
    mode, layout = ("LA", "luminance_alpha") if image.mode == "L" else ("RGBA", "rgba")
    if image.mode == "L":
        image = Image.merge("LA", (Image.new("L", image.size, 255), image))
    texture = Texture.create(size=image.size, colorfmt=layout, mipmap=False)
    texture.blit_buffer(image.transpose(Image.Transpose.FLIP_TOP_BOTTOM).convert(mode).tobytes(), colorfmt=layout)
    if repeat:
        texture.wrap = "repeat"
    if nearest:
        texture.min_filter = texture.mag_filter = "nearest"
    return texture


def _canvas(width: int, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("L", (width * FINER, height * FINER))
    return image, ImageDraw.Draw(image)


def _smooth(image: Image.Image) -> Image.Image:
    return image.resize((image.width // FINER, image.height // FINER), Image.Resampling.BOX)


def _rounded(radius: int, rim: int) -> Image.Image:
    side = 2 * radius + 2
    image, draw = _canvas(side, side)
    draw.rounded_rectangle((0, 0, side * FINER - 1, side * FINER - 1), radius * FINER, 255)
    if rim:
        inner = rim * FINER
        draw.rounded_rectangle(
            (inner, inner, side * FINER - 1 - inner, side * FINER - 1 - inner), max(radius - rim, 0) * FINER, 0
        )
    return _smooth(image)


@cache
def rounded(radius: int, rim: int = 0) -> Texture:
    """A rounded box to be stretched in nine parts (border = radius); with `rim` only its rim."""
    return upload(_rounded(radius, rim))


def _bow(width: int, inset: int = 0) -> Image.Image:
    """The upper half of a disc, `width` wide, less `inset` all around."""
    image, draw = _canvas(width, width // 2)
    edge = inset * FINER
    draw.ellipse((edge, edge, width * FINER - 1 - edge, width * FINER - 1 - edge), 255)
    return _smooth(image)


def _arch(width: int, height: int) -> Image.Image:
    image = Image.new("L", (width, height), 255)
    image.paste(_bow(width), (0, 0))
    return image


@cache
def bow(width: int) -> Texture:
    """The round head of a door, half as high as it is wide; what stands below is a plain box."""
    return upload(_bow(width))


@lru_cache(maxsize=LARGE)
def arch_rim(width: int, height: int, rim: int) -> Texture:
    """The frame of a door: both sides and the bow, open at the foot."""
    image = _arch(width, height)
    inner = Image.new("L", (width, height))
    inner.paste(_arch(width - 2 * rim, height - rim), (rim, rim))
    image.paste(0, mask=inner)
    return upload(image)


def _stripes(width: int, height: int, pitch: int, thick: int, crossed: bool = False) -> Image.Image:
    """Diagonal lines, which meet themselves at the edges where the sides are multiples of the pitch's diagonal."""
    image, draw = _canvas(width, height)
    step = pitch * FINER * 2**0.5
    count = int((image.width + image.height) / step) + 2
    for number in range(-1, count):
        at = number * step
        draw.line((at, -FINER, at - image.height - FINER, image.height), 255, thick * FINER)
        if crossed:
            draw.line(
                (image.width - at, -FINER, image.width - at + image.height + FINER, image.height), 255, thick * FINER
            )
    return _smooth(image)


PATTERNS = {"taken": (11, 4, False), "held": (16, 8, False), "closed": (12, 2, True)}


@lru_cache(maxsize=LARGE)
def arch_pattern(width: int, height: int, state: str, mirrored: bool, ring: int) -> Texture:
    """Hatch or cross inside a door; with `ring` only along its edge, where no text lies."""
    pitch, thick, crossed = PATTERNS[state]
    image = Image.new("L", (width, height))
    image.paste(_stripes(width, height, pitch, thick, crossed), mask=_arch(width, height))
    if ring:
        hole = Image.new("L", (width, height))
        hole.paste(_arch(width - 2 * ring, height - ring), (ring, ring))
        image.paste(0, mask=hole)
    return upload(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirrored else image)


TILE = 128  # a power of two: small graphics chips repeat nothing else
PERIODS = {"taken": 8, "held": 6, "closed": 8}


@cache
def tile(state: str) -> Texture:
    """A pattern that repeats without a seam, for cells of any size."""
    _, thick, crossed = PATTERNS[state]
    image, draw = _canvas(TILE, TILE)
    fine, count = image.width, PERIODS[state]
    for number in range(-count, 2 * count + 1):
        at = number * fine / count
        draw.line((at + fine, -fine, at - fine, fine), 255, thick * FINER)
        if crossed:
            draw.line((at - fine, -fine, at + fine, fine), 255, thick * FINER)
    return upload(_smooth(image), repeat=True)


@cache
def disc(size: int) -> Texture:
    image, draw = _canvas(size, size)
    draw.ellipse((0, 0, size * FINER - 1, size * FINER - 1), 255)
    return upload(_smooth(image))


@cache
def soft(width: int) -> Texture:
    """Across a line of that width: its sides fade within a px, whatever its direction."""
    image = Image.new("L", (width + 2, 1))
    image.paste(255, (1, 0, width + 1, 1))
    return upload(image)


LEAF = 0.17  # of the door's width
NEARER = 0.74  # the leaf stands nearer: its bow is flatter
FOOT = 0.044  # and its foot rises


def _leaf_points(width: int, height: int) -> list[tuple[float, float]]:
    """The open leaf of a door `width` wide, from its hinge at the foot, y down."""
    leaf, half = round(width * LEAF), width / 2
    bow = [(x / 8 * leaf, half - NEARER * (half**2 - (half - x / 8 * leaf) ** 2) ** 0.5) for x in range(9)]
    return [(0.0, float(height)), *bow, (float(leaf), height * (1 - FOOT))]


@lru_cache(maxsize=LARGE)
def leaf(width: int, height: int, edge: int) -> tuple[Texture, Texture]:
    """The open leaf, and the dark edge that it shows: to be drawn narrower while it opens."""
    return upload(_leaf(width, height, 0)), upload(_leaf(width, height, edge))


def _leaf(width: int, height: int, edge: int) -> Image.Image:
    points = [(x * FINER, y * FINER) for x, y in _leaf_points(width, height)]
    image, draw = _canvas(round(width * LEAF), height)
    draw.polygon(points, 255)
    if edge:
        inner = [(x, y) for x, y in points]
        inner[0] = (inner[0][0], inner[0][1] - edge * FINER)
        inner[-1] = (inner[-1][0] - edge * FINER, inner[-1][1] - edge * FINER)
        inner[-2] = (inner[-2][0] - edge * FINER, inner[-2][1])
        draw.polygon(inner, 0)
    return _smooth(image)


@lru_cache(maxsize=12)  # the light falls differently each ten minutes
def polygon(points: tuple[tuple[float, float], ...]) -> Texture:
    """A shape with smooth edges in the box from (0, 0) to its furthest point, y down."""
    image, draw = _canvas(round(max(x for x, _ in points)), round(max(y for _, y in points)))
    draw.polygon([(x * FINER, y * FINER) for x, y in points], 255)
    return upload(_smooth(image))


@cache
def logo(size: int, colours: tuple[str, str, str, str]) -> Texture:
    """The door of the house in four colours: wall, daylight, leaf, wedge (look/logo.svg)."""
    unit = size * FINER / 72
    image = Image.new("RGBA", (size * FINER, size * FINER))
    draw = ImageDraw.Draw(image)
    wall, light, leaf_colour, wedge = colours

    def scaled(*points: float) -> list[float]:
        return [point * unit for point in points]

    draw.pieslice(scaled(4, 4, 64, 64), 180, 360, wall)
    draw.rectangle(scaled(4, 34, 64, 62), wall)
    draw.pieslice(scaled(16, 17, 54, 55), 180, 360, light)
    draw.rectangle(scaled(16, 36, 54, 62), light)
    draw.polygon(scaled(16, 62, 16, 34, 19.5, 26.5, 23, 22, 28, 19, 28, 56), leaf_colour)
    draw.polygon(scaled(16, 62, 54, 62, 72, 72, 30, 72), wedge)
    return upload(image.resize((size, size), Image.Resampling.BOX))


SEGMENTS = 20


@lru_cache(maxsize=4)  # twenty states in three sizes would be 30 MB
def ring(size: int, left: int) -> tuple[Texture, Texture]:
    """The countdown with `left` of 20 segments: those that are still there, and the thin ones that are gone."""
    return upload(_segments(size, range(SEGMENTS - left, SEGMENTS), 0.168)), upload(
        _segments(size, range(SEGMENTS - left), 0.076)
    )


def _segments(size: int, which: range, thick: float) -> Image.Image:
    image, draw = _canvas(size, size)
    middle = 0.916 if thick < 0.1 else 1.0  # gone ones lie in the middle of the ring
    edge = image.width * (1 - middle) / 2
    for number in which:
        begin = number * 18 - 90 + 1
        draw.pieslice((edge, edge, image.width - edge, image.height - edge), begin, begin + 16, 255)
    hole = edge + image.width * thick / 2
    draw.ellipse((hole, hole, image.width - hole, image.height - hole), 0)
    return _smooth(image)


@cache
def icon(name: str, size: int) -> Texture:
    """An icon as a white mask."""
    texture = upload(parts.icon(name, size).getchannel("A"))
    texture.min_filter = "linear"
    return texture
