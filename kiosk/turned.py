# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A panel that hangs turned: Kivy turns the picture and the touches on it, but not what is cut out of the picture."""

from kivy.core.window import Window

Rectangle = tuple[int, int, int, int]  # left, foot, width, height in px


def on_panel(seen: Rectangle) -> Rectangle:
    """Where a rectangle of the picture lies on the panel, for whoever speaks to the graphics card about the panel."""
    x, y, width, height = seen
    across, up = (int(side) for side in Window.size)
    placed: dict[int, Rectangle] = {
        0: seen,
        90: (up - y - height, x, height, width),
        180: (across - x - width, up - y - height, width, height),
        270: (y, across - x - width, height, width),
    }
    return placed[Window.rotation]
