# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A feed is asked for as often as the config says, ever more seldom while it fails, and never all at one moment."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.schedule import after_failure, after_success
from tests.servers.booking import THURSDAY as NOW


@given(st.floats(0, 1, exclude_max=True), st.integers(5, 1440))
def test_a_good_feed_is_asked_again_a_tenth_earlier_or_later_at_most(die: float, minutes: int) -> None:
    pause = after_success(NOW, minutes, lambda: die) - NOW

    assert timedelta(minutes=minutes * 0.9) <= pause <= timedelta(minutes=minutes * 1.1)


@pytest.mark.parametrize(("failures", "minutes"), [(0, 30), (1, 60), (2, 120), (5, 960), (6, 1440), (99_999, 1440)])
def test_the_pause_doubles_up_to_a_day(failures: int, minutes: int) -> None:
    assert after_failure(NOW, 30, failures, lambda: 0.5) == NOW + timedelta(minutes=minutes)


def test_a_partner_may_ask_for_a_longer_pause_but_not_for_a_shorter_one() -> None:
    late, soon = NOW + timedelta(hours=9), NOW + timedelta(seconds=1)

    assert after_failure(NOW, 30, 0, lambda: 0.5, "too_often", late) == late
    assert after_failure(NOW, 30, 0, lambda: 0.5, "too_often", soon) == NOW + timedelta(minutes=30)


def test_what_is_gone_for_good_is_asked_for_once_a_day() -> None:
    assert after_failure(NOW, 30, 0, lambda: 0.5, "gone") == NOW + timedelta(days=1)
