# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What must hold on every screen, read from the widget tree: text in its box, targets large enough and apart."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Any

Box = tuple[float, float, float, float]
SLACK = 1.5  # px, for what was rounded


def faults(display: Any) -> list[str]:
    """Everything that is wrong on the screen that stands."""
    return [
        *_clipped(display),
        *_cut_through(display),
        *_cut(display),
        *_outside(display),
        *_grid_texts(display),
        *_small(display),
        *_overlapping(display),
        *_written_over(display),
    ]


def _seen(widget: Any) -> bool:
    """Whether it and everything it stands in is shown, and it stands in the slice that is."""
    slot = next((each for each in _ancestors(widget) if hasattr(each, "touchable")), None)
    if slot is not None and widget is not slot.page and slot.page in _ancestors(widget):
        low, high = slot.shown
        if widget.top <= low + SLACK or widget.y >= high - SLACK:
            return False
    return _shown(widget)


def _shown(widget: Any) -> bool:
    """Whether it and everything it stands in is shown, in whichever slice."""
    while widget is not None and hasattr(widget, "opacity"):
        if widget.opacity == 0:
            return False
        widget = widget.parent if widget.parent is not widget else None
    return True


def seen_words(display: Any) -> Iterator[Any]:
    from kiosk.widgets.words import Words

    return (words for words in display.widgets(Words) if words.text and _seen(words))


def _clipped(display: Any) -> Iterator[str]:
    for words in seen_words(display):
        if words.clipped:
            yield f"clipped: {words.text!r} needs {words.needed}, has {tuple(words.size)}"


def in_page(display: Any, widget: Any) -> bool:
    """Whether it belongs to the page, not to what stands around it."""
    return display.kiosk.slot.page in _ancestors(widget)


def _in_slice(display: Any, widget: Any, box: Box) -> bool:
    """Whether something is in the slice that is shown, at least in part."""
    low, high = display.kiosk.slot.shown
    return not in_page(display, widget) or (box[1] + box[3] > low + SLACK and box[1] < high - SLACK)


def _cut_through(display: Any) -> Iterator[str]:
    """Words and targets through which the edge of a slice goes."""
    slot = display.kiosk.slot
    low, high = slot.shown
    for widget in display.widgets():
        if (
            slot.page not in _ancestors(widget)
            or not _seen(widget)
            or not (hasattr(widget, "told") or hasattr(widget, "most_lines"))
        ):
            continue
        if widget.y < low - SLACK or widget.top > high + SLACK:
            yield f"cut through: {_said(widget)!r} {widget.y:.0f} to {widget.top:.0f}, shown {low:.0f} to {high:.0f}"


def _said(widget: Any) -> str:
    return str(getattr(widget, "told", "") or getattr(widget, "text", ""))


def _cut(display: Any) -> Iterator[str]:
    """Letters of which something is missing at the upper or lower edge: ink in the first or last row of the picture."""
    from kiosk.look import look

    painted = [(words.text, words._style(words._size, look.scale)) for words in seen_words(display)]
    written = [(mark.text, grid.style(mark, look.scale)) for grid in _grids(display) for _, mark, _ in grid.letters()]
    for text, style in painted + written:
        if _ink_at_the_edge(text, style):
            yield f"cut: {text!r} at {style.size} px"


@cache
def _ink_at_the_edge(text: str, style: Any) -> bool:
    from kiosk.lettering import lay, paint

    picture = paint(lay(text, style))
    row = 2 * picture.size[0]  # white and its opacity for each px
    return any(picture.data[1:row:2]) or any(picture.data[1 - row :: 2])


def _outside(display: Any) -> Iterator[str]:
    """Texts that leave the picture, or the plate they stand on."""
    from kiosk.widgets.boxes import Plate

    width, height = display.kiosk.stage.size
    for words in seen_words(display):
        plate = next((each for each in _ancestors(words) if isinstance(each, Plate)), None)
        holder = _box(plate) if plate else (0.0, 0.0, width, height)
        if not _inside(_text_box(words), holder):
            yield f"outside: {words.text!r} {_text_box(words)} is not in {holder}"


