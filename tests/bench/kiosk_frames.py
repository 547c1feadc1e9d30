# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The display in one process: opening of screens, frame cost, touch to frame, memory; prints one line a figure.

python -m tests.bench.kiosk_frames [--changes N]
"""

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

LAYOUT = (1080, 1920)
WARM = 1_000  # changes after which every picture and text that is kept has been made
ROUNDS = 20
SCREENS = (
    "home", "room", "week", "day", "length", "language", "floors", "way", "search", "offers", "narrow", "offer",
    "actors", "actor", "wishes", "wish", "ideas", "idea", "here", "counted", "feedback", "month", "attract",
)  # fmt: skip
MANY = 5_000  # offers that are searched
TYPED = ("s", "so", "sola", "solar", "wärmepumpe altbau", "radwerkstat", "kostenlos energie beratung")
FRAMES = 200
WALK: tuple[tuple[str, dict[str, str]], ...] = (
    ("room", {"room": "offen"}),
    ("week", {"room": "offen"}),
    ("day", {}),
    ("home", {}),
)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--changes", type=int, default=400, help="screen changes for the growth of memory")
    parser.add_argument("--mock", action="store_true", help="only our own side of a frame, with nothing drawn")
    options = parser.parse_args()
    if options.mock:
        os.environ["KIVY_GL_BACKEND"] = "mock"
    from tests.kiosk.display import prepare
    from tests.servers.apart import house_apart

    with tempfile.TemporaryDirectory() as data, house_apart(Path(data)) as house:
        prepare(LAYOUT, Path(data) / "kivy")
        from kiosk import memory, screens
        from kiosk.app import prepare_look
        from tests.kiosk import example

        memory.keep_together()  # as the display does
        prepare_look()
        display = example.shown(example.config(house.url, house.token, LAYOUT), Path(data))
        display.until(lambda: set(screens.NAMES) <= screens.loaded, "every look is read, as soon after the start")
        if options.mock:
            _our_side(display)
        else:
            _openings(display)
            _search(display)
            _touch(display)
            _hurried(display)
            _frames(display)
            _memory(display, options.changes)
        display.close()
    if not options.mock:
        subprocess.run([sys.executable, "-m", "tests.bench.kiosk_frames", "--mock"], check=True)


def _drawn(display: Any) -> float:
    """Milliseconds of a frame with everything on the glass."""
    begin = time.perf_counter()
    display.frame()
    _finish()
    return (time.perf_counter() - begin) * 1000


def _finish() -> None:
    """Wait until nothing is left to draw."""
    from kivy.graphics.opengl import glFinish

    glFinish()


def _at_home(display: Any) -> None:
    display.guide.leave()
    display.settle()
    _finish()


def _p(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share) - 1]


def _openings(display: Any) -> None:
    from kiosk import screens
    from tests.kiosk import example

    for name in SCREENS:
        took = []
        for _ in range(ROUNDS):
            _at_home(display)
            begin = time.perf_counter()
            if name == "home":
                display.kiosk.show("home", {}, True)
            else:
                screens.load(name).example(display.guide)
            _drawn(display)
            took.append((time.perf_counter() - begin) * 1000)
        print(f"opening {name}: median {statistics.median(took):.0f} ms, worst {max(took):.0f} ms (goal 150)")
    example.bring(display, "home")


def _search(display: Any) -> None:
    """Typing in a house with thousands of offers: finding, and the frame that shows what was found."""
    from kiosk import offerings
    from tests.kiosk import example

    known = display.guide.offerings
    first = list(known.offers.values())
    offers = {}
    for number in range(MANY):
        one = first[number % len(first)]
        title = {language: f"{title} {number}" for language, title in one.title.items()}
        offers[f"{number}"] = replace(one, id=f"{number}", title=title)
    begin = time.perf_counter()
    many = offerings.indexed(replace(known, offers=offers), ("de", "en", "ar"))
    print(f"index of {MANY} offers, on the worker's thread: {(time.perf_counter() - begin) * 1000:.0f} ms")
    display.guide.offerings = many
    display.guide.go("search")
    display.settle()
    display.page.find("warm")
    found, shown = [], []
    for text in TYPED * 4:
        begin = time.perf_counter()
        display.page.find(text)
        found.append((time.perf_counter() - begin) * 1000)
        begin = time.perf_counter()
        display.page._say(text)
        _drawn(display)
        shown.append((time.perf_counter() - begin) * 1000)
    print(
        f"search among {MANY} offers: median {statistics.median(found):.1f} ms, worst {max(found):.1f} ms; "
        f"letter to drawn answer: median {statistics.median(shown):.0f} ms, worst {max(shown):.0f} ms"
    )
    for name in ("offers", "home"):
        took = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            display.guide.go(name) if name != "home" else display.guide.home()
            _drawn(display)
            took.append((time.perf_counter() - begin) * 1000)
        print(f"opening {name} with {MANY} offers: median {statistics.median(took):.0f} ms, worst {max(took):.0f} ms")
    display.guide.offerings = known
    example.bring(display, "home")


def touched(display: Any, widget: Any) -> float:
    """Milliseconds from the finger that leaves a widget to everything that follows on the glass."""
    from kivy.tests.common import UnitTestTouch

    touch = UnitTestTouch(*display.kiosk.stage.to_parent(*widget.center))
    touch.touch_down()
    display.frame()
    _finish()
    begin = time.perf_counter()
    touch.touch_up()
    _drawn(display)
    return (time.perf_counter() - begin) * 1000


def _touch(display: Any) -> None:
    from kiosk.widgets.door import Door

    took = []
    for _ in range(2 * ROUNDS):
        _at_home(display)
        took.append(touched(display, next(iter(display.widgets(Door)))))
    print(f"touch to drawn screen: median {statistics.median(took):.0f} ms, p95 {_p(took, 0.95):.0f} ms (goal 120)")


def _hurried(display: Any) -> None:
    """One screen right after the other, as nobody can touch: what is gone is cleared away in between."""
    took = []
    for screen, what in WALK * ROUNDS:
        begin = time.perf_counter()
        display.kiosk.show(screen, what, True)
        _drawn(display)
        took.append((time.perf_counter() - begin) * 1000)
    print(
        f"opening without a rest: median {statistics.median(took):.0f} ms, p95 {_p(took, 0.95):.0f} ms, "
        f"worst {max(took):.0f} ms"
    )


def _moving(display: Any) -> list[float]:
    """Frames of a week that slides, as when a screen opens."""
    from tests.kiosk import example

    display.guide.leave()
    example.bring(display, "week")
    took = []
    for number in range(FRAMES):
        display.kiosk.slot.aside = number % 24
        took.append(_drawn(display))
    return took


def _frames(display: Any) -> None:
    took = _moving(display)
    print(
        f"frame of a moving week, drawn with llvmpipe: median {statistics.median(took):.1f} ms, "
        f"p99 {_p(took, 0.99):.1f} ms (goal 35)"
    )


def _our_side(display: Any) -> None:
    took = _moving(display)
    print(
        f"our side of a frame of a moving week, with nothing drawn: median {statistics.median(took):.2f} ms, "
        f"p99 {_p(took, 0.99):.2f} ms (goal 2)"
    )


def _memory(display: Any, changes: int) -> None:
    def resident() -> float:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def walk(times: int) -> None:
        for _ in range(times // 4):
            for screen, what in WALK:
                display.kiosk.show(screen, what, True)
                display.frame()
                _finish()  # the renderer's own queue is not what is measured
        gc.collect()

    walk(WARM)
    before = resident()
    walk(changes)
    print(f"growth of memory over {changes} screen changes: {resident() - before:.1f} MB (goal 1 over 20000)")


if __name__ == "__main__":
    main()
