# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a process that reads others' calendars may use: memory, time of its own, and next to nothing else.

An event that takes too long is given up by an alarm; where no alarm is heard, as in a long search for a pattern, the
kernel ends the process, and who has asked knows which event it was.
"""

import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

MEMORY = 256 * 1024 * 1024
EVENT_SECONDS, FEED_SECONDS = 2, 20  # of the processor's time
_FILES = 16


class TooMuch(BaseException):
    """It takes longer than it may. No Exception: no library that works on an event shall catch it."""


def confine() -> None:
    """Give up, for good, what reading does not need."""
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_NPROC, 0),
    ):
        resource.setrlimit(limit, (most, most))
    signal.signal(signal.SIGPROF, _too_long)


def _too_long(*_: object) -> None:
    raise TooMuch


@contextmanager
def seconds(most: float) -> Iterator[None]:
    """Raise TooMuch if the block uses more of the processor's time; a second and a half later the kernel ends us."""
    before = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time() + most + 2.5), before[1]))
    signal.setitimer(signal.ITIMER_PROF, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_CPU, before)
