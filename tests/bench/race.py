# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fifty clients at once on one slot, a hundred rounds each: how many win, and how long the slowest waits."""

import json
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from booking.config import House, read
from booking.public_holidays import holiday
from booking.serve import open_desk
from booking.slots import to_utc
from tests.bench.filled import config
from tests.bench.load import Client, screen_token, serving
from tests.servers.loopback import free_port
from tests.servers.postgres import postgres

CLIENTS = 50
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 100

Ask = Callable[[Client, int, str, str], tuple[int, bytes]]


def times(house: House, count: int) -> list[tuple[str, str]]:
    """So many hours on open days, as the wire wants them."""
    found: list[tuple[str, str]] = []
    day = datetime.now(house.zone).date()
    while len(found) < count:
        day += timedelta(days=1)
        if house.house_hours(day.weekday()) and not holiday(house, day):
            for hour in (10, 12, 14, 16):
                begin = to_utc(datetime.fromisoformat(f"{day}T{hour}:00"), house.zone)
                found.append((f"{begin:%Y-%m-%dT%H:%M:%SZ}", f"{begin + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"))
    return found[:count]


def race(clients: list[Client], ask: Ask, begin: str, end: str) -> tuple[Counter[str], float]:
    """The outcomes of all who ask at once, and the slowest answer in seconds."""
    outcomes: list[str] = [""] * len(clients)
    waited = [0.0] * len(clients)
    start = threading.Barrier(len(clients))

    def one(number: int) -> None:
        start.wait()
        started = time.perf_counter()
        status, body = ask(clients[number], number, begin, end)
        waited[number] = time.perf_counter() - started
        problem = json.loads(body)
        told = (problem.get("reason") in ("taken", "series_clashes") and problem.get("next")) or problem.get("dates")
        outcomes[number] = "won" if status < 300 else "told" if status == 409 and told else f"{status} {body[:80]!r}"

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes), max(waited)


def measure(name: str, database: str | None, folder: Path) -> None:
    """Race for bookings, holds, requests and moves on one database."""
    port = free_port()
    file = config(folder, 4, port)
    text = file.read_text(encoding="utf-8").replace('id = "raum-1"', 'id = "raum-1"\napproval = true')
    address = f'\ndatabase = "{database}"' if database else ""
    file.write_text(text.replace("\n[service]", f"\n[service]{address}"), encoding="utf-8")
    house = read(file, House)
    open_desk(house, folder).database.close()
    token = screen_token(file, folder)
    spans = times(house, ROUNDS + CLIENTS)

    def book(room: str) -> Ask:
        wish = {"room": room, "name": "Gruppe"}
        return lambda client, _, begin, end: client.post("/api/bookings", wish | _at(begin, end), token)

    def series(client: Client, _: int, begin: str, end: str) -> tuple[int, bytes]:
        weekly = {"room": "raum-3", "name": "Gruppe", "every": "week", "count": 2}
        return client.post("/api/series", weekly | _at(begin, end), token)

    def hold(client: Client, _: int, begin: str, end: str) -> tuple[int, bytes]:
        return client.post("/api/holds", {"room": "raum-2"} | _at(begin, end), token)

    with serving(file, folder):
        clients = [Client(port) for _ in range(CLIENTS)]
        mine = [json.loads(book("raum-2")(clients[0], 0, *span)[1]) for span in spans[ROUNDS:]]

        def move(client: Client, number: int, begin: str, end: str) -> tuple[int, bytes]:
            return client.patch(f"/api/bookings/{mine[number]['code']}", _at(begin, end), mine[number]["token"])

        # A series takes the next week too, so that only the first days are free for one of them each.
        _report(name, "series", [race(clients, series, begin, end) for begin, end in spans[: min(ROUNDS, 20)]])
        for what, ask in {"bookings": book("raum-0"), "requests": book("raum-1"), "holds": hold, "moves": move}.items():
            _report(name, what, [race(clients, ask, begin, end) for begin, end in spans[:ROUNDS]])
            if what == "holds":  # the movers want the same times
                desk = open_desk(house, folder)
                for found in desk.find():
                    if found.status == "held":
                        desk.release(desk.hold_token(found))
                desk.database.close()


def _at(begin: str, end: str) -> dict[str, str]:
    return {"request_id": str(uuid.uuid4()), "begin": begin, "end": end}


def _report(name: str, what: str, rounds: list[tuple[Counter[str], float]]) -> None:
    fair = sum(outcome == {"won": 1, "told": CLIENTS - 1} for outcome, _ in rounds)
    slowest = max(waited for _, waited in rounds)
    print(f"race for {what}, {CLIENTS} clients, {name}: 1 winner in {fair} of {len(rounds)}; slowest {slowest:.2f} s")
    for outcome, _ in rounds:
        if outcome != {"won": 1, "told": CLIENTS - 1}:
            print(dict(outcome))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as data:
        measure("SQLite", None, Path(data))
    with tempfile.TemporaryDirectory() as data, postgres() as server:
        measure("PostgreSQL", server.address(server.create()), Path(data))