def _text_box(words: Any) -> Box:
    """Where the letters are: the box, or less if the text is smaller."""
    high = min(words.height, words.needed[1] * 0.72)  # from the ascenders to the descenders
    return words.x, words.y + (words.height - high) / 2, words.width, high


def _ancestors(widget: Any) -> Iterator[Any]:
    while getattr(widget, "parent", None) is not None and widget.parent is not widget:
        widget = widget.parent
        yield widget


def _box(widget: Any) -> Box:
    return widget.x, widget.y, widget.width, widget.height


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - SLACK
        and inner[1] >= outer[1] - SLACK
        and inner[0] + inner[2] <= outer[0] + outer[2] + SLACK
        and inner[1] + inner[3] <= outer[1] + outer[3] + SLACK
    )


def _grids(display: Any) -> Iterator[Any]:
    from kiosk.widgets.grid import Grid

    return (grid for grid in display.widgets(Grid) if _seen(grid))


def _grid_texts(display: Any) -> Iterator[str]:
    for grid in _grids(display):
        for block, mark, (width, height, _) in grid.letters():
            if width > mark.width + SLACK or mark.top + height * 0.86 > block.height + SLACK:
                yield f"does not fit its cell: {mark.text!r} needs {width}x{height} in {mark.width}x{block.height}"


def touched(display: Any) -> Iterator[tuple[str, Any, Box]]:
    """Everything that can be touched, in whichever slice: what it says, the widget, and where."""
    from kivy.uix.behaviors import ButtonBehavior

    for each in display.widgets(ButtonBehavior):
        if not each.disabled and _shown(each):
            yield each.told, each, _box(each)
    for grid in _grids(display):
        for block in grid.blocks:
            if block.start:
                yield f"cell {block.key} {block.start}", grid, grid.target(block)


def targets(display: Any) -> list[tuple[str, Box]]:
    """Everything that can be touched in the slice that is shown."""
    return [(told, box) for told, widget, box in touched(display) if _in_slice(display, widget, box)]


def _places(display: Any) -> Iterator[tuple[str, Box]]:
    """What of a drawn floor plan can be touched; places lie within one another, so that they may overlap."""
    from kiosk.widgets.floors import Floors, large_enough, touched

    for floors in display.widgets(Floors):
        for floor in floors.floors:
            for shape in floor.sheet.shapes:
                if floors.source.may_be_asked(shape.place) and large_enough(floor, shape):
                    left, top, right, bottom = touched(floor, shape)
                    yield f"place {shape.place.id}", (left, top, right - left, bottom - top)


def _small(display: Any) -> Iterator[str]:
    from kiosk.look import look

    for told, (_, _, width, height) in (*targets(display), *_places(display)):
        if min(width, height) < look.target - 0.5:
            yield f"too small: {told!r} {width:.0f}x{height:.0f}, least {look.target:.0f}"


def _written_over(display: Any) -> Iterator[str]:
    """Words that stand on other words."""
    boxes = [(words.text, _ink_box(words)) for words in seen_words(display)]
    for (one, first), (other, second) in combinations(boxes, 2):
        if _overlap(first, second):
            yield f"written over: {one!r} and {other!r}"


def _ink_box(words: Any) -> Box:
    """Where the letters are, across as well."""
    from kiosk.look import look

    x, y, width, height = _text_box(words)
    spare = max(width - words.needed[0], 0)
    side = {"start": look.start, "end": look.end, "centre": "centre"}[words.align]
    return x + {"left": 0, "centre": spare / 2, "right": spare}[side], y, width - spare, height


def _overlapping(display: Any) -> Iterator[str]:
    for (one, first), (other, second) in combinations(targets(display), 2):
        if _overlap(first, second):
            yield f"overlap: {one!r} and {other!r}"


def _overlap(one: Box, other: Box) -> bool:
    return (
        one[0] + SLACK < other[0] + other[2]
        and other[0] + SLACK < one[0] + one[2]
        and one[1] + SLACK < other[1] + other[3]
        and other[1] + SLACK < one[1] + one[3]
    )
