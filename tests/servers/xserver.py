# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""An X server without a screen, with a pointer and a keyboard that tests move (the extension XTEST)."""

import ctypes
import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

HEADER, COLOURS, COLOUR = 0, 19, 12  # of the file of a picture: where its numbers stand (XWDFile.h), bytes a colour


@cache
def _libraries() -> tuple[Any, Any, Any]:
    x11, xtst, fixes = (ctypes.CDLL(f"lib{name}") for name in ("X11.so.6", "Xtst.so.6", "Xfixes.so.3"))
    x11.XOpenDisplay.restype = ctypes.c_void_p
    fixes.XFixesGetCursorImage.restype = ctypes.POINTER(_Cursor)
    return x11, xtst, fixes


class _Cursor(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_short) for name in ("x", "y")),
        *((name, ctypes.c_ushort) for name in ("width", "height", "xhot", "yhot")),
        ("serial", ctypes.c_ulong),
        ("pixels", ctypes.POINTER(ctypes.c_ulong)),
    )


@dataclass
class XServer:
    """What hangs there: its name for whoever draws, its picture, and hands."""

    name: str
    _file: Path
    _link: ctypes.c_void_p

    # Hands

    def move(self, x: float, y: float) -> None:
        _libraries()[1].XTestFakeMotionEvent(self._link, -1, round(x), round(y), 0)

    def button(self, down: bool, number: int = 1) -> None:
        _libraries()[1].XTestFakeButtonEvent(self._link, number, int(down), 0)

    def key(self, keysym: int, down: bool) -> None:
        """A key of X's own table (keysymdef.h); one that the keyboard does not have is not pressed."""
        x11, xtst, _ = _libraries()
        if code := x11.XKeysymToKeycode(self._link, ctypes.c_ulong(keysym)):
            xtst.XTestFakeKeyEvent(self._link, code, int(down), 0)

    def press(self, x: float, y: float) -> None:
        """A finger goes down and up."""
        self.move(x, y)
        self.button(True)
        self.button(False)
        self.sync()

    def type(self, *keysyms: int) -> None:
        """Keys that are held together, pressed one after the other and let go the other way round."""
        for keysym in keysyms:
            self.key(keysym, True)
        for keysym in reversed(keysyms):
            self.key(keysym, False)
        self.sync()

    def sync(self) -> None:
        """Until the server has done all that."""
        _libraries()[0].XSync(self._link, 0)

    # Eyes

    def picture(self) -> Image.Image:
        """What is on the glass."""
        data = self._file.read_bytes()
        numbers = struct.unpack(">25I", data[:100])
        start = numbers[HEADER] + numbers[COLOURS] * COLOUR
        width, height, line = numbers[4], numbers[5], numbers[12]
        pixels = data[start : start + line * height]
        return Image.frombytes("RGB", (width, height), pixels, "raw", "BGRX", line)

    def cursor_seen(self) -> bool:
        """Whether any pixel of the pointer is drawn."""
        image = _libraries()[2].XFixesGetCursorImage(self._link).contents
        return any(image.pixels[each] >> 24 for each in range(image.width * image.height))


@contextmanager
def xserver(size: tuple[int, int], folder: Path) -> Iterator[XServer]:
    """An X server with one screen of this size, until the block ends."""
    reader, writer = os.pipe()
    screen = ["-screen", "0", f"{size[0]}x{size[1]}x24", "-fbdir", str(folder), "-nolisten", "tcp"]
    with (folder / "xserver.log").open("ab") as log:
        command = ["Xvfb", "-displayfd", str(writer), *screen]
        process = subprocess.Popen(command, pass_fds=(writer,), stderr=log)
    os.close(writer)
    try:
        with os.fdopen(reader) as line:
            name = f":{int(line.readline())}"
        link = ctypes.c_void_p(_libraries()[0].XOpenDisplay(name.encode()))
        assert link.value, "the X server does not answer"
        yield XServer(name, folder / "Xvfb_screen0", link)
        _libraries()[0].XCloseDisplay(link)
    finally:
        process.terminate()
        process.wait()
