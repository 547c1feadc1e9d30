# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a process tells systemd of itself: that it serves, that it still lives, that it ends (sd_notify(3)).

One datagram each to the socket that NOTIFY_SOCKET names; where nobody named one, nothing is said.
"""

import os
import socket
from collections.abc import Mapping

MICROSECONDS = 1_000_000


class Lifeline:
    """Reads once who wants to hear of the process, and how often he wants a sign of life."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._address = environment.get("NOTIFY_SOCKET", "")
        # Not WATCHDOG_PID: the display runs inside its compositor, which is the process that systemd has started.
        waited = environment.get("WATCHDOG_USEC", "") if self._address else ""
        self.pause = int(waited) / 2 / MICROSECONDS if waited.isdecimal() else 0.0
        """Seconds between two signs of life; 0 where nobody waits for any."""

    @property
    def wanted(self) -> bool:
        """Whether anybody listens."""
        return bool(self._address)

    def ready(self, status: str) -> None:
        """It serves; `status` says so in plain words."""
        self._tell("READY=1", f"STATUS={status}", "WATCHDOG=1")

    def alive(self) -> None:
        """The thing that matters was just done. Not to be said for any other reason."""
        self._tell("WATCHDOG=1")

    def stopping(self) -> None:
        """It was told to end, and does."""
        self._tell("STOPPING=1", "STATUS=Ending")

    def _tell(self, *lines: str) -> None:
        if not self._address:
            return
        # A leading @ stands for an abstract socket, which has no file.
        address = f"\0{self._address[1:]}" if self._address[0] == "@" else self._address
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            try:
                line.sendto("\n".join(lines).encode(), socket.MSG_DONTWAIT, address)
            except OSError:  # nobody hears it; the house goes on, and whoever misses the sign starts it anew
                return
