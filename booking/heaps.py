# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What glibc is told about memory: few heaps, and free pages back to the system. Another C library is left alone."""

import ctypes
import gc
from collections.abc import Mapping
from contextlib import suppress

# What mallopt(3) calls M_ARENA_MAX, M_MMAP_THRESHOLD and M_TRIM_THRESHOLD.
ARENAS, MAPPED, TRIMMED = -8, -3, -1
FEW = {ARENAS: 2}  # by itself glibc makes a heap for nearly each thread, and every one keeps what it once needed
SMALL = FEW | {MAPPED: 64 * 1024, TRIMMED: 128 * 1024}  # for a process in which large answers come and go


def keep(options: Mapping[int, int]) -> None:
    """Set the heaps up; before the first thread begins."""
    with suppress(AttributeError, OSError):
        for option, value in options.items():
            ctypes.CDLL(None).mallopt(option, value)


def collect_seldom() -> None:
    """For a process that makes thousands of things at once and keeps them: looked through for garbage in circles again
    and again they cost half of its time. What there is now, such as modules, is never looked through.
    """
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def give_back() -> None:
    """Return the free pages of all heaps, also those between what is in use; a few milliseconds."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
