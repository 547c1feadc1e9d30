# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rounds of the postman: several errands at once, a few at a time, and after each round the reader may go."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from booking import heaps
from booking.feeds_config import FeedIn
from booking.lifeline import Lifeline
from booking.refusal import Refused
from sync.errands import Outcome, Postman
from sync.pulse import Pulse
from sync.readers import Readers

AT_ONCE = 4
LOOK_SECONDS = 5.0  # between two looks at what is due: so soon staff see what they have confirmed
TIDIED = timedelta(hours=1)

log = logging.getLogger("sync")

Saying = Callable[[FeedIn, Outcome | None], None]


class Rounds:
    """Runs errands until it is told to stop; `say` hears of each when it begins and when it is done."""

    def __init__(
        self,
        postman: Postman,
        readers: Readers,
        now: Callable[[], datetime],
        say: Saying,
        pulse: Pulse | None = None,
    ) -> None:
        self._postman = postman
        self._readers = readers
        self._now = now
        self._say = say
        self._pulse = pulse or Pulse(Lifeline({}))
        self._tidied: datetime | None = None
        self.stopped = threading.Event()

    def stop(self) -> None:
        """Begin no other errand, and end those that have begun."""
        self.stopped.set()
        self._postman.stop()
        self._pulse.stopping()

    def serve(self) -> None:
        """Ask for every feed when its time has come."""
        while not self.stopped.is_set():
            try:
                self._look()
            except DBAPIError as error:  # it comes back, and what was not brought in is asked for again
                log.error("database: %s", error.orig)
            except Refused as refused:
                log.error("house: %s", refused.reason)
            self._pulse.turned("feeds")
            self._pulse.rest(self.stopped, LOOK_SECONDS)

    def _look(self) -> None:
        if self._tidied is None or self._now() - self._tidied >= TIDIED:
            self._postman.intake.tidy()
            self._tidied = self._now()
        due = self._postman.intake.due()
        self._pulse.looked()
        for _ in self.once(due):
            self._pulse.turned("feeds")

    def once(self, feeds: Sequence[FeedIn]) -> Iterator[Outcome]:
        """One errand for each feed, as they end."""
        if not feeds:
            return
        with ThreadPoolExecutor(AT_ONCE) as workers:
            running: set[Future[Outcome]] = {workers.submit(self._run, feed) for feed in feeds}
            while running:
                done, running = wait(running, self._pulse.pause, FIRST_COMPLETED)
                self._pulse.waits()
                yield from (one.result() for one in done)
        self._readers.rest()
        heaps.give_back()

    def _run(self, feed: FeedIn) -> Outcome:
        if self.stopped.is_set():
            return Outcome(feed)
        self._say(feed, None)
        outcome = self._postman.run(feed)
        self._say(feed, outcome)
        return outcome
