# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tell me if it becomes free: first come, first served, and nobody is quicker than those who waited."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import select

from booking.desk import Desk
from booking.model import BOOKED, HELD, LAPSED, letter, waiting
from booking.office import Office
from booking.refusal import NotFound
from booking.rules import Group, Wish
from tests.booking.crowd import at_once
from tests.booking.wishes import CHOIR, at, booked, reason_of, refused, wish
from tests.servers.booking import SetClock

ANNA, BERT = "anna@example.org", "bert@example.org"


def offered(desk: Desk) -> list[tuple[str, str]]:
    """Who was told, and what it was about."""
    with desk.database.read() as db:
        rows = db.execute(
            select(letter.c.mail, letter.c.booking_id).where(letter.c.kind == "offer").order_by(letter.c.id)
        )
        return [(row.mail, desk.find_one(row.booking_id).status) for row in rows]


def waiters(desk: Desk) -> list[str]:
    with desk.database.read() as db:
        return list(db.execute(select(waiting.c.mail).order_by(waiting.c.id)).scalars())


def test_what_becomes_free_is_held_for_the_first_who_waits(desk: Desk, clock: SetClock) -> None:
    made = booked(desk, wish(14, 16))
    desk.wait(wish(14, 16), BERT)
    clock.pass_(seconds=1)
    desk.wait(wish(14.5, 15.5), ANNA)
    desk.cancel(desk.link_token(made))

    assert offered(desk) == [(BERT, HELD)]
    assert waiters(desk) == [ANNA]
    (held,) = [found for found in desk.find() if found.status == HELD]
    assert held.expires == clock.now() + timedelta(minutes=30)
    with refused("taken"):
        booked(desk, wish(14, 15))
    assert desk.book_held(desk.hold_token(held), str(uuid4()), CHOIR, "de").status == BOOKED


def test_who_does_not_take_it_leaves_it_to_the_next(desk: Desk, clock: SetClock) -> None:
    made = booked(desk, wish(14, 16))
    desk.wait(wish(14, 16), BERT)
    clock.pass_(seconds=1)
    desk.wait(wish(14, 16), ANNA)
    desk.cancel(desk.link_token(made))
    clock.pass_(minutes=31)
    desk.lapse()

    assert [mail for mail, status in offered(desk) if status == HELD] == [ANNA]
    clock.pass_(minutes=31)
    desk.lapse()
    assert waiters(desk) == []
    assert {found.status for found in desk.find() if found.status != "cancelled"} == {LAPSED}
    assert booked(desk, wish(14, 16)).status == BOOKED


def test_a_time_that_is_free_cannot_be_waited_for(desk: Desk) -> None:
    with refused("is_free"):
        desk.wait(wish(14, 16), ANNA)
    with refused("mail"):
        desk.wait(wish(14, 16), "anna")


def test_waiting_twice_is_waiting_once_and_nobody_waits_for_everything(desk: Desk) -> None:
    Office(desk).close(None, at(8), at(22), "Fest")
    assert desk.wait(wish(14, 16), ANNA)
    assert desk.wait(wish(14, 16), ANNA.upper()) is None  # whoever asks need not be Anna
    for hour in (9, 10, 11, 12):
        desk.wait(wish(hour, hour + 1), ANNA)
    with refused("too_many_waiting"):
        desk.wait(wish(17, 18), ANNA)


def test_who_leaves_the_list_is_told_nothing(desk: Desk) -> None:
    made = booked(desk, wish(14, 16))
    place = desk.wait(wish(14, 16), ANNA) or ""
    desk.wait_no_longer(place)
    with pytest.raises(NotFound):
        desk.wait_no_longer(place)
    desk.cancel(desk.link_token(made))

    assert offered(desk) == []
    assert booked(desk, wish(14, 16)).status == BOOKED


def test_who_waits_comes_before_whoever_finds_that_nobody_has_come(desk: Desk, clock: SetClock) -> None:
    booked(desk, wish(14, 16))
    desk.wait(wish(15, 16), ANNA)
    clock.time = at(14.25)
    with refused("taken"):  # this very wish lets the room be released
        booked(desk, wish(15, 16))
    desk.lapse()

    assert offered(desk) == [(ANNA, HELD)]


def test_a_released_room_goes_to_the_waitlist_too(desk: Desk, clock: SetClock) -> None:
    booked(desk, wish(14, 16))
    desk.wait(wish(15, 16), ANNA)
    clock.time = at(14.25)
    desk.lapse()

    assert offered(desk) == [(ANNA, HELD)]


def test_fifty_who_are_quick_lose_against_one_who_waited(desk: Desk) -> None:
    made = booked(desk, wish(14, 16))
    desk.wait(wish(14, 16), ANNA)
    asks = [partial(desk.cancel, desk.link_token(made))]
    asks += [partial(desk.book, quick(), Group("Schnell"), proven=True) for _ in range(20)]
    said = at_once(len(asks), lambda number: reason_of(asks[number]))

    assert said[0] == ""
    assert set(said[1:]) == {"taken"}
    assert offered(desk) == [(ANNA, HELD)]


def quick() -> Wish:
    return wish(14, 16)
