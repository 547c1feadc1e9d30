# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house that has a way to the city, its clock, and what goes there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from booking.city_config import City, CityCalendar, CityCounts
from booking.desk import Desk
from booking.dispatch import Dispatch, Results, Trip
from booking.feeds_config import WayOut
from booking.model import channel, outbox
from booking.serve import open_desk
from booking.visits import Purpose, Visits
from sync import fetch
from sync.deliveries import Deliveries, Delivery
from sync.gate import gate
from tests.servers.booking import SetClock, demo_house
from tests.servers.loopback import HOST
from tests.servers.sensorthings import Sensors


class Killed(BaseException):
    """The process is gone."""


class Mortal(Dispatch):
    """Dies when it is about to note what became of a batch."""

    def note(self, trip: Trip, results: Results) -> None:
        raise Killed


@dataclass
class House:
    """A desk and who goes to the city for it."""

    desk: Desk
    clock: SetClock
    deliveries: Deliveries
    lines: list[str] = field(default_factory=list)

    def go(self, name: str) -> Delivery:
        """One trip, however long the last one is ago."""
        return self.deliveries.run(name)

    def die_before_noting(self) -> None:
        """From now on."""
        self.deliveries.dispatch = Mortal(self.desk)

    def waits(self, name: str) -> int:
        with self.desk.database.read() as db:
            return len(db.execute(select(outbox.c.about).where(outbox.c.channel == name)).all())

    def dead(self) -> int:
        with self.desk.database.read() as db:
            return len(db.execute(select(outbox.c.about).where(outbox.c.dead)).all())

    def fault(self, name: str) -> str | None:
        with self.desk.database.read() as db:
            return db.scalar(select(channel.c.fault).where(channel.c.channel == name))

    def count(self, people: int, purpose: Purpose = "info", screen: str = "lobby") -> None:
        """One touch, and a while."""
        Visits(self.desk).count(screen, str(uuid4()), purpose, people)
        self.clock.pass_(seconds=20)

    def again(self) -> "House":
        """The same house after the postman was killed: nothing is left but the database, and his lease is over."""
        self.clock.pass_(seconds=301)
        return house_of(self.desk, self.clock)

    def close(self) -> None:
        self.desk.database.close()


def house_of(desk: Desk, clock: SetClock) -> House:
    """With dice that always fall on the middle."""
    out = fetch.WayOut(gate(desk.house), clock.now)
    made = House(desk, clock, None)  # type: ignore[arg-type]
    made.deliveries = Deliveries(desk, out, lambda: 0.5, lambda name, what: made.lines.append(f"{name}: {what}"))
    return made


def city_house(
    folder: Path, clock: SetClock, database: str | None, city: City | None, update: Mapping[str, object] | None = None
) -> House:
    """The demo house with a way to that city."""
    settings = {"city": city or City(), "way_out": WayOut(http_hosts=(HOST,), private_hosts=(HOST,))}
    house = demo_house(database=database).model_copy(update=settings | dict(update or {}))
    return house_of(open_desk(house, folder, clock), clock)


def to_counts(sensors: Sensors) -> City:
    return City(counts=CityCounts(url=sensors.url, longitude=9.4912, latitude=51.3155))


def to_calendar(url: str, password_file: Path | None = None, names: bool = True) -> City:
    user = "haus" if password_file else None
    return City(calendar=CityCalendar(url=url, user=user, password_file=password_file, names=names))
