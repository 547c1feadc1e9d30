# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What makes wishes out of schemathesis's guesses reach the house: times that can be booked, links that fit."""

import os
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any
from uuid import uuid4

import schemathesis
from schemathesis import GenerationMode

_bookings: dict[str, str] = {}  # code and link of each that was made
_holds: list[str] = []
_turns = count()
_dice = Random(7)


@schemathesis.auth(refresh_interval=None)
class Screen:
    """Asks as a display does."""

    def get(self, _case: Any, _context: Any) -> str:
        return os.environ["SCREEN"]

    def set(self, case: Any, token: str, _context: Any) -> None:
        case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.hook
def before_call(_context: Any, case: Any, _sent: Any) -> None:
    """Every second well-formed request gets a time that is free, or asks for something that was made before."""
    number, chosen = next(_turns), _dice.random() < 0.6
    path, places = case.operation.path, case.path_parameters or {}
    if case.meta is None or case.meta.generation.mode == GenerationMode.POSITIVE:
        if "{code}" in path and _bookings and chosen:
            places["code"] = list(_bookings)[number % len(_bookings)]
        if "{hold}" in path and _holds and chosen:
            places["hold"] = _holds[number % len(_holds)]
        if isinstance(case.body, dict) and "request_id" in case.body and chosen:
            case.body["request_id"] = str(uuid4())
            if path in ("/api/holds", "/api/bookings") or "begin" in case.body:
                case.body.update(wish(number))
            if path == "/api/bookings":
                case.body["hold"] = _holds.pop() if _holds and _dice.random() < 0.3 else None
        if link := _bookings.get(str(places.get("code"))):
            case.headers["Authorization"] = f"Bearer {link}"


def wish(number: int) -> dict[str, str]:
    """A time of its own for each number, in a room that is free for all and in one where staff approve."""
    day = date(2026, 5, 11) + timedelta(days=number // 12 % 60)
    hour = 8 + number % 12
    room = "beratung" if number % 3 else "offen"
    return {"room": room, "begin": f"{day}T{hour:02}:00:00", "end": f"{day}T{hour:02}:45:00"}


@schemathesis.hook
def after_call(_context: Any, case: Any, response: Any) -> None:
    """Remember what was made."""
    if response.status_code == 201:
        made = response.json()
        if case.operation.path == "/api/bookings" and made["token"]:
            _bookings[made["code"]] = made["token"]
        elif case.operation.path == "/api/series":
            _bookings.update({date["code"]: date["token"] for date in made["dates"]})
        elif case.operation.path == "/api/holds":
            _holds.append(made["hold"])
