# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The city closes a room or the house: all that is free is closed, and who was there first is told and seen to."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from booking.attendance import Attendance, by_code
from booking.bookings import Booking
from booking.inbound import Inbound
from booking.letters import Letters
from booking.model import claim, letter
from booking.office import Office as StaffOffice
from booking.refusal import Refused
from booking.rules import Change, Group, Wish
from booking.slots import slot_of
from tests.booking.wishes import TOMORROW, ZONE, at, booked, claims, refused, wish
from tests.servers.partner import Partner
from tests.sync.calendars import calendar, event
from tests.sync.post import Office, feed

Opened = Callable[..., Office]
CHOIR = Group("Chor", mail="chor@example.org")
KEPT = event("kept", 9, 10, "Putztag", day=TOMORROW + timedelta(days=30))


@pytest.fixture
def city(opened: Opened, partner: Partner) -> Office:
    """A house whose open room the city closes."""
    return opened(feed(partner, "stadt", kind="closures", rooms=("offen",)))


def close(office: Office, partner: Partner, *events: str) -> None:
    """The city's calendar says this now; one closure far away it always has."""
    partner.serves(calendar(KEPT, *events))
    office.bring("stadt")


def closed(office: Office, day: date = TOMORROW) -> list[tuple[str | None, int, int, str]]:
    """Room, hours and reason of each closure of a day."""
    return [
        (one.room, one.begin.astimezone(ZONE).hour, one.end.astimezone(ZONE).hour, one.reason)
        for one in StaffOffice(office.desk).closures()
        if one.begin.astimezone(ZONE).date() == day
    ]


def owners(office: Office, room: str = "offen", day: date = TOMORROW) -> dict[float, str]:
    """Who has each hour of a room: "b" a booking, "c" a closure."""
    with office.desk.database.read() as db:
        rows = db.execute(select(claim).where(claim.c.room_id == office.desk.room_ids[room])).all()
    has = {row.slot: "c" if row.closure_id else "b" for row in rows}
    return {hour: has[slot] for hour in range(8, 22) if (slot := slot_of(at(hour, day))) in has}


def owed(office: Office) -> list[tuple[str, str]]:
    with office.desk.database.read() as db:
        return sorted((row.kind, row.mail) for row in db.execute(select(letter)))


def met(office: Office) -> list[tuple[str | None, str]]:
    return [(one.booking.name, one.reason) for one in Inbound(office.desk).in_the_way()]


def test_a_free_room_is_closed_and_opened_again(city: Office, partner: Partner) -> None:
    close(city, partner, event("1", 14, 16, "Wahl"))
    assert closed(city) == [("offen", 14, 16, "Wahl")]
    with refused("taken"):
        booked(city.desk, wish(15, 17))

    close(city, partner, event("1", 17, 19, "Wahl"))
    assert closed(city) == [("offen", 17, 19, "Wahl")]
    booked(city.desk, wish(14, 16))

    close(city, partner)
    assert closed(city) == []
    booked(city.desk, wish(17, 19))
    assert city.bring("stadt").same


def test_the_whole_house_is_closed_in_every_room(opened: Opened, partner: Partner) -> None:
    office = opened(feed(partner, "stadt", kind="closures", whole_house=True))
    days = ("DTSTART;VALUE=DATE:20260508", "TRANSP:TRANSPARENT")
    close(office, partner, event("1", 0, 0, "Betriebsausflug", *days))

    assert closed(office)[0] == (None, 0, 0, "Betriebsausflug")
    for room in ("offen", "werkraum", "lastenrad"):
        with refused("taken"):
            booked(office.desk, wish(14, 16, room))


def test_who_was_there_first_stays_is_told_once_and_staff_see_it(city: Office, partner: Partner) -> None:
    choir = booked(city.desk, wish(14, 16), CHOIR)
    before = owed(city)
    close(city, partner, event("1", 13, 18, "Wahl"))

    assert owners(city) == {13: "c", 14: "b", 15: "b", 16: "b", 17: "c"}, "the room is cleaned until a quarter past"
    assert met(city) == [("Chor", "Wahl")]
    assert city.status("stadt").waits
    assert owed(city) == [*before, ("closed", "chor@example.org")]
    for _ in range(2):
        assert city.bring("stadt").same
    close(city, partner, event("1", 13, 19, "Wahl des Rates"))
    assert (owed(city), met(city)) == ([*before, ("closed", "chor@example.org")], [("Chor", "Wahl des Rates")])
    assert city.desk.find_one(choir.id).status == "booked"


def test_the_letter_says_what_is_closed_in_the_language_of_the_group(city: Office, partner: Partner) -> None:
    choir = booked(city.desk, wish(14, 16), CHOIR)
    close(city, partner, event("1", 13, 18, "Wahl"))
    letters = Letters(city.desk, "https://haus.example")
    written = letters.write("closed", city.desk.find_one(choir.id), "chor@example.org")

    assert written
    assert "Die Stadt schließt diesen Raum zu Ihrer Zeit. Das Haus meldet sich bei Ihnen." in written.lines
    close(city, partner)
    assert letters.write("closed", city.desk.find_one(choir.id), "chor@example.org") is None, "it is open again"


def freed(city: Office, choir: Booking) -> None:
    city.desk.cancel(city.desk.link_token(choir))


