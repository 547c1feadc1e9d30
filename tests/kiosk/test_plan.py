# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A day as cells, lengths and starts: without a window."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from kiosk import plan
from kiosk.house import Day, Piece, Room, Span

ROOM = Room("offen", {"de": "Offener Raum"}, 0, 24, (), True, True, False, 30, 240, 90, 0, 15)


def at(local: str) -> datetime:
    """A time in Kassel on 7 May 2026, two hours ahead of UTC."""
    hour, minute = map(int, local.split(":"))
    return datetime(2026, 5, 7, hour - 2, minute, tzinfo=UTC)


NOW = at("13:42")
DAY = Day(
    "offen",
    date(2026, 5, 7),
    at("08:00"),
    at("22:00"),
    (
        Piece(at("08:00"), at("13:30"), "past"),
        Piece(at("13:30"), at("16:00"), "free"),
        Piece(at("16:00"), at("18:00"), "taken", "Nachbarschaft Wesertor"),
        Piece(at("18:00"), at("22:00"), "free"),
    ),
    (Span(at("13:30"), at("15:45")), Span(at("18:00"), at("21:45"))),
)


def begins(cells: list[plan.Cell], state: str = "free") -> list[str]:
    return [f"{cell.begin + timedelta(hours=2):%H:%M}" for cell in cells if cell.state == state]


def test_free_time_is_cut_on_full_half_hours() -> None:
    cells = plan.cells(DAY, ROOM, NOW, 30)

    assert begins(cells)[:5] == ["13:30", "14:00", "14:30", "15:00", "15:30"]


def test_a_booking_is_one_cell_however_long() -> None:
    taken = [cell for cell in plan.cells(DAY, ROOM, NOW, 30) if cell.state == "taken"]

    assert [(cell.minutes, cell.name) for cell in taken] == [(120, "Nachbarschaft Wesertor")]


def test_the_cells_leave_no_gap() -> None:
    cells = plan.cells(DAY, ROOM, NOW, 30)

    assert cells[0].begin == DAY.opens
    assert cells[-1].end == DAY.closes
    assert all(one.end == other.begin for one, other in pairwise(cells))


def test_a_cell_in_which_no_booking_fits_any_more_cannot_be_touched() -> None:
    """15:30 is free, but with clean-up only a quarter of an hour is left."""
    last = next(cell for cell in plan.cells(DAY, ROOM, NOW, 30) if cell.begin == at("15:30"))

    assert last.state == "free"
    assert last.start is None


def test_a_stub_joins_the_hour_beside_it() -> None:
    cells = plan.cells(DAY, ROOM, NOW, 60)

    assert begins(cells) == ["13:30", "15:00", "18:00", "19:00", "20:00", "21:00"]


def test_an_old_plan_loses_what_has_passed() -> None:
    """Two hours later, without news from the server, nothing before the running quarter can be touched."""
    cells = plan.cells(DAY, ROOM, at("15:20"), 30)

    assert min(cell.start for cell in cells if cell.start) == at("15:15")


def test_lengths_end_with_the_window() -> None:
    assert plan.lengths(ROOM, DAY.windows[0], at("14:00")) == [30, 60, 90, 105]


def test_at_most_five_lengths_are_offered_with_the_longest_among_them() -> None:
    offered = plan.lengths(ROOM, DAY.windows[1], at("18:00"))

    assert len(offered) == 5
    assert offered[0] == 30
    assert offered[-1] == 225


def test_the_begin_moves_by_quarters_within_the_window_only() -> None:
    window = DAY.windows[0]

    assert plan.moved(window, ROOM, at("13:30"), NOW, -1) is None
    assert plan.moved(window, ROOM, at("13:30"), NOW, 1) == at("13:45")
    assert plan.moved(window, ROOM, at("15:15"), NOW, 1) is None


def test_what_ends_the_lengths_is_the_next_booking_not_the_clean_up() -> None:
    piece = plan.after(DAY, at("15:45"))

    assert piece is not None
    assert (piece.state, piece.begin) == ("taken", at("16:00"))


def test_only_named_bookings_that_are_not_over_are_public() -> None:
    assert [piece.name for _, piece in plan.public_today([DAY], NOW)] == ["Nachbarschaft Wesertor"]
    assert plan.public_today([DAY], at("18:00")) == []
