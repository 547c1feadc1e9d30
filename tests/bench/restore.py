# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long 100 thousand bookings take to be backed up while the house is booked all the time, and to be put back."""

import itertools
import shutil
import subprocess
import sys
import threading
import time
import uuid
from datetime import timedelta
from pathlib import Path

from booking.config import House, read
from tests.bench.booking_rate import free_times
from tests.bench.filled import filled
from tests.bench.load import ROOT, Client, percentile, screen_token, serving
from tests.servers.loopback import free_port

ROOMS, BOOKINGS, CLIENTS = 10, 100_000, 4


class Load:
    """Clients that book one free time after another until told to stop, and how long each answer took."""

    def __init__(self, house: House, port: int, token: str) -> None:
        self.waited: list[float] = []
        self._token = token
        self._times = free_times(house)
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._book, args=(Client(port),)) for _ in range(CLIENTS)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _book(self, client: Client) -> None:
        while not self._stop.is_set():
            with self._lock:
                room, begin = next(self._times)
            span = {
                "begin": f"{begin:%Y-%m-%dT%H:%M:%SZ}",
                "end": f"{begin + timedelta(minutes=30):%Y-%m-%dT%H:%M:%SZ}",
            }
            started = time.perf_counter()
            wish = {"request_id": str(uuid.uuid4()), "room": room, "name": "Gruppe", **span}
            status, _ = client.post("/api/bookings", wish, self._token)
            if status == 201:
                self.waited.append(time.perf_counter() - started)


def timed(config: Path, data: Path, *arguments: str) -> float:
    """Seconds that a command takes, its start included."""
    command = [sys.executable, "-m", "booking", "--config", str(config), "--data", str(data), *arguments]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def measure() -> None:
    port = free_port()
    config, data = filled("restore", ROOMS, BOOKINGS, port, calendars=True)
    token = screen_token(config, data)
    file, new = data / "house.tar", data.parent / "restored"
    shutil.rmtree(new, ignore_errors=True)
    with serving(config, data), Load(read(config, House), port, token) as load:
        time.sleep(2)
        before = len(load.waited)
        backed_up = timed(config, data, "backup", str(file))
        meanwhile = load.waited[before:]
    put_back = timed(config, new, "restore", str(file))
    size = file.stat().st_size / 1_000_000
    print(
        f"{BOOKINGS // 1000} thousand bookings, {size:.0f} MB: backed up under load in {backed_up:.1f} s, put back and"
        f" checked in {put_back:.1f} s, together {backed_up + put_back:.1f} s (goal 60 s);"
        f" meanwhile {len(meanwhile)} bookings, p50 {1000 * percentile(meanwhile, 0.5):.0f} ms,"
        f" slowest {1000 * max(meanwhile):.0f} ms (before {1000 * max(itertools.islice(load.waited, before)):.0f} ms)"
    )


if __name__ == "__main__":
    measure()
