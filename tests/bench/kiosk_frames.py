# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The display in one process: opening of screens, frame cost, touch to frame, memory; prints one line a figure.

python tests/bench/kiosk_frames.py [--changes N]
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

LAYOUT = (1080, 1920)
ROUNDS = 10


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--changes", type=int, default=300, help="screen changes for the growth of memory")
    changes = parser.parse_args().changes
    from tests.kiosk.display import prepare

    with tempfile.TemporaryDirectory() as data:
        prepare(LAYOUT, Path(data) / "kivy")
        from kiosk.app import prepare_look
        from tests.kiosk import example
        from tests.servers.booking import booking_service, demo_house

        prepare_look()
        with booking_service(demo_house(), Path(data)) as service:
            example.fill(service)
            display = example.hang(service, Path(data), LAYOUT)
            _openings(display)
            _touch(display)
            _frames(display)
            _memory(display, changes)
            display.close()


def _drawn(display: Any) -> float:
    """Milliseconds of a frame with everything on the glass."""
    from kivy.graphics.opengl import glFinish

    begin = time.perf_counter()
    display.frame()
    glFinish()
    return (time.perf_counter() - begin) * 1000


def _openings(display: Any) -> None:
    from tests.kiosk import example

    for name in ("home", "room", "week", "day", "length", "language"):
        took = []
        for _ in range(ROUNDS):
            display.guide.leave()
            display.settle()
            begin = time.perf_counter()
            if name == "home":
                display.kiosk.show("home", {}, False)
                display.kiosk.page.renew()
            else:
                from kiosk import screens

                screens.load(name).example(display.guide)
            _drawn(display)
            took.append((time.perf_counter() - begin) * 1000)
        print(f"opening {name}: median {statistics.median(took):.0f} ms, worst {max(took):.0f} ms (goal 150)")
    example.bring(display, "home")


def _touch(display: Any) -> None:
    from kivy.tests.common import UnitTestTouch

    took = []
    for _ in range(ROUNDS):
        display.guide.leave()
        display.settle()
        from kiosk.widgets.door import Door

        door = next(iter(display.widgets(Door)))
        touch = UnitTestTouch(*display.kiosk.stage.to_parent(*door.center))
        touch.touch_down()
        begin = time.perf_counter()
        touch.touch_up()
        _drawn(display)
        took.append((time.perf_counter() - begin) * 1000)
    took.sort()
    print(f"touch to drawn screen: p95 {took[int(len(took) * 0.95) - 1]:.0f} ms (goal 120)")


def _frames(display: Any) -> None:
    from tests.kiosk import example

    display.guide.leave()
    example.bring(display, "week")
    ours, whole = [], []
    for number in range(100):
        display.kiosk.slot.x = number % 24
        begin = time.process_time()
        whole.append(_drawn(display))
        ours.append((time.process_time() - begin) * 1000)
    print(f"frame of a moving week, drawn with llvmpipe: p99 {sorted(whole)[98]:.1f} ms (goal 35)")
    print(f"frame of a moving week, CPU of all threads that draw: median {statistics.median(ours):.1f} ms")


def _memory(display: Any, changes: int) -> None:
    import gc

    def resident() -> float:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * 4096 / 1e6

    def walk(times: int) -> None:
        for _ in range(times // 4):
            for screen, what in (("room", {"room": "offen"}), ("week", {"room": "offen"}), ("day", {}), ("home", {})):
                display.kiosk.show(screen, what, False)
                display.frame()
        gc.collect()

    walk(200)
    before = resident()
    walk(changes)
    grown = resident() - before
    print(f"memory (with the booking service in this process): {resident():.0f} MB (goal 200 without it)")
    print(f"growth of memory over {changes} screen changes: {grown:.1f} MB (goal 1 over 20000)")


if __name__ == "__main__":
    main()
