# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How many bookings a second one client makes over HTTP, durably, and the same desk call without HTTP beside it."""

import sys
import time
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice

from booking.config import House, read
from booking.public_holidays import holiday
from booking.rules import Group, Wish
from booking.serve import open_desk
from booking.slots import to_utc
from tests.bench.filled import filled
from tests.bench.load import Client, screen_token, serving
from tests.servers.loopback import free_port

ROOMS, BOOKINGS, ROUNDS = 10, 300, 5
COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000


def free_times(house: House) -> Iterator[tuple[str, datetime]]:
    """Times on which the filled house is free."""
    for offset in range(1, 600):
        day = date.today() + timedelta(days=offset)
        if house.house_hours(day.weekday()) and not holiday(house, day):
            for hour in (10, 12, 14, 16) if day.weekday() < 5 else (12, 14):
                for room in house.rooms:
                    yield room.id, to_utc(datetime(day.year, day.month, day.day, hour), house.zone)


def over_http(client: Client, token: str, times: Iterator[tuple[str, datetime]]) -> float:
    """Bookings a second through the API."""
    started, done = time.perf_counter(), 0
    for room, begin in islice(times, BOOKINGS):
        end = begin + timedelta(minutes=30)
        span = {"room": room, "begin": f"{begin:%Y-%m-%dT%H:%M:%SZ}", "end": f"{end:%Y-%m-%dT%H:%M:%SZ}"}
        status, _ = client.post("/api/bookings", {"request_id": str(uuid.uuid4()), "name": "Gruppe", **span}, token)
        done += status == 201
    return done / (time.perf_counter() - started)


def measure() -> tuple[list[float], list[float]]:
    """Bookings a second: over HTTP, and through the desk, round by round in turn on two copies of one house."""
    port = free_port()
    config, data = filled("rate", ROOMS, COUNT, port)
    own_config, own_data = filled("rate-desk", ROOMS, COUNT)
    desk = open_desk(read(own_config, House), own_data)
    house = desk.house
    token = screen_token(config, data)
    http_times, desk_times = free_times(house), free_times(house)
    http, direct = [], []
    with serving(config, data):
        client = Client(port)
        for _ in range(ROUNDS):
            http.append(over_http(client, token, http_times))
            started, done = time.perf_counter(), 0
            for room, begin in islice(desk_times, BOOKINGS):
                done += _book(desk, room, begin)
            direct.append(done / (time.perf_counter() - started))
    return sorted(http), sorted(direct)


def _book(desk: object, room: str, begin: datetime) -> bool:
    wish = Wish(str(uuid.uuid4()), room, begin, begin + timedelta(minutes=30))
    return desk.book(wish, Group("Gruppe"), proven=True).code is not None  # type: ignore[attr-defined]


if __name__ == "__main__":
    http, direct = measure()
    middle = ROUNDS // 2
    print(f"booking over HTTP, 1 client: {http[middle]:.0f}/s ({http[0]:.0f} to {http[-1]:.0f})")
    print(f"booking through the desk: {direct[middle]:.0f}/s; HTTP reaches {http[middle] / direct[middle]:.2f} of it")
