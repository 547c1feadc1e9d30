# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the postman hands in what feeds say: one errand for each feed at a time, one transaction for what comes of it.

Nothing is taken away unless a whole new copy says so, and not if that is suddenly half empty: then staff decide.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from booking import feed_state, last_good, slots
from booking.busy import Busy
from booking.city_closures import CityClosures
from booking.city_closures import wanted as closings
from booking.desk import Desk
from booking.feed_offers import FeedOffers
from booking.feed_state import ASKED, CONFIRMED, DISCARDED, FREE, NOT_HELD, Copy, Errand
from booking.feeds_config import FeedIn
from booking.intake_plan import Known, Plan, asked, planned
from booking.ledger import Ledger
from booking.model import feed_event, feed_in
from booking.secret import new_token
from booking.told import Fresh

AHEAD, BEHIND = timedelta(days=400), timedelta(days=1)
EXPANDED_AGAIN = timedelta(days=30)  # so many days of AHEAD may be missing before series are looked at again
OVER_KEPT = 14 * slots.DAY  # what an event said is forgotten so long after its last date
LEASE = 600  # seconds in which nobody else asks for a feed


@dataclass(frozen=True)
class Compared:
    """What is known of a feed, and the hashes by which a new copy is compared with it."""

    known: Mapping[bytes, Known]
    counted: Mapping[bytes, bytes]


