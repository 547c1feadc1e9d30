# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A hold keeps a time for someone who is still typing, and lets it go by itself."""

from datetime import timedelta
from uuid import uuid4

import pytest

from booking.desk import Desk
from booking.model import BOOKED, HELD, LAPSED, REQUESTED
from booking.refusal import NotFound
from booking.rules import Group
from tests.booking.wishes import CHOIR, at, booked, claims, refused, wish
from tests.servers.booking import SetClock


def rid() -> str:
    return str(uuid4())


def test_a_held_time_is_taken_for_everybody_else(desk: Desk) -> None:
    held = desk.hold(wish(14, 16))

    assert (held.status, held.name) == (HELD, None)
    for other in (wish(14, 16), wish(15, 17), wish(16, 17), wish(13, 14.25)):
        with refused("taken"):
            desk.hold(other)
    assert len(claims(desk)) == 9  # two hours and the clean-up


def test_a_hold_lasts_five_minutes(desk: Desk, clock: SetClock) -> None:
    held = desk.hold(wish(14, 16))
    assert held.expires == clock.now() + timedelta(minutes=5)
    clock.pass_(minutes=4, seconds=59)
    desk.lapse()
    assert desk.held(desk.hold_token(held)).status == HELD

    clock.pass_(seconds=1)
    desk.lapse()
    assert desk.held(desk.hold_token(held)).status == LAPSED
    assert claims(desk) == []


def test_an_expired_hold_is_let_go_by_whoever_wants_the_time(desk: Desk, clock: SetClock) -> None:
    """Nobody has to tidy up first: the writing transaction decides."""
    desk.hold(wish(14, 16))
    clock.pass_(minutes=5)

    assert booked(desk, wish(14, 16)).status == BOOKED


def test_a_scanned_hold_lasts_ten_minutes_and_scanning_again_changes_nothing(desk: Desk, clock: SetClock) -> None:
    token = desk.hold_token(desk.hold(wish(14, 16)))
    clock.pass_(minutes=2)
    scanned = desk.scan(token)
    assert (scanned.scanned, scanned.expires) == (True, clock.now() + timedelta(minutes=10))

    clock.pass_(minutes=3)
    assert desk.scan(token) == scanned


def test_scanning_never_makes_a_hold_shorter(desk: Desk, clock: SetClock) -> None:
    token = desk.hold_token(desk.hold(wish(14, 16)))
    longer = desk.more_time(token, rid())

    assert desk.scan(token).expires == longer.expires


def test_more_time_is_given_twice(desk: Desk, clock: SetClock) -> None:
    token = desk.hold_token(desk.hold(wish(14, 16)))
    for left in (1, 0):
        clock.pass_(minutes=4)
        more = desk.more_time(token, rid())
        assert (more.expires, more.more_left) == (clock.now() + timedelta(minutes=10), left)

    with refused("no_more_time"):
        desk.more_time(token, rid())


def test_more_time_asked_for_twice_by_the_same_request_is_given_once(desk: Desk) -> None:
    token, request = desk.hold_token(desk.hold(wish(14, 16))), rid()

    assert desk.more_time(token, request) == desk.more_time(token, request)
    assert desk.held(token).more_left == 1


def test_a_hold_becomes_a_booking_of_the_same_time(desk: Desk) -> None:
    held = desk.hold(wish(14, 16))
    before = claims(desk)
    made = desk.book_held(desk.hold_token(held), rid(), CHOIR, "en")

    assert (made.id, made.status, made.name, made.language) == (held.id, BOOKED, "Chor", "en")
    assert (made.begin, made.end, made.expires) == (held.begin, held.end, at(14.25))
    assert made.code
    assert claims(desk) == before
    assert desk.linked(desk.link_token(made)) == desk.held(desk.hold_token(held)) == made


def test_a_booking_out_of_a_hold_outlives_the_hold(desk: Desk, clock: SetClock) -> None:
    made = desk.book_held(desk.hold_token(desk.hold(wish(14, 16))), rid(), CHOIR, "de")
    clock.pass_(minutes=15)
    desk.lapse()

    assert desk.linked(desk.link_token(made)).status == BOOKED


def test_a_hold_in_a_room_with_approval_becomes_a_request(desk: Desk) -> None:
    held = desk.hold(wish(14, 16, "beratung"))

    assert desk.book_held(desk.hold_token(held), rid(), CHOIR, "de").status == REQUESTED


def test_the_same_request_books_a_hold_once_and_gets_the_same_answer(desk: Desk) -> None:
    token, request = desk.hold_token(desk.hold(wish(14, 16))), rid()
    made = desk.book_held(token, request, CHOIR, "de")

    assert desk.book_held(token, request, CHOIR, "de") == made
    with refused("request_reused"):
        desk.book_held(token, request, Group("Andere"), "de")
    with refused("done"):
        desk.book_held(token, rid(), CHOIR, "de")


def test_an_expired_hold_cannot_be_booked_or_kept(desk: Desk, clock: SetClock) -> None:
    token = desk.hold_token(desk.hold(wish(14, 16)))
    clock.pass_(minutes=5)

    with refused("expired"):
        desk.book_held(token, rid(), CHOIR, "de")
    with refused("expired"):
        desk.more_time(token, rid())
    assert desk.scan(token).status == LAPSED


def test_a_hold_that_is_given_up_is_free_at_once_and_a_booking_stays(desk: Desk) -> None:
    token = desk.hold_token(desk.hold(wish(14, 16)))
    assert desk.release(token).status == LAPSED
    assert desk.release(token).status == LAPSED

    other = desk.hold_token(desk.hold(wish(14, 16)))
    desk.book_held(other, rid(), CHOIR, "de")
    assert desk.release(other).status == BOOKED


def test_an_unknown_hold_is_not_there(desk: Desk) -> None:
    desk.hold(wish(14, 16))
    for ask in (desk.held, desk.scan, desk.release):
        with pytest.raises(NotFound):
            ask("x" * 24)
