# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The server stops for 5 s in the middle of use: screens are opened and a time is asked for; one line a figure.

python -m tests.bench.kiosk_stopped

The same walk is made with the server answering. A frame in which a screen opens costs its drawing, with a server or
without: such frames are counted apart, and what waits for the server shows in the others and in the difference.
"""

import signal
import tempfile
import time
from pathlib import Path
from typing import Any

LAYOUT = (1080, 1920)
STOPPED = 5.0
STEP = 1 / 60
EACH = 20  # frames between two acts
ACTS = ("room", "week", "day", "hold", "home")


def main() -> None:
    from tests.kiosk import example
    from tests.kiosk.display import prepare
    from tests.servers.apart import house_apart

    with tempfile.TemporaryDirectory() as folder, house_apart(Path(folder)) as house:
        prepare(LAYOUT, Path(folder) / "kivy")
        from kiosk import screens
        from kiosk.app import prepare_look

        prepare_look()
        display = example.shown(example.config(house.url, house.token, LAYOUT), Path(folder))
        display.until(lambda: set(screens.NAMES) <= screens.loaded, "every look is read")
        walk(display, 2 * STOPPED)  # everything has been shown once
        calm = walk(display, STOPPED)
        house.process.send_signal(signal.SIGSTOP)
        stopped = walk(display, STOPPED)
        house.process.send_signal(signal.SIGCONT)
        _print("the server answers", *calm)
        _print("the server is stopped", *stopped)
        display.close()


def _print(when: str, still: list[float], opening: list[float]) -> None:
    print(f"frames while {when}: median {_middle(still):.1f} ms, longest {max(still):.0f} ms (goal 50)")
    print(f"frames that open a screen while {when}: median {_middle(opening):.0f} ms, longest {max(opening):.0f} ms")


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def walk(display: Any, seconds: float) -> tuple[list[float], list[float]]:
    """One act after the other; the milliseconds of each frame: those between the acts, and those of the acts."""
    still: list[float] = []
    opening: list[float] = []
    end = time.perf_counter() + seconds
    number = 0
    while time.perf_counter() < end:
        begin = time.perf_counter()
        before = display.page
        if number % EACH == 0:
            _act(display, ACTS[number // EACH % len(ACTS)])
        display.frame()
        took = (time.perf_counter() - begin) * 1000
        (still if display.page is before else opening).append(took)
        time.sleep(max(STEP - (time.perf_counter() - begin), 0))
        number += 1
    return still, opening


def _act(display: Any, name: str) -> None:
    """What a visitor does: opens a plan, asks for a time, goes home."""
    from kiosk.screens.length import free_wish

    guide = display.guide
    if name == "home":
        guide.home()
    elif name == "hold":
        wish = free_wish(guide)
        guide.holding.hold(wish.room, wish.begin, 30)
    else:
        guide.go(name, **({} if name == "day" else {"room": guide.known.bookable[0].id}))


if __name__ == "__main__":
    main()
