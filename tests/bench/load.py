# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A booking service in a process of its own, and clients on loopback that cost it little to serve."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from booking.config import House, read
from booking.serve import open_desk
from tests.servers.loopback import HOST

ROOT = Path(__file__).parents[2]


@contextmanager
def serving(config: Path, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The service as `python -m booking serve` starts it, once it answers."""
    house = read(config, House)
    command = [sys.executable, "-m", "booking", "--config", str(config), "--data", str(data), "serve"]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_until(lambda: answers(house.service.port))
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def answers(port: int) -> bool:
    """Whether something listens there."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def wait_until(true: Callable[[], bool], seconds: float = 30) -> None:
    """Look often, for a while."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.002)


def screen_token(config: Path, data: Path) -> str:
    """A screen's token in that house."""
    desk = open_desk(read(config, House), data)
    try:
        return desk.tokens.make("screen", f"bench-{os.getpid()}")
    finally:
        desk.database.close()


class Client:
    """One connection that stays open, as a browser's does."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((HOST, port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str) -> tuple[int, bytes]:
        """Status and body."""
        return self._ask(f"GET {path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode())

    def post(self, path: str, body: object, token: str) -> tuple[int, bytes]:
        """Status and body of a POST with JSON."""
        return self._send("POST", path, body, token)

    def patch(self, path: str, body: object, token: str) -> tuple[int, bytes]:
        """Status and body of a PATCH with JSON."""
        return self._send("PATCH", path, body, token)

    def delete(self, path: str, token: str) -> tuple[int, bytes]:
        """Status and body of a DELETE."""
        return self._send("DELETE", path, {}, token)

    def _send(self, method: str, path: str, body: object, token: str) -> tuple[int, bytes]:
        text = json.dumps(body).encode()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
        )
        return self._ask(head.encode() + text)

    def _ask(self, request: bytes) -> tuple[int, bytes]:
        self._socket.sendall(request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        head, _, body = answer.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or 0)
        while len(body) < length:
            body += self._more()
        return int(head[9:12]), body

    def _more(self) -> bytes:
        """What comes next. Raises ConnectionError when the other side is gone."""
        if got := self._socket.recv(1 << 20):
            return got
        raise ConnectionError("closed in the middle of an answer")

    def close(self) -> None:
        self._socket.close()


def together(count: int, work: Callable[[int], object]) -> float:
    """Seconds until that many threads, started at once, are done."""
    start = threading.Barrier(count + 1)

    def one(number: int) -> None:
        start.wait()
        work(number)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    start.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - started


def percentile(values: list[float], share: float) -> float:
    """The value that this share of all values does not exceed."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]
