# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a wish must pass, and what is written down when it is granted; inside the transaction that grants it."""

from collections.abc import Callable
from datetime import datetime

from booking import rules, secret, slots
from booking.bookings import Booking
from booking.config import Bookable, House
from booking.ledger import Ledger
from booking.model import BOOKED, HELD, LAPSED, LIVE, REQUESTED, UNCONFIRMED
from booking.refusal import Refused
from booking.rules import Group, Wish
from booking.secret import Secret

Witness = Callable[[Ledger, Booking], None]  # staff act: told of what they did inside its transaction, for the log

AGREED: dict[str, object] = {"status": BOOKED, "expires": None}  # by staff: nobody has to say that they are here
OF_STAFF = "staff"  # whom staff book for without an address: no group, and not of those that share a quota


def agreed(values: dict[str, object]) -> dict[str, object]:
    """What a booking that staff make knows, instead of one that a group makes."""
    return values | AGREED | {"group_key": values["group_key"] or OF_STAFF}


class Granting:
    """The conditions of one house."""

    def __init__(self, house: House, key: Secret) -> None:
        self._house = house
        self._key = key

    def check_time(self, wish: Wish, book: Ledger, own: int = 0) -> Bookable:
        """The room of a wish, if it may be booked then, were it free; `own` is the booking that is to be moved.

        Resources that shall come along are looked at here, so that the answer says which of both is taken.
        """
        book.check_clock()
        room = rules.bookable_room(self._house, wish.room)
        rules.check_together(self._house, room, wish.extras)
        rules.check_wish(book.openings, room, wish, book.now)
        along = (book.claims.of_extra(key, wish.begin, wish.end) for key in wish.extras)
        if book.claims.taken(along, by_others_than=own):
            raise Refused("extra_taken")
        return room

    def check_quota(self, book: Ledger, room: Bookable, mail: str | None, dates: int = 1) -> None:
        """A group is the keyed hash of its address, and its series counts once.

        Those without an address share a quota of the house, in which every date counts. What staff book is in none.
        """
        if mail is None:
            quota = self._house.shared_quota
            taken = book.coming_of_nobody(quota)
        else:
            quota = room.quota
            taken = book.coming_of_group(self._key.group(mail), room, quota)
        if taken + (dates if mail is None else 1) > quota:
            if mail:
                raise Refused("quota", quota=quota)
            raise Refused("shared_quota" if self._house.service.smtp else "booked_up")  # no mail: no address asked for

    def check_unproven(self, book: Ledger, wish: Wish, dates: int = 1) -> None:
        """Who only types an address keeps little from others until they confirm: a third at most of what all may."""
        wanted = dates * (slots.slot_of(wish.end) - slots.slot_of(wish.begin))
        most = self._house.unproven_slots
        if wanted > most / 3 or book.unproven_slots() + wanted > most:
            raise Refused("too_many_unproven", seconds=60 * self._house.terms.confirm_minutes)

    def named(
        self, book: Ledger, number: int, group: Group, here: bool, room: Bookable, begin: datetime
    ) -> dict[str, object]:
        """What a booking knows once somebody said who comes; of its private link only the hash is kept."""
        rules.check_people(room, group.people)
        return {
            "code": book.code(),
            "name": group.name,
            "show_name": group.show_name,
            "mail": group.mail,
            "people": group.people,
            "group_key": group.mail and self._key.group(group.mail),
            "link_hash": secret.hashed(self._key.token("link", number)),
            **(self.status(book, room, begin, here) if here else self._unconfirmed(book)),
        }

    def status(self, book: Ledger, room: Bookable, begin: datetime, here: bool = False) -> dict[str, object]:
        """Booked, or requested where the room needs an approval: it waits 72 hours, and not beyond its begin.

        `here`: the group stands in the house, so that what begins at once has begun.
        """
        if not room.approval:
            return {"status": BOOKED, **self.awaited(book, room, begin, here)}
        waits = book.at + 3600 * self._house.terms.approval_hours
        return {"status": REQUESTED, "expires": max(min(waits, slots.epoch(begin)), book.at + 3600)}

    def kept(self, book: Ledger, found: Booking, room: Bookable, wish: Wish) -> dict[str, object]:
        """What becomes of a booking's status when it is moved: what staff move stays agreed."""
        if found.status == UNCONFIRMED:
            return {}
        if wish.by_staff and found.status == BOOKED:
            return self.awaited(book, room, wish.begin)
        return self.status(book, room, wish.begin)

    def awaited(self, book: Ledger, room: Bookable, begin: datetime, here: bool = False) -> dict[str, object]:
        """Until when somebody must say that they are here."""
        if here and begin <= book.now:
            return {"expires": None, "arrived": book.at}
        late = max(slots.epoch(begin), book.at) + 60 * self._house.terms.arrival_minutes
        return {"expires": late if room.check_in else None, "arrived": None}

    def _unconfirmed(self, book: Ledger) -> dict[str, object]:
        return {"status": UNCONFIRMED, "expires": book.at + 60 * self._house.terms.confirm_minutes}


def end(book: Ledger, found: Booking, status: str, told: bool = True, **values: object) -> Booking:
    """Cancel or refuse a booking that has not begun to be over; what has ended already stays as it is."""
    if found.status not in LIVE:
        return found
    must_be_coming(found, book.now)
    ended = book.end(found, status, alone=found.series is not None, **values)
    if told and found.status in (REQUESTED, BOOKED):  # nobody else has confirmed that the address is theirs
        book.tell(ended, "ended")
    return ended


def must_be_held(found: Booking) -> None:
    """Raise Refused unless it is still a hold."""
    if found.status == LAPSED:
        raise Refused("expired")
    if found.status != HELD:
        raise Refused("done")


def must_be_coming(found: Booking, now: datetime) -> None:
    """Raise Refused unless it lives and is not over."""
    if found.status not in LIVE or found.end <= now:
        raise Refused("done")


def expiry(found: Booking) -> int:
    """When a hold ends, in epoch seconds; 0 if it does not."""
    return slots.epoch(found.expires) if found.expires else 0
