# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where the postman hands in what feeds say: one errand for each feed at a time, one transaction for what comes of it.

Nothing is taken away unless a whole new copy says so, and not if that is suddenly half empty: then staff decide.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from booking import slots
from booking.busy import Busy
from booking.city_closures import CityClosures
from booking.city_closures import wanted as closings
from booking.desk import Desk
from booking.feed_offers import FeedOffers
from booking.feeds_config import FeedIn
from booking.intake_plan import Known, Plan, asked, planned
from booking.ledger import Ledger
from booking.model import feed_event, feed_in
from booking.secret import new_token
from booking.told import Fresh, Told, from_row

AHEAD, BEHIND = timedelta(days=400), timedelta(days=1)
EXPANDED_AGAIN = timedelta(days=30)  # so many days of AHEAD may be missing before series are looked at again
LEASE = 300  # seconds in which nobody else asks for a feed
ASKED, CONFIRMED, DISCARDED = "asked", "confirmed", "discarded"
_NOT_HELD: dict[str, Any] = dict.fromkeys(("fault", "held", "held_body", "held_known", "held_fresh"))


@dataclass(frozen=True)
class Errand:
    """A feed that is asked for now, by `lessee` and nobody else, and how it stands with it."""

    feed: FeedIn
    lessee: str
    state: Any  # the row of feed_in
    is_whole: bool  # nothing that was brought in before counts: the config has changed, or the window has moved

    @property
    def etag(self) -> str | None:
        return None if self.is_whole else self.state.etag

    @property
    def modified(self) -> str | None:
        return None if self.is_whole else self.state.modified

    def is_same(self, body: bytes) -> bool:
        """Whether a copy is the last good one."""
        return not self.is_whole and self.state.held != CONFIRMED and digest(body) == self.state.body


