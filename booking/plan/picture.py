# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A plan as a picture: for whoever draws it all levels with names and doors, for a door's poster one level."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from booking.plan.building import Building, Place
from booking.plan.drawing import SCALE, Drawer, Sheet

FONTS = Path(__file__).parents[2] / "build" / "fonts"
FINE = 2  # pixels of the picture for each unit of a sheet, so that lines are smooth
WIDEST = 4_000  # pixels
INK, WALL, CARD, FLOOR = "#1C2A2D", "#F6F0E4", "#FFFDF8", "#E9DFCC"
ROOM, PETROL, LIGHT = "#FFF3D0", "#0C4B54", "#FFC947"


def picture(building: Building, up: float = 90.0) -> Image.Image:
    """All levels one above the other."""
    drawer = Drawer(building, up)
    sheets = [drawer.sheet(level, lambda place: [place.name]) for level in reversed(building.levels)]
    factor = min(FINE, WIDEST / max(one.width for one in sheets))
    title = round(SCALE * factor)
    width = round(max(one.width for one in sheets) * factor)
    height = round(sum(one.height * factor + title for one in sheets))
    image = Image.new("RGB", (width, height), WALL)
    draw, top = ImageDraw.Draw(image), 0.0
    for one in sheets:
        draw.text((SCALE * factor * 0.6, top), _called(building, one.level), INK, font(title * 0.7))
        top += title
        _level(draw, one, factor, top)
        top += one.height * factor
    return image


def level_picture(one: Sheet, width: int, height: int, goal: str = "") -> Image.Image:
    """One level, as large as it fits; `goal` is the place that stands out."""
    factor = min(width / one.width, height / one.height)
    image = Image.new("RGB", (round(one.width * factor), round(one.height * factor)), WALL)
    _level(ImageDraw.Draw(image), one, factor, 0.0, goal)
    return image


def font(size: float, bold: bool = False) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The house's own letters, once they are built."""
    file = FONTS / f"House-{'Bold' if bold else 'Regular'}.ttf"
    return ImageFont.truetype(str(file), max(8, round(size))) if file.exists() else ImageFont.load_default()


def _level(draw: ImageDraw.ImageDraw, one: Sheet, factor: float, top: float, goal: str = "") -> None:
    def at(point: tuple[float, float]) -> tuple[float, float]:
        return point[0] * factor, point[1] * factor + top

    thick = max(2, round(6 * factor))
    for shape in one.shapes:
        outline = [at(point) for point in shape.rings[0]]
        draw.polygon(outline, PETROL if shape.place.id == goal else _colour(shape.place))
        for hole in shape.rings[1:]:
            draw.polygon([at(point) for point in hole], WALL)
        if shape.place.enclosed:
            draw.line([*outline, outline[0], outline[1]], INK, thick, joint="curve")
    for wall in (*one.walls, *((*ring, ring[0], ring[1]) for ring in one.outline)):
        draw.line([at(point) for point in wall], INK, thick, joint="curve")
    for a, b, door in one.gaps:
        draw.line([at(a), at(b)], CARD if door.other else LIGHT, thick + 2)
    for shape in one.shapes:
        label, place = shape.label, shape.place
        text = "\n".join(label.lines) or ("WC" if place.toilet else place.name or place.id)
        ink = CARD if place.id == goal else INK
        size = label.size if label.lines else SCALE * 0.5
        draw.multiline_text(at(label.at), text, ink, font(size * factor, True), anchor="mm", align="center")


def _colour(place: Place) -> str:
    if place.room and place.walled:
        return ROOM
    return {"room": FLOOR, "corridor": WALL, "area": WALL, "lift": CARD, "stairs": CARD}[place.kind]


def _called(building: Building, level: float) -> str:
    return building.called.get(level, {}).get("name") or f"level {level:g}"
