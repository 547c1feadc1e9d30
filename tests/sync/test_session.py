# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The session of requests keeps a line open, and no more than that."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sync.faults import Fault
from sync.fetch import WayOut
from sync.gate import Gate
from tests.servers.booking import THURSDAY
from tests.servers.loopback import HOST


class _Keeping(BaseHTTPRequestHandler):
    """Answers and leaves the line open, unless it is told not to."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.seen.append((self.client_address[1], dict(self.headers)))  # type: ignore[attr-defined]
        body = self.path.encode()
        self.send_response(302 if self.path == "/on" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "a=b")
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = self.path == "/bye"

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextmanager
def keeping() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer((HOST, 0), _Keeping) as server:
        server.daemon_threads = True
        server.seen = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def asked(*paths: str) -> tuple[list[bytes], list[int], list[dict[str, str]]]:
    """The answers to one request after the other, by which ports they came, and the headers."""
    with keeping() as server:
        port = server.server_address[1]
        hosts = frozenset((HOST,))
        way = WayOut(Gate(hosts, hosts, hosts, frozenset(((HOST, port),))), lambda: THURSDAY)
        with way.session() as session:
            bodies = []
            for path in paths:
                with way.deadline() as deadline:
                    url = f"http://{HOST}:{port}{path}"
                    bodies.append(session.ask(deadline, "GET", url, {}, login=("haus", "geheim")).body)
        seen = server.seen  # type: ignore[attr-defined]
        return bodies, [one for one, _ in seen], [headers for _, headers in seen]


def test_a_line_that_is_left_open_is_used_again() -> None:
    bodies, ports, headers = asked("/1", "/2", "/3")

    assert bodies == [b"/1", b"/2", b"/3"]
    assert len(set(ports)) == 1
    assert all("Cookie" not in one for one in headers)


@pytest.mark.parametrize("path", ["/bye", "/on"])
def test_a_line_that_was_closed_or_holds_more_is_not(path: str) -> None:
    bodies, ports, _ = asked("/1", path, "/3")

    assert bodies[2] == b"/3"
    assert ports[0] == ports[1] != ports[2]


def test_a_way_that_is_shut_leads_nowhere() -> None:
    way = WayOut(Gate(frozenset(), frozenset(), frozenset()), lambda: THURSDAY)
    way.shut()
    with pytest.raises(Fault), way.deadline():
        pass
