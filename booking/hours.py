# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The hours that staff have set, as the table has them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select

from booking.config import House, hours_text, read_hours
from booking.model import hours as table
from booking.openings import Openings, Spans, Special
from booking.refusal import NotFound

if TYPE_CHECKING:
    from booking.ledger import Ledger


def load(db: Connection, house: House, names: Mapping[int, str]) -> Openings:
    """The hours as they are set now; `names` are the rooms by their row."""
    rows = db.execute(select(table).where(table.c.house_id == house.id).order_by(table.c.id))
    return Openings(house, [_special(row, names) for row in rows])


def add(book: "Ledger", special: Special) -> int:
    """Set hours; their number."""
    number = book.new_id()
    values = {
        "room_id": None if special.room is None else book.row(special.room),
        "first": special.first.toordinal(),
        "last": special.last and special.last.toordinal(),
        "spans": written(special.spans),
        "reason": special.reason,
        "created": book.at,
    }
    book.db.execute(insert(table), {"house_id": book.house.id, "id": number, **values})
    book.all_changed = True
    return number


def drop(book: "Ledger", number: int, names: Mapping[int, str]) -> Special:
    """Take set hours back: those that were set; or NotFound."""
    mine = (table.c.house_id == book.house.id, table.c.id == number)
    row = book.db.execute(select(table).where(*mine)).first()
    if row is None:
        raise NotFound
    book.db.execute(table.delete().where(*mine))
    book.all_changed = True
    return _special(row, names)


def _special(row: Any, names: Mapping[int, str]) -> Special:
    return Special(
        row.id,
        None if row.room_id is None else names[row.room_id],
        date.fromordinal(row.first),
        None if row.last is None else date.fromordinal(row.last),
        tuple(read_hours(text) for text in row.spans.split(";")),
        row.reason,
    )


def written(spans: Iterable[Spans]) -> str:
    """The spans as the table has them: "08:00-12:00 13:00-18:00;;09:00-12:00"."""
    return ";".join(hours_text(each) for each in spans)
