# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a page that is longer than its room is cut."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kiosk.slices import Span, from_the_foot, from_the_top

ROOM, WHOLE = 500.0, 3000.0
PIECES = st.lists(
    st.tuples(st.integers(0, 2900), st.integers(1, 400)).map(lambda one: (float(one[0]), float(one[0] + one[1]))),
    max_size=30,
)


def cut_through(spans: list[Span], edges: list[float]) -> list[Span]:
    return [span for span in spans if any(span[0] + 1 < edge < span[1] - 1 for edge in edges[1:-1])]


@given(PIECES)
def test_slices_cover_the_page_and_fit_the_room(spans: list[Span]) -> None:
    for cut in (from_the_top, from_the_foot):
        edges = cut(spans, 0.0, WHOLE, ROOM)
        assert (edges[0], edges[-1]) == (0.0, WHOLE)
        assert all(0 < low - high <= ROOM + 1 for high, low in pairwise(edges))


def test_rows_that_lie_apart_are_never_cut_through() -> None:
    spans = [(float(top), float(top + 130)) for top in range(0, 2900, 150)]
    for cut in (from_the_top, from_the_foot):
        assert not cut_through(spans, cut(spans, 0.0, WHOLE, ROOM))


def test_what_is_higher_than_the_room_is_cut_where_the_room_ends() -> None:
    assert from_the_top([(100.0, 2900.0)], 0.0, WHOLE, ROOM)[:3] == [0.0, 100.0, 600.0]


def test_for_hands_that_do_not_reach_high_the_last_slice_is_the_full_one() -> None:
    assert from_the_foot([], 0.0, 1200.0, ROOM) == [0.0, 200.0, 700.0, 1200.0]
    assert from_the_top([], 0.0, 1200.0, ROOM) == [0.0, 500.0, 1000.0, 1200.0]
