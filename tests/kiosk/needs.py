# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The display as visitors with other needs set it, slice by slice."""

from collections.abc import Iterator
from typing import Any

from tests.kiosk import checks

KEYS = {"contrast": 1, "reach": 1, "larger": 2, "calm": 1, "reading": 1}  # how often a key may be touched


def wish(display: Any, language: str, *needs: str) -> None:
    """A new visitor with this language, who touches these keys of the plinth; "larger" twice is the largest."""
    guide = display.guide
    keys = {
        **{"contrast": guide.contrast, "reach": guide.reach, "larger": guide.larger},
        **{"calm": guide.calm, "reading": guide.read_aloud},
    }
    guide.leave()
    if language != guide.visit.language:
        guide.speak(language)
    for need in needs:
        keys[need]()


def slices(display: Any) -> Iterator[int]:
    """Go through the page from its first slice to its last."""
    slot = display.kiosk.slot

    def settle() -> None:
        display.settle()
        display.until(lambda: slot.edges or not slot.sliced, "the slices of the page")

    settle()
    while slot.less():
        settle()
    number = 0
    yield number
    while slot.more():
        settle()
        number += 1
        yield number


def faults(display: Any) -> list[str]:
    """What is wrong in any slice; and what can be touched in none of them."""
    while True:
        page, found = display.page, _faults(display)
        if display.page is page:  # else news have made the screen anew meanwhile
            return found


def _faults(display: Any) -> list[str]:
    found, reached, there = [], set(), set()
    for number in slices(display):
        found += [f"slice {number}: {fault}" for fault in checks.faults(display)]
        low, high = display.kiosk.slot.touchable
        for told, widget, box in checks.touched(display):
            there.add((told, widget))
            if not checks.in_page(display, widget) or (box[1] >= low - 2 and box[1] + box[3] <= high + 2):
                reached.add((told, widget))
    return found + [f"never within reach: {told!r}" for told, _ in there - reached]
