# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a room's feed with 10 thousand bookings costs, beside Radicale serving the same events in the same run."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

import requests
from icalendar import Calendar

from booking.config import House, read
from booking.feeds import Feeds
from booking.serve import open_desk
from tests.bench.filled import filled
from tests.bench.load import answers, serving, wait_until
from tests.servers.loopback import HOST, free_port

EVENTS, ROUNDS = 10_000, 5
TICKS = os.sysconf("SC_CLK_TCK")


def cpu(pid: int) -> float:
    """Seconds of CPU that a process has used so far, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def cost(pid: int, address: str, rounds: int) -> tuple[float, float, bytes]:
    """Mean CPU seconds and median seconds for one answer, and the answer."""
    requests.get(address, timeout=300)
    before, times = cpu(pid), []
    for _ in range(rounds):
        started = time.perf_counter()
        text = requests.get(address, timeout=300).content
        times.append(time.perf_counter() - started)
    return (cpu(pid) - before) / rounds, statistics.median(times), text


def unchanged(address: str) -> float:
    """Median milliseconds of a 304."""
    session = requests.Session()  # one connection, as a calendar program keeps it
    tag = session.get(address, timeout=300).headers["ETag"]
    times = []
    for _ in range(200):
        started = time.perf_counter()
        answer = session.get(address, headers={"If-None-Match": tag}, timeout=30)
        times.append(1000 * (time.perf_counter() - started))
        assert (answer.status_code, answer.content) == (304, b"")
    return statistics.median(times)


def radicale(feed: bytes) -> float:
    """CPU seconds of Radicale for one answer with the same events."""
    with tempfile.TemporaryDirectory() as folder:
        calendar = Path(folder) / "collection-root" / "house" / "room"
        calendar.mkdir(parents=True)
        (calendar / ".Radicale.props").write_text('{"tag": "VCALENDAR"}')
        head, _, _ = feed.partition(b"BEGIN:VEVENT")
        for number, event in enumerate(Calendar.from_ical(feed).walk("VEVENT")):
            (calendar / f"{number}.ics").write_bytes(head + event.to_ical() + b"END:VCALENDAR\r\n")
        port = free_port()
        options = {"storage-filesystem-folder": folder, "auth-type": "none", "server-hosts": f"{HOST}:{port}"}
        command = [sys.executable, "-m", "radicale", *(f"--{key}={value}" for key, value in options.items())]
        process = subprocess.Popen([*command, "--rights-type=authenticated", "--logging-level=error"])
        try:
            wait_until(lambda: answers(port))
            used, _, text = cost(process.pid, f"http://{HOST}:{port}/house/room/", 2)
            assert text.count(b"BEGIN:VEVENT") == feed.count(b"BEGIN:VEVENT"), text[:200]
        finally:
            process.terminate()
            process.wait()
        return used


def memory(events: int) -> float:
    """MB that one answer needs at its peak, besides what was there."""
    config, data = filled("feed-memory", 1, events, calendars=True)
    desk = open_desk(read(config, House), data)
    tracemalloc.start()
    for _ in Feeds(desk).write("raum-0", "named"):
        pass
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    desk.database.close()
    return peak


if __name__ == "__main__":
    port = free_port()
    config, data = filled("feed", 1, EVENTS, port, calendars=True)
    with serving(config, data) as service:
        address = f"http://{HOST}:{port}/feeds/raum-0.ics"
        used, waited, feed = cost(service.pid, address, 20)
        same = unchanged(address)
    theirs = radicale(feed)
    print(f"feed, 10 thousand bookings: {1000 * used:.0f} ms CPU, {1000 * waited:.0f} ms; unchanged 304: {same:.2f} ms")
    print(f"feed, Radicale with the same events: {theirs:.2f} s CPU: {theirs / used:.0f} times")
    print(f"feed, 100 thousand bookings streamed: {memory(100_000):.1f} MB more memory")