@dataclass(frozen=True)
class Copy:
    """A whole copy of a feed, by its hash, with the marks that it came with."""

    body: bytes
    etag: str | None
    modified: str | None


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
            state = self._state(book, feed.id)
            if state is None:
                book.db.execute(insert(feed_in), {"house_id": book.house.id, "feed": feed.id})
                state = self._state(book, feed.id)
            if state.leased > book.at:
                return None
            self._set(book, feed.id, lessee=lessee, leased=book.at + LEASE)
            wanted_until = slots.epoch(book.now + AHEAD - EXPANDED_AGAIN)
            is_whole = state.setting != _setting(feed) or state.expanded < wanted_until or state.held == CONFIRMED
            return Errand(feed, lessee, state, is_whole)

        return self._desk.write(work)

    def known(self, errand: Errand) -> dict[bytes, Known]:
        """What is kept of each event of a feed."""
        columns = (feed_event.c.uid_hash, feed_event.c.content_hash, feed_event.c.ends, feed_event.c.open)
        mine = (feed_event.c.house_id == self._desk.house.id, feed_event.c.feed == errand.feed.id)
        with self._desk.database.read() as db:
            return {key: Known(*rest) for key, *rest in db.execute(select(*columns).where(*mine))}

    def counted(self, errand: Errand, known: Mapping[bytes, Known]) -> dict[bytes, bytes]:
        """The hashes by which a new copy is compared with what is known."""
        return {} if errand.state.setting != _setting(errand.feed) else asked(known, errand.is_whole)

    def same(self, errand: Errand, then: int) -> Done:
        """It is the last good copy; what was in the way may be no longer. `then`: when to ask again, epoch seconds."""

        def work(book: Ledger) -> Done:
            if not self._is_ours(book, errand):
                return Done()
            done = self._act(book, errand.feed) if errand.state.waits else Done()
            self._set(book, errand.feed.id, **_succeeded(book, then), **_NOT_HELD, waits=done.waits)
            return done

        return self._desk.write(work)

    def failed(self, errand: Errand, key: str, details: Mapping[str, str | int], then: int) -> None:
        """The last good copy stays, and why there is no newer one is noted."""

        def work(book: Ledger) -> None:
            if self._is_ours(book, errand):
                fault = json.dumps([key, dict(details)], ensure_ascii=False)[:400]
                tried = {"tried": book.at, "next": then, "failures": errand.state.failures + 1}
                self._set(book, errand.feed.id, fault=fault, lessee=None, leased=0, **tried)

        self._desk.write(work)

    def bring(
        self,
        errand: Errand,
        known: Mapping[bytes, Known],
        counted: Mapping[bytes, bytes],
        fresh: Fresh,
        copy: Copy,
        then: int,
    ) -> Done:
        """Put a new copy in the place of the last good one, with all that comes of it; or hold it for staff."""

        def work(book: Ledger) -> Done:
            if not self._is_ours(book, errand):
                return Done()
            plan = planned(known, counted, fresh, book.at)
            if plan.is_suddenly_half_empty and not _is_agreed(errand, plan, copy):
                self._hold(book, errand, plan, copy, then)
                return Done(events=errand.state.events, held=plan)
            done = self._bring(book, errand.feed, plan, errand.state.setting != _setting(errand.feed))
            unfinished = any(not one.hash for one in fresh.changed)
            kept: dict[str, Any] = {"etag": copy.etag, "modified": copy.modified, "body": copy.body}
            if unfinished:
                kept = dict.fromkeys(kept)
            expanded = slots.epoch(book.now + AHEAD) if errand.is_whole else errand.state.expanded
            state = {**kept, "setting": _setting(errand.feed), "expanded": expanded, "events": fresh.total}
            self._set(book, errand.feed.id, **_succeeded(book, then), **_NOT_HELD, **state, waits=done.waits)
            return Done(done.new, done.changed, done.gone, done.waits, fresh.total)

        return self._desk.write(work)

    def tidy(self) -> int:
        """Take away what is over, and all that came with feeds that the config does not name any more; how much."""
        names = {feed.id for feed in self._desk.house.feeds_in}

        def work(book: Ledger) -> int:
            query = select(feed_in.c.feed).where(feed_in.c.house_id == book.house.id)
            left = sorted(set(book.db.scalars(query)) - names)
            for name in left:
                self._retire(book, name)
            return FeedOffers(book).tidy() + len(left)

        return self._desk.write(work)

    # --- in the open book

    def _bring(self, book: Ledger, feed: FeedIn, plan: Plan, is_set_anew: bool) -> Done:
        keys = [*plan.gone, *(one.key for one in plan.put)]
        old = {one.key: one for one in self._events(book, feed.id, keys)} if feed.kind == "offers" else {}
        self._keep(book, feed.id, plan, keys)
        if is_set_anew:
            self._clear(book, feed.id, but=feed)
        if feed.kind == "offers":
            tally = FeedOffers(book).bring(feed, plan.put, plan.gone, old)
            return Done(tally.new, tally.changed, tally.gone)
        return self._act(book, feed)

    def _act(self, book: Ledger, feed: FeedIn) -> Done:
        """Do what all events of a feed say; what is done already stays."""
        events = self._events(book, feed.id)
        if feed.kind == "closures":
            shut = CityClosures(book).bring(feed, closings(events, feed, book.at))
            return Done(shut.new, shut.changed, shut.gone, shut.waits)
        if feed.kind == "busy":
            taken = self._busy.bring(book, feed, events)
            return Done(taken.new, taken.changed, taken.gone, taken.waits)
        return Done()

    def _events(self, book: Ledger, feed: str, keys: Sequence[bytes] | None = None) -> list[Told]:
        mine = (feed_event.c.house_id == book.house.id, feed_event.c.feed == feed)
        query = select(feed_event).where(*mine)
        if keys is None:
            return [from_row(row) for row in book.db.execute(query)]
        portions = (keys[n : n + 500] for n in range(0, len(keys), 500))
        rows = (row for some in portions for row in book.db.execute(query.where(feed_event.c.uid_hash.in_(some))))
        return [from_row(row) for row in rows]

    def _keep(self, book: Ledger, feed: str, plan: Plan, keys: Iterable[bytes]) -> None:
        """The last good copy, event by event."""
        of = {"house_id": book.house.id, "feed": feed}
        mine = [feed_event.c[name] == bindparam(f"of_{name}") for name in ("house_id", "feed", "uid_hash")]
        named: dict[str, Any] = {f"of_{name}": value for name, value in of.items()}
        if rows := [{**named, "of_uid_hash": key} for key in keys]:
            book.db.execute(feed_event.delete().where(*mine), rows)
        if plan.put:
            book.db.execute(insert(feed_event), [of | _row(one) for one in plan.put])
        values: dict[str, Any] = {"content_hash": bindparam("hash"), "reason": bindparam("why")}
        if lost := [{**named, "of_uid_hash": one.key, "hash": one.hash, "why": one.reason} for one in plan.kept]:
            book.db.execute(update(feed_event).where(*mine).values(values), lost)

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
        state = errand.state
        again = state.held == DISCARDED and state.held_body == copy.body
        fault = json.dumps(["half_empty", {"fresh": plan.after, "known": plan.before}])
        held = {"held_body": copy.body, "held_known": plan.before, "held_fresh": plan.after}
        tried = {"tried": book.at, "next": then, "lessee": None, "leased": 0}
        self._set(book, errand.feed.id, fault=fault, held=DISCARDED if again else ASKED, **held, **tried)

    def _state(self, book: Ledger, feed: str) -> Any:
        return book.db.execute(
            select(feed_in).where(feed_in.c.house_id == book.house.id, feed_in.c.feed == feed)
        ).first()

    def _is_ours(self, book: Ledger, errand: Errand) -> bool:
        """Whether nobody else has taken the feed on since."""
        state = self._state(book, errand.feed.id)
        return state is not None and state.lessee == errand.lessee

    def _set(self, book: Ledger, feed: str, **values: Any) -> None:
        mine = (feed_in.c.house_id == book.house.id, feed_in.c.feed == feed)
        book.db.execute(update(feed_in).where(*mine).values(**values))


def digest(body: bytes) -> bytes:
    """What a copy is known again by."""
    return sha256(body).digest()


def _setting(feed: FeedIn) -> bytes:
    """What the config says of a feed, as far as what is brought in depends on it."""
    said = feed.model_dump(exclude={"every_minutes", "user", "password_file"})
    return sha256(repr(sorted(said.items())).encode()).digest()


def _is_agreed(errand: Errand, plan: Plan, copy: Copy) -> bool:
    """Whether staff have confirmed this copy, or one in which no more was left."""
    state = errand.state
    return bool(state.held == CONFIRMED and (state.held_body == copy.body or plan.after >= (state.held_fresh or 0)))


def _succeeded(book: Ledger, then: int) -> dict[str, Any]:
    return {"good": book.at, "tried": book.at, "next": then, "failures": 0, "lessee": None, "leased": 0}


def _row(one: Told) -> dict[str, Any]:
    kept = {"uid_hash": one.key, "content_hash": one.hash, "ends": one.ends, "open": one.open}
    return kept | {"reason": one.reason, "said": one.kept()}
