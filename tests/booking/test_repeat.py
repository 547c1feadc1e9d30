# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A series has 2 to 60 dates, on one weekday, and every calendar program counts the same."""

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from booking.repeat import Every, Repeat, dates, rule
from booking.slots import wall
from tests.booking.wishes import ZONE, refused

TUESDAY = date(2026, 5, 5)
firsts = st.dates(date(2000, 1, 1), date(2200, 1, 1))
everies: st.SearchStrategy[Every] = st.sampled_from(["week", "fortnight", "month"])
counts = st.integers(2, 60)


def test_every_week_and_every_second_week() -> None:
    weekly = dates(TUESDAY, Repeat("week", count=3))
    fortnightly = dates(TUESDAY, Repeat("fortnight", count=3))

    assert weekly == [date(2026, 5, 5), date(2026, 5, 12), date(2026, 5, 19)]
    assert fortnightly == [date(2026, 5, 5), date(2026, 5, 19), date(2026, 6, 2)]


def test_a_month_later_is_the_same_weekday_in_the_same_week_of_the_month() -> None:
    second_tuesday = date(2026, 12, 8)

    assert dates(second_tuesday, Repeat("month", count=3)) == [second_tuesday, date(2027, 1, 12), date(2027, 2, 9)]


def test_the_fifth_weekday_means_the_last_and_the_fourth_stays_the_fourth() -> None:
    fifth, fourth = date(2026, 1, 30), date(2026, 2, 27)

    assert dates(fifth, Repeat("month", count=4)) == [fifth, date(2026, 2, 27), date(2026, 3, 27), date(2026, 4, 24)]
    assert dates(fourth, Repeat("month", count=3)) == [fourth, date(2026, 3, 27), date(2026, 4, 24)]


@pytest.mark.parametrize("until", [date(2026, 5, 19), date(2026, 5, 25)], ids=["is one of it", "lies between two"])
def test_the_end_is_included(until: date) -> None:
    assert dates(TUESDAY, Repeat("week", until=until))[-1] == date(2026, 5, 19)


def test_a_year_of_weeks_and_five_years_of_months_are_possible() -> None:
    assert len(dates(TUESDAY, Repeat("week", until=date(2027, 5, 4)))) == 53
    assert dates(TUESDAY, Repeat("month", count=60))[-1] == date(2031, 4, 1)
    assert len(dates(TUESDAY, Repeat("week", until=TUESDAY + timedelta(weeks=59)))) == 60


@pytest.mark.parametrize(
    "repeat",
    [
        Repeat("week"),
        Repeat("week", until=date(2026, 6, 2), count=3),
        Repeat("week", count=1),
        Repeat("week", count=0),
        Repeat("month", count=-1),
        Repeat("week", count=61),
        Repeat("week", until=TUESDAY),
        Repeat("fortnight", until=TUESDAY + timedelta(days=13)),
        Repeat("week", until=TUESDAY - timedelta(days=1)),
        Repeat("week", until=TUESDAY + timedelta(weeks=60)),
        Repeat("week", until=date.max),
    ],
)
def test_a_series_without_a_fit_end_is_refused(repeat: Repeat) -> None:
    with refused("repeat"):
        dates(TUESDAY, repeat)


@pytest.mark.parametrize("every", ["week", "fortnight", "month"])
def test_a_series_at_the_end_of_all_calendars_is_refused(every: Every) -> None:
    with refused("repeat"):
        dates(date(9999, 12, 28), Repeat(every, count=60))


@given(firsts, everies, counts)
def test_all_dates_are_one_weekday_and_none_is_left_out(first: date, every: Every, number: int) -> None:
    found = dates(first, Repeat(every, count=number))

    assert (found[0], len(found)) == (first, number)
    assert {day.weekday() for day in found} == {first.weekday()}
    steps = {"week": {7}, "fortnight": {14}, "month": {28, 35}}[every]
    assert {(later - day).days for day, later in pairwise(found)} <= steps
    assert dates(first, Repeat(every, until=found[-1])) == found


def test_the_rule_is_said_in_outlooks_words() -> None:
    last = datetime(2026, 12, 1, 17, tzinfo=UTC)

    assert rule(TUESDAY, "week", last) == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20261201T170000Z"
    assert rule(TUESDAY, "fortnight", last) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20261201T170000Z"
    assert rule(date(2026, 5, 12), "month", last) == "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20261201T170000Z"
    assert rule(date(2026, 9, 29), "month", last) == "FREQ=MONTHLY;BYDAY=-1TU;UNTIL=20261201T170000Z"


@given(firsts, everies, counts, st.integers(0, 95))
def test_the_rule_gives_the_same_dates_and_no_more(first: date, every: Every, number: int, quarter: int) -> None:
    found = dates(first, Repeat(every, count=number))
    last = wall(found[-1], quarter * 15, ZONE)
    text = rule(first, every, last)

    assert re.fullmatch(
        r"FREQ=(WEEKLY;(INTERVAL=2;)?BYDAY=[A-Z]{2}|MONTHLY;BYDAY=(-1|[1-4])[A-Z]{2});UNTIL=\d{8}T\d{6}Z", text
    )
    start = datetime.combine(first, time(quarter // 4, quarter % 4 * 15), ZONE)
    assert [moment.date() for moment in rrulestr(text, dtstart=start)] == found
