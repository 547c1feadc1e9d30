# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Trips to the city: what waits in the outbox goes out in batches, channel by channel; who is away is tried again ever
more seldom, but once an hour at least.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.exc import DBAPIError

from booking import heaps, slots
from booking.city_config import CityCalendar, CityCounts
from booking.desk import Desk
from booking.dispatch import Dispatch, Item, Results
from booking.refusal import Refused
from booking.trips import Trip, Trips
from sync import open_data
from sync.caldav import Calendar
from sync.calendar_out import CalendarOut
from sync.counts_out import CountsOut
from sync.faults import Fault
from sync.fetch import WayOut
from sync.partners import conversation
from sync.schedule import Dice, after_failure
from sync.sensorthings import Service

FIRST_PAUSE = 1  # minutes after a fault; it doubles each time
LONGEST_PAUSE = timedelta(hours=1)
LOOK_SECONDS = 5.0
TIDIED = timedelta(hours=1)

log = logging.getLogger("sync")


@dataclass
class Delivery:
    """What became of a trip. `sent` have arrived, `same` needed nothing, `refused` were not taken."""

    channel: str
    sent: int = 0
    same: int = 0
    refused: int = 0
    requests: int = 0
    fault: Fault | None = None
    is_begun: bool = True  # False: somebody else is on the way

    @property
    def is_news(self) -> bool:
        return bool(self.sent or self.refused or self.fault)


class Carrier(Protocol):
    """Brings batches of one channel, `most` at once."""

    @property
    def most(self) -> int: ...

    def compare(self) -> int: ...

    def deliver(self, items: list[Item], results: Results) -> None: ...


Saying = Callable[[str, str], None]  # channel, what is done


class Deliveries:
    """Goes to the city for a desk, through its one way out. `say` hears of each batch."""

    def __init__(self, desk: Desk, way_out: WayOut, dice: Dice, say: Saying) -> None:
        self._desk = desk
        self.dispatch = Dispatch(desk)
        self.trips = Trips(desk)
        self._now: Callable[[], datetime] = desk.now
        self._way_out = way_out
        self._dice = dice
        self._say = say
        self._ways = ["array", "batch"]  # that the service for counts may offer
        self._tidied: datetime | None = None

    def serve(
        self, stopped: threading.Event, heard: Callable[[Delivery], None], turned: Callable[[], None] = lambda: None
    ) -> None:
        """Go whenever something is due, until stopped; `turned` hears of each look."""
        while not stopped.is_set():
            try:
                self._look(heard)
            except DBAPIError as error:  # it comes back, and what has not been noted is found out
                log.error("database: %s", error.orig)
            except Refused as refused:
                log.error("house: %s", refused.reason)
            turned()
            stopped.wait(LOOK_SECONDS)

    def _look(self, heard: Callable[[Delivery], None]) -> None:
        if self._tidied is None or self._now() - self._tidied >= TIDIED:
            self.trips.tidy()
            self.publish()
            self._tidied = self._now()
        for channel in self.trips.due():
            heard(self.run(channel))
            heaps.give_back()

    def publish(self) -> bool:
        """Write the file of open data, if the config names one; False if that cannot be done."""
        where = self.dispatch.house.city.open_data
        try:
            if where and open_data.write(self._desk, where.file):
                self._say("open data", f"written to {where.file}")
        except OSError as error:
            log.error("open data: %s", error)
            return False
        return True

    def run(self, channel: str) -> Delivery:
        """One trip, however long the last one is ago."""
        trip = self.trips.begin(channel)
        if trip is None:
            return Delivery(channel, is_begun=False)
        delivery = Delivery(channel)
        try:
            self._run(trip, delivery)
        except Fault as fault:
            if self._way_out.is_shut:
                self.trips.give_back(trip)
            else:
                self._failed(trip, delivery, fault)
        else:
            nothing = delivery.refused > 0 and not delivery.sent + delivery.same
            self.trips.end(trip, slots.epoch(self._now()), arrived=not nothing)
        return delivery

    def _failed(self, trip: Trip, delivery: Delivery, fault: Fault) -> None:
        delivery.fault = fault
        arrived = delivery.sent > 0
        failures = 0 if arrived else trip.failures
        then = after_failure(
            self._now(), FIRST_PAUSE, failures, self._dice, not_before=fault.not_before, longest=LONGEST_PAUSE
        )
        self.trips.end(trip, slots.epoch(then), (fault.key, fault.details), arrived)

    def _run(self, trip: Trip, delivery: Delivery) -> None:
        with self._carrier(trip, delivery) as carrier:
            if trip.compares:
                self._say(trip.channel, f"looked at what is there: {carrier.compare()} to put right")
            while items := self.dispatch.batch(trip, carrier.most):
                if not self.dispatch.sending(trip, items):
                    return
                self._batch(trip, delivery, carrier, items)

    def _batch(self, trip: Trip, delivery: Delivery, carrier: Carrier, items: list[Item]) -> None:
        results, before = Results(), delivery.requests
        try:
            carrier.deliver(items, results)
        finally:
            self.dispatch.note(trip, results)
            same = sum(one.item.said == one.said for one in results.kept)
            delivery.same += same
            delivery.sent += results.done - same
            delivery.refused += len(results.refused)
            self._say(trip.channel, _line(results, same, delivery.requests - before))

    @contextmanager
    def _carrier(self, trip: Trip, delivery: Delivery) -> Iterator[Carrier]:
        partner = self.dispatch.house.city.partners[trip.channel]
        with conversation(self._way_out, partner, delivery) as ask:
            if isinstance(partner, CityCalendar):
                there = Calendar(ask, partner.url)
                yield CalendarOut(self.dispatch, there, partner, self._now(), self._dice)
            elif isinstance(partner, CityCounts):
                service = Service(ask, partner.url, self._ways)
                yield CountsOut(self.dispatch, service, partner, self._now(), self._dice)


def _line(results: Results, same: int, requests: int) -> str:
    """A batch in plain words."""
    counted = (
        (len(results.kept) - same, "sent"),
        (len(results.gone), "taken away"),
        (same, "unchanged"),
        (len(results.refused), "not taken"),
    )
    said = [f"{count} {what}" for count, what in counted if count]
    return f"{', '.join(said) or 'nothing'}; requests: {requests}"
