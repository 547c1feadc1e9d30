# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house that is asked for days on end: memory, write-ahead log and open files after many requests.

python -m tests.bench.soak [REQUESTS]    1,000,000 take about an hour
"""

import json
import random
import statistics
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import requests

from booking.config import House, read
from booking.slots import to_utc
from tests.bench.filled import filled
from tests.bench.load import Client, screen_token, serving, together
from tests.servers.loopback import HOST, free_port

REQUESTS = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
CLIENTS, ROOMS, DAYS = 4, 10, 90
OWN = 8  # bookings that each client has, and moves about: calendars are as long at the end as at the beginning
WARM = 100_000  # until caches are as full as they will be
PARTS = 10
EVERY = 0.5  # seconds between two looks at the memory: it goes up and down with what is asked at the moment


def work(port: int, token: str, zone: ZoneInfo, asked: int, part: int, number: int) -> None:
    """Pages, plans, feeds, holds, bookings that are moved, and displays that ask whether there is news."""
    client, choice = Client(port), random.Random(f"{part} {number}")
    mine = [made for _ in range(OWN) if (made := _book(client, token, choice, zone))]
    for _ in range(asked):
        day = date.today() + timedelta(days=choice.randrange(1, DAYS))
        room = f"raum-{choice.randrange(ROOMS)}"
        what = choice.random()
        if what < 0.2:
            client.get(f"/{choice.choice(('de', 'en', 'ar'))}/rooms/{room}/{day}")
        elif what < 0.24:
            client.get(f"/api/availability?from={day}&to={day + timedelta(days=6)}")
        elif what < 0.25:
            requests.get(f"http://{HOST}:{port}/feeds/{room}.ics", timeout=60)  # it comes in pieces
        elif what < 0.95:
            client.get("/api/revision?after=-1")
        elif what < 0.98 or not mine:
            client.post("/api/holds", _wish(choice, zone) | {"room": room}, token)
        else:
            code, link = choice.choice(mine)
            client.patch(f"/api/bookings/{code}", _wish(choice, zone), link)
    for code, link in mine:
        client.delete(f"/api/bookings/{code}", link)
    client.close()


def _book(client: Client, token: str, choice: random.Random, zone: ZoneInfo) -> tuple[str, str] | None:
    """Code and token of a new booking, or nothing if the time is taken."""
    wish = _wish(choice, zone) | {"room": f"raum-{choice.randrange(ROOMS)}", "name": "Gruppe"}
    status, body = client.post("/api/bookings", wish, token)
    made = json.loads(body)
    return (made["code"], made["token"]) if status == 201 else None


def _wish(choice: random.Random, zone: ZoneInfo) -> dict[str, str]:
    """Half an hour on some day."""
    day = date.today() + timedelta(days=choice.randrange(1, DAYS))
    begin = to_utc(datetime(day.year, day.month, day.day, 8 + 2 * choice.randrange(7)), zone)
    return {
        "request_id": str(uuid.uuid4()),
        "begin": _utc(begin),
        "end": _utc(begin + timedelta(minutes=30)),
    }


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def resident(pid: int) -> float:
    """MB of memory that a process has."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6


@contextmanager
def watched(pid: int) -> Iterator[list[float]]:
    """The memory of a process, looked at again and again as long as the block lasts."""
    seen = [resident(pid)]
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(EVERY):
            seen.append(resident(pid))

    looker = threading.Thread(target=look)
    looker.start()
    try:
        yield seen
    finally:
        ended.set()
        looker.join()


def files(pid: int) -> int:
    """Open files of a process."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def main() -> None:
    port = free_port()
    config, data = filled("soak", ROOMS, 100_000, port)
    zone, token = read(config, House).zone, screen_token(config, data)
    log = 0.0
    medians, opened = [], []
    with serving(config, data) as service:
        together(CLIENTS, partial(work, port, token, zone, WARM // CLIENTS, 0))
        share = REQUESTS // PARTS // CLIENTS
        for part in range(PARTS):
            with watched(service.pid) as seen:
                together(CLIENTS, partial(work, port, token, zone, share, part + 1))
            medians.append(statistics.median(seen))
            opened.append(files(service.pid))
            log = max(log, (data / "house.db-wal").stat().st_size / 1e6)
            print(f"  {share * CLIENTS * (part + 1)}: {medians[-1]:.1f} MB", flush=True)
    grown = 100 * (medians[-1] / medians[0] - 1)
    print(
        f"soak, {REQUESTS} requests: memory in the first and the last tenth {medians[0]:.1f} and {medians[-1]:.1f} MB "
        f"({grown:+.1f} %), write-ahead log at most {log:.1f} MB, open files {opened[0]} to {opened[-1]}"
    )


if __name__ == "__main__":
    main()
