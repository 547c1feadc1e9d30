# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house that is asked for days on end: memory, write-ahead log and open files after many requests.

python -m tests.bench.soak [REQUESTS]    1,000,000 take about an hour
"""

import json
import random
import sys
import uuid
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
WARM = 50_000  # until caches are as full as they will be


def work(port: int, token: str, zone: ZoneInfo, asked: int, part: int, number: int) -> None:
    """Pages, plans, feeds, holds, bookings and cancellations, and displays that ask whether there is news."""
    client, choice = Client(port), random.Random(f"{part} {number}")
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
        else:
            begin = to_utc(datetime(day.year, day.month, day.day, 8 + 2 * choice.randrange(7)), zone)
            wish = {"request_id": str(uuid.uuid4()), "room": room, "begin": _utc(begin)}
            path, more = ("/api/holds", {}) if what < 0.98 else ("/api/bookings", {"name": "Gruppe"})
            status, body = client.post(path, wish | {"end": _utc(begin + timedelta(minutes=30))} | more, token)
            if status == 201 and more:  # cancelled again, so that the house is as full at the end as at the beginning
                made = json.loads(body)
                client.delete(f"/api/bookings/{made['code']}", made["token"])
    client.close()


def _utc(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def resident(pid: int) -> float:
    """MB of memory that a process has."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096 / 1e6


def files(pid: int) -> int:
    """Open files of a process."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def main() -> None:
    port = free_port()
    config, data = filled("soak", ROOMS, 100_000, port)
    zone, token = read(config, House).zone, screen_token(config, data)
    log = 0.0
    with serving(config, data) as service:
        together(CLIENTS, partial(work, port, token, zone, WARM // CLIENTS, 0))
        before, open_before = resident(service.pid), files(service.pid)
        share = REQUESTS // 10 // CLIENTS
        for part in range(10):
            together(CLIENTS, partial(work, port, token, zone, share, part))
            log = max(log, (data / "house.db-wal").stat().st_size / 1e6)
        after, open_after = resident(service.pid), files(service.pid)
    print(
        f"soak, {REQUESTS} requests: memory {before:.0f} to {after:.0f} MB ({100 * (after / before - 1):+.1f} %), "
        f"write-ahead log at most {log:.1f} MB, open files {open_before} to {open_after}"
    )


if __name__ == "__main__":
    main()
