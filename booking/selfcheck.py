# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether the house still answers: the service asks itself, as a visitor would; only an answer is a sign of life."""

import http.client
import logging
import threading

from booking.lifeline import Lifeline

PATH = "/api/health"  # looks into the database
AGAIN_SECONDS = 0.1  # until the first answer
LONGEST_SECONDS = 10.0  # for an answer
EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - an address to ask, not to listen on

log = logging.getLogger("booking")


class SelfCheck:
    """Asks the service that listens at `host` and `port`, from a thread of its own."""

    def __init__(self, lifeline: Lifeline, host: str, port: int) -> None:
        self._lifeline = lifeline
        self._host, self._port = EVERYWHERE.get(host, host), port
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="selfcheck", daemon=True)

    def begin(self) -> None:
        """Tell systemd from now on; does nothing where nobody listens."""
        if self._lifeline.wanted:
            self._thread.start()

    def end(self) -> None:
        """The service was told to end."""
        self._ended.set()
        self._lifeline.stopping()

    def _run(self) -> None:
        while not self._answered():
            if self._ended.wait(AGAIN_SECONDS):
                return
        self._lifeline.ready("Answers displays, phones and calendars")
        while self._lifeline.pause and not self._ended.wait(self._lifeline.pause):
            if self._answered():
                self._lifeline.alive()

    def _answered(self) -> bool:
        line = http.client.HTTPConnection(self._host, self._port, timeout=self._lifeline.pause or LONGEST_SECONDS)
        try:
            line.request("GET", PATH)
            status = line.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            log.warning("no answer to the house's own question: %s", error)
            return False
        finally:
            line.close()
        if status != http.client.OK:
            log.warning("answer to the house's own question: %d", status)
        return status == http.client.OK
