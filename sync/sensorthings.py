# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A SensorThings service (OGC 18-088, version 1.1): a Thing with its Datastreams, and Observations of whole hours.

Many at once go by what the service offers: its data array extension, else batches in JSON, else one by one. Addresses
in its answers are never gone to: of them only the ids are read.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import quote

from booking import slots
from sync.faults import Fault
from sync.partners import Ask
from sync.session import Answer

JSON = {"Content-Type": "application/json", "Accept": "application/json"}
PAGE = 1000
MOST_PAGES = 200
_LINK = re.compile(r"Observations\((\d{1,19}|'[^'\s]{1,200}')\)/?$")
_NOT_OFFERED = (404, 405, 501)


@dataclass(frozen=True)
class Count:
    """So many people in the hour that begins then (epoch seconds); `stream` is the id of a Datastream."""

    stream: str
    hour: int
    people: int


@dataclass(frozen=True)
class Observed:
    """An Observation that is there."""

    id: str
    people: int


@dataclass(frozen=True)
class Thing:
    """A Thing, with the ids of its Datastreams by their external ids."""

    id: str
    streams: Mapping[str, str]


class Service:
    """The service whose base is `url`. Ids are as they stand in an address: 7, or 'a7' with its quotation marks."""

    def __init__(self, ask: Ask, url: str, ways: list[str]) -> None:
        self._ask = ask
        self._url = url
        self._ways = ways  # that it may offer still; what it does not is taken out

    # --- things

    def thing(self, external_id: str) -> Thing | None:
        """The Thing with that external id, if there is one; the first one of several."""
        which = quote(f"properties/externalId eq '{external_id}'", safe="/'")
        streams = "$expand=Datastreams($select=id,properties;$top=100)"
        found = self._get(f"Things?$filter={which}&$orderby=id&$top=1&$select=id&{streams}")["value"]
        if not found:
            return None
        try:
            known = {
                str(one["properties"]["externalId"]): _literal(one["@iot.id"])
                for one in reversed(found[0].get("Datastreams", ()))
                if "externalId" in (one.get("properties") or {})
            }
            return Thing(_literal(found[0]["@iot.id"]), known)
        except (KeyError, TypeError):
            raise Fault("not_understood") from None

    def make(self, path: str, entity: Mapping[str, Any]) -> Answer:
        """Create something with all that belongs to it, at once."""
        return self._post(path, entity)

    # --- observations

    def observed(self, stream: str, first: int, last: int) -> dict[int, Observed]:
        """What is there of a Datastream, by hour, from the first hour to the last one."""
        begin, end = _time(first), _time(last + 3600)
        span = quote(f"phenomenonTime ge {begin} and phenomenonTime le {end}")
        there: dict[int, Observed] = {}
        seen = 0
        for _ in range(MOST_PAGES):
            query = f"$filter={span}&$select=id,phenomenonTime,result&$orderby=id&$top={PAGE}"
            answer = self._get(f"Datastreams({stream})/Observations?{query}&$skip={seen}")
            seen += len(answer["value"])
            for one in answer["value"]:
                hour, observed = _observed(one)
                there.setdefault(hour, observed)
            if "@iot.nextLink" not in answer:
                return there
        raise Fault("too_much")

    def create(self, counts: Sequence[Count]) -> list[str | int] | int:
        """Create an Observation for each: its id, or the status with which that one was refused (0: none was given).

        The status alone if all were refused together. Raises Fault if the answer cannot be understood: then some of
        them may be there.
        """
        if len(counts) > 1:
            for way, create in (("array", self._create_array), ("batch", self._create_batch)):
                if way in self._ways:
                    created = create(counts)
                    if created not in _NOT_OFFERED:
                        return created
                    self._ways.remove(way)
        return [self._created(self._post("Observations", _observation(one))) for one in counts]

    def replace(self, wanted: Sequence[tuple[str, int]]) -> list[int]:
        """Set the results of Observations that are there, by id; the status of each."""
        if len(wanted) > 1 and "batch" in self._ways:
            parts = [("patch", f"Observations({id_})", {"result": people}) for id_, people in wanted]
            replaced = self._batch(parts)
            if not isinstance(replaced, int):
                return [status for status, _ in replaced]
            if replaced not in _NOT_OFFERED:
                return [replaced] * len(wanted)
            self._ways.remove("batch")
        return [self._patched(f"Observations({id_})", {"result": people}).status for id_, people in wanted]

    def _create_array(self, counts: Sequence[Count]) -> list[str | int] | int:
        body = []
        for stream, some in groupby(counts, lambda one: one.stream):
            rows = [[_interval(one.hour), one.people] for one in some]
            which = {"Datastream": {"@iot.id": _plain(stream)}, "components": ["phenomenonTime", "result"]}
            body.append({**which, "dataArray@iot.count": len(rows), "dataArray": rows})
        answer = self._post("CreateObservations", body)
        if answer.status not in (200, 201):
            return answer.status
        said = _read(answer)
        if not isinstance(said, list) or len(said) != len(counts):
            raise Fault("not_understood")
        return [found[1] if (found := _LINK.search(str(one))) else 0 for one in said]

    def _create_batch(self, counts: Sequence[Count]) -> list[str | int] | int:
        made = self._batch([("post", "Observations", _observation(one)) for one in counts])
        if isinstance(made, int):
            return made
        return [found[1] if status == 201 and (found := _LINK.search(link)) else status for status, link in made]

    def _batch(self, parts: Iterable[tuple[str, str, Mapping[str, Any]]]) -> list[tuple[int, str]] | int:
        """Status and address of each part, or the status of the whole."""
        asked = [
            {"id": str(number), "method": method, "url": url, "headers": JSON, "body": body}
            for number, (method, url, body) in enumerate(parts)
        ]
        answer = self._post("$batch", {"requests": asked})
        if answer.status != 200:
            return answer.status
        try:
            said = {one["id"]: (int(one["status"]), _location(one)) for one in _read(answer)["responses"]}
            return [said[one["id"]] for one in asked]
        except (KeyError, TypeError, ValueError):
            raise Fault("not_understood") from None

    def _created(self, answer: Answer) -> str | int:
        if answer.status != 201:
            return answer.status
        if found := _LINK.search(answer.headers.get("location", "")):
            return found[1]
        raise Fault("not_understood")

    # --- the wire

    def _get(self, path: str) -> dict[str, Any]:
        answer = self._ask("GET", f"{self._url}/{path}", JSON)
        if answer.status != 200:
            raise Fault("sign_in" if answer.status == 403 else "status", status=answer.status)
        said = _read(answer)
        if not isinstance(said, dict) or not isinstance(said.get("value"), list):
            raise Fault("not_understood")
        return said

    def _post(self, path: str, body: object) -> Answer:
        return self._ask("POST", f"{self._url}/{path}", JSON, json.dumps(body, ensure_ascii=False).encode())

    def _patched(self, path: str, body: object) -> Answer:
        return self._ask("PATCH", f"{self._url}/{path}", JSON, json.dumps(body).encode())


