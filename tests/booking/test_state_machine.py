# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever is asked in whatever order: the desk does what a plain model says, and no two bookings ever overlap."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import TypeVar
from uuid import uuid4

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from booking import slots
from booking.bookings import Booking
from booking.database import Database
from booking.desk import Desk
from booking.model import BOOKED, HELD, LIVE, UNCONFIRMED
from booking.office import Office
from booking.refusal import Refused
from booking.rules import Group, Wish
from booking.secret import Secret
from tests.booking.plain_house import Known, PlainHouse
from tests.booking.wishes import CHOIR, SMTP, TODAY, at, claims, to
from tests.servers.booking import SetClock, demo_house

T = TypeVar("T")

ROOMS = ("offen", "werkraum", "beratung")
DAYS = (date(2026, 5, 8), date(2026, 5, 11))
NUMBERS = count(1)
EXAMPLES = max(12, settings().max_examples // 8)

rooms = st.sampled_from(ROOMS)
times = st.tuples(st.sampled_from(DAYS), st.integers(0, 16), st.integers(2, 8))
waits = st.sampled_from([1, 4, 6, 11, 31, 120, 20 * 60, 73 * 60])

Time = tuple[date, int, int]  # day, quarters after ten, quarters


class Asking(RuleBasedStateMachine):
    """Visitors, groups, staff and the clock, one step after another."""

    holds: Bundle[Booking] = Bundle("holds")
    bookings: Bundle[Booking] = Bundle("bookings")
    closures: Bundle[int] = Bundle("closures")

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.clock = SetClock()
        # A house of its own for each run: cheaper than a fresh database, and houses must not touch each other.
        house = demo_house(smtp=SMTP).model_copy(update={"id": f"house-{next(NUMBERS)}", "shared_quota": 10_000})
        self.desk = Desk(house, database, Secret(b"key"), self.clock)
        self.office = Office(self.desk)
        self.plain = PlainHouse(house, self.clock.now())
        self.seen: tuple[int, object] = (self.desk.days.revision(), None)

    # --- visitors

    @rule(target=holds, room=rooms, time=times)
    def hold(self, room: str, time: Time) -> Booking | MultipleResults[Booking]:
        wanted = wished(room, time)
        return self.added(wanted, HELD, partial(self.desk.hold, wanted))

    @rule(hold=holds)
    def scan(self, hold: Booking) -> None:
        token = self.desk.hold_token(hold)
        if self.known(hold).scanned:
            self.desk.scan(token)  # looks, and writes nothing
        else:
            self.ask(partial(self.plain.scan, self.known(hold)), partial(self.desk.scan, token))

    @rule(hold=holds)
    def more_time(self, hold: Booking) -> None:
        token = self.desk.hold_token(hold)
        self.ask(partial(self.plain.more, self.known(hold)), partial(self.desk.more_time, token, str(uuid4())))

    @rule(hold=holds)
    def release(self, hold: Booking) -> None:
        token = self.desk.hold_token(hold)
        self.ask(partial(self.plain.release, self.known(hold)), partial(self.desk.release, token))

    @rule(target=bookings, hold=holds)
    def book_held(self, hold: Booking) -> Booking | MultipleResults[Booking]:
        book = partial(self.desk.book_held, self.desk.hold_token(hold), str(uuid4()), CHOIR, "de")
        return self.ask(partial(self.plain.book_held, self.known(hold)), book) or multiple()

    @rule(target=bookings, room=rooms, time=times)
    def book(self, room: str, time: Time) -> Booking | MultipleResults[Booking]:
        wanted = wished(room, time)
        return self.added(wanted, BOOKED, partial(self.desk.book, wanted, CHOIR, proven=True))

    @rule(target=bookings, room=rooms, time=times)
    def book_by_mail(self, room: str, time: Time) -> Booking | MultipleResults[Booking]:
        wanted = wished(room, time)
        group = Group("Verein", mail=f"{uuid4()}@example.org")
        return self.added(wanted, UNCONFIRMED, partial(self.desk.book, wanted, group))

    # --- groups

    @rule(booking=bookings)
    def confirm(self, booking: Booking) -> None:
        token = self.desk.link_token(booking)
        self.ask(partial(self.plain.confirm, self.known(booking)), partial(self.desk.confirm, token))

    @rule(booking=bookings, room=rooms, time=times)
    def move(self, booking: Booking, room: str, time: Time) -> None:
        wanted, token = wished(room, time), self.desk.link_token(booking)
        self.ask(partial(self.plain.move, booking.id, wanted), partial(self.desk.change, token, to(wanted)))

    @rule(booking=bookings)
    def cancel(self, booking: Booking) -> None:
        token = self.desk.link_token(booking)
        self.ask(partial(self.plain.end, self.known(booking)), partial(self.desk.cancel, token))

    # --- staff and the clock

    @rule(booking=bookings)
    def approve(self, booking: Booking) -> None:
        code = booking.code or ""
        self.ask(partial(self.plain.approve, self.known(booking)), partial(self.office.approve, code))

    @rule(booking=bookings)
    def refuse(self, booking: Booking) -> None:
        code = booking.code or ""
        self.ask(partial(self.plain.refuse, self.known(booking)), partial(self.office.refuse, code))

    @rule(target=closures, room=st.sampled_from((*ROOMS, None)), time=times)
    def close(self, room: str | None, time: Time) -> int | MultipleResults[int]:
        span = wished("offen", time)
        chosen = [room] if room else [each.id for each in self.plain.house.everything]
        close = partial(self.office.close, room, span.begin, span.end, "Fest")
        number = self.ask(lambda: self.plain.closing(chosen, span.begin, span.end)[0], close)
        if number is None:
            return multiple()
        self.plain.closures[number] = self.plain.closing(chosen, span.begin, span.end)[1]
        return number

    @rule(closure=consumes(closures))
    def reopen(self, closure: int) -> None:
        self.ask(lambda: "", partial(self.office.reopen, closure))
        del self.plain.closures[closure]

    @rule(minutes=waits)
    def time_passes(self, minutes: int) -> None:
        self.clock.pass_(minutes=minutes)
        self.plain.now = self.clock.now()

    @rule()
    def keep_house(self) -> None:
        self.desk.lapse()
        self.plain.lapse()

    # --- what always holds

    @invariant()
    def no_two_live_bookings_overlap(self) -> None:
        """Straight from the bookings, with set-up and clean-up; claims are not asked."""
        mine: list[tuple[str, int]] = []
        for found in self.desk.find():
            if found.status in LIVE:
                mine += self.plain.slots_of(Wish("", found.room, found.begin, found.end))
        assert len(mine) == len(set(mine))

    @precondition(lambda self: self.settled())
    @invariant()
    def the_desk_knows_what_the_model_knows(self) -> None:
        known = {key: one.state() for key, one in self.plain.bookings.items()}
        assert {found.id: state(found) for found in self.desk.find()} == known
        assert set(claims(self.desk)) == self.plain.taken()

    @precondition(lambda self: self.settled())
    @invariant()
    def the_days_show_what_the_model_knows(self) -> None:
        chosen = [self.plain.room(room) for room in ROOMS]
        running = slots.slot_of(self.clock.now())
        for day in self.desk.days.look(chosen, TODAY, DAYS[-1])[1]:
            for piece in day.pieces:
                for slot in range(piece.begin, piece.end):
                    said = {"past"} if slot < running else self.plain.shows(day.room, slot)
                    assert piece.state in said, (day.room, slot)

    @precondition(lambda self: self.settled())
    @invariant()
    def every_change_raises_the_revision(self) -> None:
        revision, shown = self.seen
        now = {key: one.state() for key, one in self.plain.bookings.items()}, set(self.plain.closures)
        fresh = self.desk.days.revision()
        assert fresh > revision or (fresh == revision and shown in (None, now))
        self.seen = fresh, now

    # --- how a step is compared

    def ask(self, plain: Callable[[], str], real: Callable[[], T]) -> T | None:
        """The real answer, after the desk granted or refused exactly as the model did."""
        before = self.desk.find()
        self.plain.lapse()
        expected = plain()
        answer: T | None = None
        reason = ""
        try:
            answer = real()
        except Refused as no:
            reason = no.reason
        assert reason == expected
        assert not reason or self.desk.find() == before
        return answer

    def added(self, wanted: Wish, status: str, real: Callable[[], Booking]) -> Booking | MultipleResults[Booking]:
        made = self.ask(partial(self.plain.verdict, wanted), real)
        if made is None:
            return multiple()
        self.plain.add(made.id, wanted, status)
        return made

    def known(self, found: Booking) -> Known:
        return self.plain.bookings[found.id]

    def settled(self) -> bool:
        """Whether nothing is over that the desk has not let go yet: it may, as long as nobody asks."""
        now = self.clock.now()
        return not any(found.expires and found.expires <= now for found in self.desk.find())


def wished(room: str, time: Time) -> Wish:
    day, quarter, length = time
    begin = at(10, day) + timedelta(minutes=15 * quarter)
    return Wish(str(uuid4()), room, begin, begin + timedelta(minutes=15 * length))


def state(found: Booking) -> tuple[object, ...]:
    span = Wish("", found.room, found.begin, found.end).span
    return span, found.status, found.expires, found.scanned, found.more_left


def test_the_desk_does_what_a_plain_model_says(database_url: str) -> None:
    """On both databases; `--hypothesis-profile=thorough` for a long look by hand."""
    database = Database(database_url)

    class Here(Asking):
        def __init__(self) -> None:
            super().__init__(database)

    run_state_machine_as_test(Here, settings=settings(max_examples=EXAMPLES, stateful_step_count=40))
    database.close()
