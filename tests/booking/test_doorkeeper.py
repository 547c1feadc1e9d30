# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Other hours and notices: what holds on which day, and that everybody learns of it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from booking.barriers import Barrier
from booking.config import Hours
from booking.desk import Desk
from booking.doorkeeper import Doorkeeper
from booking.model import BOOKED
from booking.noticeboard import Notice
from booking.openings import Special
from booking.refusal import NotFound
from tests.booking.wishes import TODAY, TOMORROW, at, booked, refused, wish
from tests.servers.booking import SetClock

SATURDAY, HOLIDAY = date(2026, 5, 9), date(2026, 5, 14)
EVENING = (Hours(1080, 1440),)
MORNING = (Hours(480, 720),)


def special(first: date, last: date | None, *spans: tuple[Hours, ...], room: str | None = None) -> Special:
    return Special(0, room, first, last, spans, "Fest")


def on(desk: Desk, room: str, day: date) -> tuple[tuple[int, int], ...]:
    """The hours of a room on a day, for those who look at its plan."""
    chosen = desk.house.room(room)
    assert chosen
    desk.days.revision()
    return tuple(tuple(span) for span in desk.days.openings.of(chosen, day).spans)  # type: ignore[misc]


@pytest.fixture
def keeper(desk: Desk) -> Doorkeeper:
    return Doorkeeper(desk, "anna")


def test_a_special_day_beats_the_week_and_rooms_with_hours_of_their_own_are_open_while_both_are(
    desk: Desk, keeper: Doorkeeper
) -> None:
    usual = on(desk, "offen", TOMORROW), on(desk, "werkraum", TOMORROW)
    number = keeper.set_hours(special(TOMORROW, TOMORROW, (Hours(540, 840),)))
    assert on(desk, "offen", TOMORROW) == ((540, 840),)
    assert on(desk, "werkraum", TOMORROW) == ((600, 840),)
    assert on(desk, "offen", TOMORROW + timedelta(days=3)) == usual[0]
    keeper.drop_hours(number)
    assert (on(desk, "offen", TOMORROW), on(desk, "werkraum", TOMORROW)) == usual
    assert [one.act for one in desk.log.entries()] == ["usual_hours", "hours"]


def test_the_desk_grants_by_the_hours_that_are_set(desk: Desk, keeper: Doorkeeper) -> None:
    keeper.set_hours(special(TOMORROW, TOMORROW, MORNING))
    with refused("hours"):
        booked(desk, wish(14, 16))
    assert booked(desk, wish(9, 11)).status == BOOKED
    with refused("holiday"):
        booked(desk, wish(19, 20, day=HOLIDAY))
    keeper.set_hours(special(HOLIDAY, HOLIDAY, EVENING))
    assert booked(desk, wish(19, 20, day=HOLIDAY)).status == BOOKED


def test_another_process_learns_of_it_at_its_next_look(desk: Desk, keeper: Doorkeeper, clock: SetClock) -> None:
    other = Desk(desk.house, desk.database, desk.key, clock)
    room = other.house.rooms[0]
    other.days.look([room], TOMORROW, TOMORROW)
    keeper.set_hours(special(TOMORROW, TOMORROW, ()))
    _, (day,) = other.days.look([room], TOMORROW, TOMORROW)
    assert (day.pieces, day.why_closed, day.text) == ((), "special", "Fest")


def test_what_is_set_for_good_holds_from_its_day_on_and_not_for_rooms_with_their_own(
    desk: Desk, keeper: Doorkeeper
) -> None:
    before, own = on(desk, "offen", TOMORROW), on(desk, "werkraum", SATURDAY + timedelta(days=7))
    keeper.set_hours(special(SATURDAY, None, *[MORNING] * 7))
    assert on(desk, "offen", TOMORROW) == before
    assert on(desk, "offen", SATURDAY + timedelta(days=1)) == ((480, 720),)
    assert on(desk, "werkraum", SATURDAY + timedelta(days=7)) == own
    assert on(desk, "offen", HOLIDAY) == ()
    later = SATURDAY + timedelta(days=30)
    keeper.set_hours(special(later, None, *[EVENING] * 7))
    keeper.set_hours(special(TOMORROW, None, *[()] * 7))  # set last, but begins earlier
    assert on(desk, "offen", later) == ((1080, 1440),)
    assert on(desk, "offen", later - timedelta(days=1)) == ((480, 720),)


def test_a_room_alone_may_be_open(desk: Desk, keeper: Doorkeeper) -> None:
    keeper.set_hours(special(HOLIDAY, HOLIDAY, EVENING, room="offen"))
    assert on(desk, "offen", HOLIDAY) == ((1080, 1440),)
    assert on(desk, "werkraum", HOLIDAY) == ()
    assert booked(desk, wish(19, 20, day=HOLIDAY)).status == BOOKED


