# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m kiosk --config screen.toml calibrate`: five crosses to touch, for whoever hangs the display up.

The first four say how touches lie, the fifth whether that was understood. What was found goes into screen.toml, or is
printed where that cannot be written. Without a touch for a minute, or at Escape, all stays as it was: a box without a
keyboard needs no way out.
"""

import math
import signal
from pathlib import Path
from typing import Any

from kivy.base import EventLoop, runTouchApp, stopTouchApp
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics import Color, Line
from kivy.uix.widget import Widget

from booking.lifeline import Lifeline
from booking.texts import texts
from kiosk import calibration, configfile
from kiosk.app import prepare_look
from kiosk.calibration import Implausible, Matrix, Place
from kiosk.config import Screen
from kiosk.frames import Frames
from kiosk.look import look
from kiosk.stillness import Stillness
from kiosk.widgets.boxes import Column
from kiosk.widgets.stage import Stage
from kiosk.widgets.words import Words

CROSSES: tuple[Place, ...] = ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9), (0.5, 0.5))  # of the picture
QUIET = 60.0  # seconds without a touch, after which nothing is changed
SHOWN = 10.0  # seconds that the end stands
APART = 0.05  # of the panel: a touch nearer to the one before is a finger that trembles
ARM = 70  # px of a cross
ESCAPE = 27


class Cross(Widget):
    """Where to touch."""

    def __init__(self) -> None:
        super().__init__(size_hint=(None, None), size=(2 * ARM, 2 * ARM))
        self.bind(pos=self._draw)

    def _draw(self, *_changed: object) -> None:
        x, y = self.x + ARM, self.y + ARM
        self.canvas.clear()
        with self.canvas:
            Color(rgba=look.petrol)
            Line(points=(x - ARM, y, x + ARM, y), width=4)
            Line(points=(x, y - ARM, x, y + ARM), width=4)
            Line(circle=(x, y, ARM * 0.6), width=4)


class Calibrate:
    """Goes from cross to cross; `found` is what it came to."""

    def __init__(self, screen: Screen, file: Path, language: str) -> None:
        self._rotate, self._file = screen.display.rotate, file
        self._t = texts(language, "kiosk", "house").t
        self._touched: list[Place] = []
        self.found: Matrix | None = None
        self.stage = Stage(screen.display.layout)
        self._cross = Cross()
        self._title, self._text = Words(step=56, bold=True), Words(step=42)
        self._end = Clock.create_trigger(self.stop, QUIET)
        self._lay(rtl=language == "ar")
        self._ask(self._t("Touch the middle of the cross with one finger."))
        Window.clearcolor = look.wall
        Window.bind(on_resize=self.stage.fit, on_touch_up=self._touch, on_key_down=self._key)
        self.stage.fit(Window, *Window.size)

    def _lay(self, rtl: bool) -> None:
        look.rtl = rtl
        width, height = self.stage.size
        column = Column(size_hint=(None, None), width=width * 0.7, x=width * 0.15, spacing=24)
        column.bind(minimum_height=column.setter("height"))
        top = height * (0.8 if height > width else 0.95)  # between the upper crosses, above the one in the middle
        column.bind(height=lambda _column, _tall: setattr(column, "top", top))
        for words in (self._title, self._text):
            words.color = look.ink
            column.add_widget(words)
        self.stage.add_widget(column)
        self.stage.add_widget(self._cross)

    # What is asked

    def _ask(self, text: str) -> None:
        """For the next cross."""
        x, y = CROSSES[len(self._touched)]
        self._cross.pos = (x * self.stage.width - ARM, (1 - y) * self.stage.height - ARM)
        self._title.text = self._t("Cross {number} of {all}", number=len(self._touched) + 1, all=len(CROSSES))
        self._text.text = "\n".join(
            (text, self._t("Without a touch this ends after a minute, and everything stays as it was."))
        )
        self._end.cancel()
        self._end()

    def _touch(self, _window: object, touch: Any) -> None:
        """A finger has left the glass."""
        place = touch.sx, 1 - touch.sy
        if self.found or (self._touched and math.dist(place, self._touched[-1]) < APART):
            return
        self._touched.append(place)
        try:
            self._judge()
        except Implausible:
            self._touched.clear()
            self._ask(self._t("These touches do not fit each other. Once more from the beginning."))

    def _judge(self) -> None:
        meant = [calibration.turned(cross, self._rotate) for cross in CROSSES]
        first = len(CROSSES) - 1
        if len(self._touched) < first:
            self._ask(self._t("Touch the middle of the cross with one finger."))
            return
        matrix = calibration.solve(self._touched[:first], meant[:first])
        if len(self._touched) == first:
            self._ask(self._t("Touch the middle of the cross with one finger."))
            return
        calibration.check(self._touched[first:], meant[first:], matrix)
        self._finish(calibration.rounded(matrix))

    def _finish(self, matrix: Matrix) -> None:
        """Into the file, if it can be; in any case to whoever called."""
        self.found = matrix
        self.stage.remove_widget(self._cross)
        line = configfile.line("matrix", matrix)
        print(f"[touch]\n{line}", flush=True)
        if configfile.put(self._file, "touch", "matrix", matrix):
            self._title.text, self._text.text = self._t("Touch is set up."), str(self._file)
        else:
            self._title.text = self._t("Please write these lines into screen.toml:")
            self._text.text = f"[touch]\n{line}"
        self._end.cancel()
        Clock.schedule_once(self.stop, SHOWN)

    def _key(self, _window: object, key: int, *_more: object) -> bool:
        if key == ESCAPE:
            self.stop()
        return True

    def stop(self, *_why: object) -> None:
        Window.unbind(on_resize=self.stage.fit, on_touch_up=self._touch, on_key_down=self._key)
        stopTouchApp()


def run(screen: Screen, file: Path, language: str) -> int:
    """Until the last cross is touched, or nobody touches any: 1 if nothing was found."""
    prepare_look()
    frames = Frames(Lifeline(), "Asks for touches")
    calibrate = Calibrate(screen, file, language)
    signal.signal(signal.SIGTERM, calibrate.stop)
    signal.signal(signal.SIGINT, calibrate.stop)
    runTouchApp(calibrate.stage, embedded=True)
    Stillness(frames).run()
    frames.end()
    EventLoop.close()
    return 0 if calibrate.found else 1
