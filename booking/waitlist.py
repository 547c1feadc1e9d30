# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tell me if it becomes free: first come, first served, with a hold of 30 minutes for whoever is told.

A time that becomes free is held for the first who waits for it in the same transaction, so that nobody is quicker.
"""

from typing import Any

from sqlalchemy import insert, select

from booking import rules, secret, slots
from booking.ledger import Ledger
from booking.model import HELD, waiting
from booking.refusal import NotFound, Refused
from booking.rules import Wish
from booking.secret import Secret

MOST_OF_ONE = 5  # entries of one address


def wait(book: Ledger, key: Secret, wish: Wish, mail: str) -> str | None:
    """Wait for a taken time; the token with which one leaves the list.

    A second time the place is the same and nothing is told: anyone may type anyone's address.
    """
    room = rules.bookable_room(book.house, wish.room)
    rules.check_time(book.openings, room, wish.begin, wish.end, book.now)
    if not book.claims.taken(book.claims.wanted(wish.room, wish.begin, wish.end)):
        raise Refused("is_free")
    row = book.claims.of_extra(wish.room, wish.begin, wish.end).room
    mine = book.db.execute(select(waiting).where(waiting.c.house_id == book.house.id, waiting.c.mail == mail)).all()
    span = (row, slots.epoch(wish.begin), slots.epoch(wish.end))
    for each in mine:
        if (each.room_id, each.begin, each.end) == span:
            return None
    if len(mine) >= MOST_OF_ONE:
        raise Refused("too_many_waiting", quota=MOST_OF_ONE)
    number = book.new_id()
    token = key.token("wait", number)
    values = {"mail": mail, "language": wish.language, "link_hash": secret.hashed(token)}
    where = {"house_id": book.house.id, "id": number, "room_id": row, "begin": span[1], "end": span[2]}
    book.db.execute(insert(waiting), where | values)
    return token


def leave(book: Ledger, token: str) -> None:
    """Wait no longer, or NotFound."""
    where = (waiting.c.house_id == book.house.id, waiting.c.link_hash == secret.hashed(token))
    if not book.db.execute(waiting.delete().where(*where)).rowcount:
        raise NotFound


def serve(book: Ledger, key: Secret) -> None:
    """Hold what has become free for those who wait for it, in the order in which they came, and tell them."""
    if not book.claims.freed or book.house.service.smtp is None:
        return
    waiters = _concerned(book)
    book.claims.freed.clear()
    for each in waiters:
        _offer(book, key, each)


def _concerned(book: Ledger) -> list[Any]:
    """Those who wait for a time of which something was freed just now."""
    rows = {book.row(other) for place in book.claims.freed for other in book.house.touched_by(book.name(place.room))}
    first = min(place.first for place in book.claims.freed) * slots.SECONDS
    last = max(place.last for place in book.claims.freed) * slots.SECONDS
    query = select(waiting).where(
        waiting.c.house_id == book.house.id,
        waiting.c.room_id.in_(rows),
        waiting.c.end > max(first, book.at),
        waiting.c.begin < last,
    )
    return list(book.db.execute(query.order_by(waiting.c.id)))


def _offer(book: Ledger, key: Secret, row: Any) -> None:
    room_key = book.name(row.room_id)
    begin, end = slots.utc(row.begin), slots.utc(row.end)
    room = book.house.room(room_key)
    if room is None or book.claims.taken(book.claims.wanted(room_key, begin, end)):
        return
    try:
        rules.check_time(book.openings, room, begin, end, book.now)
    except Refused:
        return  # too late, or the hours have changed
    number = book.new_id()
    held = book.add(
        number,
        Wish(f"waitlist-{number}", room_key, begin, end, row.language),
        room,
        status=HELD,
        expires=book.at + 60 * book.house.terms.waitlist_minutes,
        scanned=True,  # a scan would make it shorter
        hold_hash=secret.hashed(key.token("hold", number)),
    )
    book.db.execute(waiting.delete().where(waiting.c.house_id == book.house.id, waiting.c.id == row.id))
    book.tell(held, "offer", row.mail)
