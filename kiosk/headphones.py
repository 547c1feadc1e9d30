# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whether somebody has put headphones in, as the kernel tells it of the socket: SW_HEADPHONE_INSERT (linux/input.h)."""

import fcntl
import os
from pathlib import Path

HEADPHONES = 0x02  # SW_HEADPHONE_INSERT
BYTES = 8
ASK = (2 << 30) | (BYTES << 16) | (ord("E") << 8) | 0x1B  # EVIOCGSW(8)


class Socket:
    """The switch in a headphone socket; one that is not there, or cannot be asked, has nothing in it."""

    def __init__(self, device: Path | None) -> None:
        self._device = device
        self._file = -1

    @property
    def plugged(self) -> bool:
        """Asked anew each time: a few microseconds."""
        if self._device is None or not self._open(self._device):
            return False
        switches = bytearray(BYTES)
        try:
            fcntl.ioctl(self._file, ASK, switches)
        except OSError:  # it was unplugged as a whole
            self._close()
            return False
        return bool(switches[HEADPHONES // 8] >> HEADPHONES % 8 & 1)

    def _open(self, device: Path) -> bool:
        if self._file < 0:
            try:
                self._file = os.open(device, os.O_RDONLY | os.O_NONBLOCK)
            except OSError:
                return False
        return True

    def _close(self) -> None:
        os.close(self._file)
        self._file = -1
