# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A room's day in pieces without gaps, and windows that promise exactly what the rules keep."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from booking import rules, slots, timetable
from booking.config import Bookable, Hours, Room
from booking.openings import Openings
from booking.timetable import CLOSED, FREE, PAST, TAKEN, Frame, Piece, Window
from tests.booking.wishes import TODAY, reason_of
from tests.servers.booking import demo_house

HOURS = st.sampled_from([(480, 1320), (540, 750), (0, 1440), (600, 1200), (810, 1080)])


@st.composite
def rooms(draw: st.DrawFn) -> Room:
    """An open room with some set-up, clean-up, lengths and hours, two spans of them on some days."""
    shortest = draw(st.integers(1, 8)) * 15
    two = (Hours(540, 750), Hours(810, 1080))
    spans = draw(st.one_of(st.just(two), HOURS.map(lambda span: (Hours(*span),))))
    changes = {
        "setup": draw(st.integers(0, 4)) * 15,
        "cleanup": draw(st.integers(0, 4)) * 15,
        "shortest": shortest,
        "longest": shortest + draw(st.integers(0, 16)) * 15,
        "opening": dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), spans),
    }
    return demo_house().rooms[0].model_copy(update=changes)


def frame_of(room: Bookable, day: date) -> Frame:
    house = demo_house().model_copy(update={"rooms": (room,)})
    return timetable.Frames(Openings(house)).of(room, day)


days = st.sampled_from([TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=4)])


@st.composite
def blocks(draw: st.DrawFn, day: date) -> list[Piece]:
    """Claimed stretches of a day that do not overlap, some of them beginning before the day or ending after it."""
    first = slots.first_slot(day, demo_house().zone) - 8
    cuts = sorted(draw(st.sets(st.integers(first, first + 112), max_size=12)))
    states = st.sampled_from([Piece(0, 0, TAKEN, "Chor"), Piece(0, 0, CLOSED, None, "closure", "Fest")])
    return [draw(states)._replace(begin=begin, end=end) for begin, end in list(pairwise(cuts))[::2]]


@given(st.data(), rooms(), days, st.integers(-10, 110))
def test_pieces_follow_one_another_through_the_whole_day(data: st.DataObject, room: Room, day: date, now: int) -> None:
    frame = frame_of(room, day)
    taken = data.draw(blocks(day))
    running = frame.opens + now
    pieces = timetable.lay_out(frame, taken, running)

    assert all(piece.begin < piece.end for piece in pieces)
    assert all(earlier.end == later.begin for earlier, later in pairwise(pieces))
    assert (pieces[0].begin, pieces[-1].end) == (frame.opens, frame.closes)
    for slot in range(frame.opens, frame.closes):
        (piece,) = [piece for piece in pieces if piece.begin <= slot < piece.end]
        claimed = [block for block in taken if block.begin <= slot < block.end]
        is_open = any(begin <= slot < end for begin, end in frame.open)
        if slot < running:
            assert piece.state == PAST
        elif claimed and is_open:
            assert piece.state == claimed[0].state
        elif is_open:
            assert piece.state == FREE
        else:
            assert piece.state == CLOSED or claimed


@given(st.data(), rooms(), days, st.integers(-10, 110))
def test_a_booking_fits_into_a_window_exactly_when_rules_and_claims_agree(
    data: st.DataObject, room: Room, day: date, now: int
) -> None:
    """Whatever lies in a window is granted, whatever does not is refused: tried for every begin and every length."""
    house = demo_house().model_copy(update={"rooms": (room,)})
    frame, taken = frame_of(room, day), data.draw(blocks(day))
    running = frame.opens + now
    windows = timetable.windows(frame, taken, room, running)
    claimed = {slot for block in taken for slot in range(block.begin, block.end)}
    clock = slots.utc(running * slots.SECONDS)

    midnights = (slots.first_slot(of, house.zone) for of in (day, day + timedelta(days=1)))
    for begin in range(*midnights):
        for length in {1, room.shortest // 15, room.longest // 15, room.longest // 15 + 1}:
            starts, ends = (slots.utc(slot * slots.SECONDS) for slot in (begin, begin + length))
            said = reason_of(lambda b=starts, e=ends: rules.check_time(Openings(house), room, b, e, clock))  # type: ignore[misc]
            first, last = rules.claimed(room, starts, ends)
            granted = not said and not claimed & set(range(first, last))
            assert granted == promised(windows, room, begin, begin + length), (begin, length, said)


def promised(windows: tuple[Window, ...], room: Room, begin: int, end: int) -> bool:
    """What a screen may offer, seeing only the windows."""
    fits = any(window.begin <= begin and end <= window.end for window in windows)
    return fits and room.shortest <= (end - begin) * 15 <= room.longest


@given(st.data(), rooms(), days, st.integers(-10, 110))
def test_windows_are_never_too_short_to_book(data: st.DataObject, room: Room, day: date, now: int) -> None:
    frame = frame_of(room, day)

    for begin, end in timetable.windows(frame, data.draw(blocks(day)), room, frame.opens + now):
        assert (end - begin) * 15 >= room.shortest


def test_what_is_taken_after_closing_does_not_open_a_window_before_it() -> None:
    room = demo_house().rooms[0]
    frame = frame_of(room, TODAY)
    late = Piece(frame.closes + 4, frame.closes + 8, TAKEN)

    assert timetable.windows(frame, [late], room, frame.closes - 1) == ()
    assert timetable.windows(frame, [late], room, frame.closes - 2) == (Window(frame.closes - 2, frame.closes),)


def test_a_public_holiday_and_a_weekday_without_hours_say_why() -> None:
    room = demo_house().rooms[0]

    assert frame_of(room, date(2026, 5, 14)) == Frame(0, 0, (), "holiday")
    assert frame_of(room, date(2026, 5, 10)) == Frame(0, 0, (), "hours")


def test_hours_of_the_house_in_which_the_room_is_shut_are_shown_as_closed() -> None:
    room = demo_house().room("beratung")
    assert room is not None
    frame = frame_of(room, TODAY)

    pieces = timetable.lay_out(frame, (), 0)
    assert [(piece.state, (piece.end - piece.begin) * 15) for piece in pieces] == [
        (CLOSED, 60),
        (FREE, 210),
        (CLOSED, 60),
        (FREE, 270),
        (CLOSED, 240),
    ]


def test_a_day_with_a_change_of_the_clock_has_an_hour_less_or_more() -> None:
    room = demo_house().rooms[0].model_copy(update={"opening": {"sun": (Hours(0, 1440),)}})
    house = demo_house().model_copy(update={"rooms": (room,), "opening": {"sun": (Hours(0, 1440),)}})
    frames = timetable.Frames(Openings(house))

    lengths = [frames.of(room, day) for day in (date(2026, 10, 25), date(2027, 3, 28), date(2026, 5, 3))]
    assert [(frame.closes - frame.opens) // 4 for frame in lengths] == [25, 23, 24]
