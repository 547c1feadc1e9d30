# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The loop of a still screen: wait for SDL instead of turning sixty times a second."""

import ctypes

from kivy.base import EventLoop
from kivy.clock import Clock

from kiosk import sdl
from kiosk.frames import Frames

SHORTEST = 0.012  # below that the next frame is near enough
LONGEST = 1.0
USER_EVENT = 0x8000


class Stillness:
    """Runs the app's loop; `wake` may be called from any thread. `frames` hears of each turn."""

    def __init__(self, frames: Frames) -> None:
        self._frames = frames
        self._sdl = sdl.library()
        self._event = (ctypes.c_uint32 * 32)(USER_EVENT)

    def wake(self) -> None:
        self._sdl.SDL_PushEvent(self._event)

    def run(self) -> None:
        """Until the app stops."""
        while not EventLoop.quit and EventLoop.status == "started":
            self.wait()
            EventLoop.idle()
            self._frames.turned()
            if EventLoop.window:
                EventLoop.window.mainloop()

    def wait(self) -> None:
        """Sleep until an event of SDL or the next one of the clock."""
        if EventLoop.window.canvas.needs_redraw:
            return
        due = Clock.get_min_timeout() - Clock.time()
        if due > SHORTEST:
            self._sdl.SDL_WaitEventTimeout(None, int(min(due, LONGEST) * 1000))
