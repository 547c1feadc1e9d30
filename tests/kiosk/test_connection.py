# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the display makes of a server that is quiet, slow, gone, or says something else."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path

import pytest

from kiosk import connection
from kiosk.connection import Connection, Refusal, Unreachable
from tests.servers.loopback import HOST, free_port
from tests.servers.smtp import smtp
from tests.servers.tls import unknown_certificate

Reply = Callable[[socket.socket], None]


class Scripted:
    """Answers one request after the other as the script says; a reply of None closes the connection first."""

    def __init__(self, listening: socket.socket, script: list[Reply | None]) -> None:
        self._listening, self._script = listening, script
        self.requests: list[str] = []
        self.connections = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):  # the test is over
            while self._script:
                peer, _ = self._listening.accept()
                self.connections += 1
                with peer:
                    self._talk(peer)

    def _talk(self, peer: socket.socket) -> None:
        while self._script:
            reply = self._script[0]
            if reply is None:
                self._script.pop(0)
                return
            if not (request := _request(peer)):
                return
            self._script.pop(0)
            self.requests.append(request)
            reply(peer)


def _request(peer: socket.socket) -> str:
    """A request with its body, or nothing at the end of the connection."""
    with peer.makefile("rb") as file:
        head = list(takewhile(bytes.strip, file))
        length = next((int(line.split(b":")[1]) for line in head if line.startswith(b"Content-Length")), 0)
        return b"".join([*head, file.read(length)]).decode()


@contextmanager
def scripted(*script: Reply | None) -> Iterator[tuple[Scripted, Connection]]:
    """A server with this script and a connection to it."""
    with socket.create_server((HOST, 0)) as listening:
        kept = Connection(f"http://{HOST}:{listening.getsockname()[1]}/house", "t" * 24)
        yield Scripted(listening, list(script)), kept
        kept.close()


def says(body: str, status: str = "200 OK", *headers: str) -> Reply:
    head = "\r\n".join((f"HTTP/1.1 {status}", f"Content-Length: {len(body.encode())}", *headers))
    return lambda peer: peer.sendall(f"{head}\r\n\r\n{body}".encode())


def test_one_connection_carries_many_questions() -> None:
    with scripted(says('{"a": 1}', "200 OK", 'ETag: "x"'), says("", "304 Not Modified")) as (server, kept):
        assert [kept.get("/api/house"), kept.get("/api/house")] == [{"a": 1}, {"a": 1}]

    assert server.connections == 1
    assert server.requests[0].startswith("GET /house/api/house HTTP/1.1\r\n")
    assert 'If-None-Match: "x"' in server.requests[1]


def test_a_connection_that_the_server_has_closed_is_opened_again() -> None:
    with scripted(says("{}"), None, says('{"a": 1}')) as (server, kept):
        kept.get("/api/house")

        assert kept.send("POST", "/api/holds", {"room": "offen"}, "de") == {"a": 1}
    assert server.connections == 2
    assert "Accept-Language: de" in server.requests[1]
    assert server.requests[1].endswith(json.dumps({"room": "offen"}))


def test_an_answer_that_drips_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def drip(peer: socket.socket) -> None:
        with suppress(OSError):
            for letter in "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + " " * 100:
                peer.sendall(letter.encode())
                time.sleep(0.02)  # each byte comes in good time, all of them do not

    monkeypatch.setattr(connection, "DEADLINES", (1.0, 0.3))
    begin = time.monotonic()
    with scripted(drip) as (_, kept), pytest.raises(Unreachable) as gone:
        kept.get("/api/house")

    assert gone.value.slow
    assert time.monotonic() - begin < 1


@pytest.mark.parametrize(
    "reply",
    [
        says("", "302 Found", "Location: /elsewhere"),
        says("<html>", "200 OK"),
        says("[]", "200 OK"),
        says("{}", "503 Service Unavailable"),
        lambda peer: peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\n{}"),
        lambda peer: peer.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    ],
    ids=["redirect", "no json", "no object", "unwell", "cut off", "no http"],
)
def test_what_cannot_be_read_counts_as_away(reply: Reply) -> None:
    with scripted(reply, None) as (server, kept), pytest.raises(Unreachable) as gone:
        kept.get("/api/house")

    assert not gone.value.slow
    assert len(server.requests) == 1


def test_nobody_listening_counts_as_away() -> None:
    with pytest.raises(Unreachable):
        Connection(f"http://{HOST}:{free_port()}", "t" * 24).get("/api/house")


def test_a_server_that_nobody_vouches_for_is_told_nothing(tmp_path: Path) -> None:
    """Any server that speaks TLS will do."""
    with smtp(ssl_context=unknown_certificate(tmp_path)) as server, pytest.raises(Unreachable, match="CERTIFICATE"):
        Connection(f"https://{HOST}:{server.port}", "t" * 24).get("/api/house")


def test_a_refusal_brings_its_reason_and_the_next_free_times() -> None:
    free = {"room": "offen", "begin": "2026-05-07T14:00:00Z", "end": "2026-05-07T15:00:00Z"}
    body = json.dumps({"reason": "taken", "detail": "Schon belegt.", "next": [free]})
    with scripted(says(body, "409 Conflict")) as (_, kept), pytest.raises(Refusal) as no:
        kept.send("POST", "/api/holds", {}, "de")

    assert (no.value.reason, no.value.text) == ("taken", "Schon belegt.")
    assert [room for room, _ in no.value.free] == ["offen"]
