# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A SensorThings 1.1 service on loopback, as far as counts of visits go: deep insert, $filter, $expand, paging, PATCH,
data arrays, batches in JSON. It says 409 to a second Observation of the same time in a Datastream, unless told not to,
and can lose answers: before it has kept what was sent, or after.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.servers.loopback import HOST, Handler, served

Entity = dict[str, Any]
Query = dict[str, list[str]]
PAGE = 500
_EXTERNAL = re.compile(r"properties/externalId eq '([^']*)'")
_TIME = re.compile(r"phenomenonTime (ge|le) (\S+)")
_PATH = re.compile(r"/v1\.1/(?:(\w+)\((\d+)\)/)?([$\w]+)(?:\((\d+)\))?$")


class Sensors:
    """What the service keeps, and how it behaves."""

    def __init__(self) -> None:
        self.port = 0
        self.things: list[Entity] = []
        self.streams: list[Entity] = []
        self.observations: dict[int, Entity] = {}
        self.asked: list[str] = []  # method and path
        self.offers = {"CreateObservations", "$batch"}
        self.refuses_doubles = True
        self.refuses: Callable[[Entity], bool] = lambda _: False  # an Observation that it never takes
        self.takes_whole = False  # data arrays: all of it, or nothing
        self.loses: Callable[[str], str] = lambda _: ""  # "before", "after" or not at all, by method and path
        self.status = 0  # that everything is answered with; 0: as it should be

        self._known: dict[tuple[int, str], int] = {}
        self._number = 0
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/v1.1"

    def results(self) -> dict[tuple[str, str, str], list[int]]:
        """All results by Thing, purpose and begin of the hour: a list of one, unless something was counted twice."""
        streams = {one["@iot.id"]: one for one in self.streams}
        found: dict[tuple[str, str, str], list[int]] = {}
        for one in self.observations.values():
            thing, _, purpose = streams[one["stream"]]["properties"]["externalId"].partition("/")
            found.setdefault((thing, purpose, one["phenomenonTime"].partition("/")[0]), []).append(one["result"])
        return found

    def add(self, hour: str, purpose: str, result: int) -> None:
        """An Observation that somebody else has put there."""
        stream = next(one for one in self.streams if one["properties"]["externalId"].endswith(f"/{purpose}"))
        self.observe({"phenomenonTime": hour, "result": result, "Datastream": {"@iot.id": stream["@iot.id"]}})

    # --- what is asked

    def answer(self, method: str, path: str, query: str, body: Any) -> tuple[int, Any, str]:
        """Status, body and location."""
        with self._lock:
            match = _PATH.fullmatch(path)
            if path == "/v1.1" or match is None:
                return (200, {"value": []}, "") if path == "/v1.1" else (404, {}, "")
            parent, of, name, number = match.groups()
            if name in ("CreateObservations", "$batch") and name not in self.offers:
                return 404, {"message": "no such thing"}, ""
            if name == "CreateObservations":
                if self.takes_whole and any(self.refuses({"result": row[1]}) for _, row in _rows(body)):
                    return 400, {"message": "one of them will not do"}, ""
                return 201, [self._row(of, row) for of, row in _rows(body)], ""
            if name == "$batch":
                return 200, {"responses": [self._part(one) for one in body["requests"]]}, ""
            if method == "POST":
                return self._make(name, int(of or 0), body)
            if method == "PATCH" and number:
                return self._patch(int(number), body)
            return self._read(parent, int(of or 0), name, int(number or 0), parse_qs(query))

    def observe(self, body: Entity) -> tuple[int, str]:
        stream, time = int(body["Datastream"]["@iot.id"]), body["phenomenonTime"]
        if self.refuses(body) or not any(one["@iot.id"] == stream for one in self.streams):
            return 400, ""
        if self.refuses_doubles and (stream, time) in self._known:
            return 409, ""
        made = {"@iot.id": self._next(), "phenomenonTime": time, "result": body["result"], "stream": stream}
        self.observations[made["@iot.id"]] = made
        self._known[stream, time] = made["@iot.id"]
        return 201, f"{self.url}/Observations({made['@iot.id']})"

    def _row(self, of: Entity, row: list[Any]) -> str:
        values = dict(zip(of["components"], row, strict=True))
        status, link = self.observe({**values, "Datastream": of["Datastream"]})
        return link if status == 201 else "error"

    def _part(self, part: Entity) -> Entity:
        if part["method"].lower() == "patch":
            return {"id": part["id"], "status": self._patch(int(part["url"][13:-1]), part["body"])[0]}
        status, link = self.observe(part["body"])
        return {"id": part["id"], "status": status, "location": link}

    def _make(self, name: str, of: int, body: Entity) -> tuple[int, Any, str]:
        if name == "Observations":
            status, link = self.observe(body)
            return status, {}, link
        if name == "Things":
            if not body.get("Locations"):
                return 400, {}, ""
            thing = {"@iot.id": self._next(), **{key: body[key] for key in ("name", "description", "properties")}}
            self.things.append(thing)
            for stream in body.get("Datastreams", ()):
                self._make("Datastreams", thing["@iot.id"], stream)
            return 201, thing, f"{self.url}/Things({thing['@iot.id']})"
        for needed in ("Sensor", "ObservedProperty", "unitOfMeasurement", "observationType", "name", "description"):
            if needed not in body:
                return 400, {"message": needed}, ""
        self.streams.append({"@iot.id": self._next(), "thing": of, **body})
        return 201, {}, f"{self.url}/Datastreams({self._number})"

    def _patch(self, number: int, body: Entity) -> tuple[int, Any, str]:
        if number not in self.observations:
            return 404, {}, ""
        self.observations[number]["result"] = body["result"]
        return 200, {}, ""

    def _read(
        self, parent: str | None, of: int, name: str, number: int, query: dict[str, list[str]]
    ) -> tuple[int, Any, str]:
        found = self._set(parent, of, name)
        if number:
            one = next((one for one in found if one["@iot.id"] == number), None)
            return (200, self._shown(one, name, ""), "") if one else (404, {}, "")
        wanted = query.get("$filter", [""])[0]
        if external := _EXTERNAL.search(wanted):
            found = [one for one in found if one["properties"].get("externalId") == external[1]]
        for mark, text in _TIME.findall(wanted):
            end, moment = ("/" in text, datetime.fromisoformat(text))
            assert not end
            found = [one for one in found if _fits(one["phenomenonTime"], mark, moment)]
        skip, top = int(query.get("$skip", ["0"])[0]), min(int(query.get("$top", ["100"])[0]), PAGE)
        expand = query.get("$expand", [""])[0]
        said: Entity = {"value": [self._shown(one, name, expand) for one in found[skip : skip + top]]}
        if "$count" in query:
            said["@iot.count"] = len(found)
        if skip + top < len(found):
            said["@iot.nextLink"] = f"{self.url}/{name}?$skip={skip + top}&$top={top}"
        return 200, said, ""

    def _set(self, parent: str | None, of: int, name: str) -> list[Entity]:
        if name == "Things":
            return self.things
        if name == "Datastreams":
            return [one for one in self.streams if parent is None or one["thing"] == of]
        if name == "Observations":
            every = list(self.observations.values())
            return [one for one in every if parent is None or one["stream"] == of]
        return []

    def _shown(self, one: Entity, name: str, expand: str) -> Entity:
        hidden = {"thing", "stream", "Sensor", "ObservedProperty"}
        shown = {key: value for key, value in one.items() if key not in hidden}
        shown["@iot.selfLink"] = f"{self.url}/{name}({one['@iot.id']})"
        if expand.startswith("Datastreams"):
            streams = self._set("Things", one["@iot.id"], "Datastreams")
            shown["Datastreams"] = [self._shown(each, "Datastreams", "") for each in streams]
        return shown

    def _next(self) -> int:
        self._number += 1
        return self._number


