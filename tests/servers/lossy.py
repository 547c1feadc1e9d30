# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A line to a real HTTP server that loses requests, or the answers to them."""

import http.client
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.servers.loopback import HOST, Handler, served

_OWN = {"connection", "transfer-encoding", "content-length", "server", "date", "host"}


class Line:
    """`loses` is told the method of each request: "before" it arrives, "after" it was answered, or not at all."""

    def __init__(self, to: int) -> None:
        self.to = to
        self.port = 0
        self.loses: Callable[[str], str] = lambda _: ""


@contextmanager
def lossy(to: int) -> Iterator[Line]:
    """Start one that leads to a port of this machine."""
    line = Line(to)
    handler = type("Handler", (_Handler,), {"line": line})
    with served(handler) as line.port:
        yield line


class _Handler(Handler):
    line: Line

    def _carry(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        lost = self.line.loses(self.command)
        if lost == "before":
            self.close_connection = True
            return
        there = http.client.HTTPConnection(HOST, self.line.to, timeout=20)
        headers = {key: value for key, value in self.headers.items() if key.lower() not in _OWN}
        there.request(self.command, self.path, body or None, headers)
        answer = there.getresponse()
        said = answer.read()
        there.close()
        if lost:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for key, value in answer.getheaders():
            if key.lower() not in _OWN:
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_PUT = do_DELETE = do_REPORT = do_POST = do_PATCH = _carry

    def log_message(self, *_: object) -> None:
        """Nothing."""
