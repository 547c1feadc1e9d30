# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The last good copy of a feed, event by event, as the house keeps it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from booking.intake_plan import Known, Plan
from booking.ledger import Ledger
from booking.model import feed_event
from booking.portions import portions
from booking.told import Told, from_row

_NOTHING = '{"uid":"","parts":[]}'
_MINE = [feed_event.c[name] == bindparam(f"of_{name}") for name in ("house_id", "feed", "uid_hash")]


def known(db: Connection, house: str, feed: str) -> dict[bytes, Known]:
    """What is kept of each event, by its key."""
    columns = (feed_event.c.uid_hash, feed_event.c.content_hash, feed_event.c.ends, feed_event.c.open)
    query = select(*columns).where(feed_event.c.house_id == house, feed_event.c.feed == feed)
    return {key: Known(content, ends, is_open) for key, content, ends, is_open in db.execute(query).all()}


def events(book: Ledger, feed: str) -> list[Told]:
    """All of a feed."""
    mine = (feed_event.c.house_id == book.house.id, feed_event.c.feed == feed)
    return [from_row(row) for row in book.db.execute(select(feed_event).where(*mine))]


def some(book: Ledger, feed: str, keys: Sequence[bytes]) -> list[Told]:
    """Those of a feed that are kept under these keys."""
    query = select(feed_event).where(feed_event.c.house_id == book.house.id, feed_event.c.feed == feed)
    rows = (row for few in portions(keys) for row in book.db.execute(query.where(feed_event.c.uid_hash.in_(few))))
    return [from_row(row) for row in rows]


def keep(book: Ledger, feed: str, plan: Plan) -> None:
    """Put a new copy in its place, as planned."""
    named: dict[str, Any] = {"of_house_id": book.house.id, "of_feed": feed}
    if rows := [{**named, "of_uid_hash": key} for key in (*plan.gone, *plan.replaced)]:
        book.db.execute(feed_event.delete().where(*_MINE), rows)
    if plan.put:
        book.db.execute(insert(feed_event), [_row(book.house.id, feed, one) for one in plan.put])
    values: dict[str, Any] = {"content_hash": bindparam("hash"), "reason": bindparam("why")}
    if lost := [{**named, "of_uid_hash": one.key, "hash": one.hash, "why": one.reason} for one in plan.kept]:
        book.db.execute(update(feed_event).where(*_MINE).values(values), lost)


def forget_words(book: Ledger, before: int) -> None:
    """Forget what events said whose last date was over by then; that they are known stays."""
    over = (feed_event.c.ends > 0, feed_event.c.ends < before, ~feed_event.c.open, feed_event.c.said != _NOTHING)
    where = (feed_event.c.house_id == book.house.id, *over)
    book.db.execute(update(feed_event).where(*where).values(said=_NOTHING))


def _row(house: str, feed: str, one: Told) -> dict[str, Any]:
    kept = {"uid_hash": one.key, "content_hash": one.hash, "ends": one.ends, "open": one.open}
    return {"house_id": house, "feed": feed, **kept, "reason": one.reason, "said": one.kept()}
