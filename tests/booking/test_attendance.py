# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""We are here: who comes keeps the room, who does not come gives it to others, who goes or stays says so."""

from datetime import timedelta

import pytest

from booking.attendance import Attendance, by_code
from booking.desk import Desk, by_link
from booking.model import BOOKED, RELEASED
from booking.reception import Reception
from booking.refusal import NotFound
from tests.booking.wishes import CHOIR, TOMORROW, at, booked, claims, refused, to, wish
from tests.servers.booking import SetClock


@pytest.fixture
def attendance(desk: Desk) -> Attendance:
    return Attendance(desk)


def test_a_group_that_says_that_it_is_here_keeps_its_room(attendance: Attendance, desk: Desk, clock: SetClock) -> None:
    made = booked(desk, wish(14, 16))
    clock.time = at(13.75)
    here = attendance.arrive(by_code(made.code or ""))
    assert (here.arrived, here.expires) == (at(13.75), None)
    clock.pass_(hours=1)
    desk.lapse()

    assert attendance.arrive(by_link(desk.link_token(made))).arrived == at(13.75)
    assert desk.linked(desk.link_token(made)).status == BOOKED


def test_a_room_to_which_nobody_came_is_released_after_a_quarter_of_an_hour(
    attendance: Attendance, desk: Desk, clock: SetClock
) -> None:
    made = booked(desk, wish(14, 16))
    clock.time = at(14.25) - timedelta(seconds=1)
    desk.lapse()
    assert desk.find()[0].status == BOOKED
    before = desk.days.revision()
    clock.pass_(seconds=1)
    desk.lapse()

    assert desk.find()[0].status == RELEASED
    assert desk.days.revision() > before
    assert claims(desk) == []
    with refused("released"):
        attendance.arrive(by_code(made.code or ""))
    assert booked(desk, wish(14.25, 15)).arrived == at(14.25)  # whoever books a running time at the display is here


def test_a_booking_by_staff_and_a_resource_need_nobody_to_say_so(desk: Desk, clock: SetClock) -> None:
    Reception(desk).book(wish(14, 16), CHOIR)
    booked(desk, wish(14, 16, "lastenrad"))
    clock.time = at(15)
    desk.lapse()

    assert {one.status for one in desk.find()} == {BOOKED}


def test_with_a_clock_in_doubt_nothing_is_released(desk: Desk, clock: SetClock) -> None:
    booked(desk, wish(14, 16))
    clock.time, clock.believed = at(15), False
    desk.lapse()

    assert desk.find()[0].status == BOOKED


def test_too_early_too_late_and_unknown_codes_are_told_so(attendance: Attendance, desk: Desk, clock: SetClock) -> None:
    made, asked = booked(desk, wish(14, 16)), booked(desk, wish(14, 16, "beratung"))
    which = by_code(made.code or "")
    with refused("another_day"):
        attendance.arrive(which)
    clock.time = at(13)
    with refused("early") as caught:
        attendance.arrive(which)
    assert caught.value.details["time"] == "14:00"
    with refused("not_confirmed"):
        attendance.arrive(by_code(asked.code or ""))
    with pytest.raises(NotFound):
        attendance.arrive(by_code("AAAAAA"))
    clock.time = at(13.75)
    attendance.arrive(which)
    clock.time = at(16)
    with refused("done"):
        attendance.leave(which)


def test_who_leaves_early_gives_the_rest_to_others(attendance: Attendance, desk: Desk, clock: SetClock) -> None:
    made = booked(desk, wish(14, 16))
    clock.time = at(14)
    attendance.arrive(by_code(made.code or ""))
    clock.time = at(14.6)
    left = attendance.leave(by_code(made.code or ""))

    assert (left.end, left.arrived) == (at(14.75), at(14))
    assert booked(desk, wish(15, 16)).status == BOOKED
    assert attendance.leave(by_code(made.code or "")) == left


def test_who_stays_longer_gets_what_is_free(attendance: Attendance, desk: Desk, clock: SetClock) -> None:
    made = booked(desk, wish(14, 16))
    booked(desk, wish(17, 18))
    clock.time = at(14)
    here = attendance.arrive(by_code(made.code or ""))
    assert attendance.longer(here) == [at(16.25), at(16.5)]
    with refused("taken"):
        attendance.extend(by_code(made.code or ""), at(17))
    longer = attendance.extend(by_code(made.code or ""), at(16.5))

    assert (longer.end, longer.arrived, longer.expires) == (at(16.5), at(14), None)
    assert attendance.extend(by_code(made.code or ""), at(16.5)) == longer
    assert attendance.longer(longer) == [at(16.75)]


def test_nobody_stays_beyond_closing_time(attendance: Attendance, desk: Desk, clock: SetClock) -> None:
    made = booked(desk, wish(20, 21.5))
    clock.time = at(20)
    here = attendance.arrive(by_code(made.code or ""))

    assert attendance.longer(here) == [at(21.75), at(22)]
    with refused("hours"):
        attendance.extend(by_code(made.code or ""), at(22.25))


def test_a_booking_that_is_moved_waits_for_its_group_anew(attendance: Attendance, desk: Desk, clock: SetClock) -> None:
    made = booked(desk, wish(14, 16))
    clock.time = at(13.75)
    attendance.arrive(by_code(made.code or ""))
    moved = desk.change(desk.link_token(made), to(wish(18, 20, day=TOMORROW)))

    assert (moved.arrived, moved.expires) == (None, at(18.25))
