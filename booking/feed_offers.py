# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Offers that come with feeds: put there, changed and taken away, with their dates, while the book is open.

Only what came with a feed is touched, and of that nothing that staff decide: whether it is shown, and its picture.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, update

from booking import slots
from booking.feeds_config import FeedIn
from booking.intake_offers import Places, Shown, Wanted, begins, cancelled, half, wanted
from booking.ledger import Ledger
from booking.model import actor, offer, offer_date, picture
from booking.offers import GONE_SHOWN
from booking.portions import portions
from booking.told import Told
from booking.twins import Twins

OVER_KEPT = slots.DAY
_FEW = 50
_UNKNOWN = {"person": "", "cost": "", "spoken": "", "last": None, "shown": True, "alts": "{}", "sequence": 0}


@dataclass
class Tally:
    """How many offers are new, changed and gone."""

    new: int = 0
    changed: int = 0
    gone: int = 0


class FeedOffers:
    """Those of one house."""

    def __init__(self, book: Ledger) -> None:
        self._book = book
        self._house = book.house
        self._places = Places(book.house)
        self._twins = Twins(book)

    def bring(self, feed: FeedIn, put: Sequence[Told], gone: Iterable[bytes], old: Mapping[bytes, Told]) -> Tally:
        """Show events that are new or changed, and take away those that are gone; `old` is what was known of both."""
        tally = self._put(feed, put, gone, old)
        later = self._twins.later(feed)
        if not later:
            return tally
        times = {begin for event in (*put, *old.values()) for begin in begins(event)}
        keys = {*old, *(event.key for event in put)}
        while met := self._twins.affected(later, keys, times):
            one, affected = met
            self._put(one, affected, (), {event.key: event for event in affected})
            times |= {begin for event in affected for begin in begins(event)}
            later = later[later.index(one) + 1 :]
        return tally

    def tidy(self) -> int:
        """Take away dates that are over, or were cancelled long ago, and offers without any; how many dates."""
        over = offer_date.c.end <= self._book.at - OVER_KEPT
        told = offer_date.c.gone <= self._book.at - GONE_SHOWN
        mine = and_(offer.c.house_id == offer_date.c.house_id, offer.c.id == offer_date.c.offer_id)
        query = select(offer_date.c.offer_id, offer_date.c.begin).join(offer, mine)
        where = (offer_date.c.house_id == self._house.id, offer.c.feed.is_not(None), or_(over, told))
        rows = self._book.db.execute(query.where(*where)).all()
        self._drop_dates([(row.offer_id, row.begin) for row in rows])
        for some in portions(sorted({row.offer_id for row in rows})):
            kept = select(offer_date.c.offer_id).where(*_of(self._house.id, offer_date.c.offer_id, some)).distinct()
            self._drop(set(some) - set(self._book.db.scalars(kept)))
        return len(rows)

    def clear(self, feed: str) -> None:
        """Take away all that a feed has brought."""
        db, house = self._book.db, self._house.id
        self._drop(db.scalars(select(offer.c.id).where(offer.c.house_id == house, offer.c.feed == feed)).all())
        self._twins.clear(feed)

    # --- one feed

    def _put(self, feed: FeedIn, put: Sequence[Told], gone: Iterable[bytes], old: Mapping[bytes, Told]) -> Tally:
        found = [(event, each) for event in put for each in wanted(event, feed, self._places, self._book.at)]
        there = self._there(feed, {half(key) for key in (*gone, *(event.key for event in put))})
        dates = self._dates([row.id for row in there.values()])
        shown = self._twins.without(feed, found)
        actor_id = self._actor(feed) if shown else None
        keys = {half(event.key): event.key for event in put}
        new, tally = [], Tally()
        for one in shown:
            row = there.pop(one.key, None)
            has = dates.get(row.id, {}) if row else {}
            swept = cancelled(old.get(keys[half(one.key)])) - has.keys()
            now = {at: date for at, date in one.dates.items() if not (date.cancelled and at in swept)}
            values = {**one.values, "actor_id": actor_id}
            if row is None:
                new += [(replace(one, dates=now), values)] if now else []
                continue
            same = self._set_dates(row.id, has, now)
            if one.looks != row.content_hash or row.actor_id != actor_id or not same:
                self._change(row, one, values)
                tally.changed += 1
        self._add(feed, new)
        self._drop(row.id for row in there.values())
        tally.new, tally.gone = len(new), len(there)
        if new or tally.changed or there:
            self._book.offers_changed = True
        return tally

    def _add(self, feed: FeedIn, fresh: Sequence[tuple[Wanted, dict[str, Any]]]) -> None:
        if not fresh:
            return
        new = [(number, *each) for number, each in enumerate(fresh, self._next_number())]
        known = {**_UNKNOWN, "house_id": self._house.id, "feed": feed.id}
        known |= {"created": self._book.at, "changed": self._book.at}
        rows = [known | values | {"id": n, "uid_hash": one.key, "content_hash": one.looks} for n, one, values in new]
        self._book.db.execute(insert(offer), rows)
        self._add_dates([(n, begin, date) for n, one, _ in new for begin, date in one.dates.items()])

    def _next_number(self) -> int:
        """Above all that there are: thousands at once leave the millisecond that numbers are made of."""
        last = self._book.db.scalar(select(func.max(offer.c.id)).where(offer.c.house_id == self._house.id))
        return max(self._book.new_id(), (last or 0) + 1)

    def _change(self, row: Any, one: Wanted, values: Mapping[str, Any]) -> None:
        mine = (offer.c.house_id == self._house.id, offer.c.id == row.id)
        more = {"content_hash": one.looks, "sequence": row.sequence + 1, "changed": self._book.at}
        self._book.db.execute(update(offer).where(*mine).values({**values, **more}))

    def _drop(self, numbers: Iterable[int]) -> None:
        rows = [{"of": self._house.id, "number": number} for number in numbers]
        if not rows:
            return
        for table, column in ((picture, "offer_id"), (offer_date, "offer_id"), (offer, "id")):
            mine = (table.c.house_id == bindparam("of"), table.c[column] == bindparam("number"))
            self._book.db.execute(table.delete().where(*mine), rows)
        self._book.offers_changed = True

    def _there(self, feed: FeedIn, halves: set[bytes]) -> dict[bytes, Any]:
        """The offers of some events, by their keys."""
        if not halves:
            return {}
        columns = (offer.c.id, offer.c.uid_hash, offer.c.content_hash, offer.c.actor_id, offer.c.sequence)
        query = select(*columns).where(offer.c.house_id == self._house.id, offer.c.feed == feed.id)
        if len(halves) <= _FEW:
            last = b"\xff" * 16
            query = query.where(or_(*(offer.c.uid_hash.between(one + bytes(16), one + last) for one in halves)))
            return {row.uid_hash: row for row in self._book.db.execute(query)}
        return {row.uid_hash: row for row in self._book.db.execute(query) if half(row.uid_hash) in halves}

    def _actor(self, feed: FeedIn) -> int | None:
        """The actor of a feed, made under its key if staff have not made it."""
        if not feed.actor:
            return None
        mine = (actor.c.house_id == self._house.id, actor.c.key == feed.actor)
        found = self._book.db.scalar(select(actor.c.id).where(*mine))
        if found is not None:
            return int(found)
        number = self._book.new_id()
        nothing = dict.fromkeys(("topics", "phone", "mail", "web", "place"), "")
        values = {"key": feed.actor, "name": feed.actor, "texts": "{}", "hours": "{}", **nothing}
        when = {"created": self._book.at, "changed": self._book.at}
        self._book.db.execute(insert(actor), {"house_id": self._house.id, "id": number, **values, **when})
        return number

    # --- dates

    def _dates(self, numbers: Sequence[int]) -> dict[int, dict[int, Any]]:
        """The dates of some offers, by offer and begin."""
        found: dict[int, dict[int, Any]] = {}
        for some in portions(numbers):
            for row in self._book.db.execute(
                select(offer_date).where(*_of(self._house.id, offer_date.c.offer_id, some))
            ):
                found.setdefault(row.offer_id, {})[row.begin] = row
        return found

    def _set_dates(self, number: int, there: Mapping[int, Any], now: Mapping[int, Shown]) -> bool:
        """Bring an offer's dates up to date, as far as they are not over; whether they were."""
        coming = {at: row for at, row in there.items() if row.end > self._book.at}
        fresh = [(number, at, date) for at, date in now.items() if at not in coming or _is_other(coming[at], date)]
        gone = [(number, at) for at in coming if at not in now]
        since = {at: row.gone for at, row in coming.items() if row.gone is not None}
        self._drop_dates([*gone, *((number, at) for _, at, _ in fresh if at in there)])
        self._add_dates(fresh, since)
        return not fresh and not gone

    def _add_dates(self, dates: Sequence[tuple[int, int, Shown]], since: Mapping[int, int] | None = None) -> None:
        rows = [
            {
                "house_id": self._house.id,
                "offer_id": number,
                "begin": begin,
                "end": date.end,
                "whole_day": date.whole_day,
                "gone": (since or {}).get(begin, self._book.at) if date.cancelled else None,
            }
            for number, begin, date in dates
        ]
        if rows:
            self._book.db.execute(insert(offer_date), rows)

    def _drop_dates(self, dates: Sequence[tuple[int, int]]) -> None:
        mine = (offer_date.c.house_id == bindparam("of"), offer_date.c.offer_id == bindparam("number"))
        rows = [{"of": self._house.id, "number": number, "at": begin} for number, begin in dates]
        if rows:
            self._book.db.execute(offer_date.delete().where(*mine, offer_date.c.begin == bindparam("at")), rows)
            self._book.offers_changed = True


def _of(house_id: str, column: Any, values: Sequence[Any]) -> tuple[Any, Any]:
    return column.table.c.house_id == house_id, column.in_(values)


def _is_other(row: Any, date: Shown) -> bool:
    return (row.end, row.whole_day, row.gone is not None) != (date.end, date.whole_day, date.cancelled)
