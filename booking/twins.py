# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What two feeds of offers have is shown once, as the one says it that stands first in the config.

That is the same UID, or dates that begin together, are called alike and are at one place. What is left out of the
later feed is remembered, so that it comes back when the earlier one drops it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, insert, select

from booking import last_good
from booking.feeds_config import FeedIn
from booking.intake_offers import Wanted, half, like
from booking.ledger import Ledger
from booking.model import feed_event, feed_twin, offer, offer_date
from booking.portions import portions
from booking.told import Told


class Twins:
    """What the feeds of a house have in common, while its book is open."""

    def __init__(self, book: Ledger) -> None:
        self._book = book
        self._house = book.house.id
        self._feeds = [feed for feed in book.house.feeds_in if feed.kind == "offers"]

    def later(self, feed: FeedIn) -> list[FeedIn]:
        """The feeds of offers that stand behind one in the config."""
        return self._feeds[self._place(feed) + 1 :]

    def without(self, feed: FeedIn, found: Sequence[tuple[Told, Wanted]]) -> list[Wanted]:
        """Of the offers of some events, what no earlier feed has."""
        if len(self._feeds) < 2:
            return [one for _, one in found]
        earlier = [one.id for one in self._feeds[: self._place(feed)]]
        doubles = self._keys_in(earlier, [event.key for event, _ in found])
        taken = {(row.begin, _like(row)) for row in self._rows(earlier, {at for _, one in found for at in one.dates})}
        kept, left_out = [], set()
        for event, one in found:
            twins = {at for at in one.dates if event.key in doubles or (at, one.like) in taken}
            left_out |= {(at, event.key) for at in twins}
            if dates := {at: date for at, date in one.dates.items() if at not in twins}:
                kept.append(replace(one, dates=dates))
        self._remember(feed, {event.key for event, _ in found}, left_out)
        return kept

    def affected(self, later: Sequence[FeedIn], keys: set[bytes], times: set[int]) -> tuple[FeedIn, list[Told]] | None:
        """The first of some later feeds that has a UID or a time in common with what an earlier one has changed, and
        its events that do.
        """
        names = [feed.id for feed in later]
        if not names:
            return None
        met = self._sharing(names, keys) | self._left_out(names, times)
        shown = {(row.feed, half(row.uid_hash)) for row in self._rows(names, times)}
        for feed in later:
            halves = {one for name, one in shown if name == feed.id}
            mine = {key for name, key in met if name == feed.id} | self._whole(feed.id, halves)
            if mine:
                return feed, last_good.some(self._book, feed.id, sorted(mine))
        return None

    def clear(self, feed: str) -> None:
        """Forget what was left out of a feed."""
        mine = (feed_twin.c.house_id == self._house, feed_twin.c.feed == feed)
        self._book.db.execute(feed_twin.delete().where(*mine))

    def _place(self, feed: FeedIn) -> int:
        return next(place for place, one in enumerate(self._feeds) if one.id == feed.id)

    def _remember(self, feed: FeedIn, keys: set[bytes], left_out: Iterable[tuple[int, bytes]]) -> None:
        mine = (feed_twin.c.house_id == self._house, feed_twin.c.feed == feed.id)
        for some in portions(sorted(keys)):
            self._book.db.execute(feed_twin.delete().where(*mine, feed_twin.c.uid_hash.in_(some)))
        of = {"house_id": self._house, "feed": feed.id}
        if rows := [{**of, "begin": begin, "uid_hash": key} for begin, key in left_out]:
            self._book.db.execute(insert(feed_twin), rows)

    def _left_out(self, feeds: Sequence[str], times: set[int]) -> set[tuple[str, bytes]]:
        """Events of some feeds of which something at these times is left out."""
        mine = (feed_twin.c.house_id == self._house, feed_twin.c.feed.in_(feeds))
        query = select(feed_twin.c.feed, feed_twin.c.uid_hash).where(*mine)
        return {
            (row.feed, row.uid_hash)
            for some in portions(sorted(times))
            for row in self._book.db.execute(query.where(feed_twin.c.begin.in_(some)))
        }

    def _sharing(self, feeds: Sequence[str], keys: set[bytes]) -> set[tuple[str, bytes]]:
        """Events of some feeds with these UIDs."""
        mine = (feed_event.c.house_id == self._house, feed_event.c.feed.in_(feeds))
        query = select(feed_event.c.feed, feed_event.c.uid_hash).where(*mine)
        return {
            (row.feed, row.uid_hash)
            for some in portions(sorted(keys))
            for row in self._book.db.execute(query.where(feed_event.c.uid_hash.in_(some)))
        }

    def _whole(self, feed: str, halves: set[bytes]) -> set[bytes]:
        """The keys of the events of a feed that begin with these halves."""
        mine = (feed_event.c.house_id == self._house, feed_event.c.feed == feed)
        every = self._book.db.scalars(select(feed_event.c.uid_hash).where(*mine)) if halves else ()
        return {key for key in every if half(key) in halves}

    def _keys_in(self, feeds: Sequence[str], keys: Sequence[bytes]) -> set[bytes]:
        """Which events some feeds have as well, with dates."""
        mine = (feed_event.c.house_id == self._house, feed_event.c.feed.in_(feeds), feed_event.c.ends > 0)
        query = select(feed_event.c.uid_hash).where(*mine)
        return {
            key
            for some in portions(keys if feeds else ())
            for key in self._book.db.scalars(query.where(feed_event.c.uid_hash.in_(some)))
        }

    def _rows(self, feeds: Sequence[str], times: set[int]) -> list[Any]:
        """What some feeds show at some times."""
        both = and_(offer.c.house_id == offer_date.c.house_id, offer.c.id == offer_date.c.offer_id)
        columns = (offer_date.c.begin, offer.c.titles, offer.c.place, offer.c.uid_hash, offer.c.feed)
        query = select(*columns).join(offer, both)
        query = query.where(offer_date.c.house_id == self._house, offer.c.feed.in_(feeds))
        return [
            row
            for some in portions(sorted(times) if feeds else ())
            for row in self._book.db.execute(query.where(offer_date.c.begin.in_(some)))
        ]


def _like(row: Any) -> str:
    return like(next(iter(json.loads(row.titles).values()), ""), row.place)
