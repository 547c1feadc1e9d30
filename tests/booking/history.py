# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Clients that book, hold, move and cancel while the service is killed, and remember every answer they got.

What was acknowledged must be so ever after; what got no answer is asked again under the same request id, and must have
happened once or not at all.
"""

import random
import threading
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import requests

from booking.model import LIVE
from booking.rules import claimed
from booking.slots import local_day
from tests.booking.wishes import ZONE, claims
from tests.servers.killable import Killable

ROOMS = ("offen", "werkraum")
TIMEOUT = 10

Body = dict[str, Any]


@dataclass
class Ask:
    """One request, as it was sent: sent again it is the same."""

    method: str
    path: str
    body: Body | None
    token: str


@dataclass
class Mine:
    """A booking that this client knows of, as it was told last."""

    code: str
    token: str
    told: Body


@dataclass
class Client:
    """Asks one thing after another; `pending` is what got no answer."""

    house: Killable
    screen: str
    dice: random.Random
    mine: list[Mine] = field(default_factory=list)
    pending: tuple[Ask, Mine | None] | None = None
    faults: list[str] = field(default_factory=list)
    answers: int = 0
    acknowledged: int = 0
    asked: set[str] = field(default_factory=set)  # names, one for each booking that was wished for
    session: requests.Session = field(default_factory=requests.Session)

    def step(self) -> bool:
        """Ask for the next thing; False if nobody answers."""
        if self.pending:
            return self._send(*self.pending)
        if self.mine and self.dice.random() < 0.5:
            return self._with(self.dice.choice(self.mine))
        return self._send(self._book() if self.dice.random() < 0.7 else self._hold(), None)

    def look(self, few: int | None = None) -> None:
        """Every booking, or a few of them, is as it was told last, unless something about it got no answer."""
        for mine in self.mine if few is None else self.dice.sample(self.mine, min(few, len(self.mine))):
            if self.pending and self.pending[1] is mine:
                continue
            headers = {"Authorization": f"Bearer {mine.token}"}
            answer = self.session.get(f"{self.house.url}/api/bookings/{mine.code}", headers=headers, timeout=TIMEOUT)
            if answer.status_code != 200 or answer.json() != mine.told:
                self.faults.append(f"told {mine.told}, is {answer.text}")

    def _with(self, mine: Mine) -> bool:
        path = f"/api/bookings/{mine.code}"
        if self.dice.random() < 0.3:
            return self._send(Ask("DELETE", path, None, mine.token), mine)
        return self._send(Ask("PATCH", path, self._span() | {"request_id": str(uuid4())}, mine.token), mine)

    def _book(self) -> Ask:
        name = f"G {uuid4().hex[:12]}"
        self.asked.add(name)
        extras = ["beamer"] if self.dice.random() < 0.2 else []
        wish = {"room": self.dice.choice(ROOMS), "name": name, "extras": extras, "request_id": str(uuid4())}
        if self.dice.random() < 0.15:
            series = {"every": "week", "count": 3}
            return Ask("POST", "/api/series", self._span() | wish | series, self.screen)
        return Ask("POST", "/api/bookings", self._span() | wish, self.screen)

    def _hold(self) -> Ask:
        wish = {"room": self.dice.choice(ROOMS), "request_id": str(uuid4())}
        return Ask("POST", "/api/holds", self._span() | wish, self.screen)

    def _span(self) -> Body:
        """A time within the next weeks, so crowded that they meet each other."""
        day = date.today() + timedelta(days=self.dice.randrange(1, 21))
        begin = datetime.combine(day, time(10 + self.dice.randrange(9), self.dice.choice((0, 15, 30, 45))), ZONE)
        end = begin + timedelta(minutes=self.dice.choice((30, 60, 90)))
        return {key: f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for key, moment in (("begin", begin), ("end", end))}

    def _send(self, ask: Ask, about: Mine | None) -> bool:
        headers = {"Authorization": f"Bearer {ask.token}"}
        try:
            answer = self.session.request(
                ask.method, self.house.url + ask.path, json=ask.body, headers=headers, timeout=TIMEOUT
            )
            body = answer.json()
        except (requests.RequestException, ValueError):
            self.pending = ask, about
            return False
        if answer.status_code == 503:  # asked again later, like no answer
            self.pending = ask, about
            return True
        self.pending = None
        self.answers += 1
        if answer.status_code >= 500:
            self.faults.append(f"{ask.method} {ask.path}: {answer.status_code} {answer.text}")
        elif answer.status_code < 300:
            self._hear(ask, body, about)
        return True

    def _hear(self, ask: Ask, body: Body, about: Mine | None) -> None:
        self.acknowledged += 1
        if about:
            about.told = body
        elif ask.path != "/api/holds":
            for told in body.get("dates", [body]):
                self.mine.append(Mine(told["code"], told["token"], told))


def run(clients: list[Client]) -> list[threading.Thread]:
    """Let them all ask until the service is gone."""

    def work(client: Client) -> None:
        while client.step():
            pass

    threads = [threading.Thread(target=work, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    return threads


def audit(house: Killable, clients: list[Client]) -> list[str]:
    """What is wrong in the database now; nothing, if all is well."""
    desk = house.desk()
    found = desk.find()
    faults = [fault for client in clients for fault in client.faults]
    names: dict[str, list[Any]] = {}
    wanted: list[tuple[str, int]] = []
    for one in found:
        if one.name:
            names.setdefault(one.name, []).append(one)
        if one.status in LIVE:
            for key in (one.room, *one.extras):
                room = desk.house.room(key)
                assert room
                wanted += [(key, slot) for slot in range(*claimed(room, one.begin, one.end))]
    if len(set(wanted)) != len(wanted):
        faults.append("two bookings overlap")
    if sorted(wanted) != sorted(claims(desk)):
        faults.append("the claims are not those of the live bookings")
    for name, ones in names.items():
        if len({one.series or one.id for one in ones}) != 1 or len({local_day(one.begin, ZONE) for one in ones}) > 3:
            faults.append(f"{name} was booked more than once")
    if desk.database.sqlite:
        with desk.database.read() as db:
            if db.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
                faults.append("integrity_check")
            if db.exec_driver_sql("PRAGMA foreign_key_check").first():
                faults.append("foreign_key_check")
    desk.database.close()
    return faults
