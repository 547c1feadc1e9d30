# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the focus goes by keys: to the nearest thing in a direction, or through groups of things. Pure geometry."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.reading import Box, Thing

DIRECTIONS = {"left": (-1, 0), "right": (1, 0), "up": (0, 1), "down": (0, -1)}
FEW = 10  # things that are gone through one by one
MOST = 12  # in a group, of which more are parted
ASIDE = 2.5  # how much worse it is to lie aside than to lie far


def nearest(now: "Thing", things: Sequence["Thing"], direction: str) -> "Thing | None":
    """The thing that is met first: ahead rather than aside. What lies over the whole side is as near as its edge."""
    x, y = DIRECTIONS[direction]
    found = [(_distance(now.box, thing.box, x, y), thing) for thing in things if thing != now]
    reached = [(far, thing) for far, thing in found if far is not None]
    return min(reached, key=lambda each: each[0])[1] if reached else None


def _distance(now: "Box", other: "Box", x: int, y: int) -> float | None:
    ahead = (other.centre[0] - now.centre[0]) * x + (other.centre[1] - now.centre[1]) * y
    far = _gap(now, other, bool(x))
    if ahead <= 1 or far is None:
        return None
    return far + ASIDE * (_apart(now, other, not x) or 0) + ahead / 100


def _gap(now: "Box", other: "Box", across: bool) -> float | None:
    """Px between two boxes in a direction; None if one lies beside the other rather than after it."""
    apart = _apart(now, other, across)
    if apart:
        return apart
    aside = _apart(now, other, not across)
    return 0.0 if not aside else None


def _apart(now: "Box", other: "Box", across: bool) -> float:
    """Px between two boxes across, or upright; 0 where they overlap."""
    one, more = (
        ((now.x, now.width), (other.x, other.width)) if across else ((now.y, now.height), (other.y, other.height))
    )
    return max(more[0] - one[0] - one[1], one[0] - more[0] - more[1], 0.0)


def groups(things: Sequence["Thing"]) -> list[list["Thing"]]:
    """Neighbours that belong together, none of them too long."""
    parted = []
    for _, same in groupby(things, key=lambda thing: thing.group):
        row = list(same)
        pieces = -(-len(row) // MOST)
        size = -(-len(row) // pieces)
        parted += [row[first : first + size] for first in range(0, len(row), size)]
    return parted
