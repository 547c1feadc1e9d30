# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the cells of a grid lie and what stands in them: pure, in px of the layout.

Boxes are counted from the top left; the writing inside a block from its start side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from booking.texts import Texts, clock_time
from kiosk.house import House
from kiosk.lettering import Style, measure
from kiosk.phrases import word
from kiosk.plan import Cell, minutes

STEPS = (30, 60, 90, 120, 180)
ICONS = {"taken": "taken", "held": "held", "closed": "closed", "free": "plus"}
INKS = {"taken": "on_basalt", "held": "petrol", "closed": "ink", "past": "ink2", "free": "ink"}
INSET = 12
LEADING = 1.2


@dataclass(frozen=True)
class Mark:
    """A word or an icon in a block; `left` and `top` from the block's start corner."""

    left: float
    top: float
    width: float
    text: str = ""
    icon: str = ""
    step: int = 28
    bold: bool = False
    ink: str = "ink"
    align: str = "start"


@dataclass(frozen=True)
class Block:
    """A piece of the grid: its box with the gap around it, its state, its writing, and where a touch begins."""

    x: float
    y: float
    width: float
    height: float
    state: str
    key: str
    start: datetime | None = None
    marks: tuple[Mark, ...] = field(default=())
    before: float = 0  # how far its target reaches over its neighbours
    after: float = 0
    down: bool = False  # whether time goes downwards
    cell: Cell | None = None  # what it stands for, for whoever hears it

    @property
    def target(self) -> tuple[float, float, float, float]:
        """The box in which a touch means it."""
        if self.down:
            return self.x, self.y - self.before, self.width, self.height + self.before + self.after
        return self.x - self.before, self.y, self.width + self.before + self.after, self.height

    @property
    def length(self) -> float:
        """Px along its time."""
        return self.height if self.down else self.width

    def holds(self, x: float, y: float) -> bool:
        left, top, width, height = self.target
        return left <= x < left + width and top <= y < top + height


@dataclass(frozen=True)
class Lane:
    """A column or a row: a room's day, cut into cells."""

    key: str
    cells: Sequence[Cell]


def step_for(px_a_minute: float, target: float) -> int:
    """The shortest step whose cell a finger can hit."""
    return next((step for step in STEPS if step * px_a_minute >= target), STEPS[-1])


def listed(
    lane: Lane, house: House, texts: Texts, box: tuple[float, float], away: bool, now: datetime, least: float
) -> list[Block]:
    """One day as a list, time downwards; at most 66 px a half hour."""
    width, height = box
    if not lane.cells:
        return []
    first, last = lane.cells[0].begin, lane.cells[-1].end
    pitch = min(2.2, height / minutes(first, last))
    blocks = [
        Block(
            0,
            minutes(first, cell.begin) * pitch,
            width,
            cell.minutes * pitch,
            _state(cell, away),
            lane.key,
            None if away else cell.start,
            tuple(_list_marks(cell, house, texts, (width, cell.minutes * pitch), away, now)),
            down=True,
            cell=cell,
        )
        for cell in lane.cells
    ]
    return _reaching(blocks, least)


def _state(cell: Cell, away: bool) -> str:
    return "quiet" if cell.state == "free" and (away or not cell.start) else cell.state


def _list_marks(
    cell: Cell, house: House, texts: Texts, size: tuple[float, float], away: bool, now: datetime
) -> Iterator[Mark]:
    ink = INKS[cell.state]
    if size[1] < 36:  # a quarter of an hour between two others
        return
    top = 0 if cell.state == "free" else max(min(14, (size[1] - 40) / 2), 0)
    tall = size[1] if cell.state == "free" else 0
    full = not cell.begin.astimezone(house.zone).minute
    running = cell.begin <= now < cell.end and cell.state == "free"
    label = texts.t("now") if running else clock_time(cell.begin, house.zone)
    yield Mark(22, _middle(top, tall, 32), 114, label, step=32, bold=full or running, ink=ink)
    yield from _says(cell, house, texts, (136, _middle(top, tall, 28), size[0] - 136 - 76), ink)
    if cell.start and not away:
        yield Mark(size[0] - 64, size[1] / 2 - 20, 40, icon="plus", ink="petrol")
    elif cell.state in ("taken", "held") and size[1] > 64:
        yield Mark(size[0] - 72, top, 48, icon=ICONS[cell.state], ink=ink)
    if cell.name and size[1] > 100:
        yield Mark(136, top + 40, size[0] - 136 - 76, cell.name, ink=ink)


def _middle(top: float, tall: float, step: int) -> float:
    """The upper edge of a line in the middle of a free cell, or at the top of another."""
    return (tall - step * 1.36) / 2 if tall else top + (32 - step) * 0.9


def _says(cell: Cell, house: House, texts: Texts, at: tuple[float, float, float], ink: str) -> Iterator[Mark]:
    left, top, width = at
    state = texts.t("closed") if cell.state == "closed" else word(texts, cell.state)
    if cell.state == "free" and not cell.start:
        state = texts.t("free, too short to book")
    text = state if cell.state in ("free", "past") else f"[b]{state}[/b] " + _until(cell, house, texts)
    yield Mark(left, top, width, text, ink=ink)


def _until(cell: Cell, house: House, texts: Texts) -> str:
    return texts.t("until {time}", time=clock_time(cell.end, house.zone))


