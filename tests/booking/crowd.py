# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Many clients with a connection each, that all ask in the same moment."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from uuid import uuid4

import requests

from tests.servers.booking import Service

T = TypeVar("T")


def at_once(number: int, ask: Callable[[int], T]) -> list[T]:
    """The answers to so many questions, each asked on a thread of its own, none before all are ready."""
    barrier = threading.Barrier(number)
    answers: dict[int, T] = {}

    def run(index: int) -> None:
        barrier.wait()
        answers[index] = ask(index)

    threads = [threading.Thread(target=run, args=(index,)) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[index] for index in range(number)]


class Crowd:
    """Displays of a house, connected already; each sends under request ids of its own."""

    def __init__(self, service: Service, number: int) -> None:
        self.service = service
        self.sessions = [requests.Session() for _ in range(number)]
        self._screen = service.desk.tokens.make("screen", "test")
        at_once(number, lambda index: self.sessions[index].get(f"{service.url}/api/health", timeout=10))

    def post(self, path: str, **body: object) -> list[requests.Response]:
        """All post the same."""
        return at_once(len(self.sessions), lambda index: self._send(index, "POST", path, self._screen, body))

    def send(self, index: int, path: str, **body: object) -> requests.Response:
        """One of them posts something of its own."""
        return self._send(index, "POST", path, self._screen, body)

    def patch(self, paths: list[str], tokens: list[str], **body: object) -> list[requests.Response]:
        """Each changes a booking of its own, to the same."""
        return at_once(len(self.sessions), lambda index: self._send(index, "PATCH", paths[index], tokens[index], body))

    def _send(self, index: int, method: str, path: str, token: str, body: dict[str, object]) -> requests.Response:
        return self.sessions[index].request(
            method,
            self.service.url + path,
            json={"request_id": str(uuid4()), **body},
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
        )


@contextmanager
def crowd(service: Service, number: int) -> Iterator[Crowd]:
    gathered = Crowd(service, number)
    yield gathered
    for session in gathered.sessions:
        session.close()
