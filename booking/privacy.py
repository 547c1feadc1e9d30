# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the house forgets, and everywhere it is written: row, calendar text, links, answers, letters that wait."""

from sqlalchemy import Connection, Table, and_, or_, select, update

from booking import slots
from booking.bookings import Booking
from booking.config import House
from booking.ledger import Ledger
from booking.model import (
    CANCELLED,
    LIVE,
    answered,
    attempt,
    audit,
    booking,
    change,
    idea,
    imported,
    letter,
    rendering,
    sitting,
    waiting,
)
from booking.model import house as houses

CHANGES_KEPT = 10_000
ANSWERS_KEPT = 2 * slots.DAY  # a phone that was out of reach over night may still ask again
LETTERS_KEPT = 14 * slots.DAY  # one that could not be delivered
IDEAS_KEPT = 365 * slots.DAY  # the address of somebody whose idea is not answered
LOG_KEPT = 365 * slots.DAY
BACKUPS_KEPT_DAYS = 14  # whoever keeps them longer keeps what was erased


def contact_days(db: Connection, house: House) -> int:
    """How many days contact data is kept after a booking: as staff have set it, else as the config says."""
    days = db.scalar(select(houses.c.contact_days).where(houses.c.id == house.id))
    return int(days) if days else house.terms.contact_days


def forget(book: Ledger, found: Booking) -> Booking:
    """Erase who booked; the anonymous time stays."""
    for table in (rendering, answered, letter):
        book.db.execute(table.delete().where(table.c.house_id == book.house.id, table.c.booking_id == found.id))
    nothing = dict.fromkeys(("name", "mail", "group_key", "people", "hold_hash", "link_hash", "answer"))
    return book.set(found, show_name=False, **nothing)


def erase(book: Ledger, found: Booking) -> Booking:
    """Forget who booked: a coming booking is cancelled, a past one keeps its anonymous time."""
    if found.status in LIVE and found.end > book.now:
        found = book.end(found, CANCELLED)
    return forget(book, found)


def forget_due(book: Ledger) -> int:
    """Erase contact data that has been kept long enough; how many bookings had some. Nothing by a doubtful clock."""
    forget_changes(book)
    if not book.trusted:
        return 0
    for table, column, before in (
        (answered, "at", book.at - ANSWERS_KEPT),
        (letter, "created", book.at - LETTERS_KEPT),
        (waiting, "end", book.at),
        (sitting, "seen", book.at - slots.DAY),
        (attempt, "until", book.at - slots.DAY),
        (audit, "at", book.at - LOG_KEPT),
    ):
        _forget_before(book, table, column, before)
    until = book.at - slots.DAY * contact_days(book.db, book.house)
    _forget_imported(book, until)
    _forget_authors(book, until)
    due = book.contacts_before(until)
    for found in due:
        forget(book, found)
    return len(due)


def forget_changes(book: Ledger, kept: int = CHANGES_KEPT) -> None:
    """Keep the newest; a reader who saw none of those that are left forgets all that it kept."""
    old = change.c.revision <= book.revision - kept
    book.db.execute(change.delete().where(change.c.house_id == book.house.id, old))


def _forget_before(book: Ledger, table: Table, column: str, before: int) -> None:
    book.db.execute(table.delete().where(table.c.house_id == book.house.id, table.c[column] < before))


def _forget_imported(book: Ledger, until: int) -> None:
    """By which appointment a booking came that has ended by then: nobody compares it any more."""
    mine = (booking.c.house_id == imported.c.house_id) & (booking.c.id == imported.c.booking_id)
    over = select(booking.c.id).where(mine, booking.c.end <= until).exists()
    book.db.execute(imported.delete().where(imported.c.house_id == book.house.id, over))


def _forget_authors(book: Ledger, until: int) -> None:
    """Who told an idea that has long been answered, or for which nobody found an answer in a year."""
    ended = and_(idea.c.status.in_(("done", "no")), idea.c.changed < until)
    long_ago = idea.c.created < book.at - IDEAS_KEPT
    mine = (idea.c.house_id == book.house.id, idea.c.mail.is_not(None))
    book.db.execute(update(idea).where(*mine, or_(ended, long_ago)).values(mail=None))
