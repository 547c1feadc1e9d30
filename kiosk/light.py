# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How the daylight falls: to the left in the morning, to the right in the afternoon, a little more each ten minutes."""

from datetime import datetime

NOON = 13.3  # the sun stands highest in Kassel at about 13:20 in summer
LEAST, MOST = 0.9, 1.7


def lean(local: datetime) -> float:
    """How far the wedge of light leans, in px a px of the floor; negative to the left."""
    hour = local.hour + local.minute // 10 / 6
    away = (hour - NOON) / 6
    side = -1 if away < 0 else 1
    return side * min(MOST, LEAST + abs(away))