def columns(
    lanes: Sequence[Lane],
    span: tuple[datetime, ...],
    box: tuple[float, float],
    texts: Texts,
    away: bool,
    mirrored: bool,
    least: float,
) -> list[Block]:
    """Lanes side by side, time downwards; `span` holds each lane's first instant."""
    width, height = box
    wide = width / len(lanes)
    blocks: list[Block] = []
    for number, (lane, first) in enumerate(zip(lanes, span, strict=True)):
        x = width - (number + 1) * wide if mirrored else number * wide
        blocks += _reaching(
            [_upright(cell, lane.key, first, (x, wide, height), texts, away) for cell in lane.cells], least
        )
    return blocks


def _upright(cell: Cell, key: str, first: datetime, at: tuple[float, float, float], texts: Texts, away: bool) -> Block:
    x, wide, pitch = at
    top, tall = minutes(first, cell.begin) * pitch, cell.minutes * pitch
    marks = tuple(_block_marks(cell, texts, (wide, tall)))
    start = None if away else cell.start
    return Block(x, top, wide, tall, _state(cell, away), key, start, marks, down=True, cell=cell)


def _block_marks(cell: Cell, texts: Texts, size: tuple[float, float]) -> Iterator[Mark]:
    """Icon, and the name if it fits; free cells of the week are light enough without words."""
    ink, room = INKS[cell.state], size[0] - 2 * INSET
    if cell.state == "past":
        if size[1] > 60:
            yield Mark(INSET, 12, room, word(texts, "past"), step=24, ink=ink)
        return
    if cell.state == "free" or size[1] < 52:
        return
    yield Mark(INSET, 8, 40, icon=ICONS[cell.state], ink=ink)
    if cell.name and fits(cell.name, 24, room, size[1] - 56):
        yield Mark(INSET, 50, room, cell.name, step=24, ink=ink)


def fits(text: str, step: int, width: float, height: float) -> bool:
    """Whether a text wrapped at `width` is no larger than its room."""
    if width < step:
        return False
    needed_width, needed_height, _ = measure(text, Style(step, False, int(width), "left", LEADING))
    return needed_width <= width and needed_height <= height


def rows(
    lanes: Sequence[Lane],
    span: tuple[datetime, ...],
    box: tuple[float, float, float],
    house: House,
    texts: Texts,
    now: datetime | None,
    least: float,
) -> list[Block]:
    """Lanes below one another, time from left to right, never mirrored; `now` is None while nothing can be booked."""
    _, height, pitch = box
    tall = height / max(len(lanes), 1)
    blocks: list[Block] = []
    for number, (lane, first) in enumerate(zip(lanes, span, strict=True)):
        at = (number * tall, tall, pitch)
        blocks += _reaching([_lying(cell, lane.key, first, at, house, texts, now) for cell in lane.cells], least)
    return blocks


def _reaching(blocks: list[Block], least: float) -> list[Block]:
    """What is too short for a finger reaches over a neighbour that cannot be touched."""
    return [_reach(block, blocks[max(n - 1, 0) : n], blocks[n + 1 : n + 2], least) for n, block in enumerate(blocks)]


def _reach(block: Block, before: list[Block], after: list[Block], least: float) -> Block:
    lacking = least - block.length + 1
    if not block.start or lacking <= 0:
        return block
    if before and not before[0].start:
        return replace(block, before=min(lacking, before[0].length))
    if after and not after[0].start:
        return replace(block, after=min(lacking, after[0].length))
    return block


def _lying(
    cell: Cell,
    key: str,
    first: datetime,
    at: tuple[float, float, float],
    house: House,
    texts: Texts,
    now: datetime | None,
) -> Block:
    y, tall, pitch = at
    x, wide = minutes(first, cell.begin) * pitch, cell.minutes * pitch
    start = cell.start if now else None
    label = ""
    if start and now:
        label = texts.t("now") if start <= now else clock_time(start, house.zone)
    marks = tuple(_lying_marks(cell, texts, (wide, tall), label))
    return Block(x, y, wide, tall, _state(cell, now is None), key, start, marks, cell=cell)


def _lying_marks(cell: Cell, texts: Texts, size: tuple[float, float], label: str) -> Iterator[Mark]:
    wide, tall = size
    ink = INKS[cell.state]
    if cell.state == "free":
        yield from _free_marks(texts, size, label)
    elif cell.state != "past" and wide >= 60:
        yield Mark(16, 14, 48, icon=ICONS[cell.state], ink=ink)
        text = cell.name or word(texts, cell.state)
        below = tall >= 110
        room, step = (wide - 32, 28) if below else (wide - 84, 24)
        top = 66 if below else 14
        for chosen in (text, word(texts, cell.state)):
            if fits(chosen, step, room, tall - top - 6):
                yield Mark(16 if below else 72, top, room, chosen, step=step, ink=ink)
                return


def _free_marks(texts: Texts, size: tuple[float, float], label: str) -> Iterator[Mark]:
    wide, tall = size
    if tall >= 150 and wide >= 84:
        middle = tall / 2
        if label:
            yield Mark(4, middle - 66, wide - 8, label, step=32 if wide > 104 else 28, bold=True, align="centre")
            yield Mark(wide / 2 - 20, middle + 18, 40, icon="plus", ink="petrol")
        yield Mark(4, middle - 26, wide - 8, word(texts, "free"), step=28, align="centre")
    elif label and wide >= 60:
        yield Mark(wide / 2 - 20, tall / 2 - 20, 40, icon="plus", ink="petrol")
