# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The front desk: everything anyone may ask of the house.

API, phone pages, staff and sync come here; nobody goes around it to the database. One wish, one call, one
transaction: it is granted whole, or `Refused` is raised and nothing has changed.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, TextClause, insert, select

from booking import privacy, rules, secret, slots, waitlist
from booking.alternatives import Alternatives
from booking.audit import AuditLog
from booking.barriers import Barriers
from booking.bookings import Booking, as_booking
from booking.city_closures import CityClosures
from booking.clock import Clock
from booking.config import House
from booking.database import Database
from booking.days import Days
from booking.granting import Granting, Witness, end, expiry, must_be_coming, must_be_held
from booking.ledger import Ledger
from booking.model import CANCELLED, HELD, IS_LIVE, IS_PASSING, LAPSED, UNCONFIRMED
from booking.model import booking as bookings
from booking.model import house as houses
from booking.model import room as rooms
from booking.noticeboard import Noticeboard
from booking.offers import Offers
from booking.refusal import NotFound, Refused
from booking.rules import Change, Group, Wish
from booking.secret import Secret
from booking.tokens import Tokens

T = TypeVar("T")

MORE_TIMES = 2


class Desk:
    """The desk of one house."""

    def __init__(self, house: House, database: Database, key: Secret, clock: Clock) -> None:
        self.house = house
        self.database = database
        self.now = clock.now
        self.clock = clock
        self.key = key
        self.granting = Granting(house, key)
        self.room_ids = database.write(self._open_the_house)
        self.names = {row: key for key, row in self.room_ids.items()}
        self.days = Days(house, database, self.room_ids, clock.now)
        self.board = Noticeboard(house.id, database, self.days.revision, clock.now)
        self.offers = Offers(house, database, clock.now)
        self.barriers = Barriers(house.id, database, self.days.revision, clock.now)
        self.instead = Alternatives(house, self.days, clock.now)
        self.tokens = Tokens(house.id, database, clock)
        self.log = AuditLog(house.id, database, key)

    # --- holds

    def hold(self, wish: Wish) -> Booking:
        """Keep a time for someone who is still typing."""

        def work(book: Ledger) -> Booking:
            if earlier := book.earlier(wish.request_id, wish):
                return earlier
            room = self.granting.check_time(wish, book)
            expires = book.at + 60 * self.house.terms.hold_minutes
            number = book.new_id()
            book.remember(wish.request_id, wish, number)
            kept = secret.hashed(self.key.token("hold", number))
            return book.add(number, wish, room, status=HELD, expires=expires, more_left=MORE_TIMES, hold_hash=kept)

        return self._offering(wish, work)

    def held(self, token: str) -> Booking:
        """The hold, or the booking that came of it."""
        return self._one(bookings.c.hold_hash == secret.hashed(token))

    def scan(self, token: str) -> Booking:
        """The code was scanned: the hold lasts longer, once."""

        def work(book: Ledger) -> Booking:
            found = self._held(book, token)
            if found.scanned or found.status != HELD:
                return found
            expires = book.at + 60 * self.house.terms.scanned_minutes
            return book.set(found, scanned=True, expires=max(expires, expiry(found)))

        if self.held(token).scanned:
            return self.held(token)
        return self.write(work)

    def more_time(self, token: str, request_id: str) -> Booking:
        """Keep the hold for as long as after a scan, counted from now; twice at most."""

        def work(book: Ledger) -> Booking:
            if earlier := book.earlier(request_id, token):
                return earlier
            found = self.in_hand(book, token)
            if not found.more_left:
                raise Refused("no_more_time")
            expires = book.at + 60 * self.house.terms.scanned_minutes
            book.remember(request_id, token, found.id)
            return book.set(found, expires=max(expires, expiry(found)), more_left=found.more_left - 1)

        return self.write(work)

    def release(self, token: str) -> Booking:
        """The visitor does not want it after all."""

        def work(book: Ledger) -> Booking:
            found = self._held(book, token)
            return book.end(found, LAPSED) if found.status == HELD else found

        return self.write(work)

    # --- bookings

    def book(self, wish: Wish, group: Group, *, onsite: str | None = None, proven: bool = False) -> Booking:
        """Book a room, `proven` by a display or by a single-use on-site code; who has neither confirms by mail."""
        group = rules.check_group(group)

        def work(book: Ledger) -> Booking:
            if earlier := book.earlier(wish.request_id, (wish, group)):
                return earlier
            room = self.granting.check_time(wish, book)
            here = self.check_proof(book, group, onsite, proven)
            if not here:
                self.granting.check_unproven(book, wish)
            self.granting.check_quota(book, room, group.mail)
            number = book.new_id()
            book.remember(wish.request_id, (wish, group), number)
            values = self.granting.named(book, number, group, here, room, wish.begin)
            made = book.add(number, wish, room, **values)
            book.tell(made, "booked" if here else "confirm")
            return made

        return self._offering(wish, work, group.people)

    def check_proof(self, book: Ledger, group: Group, onsite: str | None, proven: bool) -> bool:
        """Whether the group stands in the house; if not, a letter must be able to make the booking count."""
        if proven or self._stands_here(book, onsite):
            return True
        if self.house.service.smtp is None:
            raise Refused("onsite")
        if group.mail is None:
            raise Refused("mail")
        return False

    def book_held(
        self, token: str, request_id: str, group: Group, language: str, extras: tuple[str, ...] | None = None
    ) -> Booking:
        """Turn a hold into a booking; whoever has its token stands, or stood, in the house.

        `extras` are the resources that shall come along, None for those that were held.
        """
        group = rules.check_group(group)

        def work(book: Ledger) -> Booking:
            if earlier := book.earlier(request_id, (token, group, extras)):
                return earlier
            found = self.in_hand(book, token)
            room = rules.bookable_room(self.house, found.room)
            self.granting.check_quota(book, room, group.mail)
            book.remember(request_id, (token, group, extras), found.id)
            values = self.granting.named(book, found.id, group, True, room, found.begin)
            values |= {"language": language, "sequence": 0}
            if extras is None or extras == found.extras:
                made = book.set(found, **values)
            else:
                wish = replace(_moved(found, Change(request_id)), extras=extras)
                self.granting.check_time(wish, book, own=found.id)
                made = book.move(found, wish, room, **values)
            book.tell(made, "booked")
            return made

        return self.write(work)

    def confirm(self, token: str) -> Booking:
        """The link in the mail was followed and the button pressed: the booking counts."""

        def work(book: Ledger) -> Booking:
            found = self.of_link(book, token)
            if found.status != UNCONFIRMED:
                return found
            for date in book.bookings(bookings.c.series_id == found.series) if found.series else [found]:
                if date.status == UNCONFIRMED:
                    room = rules.bookable_room(self.house, date.room)
                    made = book.set(date, **self.granting.status(book, room, date.begin))
            book.tell(made, "series" if found.series else "booked")
            return book.booking(bookings.c.id == found.id)

        return self.write(work)

    def linked(self, token: str) -> Booking:
        """The booking behind a private link."""
        return self._one(by_link(token))

    def change(self, token: str, wanted: Change, staff: Witness | None = None) -> Booking:
        """Move a booking, or call the group something else; the old time is given up only if the new one is free.

        For `staff` no quota counts, and what was agreed stays so.
        """

        def work(book: Ledger) -> Booking:
            if earlier := book.earlier(wanted.request_id, (token, wanted)):
                return earlier
            found = self.of_link(book, token)
            must_be_coming(found, book.now)
            group = rules.check_group(_renamed(found, wanted))
            values: dict[str, object] = {"name": group.name, "show_name": group.show_name}
            book.remember(wanted.request_id, (token, wanted), found.id)
            wish = _moved(found, wanted, by_staff=staff is not None)
            if (wish.span, wish.extras) == (found.span, found.extras):
                if staff:
                    staff(book, found)
                return book.set(found, **values)
            room = self.granting.check_time(wish, book, own=found.id)
            if wish.room != found.room:
                rules.check_people(room, found.people)
                if staff is None:
                    self.granting.check_quota(book, room, found.mail)
            values |= self.granting.kept(book, found, room, wish)
            moved = book.move(found, wish, room, alone=found.series is not None, **values)
            book.tell(moved, "changed")
            if self._shares_a_day(book, moved):
                book.tell(moved, "series")  # calendars take no series with two dates on a day: two letters
            if staff:
                staff(book, moved)
            return moved

        return self._offering(_moved(self.linked(token), wanted), work)

    def cancel(self, token: str) -> Booking:
        """Give a booking up; asked again, the answer is the same."""

        def work(book: Ledger) -> Booking:
            return end(book, self.of_link(book, token), CANCELLED)

        return self.write(work)

    # --- the waitlist

    def wait(self, wish: Wish, mail: str) -> str | None:
        """Tell an address if a taken time becomes free: the token with which one waits no longer; None if it does."""
        if self.house.service.smtp is None:
            raise Refused("no_mail")
        address = rules.check_address(mail)
        return self.write(lambda book: waitlist.wait(book, self.key, wish, address.lower()))

    def wait_no_longer(self, token: str) -> None:
        """Leave the waitlist, or NotFound."""
        self.write(lambda book: waitlist.leave(book, token))

    # --- looking

    def coming_of(self, mail: str) -> list[Booking]:
        """The coming bookings of an address, for "send me my link again"."""
        address = rules.check_address(mail)
        group = bookings.c.group_key == self.key.group(address)
        return self.find(group, bookings.c.end > slots.epoch(self.now()), IS_LIVE)

    def find(self, *where: ColumnElement[bool] | TextClause) -> list[Booking]:
        """Every booking that fits, by begin."""
        query = select(bookings).where(bookings.c.house_id == self.house.id, *where).order_by(bookings.c.begin)
        with self.database.read() as db:
            return [as_booking(row, self.names) for row in db.execute(query)]

    def find_one(self, number: int) -> Booking:
        """The booking with this number, or NotFound."""
        return self._one(bookings.c.id == number)

    def link_token(self, found: Booking) -> str:
        """The token of a booking's private link."""
        return self.key.token("link", found.id)

    def hold_token(self, found: Booking) -> str:
        """The token of a hold."""
        return self.key.token("hold", found.id)

    def contact_days(self) -> int:
        """How many days contact data is kept after a booking."""
        with self.database.read() as db:
            return privacy.contact_days(db, self.house)

    # --- how a wish is granted

    def write(self, work: Callable[[Ledger], T]) -> T:
        """One transaction with the house's book open; what is over is let go first."""

        def granted(db: Connection) -> T:
            book = Ledger(db, self.house, self.room_ids, self.now(), self.clock.trusted())
            book.lapse()
            self._give_on(book)  # before the wish: who waited for what has just lapsed comes first
            answer = work(book)
            self._give_on(book)
            book.finish()
            return answer

        return self.database.write(granted)

    def _give_on(self, book: Ledger) -> None:
        """What was freed goes to the city, if it has closed that time, then to whoever waited for it."""
        if book.claims.freed and any(feed.kind == "closures" for feed in self.house.feeds_in):
            CityClosures(book).refill(book.claims.freed)
        waitlist.serve(book, self.key)

    def lapse(self) -> None:
        """Let go of holds and requests whose time is over, if there are any."""
        if self.clock.trusted() and self.find(bookings.c.expires <= slots.epoch(self.now()), IS_PASSING):
            self.write(lambda book: None)

    def _offering(self, wish: Wish, work: Callable[[Ledger], T], people: int | None = None) -> T:
        """Write; where the time is taken or the room too small, say what is free instead."""
        try:
            return self.write(work)
        except Refused as refused:
            if refused.reason not in ("taken", "too_many_people"):
                raise
            free = self.instead.elsewhere(wish, people)
            if refused.reason == "taken":
                free += self.instead.next_free(wish.room, wish.begin, wish.end - wish.begin)
            refused.next_free = tuple(free)
            raise

    def _shares_a_day(self, book: Ledger, moved: Booking) -> bool:
        """Whether another date of its series is on the same day."""
        if moved.series is None:
            return False
        dates = book.bookings(bookings.c.series_id == moved.series, IS_LIVE)
        day = slots.local_day(moved.begin, self.house.zone)
        return sum(slots.local_day(one.begin, self.house.zone) == day for one in dates) > 1

    def _stands_here(self, book: Ledger, onsite: str | None) -> bool:
        if onsite is None:
            return False
        if not self.tokens.use_onsite(book.db, onsite):
            raise Refused("onsite")
        return True

    def of_link(self, book: Ledger, token: str) -> Booking:
        return book.booking(by_link(token))

    def _held(self, book: Ledger, token: str) -> Booking:
        return book.booking(bookings.c.hold_hash == secret.hashed(token))

    def in_hand(self, book: Ledger, token: str) -> Booking:
        """The hold behind a token, or Refused if it is none any more."""
        found = self._held(book, token)
        must_be_held(found)
        return found

    def _one(self, where: ColumnElement[bool]) -> Booking:
        found = self.find(where)
        if not found:
            raise NotFound
        return found[0]

    def _open_the_house(self, db: Connection) -> dict[str, int]:
        """Make rows for the house and its rooms where they are new; the rooms' row ids by their id in the config."""
        if db.execute(select(houses.c.id).where(houses.c.id == self.house.id)).first() is None:
            db.execute(insert(houses), {"id": self.house.id})
        query = select(rooms.c.key, rooms.c.id).where(rooms.c.house_id == self.house.id)
        known = {row.key for row in db.execute(query)}
        if fresh := [room.id for room in self.house.everything if room.id not in known]:
            db.execute(insert(rooms), [{"house_id": self.house.id, "key": key} for key in fresh])
        return {row.key: row.id for row in db.execute(query)}


def by_link(token: str) -> ColumnElement[bool]:
    """The booking behind a private link."""
    return bookings.c.link_hash == secret.hashed(token)


def _moved(found: Booking, wanted: Change, by_staff: bool = False) -> Wish:
    begin, end = wanted.begin or found.begin, wanted.end or found.end
    extras = found.extras if wanted.extras is None else wanted.extras
    room = wanted.room or found.room
    return Wish(wanted.request_id, room, begin, end, found.language, extras, by_staff, wanted.anytime)


def _renamed(found: Booking, wanted: Change) -> Group:
    name = found.name or "" if wanted.name is None else wanted.name
    return Group(name, found.show_name if wanted.show_name is None else wanted.show_name, people=found.people)
