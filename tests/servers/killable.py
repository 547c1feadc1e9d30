# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The booking service in a process of its own that can be killed in the middle of anything, and started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from booking.config import House, read
from booking.desk import Desk
from booking.serve import open_desk
from tests.servers.booking import DEMO
from tests.servers.loopback import HOST, free_port

ROOT = Path(__file__).parents[2]
STARTS_WITHIN = 30


@dataclass
class Killable:
    """A house with its config file and data folder; its address stays the same over every restart."""

    config: Path
    data: Path
    port: int
    process: "subprocess.Popen[bytes] | None" = field(default=None)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def log(self) -> Path:
        """What it says while it serves."""
        return self.data / "log.txt"

    def start(self, wrapped: tuple[str, ...] = ()) -> None:
        """Start, and wait until it answers."""
        command = [*wrapped, sys.executable, "-m", "booking", "--config", str(self.config), "--data", str(self.data)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([*command, "serve"], cwd=ROOT, stderr=log)
        deadline = time.monotonic() + STARTS_WITHIN
        while not self.answers():
            assert self.process.poll() is None, "the service did not start"
            assert time.monotonic() < deadline, "the service does not answer"
            time.sleep(0.01)

    def answers(self) -> bool:
        """Whether it is there."""
        try:
            return requests.get(f"{self.url}/api/health", timeout=5).ok
        except requests.RequestException:
            return False

    def kill(self) -> None:
        """At once, with nothing tidied up."""
        if self.process:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def desk(self) -> Desk:
        """The same house, looked at from here."""
        return open_desk(read(self.config, House), self.data)


@contextmanager
def killable(data: Path, database: str | None = None, more: str = "") -> Iterator[Killable]:
    """The demo house; `more` is further TOML of its config."""
    data.mkdir(parents=True, exist_ok=True)
    port = free_port()
    address = f'database = "{database}"\n' if database else ""
    service = f'\n[service]\nlisten = "{HOST}"\nport = {port}\npublic_url = "http://{HOST}:{port}"\n{address}'
    config = data / "house.toml"
    demo = DEMO.read_text(encoding="utf-8").replace("shared_quota = 40", "shared_quota = 1000000")
    demo = demo.replace("plan.geojson", str(DEMO.parent / "plan.geojson"))
    config.write_text(demo + service + more, encoding="utf-8")
    house = Killable(config, data, port)
    try:
        yield house
    finally:
        house.kill()
