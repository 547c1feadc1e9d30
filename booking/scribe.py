# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who writes the log for somebody of the staff: with what words an act on a booking, a closure, a link stands there."""

from booking.bookings import Booking
from booking.desk import Desk
from booking.granting import Witness
from booking.ledger import Ledger
from booking.texts import staff_times


class Scribe:
    """Notes what one of the staff does, in the transaction in which it is done."""

    def __init__(self, desk: Desk, by: str) -> None:
        self._desk = desk
        self._by = by

    def write(self, book: Ledger, act: str, about: str) -> None:
        """Log an act."""
        self._desk.log.write(book.db, book.at, self._by, act, about)

    def note(self, book: Ledger, act: str, found: Booking) -> None:
        """Log what was done to a booking: its code, never its group."""
        times = staff_times(found.begin, found.end, self._desk.house.zone)
        self.write(book, act, f"{found.code or '------'} {found.room} {times}")

    def witness(self, act: str) -> Witness:
        """Notes that act, of whatever booking it is told."""
        return lambda book, found: self.note(book, act, found)
