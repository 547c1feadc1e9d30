# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The last plan on the disk: written as a whole or not at all, read when the server is away at start."""

import json
import os
from pathlib import Path

from kiosk.house import Json

KEYS = {"house", "plan", "floors", "at"}
LATER = {"offers", "month"}  # not in what an earlier version has kept


def save(path: Path, kept: Json) -> None:
    """Write atomically: a power cut leaves the old plan or the new one."""
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(json.dumps(kept, ensure_ascii=False))  # dump would take ten times as long, in Python
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def load(path: Path) -> Json | None:
    """The last plan, or None if there is none that can be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(kept, dict) or set(kept) - LATER != KEYS:
        return None
    return {key: {} for key in LATER} | kept
