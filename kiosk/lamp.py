# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How bright the panel itself is: by the kernel's backlight, or by a program that speaks to the monitor.

On a thread of its own: a monitor may take seconds to answer, and the picture never waits.
"""

import os
import queue
import subprocess
import threading
from pathlib import Path

from kivy.logger import Logger

from kiosk.config import Light

BACKLIGHTS = Path("/sys/class/backlight")
WITHIN = 10.0  # seconds for the program
ENDS = 3.0  # seconds that the display's end waits for its last word


class Lamp:
    """Nothing to set: `works` is False, and the picture itself goes dark."""

    def __init__(self, light: Light, backlights: Path = BACKLIGHTS) -> None:
        self._command = light.command
        self._backlight = None if light.command else light.backlight or _only(backlights)
        self.works = bool(self._command or self._backlight)
        self._failed = False
        self._wishes: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._worker: threading.Thread | None = None

    def set(self, percent: int) -> None:
        """From now on so bright; what was wished before and not done yet is not done any more."""
        if not (self._command or self._backlight):
            return
        self._wishes.put(percent)
        if self._worker is None:
            self._worker = threading.Thread(target=self._work, name="kiosk_lamp", daemon=True)
            self._worker.start()

    def close(self, percent: int) -> None:
        """The display ends: whoever comes next finds the panel like this."""
        self.set(percent)
        if self._worker is not None:
            self._wishes.put(None)
            self._worker.join(ENDS)

    def _work(self) -> None:
        while True:
            wishes = [self._wishes.get()]
            while not self._wishes.empty():
                wishes.append(self._wishes.get())
            percents = [wish for wish in wishes if wish is not None]
            if percents:
                self._shine(percents[-1])
            if None in wishes:
                return

    def _shine(self, percent: int) -> None:
        try:
            self._write(percent) if self._backlight else self._call(percent)
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            if not self._failed:  # said once, not each night
                Logger.warning(f"Lamp: the panel cannot be set to {percent} percent: {error}")
            self._failed, self.works = True, False
        else:
            self._failed, self.works = False, True

    def _write(self, percent: int) -> None:
        if self._backlight is not None:
            most = int((self._backlight / "max_brightness").read_text())
            (self._backlight / "brightness").write_text(str(round(most * percent / 100)))

    def _call(self, percent: int) -> None:
        command = [part.replace("{percent}", str(percent)) for part in self._command]
        subprocess.run(
            command,
            check=True,
            timeout=WITHIN,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _only(backlights: Path) -> Path | None:
    """The backlight of a machine that has one, if it may be set."""
    try:
        found = [each for each in backlights.iterdir() if (each / "max_brightness").exists()]
    except OSError:
        return None
    return found[0] if len(found) == 1 and os.access(found[0] / "brightness", os.W_OK) else None
