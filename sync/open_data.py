# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file of open data: the indicators of the months that are over, as they may be published.

Whoever reads it finds a whole file, the old one or the new one.
"""

import os
from pathlib import Path

from booking import exports, slots
from booking.desk import Desk
from booking.indicators import Indicators
from booking.tally import Month, month_of

YEARS = 2  # before this one


def write(desk: Desk, file: Path) -> bool:
    """Write it anew if anything in it has changed; whether it has. Raises OSError."""
    content = _content(desk)
    if file.exists() and file.read_bytes() == content:
        return False
    made = file.with_name(f".{file.name}.new")
    with made.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    made.chmod(0o644)
    made.replace(file)
    return True


def _content(desk: Desk) -> bytes:
    now = month_of(slots.local_day(desk.now(), desk.house.zone))
    last = Month(now.year, now.month - 1) if now.month > 1 else Month(now.year - 1, 12)
    return exports.as_open_data(Indicators(desk).report(Month(now.year - YEARS, 1), last), desk.house.id)
