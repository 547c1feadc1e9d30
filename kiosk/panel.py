# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one source of touches: SDL turns a finger into the mouse; here a touch that lands beside the finger comes back.

The matrix of screen.toml is applied before Kivy turns touches with a panel that hangs turned.
"""

from typing import Any, ClassVar

from kivy.input.factory import MotionEventFactory
from kivy.input.providers.mouse import MouseMotionEventProvider

from kiosk.calibration import IDENTITY, Matrix, moved

NAME = "panel"


class Panel(MouseMotionEventProvider):
    """Kivy's mouse, with places put right."""

    matrix: ClassVar[Matrix] = IDENTITY

    def _right(self, window: Any, x: float, y: float) -> tuple[float, float]:
        """Both in px from the upper left corner; never outside of the panel."""
        across, down = (side - 1 for side in window.system_size)
        right = moved((x / across, y / down), self.matrix)
        return min(max(right[0], 0.0), 1.0) * across, min(max(right[1], 0.0), 1.0) * down

    def on_mouse_press(self, window: Any, x: float, y: float, button: str, modifiers: Any) -> None:
        super().on_mouse_press(window, *self._right(window, x, y), button, modifiers)

    def on_mouse_motion(self, window: Any, x: float, y: float, modifiers: Any) -> None:
        super().on_mouse_motion(window, *self._right(window, x, y), modifiers)

    def on_mouse_release(self, window: Any, x: float, y: float, button: str, modifiers: Any) -> None:
        super().on_mouse_release(window, *self._right(window, x, y), button, modifiers)


def adopt(matrix: Matrix) -> None:
    """From now on touches are put right like this."""
    Panel.matrix = matrix
    MotionEventFactory.register(NAME, Panel)
