# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A post office for the tests: the demo house with feeds from a partner on loopback, and a postman who brings them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from booking.desk import Desk
from booking.feeds_config import FeedIn, WayOut
from booking.inbound import Inbound, Status
from booking.model import offer, offer_date
from booking.serve import open_desk
from sync import fetch
from sync.errands import Outcome, Postman
from sync.gate import gate
from sync.readers import Readers
from tests.booking.wishes import SMTP
from tests.servers.booking import SetClock, demo_house
from tests.servers.loopback import HOST
from tests.servers.partner import Partner


def feed(partner: Partner, name: str = "energie", path: str = "/feed.ics", **settings: Any) -> FeedIn:
    """A feed of offers, or of what else the settings say."""
    kind = settings.pop("kind", "offers")
    return FeedIn(id=name, kind=kind, url=partner.url(path), **settings)


@dataclass
class Office:
    """The desk of a house with feeds, its clock, and the postman."""

    desk: Desk
    clock: SetClock
    postman: Postman

    def bring(self, name: str = "energie") -> Outcome:
        """One errand, however long the last one is ago."""
        (wanted,) = (one for one in self.desk.house.feeds_in if one.id == name)
        return self.postman.run(wanted)

    def status(self, name: str = "energie") -> Status:
        return next(one for one in Inbound(self.desk).feeds() if one.feed == name)

    def fault(self, name: str = "energie") -> str:
        found = self.status(name).fault
        return found[0] if found else ""

    def offers(self, name: str | None = None) -> list[Any]:
        """The rows of what came with a feed, or with any."""
        of = offer.c.feed == name if name else offer.c.feed.is_not(None)
        with self.desk.database.read() as db:
            return list(db.execute(select(offer).where(of).order_by(offer.c.id)))

    def dates(self, name: str | None = None) -> list[Any]:
        """The dates of the same, by begin."""
        of = offer.c.feed == name if name else offer.c.feed.is_not(None)
        both = (offer.c.house_id == offer_date.c.house_id) & (offer.c.id == offer_date.c.offer_id)
        query = select(offer_date, offer.c.titles, offer.c.feed).join(offer, both).where(of)
        with self.desk.database.read() as db:
            return list(db.execute(query.order_by(offer_date.c.begin, offer.c.id)))

    def close(self) -> None:
        self.desk.database.close()


def post_office(
    folder: Path,
    clock: SetClock,
    readers: Readers,
    *feeds: FeedIn,
    database: str | None = None,
    seconds: float = fetch.SECONDS,
    largest: int = fetch.LARGEST,
) -> Office:
    """The house with these feeds; its dice always fall on the middle."""
    way_out = WayOut(http_hosts=(HOST,), private_hosts=(HOST,))
    house = demo_house(database=database, smtp=SMTP).model_copy(update={"feeds_in": feeds, "way_out": way_out})
    desk = open_desk(house, folder, clock)
    out = fetch.WayOut(gate(house), clock.now, seconds, largest)
    return Office(desk, clock, Postman(desk, out, readers, lambda: 0.5))
