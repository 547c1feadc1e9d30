# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Waiting for news: one look at the revision serves all the screens that wait, whichever process made the change."""

from collections.abc import Callable

import anyio
from anyio import to_thread

from booking.desk import Desk

LOOK_SECONDS = 0.25
WAIT_SECONDS = 25


class News:
    """The newest revision, looked up only while somebody waits for it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.closing: Callable[[], bool] = lambda: False  # whoever runs the service says when it shall end

    async def after(self, revision: int) -> int:
        """The house's revision, once it is newer than `revision` or 25 s have passed."""
        with anyio.move_on_after(WAIT_SECONDS):
            while (newest := await self._newest()) <= revision and not self.closing():
                await anyio.sleep(LOOK_SECONDS)
            return newest
        return await self._newest()

    async def _newest(self) -> int:
        return await to_thread.run_sync(self._desk.days.revision)
