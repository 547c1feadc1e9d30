# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A series is granted whole or not at all; its dates live on by themselves and move together."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from booking.bookings import Booking
from booking.desk import Desk
from booking.model import BOOKED, CANCELLED, HELD, REQUESTED, UNCONFIRMED
from booking.office import Office
from booking.refusal import NotFound, Refused
from booking.repeat import Repeat
from booking.rules import Change
from booking.series import Scope, SeriesChange, SeriesDesk
from tests.booking.wishes import CHOIR, TOMORROW, WORKSHOP, ZONE, at, booked, claims, refused, wish
from tests.servers.booking import SetClock

FRIDAY = TOMORROW
WEEKLY = Repeat("week", count=6)


@pytest.fixture
def serial(desk: Desk) -> SeriesDesk:
    return SeriesDesk(desk)


def days(dates: Sequence[Booking]) -> list[date]:
    return [one.begin.astimezone(ZONE).date() for one in dates]


def clocks(dates: Sequence[Booking]) -> set[str]:
    """The times on the wall."""
    return {f"{one.begin.astimezone(ZONE):%H:%M}-{one.end.astimezone(ZONE):%H:%M}" for one in dates}


def change(
    begin: datetime, end: datetime, scope: Scope = "following", skip: frozenset[date] = frozenset()
) -> SeriesChange:
    return SeriesChange(str(uuid4()), scope, begin, end, skip=skip)


def token(desk: Desk, one: Booking) -> str:
    return desk.link_token(one)


def test_every_date_is_a_booking_of_its_own(serial: SeriesDesk, desk: Desk) -> None:
    made = serial.book(wish(18, 20), WEEKLY, WORKSHOP, proven=True)

    assert days(made) == [FRIDAY + timedelta(weeks=n) for n in range(6)]
    assert {one.status for one in made} == {BOOKED}
    assert len({one.code for one in made}) == len({desk.link_token(one) for one in made}) == 6
    assert len(claims(desk)) == 6 * 9  # two hours and a quarter for clearing away
    series = serial.of(made[2])
    assert series
    assert (series.every, series.first, series.last) == ("week", FRIDAY, FRIDAY + timedelta(weeks=5))
    assert list(series.dates) == made


def test_eighteen_stays_eighteen_over_both_clock_changes(serial: SeriesDesk, clock: SetClock) -> None:
    clock.time = at(12, date(2026, 10, 1))
    made = serial.book(wish(18, 20, day=date(2026, 10, 13)), Repeat("week", count=25), WORKSHOP, proven=True)

    assert days(made)[-1] == date(2027, 3, 30)
    assert clocks(made) == {"18:00-20:00"}
    assert {one.begin.hour for one in made} == {16, 17}


def test_what_is_not_possible_is_named_and_nothing_is_booked(serial: SeriesDesk, desk: Desk) -> None:
    """A holiday, somebody else's booking, and what lies too far ahead."""
    booked(desk, wish(19, 21, day=FRIDAY + timedelta(weeks=2)))
    whitsun = wish(18, 20, day=date(2026, 5, 11))  # Mondays; Whit Monday is 25 May
    before = claims(desk)
    with refused("series_clashes") as caught:
        serial.book(whitsun, WEEKLY, WORKSHOP, proven=True)
    assert [(one.day, one.refused.reason) for one in caught.value.details["dates"]] == [(date(2026, 5, 25), "holiday")]  # type: ignore[attr-defined]

    with refused("series_clashes") as caught:
        serial.book(wish(18, 20), Repeat("week", count=30), WORKSHOP, proven=True)
    clashes = {one.day: one.refused.reason for one in caught.value.details["dates"]}  # type: ignore[attr-defined]
    assert clashes[FRIDAY + timedelta(weeks=2)] == "taken"
    assert clashes[FRIDAY + timedelta(weeks=29)] == "too_far"
    assert claims(desk) == before


