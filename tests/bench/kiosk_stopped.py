# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The server stops for 5 s in the middle of use: how long the display's frames take; prints one line a figure.

python tests/bench/kiosk_stopped.py
"""

import signal
import sys
import tempfile
import time
import tomllib
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

LAYOUT = (1080, 1920)
STOPPED = 5.0
STEP = 1 / 60


def main() -> None:
    from tests.bench.kiosk_start import serve
    from tests.kiosk.display import Display, prepare

    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        server = serve(data)
        prepare(LAYOUT, data / "kivy")
        from kiosk.app import prepare_look
        from kiosk.config import Screen

        prepare_look()
        config = Screen.model_validate(tomllib.loads((data / "screen.toml").read_text()))
        display = Display(config, data)
        display.until(lambda: display.page.name == "home" and not display.guide.away, "home")
        try:
            walk(display, 2 * STOPPED)  # everything has been shown once
            calm = walk(display, STOPPED)
            server.send_signal(signal.SIGSTOP)
            stopped = walk(display, STOPPED)
        finally:
            server.send_signal(signal.SIGCONT)
            server.kill()
        print(f"frames while the server answers: median {middle(calm):.1f} ms, longest {max(calm):.0f} ms")
        print(
            f"frames while the server is stopped: median {middle(stopped):.1f} ms, longest {max(stopped):.0f} ms (goal 50)"
        )
        display.close()


def middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def walk(display: Any, seconds: float) -> list[float]:
    """Touch something four times a second; the milliseconds of each frame without the pixels' fill."""
    frames = []
    end = time.perf_counter() + seconds
    number = 0
    while time.perf_counter() < end:
        begin = time.perf_counter()
        if number % 15 == 0:
            _use(display, number // 15)
        display.frame()
        frames.append((time.perf_counter() - begin) * 1000)
        time.sleep(max(STEP - (time.perf_counter() - begin), 0))
        number += 1
    return frames


def _use(display: Any, number: int) -> None:
    """A hold is asked for (and not answered), and a press is shown at each touch."""
    guide = display.guide
    if number % 8 == 1:
        room = guide.known.bookable[0]
        guide.client.ask("GET", f"/api/rooms/{room.id}/days/{guide.today}", None, "de", print_nothing, print_nothing)
    button = next(each for each in display.widgets() if getattr(each, "told", "") and hasattr(each, "shade"))
    button.shade = number % 2  # as a finger does: the whole picture is drawn


def print_nothing(_answer: object) -> None:
    """Whatever came."""


if __name__ == "__main__":
    main()
