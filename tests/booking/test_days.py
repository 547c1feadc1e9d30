# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Days are kept by revision and are never stale: what is shown is what is written."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from booking import privacy
from booking.desk import Desk
from booking.model import BOOKED
from booking.office import Office
from booking.rules import Group, Wish
from booking.serve import open_desk
from booking.timetable import Day, Piece
from tests.booking.wishes import TODAY, TOMORROW, WORKSHOP, at, booked, to, wish
from tests.servers.booking import SetClock


@pytest.fixture
def neighbour(desk: Desk, tmp_path: Path, clock: SetClock) -> Iterator[Desk]:
    """Another process of the same house: same database, memory of its own."""
    other = open_desk(desk.house, tmp_path / "desk", clock)
    yield other
    other.database.close()


def look(desk: Desk) -> list[Day]:
    rooms = [room for room in desk.house.rooms if room.bookable]
    return desk.days.look(rooms, TODAY, TOMORROW)[1]


def pieces(desk: Desk) -> list[Piece]:
    """What is not free in the open room tomorrow."""
    (day,) = [day for day in look(desk) if (day.room, day.date) == ("offen", TOMORROW)]
    return [piece for piece in day.pieces if piece.state != "free"]


def test_every_change_is_seen_by_every_process_at_once(
    desk: Desk, neighbour: Desk, clock: SetClock, tmp_path: Path
) -> None:
    """After each step a desk that knows the day shows the same as one that has never looked."""
    made = booked(desk, wish(9, 10), WORKSHOP)
    held = desk.hold(wish(11, 12))
    steps: list[Callable[[], object]] = [
        lambda: desk.change(desk.link_token(made), to(wish(14, 16))),
        lambda: neighbour.change(neighbour.link_token(made), to(wish(14, 15, "werkraum"))),
        lambda: neighbour.release(neighbour.hold_token(held)),
        lambda: Office(desk).close(None, at(18), at(20), "Fest"),
        lambda: booked(desk, wish(9, 10, "beratung"), Group("Rat")),
        lambda: Office(neighbour).reopen(closure_of(desk)),
        lambda: neighbour.cancel(neighbour.link_token(made)),
        lambda: desk.hold(wish(20, 21)),
        lambda: expire(desk, clock),
    ]
    for step in steps:
        before = look(desk), look(neighbour), desk.days.revision()
        step()
        fresh = open_desk(desk.house, tmp_path / "desk", clock)
        assert look(desk) == look(neighbour) == look(fresh) != before[0]
        assert desk.days.revision() == neighbour.days.revision() > before[2]
        fresh.database.close()


def expire(desk: Desk, clock: SetClock) -> None:
    clock.pass_(minutes=6)
    desk.lapse()


def closure_of(desk: Desk) -> int:
    with desk.database.read() as db:
        return int(db.exec_driver_sql("SELECT max(id) FROM closure").scalar() or 0)


def test_a_name_is_shown_only_if_the_group_agreed_and_the_booking_counts(desk: Desk) -> None:
    booked(desk, wish(9, 10), Group("Selbsthilfegruppe"))
    booked(desk, wish(11, 12), Group("Radwerkstatt", True))
    desk.hold(wish(14, 15))

    assert [(piece.state, piece.name) for piece in pieces(desk)] == [
        ("taken", None),
        ("taken", "Radwerkstatt"),
        ("held", None),
    ]


def test_a_taken_piece_covers_set_up_and_clean_up(desk: Desk) -> None:
    booked(desk, wish(9, 10))
    (piece,) = pieces(desk)

    assert (piece.end - piece.begin) == 5  # an hour and the clean-up


def test_time_goes_by_without_a_change(desk: Desk, clock: SetClock) -> None:
    """The running quarter can still be booked; the one before it is over."""
    revision = desk.days.revision()
    first = [day.pieces[0] for day in look(desk) if (day.room, day.date) == ("offen", TODAY)]
    clock.pass_(minutes=15)
    second = [day.pieces[0] for day in look(desk) if (day.room, day.date) == ("offen", TODAY)]

    assert first[0].state == second[0].state == "past"
    assert second[0].end == first[0].end + 1
    assert desk.days.revision() == revision


def test_a_look_that_nothing_changed_since_reads_only_the_revision(desk: Desk) -> None:
    booked(desk, wish(9, 10))
    first = look(desk)
    with desk.database.engine.begin() as db:  # behind the desk's back: nobody may do this, so nobody hears of it
        db.exec_driver_sql("UPDATE booking SET status = 'cancelled'")

    assert look(desk) == first


def test_the_stamp_of_a_day_changes_with_that_day_only(desk: Desk) -> None:
    room = desk.house.rooms[0]
    look(desk)
    before = [desk.days.stamp(room, day) for day in (TOMORROW, TODAY + timedelta(days=4))]
    booked(desk, wish(9, 10))
    look(desk)
    after = [desk.days.stamp(room, day) for day in (TOMORROW, TODAY + timedelta(days=4))]

    assert before[0] != after[0]
    booked(desk, wish(11, 12))
    look(desk)
    assert desk.days.stamp(room, TODAY + timedelta(days=4)) == after[1]


def test_what_lasts_for_days_is_seen_on_each_of_them_and_on_no_other(desk: Desk) -> None:
    room, first = desk.house.rooms[0], TODAY + timedelta(days=4)
    long = Wish("long", room.id, at(18, first), at(9, first + timedelta(days=4)))
    desk.write(lambda book: book.add(book.new_id(), long, room, status=BOOKED))
    _, shown = desk.days.look([room], first - timedelta(days=1), first + timedelta(days=5))

    open_days = {day.date: {piece.state for piece in day.pieces} for day in shown if day.pieces}
    assert open_days == {
        first: {"free", "taken"},
        first + timedelta(days=1): {"taken"},
        first + timedelta(days=2): {"taken"},
        first + timedelta(days=4): {"taken", "free"},
        first + timedelta(days=5): {"free"},
    }


def test_a_day_beyond_reach_is_shown_but_offers_no_window(desk: Desk) -> None:
    room = desk.house.rooms[0]
    _, (last, beyond) = desk.days.look([room], TODAY + timedelta(days=90), TODAY + timedelta(days=91))

    assert last.windows
    assert beyond.pieces
    assert not beyond.windows


def test_a_reader_who_missed_changes_that_are_gone_sees_them_all_the_same(desk: Desk, neighbour: Desk) -> None:
    before = look(desk)
    for hour in (9, 10, 11):
        booked(neighbour, wish(hour, hour + 0.5, "beratung", TOMORROW))
    neighbour.write(lambda book: privacy.forget_changes(book, 1))

    assert look(desk) != before
    assert look(desk) == look(neighbour)
