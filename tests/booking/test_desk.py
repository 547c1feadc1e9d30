# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One wish, one call, one transaction: the desk grants a wish whole, or refuses it and nothing has changed."""

import secrets
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from booking.codes import ALPHABET
from booking.desk import Desk
from booking.model import BOOKED, CANCELLED, LAPSED, REQUESTED
from booking.office import Office
from booking.reception import Reception
from booking.refusal import NotFound, Span
from booking.rules import Group
from booking.serve import open_desk
from tests.booking.wishes import CHOIR, TODAY, TOMORROW, WORKSHOP, at, booked, claims, refused, to, wish
from tests.servers.booking import SetClock, demo_house


def names(desk: Desk) -> list[str | None]:
    return [found.name for found in desk.find() if found.status == BOOKED]


def test_a_booking_may_begin_when_another_ends_and_its_cleaning(desk: Desk) -> None:
    booked(desk, wish(9, 10), Group("Chor"))
    with refused("taken"):
        booked(desk, wish(10, 11), Group("Radwerkstatt"))
    booked(desk, wish(10.25, 11), Group("Radwerkstatt"))

    assert names(desk) == ["Chor", "Radwerkstatt"]


def test_rooms_do_not_take_each_others_time(desk: Desk) -> None:
    booked(desk, wish(14, 16))
    booked(desk, wish(14, 16, "werkraum"))

    assert {room for room, _ in claims(desk)} == {"offen", "werkraum"}


def test_a_booking_has_a_code_for_saying_it_aloud(desk: Desk) -> None:
    codes = {booked(desk, wish(hour, hour + 0.5)).code or "" for hour in range(9, 19)}

    assert len(codes) == 10
    assert all(len(code) == 6 and set(code) <= set(ALPHABET) for code in codes)
    assert not set("0O1I2Z5S") & set(ALPHABET)


def test_a_refused_wish_names_the_next_free_times(desk: Desk) -> None:
    booked(desk, wish(14, 16))
    with refused("taken") as caught:
        booked(desk, wish(15, 17))

    assert caught.value.next_free == (
        Span("werkraum", at(15), at(17)),  # another room at that very time
        Span("offen", at(16.25), at(18.25)),
        Span("offen", at(10, TODAY + timedelta(days=2)), at(12, TODAY + timedelta(days=2))),
        Span("offen", at(8, TODAY + timedelta(days=4)), at(10, TODAY + timedelta(days=4))),
    )
    for span in caught.value.next_free:
        assert (
            desk.book(replace(wish(0, 1), room=span.room, begin=span.begin, end=span.end), CHOIR, proven=True).status
            == BOOKED
        )


def test_a_refused_wish_changes_nothing(desk: Desk) -> None:
    booked(desk, wish(14, 16))
    before = desk.find(), claims(desk), desk.days.revision()
    for reason, wanted in (("taken", wish(12, 14)), ("hours", wish(5, 6)), ("past", wish(9, 10, day=TODAY))):
        with refused(reason):
            booked(desk, wanted)

    assert (desk.find(), claims(desk), desk.days.revision()) == before


def test_a_repeated_request_gets_the_same_answer(desk: Desk) -> None:
    wanted = wish(14, 16)
    made = booked(desk, wanted)

    assert booked(desk, wanted) == made
    assert len(desk.find()) == 1


def test_a_request_id_with_another_wish_is_refused(desk: Desk) -> None:
    wanted = wish(14, 16)
    booked(desk, wanted)
    for other in (replace(wanted, end=at(17)), replace(wanted, room="werkraum")):
        with refused("request_reused"):
            booked(desk, other)
    with refused("request_reused"):
        booked(desk, wanted, Group("Andere"))


def test_a_request_that_was_refused_may_be_sent_again(desk: Desk) -> None:
    first = booked(desk, wish(14, 16))
    wanted = wish(14, 16)
    with refused("taken"):
        booked(desk, wanted)
    desk.cancel(desk.link_token(first))

    assert booked(desk, wanted).status == BOOKED


def test_a_booking_moves_as_a_whole(desk: Desk) -> None:
    made = booked(desk, wish(14, 16))
    moved = desk.change(desk.link_token(made), to(wish(15, 17, "werkraum")))

    assert (moved.id, moved.code, moved.room, moved.begin) == (made.id, made.code, "werkraum", at(15))
    assert moved.sequence > made.sequence
    assert {room for room, _ in claims(desk)} == {"werkraum"}
    assert len(claims(desk)) == 10  # two hours, set-up and clean-up


def test_a_booking_may_move_over_its_own_time(desk: Desk) -> None:
    made = booked(desk, wish(14, 16))

    assert desk.change(desk.link_token(made), to(wish(15, 17))).begin == at(15)


def test_a_booking_that_cannot_move_stays_where_it_is(desk: Desk) -> None:
    booked(desk, wish(17, 18))
    made = booked(desk, wish(14, 16))
    before = claims(desk)
    with refused("taken"):
        desk.change(desk.link_token(made), to(wish(16, 18)))

    assert desk.linked(desk.link_token(made)) == made
    assert claims(desk) == before


def test_a_move_sent_twice_moves_once(desk: Desk) -> None:
    made, wanted = booked(desk, wish(14, 16)), wish(15, 17)
    moved = desk.change(desk.link_token(made), to(wanted))

    assert desk.change(desk.link_token(made), to(wanted)) == moved


def test_a_new_name_keeps_the_time(desk: Desk) -> None:
    made = booked(desk, wish(14, 16))
    before = claims(desk)
    renamed = desk.change(desk.link_token(made), to(wish(14, 16), "Kammerchor", True))

    assert (renamed.name, renamed.show_name, renamed.begin) == ("Kammerchor", True, at(14))
    assert claims(desk) == before


