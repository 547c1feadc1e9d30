# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which screens have proved themselves lately: a display that asks often is not looked up each time."""

import time
from datetime import datetime

from anyio import to_thread

from booking.tokens import Tokens

BELIEVED_SECONDS = 2.0  # as long as a revoked display may still ask


class Screens:
    """Names of screens by their token, each believed for a moment."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._known: dict[str, tuple[float, str]] = {}
        self.seen: dict[str, datetime] = {}  # when each screen last asked for news, since this service began

    async def name(self, token: str) -> str | None:
        """The name of the screen with this token, or None."""
        known = self._known.get(token)
        if known and known[0] > time.monotonic():
            return known[1]
        self._known.pop(token, None)
        name = await to_thread.run_sync(self._tokens.holder, "screen", token)
        if name is not None:  # only real screens are kept, so that guessing fills no memory
            self._known[token] = time.monotonic() + BELIEVED_SECONDS, name
        return name
