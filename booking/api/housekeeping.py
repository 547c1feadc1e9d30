# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the house does by itself: let holds go, keep calendar texts fresh, erase what is no longer needed."""

from collections.abc import Callable
from logging import Logger

import anyio
from anyio import to_thread
from sqlalchemy.exc import DBAPIError

from booking import heaps
from booking.desk import Desk
from booking.feeds import Feeds
from booking.office import Office
from booking.post import Post
from booking.refusal import Refused

EVERY_SECONDS = 1
ERASE_EVERY = 3600
REMIND_EVERY = 60
GIVE_BACK_EVERY = 20


class Housekeeping:
    """A round each second; what fails is written down and tried again in the next round."""

    def __init__(self, desk: Desk, feeds: Feeds, post: Post, log: Logger) -> None:
        self._desk = desk
        self._feeds = feeds
        self._post = post
        self._office = Office(desk)
        self._log = log

    async def keep(self) -> None:
        """Go round until cancelled."""
        rounds = 0
        while True:
            await to_thread.run_sync(self._round, rounds)
            rounds += 1
            await anyio.sleep(EVERY_SECONDS)

    async def keep_post(self) -> None:
        """Letters go out beside all this: a mail server may be slow."""
        rounds = 0
        while True:
            await to_thread.run_sync(self._post_round, rounds)
            rounds += 1
            await anyio.sleep(EVERY_SECONDS)

    async def keep_memory(self) -> None:
        """Free memory goes back, however long the rounds take."""
        while True:
            await anyio.sleep(GIVE_BACK_EVERY)
            await to_thread.run_sync(heaps.give_back)

    def _post_round(self, number: int) -> None:
        if number % REMIND_EVERY == 0:
            self._try(self._post.remind)
        self._try(self._post.deliver)

    def _round(self, number: int) -> None:
        self._try(self._desk.lapse)
        self._try(self._feeds.render_due)
        if number % ERASE_EVERY == 0:
            self._try(self._office.erase_due)
            self._try(self._desk.tokens.forget_expired)

    def _try(self, work: Callable[[], object]) -> None:
        try:
            work()
        except (DBAPIError, Refused) as error:
            self._log.error("housekeeping: %s", error)
