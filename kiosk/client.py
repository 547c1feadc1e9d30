# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way to the house: one thread listens for news, one carries wishes; the picture's thread never waits."""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from booking.slots import local_day
from kiosk import offerings, snapshot
from kiosk.config import Hanging
from kiosk.connection import Connection, Refusal, Unreachable
from kiosk.house import Day, House, Json, read_days, read_house
from kiosk.houseclock import HouseClock
from kiosk.later import Later
from kiosk.month import Month, read_month
from kiosk.offerings import NOTHING, Offerings

if TYPE_CHECKING:
    from kiosk.wayfinder import Wayfinder

DAYS_AHEAD = 13
PAUSES = (1.0, 1.0, 2.0, 4.0, 8.0)
TRIES = 3

log = logging.getLogger("kiosk")
Done = Callable[[Any], None]
Refused = Callable[[Refusal], None]


@dataclass(frozen=True)
class News:
    """The whole state of the house as it is now; `at` is when it was true."""

    house: House
    days: dict[tuple[str, Any], Day]
    at: datetime
    fresh: bool = True


@dataclass(frozen=True)
class Wayfinding:
    """Who finds the way; without one, why there is none, if the house should have a plan."""

    finder: "Wayfinder | None" = None
    fault: str = ""


@dataclass
class Wish:
    """One thing that a visitor wants; its request id stays the same however often it is sent.

    `lasting`: it counts even if the house hears of it some minutes later; `corrects`: in place of the last one.
    """

    method: str
    path: str
    body: Json | None
    language: str
    done: Done
    refused: Refused
    token: str | None = None
    lasting: bool = False
    corrects: bool = False
    request_id: str = field(default_factory=lambda: str(uuid4()))

    @property
    def sent(self) -> Json | None:
        """The body; one that names its own request id is the same wish as an earlier one."""
        return None if self.body is None else {"request_id": self.request_id} | self.body


