# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the C library is told about memory: few heaps for all threads, and back goes what the start has used."""

import ctypes
import sys

ARENA_MAX = -8  # M_ARENA_MAX of mallopt(3)


def keep_together() -> None:
    """Two heaps instead of eight for each core: the threads of the display mostly wait."""
    if _glibc():
        _library().mallopt(ARENA_MAX, 2)


def give_back() -> None:
    """Free pages go back to the system."""
    if _glibc():
        _library().malloc_trim(0)


def _glibc() -> bool:
    return sys.platform == "linux" and hasattr(_library(), "malloc_trim")


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None)
