# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A display in a real window without a screen: opened once, pumped by hand, touched like glass."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from kiosk import environment

os.environ.setdefault("SDL_VIDEODRIVER", "offscreen")
PATIENCE = 20.0
FRAME = 1 / 60


def prepare(layout: tuple[int, int], home: Path) -> None:
    """Before Kivy is imported the first time."""
    environment.prepare(home)
    os.environ["KIVY_LOG_MODE"] = "PYTHON"
    environment.graphics(*layout, fullscreen=False)


class Display:
    """One kiosk in the one window of this process; Kivy's clock can be moved on, never back."""

    _skipped = 0.0  # of all displays: the next one must not live in the past

    def __init__(self, screen: Any, folder: Path) -> None:
        from kivy.base import EventLoop, runTouchApp
        from kivy.clock import Clock

        from kiosk.app import Kiosk

        self._held: float | None = None
        self._lay: list[tuple[float, ...]] = []
        self._loop, self._clock = EventLoop, Clock
        self._real_time, self._real_idle = Clock.time, Clock.idle
        Clock.time = self._time
        Clock.idle = self._tick
        self.kiosk = Kiosk(screen, folder)
        runTouchApp(self.kiosk.stage, embedded=True)
        self.kiosk.stage.fit(None, *EventLoop.window.size)
        self.kiosk.start()

    @property
    def skipped(self) -> float:
        return Display._skipped

    @skipped.setter
    def skipped(self, seconds: float) -> None:
        Display._skipped = seconds

    def _time(self) -> float:
        return (time.perf_counter() if self._held is None else self._held) + self.skipped

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """What happens in the block takes no time, however slow the machine is."""
        self._held = time.perf_counter()
        yield
        self._held = None

    def _tick(self) -> float:
        """What Clock.idle does, without sleeping until the next frame."""
        now = self._time()
        self._clock._dt, self._clock._last_tick = now - self._clock._last_tick, now
        return now

    def close(self) -> None:
        self.kiosk.stop()
        window = self._loop.window
        window.remove_widget(self.kiosk.stage)
        window.unbind(on_resize=self.kiosk.stage.fit, on_touch_down=self.kiosk._touched)
        self._loop.quit = False
        self._loop.status = "started"
        self._clock.time, self._clock.idle = self._real_time, self._real_idle

    # Time

    def frame(self) -> None:
        self._loop.idle()

    def frames(self, count: int = 3) -> None:
        for _ in range(count):
            self.frame()

    def settle(self) -> None:
        """Let animations end, half a second of virtual time, and layouts come to rest."""
        for _ in range(8):
            self.skipped += 0.07
            self.frame()
        self.until(self._rests, "a picture in which nothing moves")

    def _rests(self) -> bool:
        """Whether everything lies where it lay one picture before."""
        before, self._lay = self._lay, [(widget.uid, *widget.pos, *widget.size) for widget in self.widgets()]
        return before == self._lay

    def pass_(self, seconds: float) -> None:
        """Let time go by on the display, second by second."""
        for _ in range(int(seconds)):
            self.skipped += 1.0
            self.frames(2)

    def until(self, true: Callable[[], Any], what: str = "") -> None:
        """Pump until it is so; real time passes, because a real server is asked."""
        end = time.monotonic() + PATIENCE
        while not true():
            if time.monotonic() > end:
                raise AssertionError(f"did not come: {what or true}; on screen: {self.page.name}, {self.texts()}")
            self.frame()
            time.sleep(0.002)  # the worker threads of this very process need the interpreter
        self.frames(2)

    def show(self, name: str) -> None:
        self.until(lambda: self.page.name == name, name)
        self.settle()

    # What is there

    @property
    def guide(self) -> Any:
        return self.kiosk.guide

    @property
    def page(self) -> Any:
        return self.kiosk.page

    def widgets(self, of: type | None = None) -> Iterator[Any]:
        for widget in self.kiosk.stage.walk():
            if of is None or isinstance(widget, of):
                yield widget

    def texts(self) -> list[str]:
        """Every text in the tree, marks of the grids included."""
        from kiosk.widgets.grid import Grid
        from kiosk.widgets.words import Words

        said = [words.text for words in self.widgets(Words) if words.text]
        return said + [mark.text for grid in self.widgets(Grid) for _, mark, _ in grid.letters()]

    def says(self, text: str) -> bool:
        return any(text in said.replace("[b]", "").replace("[/b]", "") for said in self.texts())

    # Touch

    def touch(self, x: float, y: float) -> None:
        """Down and up at a place of the layout."""
        from kivy.tests.common import UnitTestTouch

        touch = UnitTestTouch(*self.kiosk.stage.to_parent(x, y))
        touch.touch_down()
        self.frame()
        touch.touch_up()
        self.frames(2)

    def press(self, told: str) -> None:
        """Touch the button that says this."""
        from kivy.uix.behaviors import ButtonBehavior

        found = [
            each for each in self.widgets(ButtonBehavior) if told in getattr(each, "told", "") and not each.disabled
        ]
        exact = [each for each in found if each.told == told] or found
        assert exact, f"no button says {told!r}: {[w.told for w in self.widgets(ButtonBehavior)]}"
        self.touch(*exact[0].center)

    def door(self, room: str) -> None:
        from kiosk.widgets.door import Door

        self.touch(*next(door for door in self.widgets(Door) if door.room == room).center)

    def start_at(self, local: str) -> None:
        """Touch the free cell in which a time of the wall's clock begins."""
        from kiosk.widgets.grid import Grid

        zone = self.guide.known.zone
        for grid in self.widgets(Grid):
            for block in grid.blocks:
                if block.start and f"{block.start.astimezone(zone):%H:%M}" == local:
                    x, y, width, height = grid.box(block)
                    self.touch(x + width / 2, y + height / 2)
                    return
        raise AssertionError(f"no cell begins at {local}")

    # Pictures

    def picture(self) -> Image.Image:
        """What is on the glass; of a display that hangs turned, as its panel has it."""
        from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels

        window = self._loop.window
        window.canvas.ask_update()
        window.dispatch("on_draw")
        width, height = window.system_size
        data = glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE)
        return Image.frombytes("RGBA", (width, height), data).transpose(Image.Transpose.FLIP_TOP_BOTTOM).convert("RGB")
