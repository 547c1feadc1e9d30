# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A poster for each room's door: its name in every language, the code to its free times, its place in the house."""

from pathlib import Path

import qrcode
from PIL import Image, ImageDraw

from booking.config import House, Room
from booking.floorplan import FloorPlan
from booking.plan.picture import INK, PETROL, font, level_picture
from booking.plan.words import level_name
from booking.texts import N_, texts

DPI = 200
PAPER = "#FFFFFF"  # a coloured ground would cost the printer's ink
WIDTH, HEIGHT = round(210 / 25.4 * DPI), round(297 / 25.4 * DPI)  # A4
EDGE = round(14 / 25.4 * DPI)
CODE = round(62 / 25.4 * DPI)
PLAN = round(105 / 25.4 * DPI)
COLUMNS = 2  # of names in other languages
SCAN = N_("See when this room is free, and book it")


def write(house: House, plan: FloorPlan | None, url: str, folder: Path) -> list[Path]:
    """One PDF for each room that can be booked, in `folder`; the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for room in house.rooms:
        if room.bookable:
            file = folder / f"{room.id}.pdf"
            poster(house, plan, room, f"{url}/rooms/{room.id}").save(file, resolution=DPI, title=room.name["de"])
            written.append(file)
    return written


def poster(house: House, plan: FloorPlan | None, room: Room, address: str) -> Image.Image:
    """The sheet as a picture, in dots of the printer."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((EDGE, EDGE), house.name["de"], INK, font(DPI * 0.17, True))
    y = _names(draw, house, room, EDGE + DPI * 0.5)
    y = _code(image, draw, house, address, y + DPI * 0.3)
    if plan is not None and room.id in plan.building.rooms:
        _place(image, draw, house, plan, room, y + DPI * 0.3)
    draw.text((EDGE, HEIGHT - EDGE), f"{house.help['de']} {house.phone}", INK, font(DPI * 0.12), anchor="ls")
    return image


def _names(draw: ImageDraw.ImageDraw, house: House, room: Room, y: float) -> float:
    """The name, large in German and below it in the other languages; where it ends."""
    size = DPI * 0.75
    while draw.textlength(room.name["de"], font(size, True)) > WIDTH - 2 * EDGE and size > DPI * 0.25:
        size *= 0.92
    draw.text((EDGE, y), room.name["de"], PETROL, font(size, True))
    y += size * 1.35
    others = [name for name in dict.fromkeys(room.name[each] for each in house.languages) if name != room.name["de"]]
    for number, name in enumerate(others):
        across, down = number % COLUMNS, number // COLUMNS
        draw.text((EDGE + across * (WIDTH - 2 * EDGE) / COLUMNS, y + down * DPI * 0.38), name, INK, font(DPI * 0.24))
    return y + -(-len(others) // COLUMNS) * DPI * 0.38


def _code(image: Image.Image, draw: ImageDraw.ImageDraw, house: House, address: str, y: float) -> float:
    """The QR code, with what it is for in every language beside it."""
    code = qrcode.QRCode(border=4)
    code.add_data(address)
    modules = code.get_matrix()
    dot = CODE // len(modules)
    side = dot * len(modules)
    drawn = Image.new("1", (len(modules), len(modules)))
    drawn.putdata([not dark for row in modules for dark in row])
    image.paste(drawn.resize((side, side), Image.Resampling.NEAREST).convert("RGB"), (EDGE, round(y)))
    draw.rectangle((EDGE, y, EDGE + side, y + side), outline=INK, width=3)
    left = EDGE + side + DPI * 0.25
    _said(draw, house, left, y, side)
    draw.text((EDGE, y + side + DPI * 0.08), address, INK, font(DPI * 0.11))
    return y + side + DPI * 0.2


def _said(draw: ImageDraw.ImageDraw, house: House, left: float, y: float, height: float) -> None:
    """What the code is for, as large as all languages together fit beside it."""
    every = [(language == "de", texts(language, "house").t(SCAN)) for language in house.languages]
    size = DPI * 0.22
    while True:
        wrapped = [(bold, _wrapped(draw, text, WIDTH - EDGE - left, size)) for bold, text in every]
        lines = sum(len(parts) for _, parts in wrapped)
        pitch, gap = size * 1.35, size * 0.45
        if lines * pitch + (len(wrapped) - 1) * gap <= height or size < DPI * 0.1:
            break
        size *= 0.95
    for bold, parts in wrapped:
        for text in parts:
            draw.text((left, y), text, INK, font(size, bold))
            y += pitch
        y += gap


def _wrapped(draw: ImageDraw.ImageDraw, text: str, width: float, size: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and draw.textlength(longer, font(size, True)) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _place(image: Image.Image, draw: ImageDraw.ImageDraw, house: House, plan: FloorPlan, room: Room, y: float) -> None:
    """Its level, with the room standing out."""
    building = plan.building
    place = building.places[building.rooms[room.id]]
    level = place.levels[0]
    draw.text((EDGE, y), level_name(building, level, texts("de", "house")), INK, font(DPI * 0.2, True))
    drawn = plan.drawer.sheet(level, lambda one: [one.called("de")])
    picture = level_picture(
        drawn, WIDTH - 2 * EDGE, min(PLAN, round(HEIGHT - EDGE - DPI * 0.35 - y - DPI * 0.3)), place.id
    )
    image.paste(picture, ((WIDTH - picture.width) // 2, round(y + DPI * 0.3)))
