# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A display or a phone that talks JSON to the house, with its token and a request id of its own each time."""

from dataclasses import dataclass
from uuid import uuid4

import requests

from tests.servers.booking import Service


@dataclass(frozen=True)
class Client:
    """Asks the service; `token` is a screen's or a private link's, if there is one."""

    service: Service
    token: str | None = None

    def ask(self, method: str, path: str, body: dict[str, object] | None = None, **headers: str) -> requests.Response:
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return requests.request(method, self.service.url + path, json=body, headers=named, timeout=10)

    def get(self, path: str, **headers: str) -> requests.Response:
        return self.ask("GET", path, None, **headers)

    def post(self, path: str, **body: object) -> requests.Response:
        return self.ask("POST", path, {"request_id": str(uuid4()), **body})

    def patch(self, path: str, **body: object) -> requests.Response:
        return self.ask("PATCH", path, {"request_id": str(uuid4()), **body})

    def delete(self, path: str) -> requests.Response:
        return self.ask("DELETE", path)


def screen(service: Service) -> Client:
    """A display of the house."""
    return Client(service, service.desk.tokens.make("screen", "test"))


def stranger(service: Service) -> Client:
    """Somebody who shows nothing."""
    return Client(service)
