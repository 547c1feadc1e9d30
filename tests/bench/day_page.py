# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many phone pages "one day, 10 rooms" the house serves a second while every twentieth request books."""

import random
import statistics
import time
import uuid
from datetime import date, datetime, timedelta

from booking.config import House, read
from booking.slots import to_utc
from tests.bench.filled import filled
from tests.bench.load import Client, percentile, screen_token, serving, together
from tests.servers.loopback import free_port

ROOMS, DAYS, REQUESTS = 10, 90, 500


def measure(count: int) -> tuple[float, float, float, float]:
    """Pages a second with 8 clients; p50, p95 and p99 with 1 client, in milliseconds."""
    port = free_port()
    config, data = filled("page", ROOMS, count, port)
    zone = read(config, House).zone
    token = screen_token(config, data)
    with serving(config, data):
        _visit(port, zone, token, 1, 400)  # a warm house
        seconds = together(8, lambda number: bool(_visit(port, zone, token, number, REQUESTS)))
        alone = _visit(port, zone, token, 99, REQUESTS)
    return 8 * REQUESTS / seconds, statistics.median(alone), percentile(alone, 0.95), percentile(alone, 0.99)


def _visit(port: int, zone: object, token: str, seed: int, requests: int) -> list[float]:
    """Look at random days, and book at every twentieth request; milliseconds for each page."""
    client, choice, times = Client(port), random.Random(seed), []
    for number in range(requests):
        day = date.today() + timedelta(days=choice.randrange(1, DAYS))
        started = time.perf_counter()
        if number % 20 == 19:
            begin = to_utc(datetime(day.year, day.month, day.day, 8 + 2 * choice.randrange(7)), zone)  # type: ignore[arg-type]
            room = f"raum-{choice.randrange(ROOMS)}"
            wish = {
                "request_id": str(uuid.uuid4()),
                "name": "Gruppe",
                "room": room,
                "begin": f"{begin:%Y-%m-%dT%H:%M:%SZ}",
            }
            status, _ = client.post(
                "/api/bookings", wish | {"end": f"{begin + timedelta(minutes=15):%Y-%m-%dT%H:%M:%SZ}"}, token
            )
            assert status in (201, 409, 422), status
        else:
            status, body = client.get(f"/de/days/{day}")
            times.append(1000 * (time.perf_counter() - started))
            assert status == 200, (status, body[:200])
    client.close()
    return times


if __name__ == "__main__":
    few, many = measure(100_000), measure(1_000_000)
    for name, (rate, p50, p95, p99) in {"100 thousand": few, "1 million": many}.items():
        alone = f"1 client p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f} ms"
        print(f"day page, {name} bookings: {rate:.0f} requests/s with 8 clients; {alone}")
    print(f"day page, 1 million against 100 thousand bookings: {few[0] / many[0]:.2f} times slower")