def test_the_dates_that_clash_can_be_left_out(serial: SeriesDesk, desk: Desk) -> None:
    booked(desk, wish(19, 21, day=FRIDAY + timedelta(weeks=2)))
    planned = serial.plan(wish(18, 20), WEEKLY)
    skip = frozenset(one.day for one in planned if one.refused)
    made = serial.book(wish(18, 20), WEEKLY, WORKSHOP, skip=skip, proven=True)

    assert skip == {FRIDAY + timedelta(weeks=2)}
    assert days(made) == [FRIDAY + timedelta(weeks=n) for n in (0, 1, 3, 4, 5)]


def test_a_request_sent_again_gets_the_same_series(serial: SeriesDesk, desk: Desk) -> None:
    wanted = wish(18, 20)
    made = serial.book(wanted, WEEKLY, WORKSHOP, proven=True)

    assert serial.book(wanted, WEEKLY, WORKSHOP, proven=True) == made
    assert len(desk.find()) == 6


def test_a_series_counts_once_for_the_quota_of_its_group(serial: SeriesDesk, desk: Desk) -> None:
    for hour in (8, 10, 12):
        serial.book(wish(hour, hour + 1), WEEKLY, WORKSHOP, proven=True)
    booked(desk, wish(14, 15), WORKSHOP)
    with refused("quota"):
        serial.book(wish(18, 20), WEEKLY, WORKSHOP, proven=True)


def test_a_time_that_a_display_holds_becomes_the_first_date(serial: SeriesDesk, desk: Desk) -> None:
    held = desk.hold(wish(18, 20))
    assert held.status == HELD
    made = serial.book(wish(18, 20), WEEKLY, CHOIR, hold=desk.hold_token(held))

    assert made[0].id == held.id
    assert desk.held(desk.hold_token(held)).status == BOOKED
    assert len(claims(desk)) == 6 * 9


def test_a_series_from_outside_counts_when_one_letter_was_confirmed(serial: SeriesDesk, desk: Desk) -> None:
    made = serial.book(wish(18, 20), WEEKLY, WORKSHOP)
    assert {one.status for one in made} == {UNCONFIRMED}
    desk.confirm(token(desk, made[0]))

    assert {one.status for one in desk.find()} == {BOOKED}


def test_a_series_without_an_end_or_with_one_date_is_refused(serial: SeriesDesk) -> None:
    for repeat in (Repeat("week"), Repeat("week", count=1), Repeat("week", count=61), Repeat("week", until=FRIDAY)):
        with refused("repeat"):
            serial.book(wish(18, 20), repeat, WORKSHOP, proven=True)


def test_one_date_moved_or_cancelled_alone_stays_so_when_the_series_moves(serial: SeriesDesk, desk: Desk) -> None:
    made = serial.book(wish(18, 20), WEEKLY, WORKSHOP, proven=True)
    desk.change(token(desk, made[2]), Change(str(uuid4()), begin=at(9, days(made)[2]), end=at(11, days(made)[2])))
    desk.cancel(token(desk, made[3]))
    moved = serial.change(token(desk, made[0]), change(at(17), at(19), "all"))

    assert clocks(moved) == {"17:00-19:00"}
    assert days(moved) == [FRIDAY + timedelta(weeks=n) for n in (0, 1, 4, 5)]
    assert clocks([desk.linked(token(desk, made[2]))]) == {"09:00-11:00"}
    assert desk.linked(token(desk, made[3])).status == CANCELLED


def test_from_this_date_on_another_weekday_makes_a_series_of_its_own(serial: SeriesDesk, desk: Desk) -> None:
    made = serial.book(wish(18, 20), WEEKLY, WORKSHOP, proven=True)
    saturday = days(made)[2] + timedelta(days=1)
    moved = serial.change(token(desk, made[2]), change(at(10, saturday), at(12, saturday)))

    assert days(moved) == [saturday + timedelta(weeks=n) for n in range(4)]
    old, new = serial.of(desk.linked(token(desk, made[0]))), serial.of(moved[0])
    assert old
    assert new
    assert (old.last, len(old.dates)) == (days(made)[1], 2)
    assert (new.first, new.last, len(new.dates)) == (saturday, saturday + timedelta(weeks=3), 4)
    assert len(claims(desk)) == 6 * 9


