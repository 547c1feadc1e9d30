# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff ask of the desk: approve, refuse, close, reopen, list, erase."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.desk import Desk
from booking.model import BOOKED, CANCELLED, REFUSED, REQUESTED, answered, closure
from booking.office import Office
from booking.reception import Reception
from booking.refusal import NotFound
from booking.rules import Group
from tests.booking.wishes import CHOIR, TODAY, TOMORROW, WORKSHOP, at, booked, claims, refused, wish
from tests.servers.booking import SetClock


def code(desk: Desk, begin: float, end: float, room: str = "offen", group: Group = CHOIR) -> str:
    made = booked(desk, wish(begin, end, room), group).code
    assert made
    return made


def test_a_request_claims_its_time_until_it_is_answered(desk: Desk, office: Office) -> None:
    asked = code(desk, 14, 16, "beratung")
    with refused("taken"):
        booked(desk, wish(14, 16, "beratung"))

    approved = office.approve(asked)
    assert (approved.status, approved.expires) == (BOOKED, at(14.25))
    assert office.approve(asked) == approved
    assert len(claims(desk)) == 8


def test_a_refused_request_is_free_again_and_cannot_be_approved(desk: Desk, office: Office) -> None:
    asked = code(desk, 14, 16, "beratung")
    assert office.refuse(asked).status == REFUSED
    assert claims(desk) == []
    assert booked(desk, wish(14, 16, "beratung")).status == REQUESTED

    with refused("done"):
        office.approve(asked)


def test_an_approved_booking_does_not_lapse(desk: Desk, office: Office, clock: SetClock) -> None:
    asked = booked(desk, wish(10, 11, "beratung", TODAY + timedelta(days=11)))
    office.approve(asked.code or "")
    clock.pass_(hours=73)
    desk.lapse()

    assert desk.linked(desk.link_token(asked)).status == BOOKED


def test_staff_may_take_a_booking_back_but_not_one_that_is_over(desk: Desk, office: Office, clock: SetClock) -> None:
    first, second = code(desk, 9, 10), Reception(desk).book(wish(14, 16), WORKSHOP).code or ""
    assert office.refuse(first).status == REFUSED
    clock.pass_(days=2)

    with refused("done"):
        office.refuse(second)


def test_a_closed_time_cannot_be_booked_and_says_why(desk: Desk, office: Office) -> None:
    office.close("offen", at(12), at(18), "Sommer\nfest")
    with refused("taken") as caught:
        booked(desk, wish(14, 16))
    assert next(span.begin for span in caught.value.next_free if span.room == "offen") == at(18)
    booked(desk, wish(14, 16, "werkraum"))

    _, (day,) = desk.days.look([desk.house.rooms[0]], TOMORROW, TOMORROW)
    assert [(piece.reason, piece.text) for piece in day.pieces if piece.state == "closed"] == [
        ("closure", "Sommer fest")
    ]


def test_the_whole_house_closes_at_once_or_not_at_all(desk: Desk, office: Office) -> None:
    made = code(desk, 14, 16, "werkraum")
    with refused("occupied"):
        office.close(None, at(8), at(22), "Wartung")
    assert {room for room, _ in claims(desk)} == {"werkraum"}

    office.refuse(made)
    office.close(None, at(8), at(22), "Wartung")
    assert {room for room, _ in claims(desk)} == {room.id for room in desk.house.everything}


def test_a_reopened_time_can_be_booked_again(desk: Desk, office: Office) -> None:
    number = office.close(None, at(8), at(22), "Wartung")
    other = office.close("offen", at(8, TODAY + timedelta(days=4)), at(12, TODAY + timedelta(days=4)), "Putztag")
    office.reopen(number)

    assert booked(desk, wish(14, 16)).status == BOOKED
    with desk.database.read() as db:
        assert [row.id for row in db.execute(closure.select())] == [other]
    with pytest.raises(NotFound):
        office.reopen(number)


def test_a_closure_lies_on_the_grid(desk: Desk, office: Office) -> None:
    for begin, end, reason in (
        (at(12), at(12), "order"),
        (at(13), at(12), "order"),
        (at(12) + timedelta(minutes=1), at(13), "grid"),
    ):
        with refused(reason):
            office.close("offen", begin, end, "Fest")


def test_staff_see_what_is_coming_in_order(desk: Desk, office: Office) -> None:
    later, earlier, gone = code(desk, 14, 16), code(desk, 9, 10), code(desk, 11, 12)
    office.refuse(gone)

    assert [found.code for found in office.bookings(at(0), at(23))] == [earlier, later]


def test_an_erased_booking_gives_up_its_time_and_its_name(desk: Desk, office: Office) -> None:
    made = booked(desk, wish(14, 16), WORKSHOP)
    erased = office.erase(made.code or "")

    assert (erased.status, erased.name, erased.mail, erased.show_name) == (CANCELLED, None, None, False)
    assert claims(desk) == []
    with pytest.raises(NotFound):
        desk.linked(desk.link_token(made))


def test_a_past_booking_that_is_erased_keeps_its_anonymous_time(desk: Desk, office: Office, clock: SetClock) -> None:
    made = Reception(desk).book(wish(14, 16), WORKSHOP)
    clock.pass_(days=2)
    erased = office.erase(made.code or "")

    assert (erased.status, erased.name, erased.begin, erased.end) == (BOOKED, None, made.begin, made.end)


def test_contact_data_is_erased_fourteen_days_after_the_end(desk: Desk, office: Office, clock: SetClock) -> None:
    made = booked(desk, wish(14, 16), WORKSHOP)
    clock.time = made.end + timedelta(days=14) - timedelta(seconds=1)
    assert office.erase_due() == 0
    assert desk.find()[0].mail == WORKSHOP.mail

    clock.pass_(seconds=1)
    assert office.erase_due() == 1
    assert (desk.find()[0].name, desk.find()[0].mail) == (None, None)
    assert office.erase_due() == 0


def test_an_unknown_code_is_not_there(office: Office) -> None:
    for ask in (office.approve, office.refuse, office.erase):
        with pytest.raises(NotFound):
            ask("XXXXXX")


def test_what_was_asked_is_forgotten_when_nobody_asks_again(desk: Desk, clock: SetClock) -> None:
    made = Reception(desk).book(wish(14, 15), WORKSHOP)
    clock.pass_(days=3)
    Office(desk).erase_due()

    with desk.database.read() as db:
        assert db.execute(select(answered)).all() == []
    assert desk.linked(desk.link_token(made)).status == BOOKED
