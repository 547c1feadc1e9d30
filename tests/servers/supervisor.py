# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What systemd does for a unit of Type=notify, as small as can be: a process, its socket, its watchdog."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 60.0  # seconds; the machine may be busy
ROOT = Path(__file__).parents[2]


class Supervised:
    """A process that was started with a socket to speak to; `said` is all that it has said."""

    def __init__(self, process: "subprocess.Popen[bytes]", line: socket.socket, watchdog: float) -> None:
        self.process = process
        self.said: list[str] = []
        self._line = line
        self._watchdog = watchdog

    def hear(self, wanted: str, within: float = PATIENCE) -> float:
        """Wait until it says something new that has this line: the seconds that took. TimeoutError if it does not."""
        began = time.monotonic()
        while True:
            left = began + within - time.monotonic()
            self._line.settimeout(max(left, 0.001))
            try:
                said = self._line.recv(4096).decode()
            except TimeoutError:
                raise TimeoutError(f"{wanted} was not heard, only {self.said[-5:]}") from None
            self.said.append(said)
            if wanted in said.splitlines():
                return time.monotonic() - began

    def hung(self, within: float = PATIENCE) -> float:
        """Wait until the watchdog bites, as systemd's would: the seconds since the last sign of life."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            try:
                self.hear("WATCHDOG=1", self._watchdog)
            except TimeoutError:
                return self._watchdog
        raise TimeoutError("it goes on giving signs of life")

    def stop(self) -> int:
        """As `systemctl stop`: its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)


@contextmanager
def supervised(
    command: Sequence[str],
    folder: Path,
    watchdog: float = 1.0,
    environment: Mapping[str, str] | None = None,
    abstract: bool = False,
) -> Iterator[Supervised]:
    """Run a command until the block ends; its socket lies in `folder`, or is an abstract one."""
    name = f"house-{os.getpid()}-{time.monotonic_ns()}" if abstract else str(folder / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(f"\0{name}" if abstract else name)
        told = {"NOTIFY_SOCKET": f"@{name}" if abstract else name, "WATCHDOG_USEC": str(round(watchdog * 1e6))}
        around = os.environ | dict(environment or {}) | told
        with (folder / "supervised.log").open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=around, stderr=log, start_new_session=True)
        try:
            yield Supervised(process, line, watchdog)
        finally:
            with suppress(ProcessLookupError):  # with all that it has started, as systemd would
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            Path(name).unlink(missing_ok=True)