def _read(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        raise Fault("not_understood") from None


def _observation(one: Count) -> dict[str, Any]:
    stream = {"@iot.id": _plain(one.stream)}
    return {"phenomenonTime": _interval(one.hour), "result": one.people, "Datastream": stream}


def _observed(entity: Mapping[str, Any]) -> tuple[int, Observed]:
    """The hour, and what is there of it."""
    try:
        begin = datetime.fromisoformat(str(entity["phenomenonTime"]).partition("/")[0])
        return slots.epoch(begin), Observed(_literal(entity["@iot.id"]), int(entity["result"]))
    except (KeyError, TypeError, ValueError):
        raise Fault("not_understood") from None


def _location(part: Mapping[str, Any]) -> str:
    headers = {key.lower(): value for key, value in (part.get("headers") or {}).items()}
    return str(part.get("location") or headers.get("location") or "")


def _literal(id_: object) -> str:
    """An id as it stands in an address."""
    literal = str(id_) if isinstance(id_, int) else f"'{id_}'"
    if not _LINK.fullmatch(f"Observations({literal})"):
        raise Fault("not_understood")
    return literal


def _plain(literal: str) -> str | int:
    """The same as JSON has it."""
    return literal[1:-1] if literal.startswith("'") else int(literal)


def _time(seconds: int) -> str:
    return f"{slots.utc(seconds):%Y-%m-%dT%H:%M:%SZ}"


def _interval(hour: int) -> str:
    return f"{_time(hour)}/{_time(hour + 3600)}"
