# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A QR code: one pixel a module, drawn without smoothing at a whole scale on whole pixels."""

from typing import Any

import qrcode
from kivy.graphics import Color, Rectangle
from kivy.properties import NumericProperty, StringProperty
from kivy.uix.widget import Widget
from PIL import Image
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M

from kiosk.look import look
from kiosk.widgets import masks

QUIET = 4  # modules of white around, as the standard asks (ISO/IEC 18004)
SHORT = 120  # letters; what is longer gets the weaker correction and thereby larger modules
RIM = 3


def modules(text: str) -> Image.Image:
    """The code with its quiet zone, one pixel a module."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M if len(text) <= SHORT else ERROR_CORRECT_L, border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    image = Image.new("L", (len(rows), len(rows)))
    image.putdata([0 if dark else 255 for row in rows for dark in row])
    return image


class QrCode(Widget):
    """`side` is the room it may take; it takes the largest whole number of px a module."""

    text = StringProperty()
    side = NumericProperty(500)

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        with self.canvas:
            Color(rgba=look.edge)
            self._rim = Rectangle()
            Color(rgba=(1, 1, 1, 1))
            self._code = Rectangle()
        self._count = 0
        self.bind(text=self._encode)
        self.bind(pos=self._place)
        self.bind(size=self._place)
        self._encode()

    def _encode(self, *_changed: object) -> None:
        if not self.text:
            return
        image = modules(self.text)
        self._count = image.width
        self._code.texture = masks.upload(image.convert("RGBA"), nearest=True)
        self._place()

    @property
    def module(self) -> int:
        """Px of the window that one module takes."""
        return max(int((self.side - 2 * RIM) * look.scale) // max(self._count, 1), 1)

    def _place(self, *_changed: object) -> None:
        if not self._count:
            return
        side = self._count * self.module / look.scale
        x, y = self.to_window(self.x + (self.width - side) / 2, self.y + (self.height - side) / 2)
        x, y = self.to_widget(round(x), round(y))  # whole px of the window, else modules blur
        self._code.pos, self._code.size = (x, y), (side, side)
        self._code.tex_coords = (0, 0, 1, 0, 1, 1, 0, 1)
        self._rim.pos = (x - RIM, y - RIM)
        self._rim.size = (side + 2 * RIM, side + 2 * RIM)
