# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The SDL that Kivy's wheel brings along, for what Kivy does not ask of it."""

import ctypes
import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

VIDEO = 0x20
SHARE = 0.85  # of a developer's desktop


@cache
def library() -> Any:
    """The very SDL that Kivy loads, else the system's."""
    kivy = importlib.util.find_spec("kivy")
    folder = Path(kivy.origin).parent.parent / "Kivy.libs" if kivy and kivy.origin else Path()
    bundled = sorted(folder.glob("libSDL2-2*"))
    sdl = ctypes.CDLL(str(bundled[0]) if bundled else "libSDL2-2.0.so.0")
    sdl.SDL_WaitEventTimeout.argtypes = [ctypes.c_void_p, ctypes.c_int]
    sdl.SDL_PushEvent.argtypes = [ctypes.c_void_p]
    return sdl


class _Rectangle(ctypes.Structure):
    _fields_ = tuple((side, ctypes.c_int) for side in ("x", "y", "width", "height"))


def fitting(layout: tuple[int, int]) -> tuple[int, int]:
    """The layout's proportions as large as the desktop allows, never larger than the layout."""
    width, height = _desktop() or layout
    factor = min(1.0, width * SHARE / layout[0], height * SHARE / layout[1])
    return round(layout[0] * factor), round(layout[1] * factor)


def _desktop() -> tuple[int, int] | None:
    sdl, usable = library(), _Rectangle()
    if sdl.SDL_InitSubSystem(VIDEO) or sdl.SDL_GetDisplayUsableBounds(0, ctypes.byref(usable)):
        return None
    return usable.width, usable.height
