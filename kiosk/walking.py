# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody who walks the way on the display: three times as fast as people do, with a pause at lifts and stairs."""

from collections.abc import Sequence
from itertools import pairwise

from booking.plan import geometry
from booking.plan.geometry import Point
from booking.plan.routing import PACE
from kiosk.wayfinder import Way

FASTER = 3.0
PAUSE = 0.6  # seconds at a lift or at stairs
LOOP, LOOPS, REST = 6.0, 3, 1.0  # seconds from one walk to the next at least, how many, and without anybody


def _times(way: Way) -> list[float]:
    """Seconds on each level."""
    return [max(geometry.length(way.line(level)) / PACE / FASTER, 0.05) for level in way.levels]


def seconds(way: Way) -> float:
    """How long a walk is, pauses included."""
    times = _times(way)
    return sum(times) + PAUSE * (len(times) - 1)


def at(way: Way, lines: Sequence[Sequence[Point]], share: float) -> Point | None:
    """Where somebody is after a share of the time, on the drawn lines of each level; None while they ride."""
    left = share * seconds(way)
    for spent, line in zip(_times(way), lines, strict=False):
        if left <= spent:
            return part(line, geometry.length(line) * left / spent)[-1]
        left -= spent
        if left < PAUSE:
            return line[-1] if line else None
        left -= PAUSE
    return None


def part(line: Sequence[Point], size: float) -> list[Point]:
    """The beginning of a line, `size` long; at least its first point."""
    kept = list(line[:1])
    for a, b in pairwise(line):
        step = geometry.distance(a, b)
        if step >= size:
            share = max(size, 0.0) / step if step else 0.0
            if share > 0:
                kept.append((a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share))
            return kept
        kept.append(b)
        size -= step
    return kept
