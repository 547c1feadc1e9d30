# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What shall become of the last good copy of a feed now that a new one is there: planned before it is done. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from booking.told import Fresh, Told


class Known(NamedTuple):
    """What is kept of an event: the hash of all that it says, its last date, and whether there may be later ones."""

    hash: bytes
    ends: int
    open: bool


@dataclass(frozen=True)
class Plan:
    """Events to be put, some of them in the place of what is known of them (`replaced`), known ones of which nothing
    can be told any more, and keys of those that are gone; how many of the events to come were known, and are left.
    """

    put: tuple[Told, ...]
    replaced: frozenset[bytes]
    kept: tuple[Told, ...]
    gone: frozenset[bytes]
    before: int
    after: int

    @property
    def is_suddenly_half_empty(self) -> bool:
        """Then it is more likely that something is wrong than that so much was called off."""
        return 2 * self.after < self.before


def asked(known: Mapping[bytes, Known], window_moved: bool) -> dict[bytes, bytes]:
    """The hashes that count as known.

    What may have later dates is read anew when the window has moved, and so is what was too much the last time.
    """
    return {key: one.hash for key, one in known.items() if one.hash and not (window_moved and one.open)}


def planned(known: Mapping[bytes, Known], counted: Mapping[bytes, bytes], fresh: Fresh, now: int) -> Plan:
    """Compare a new copy with what is known, of which only what is `counted` was compared when it was read."""
    changed = {one.key: one for one in fresh.changed}
    gone = fresh.gone | (known.keys() - counted.keys() - changed.keys())
    kept = {key: one for key, one in changed.items() if one.lost and key in known}
    put = tuple(one for key, one in changed.items() if key not in kept)
    stays = known.keys() - gone - changed.keys() | kept.keys()
    after = sum(known[key].ends > now for key in stays) + sum(one.ends > now for one in put)
    before = sum(one.ends > now for one in known.values())
    replaced = frozenset(one.key for one in put if one.key in known)
    return Plan(put, replaced, tuple(kept.values()), frozenset(gone), before, after)
