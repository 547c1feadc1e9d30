# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Limits against spam: how often an address may try to book. Displays prove themselves and are not limited."""

from fastapi import Request
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from booking.refusal import Refused

BOOKINGS = RateLimitItemPerMinute(20)
GUESSES = RateLimitItemPerMinute(60)
MAILS = RateLimitItemPerHour(5)
MAILS_OF_THE_HOUSE = RateLimitItemPerHour(200)


class Limits:
    """Counted in this process's memory: nothing about anybody is written down."""

    def __init__(self) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    def check(self, limit: RateLimitItem, who: str) -> None:
        """Count one try, or raise Refused("too_many")."""
        if not self._limiter.hit(limit, who):
            raise Refused("too_many", seconds=60)

    def check_request(self, limit: RateLimitItem, request: Request) -> None:
        """Count one try of the request's address."""
        self.check(limit, request.client.host if request.client else "unknown")

    def check_mail(self, mail: str) -> None:
        """Nobody's letter box is filled from here."""
        self.check(MAILS, mail.strip().lower())
        self.check(MAILS_OF_THE_HOUSE, "house")
