# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One thread's HTTP to the booking service: deadlines on everything, conditional GET, refusals as such."""

import json
from typing import TYPE_CHECKING

from kiosk.house import Json, Span, instant

if TYPE_CHECKING:
    from kiosk.wire import Answer

DEADLINES = (3.05, 7.0)  # to connect, and for each answer
LONG_POLL = (3.05, 35.0)  # the server answers within 25 s


class Unreachable(Exception):
    """The server does not answer, or not so that we can read it; `slow`: it was there but took too long."""

    def __init__(self, why: object, slow: bool = False) -> None:
        super().__init__(str(why))
        self.slow = slow


class Refusal(Exception):
    """The house says no: a machine's reason, a text for the visitor, and the next free times."""

    def __init__(self, reason: str, text: str = "", free: tuple[tuple[str, Span], ...] = ()) -> None:
        super().__init__(reason)
        self.reason, self.text, self.free = reason, text, free


class Connection:
    """Belongs to one thread. `changed` is set by any GET that was not answered with 304."""

    def __init__(self, address: str, token: str) -> None:
        from kiosk.wire import Wire  # not before the first picture

        self._wire = Wire(address)
        self._headers = {"Authorization": f"Bearer {token}"}
        self._kept: dict[str, tuple[str, Json]] = {}
        self.changed = False

    def close(self) -> None:
        self._wire.close()

    def get(self, path: str) -> Json:
        """A conditional GET: what we have already is not sent again."""
        waits = path.startswith("/api/revision")
        kept = self._kept.get(path)
        headers = {"If-None-Match": kept[0]} if kept and not waits else {}
        answer = self._ask("GET", path, headers, None, LONG_POLL if waits else DEADLINES)
        if kept and answer.status == 304:
            return kept[1]
        data = self._read(answer)
        if not waits:
            self.changed = True
            self._keep(path, answer.etag, data)
        return data

    def _keep(self, path: str, etag: str | None, data: Json) -> None:
        kind = path.split("?")[0]
        self._kept = {known: kept for known, kept in self._kept.items() if known.split("?")[0] != kind}
        if etag:
            self._kept[path] = (etag, data)

    def send(self, method: str, path: str, body: Json | None, language: str, token: str | None = None) -> Json:
        """A wish. Raises Refusal or Unreachable."""
        headers = {"Accept-Language": language}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        answer = self._ask(method, path, headers, body, DEADLINES)
        return {} if answer.status == 204 else self._read(answer)

    def _ask(
        self, method: str, path: str, headers: dict[str, str], body: Json | None, deadlines: tuple[float, float]
    ) -> "Answer":
        data = None if body is None else json.dumps(body).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        try:
            return self._wire.ask(method, path, self._headers | kind | headers, data, deadlines)
        except OSError as gone:
            raise Unreachable(gone, slow=isinstance(gone, TimeoutError)) from gone

    def _read(self, answer: "Answer") -> Json:
        try:
            data = json.loads(answer.body)
        except ValueError as odd:
            raise Unreachable(odd) from odd
        if answer.status // 100 not in (2, 4) or not isinstance(data, dict):
            raise Unreachable(answer.status)
        if answer.status // 100 == 4:
            raise Refusal(data.get("reason", "unavailable"), data.get("detail", ""), _free(data.get("next") or []))
        return data


def _free(spans: list[Json]) -> tuple[tuple[str, Span], ...]:
    read = ((span["room"], instant(span["begin"]), instant(span["end"])) for span in spans)
    return tuple((room, Span(begin, end)) for room, begin, end in read if begin and end)
