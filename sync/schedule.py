# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""When a feed is asked for again: as often as the config says, ever more seldom while it fails. Pure."""

from collections.abc import Callable
from datetime import datetime, timedelta

LONGEST = timedelta(days=1)
SPREAD = 0.1  # so much earlier or later, so that houses do not all come at the same moment
GONE = "gone"

Dice = Callable[[], float]  # from 0 up to 1


def after_success(now: datetime, every_minutes: int, dice: Dice) -> datetime:
    """The next time after a feed came in."""
    return now + _spread(timedelta(minutes=every_minutes), dice)


def after_failure(
    now: datetime,
    every_minutes: int,
    failures: int,
    dice: Dice,
    key: str = "",
    not_before: datetime | None = None,
    longest: timedelta = LONGEST,
) -> datetime:
    """The next time after something failed `failures` times before: the pause doubles, up to a day, or to `longest`.

    Not before the partner asks us to come back; once a day if it says that the feed is gone for good.
    """
    pause = min(timedelta(minutes=every_minutes) * 2 ** min(failures, 12), longest)
    then = now + _spread(LONGEST if key == GONE else pause, dice)
    return max(then, not_before) if not_before else then


def _spread(pause: timedelta, dice: Dice) -> timedelta:
    return pause * (1 - SPREAD + 2 * SPREAD * dice())
