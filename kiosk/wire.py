# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""HTTP/1.1 to one server, over one connection that stays open; no proxies, no redirects, no cookies."""

import http.client
import io
import socket
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    etag: str | None
    body: bytes


class Wire:
    """Belongs to one thread. With https, the server's certificate must be one that the system trusts."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._http = kind(parts.hostname or "", parts.port or kind.default_port)
        self._base = parts.path

    @property
    def _connected(self) -> bool:
        return self._http.sock is not None

    def close(self) -> None:
        self._http.close()

    def ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None, deadlines: tuple[float, float]
    ) -> Answer:
        """Ask and read the whole answer; `deadlines` are the seconds to connect, and from then on for all the rest.

        A server closes what is quiet for long: then the request is sent again. So it may arrive twice.
        Raises TimeoutError after a deadline, else other kinds of OSError.
        """
        asked = (method, self._base + path, body, headers)
        kept = self._connected
        try:
            return self._exchange(deadlines, *asked)
        except ConnectionError:
            if not kept:
                raise
        return self._exchange(deadlines, *asked)

    def _exchange(self, deadlines: tuple[float, float], *asked: Any) -> Answer:
        try:
            self._open(*deadlines)
            self._http.request(*asked)
            answer = self._http.getresponse()
            return Answer(answer.status, answer.getheader("ETag"), answer.read())
        except OSError:
            self.close()
            raise
        except http.client.HTTPException as odd:
            self.close()
            raise OSError(f"no HTTP that we understand: {odd!r}") from odd

    def _open(self, connect: float, answer: float) -> None:
        if not self._connected:
            self._http.timeout = connect
            self._http.connect()
            self._http.sock = self._timed = _Timed(self._http.sock)
        self._timed.end = time.monotonic() + answer


class _Timed:
    """What http.client needs of a socket, with one deadline for a whole exchange instead of one for each packet."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self.end = 0.0

    def limit(self) -> None:
        """Nothing may wait beyond the deadline."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        self._socket.settimeout(left)

    def sendall(self, data: bytes) -> None:
        self.limit()
        self._socket.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self, self._socket.makefile("rb", buffering=0)))

    def close(self) -> None:
        self._socket.close()


class _Reader(io.RawIOBase):
    """The bytes of an answer."""

    def __init__(self, timed: _Timed, raw: Any) -> None:
        self._timed, self._raw = timed, raw

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        self._timed.limit()
        read: int | None = self._raw.readinto(buffer)
        return read

    def close(self) -> None:
        self._raw.close()
        super().close()