def test_a_look_before_it_counts_names_what_lies_outside_and_changes_nothing(desk: Desk, keeper: Doorkeeper) -> None:
    inside, outside = booked(desk, wish(9, 11)), booked(desk, wish(14, 16))
    openings, found = keeper.rehearse(special(TOMORROW, TOMORROW, MORNING))
    assert [one.code for one in found] == [outside.code]
    assert openings.of_house(TOMORROW).spans == MORNING
    assert inside.code not in {one.code for one in found}
    assert desk.days.openings.special == ()
    assert desk.log.entries() == []


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (special(TODAY - timedelta(days=2), TODAY - timedelta(days=1), ()), "past"),
        (special(TOMORROW, TODAY, ()), "order"),
        (special(TODAY + timedelta(days=800), None, *[MORNING] * 7), "too_far"),
    ],
)
def test_hours_that_make_no_sense_are_refused(keeper: Doorkeeper, wanted: Special, reason: str) -> None:
    with refused(reason):
        keeper.set_hours(wanted)
    with pytest.raises(NotFound):
        keeper.drop_hours(7)


def notice(**values: object) -> Notice:
    made = Notice(0, at(9, TODAY), at(12, TOMORROW), True, True, {"de": "Heute\nFest", "en": "", "fr": "Fête"})
    return replace(made, **values)  # type: ignore[arg-type]


def test_a_notice_hangs_for_its_time_where_it_shall(desk: Desk, keeper: Doorkeeper, clock: SetClock) -> None:
    number = keeper.announce(notice(phone=False))
    keeper.announce(notice(begin=at(11, TOMORROW), display=False))
    assert [one.texts for one in desk.board.on_display()] == [{"de": "Heute Fest"}]
    assert desk.board.on_phone() == []
    clock.time = at(11.5)
    assert (len(desk.board.on_display()), len(desk.board.on_phone())) == (1, 1)
    keeper.take_down(number)
    assert desk.board.on_display() == []
    clock.time = at(12)
    assert desk.board.all() == []
    with pytest.raises(NotFound):
        keeper.take_down(number)
    assert [one.act for one in desk.log.entries()] == ["no_notice", "notice", "notice"]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"texts": {"de": " ", "en": "Party"}}, "empty"),
        ({"texts": {"de": "x" * 161}}, "notice_long"),
        ({"end": at(8, TODAY)}, "order"),
        ({"display": False, "phone": False}, "nowhere"),
    ],
)
def test_a_notice_that_makes_no_sense_is_refused(keeper: Doorkeeper, wrong: dict[str, object], reason: str) -> None:
    with refused(reason):
        keeper.announce(notice(**wrong))


def test_a_way_is_closed_for_its_time(desk: Desk, keeper: Doorkeeper, clock: SetClock) -> None:
    later = keeper.block(Barrier(0, "lift/main", at(14, TOMORROW), at(16, TOMORROW), "Wartung"))
    keeper.block(Barrier(0, "stairs/main", at(9, TODAY), at(12, TOMORROW), " Frisch\ngestrichen "))
    assert [(one.place, one.reason) for one in desk.barriers.now()] == [("stairs/main", "Frisch gestrichen")]
    assert [one.place for one in desk.barriers.all()] == ["stairs/main", "lift/main"]
    clock.time = at(12, TOMORROW)
    assert desk.barriers.now() == []
    keeper.unblock(later)
    assert desk.barriers.all() == []
    with pytest.raises(NotFound):
        keeper.unblock(later)
    assert [one.act for one in desk.log.entries()] == ["unblock", "block", "block"]


@pytest.mark.parametrize(
    ("begin", "end", "why", "reason"),
    [
        (at(9, TODAY), at(12, TODAY), " ", "reason"),
        (at(12, TODAY), at(9, TODAY), "Wartung", "order"),
        (at(5, TODAY), at(6, TODAY), "Wartung", "past"),
    ],
)
def test_a_barrier_that_makes_no_sense_is_refused(
    keeper: Doorkeeper, begin: datetime, end: datetime, why: str, reason: str
) -> None:
    with refused(reason):
        keeper.block(Barrier(0, "lift/main", begin, end, why))


def test_a_look_shows_what_is_set_last(keeper: Doorkeeper) -> None:
    keeper.set_hours(special(TOMORROW, TOMORROW, ()))
    openings, _ = keeper.rehearse(special(TOMORROW, TOMORROW, MORNING))
    assert openings.of_house(TOMORROW).spans == MORNING
