# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Time on the grid, and the two nights a year on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from booking import slots
from tests.booking.wishes import ZONE, refused

LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # its clocks change by half an hour
GO_BACK, GO_FORWARD = date(2026, 10, 25), date(2027, 3, 28)

instants = st.integers(978_307_200, 4_102_444_800).map(slots.utc)
days = st.dates(date(2001, 1, 1), date(2099, 12, 31))
zones = st.sampled_from([ZONE, ZoneInfo("UTC"), LORD_HOWE, ZoneInfo("America/St_Johns")])


def shown(text: str) -> datetime:
    """What the clock on the wall shows."""
    return datetime.fromisoformat(text)


@given(instants)
def test_the_running_slot_holds_the_instant_and_begins_on_the_grid(instant: datetime) -> None:
    begin = slots.floor(instant)

    assert begin <= instant < begin + slots.SLOT
    assert slots.on_grid(begin)
    assert slots.slot_of(instant) == slots.slot_of(begin) == slots.epoch(begin) / 900


def test_a_slot_counts_quarters_since_1970() -> None:
    assert slots.slot_of(datetime(1970, 1, 1, 0, 15, tzinfo=UTC)) == 1
    assert not slots.on_grid(datetime(2026, 5, 7, 12, 0, 1, tzinfo=UTC))


@given(instants, zones)
def test_what_the_clock_shows_leads_back_to_the_instant(instant: datetime, zone: ZoneInfo) -> None:
    local = instant.astimezone(zone).replace(tzinfo=None, fold=0)

    assert instant in slots.instants(local, zone)
    if not slots.is_double(instant, zone):
        assert slots.to_utc(local, zone) == instant


def test_the_missing_hour_is_refused() -> None:
    for minute in (0, 30, 45):
        with refused("missing_hour"):
            slots.to_utc(shown(f"2027-03-28T02:{minute:02}"), ZONE)
    assert slots.to_utc(shown("2027-03-28T03:00"), ZONE) == datetime(2027, 3, 28, 1, tzinfo=UTC)


def test_the_double_hour_asks_which() -> None:
    with refused("double_hour") as caught:
        slots.to_utc(shown("2026-10-25T02:30"), ZONE)

    assert caught.value.details["choices"] == [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ]
    assert slots.to_utc(shown("2026-10-25T03:00"), ZONE) == datetime(2026, 10, 25, 2, tzinfo=UTC)


def test_a_time_with_an_offset_is_never_in_doubt() -> None:
    summer = datetime.fromisoformat("2026-10-25T02:30:00+02:00")

    assert slots.to_utc(summer, ZONE) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_18_00_stays_18_00_over_both_changes() -> None:
    for first in (GO_BACK - timedelta(days=7), GO_FORWARD - timedelta(days=7)):
        for week in range(3):
            day = first + timedelta(days=7 * week)
            evening = slots.to_utc(datetime.combine(day, time(18)), ZONE).astimezone(ZONE)
            assert (evening.date(), evening.hour) == (day, 18)


def test_opening_hours_in_a_skipped_hour_begin_at_the_jump() -> None:
    jump = datetime(2027, 3, 28, 1, tzinfo=UTC)

    assert slots.wall(GO_FORWARD, 150, ZONE) == jump
    assert slots.wall(GO_FORWARD, 180, ZONE) == jump
    assert slots.wall(date(2026, 10, 4), 135, LORD_HOWE) == datetime(2026, 10, 3, 15, 30, tzinfo=UTC)


def test_opening_hours_in_a_double_hour_take_the_first() -> None:
    assert slots.wall(GO_BACK, 150, ZONE) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(days, zones)
def test_a_day_ends_where_the_next_begins_and_the_clock_agrees(day: date, zone: ZoneInfo) -> None:
    begin, end = slots.wall(day, 0, zone), slots.wall(day, 1440, zone)

    assert end == slots.wall(day, 1440, zone)
    assert timedelta(hours=23) <= end - begin <= timedelta(hours=25)
    assert slots.local_day(begin, zone) == slots.local_day(end - slots.SLOT, zone) == day


@given(days, zones, st.lists(st.integers(0, 96), min_size=2, max_size=2))
def test_hours_never_run_backwards(day: date, zone: ZoneInfo, quarters: list[int]) -> None:
    earlier, later = sorted(quarters)

    assert slots.wall(day, earlier * 15, zone) <= slots.wall(day, later * 15, zone)


@given(days, st.integers(0, 60))
def test_days_are_every_day_with_both_ends(first: date, more: int) -> None:
    found = list(slots.days(first, first + timedelta(days=more)))

    assert len(found) == more + 1
    assert (found[0], found[-1]) == (first, first + timedelta(days=more))
