# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long a time is still kept: whole minutes, seconds in the last one; pure."""

from datetime import datetime

LAST = 60


def left(expires: datetime | None, now: datetime) -> int:
    """Seconds, never below 0."""
    return max(int((expires - now).total_seconds() + 0.5), 0) if expires else 0


def shown(seconds: int) -> tuple[int, str]:
    """The number and its unit: begun minutes count."""
    return (seconds, "seconds") if seconds <= LAST else (-(-seconds // 60), "minutes")


def segments(seconds: int, of: int) -> int:
    """Segments of 20 that are there: steps of a twentieth."""
    return min(-(-seconds * 20 // max(of, 1)), 20)


def next_change(seconds: int, of: int) -> float:
    """Seconds until the picture is another one."""
    if seconds <= LAST:
        return 1.0
    return float(min(seconds % 60 or 60, seconds % max(of // 20, 1) or max(of // 20, 1)))
