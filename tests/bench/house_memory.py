# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How soon the booking service answers from cold, and how much memory a whole house needs, its display included."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests

from booking.config import House, read
from booking.demo import prepare
from booking.serve import open_desk
from tests.bench.filled import config
from tests.bench.load import ROOT, answers, serving, wait_until
from tests.servers.loopback import HOST, free_port

REQUESTS = 500


def cold_start(folder: Path) -> float:
    """Seconds from the command to the first answer, without compiled code and with an empty data folder."""
    for cache in (ROOT / "booking").rglob("__pycache__"):
        shutil.rmtree(cache)
    port = free_port()
    file = config(folder / "cold", 3, port)
    started = time.perf_counter()
    command = [sys.executable, "-m", "booking", "--config", str(file), "--data", str(folder / "cold"), "serve"]
    process = subprocess.Popen(command, cwd=ROOT)
    wait_until(lambda: answers(port) and requests.get(f"http://{HOST}:{port}/api/health", timeout=5).ok)
    seconds = time.perf_counter() - started
    process.terminate()
    process.wait()
    return seconds


def megabytes(pid: int) -> float:
    """Memory of a process that no other shares, and its part of what is shared."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(rollup.partition("Pss:")[2].split()[0]) / 1024


def memory(folder: Path) -> tuple[float, float]:
    """MB of the service after some use, and of the display beside it."""
    port = free_port()
    file = config(folder / "warm", 3, port)
    desk = open_desk(read(file, House), folder / "warm")
    prepare(desk, folder / "warm")
    desk.database.close()
    with serving(file, folder / "warm") as service:
        for number in range(REQUESTS):
            requests.get(f"http://{HOST}:{port}/{('de', 'en', 'ar')[number % 3]}/rooms/raum-{number % 3}", timeout=10)
            requests.get(f"http://{HOST}:{port}/feeds/house.ics", timeout=10)
        screen = [
            sys.executable,
            "-m",
            "kiosk",
            "--config",
            str(folder / "warm" / "screen.toml"),
            "--window",
            "1080x1920",
        ]
        kiosk = subprocess.Popen(["xvfb-run", "-a", "-s", "-screen 0 1080x1920x24", *screen], cwd=ROOT, env=os.environ)
        try:
            snapshot = folder / "warm"
            wait_until(lambda: any(path.suffix == ".json" for path in snapshot.rglob("*")), 60)
            time.sleep(3)  # until the display is at rest
            pid = int(subprocess.check_output(["pgrep", "-f", "-n", str(folder / "warm" / "screen.toml")]))
            return megabytes(service.pid), megabytes(pid)
        finally:
            subprocess.run(["pkill", "-f", str(folder / "warm" / "screen.toml")], check=False)
            kiosk.wait()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(f"booking service, from cold to the first answer: {cold_start(Path(folder)):.2f} s")
        service, kiosk = memory(Path(folder))
        print(
            f"memory of one house: {service + kiosk:.0f} MB; booking service {service:.0f} MB, display {kiosk:.0f} MB"
        )
