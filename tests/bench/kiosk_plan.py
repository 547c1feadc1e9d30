# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The floor plan on the display: the first one after a touch, and one of 10 levels with 2,000 rooms under a finger."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.kiosk_frames import FRAMES, LAYOUT, ROUNDS, _drawn, _p, touched

FIRST = 7  # starts of a display


def main() -> None:
    what = sys.argv[1] if len(sys.argv) > 1 else ""
    if not what:
        first = [_alone("first") for _ in range(FIRST)]
        took = sorted(float(line) for line in first)
        print(f"first plan after a touch, of {FIRST} starts: median {took[FIRST // 2]:.0f} ms, worst {took[-1]:.0f} ms")
        print(_alone("drawn"))
        print(_alone("mock"))
        return
    if what == "mock":
        os.environ["KIVY_GL_BACKEND"] = "mock"
    from tests.kiosk.display import prepare
    from tests.servers.apart import house_apart

    with tempfile.TemporaryDirectory() as data, house_apart(Path(data)) as house:
        prepare(LAYOUT, Path(data) / "kivy")
        from kiosk import memory, screens
        from kiosk.app import prepare_look
        from tests.kiosk import example

        memory.keep_together()
        prepare_look()
        display = example.shown(example.config(house.url, house.token, LAYOUT), Path(data))
        display.until(
            lambda: set(screens.NAMES) <= screens.loaded and display.guide.wayfinding.finder, "plan and screens"
        )
        {"first": _first, "drawn": _tower, "mock": _our_side}[what](display)
        display.close()


def _alone(what: str) -> str:
    """What a display of its own prints."""
    told = [sys.executable, "-m", "tests.bench.kiosk_plan", what]
    return subprocess.run(told, check=True, capture_output=True, text=True).stdout.strip()


def _first(display: Any) -> None:
    from kivy.uix.behaviors import ButtonBehavior

    display.pass_(3)
    tile = next(each for each in display.widgets(ButtonBehavior) if getattr(each, "screen", "") == "floors")
    print(touched(display, tile))


def _tower(display: Any) -> None:
    """Opening the plan of the tower, a way in it, and frames while a finger drags a level that is drawn larger."""
    _build(display)
    for name, what in (("floors", {}), ("way", {"to": "room/0/3/5"}), ("way", {"to": "room/9/9/19"})):
        took = []
        for _ in range(ROUNDS):
            display.guide.leave()
            display.settle()
            begin = time.perf_counter()
            display.guide.go(name, **what)
            _drawn(display)
            took.append((time.perf_counter() - begin) * 1000)
        median, worst = statistics.median(took), max(took[1:])
        print(
            f"tower, opening {name} {what.get('to', '')}: first {took[0]:.0f} ms, median {median:.0f} ms, "
            f"worst of the rest {worst:.0f} ms (goal 150)"
        )
    took = _dragged(display)
    print(
        f"tower, frame under a finger, llvmpipe: median {statistics.median(took):.1f}, p99 {_p(took, 0.99):.1f} ms (35)"
    )


def _our_side(display: Any) -> None:
    _build(display)
    took = _dragged(display)
    print(f"the same, our side: median {statistics.median(took):.2f}, p99 {_p(took, 0.99):.2f} ms (goal 2)")


def _build(display: Any) -> None:
    from kiosk.client import Wayfinding
    from kiosk.wayfinder import Wayfinder
    from tests.booking.plan.drawn import tower

    drawn = tower(10)
    for feature in drawn.features:
        if feature["id"].startswith("room/"):
            feature["properties"]["name"] = f"Raum {feature['id'].removeprefix('room/').replace('/', '.')}"
    display.guide.hear_wayfinding(Wayfinding(Wayfinder(drawn.building(), None)))


def _dragged(display: Any) -> list[float]:
    from kivy.tests.common import UnitTestTouch

    display.guide.leave()
    display.guide.go("floors")
    display.settle()
    display.page.ids.plan.zoom = 2.9
    display.settle()
    display.pass_(6)  # the ring has swollen and is still
    plan = display.page.ids.plan
    touch = UnitTestTouch(*display.kiosk.stage.to_parent(*plan.center))
    touch.touch_down()
    took = []
    x, y = touch.pos
    for number in range(FRAMES):
        touch.touch_move(x + number % 80, y + number % 50)
        took.append(_drawn(display))
    touch.touch_up()
    return took


if __name__ == "__main__":
    main()
