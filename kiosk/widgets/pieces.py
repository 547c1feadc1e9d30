# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What of a page stays whole when it is shown in slices, and what of it can be touched: px from its upper edge."""

from collections.abc import Iterator
from typing import Any

from kivy.uix.behaviors import ButtonBehavior

from kiosk.slices import Span
from kiosk.widgets.boxes import Gap, Plate
from kiosk.widgets.floors import Floors
from kiosk.widgets.grid import Grid
from kiosk.widgets.words import Words

PLATE = 0.75  # of the room: what stands on a higher one may be parted


def whole(page: Any, room: float) -> Iterator[Span]:
    """Everything to touch, words, pictures, plates that are not large for the room, and what says so itself."""
    for part in page.walk(restrict=True):
        if isinstance(part, Grid) and part.height > room:
            yield from (_span(page, low, high) for low, high in part.spans())
        elif isinstance(part, Plate) and not isinstance(part, ButtonBehavior) and part.height > room * PLATE:
            _, over, _, under = part.padding  # its edges stay with what stands next to them
            yield _span(page, part.top - over - 2, part.top)
            yield _span(page, part.y, part.y + under + 2)
        elif _stays(part) and 0 < part.height <= room:
            yield _span(page, part.y, part.top)


def _stays(part: Any) -> bool:
    if isinstance(part, Gap):
        return False
    return isinstance(part, (Plate, Words, ButtonBehavior)) or not part.children or getattr(part, "whole", False)


def touched(page: Any) -> Iterator[Span]:
    """What can be touched."""
    for part in page.walk(restrict=True):
        if isinstance(part, Grid):
            yield from (_span(page, low, high) for low, high in part.spans())
        elif isinstance(part, Floors) or (isinstance(part, ButtonBehavior) and not part.disabled and part.height):
            yield _span(page, part.y, part.top)


def _span(page: Any, low: float, high: float) -> Span:
    return round(page.top - high, 1), round(page.top - low, 1)
