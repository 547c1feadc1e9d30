# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A partner's web server on loopback that does as the test says: serves, cuts, drips, lies, sends on."""

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import sha256
from typing import Any

from tests.servers.loopback import HOST


@dataclass(frozen=True)
class Asked:
    """A request, with its headers by their names in lower case."""

    path: str
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """What is answered. `cut`: so many bytes of it all, then the end; `every`: seconds between two bytes."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    cut: int | None = None
    every: float = 0

    def bytes(self) -> bytes:
        if self.raw is not None:
            return self.raw
        known = {"Content-Type": "text/calendar; charset=utf-8", "Content-Length": str(len(self.body))}
        lines = [f"HTTP/1.1 {self.status} Said", *(f"{key}: {value}" for key, value in (known | self.headers).items())]
        return "\r\n".join((*lines, "Connection: close", "", "")).encode() + self.body


Answering = Callable[[Asked], Reply]


class Partner:
    """What the server was asked, and what it answers by path."""

    def __init__(self, port: int, context: ssl.SSLContext | None) -> None:
        self.port = port
        self.scheme = "https" if context else "http"
        self.context = context
        self.asked: list[Asked] = []
        self.stopped = threading.Event()
        self._answers: dict[str, Answering] = {}

    def url(self, path: str = "/feed.ics", host: str = HOST) -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def answers(self, reply: Reply | Answering, path: str = "/feed.ics") -> None:
        """From now on."""
        self._answers[path] = reply if callable(reply) else lambda _: reply

    def serves(self, body: bytes, path: str = "/feed.ics") -> None:
        """A well-kept file: with its mark, and 304 for whoever knows it."""
        mark = f'"{sha256(body).hexdigest()[:16]}"'
        headers = {"ETag": mark, "Last-Modified": formatdate(1_700_000_000, usegmt=True)}

        def answer(asked: Asked) -> Reply:
            same = asked.headers.get("if-none-match") == mark
            return Reply(status=304, headers=headers) if same else Reply(body, headers=headers)

        self.answers(answer, path)

    def reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        known = self._answers.get(asked.path)
        return known(asked) if known else Reply(b"nothing here", 404)


@contextmanager
def partner(context: ssl.SSLContext | None = None, host: str = HOST) -> Iterator[Partner]:
    """Start one on a free port, with TLS if there is a context for it, and stop it."""
    with _Server((host, 0), _Handler) as server:
        server.partner = Partner(server.server_address[1], context)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server.partner
        finally:
            server.partner.stopped.set()
            server.shutdown()
            thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64
    partner: Partner

    def finish_request(self, request: Any, client_address: Any) -> None:
        context = self.partner.context
        if context is None:
            _Handler(request, client_address, self)
            return
        with context.wrap_socket(request, server_side=True, do_handshake_on_connect=False) as wrapped:
            wrapped.do_handshake()
            _Handler(wrapped, client_address, self)

    def handle_error(self, *_: object) -> None:
        """Who hangs up is no fault of the server."""


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        words = self.rfile.readline().decode("latin-1").split()
        headers = {}
        while line := self.rfile.readline().decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        if len(words) == 3:
            self._send(self.server.partner.reply(Asked(words[1], headers)))

    def _send(self, reply: Reply) -> None:
        sent = reply.bytes()[: reply.cut]
        with suppress(OSError):
            if not reply.every:
                self.wfile.write(sent)
                return
            for place in range(len(sent)):
                self.wfile.write(sent[place : place + 1])
                if self.server.partner.stopped.wait(reply.every):
                    return
