# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Radicale as the city's calendar server: started, killed, given another password; and a human who edits in it."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from tests.bench.load import answers, wait_until
from tests.servers.loopback import HOST, free_port


@dataclass
class CityCalendarServer:
    """One that keeps its collections in `folder`. Whoever looks in by hand does so as `haus`."""

    folder: Path
    port: int = field(default_factory=free_port)
    password: str = "geheim"
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/haus/raeume/"

    @property
    def password_file(self) -> Path:
        return self.folder / "password"

    @property
    def kept(self) -> Path:
        """Where its events lie."""
        return self.folder / "kept" / "collection-root" / "haus" / "raeume"

    def start(self) -> None:
        (self.folder / "users").write_text(f"haus:{self.password}\n")
        options = {
            "storage-filesystem-folder": self.folder / "kept",
            "auth-type": "htpasswd",
            "auth-htpasswd-filename": self.folder / "users",
            "auth-htpasswd-encryption": "plain",
            "auth-delay": "0",
            "server-hosts": f"{HOST}:{self.port}",
            "logging-level": "critical",
        }
        arguments = [f"--{key}={value}" for key, value in options.items()]
        self.process = subprocess.Popen([sys.executable, "-m", "radicale", *arguments], stderr=subprocess.DEVNULL)
        wait_until(lambda: answers(self.port))

    def kill(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(20)
            self.process = None

    def ask(self, method: str, name: str = "", **more: object) -> requests.Response:
        return requests.request(method, self.url + name, auth=("haus", self.password), timeout=10, **more)  # type: ignore[arg-type]

    def names(self) -> list[str]:
        """What lies there."""
        return sorted(file.name for file in self.kept.glob("*.ics"))

    def text(self, name: str) -> str:
        return self.ask("GET", name).content.decode()

    def put(self, name: str, text: str) -> None:
        """What somebody writes there, over what was there."""
        self.ask("PUT", name, data=text.encode(), headers={"Content-Type": "text/calendar"}).raise_for_status()


@contextmanager
def city_calendar(folder: Path) -> Iterator[CityCalendarServer]:
    """One with an empty calendar; the house's password lies in a file."""
    folder.mkdir()
    server = CityCalendarServer(folder)
    server.password_file.write_text(server.password)
    server.start()
    try:
        root = f"http://{HOST}:{server.port}/haus/"
        requests.request("MKCOL", root, auth=("haus", server.password), timeout=10)
        server.ask("MKCALENDAR").raise_for_status()
        yield server
    finally:
        server.kill()
