# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Limits against spam: how often an address may try to book. Displays prove themselves and are not limited."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from booking.refusal import Refused

BOOKINGS = RateLimitItemPerMinute(20)
GUESSES = RateLimitItemPerMinute(60)
MAILS = RateLimitItemPerHour(5)
MAILS_OF_THE_HOUSE = RateLimitItemPerHour(200)
UNPROVEN = RateLimitItemPerHour(10)  # bookings from one network that wait for a mail to be confirmed
SERIES_COST = 5  # a series counts as so many of them


def asker(request: Request) -> str:
    """Where a request comes from: its address, of IPv6 the network, because each machine has billions of them."""
    host = request.client.host if request.client else "unknown"
    return ":".join(host.split(":")[:4]) if ":" in host else host


class Limits:
    """Counted in this process's memory: nothing about anybody is written down."""

    def __init__(self) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def check(self, limit: RateLimitItem, who: str) -> None:
        """Count one try, or raise Refused("too_many")."""
        if not self._limiter.hit(limit, who):
            raise _too_many()

    @contextmanager
    def guarded(self, limit: RateLimitItem, who: str) -> Iterator[None]:
        """What may be a guess: over the limit not even the right one is looked at; each refusal counts."""
        if not self._limiter.test(limit, who):
            raise _too_many()
        try:
            yield
        except Refused:
            self._limiter.hit(limit, who)
            raise

    def check_request(self, limit: RateLimitItem, request: Request) -> None:
        """Count one try of the request's address."""
        self.check(limit, asker(request))

    def check_unproven(self, request: Request, mail: str, series: bool = False) -> None:
        """A booking from afar: it keeps a time that nobody has confirmed yet."""
        if not self._limiter.hit(UNPROVEN, asker(request), cost=SERIES_COST if series else 1):
            raise Refused("too_many", seconds=60)
        self.check_mail(mail)

    def check_mail(self, mail: str) -> None:
        """Nobody's letter box is filled from here."""
        self.check(MAILS, mail.strip().lower())
        self.check(MAILS_OF_THE_HOUSE, "house")


def _too_many() -> Refused:
    """The refusal, which is written down without saying whose it is."""
    logging.getLogger("booking").warning("refused: too_many")
    return Refused("too_many", seconds=60)