class Client:
    """Talks to the booking service. Everything it has to say goes through `deliver`, on the picture's thread."""

    def __init__(
        self,
        address: str,
        token: str,
        folder: Path,
        clock: HouseClock,
        deliver: Callable[[Callable[[], None]], None],
        hangs: Hanging | None = None,
    ) -> None:
        self._address, self._token = address, token
        self._snapshot = folder / "screen-snapshot.json"
        self._clock = clock
        self._deliver = deliver
        self._wishes: queue.SimpleQueue[Wish | None] = queue.SimpleQueue()
        self._later = Later()
        self._away = True
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._hangs = hangs
        self._drawn: object = None  # the plan that was told last
        self._offered: object = None  # and the offers
        self.on_news: Callable[[News], None] = print
        self.on_wayfinding: Callable[[Wayfinding], None] = print
        self.on_offerings: Callable[[Offerings], None] = print
        self.on_month: Callable[[Month | None], None] = print
        self.on_away: Callable[[bool], None] = print

    def start(self) -> None:
        for work in (self._listen, self._carry):
            thread = threading.Thread(target=work, name=f"kiosk{work.__name__}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Ask both threads to end; a long poll under way ends with the process."""
        self._stopped.set()
        self._wishes.put(None)

    def ask(
        self,
        method: str,
        path: str,
        body: Json | None,
        language: str,
        done: Done,
        refused: Refused,
        token: str | None = None,
    ) -> None:
        """Send a wish; either `done` or `refused` is called later."""
        self._wishes.put(Wish(method, path, body, language, done, refused, token))

    def count(self, path: str, body: Json, language: str, done: Done, refused: Refused, corrects: bool = False) -> None:
        """Send a touch that counts; while the house is away it is kept for some minutes: Refusal("later")."""
        self._wishes.put(Wish("POST", path, body, language, done, refused, lasting=True, corrects=corrects))

    # The thread of wishes

    def _carry(self) -> None:
        connection = Connection(self._address, self._token)
        while True:
            try:
                wish = self._wishes.get(timeout=self._later.pause())
            except queue.Empty:
                self._tell_late(connection)
                continue
            if wish is None:
                break
            self._deliver(self._answer(connection, wish))
        connection.close()

    def _tell_late(self, connection: Connection) -> None:
        """What has waited longest; whoever touched it has gone, so that nobody is told."""
        wish = self._later.first()
        if wish is None:
            return
        try:
            connection.send(wish.method, wish.path, wish.sent, wish.language)
        except Unreachable:
            self._later.failed()
        except Refusal:
            self._later.told()
        else:
            self._later.told()

    def _answer(self, connection: Connection, wish: Wish) -> Callable[[], None]:
        if wish.lasting and (self._away or self._later.before(wish)):
            return self._keep(wish)
        for number in range(TRIES):
            try:
                answer = connection.send(wish.method, wish.path, wish.sent, wish.language, wish.token)
            except Refusal as refusal:
                return partial(wish.refused, refusal)
            except Unreachable as gone:
                if gone.slow or number == TRIES - 1 or self._stopped.wait(PAUSES[number] / 4):
                    break
            else:
                return partial(wish.done, answer)
        return self._keep(wish)

    def _keep(self, wish: Wish) -> Callable[[], None]:
        kept = wish.lasting and self._later.keep(wish)
        return partial(wish.refused, Refusal("later" if kept else "unavailable"))

    # The thread of news

    def _listen(self) -> None:
        self._recall()
        connection = Connection(self._address, self._token)
        revision, failures = None, 0
        while not self._stopped.is_set():
            try:
                revision = self._hear(connection, revision)
                failures = 0
                continue
            except (Unreachable, Refusal):
                pass
            except (LookupError, TypeError, ValueError, AttributeError):  # of another version, perhaps for a minute
                log.exception("The house says what this display does not understand")
            revision, self._away = None, True
            self._deliver(partial(self.on_away, True))
            self._stopped.wait(PAUSES[min(failures, len(PAUSES) - 1)])
            failures += 1
        connection.close()

    def _recall(self) -> None:
        """The last plan from the disk, until the server answers."""
        kept = snapshot.load(self._snapshot)
        if kept:
            self._tell(kept, fresh=False)

    def _hear(self, connection: Connection, revision: int | None) -> int:
        """Fetch what changed, tell it, and wait for the next change."""
        house = connection.get("/api/house")
        self._set_clock(connection.get("/api/revision?after=-1"))
        plan = connection.get(_availability(house, self._clock.now()))
        floors, offers, month = (_if_any(connection, f"/api/{path}") for path in ("plan", "offers", "month"))
        if revision is None or connection.changed:
            at = self._clock.now().isoformat()
            kept = {"house": house, "plan": plan, "floors": floors, "offers": offers, "month": month, "at": at}
            self._tell(kept, fresh=True)
            self._remember(kept)
            connection.changed = False
        if revision is None:
            self._away = False
            self._deliver(partial(self.on_away, False))
        latest = connection.get(f"/api/revision?after={plan['revision']}")
        self._set_clock(latest)
        return int(latest["revision"])

    def _remember(self, kept: Json) -> None:
        """For a start without the house; a disk that is full or takes nothing more is no reason to show nothing."""
        try:
            snapshot.save(self._snapshot, kept)
        except OSError as error:
            log.warning("The plan cannot be kept for a start without the house: %s", error)

    def _tell(self, kept: Json, fresh: bool) -> None:
        """First what the front of the house shows, then what only later screens need."""
        house = kept["house"]
        self._deliver(partial(self.on_month, read_month(kept["month"])))
        offers = self._tell_offers(kept["offers"])
        self._deliver(partial(self.on_news, _news(house, kept["plan"], kept["at"], fresh)))
        self._tell_floors(kept["floors"], house)
        if offers is not None:
            self._deliver(partial(self.on_offerings, offerings.indexed(offers, house["languages"])))

    def _tell_floors(self, floors: Json, house: Json) -> None:
        """Read the plan of the house if it is another than before."""
        known = (floors, house["rooms"], house["resources"])
        if known == self._drawn:
            return
        self._drawn = known
        self._deliver(partial(self.on_wayfinding, _read_floors(floors, house, self._hangs)))

    def _tell_offers(self, offers: Json) -> Offerings | None:
        """Read the offers if they are others than before: here, not on the picture's thread."""
        if offers == self._offered:
            return None
        self._offered, known = offers, _read_offers(offers)
        self._deliver(partial(self.on_offerings, known))
        return known

    def _set_clock(self, answer: Json) -> None:
        self._clock.set(datetime.fromisoformat(answer["now"]), answer.get("trusted", True))


def _if_any(connection: Connection, path: str) -> Json:
    """What not every house has, and an older server does not know: nothing then."""
    try:
        return connection.get(path)
    except Refusal:
        return {}


def _read_floors(floors: Json, house: Json, hangs: Hanging | None) -> Wayfinding:
    from booking.plan.source import PlanError  # not before the first picture
    from kiosk import wayfinder

    try:
        return Wayfinding(wayfinder.read(floors, house, hangs), floors.get("fault", ""))
    except (LookupError, TypeError, ValueError, PlanError) as error:
        return Wayfinding(fault=str(error))


def _read_offers(offers: Json) -> Offerings:
    try:
        return offerings.read(offers)
    except (LookupError, TypeError, ValueError):  # of a server that tells them otherwise
        return NOTHING


def _availability(house: Json, now: datetime) -> str:
    first = local_day(now, read_house(house).zone)
    return f"/api/availability?from={first}&to={first + timedelta(days=DAYS_AHEAD)}"


def _news(house: Json, plan: Json, at: str, fresh: bool) -> News:
    return News(read_house(house), read_days(plan), datetime.fromisoformat(at), fresh)
