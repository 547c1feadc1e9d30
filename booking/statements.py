# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The statements of the ledger, built once: what they say is the same for every wish, only the values differ."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Update, bindparam, func, insert, select, text, update

from booking.model import HELD, IS_LIVE, IS_WAITING, answered, booking, claim, house
from booking.model import room as room_table

CLAIM = text(
    "WITH RECURSIVE run(slot) AS (SELECT CAST(:first AS BIGINT)"
    " UNION ALL SELECT slot + 1 FROM run WHERE slot + 1 < :last)"
    " INSERT INTO claim (room_id, slot, house_id, booking_id, closure_id)"
    " SELECT :room, slot, :house, CAST(:booking AS BIGINT), CAST(:closure AS BIGINT) FROM run ORDER BY slot"
)
FREE = claim.delete().where(
    claim.c.room_id == bindparam("room"),
    claim.c.slot >= bindparam("first"),
    claim.c.slot < bindparam("last"),
)
BLANK = dict.fromkeys(
    ("expires", "code", "name", "mail", "group_key", "hold_hash", "link_hash"),
) | {"more_left": 0, "scanned": False, "show_name": False, "sequence": 0, "rendered": False}
INSERT = insert(booking)
REMEMBER = insert(answered)
CODE = select(booking.c.id).where(booking.c.house_id == bindparam("house"), booking.c.code == bindparam("code"))


def _counted(*where: ColumnElement[bool]) -> Select[int]:
    """How many coming bookings fit, counted no further than `limit`."""
    fitting = select(booking.c.id).where(
        booking.c.house_id == bindparam("house"), booking.c.end > bindparam("at"), IS_LIVE, *where
    )
    return select(func.count()).select_from(fitting.limit(bindparam("limit")).subquery())


COMING_OF_GROUP = _counted(booking.c.group_key == bindparam("group"), booking.c.room_id == bindparam("room"))
COMING_OF_NOBODY = _counted(booking.c.group_key.is_(None), booking.c.status != HELD)
LOCK = select(house.c.revision, house.c.written).where(house.c.id == bindparam("house")).with_for_update()
MARK = (
    update(house)
    .where(house.c.id == bindparam("of"))
    .values(revision=bindparam("revision"), written=bindparam("written"))
)
MARK_ROOM = (
    update(room_table)
    .where(room_table.c.id == bindparam("of"))
    .values(revision=bindparam("revision"), changed=bindparam("changed"))
)
EARLIER = select(answered.c.wish, answered.c.booking_id).where(
    answered.c.house_id == bindparam("house"), answered.c.request_id == bindparam("request")
)
DUE = select(booking).where(
    booking.c.house_id == bindparam("house"),
    booking.c.expires <= bindparam("at"),
    IS_WAITING,
)
SPAN = select(booking.c.room_id, booking.c.claimed_from, booking.c.claimed_to)


def of(house_id: str, number: int) -> Update:
    return update(booking).where(booking.c.house_id == house_id, booking.c.id == number)


def span_of(house_id: str, number: int) -> Any:
    return SPAN.where(booking.c.house_id == house_id, booking.c.id == number)