def test_a_series_that_cannot_move_stays_where_it_is(serial: SeriesDesk, desk: Desk) -> None:
    made = serial.book(wish(18, 20), WEEKLY, WORKSHOP, proven=True)
    booked(desk, wish(15, 16.5, day=FRIDAY + timedelta(weeks=3)))
    before = claims(desk)
    with refused("series_clashes") as caught:
        serial.change(token(desk, made[0]), change(at(16), at(18), "all"))
    assert [one.day for one in caught.value.details["dates"]] == [FRIDAY + timedelta(weeks=3)]  # type: ignore[attr-defined]
    assert claims(desk) == before

    skip = frozenset({FRIDAY + timedelta(weeks=3)})
    moved = serial.change(token(desk, made[0]), change(at(16), at(18), "all", skip))
    assert len(moved) == 5
    assert clocks([desk.linked(token(desk, made[3]))]) == {"18:00-20:00"}


def test_what_clashes_on_another_weekday_is_named_by_its_old_day(serial: SeriesDesk, desk: Desk) -> None:
    made = serial.book(wish(18, 20), WEEKLY, WORKSHOP, proven=True)
    saturday = FRIDAY + timedelta(days=1)
    booked(desk, wish(10, 11, day=saturday + timedelta(weeks=2)))
    wanted = change(at(10, saturday), at(12, saturday))
    with refused("series_clashes") as caught:
        serial.change(token(desk, made[0]), wanted)
    named = frozenset(one.day for one in caught.value.details["dates"])  # type: ignore[attr-defined]
    assert named == {days(made)[2]}
    moved = serial.change(token(desk, made[0]), change(at(10, saturday), at(12, saturday), skip=named))

    assert len(moved) == 5
    assert days([desk.linked(token(desk, made[2]))]) == [days(made)[2]]
    with refused("done"):
        everything = frozenset(days(moved))
        serial.change(token(desk, moved[0]), change(at(14, saturday), at(15, saturday), "all", everything))


def test_a_series_moves_by_a_quarter_over_its_own_old_times(serial: SeriesDesk, desk: Desk) -> None:
    made = serial.book(wish(18, 20), WEEKLY, WORKSHOP, proven=True)
    moved = serial.change(token(desk, made[0]), change(at(18.25), at(20.25), "all"))

    assert clocks(moved) == {"18:15-20:15"}
    assert len(claims(desk)) == 6 * 9


def test_cancelling_from_a_date_on_leaves_the_earlier_ones(serial: SeriesDesk, desk: Desk) -> None:
    made = serial.book(wish(18, 20), WEEKLY, WORKSHOP, proven=True)
    gone = serial.cancel(token(desk, made[4]), "following")

    assert [one.id for one in gone] == [made[4].id, made[5].id]
    assert serial.cancel(token(desk, made[4]), "following") == []
    assert len(serial.cancel(token(desk, made[4]), "all")) == 4
    assert claims(desk) == []


def test_staff_answer_each_date_of_a_series_where_the_room_needs_it(serial: SeriesDesk, desk: Desk) -> None:
    made = serial.book(wish(10, 11, "beratung"), Repeat("week", count=3), WORKSHOP, proven=True)
    assert {one.status for one in made} == {REQUESTED}
    for one in made:
        Office(desk).approve(one.code or "")

    assert {one.status for one in desk.find()} == {BOOKED}


def test_a_lone_booking_is_no_series(serial: SeriesDesk, desk: Desk) -> None:
    alone = booked(desk, wish(14, 16))

    assert serial.of(alone) is None
    with pytest.raises(NotFound):
        serial.cancel(token(desk, alone), "all")
    with pytest.raises(Refused):
        serial.change(token(desk, alone), change(at(17), at(19)))