def _rows(body: list[Entity]) -> list[tuple[Entity, list[Any]]]:
    """The rows of a data array, each with the Datastream that it is of."""
    return [(of, row) for of in body for row in of["dataArray"]]


def _fits(interval: str, mark: str, moment: datetime) -> bool:
    begin, _, end = interval.partition("/")
    if mark == "ge":
        return datetime.fromisoformat(begin) >= moment
    return datetime.fromisoformat(end) <= moment


@contextmanager
def sensors() -> Iterator[Sensors]:
    """Start one on a free port, and stop it."""
    kept = Sensors()
    handler = type("Handler", (_Handler,), {"kept": kept})
    with served(handler) as kept.port:
        yield kept


class _Handler(Handler):
    kept: Sensors

    def do_GET(self) -> None:
        kept = self.kept
        parts = urlsplit(self.path)
        path, what = unquote(parts.path), f"{self.command} {unquote(parts.path)}"
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        kept.asked.append(what)
        lost = kept.loses(what)
        if lost == "before":
            self.close_connection = True
            return
        reply: tuple[int, Any, str] = kept.status, {}, ""
        if not kept.status:
            reply = kept.answer(self.command, path, parts.query, json.loads(body or b"null"))
        if lost:
            self.close_connection = True
            return
        self._send(*reply)

    do_POST = do_PATCH = do_GET

    def _send(self, status: int, said: Any, location: str) -> None:
        text = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Nothing."""
