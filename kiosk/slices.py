# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a page that is longer than its room is cut, so that nothing is cut through: pure, px from its upper edge."""

from collections.abc import Iterable, Sequence

Span = tuple[float, float]  # upper and lower edge of something that stays whole
SLACK = 0.5  # px, for what was rounded


def clear_above(spans: Iterable[Span], at: float) -> float:
    """The lowest place not below `at` at which nothing is cut through."""
    spans = list(spans)
    while crossed := [top for top, bottom in spans if top + SLACK < at < bottom - SLACK]:
        at = min(crossed)
    return at


def clear_below(spans: Iterable[Span], at: float) -> float:
    """The highest place not above `at` at which nothing is cut through."""
    spans = list(spans)
    while crossed := [bottom for top, bottom in spans if top + SLACK < at < bottom - SLACK]:
        at = max(crossed)
    return at


def from_the_top(spans: Sequence[Span], begin: float, end: float, room: float) -> list[float]:
    """Edges of the slices, each no higher than `room`, as much in each as goes into it.

    What is higher than the room itself is cut where the room ends.
    """
    edges = [begin]
    while end - edges[-1] > room + SLACK:
        limit = edges[-1] + room
        cut = clear_above(spans, limit)
        edges.append(cut if cut > edges[-1] + SLACK else limit)
    return [*edges, end]


def from_the_foot(spans: Sequence[Span], begin: float, end: float, room: float) -> list[float]:
    """The same with the last slice full, for a page whose foot is within reach."""
    turned = [(-bottom, -top) for top, bottom in spans]
    return [-edge for edge in reversed(from_the_top(turned, -end, -begin, room))]
