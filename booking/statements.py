# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The statements of the ledger, built once: what they say is the same for every wish, only the values differ."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Update, bindparam, func, insert, select, text, update

from booking.model import HELD, IS_LIVE, UNCONFIRMED, answered, booking, claim, extra, house, letter, series
from booking.model import room as room_table

CLAIM = text(
    "WITH RECURSIVE run(slot) AS (SELECT CAST(:first AS BIGINT)"
    " UNION ALL SELECT slot + 1 FROM run WHERE slot + 1 < :last)"
    " INSERT INTO claim (room_id, slot, house_id, booking_id, closure_id)"
    " SELECT :room, slot, :house, CAST(:booking AS BIGINT), CAST(:closure AS BIGINT) FROM run ORDER BY slot"
)
_SPAN = (
    claim.c.room_id == bindparam("room"),
    claim.c.slot >= bindparam("first"),
    claim.c.slot < bindparam("last"),
)
FREE = claim.delete().where(*_SPAN, claim.c.booking_id == bindparam("owner"))
REOPEN = claim.delete().where(*_SPAN, claim.c.closure_id == bindparam("owner"))
TAKEN = select(claim.c.slot).where(*_SPAN, func.coalesce(claim.c.booking_id, -1) != bindparam("but")).limit(1)
OWNERS = select(claim.c.room_id, claim.c.slot, claim.c.booking_id, claim.c.closure_id).where(*_SPAN)
_NOTHING = dict.fromkeys(
    (
        *("expires", "code", "name", "mail", "group_key", "hold_hash", "link_hash"),
        *("people", "extras", "arrived", "series_id", "nominal", "answer"),
    )
)
_NO = dict.fromkeys(("scanned", "show_name", "rendered", "reminded", "alone"), False)
BLANK: dict[str, object] = _NOTHING | _NO | {"more_left": 0, "sequence": 0}
INSERT = insert(booking)
REMEMBER = insert(answered)
CODE = select(booking.c.id).where(booking.c.house_id == bindparam("house"), booking.c.code == bindparam("code"))


def _counted(what: ColumnElement[int], *where: ColumnElement[bool]) -> Select[int]:
    """How many coming bookings fit, counted no further than `limit`."""
    fitting = select(what).where(
        booking.c.house_id == bindparam("house"), booking.c.end > bindparam("at"), IS_LIVE, *where
    )
    return select(func.count()).select_from(fitting.limit(bindparam("limit")).subquery())


# A group's series counts as one booking; of those that nobody can be told apart each date counts.
COMING_OF_GROUP = _counted(
    func.distinct(func.coalesce(booking.c.series_id, booking.c.id)),
    booking.c.group_key == bindparam("group"),
    booking.c.room_id == bindparam("room"),
)
COMING_OF_NOBODY = _counted(booking.c.id, booking.c.group_key.is_(None), booking.c.status != HELD)
LOCK = select(house.c.revision, house.c.written).where(house.c.id == bindparam("house")).with_for_update()
MARK = (
    update(house)
    .where(house.c.id == bindparam("of"))
    .values(revision=bindparam("revision"), written=bindparam("written"))
)
MARK_OFFERS = update(house).where(house.c.id == bindparam("of")).values(offers_revision=bindparam("at_revision"))
MARK_ROOM = (
    update(room_table)
    .where(room_table.c.id == bindparam("of"))
    .values(revision=bindparam("revision"), changed=bindparam("changed"))
)
EARLIER = select(answered.c.wish, answered.c.booking_id).where(
    answered.c.house_id == bindparam("house"), answered.c.request_id == bindparam("request")
)
DUE = select(booking).where(booking.c.house_id == bindparam("house"), booking.c.expires <= bindparam("at"))
# By when they lapse, which is soon: that is what the index is for.
UNPROVEN = select(func.sum(booking.c.claimed_to - booking.c.claimed_from)).where(
    booking.c.house_id == bindparam("house"),
    booking.c.expires <= bindparam("until"),
    booking.c.status == UNCONFIRMED,
)
_EXTRAS = (extra.c.house_id == bindparam("house"), extra.c.booking_id == bindparam("number"))
EXTRAS_OF = select(extra.c.room_id, extra.c.claimed_from, extra.c.claimed_to).where(*_EXTRAS)
DROP_EXTRAS = extra.delete().where(*_EXTRAS)
NEXT_SERIES = (
    update(series)
    .where(series.c.house_id == bindparam("of"), series.c.id == bindparam("number"))
    .values(sequence=series.c.sequence + 1, changed=bindparam("at"))
)
DROP_LETTERS = letter.delete().where(
    letter.c.house_id == bindparam("house"), letter.c.booking_id == bindparam("number")
)
OWE = insert(letter)
OWED_AGAIN = (
    update(letter)
    .where(*(letter.c[key] == bindparam(f"of_{key}") for key in ("house_id", "booking_id", "kind", "mail")))
    .values(due=bindparam("at"))
)
SPAN = select(booking.c.room_id, booking.c.claimed_from, booking.c.claimed_to)


def of(house_id: str, number: int) -> Update:
    return update(booking).where(booking.c.house_id == house_id, booking.c.id == number)


def span_of(house_id: str, number: int) -> Any:
    return SPAN.where(booking.c.house_id == house_id, booking.c.id == number)
