# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff do for groups: book without quotas, move, cancel and undo it, note who came, write, search."""

import uuid
from datetime import date, timedelta

import pytest

from booking.desk import Desk
from booking.model import BOOKED, CANCELLED, RELEASED, REQUESTED, letter
from booking.reception import Reception
from booking.refusal import NotFound
from booking.repeat import Repeat
from booking.rules import Change, Group
from booking.series import SeriesChange
from tests.booking.wishes import CHOIR, TODAY, TOMORROW, WORKSHOP, at, booked, claims, refused, to, wish
from tests.servers.booking import SetClock

MONDAY = TODAY + timedelta(days=4)


@pytest.fixture
def reception(desk: Desk) -> Reception:
    return Reception(desk, "anna")


def acts(desk: Desk) -> list[str]:
    return [one.act for one in reversed(desk.log.entries())]


def letters(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.read() as db:
        return [(row.kind, row.mail) for row in db.execute(letter.select().order_by(letter.c.id))]


def test_staff_book_without_quota_and_nobody_has_to_come(desk: Desk, reception: Reception, clock: SetClock) -> None:
    far = TODAY + timedelta(days=400)
    long = reception.book(wish(9, 21, day=far), CHOIR)
    asked = reception.book(wish(14, 16, "beratung"), CHOIR)
    assert (long.status, long.expires, asked.status) == (BOOKED, None, BOOKED)
    clock.time = at(15)
    desk.lapse()
    assert reception.find(asked.code or "").status == BOOKED
    assert acts(desk) == ["book", "book"]


def test_what_is_taken_binds_staff_too(reception: Reception, desk: Desk) -> None:
    booked(desk, wish(14, 16))
    with refused("taken"):
        reception.book(wish(15, 17), CHOIR)
    assert acts(desk) == []


def test_a_closed_time_is_booked_only_if_staff_say_so(reception: Reception) -> None:
    late = wish(22, 23)
    with refused("hours"):
        reception.book(late, CHOIR)
    anyway = type(late)(str(uuid.uuid4()), late.room, late.begin, late.end, anytime=True)
    assert reception.book(anyway, CHOIR).status == BOOKED


def test_a_series_for_a_group_is_agreed_and_logged_once(reception: Reception, desk: Desk) -> None:
    holiday = date(2026, 5, 25)
    weekly = wish(18, 20, "beratung", MONDAY)
    with refused("series_clashes"):
        reception.book_series(weekly, Repeat("week", count=4), CHOIR, frozenset())
    skip = frozenset([holiday])
    again = wish(14, 15, "beratung", MONDAY)
    made = reception.book_series(again, Repeat("week", count=4), CHOIR, skip)
    assert [one.status for one in made] == [BOOKED] * 3
    assert acts(desk) == ["book_series"]


def test_a_move_keeps_what_was_agreed_and_is_logged_with_it(reception: Reception, desk: Desk) -> None:
    code = reception.book(wish(14, 15, "beratung"), CHOIR).code or ""
    moved = reception.move(code, to(wish(10, 11, "beratung", MONDAY)))
    assert (moved.status, moved.begin) == (BOOKED, at(10, MONDAY))
    asked = booked(desk, wish(14, 15, "beratung")).code or ""
    assert reception.move(asked, to(wish(15, 16, "beratung"))).status == REQUESTED
    assert acts(desk) == ["book", "move", "move"]
    booked(desk, wish(18, 19))
    with refused("taken"):
        reception.move(code, to(wish(18, 19)))
    assert len(acts(desk)) == 3


def test_a_series_is_moved_and_cancelled_from_a_date_on(reception: Reception, desk: Desk) -> None:
    made = reception.book_series(wish(18, 19, day=MONDAY), Repeat("week", count=2), CHOIR, frozenset())
    later = SeriesChange(str(uuid.uuid4()), "all", at(19, MONDAY), at(20, MONDAY))
    assert [one.begin.hour for one in reception.move_series(made[0].code or "", later)] == [17, 17]
    reception.cancel(made[1].code or "", "following")
    assert [reception.find(one.code or "").status for one in made] == [BOOKED, CANCELLED]
    assert acts(desk) == ["book_series", "move_series", "cancel_series"]


def test_what_was_cancelled_stands_again_if_it_is_free(reception: Reception, desk: Desk) -> None:
    code, taken = booked(desk, wish(14, 16)).code or "", claims(desk)
    reception.cancel(code)
    assert claims(desk) == []
    assert reception.restore(code).status == BOOKED
    assert claims(desk) == taken

    reception.cancel(code)
    booked(desk, wish(15, 16))
    with refused("taken"):
        reception.restore(code)
    assert acts(desk) == ["cancel", "restore", "cancel"]


def test_nobody_came_is_noted_and_undone(reception: Reception, desk: Desk, clock: SetClock) -> None:
    code = booked(desk, wish(14, 16), WORKSHOP).code or ""
    with refused("not_begun"):
        reception.absent(code)
    clock.time = at(14.1)
    assert reception.absent(code).status == RELEASED
    assert reception.missed(reception.find(code)) == 1
    again = reception.restore(code)
    assert (again.status, again.arrived is not None) == (BOOKED, True)
    assert reception.missed(again) == 0
    assert acts(desk) == ["absent", "restore"]


def test_staff_say_for_a_group_that_it_is_here(reception: Reception, desk: Desk, clock: SetClock) -> None:
    code = booked(desk, wish(14, 16)).code or ""
    clock.time = at(14)
    assert reception.arrive(code).arrived == at(14)
    clock.time = at(15)
    desk.lapse()
    assert reception.find(code).status == BOOKED
    assert acts(desk) == ["arrive"]


def test_a_group_is_written_to_without_its_address_being_told(reception: Reception, desk: Desk) -> None:
    code = booked(desk, wish(14, 16), WORKSHOP).code or ""
    assert (
        reception.write(code, "Der Hofeingang ist zu.\nBitte klingeln.").answer
        == "Der Hofeingang ist zu. Bitte klingeln."
    )
    assert ("message", WORKSHOP.mail) in letters(desk)
    assert desk.log.entries()[0].about.startswith(code)
    assert "Hofeingang" not in desk.log.entries()[0].about
    with refused("empty"):
        reception.write(code, " ")


@pytest.mark.parametrize("typed", ["übungs", "ÜBUNGS", "gruppe für ö"])
def test_a_group_is_found_by_a_part_of_its_name_whatever_the_case(
    reception: Reception, desk: Desk, clock: SetClock, typed: str
) -> None:
    gone = booked(desk, wish(9, 10), Group("Übungsgruppe für Öfen")).code
    clock.time = at(12)
    coming = booked(desk, wish(14, 16), Group("Übungsgruppe für Öfen")).code
    booked(desk, wish(17, 18), Group("100 % Rad_er"))
    assert [one.code for one in reception.search(typed)] == [coming, gone]
    assert [one.name for one in reception.search("% rad_")] == ["100 % Rad_er"]
    assert reception.search("_") == reception.search("rad_")
    assert reception.search(" ") == []


def test_an_unknown_code_is_not_there(reception: Reception) -> None:
    move = Change(str(uuid.uuid4()), begin=at(10, TOMORROW), end=at(11, TOMORROW))
    for ask in (reception.restore, reception.arrive, reception.absent, reception.cancel):
        with pytest.raises(NotFound):
            ask("XXXXXX")
    with pytest.raises(NotFound):
        reception.move("XXXXXX", move)


def test_a_series_that_was_cancelled_stands_again_as_a_whole(reception: Reception, desk: Desk) -> None:
    made = reception.book_series(wish(18, 19, day=MONDAY), Repeat("week", count=2), WORKSHOP, frozenset())
    codes = [one.code or "" for one in made]
    reception.cancel(codes[0], "all")
    assert len(reception.ended_with(reception.find(codes[1]))) == 2
    reception.restore(codes[1], together=True)
    assert [reception.find(code).status for code in codes] == [BOOKED] * 2
    assert letters(desk)[-1] == ("series", WORKSHOP.mail)
    later = SeriesChange(str(uuid.uuid4()), "all", at(19, MONDAY), at(20, MONDAY))
    assert len(reception.move_series(codes[0], later)) == 2
