# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What Python and the C library are told about memory: when to clear away, how few heaps, what goes back."""

import gc

from booking import heaps

SELDOM = 100  # young collections before a full one comes by itself: nearly never, see clear_away


def keep_together() -> None:
    """Two heaps instead of eight for each core: the threads mostly wait. What is large is given back at once."""
    heaps.keep(heaps.SMALL)


def keep() -> None:
    """What has been loaded stays for good: no collection looks at it again."""
    gc.collect()
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, SELDOM)
    heaps.give_back()


def rest() -> None:
    """Nobody is there: what visitors have left behind goes back to the machine, however long that takes."""
    gc.collect()
    heaps.give_back()


def clear_away() -> None:
    """What Kivy leaves of a screen that was taken apart: some 10,000 callbacks that hold each other, 5 to 10 ms.

    Left to itself a collection comes in the middle of any frame, with all that has gathered: up to 400 ms.
    """
    gc.collect()