def moved(city: Office, choir: Booking) -> None:
    city.desk.change(city.desk.link_token(choir), Change("move", begin=at(9), end=at(11)))


def taken_elsewhere(city: Office, choir: Booking) -> None:
    city.desk.change(city.desk.link_token(choir), Change("move", room="werkraum"))


@pytest.mark.parametrize("leave", [freed, moved, taken_elsewhere])
def test_what_a_booking_gives_up_is_closed_at_once_whoever_waits_for_it(
    city: Office, partner: Partner, leave: Callable[[Office, Booking], None]
) -> None:
    choir = booked(city.desk, wish(14, 16), CHOIR)
    close(city, partner, event("1", 13, 18, "Wahl"))
    city.desk.wait(wish(14, 16), "anna@example.org")
    leave(city, choir)

    assert {hour: who for hour, who in owners(city).items() if hour > 12} == dict.fromkeys(range(13, 18), "c")
    assert met(city) == []
    city.bring("stadt")
    assert not city.status("stadt").waits
    close(city, partner)
    assert [one.status for one in city.desk.find() if one.begin == at(14) and one.id != choir.id] == ["held"]


def test_who_is_still_typing_is_told_when_it_has_become_a_booking(city: Office, partner: Partner) -> None:
    held = city.desk.hold(wish(14, 16))
    close(city, partner, event("1", 13, 18, "Wahl"))
    assert met(city) == []
    city.desk.book_held(city.desk.hold_token(held), "req", CHOIR, "de")
    city.bring("stadt")

    assert met(city) == [("Chor", "Wahl")]


def test_who_comes_and_goes_earlier_leaves_the_rest_closed(city: Office, partner: Partner) -> None:
    choir = booked(city.desk, wish(14, 16), CHOIR)
    close(city, partner, event("1", 13, 18, "Wahl"))
    city.clock.time = at(14)
    Attendance(city.desk).arrive(by_code(choir.code or ""))
    city.clock.pass_(minutes=30)
    Attendance(city.desk).leave(by_code(choir.code or ""))

    assert owners(city)[15] == "c"


def test_a_closure_of_staff_is_not_touched_and_one_that_staff_opened_stays_open(city: Office, partner: Partner) -> None:
    staff = StaffOffice(city.desk)
    staff.close("offen", at(15), at(16), "Reparatur")
    close(city, partner, event("1", 14, 17, "Wahl"))
    assert closed(city) == [("offen", 14, 17, "Wahl"), ("offen", 15, 16, "Reparatur")]
    number = next(one.number for one in staff.closures() if one.reason == "Wahl")
    staff.reopen(number)
    for _ in range(2):
        city.bring("stadt")
        assert closed(city) == [("offen", 15, 16, "Reparatur")]
    close(city, partner, event("1", 14, 18, "Wahl"))
    assert closed(city) == [("offen", 14, 18, "Wahl"), ("offen", 15, 16, "Reparatur")], "the city has moved it"
    close(city, partner)
    assert closed(city) == [("offen", 15, 16, "Reparatur")]
    assert len([one for one in claims(city.desk) if one[0] == "offen"]) == 4 + 4


def test_what_is_over_stays_in_the_list_of_what_was(city: Office, partner: Partner) -> None:
    close(city, partner, event("1", 14, 16, "Wahl"))
    city.clock.pass_(days=2)
    close(city, partner)

    assert [one.reason for one in StaffOffice(city.desk).closures(at(0))] == ["Wahl", "Putztag"]


def test_a_cancelled_closure_is_none(city: Office, partner: Partner) -> None:
    close(city, partner, event("1", 14, 16, "Wahl", "STATUS:CANCELLED"))

    assert closed(city) == []


def test_while_everybody_books_each_time_has_one_owner_and_each_group_knows(city: Office, partner: Partner) -> None:
    """Eight book and cancel what the city closes at the same moment, again and again."""
    dice = random.Random(7)
    partner.serves(calendar(KEPT, event("1", 10, 20, "Wahl")))
    wishes = [wish(hour, hour + 1) for hour in (10, 11.5, 13, 14.5, 16, 17.5) for _ in range(4)]
    dice.shuffle(wishes)

    first = booked(city.desk, wish(19, 20), CHOIR)

    def visit(wanted: Wish) -> None:
        with suppress(Refused):
            made = booked(city.desk, wanted, CHOIR)
            if wanted.begin.minute:
                city.desk.cancel(city.desk.link_token(made))

    with ThreadPoolExecutor(8) as workers:
        visits = [workers.submit(visit, one) for one in wishes[:12]]
        closing = [workers.submit(city.bring, "stadt") for _ in range(3)]
        visits += [workers.submit(visit, one) for one in wishes[12:]]
    assert [one.result() for one in visits] == [None] * len(visits)
    assert all(one.result().fault is None for one in closing)
    city.bring("stadt")
    standing = [one for one in city.desk.find() if one.status == "booked" and one.begin < at(20)]

    assert first in standing
    assert set(owners(city)) >= set(range(10, 20)), "all of it is either booked or closed"
    assert [one.booking.id for one in Inbound(city.desk).in_the_way()] == [one.id for one in standing]
    with city.desk.database.read() as db:
        told = list(db.scalars(select(letter.c.booking_id).where(letter.c.kind == "closed")))
    assert len(told) == len(set(told))
    assert set(told) >= {one.id for one in standing}, "and those who cancelled then"
