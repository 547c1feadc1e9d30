# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A flood of bookings that nobody means: it keeps little from others, and who stands in the house books.

HOUSE_HOSTILE=10000 asks as often by hand.
"""

import os
import random
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from booking import slots
from booking.model import UNCONFIRMED
from booking.model import booking as bookings
from tests.booking.wishes import SMTP, TODAY, at
from tests.servers.booking import Service, booking_service, demo_house

ASKED = int(os.environ.get("HOUSE_HOSTILE", "500"))
NETWORKS = 50


class From(HTTPAdapter):
    """Asks from an address of its own on loopback."""

    def __init__(self, address: str) -> None:
        self._address = address
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, source_address=(self._address, 0), **kwargs)


def attacker(number: int) -> requests.Session:
    session = requests.Session()
    session.mount("http://", From(f"127.0.1.{number + 1}"))
    return session


def hostile(service: Service, session: requests.Session, choice: random.Random, number: int) -> int:
    """A booking or a whole series under an address that nobody reads: the status."""
    day = TODAY + timedelta(days=choice.randrange(1, 90))
    begin, room = at(choice.randrange(8, 18), day), choice.choice(("offen", "werkraum", "beratung"))
    body: dict[str, Any] = {"request_id": str(uuid.uuid4()), "room": room, "begin": begin.isoformat()}
    body |= {"end": (begin + timedelta(hours=4)).isoformat(), "name": "x" * 9, "mail": f"{number}@example.org"}
    path = "/api/bookings"
    if choice.random() < 0.5:
        path, body = "/api/series", body | {"every": "week", "count": 25}
    return session.post(f"{service.url}{path}", json=body, timeout=30).status_code


def test_a_flood_keeps_at_most_a_twentieth_and_who_stands_in_the_house_books(tmp_path: Path) -> None:
    with booking_service(demo_house(smtp=SMTP), tmp_path / "house") as service:
        choice, sessions = random.Random(7), [attacker(number) for number in range(NETWORKS)]
        answers = [hostile(service, sessions[number % NETWORKS], choice, number) for number in range(ASKED)]
        assert set(answers) <= {201, 404, 409, 422, 429}
        waiting = service.desk.find(bookings.c.status == UNCONFIRMED)
        kept = sum(slots.slot_of(one.end) - slots.slot_of(one.begin) for one in waiting)
        rooms = [room for room in service.desk.house.rooms if room.bookable]
        _, days = service.desk.days.look(rooms, TODAY, TODAY + timedelta(days=90))
        free = sum(window.end - window.begin for day in days for window in day.windows)
        assert 0 < kept <= 0.05 * (free + kept)

        code = service.desk.tokens.onsite(10)
        span = service.desk.instead.next_free("offen", service.clock.now(), timedelta(hours=2))[0]
        body = {"request_id": str(uuid.uuid4()), "room": "offen", "name": "Nachbarn", "onsite": code}
        body |= {"begin": span.begin.isoformat(), "end": span.end.isoformat()}
        assert requests.post(f"{service.url}/api/bookings", json=body, timeout=30).status_code == 201
        print(f"{ASKED} hostile requests: {100 * kept / (free + kept):.1f} % of the free slots kept")
