# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long the desk takes for the availability of 20 rooms on 7 days: never seen before, and kept."""

import random
import statistics
import time
from datetime import timedelta

from booking.config import House, read
from booking.desk import Desk
from booking.serve import open_desk
from tests.bench.filled import filled, span

ROOMS, DAYS, LOOKS = 20, 7, 300


def measure(count: int) -> tuple[float, float]:
    """Median milliseconds, first look and second look, at random weeks."""
    config, data = filled("availability", ROOMS, count)
    desk = open_desk(read(config, House), data)
    first, last = span(ROOMS, count)
    choice = random.Random(7)
    fresh, kept = [], []
    for _ in range(LOOKS):
        begin = first + timedelta(days=choice.randrange(max((last - first).days - DAYS, 1)))
        desk.days._forget_all(desk.days.revision())
        fresh.append(_look(desk, begin))
        kept.append(_look(desk, begin))
    weeks = (first + timedelta(days=choice.randrange((last - first).days or 1)) for _ in range(LOOKS))
    things = statistics.median(_look(desk, week, True) for week in weeks)
    print(f"availability, {len(desk.house.resources)} things x 7 days, {count} bookings: p50 {things:.2f} ms")
    desk.database.close()
    return statistics.median(fresh), statistics.median(kept)


def _look(desk: Desk, begin: object, things: bool = False) -> float:
    started = time.perf_counter()
    desk.days.look(desk.house.resources if things else desk.house.rooms, begin, begin + timedelta(days=DAYS - 1))  # type: ignore[arg-type, operator]
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    few, _ = measure(1_000)
    many, kept = measure(1_000_000)
    print(f"availability, 20 rooms x 7 days, 1 thousand bookings: p50 {few:.2f} ms")
    print(f"availability, 20 rooms x 7 days, 1 million bookings: p50 {many:.2f} ms; kept {kept:.2f} ms")
    print(f"availability, 1 million against 1 thousand bookings: {many / few:.2f} times")
