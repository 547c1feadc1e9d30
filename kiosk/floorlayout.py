# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How levels lie on the glass: which of them, how large, where each label goes. In px, without Kivy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from booking.plan import geometry
from booking.plan.drawing import SCALE, Sheet
from booking.plan.geometry import Point

CAPTION = 52  # px above each level
APART = 40  # px between levels side by side
READABLE = 16.0  # px of a metre at which rooms still have names
STACKED = 0.45  # of the size that one level alone would have: so small may it be for all to be seen
MOST = 3  # levels at once
AROUND = 5.0  # metres that are shown beside a way in a large house
LETTERS = (32, 24)  # px of a name at most, at least

Size = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom in units of a sheet


@dataclass(frozen=True)
class Floor:
    """A level on the glass: what of its sheet is seen, and how many px from the left and from the top that lies."""

    sheet: Sheet
    seen: Box
    left: float
    top: float
    scale: float  # px of a unit of the sheet

    @property
    def level(self) -> float:
        return self.sheet.level

    @property
    def width(self) -> float:
        return (self.seen[2] - self.seen[0]) * self.scale

    @property
    def height(self) -> float:
        return (self.seen[3] - self.seen[1]) * self.scale

    def px(self, point: Point) -> Point:
        """A point of the sheet, in px from the left and from the top."""
        return self.left + (point[0] - self.seen[0]) * self.scale, self.top + (point[1] - self.seen[1]) * self.scale

    def unit(self, x: float, y: float) -> Point:
        """A point of the glass on the sheet."""
        return (x - self.left) / self.scale + self.seen[0], (y - self.top) / self.scale + self.seen[1]

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.left + self.width and self.top <= y <= self.top + self.height


def fitting(sizes: Sequence[Size], width: float, height: float) -> tuple[float, int]:
    """Px of a unit so that sheets of these sizes fit, and in how many columns they lie."""
    best = (0.0, 1)
    for columns in (1, len(sizes)):
        if columns == 1:
            tall = sum(size[1] for size in sizes)
            scale = min(width / max(size[0] for size in sizes), (height - CAPTION * len(sizes)) / tall)
        else:
            broad = sum(size[0] for size in sizes)
            scale = min((width - APART * (columns - 1)) / broad, (height - CAPTION) / max(size[1] for size in sizes))
        best = max(best, (scale, columns), key=lambda each: each[0])
    return best


def together(sizes: Sequence[Size], width: float, height: float) -> bool:
    """Whether all levels can be seen at once without becoming too small."""
    if len(sizes) > MOST:
        return False
    scale = fitting(sizes, width, height)[0]
    return scale * SCALE >= READABLE and scale >= STACKED * fitting(sizes[:1], width, height)[0]


def letters(scale: float) -> tuple[float, float]:
    """Metres that letters are high at most and at least, at so many px of a unit."""
    return LETTERS[0] / scale / SCALE, LETTERS[1] / scale / SCALE


def whole(size: Size) -> Box:
    """All of a sheet."""
    return 0.0, 0.0, *size


def along(size: Size, points: Sequence[Point]) -> Box:
    """What lies around points on a sheet of that size; all of it if there are none."""
    if not points:
        return whole(size)
    left, top, right, bottom = geometry.box(points)
    more = AROUND * SCALE
    return max(left - more, 0.0), max(top - more, 0.0), min(right + more, size[0]), min(bottom + more, size[1])


def zoomed(size: Size, middle: Point, zoom: float, room: Size) -> Box:
    """What is seen of a sheet that is drawn `zoom` times as large as it fits in a room; with as little empty room."""
    scale = min(room[0] / size[0], room[1] / size[1]) * zoom
    box = []
    for at, side, there in zip(middle, size, room, strict=True):
        half = min(there / scale, side) / 2
        box.append((min(max(at, half), side - half), half))
    (x, half_x), (y, half_y) = box
    return x - half_x, y - half_y, x + half_x, y + half_y


def sizes_of(seen: Sequence[Box]) -> list[Size]:
    """Breadth and height of what is seen of each sheet."""
    return [(right - left, bottom - top) for left, top, right, bottom in seen]


def lay(sheets: Sequence[Sheet], seen: Sequence[Box], width: float, height: float) -> list[Floor]:
    """The levels below one another or side by side, as large as they fit, in the middle."""
    sizes = sizes_of(seen)
    scale, columns = fitting(sizes, width, height)
    floors, left, top = [], 0.0, 0.0
    if columns == 1:
        broad = max((size[0] for size in sizes), default=0.0) * scale
        left = (width - broad) / 2
        top = (height - sum(size[1] for size in sizes) * scale - CAPTION * len(sizes)) / 2
    else:
        left = (width - sum(size[0] for size in sizes) * scale - APART * (columns - 1)) / 2
    for sheet, box, size in zip(sheets, seen, sizes, strict=True):
        upper = top if columns == 1 else (height - CAPTION - size[1] * scale) / 2
        floors.append(Floor(sheet, box, left, upper + CAPTION, scale))
        if columns == 1:
            top += CAPTION + size[1] * scale
        else:
            left += size[0] * scale + APART
    return floors


def beside(floor: Floor, size: tuple[float, float], reach: float) -> Point | None:
    """Where a label of that size stands beside the spot on which somebody is: its upper left corner in px.

    It lies neither on the way nor on a wall nor on a name, if there is such a place; None if the spot is not seen.
    """
    if floor.sheet.here is None:
        return None
    x, y = floor.px(floor.sheet.here)
    width, height = size
    offered = [
        (x - reach - width, y - height / 2),
        (x + reach, y - height / 2),
        (x - width / 2, y + reach),
        (x - width / 2, y - reach - height),
        (x - reach - width, y + reach / 2),
        (x + reach, y + reach / 2),
        (x - reach - width, y - reach / 2 - height),
        (x + reach, y - reach / 2 - height),
    ]
    lines = list(_lines(floor))
    names = list(_names(floor))
    rated = []
    for number, (left, top) in enumerate(offered):
        box = (left, top, left + width, top + height)
        inside = floor.holds(*box[:2]) and floor.holds(*box[2:])
        hits = sum(_meets(box, *line) for line in lines) + sum(not geometry.apart(box, name, 0) for name in names)
        rated.append((not inside, hits, number))
    *_, best = min(rated)
    return offered[best]


def _lines(floor: Floor) -> Iterable[tuple[Point, Point]]:
    sheet = floor.sheet
    for one, other in pairwise(sheet.route):
        yield floor.px(one), floor.px(other)
    for shape in sheet.shapes:
        if shape.place.walled:
            for one, other in geometry.all_edges(shape.rings):
                yield floor.px(one), floor.px(other)


def _names(floor: Floor) -> Iterable[Box]:
    for shape in floor.sheet.shapes:
        if shape.label.lines:
            x, y = floor.px(shape.label.at)
            tall = shape.label.size * floor.scale
            broad = max(map(len, shape.label.lines)) * tall * 0.6
            high = tall * 1.3 * len(shape.label.lines)
            yield x - broad / 2, y - high / 2, x + broad / 2, y + high / 2


def _meets(box: Box, one: Point, other: Point) -> bool:
    """Whether a line crosses a box."""
    left, top, right, bottom = box
    if geometry.apart(box, geometry.box((one, other)), 0):
        return False
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    sides = list(geometry.edges(corners))
    return geometry.contains((corners,), one) or any(geometry.touch(one, other, *side) for side in sides)
