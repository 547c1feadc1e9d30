# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""An errand: one feed asked for, worked out and handed in. Whatever goes wrong, the last good copy stays."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from booking import slots
from booking.desk import Desk
from booking.feed_state import Copy, Errand, digest
from booking.feeds_config import FeedIn
from booking.intake import AHEAD, BEHIND, Done, Intake
from booking.refusal import Refused
from sync.faults import Fault
from sync.fetch import Wanted, WayOut
from sync.partners import login
from sync.readers import Question, Readers
from sync.schedule import Dice, after_failure, after_success


@dataclass(frozen=True)
class Outcome:
    """What became of an errand: done, or the fault; neither if somebody else is on it. `size` of the copy, in bytes."""

    feed: FeedIn
    done: Done | None = None
    fault: Fault | None = None
    size: int = 0
    same: bool = False


class Postman:
    """Runs errands for a desk, through one way out, with one reader."""

    def __init__(self, desk: Desk, way_out: WayOut, readers: Readers, dice: Dice) -> None:
        self.intake = Intake(desk)
        self._now: Callable[[], datetime] = desk.now
        self._zone = desk.house.time_zone
        self._way_out = way_out
        self._readers = readers
        self._dice = dice

    def run(self, feed: FeedIn) -> Outcome:
        """Bring one feed in."""
        try:
            errand = self.intake.begin(feed)
            return self._outcome(errand) if errand else Outcome(feed)
        except Refused:  # the database was too busy even to note that
            return Outcome(feed, fault=Fault("later"))

    def stop(self) -> None:
        """Break off what is being fetched; what is being handed in is handed in."""
        self._way_out.shut()

    def _outcome(self, errand: Errand) -> Outcome:
        try:
            return self._run(errand)
        except Fault as fault:
            if self._way_out.is_shut:
                self.intake.give_back(errand)
                return Outcome(errand.feed)
            return self._failed(errand, fault)
        except Refused:  # the database was too busy, or the clock is wrong
            return self._failed(errand, Fault("later"))

    def _run(self, errand: Errand) -> Outcome:
        feed = errand.feed
        answer = self._way_out.fetch(Wanted(feed.url, errand.etag, errand.modified, login(feed)))
        then = slots.epoch(after_success(self._now(), feed.every_minutes, self._dice))
        if answer.body is None:
            return Outcome(feed, self.intake.same(errand, then), same=True)
        copy = Copy(digest(answer.body), answer.etag, answer.modified)
        if errand.is_same(copy):
            return Outcome(feed, self.intake.same(errand, then), size=len(answer.body), same=True)
        return Outcome(feed, self._brought(errand, answer.body, copy, then), size=len(answer.body))

    def _brought(self, errand: Errand, body: bytes, copy: Copy, then: int) -> Done:
        compared, now = cache(lambda: self.intake.compared(errand)), self._now()
        question = Question(body, lambda: compared().counted, self._zone, now - BEHIND, now + AHEAD)
        fresh = self._readers.read(question)
        return self.intake.bring(errand, compared(), fresh, copy, then)

    def _failed(self, errand: Errand, fault: Fault) -> Outcome:
        feed, failures = errand.feed, errand.state.failures
        then = after_failure(self._now(), feed.every_minutes, failures, self._dice, fault.key, fault.not_before)
        self.intake.failed(errand, fault.key, fault.details, slots.epoch(then))
        return Outcome(feed, fault=fault)
