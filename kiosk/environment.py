# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What Kivy must find in its environment before it is imported."""

import os
from pathlib import Path

from kiosk.calibration import IDENTITY, Matrix

SETTINGS = {
    "KIVY_NO_ARGS": "1",  # our command line is ours
    "KIVY_NO_CONFIG": "1",  # no config of another user, no second input source
    "KIVY_WINDOW": "sdl2",  # else Kivy falls back silently to an old provider
    "KIVY_IMAGE": "sdl2",
    "KIVY_TEXT": "sdl2",
    "KIVY_CLIPBOARD": "dummy",
    "KIVY_AUDIO": "sdl2",
    "KIVY_LOG_MODE": "MIXED",
    "KIVY_NO_FILELOG": "1",  # the journal keeps what is said
    "KIVY_METRICS_DENSITY": "1",  # the layout is in px of the display; the stage scales
    "KIVY_METRICS_FONTSCALE": "1",
    "KIVY_DPI": "96",
}


def prepare(home: Path) -> None:
    """Set the environment for Kivy; what somebody set on purpose stays."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("KIVY_HOME", str(home))


def graphics(
    width: int,
    height: int,
    fullscreen: bool,
    multisamples: int = 0,
    rotate: int = 0,
    pointer: bool = True,
    matrix: Matrix = IDENTITY,
) -> None:
    """The window, its pointer and the one input source; to be called before kivy.core.window is imported."""
    from kivy.config import Config

    from kiosk import panel

    Config.set("graphics", "width", str(width))
    Config.set("graphics", "height", str(height))
    Config.set("graphics", "fullscreen", "auto" if fullscreen else "0")
    Config.set("graphics", "multisamples", str(multisamples))
    Config.set("graphics", "rotation", str(rotate))
    Config.set("graphics", "show_cursor", str(int(pointer)))
    Config.set("graphics", "minimum_width", "200")
    Config.set("graphics", "minimum_height", "200")
    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "log_level", "warning")
    Config.set("kivy", "desktop", "1")
    if Config.has_section("input"):
        Config.remove_section("input")
    Config.add_section("input")
    # SDL turns a finger into the mouse: one source, no double press. Nothing here asks where a pointer hovers.
    Config.set("input", "mouse", "panel,disable_multitouch,disable_hover")
    panel.adopt(matrix)
