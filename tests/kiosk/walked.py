# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Walks over all screens and all their states, as one visitor with certain needs sees them."""

from collections.abc import Iterator
from typing import Any

from kiosk.screennames import NAMES
from tests.kiosk import example, needs, states

TALL_ONLY = frozenset({"room"})  # in landscape the day of all rooms stands in its place


def screens(display: Any, language: str, *wished: str, without: tuple[str, ...] = ()) -> Iterator[str]:
    """Each screen's example, one after the other; the visitor stays the same, so that no need is wished twice."""
    from kiosk.look import look

    needs.wish(display, language, *wished)
    for name in NAMES:
        if name not in without and not (name in TALL_ONLY and look.pillar):
            display.guide.home()
            example.bring(display, name)
            yield name


def all_states(display: Any, language: str, *wished: str) -> Iterator[str]:
    """Each state beside the examples; what it tells the display of the house is forgotten before the next."""
    needs.wish(display, language, *wished)
    for name in states.STATES:
        with states.known(display):
            states.show(display, name)
            yield name