@dataclass(frozen=True)
class Done:
    """What became of an errand: counts of offers, closures or bookings, and whether something is in the way."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    waits: bool = False
    events: int = 0
    held: Plan | None = None


class Intake:
    """The counter for feeds of a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._busy = Busy(desk)

    def due(self) -> list[FeedIn]:
        """The feeds that are to be asked for now and are not being, in the order of the config."""
        at, feeds = slots.epoch(self._desk.now()), self._desk.house.feeds_in
        if not feeds:
            return []
        columns = (feed_in.c.feed, feed_in.c.next, feed_in.c.leased)
        with self._desk.database.read() as db:
            rows = db.execute(select(*columns).where(feed_in.c.house_id == self._desk.house.id)).all()
        later = {row.feed for row in rows if row.next > at or row.leased > at}
        return [feed for feed in feeds if feed.id not in later]

    def begin(self, feed: FeedIn) -> Errand | None:
        """Take a feed on, or None if somebody else has."""
        lessee = new_token()[:22]

        def work(book: Ledger) -> Errand | None:
            state = feed_state.made(book, feed.id)
            if state.leased > book.at:
                return None
            feed_state.put(book, feed.id, lessee=lessee, leased=book.at + LEASE)
            wanted_until = slots.epoch(book.now + AHEAD - EXPANDED_AGAIN)
            return Errand(feed, lessee, state, window_moved=state.expanded < wanted_until)

        return self._desk.write(work)

    def compared(self, errand: Errand) -> Compared:
        """What a new copy is to be compared with; nothing counts as known if the config has changed."""
        with self._desk.database.read() as db:
            known = last_good.known(db, self._desk.house.id, errand.feed.id)
        return Compared(known, {} if errand.is_set_anew else asked(known, errand.window_moved))

    def same(self, errand: Errand, then: int) -> Done:
        """It is the last good copy; what was in the way may be no longer. `then`: when to ask again, epoch seconds."""

        def work(book: Ledger) -> Done:
            if not feed_state.is_of(book, errand):
                return Done()
            done = self._act(book, errand.feed) if errand.state.waits else Done()
            feed_state.put(book, errand.feed.id, **_succeeded(book, then), waits=done.waits)
            return done

        return self._desk.write(work)

    def failed(self, errand: Errand, key: str, details: Mapping[str, str | int], then: int) -> None:
        """The last good copy stays, and why there is no newer one is noted."""

        def work(book: Ledger) -> None:
            if feed_state.is_of(book, errand):
                tried = {"tried": book.at, "next": then, "failures": errand.state.failures + 1}
                feed_state.put(book, errand.feed.id, fault=_fault(key, details), **tried, **FREE)

        self._desk.write(work)

    def give_back(self, errand: Errand) -> None:
        """Nothing came of it, and that is nobody's fault: it is due as it was."""

        def work(book: Ledger) -> None:
            if feed_state.is_of(book, errand):
                feed_state.put(book, errand.feed.id, **FREE)

        self._desk.write(work)

    def bring(self, errand: Errand, compared: Compared, fresh: Fresh, copy: Copy, then: int) -> Done:
        """Put a new copy in the place of the last good one, with all that comes of it; or hold it for staff."""

        def work(book: Ledger) -> Done:
            if not feed_state.is_of(book, errand):
                return Done()
            kept = fresh if errand.feed.kind == "offers" else fresh.of_times_only()
            plan = planned(compared.known, compared.counted, kept, book.at)
            if plan.is_suddenly_half_empty and not _is_agreed(errand, plan, copy):
                self._hold(book, errand, plan, copy, then)
                return Done(events=errand.state.events, held=plan)
            done = self._bring(book, errand, plan)
            state = _kept(book, errand, fresh, copy)
            feed_state.put(book, errand.feed.id, **_succeeded(book, then), **state, waits=done.waits)
            return replace(done, events=fresh.total)

        return self._desk.write(work)

    def tidy(self) -> int:
        """Take away what is over, and all that came with feeds that the config does not name any more; how much."""
        names = {feed.id for feed in self._desk.house.feeds_in}

        def work(book: Ledger) -> int:
            query = select(feed_in.c.feed).where(feed_in.c.house_id == book.house.id)
            left = sorted(set(book.db.scalars(query)) - names)
            for name in left:
                self._retire(book, name)
            last_good.forget_words(book, book.at - OVER_KEPT)
            return FeedOffers(book).tidy() + len(left)

        return self._desk.write(work)

    # --- in the open book

    def _bring(self, book: Ledger, errand: Errand, plan: Plan) -> Done:
        feed = errand.feed
        keys = [*plan.gone, *plan.replaced]
        old = {one.key: one for one in last_good.some(book, feed.id, keys)} if feed.kind == "offers" else {}
        last_good.keep(book, feed.id, plan)
        if errand.is_set_anew:
            self._clear(book, feed.id, but=feed)
        if feed.kind == "offers":
            offers = FeedOffers(book).bring(feed, plan.put, plan.gone, old)
            return Done(offers.new, offers.changed, offers.gone)
        return self._act(book, feed)

    def _act(self, book: Ledger, feed: FeedIn) -> Done:
        """Close, or take, what all events of a feed say; what is done already stays."""
        events = last_good.events(book, feed.id)
        if feed.kind == "closures":
            shut = CityClosures(book).bring(feed, closings(events, feed, book.at))
            return Done(shut.new, shut.changed, shut.gone, shut.waits)
        taken = self._busy.bring(book, feed, events)
        return Done(taken.new, taken.changed, taken.gone, taken.waits)

    def _clear(self, book: Ledger, feed: str, but: FeedIn | None = None) -> None:
        """Take away what came with a feed, but for what is of its kind now."""
        kind = but.kind if but else None
        if kind != "offers":
            FeedOffers(book).clear(feed)
        if kind != "closures":
            CityClosures(book).clear(feed)
        self._busy.clear(book, feed, but if but and but.kind == "busy" else None)

    def _retire(self, book: Ledger, feed: str) -> None:
        """Take away all of a feed; the others are read anew, for what only it had shown may be theirs as well."""
        self._clear(book, feed)
        book.db.execute(update(feed_in).where(feed_in.c.house_id == book.house.id).values(setting=None))
        for table in (feed_event, feed_in):
            book.db.execute(table.delete().where(table.c.house_id == book.house.id, table.c.feed == feed))

    def _hold(self, book: Ledger, errand: Errand, plan: Plan, copy: Copy, then: int) -> None:
        """Ask staff, unless they have said of this very copy that it is wrong."""
        again = errand.state.held == DISCARDED and errand.state.held_body == copy.body
        fault = _fault("half_empty", {"fresh": plan.after, "known": plan.before})
        held: dict[str, Any] = {"held_body": copy.body, "held_known": plan.before, "held_fresh": plan.after}
        held |= {"held": DISCARDED if again else ASKED, "fault": fault}
        feed_state.put(book, errand.feed.id, tried=book.at, next=then, **held, **FREE)


def _is_agreed(errand: Errand, plan: Plan, copy: Copy) -> bool:
    """Whether staff have confirmed this copy, or one in which no more was left."""
    state = errand.state
    return bool(state.held == CONFIRMED and (state.held_body == copy.body or plan.after >= (state.held_fresh or 0)))


def _kept(book: Ledger, errand: Errand, fresh: Fresh, copy: Copy) -> dict[str, Any]:
    """What is remembered of a copy; of one that was too much for once nothing by which it would be known again."""
    is_all = all(one.hash for one in fresh.changed)
    marks = {"etag": copy.etag, "modified": copy.modified, "body": copy.body}
    is_all_read = errand.window_moved or errand.is_set_anew
    expanded = slots.epoch(book.now + AHEAD) if is_all_read else errand.state.expanded
    now = {"setting": feed_state.setting(errand.feed), "expanded": expanded, "events": fresh.total}
    return (marks if is_all else dict.fromkeys(marks)) | now


def _succeeded(book: Ledger, then: int) -> dict[str, Any]:
    return {"good": book.at, "tried": book.at, "next": then, "failures": 0, **NOT_HELD, **FREE}


def _fault(key: str, details: Mapping[str, str | int]) -> str:
    return json.dumps([key, dict(details)], ensure_ascii=False)[:400]