def test_moving_into_a_room_with_approval_asks_for_it(desk: Desk) -> None:
    made = booked(desk, wish(14, 16))
    token = desk.link_token(made)

    assert desk.change(token, to(wish(14, 16, "beratung"))).status == REQUESTED
    assert desk.change(token, to(wish(14, 16))).status == BOOKED


def test_a_cancelled_time_is_free_and_cancelling_again_changes_nothing(desk: Desk) -> None:
    made = booked(desk, wish(14, 16))
    gone = desk.cancel(desk.link_token(made))

    assert gone.status == CANCELLED
    assert claims(desk) == []
    assert desk.cancel(desk.link_token(made)) == gone
    assert booked(desk, wish(14, 16)).id != made.id


def test_what_is_over_cannot_be_changed(desk: Desk, office: Office, clock: SetClock) -> None:
    token = desk.link_token(Reception(desk).book(wish(14, 16), CHOIR))
    clock.pass_(days=2)
    with refused("done"):
        desk.change(token, to(wish(14, 16, day=TODAY + timedelta(days=4))))
    with refused("done"):
        desk.cancel(token)

    assert desk.linked(token).status == BOOKED


def test_a_group_has_its_quota_in_each_room(desk: Desk, clock: SetClock) -> None:
    for hour in (9, 11, 13, 15):
        booked(desk, wish(hour, hour + 1), WORKSHOP)
    same = replace(WORKSHOP, name="Andere", mail=" RAD@example.org ")
    with refused("quota"):
        booked(desk, wish(17, 18), same)
    assert booked(desk, wish(17, 18), CHOIR).status == BOOKED
    assert booked(desk, wish(11, 12, "werkraum"), WORKSHOP).status == BOOKED

    clock.time = at(10, TOMORROW)  # the first of the four is over
    assert booked(desk, wish(19, 20), WORKSHOP).status == BOOKED


def open_hours(count: int) -> list[tuple[date, int]]:
    """So many days and hours from tomorrow on at which the house is open."""
    days = [day for day in range(1, 18) if (TODAY + timedelta(days=day)).weekday() < 5 and day != 7]
    return [(TODAY + timedelta(days=day), hour) for day in days for hour in range(8, 18, 2)][:count]


def test_groups_without_an_address_share_a_quota_of_the_house(desk: Desk) -> None:
    quota = desk.house.shared_quota
    for day, hour in open_hours(quota):
        booked(desk, wish(hour, hour + 1, day=day))

    with refused("shared_quota"):
        booked(desk, wish(20, 21))
    assert booked(desk, wish(20, 21), WORKSHOP).status == BOOKED
    assert desk.hold(wish(20, 21, day=TODAY + timedelta(days=4))).status == "held"


def test_what_staff_book_leaves_groups_without_an_address_their_quota(desk: Desk) -> None:
    reception = Reception(desk)
    for day, hour in open_hours(desk.house.shared_quota + 1):
        reception.book(wish(hour, hour + 1, day=day), Group("Schulklasse"))

    assert booked(desk, wish(20, 21)).status == BOOKED


def test_a_house_without_mail_that_has_enough_says_so_and_asks_for_no_address(tmp_path: Path, clock: SetClock) -> None:
    desk = open_desk(demo_house().model_copy(update={"shared_quota": 1}), tmp_path, clock)
    booked(desk, wish(9, 10))
    with refused("booked_up"):
        booked(desk, wish(14, 16))
    desk.database.close()


def test_a_code_from_the_display_books_once_within_ten_minutes(desk: Desk, clock: SetClock) -> None:
    code, late = desk.tokens.onsite(10), desk.tokens.onsite(10)
    assert desk.book(wish(14, 16), CHOIR, onsite=code).status == BOOKED
    clock.pass_(minutes=10)

    for used in (code, late, "x" * 24):
        with refused("onsite"):
            desk.book(wish(17, 18), CHOIR, onsite=used)


def test_a_code_is_not_used_up_by_a_wish_that_is_refused(desk: Desk) -> None:
    booked(desk, wish(14, 16))
    code = desk.tokens.onsite(10)
    with refused("taken"):
        desk.book(wish(14, 16), CHOIR, onsite=code)

    assert desk.book(wish(17, 18), CHOIR, onsite=code).status == BOOKED


def test_unknown_links_and_other_peoples_holds_are_not_there(desk: Desk) -> None:
    held = desk.hold(wish(14, 16))
    for token in (str(uuid4()), "", desk.hold_token(held), desk.link_token(held)):
        with pytest.raises(NotFound):
            desk.cancel(token)


def test_a_request_lapses_when_nobody_answers(desk: Desk, clock: SetClock) -> None:
    far, near = wish(10, 11, "beratung", TODAY + timedelta(days=11)), wish(10, 11, "beratung")
    asked = [booked(desk, far), booked(desk, near)]
    assert [found.status for found in asked] == [REQUESTED, REQUESTED]
    assert [found.expires for found in asked] == [clock.now() + timedelta(hours=72), near.begin]
    clock.pass_(hours=72)
    desk.lapse()

    assert [found.status for found in desk.find()] == [LAPSED, LAPSED]
    assert claims(desk) == []


def test_two_bookings_that_draw_the_same_number_in_one_millisecond_are_both_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter((7, 7, 8))
    monkeypatch.setattr(secrets, "randbits", lambda _bits: next(drawn))  # the clock of the tests stands still
    first, second = booked(desk, wish(9, 10)), booked(desk, wish(14, 16))
    assert second.id == first.id + 1
