# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One letter of a booking code, large; the box that waits for the next letter has the rim of what is yours."""

from kivy.properties import BooleanProperty, StringProperty

from kiosk.widgets.boxes import Plate


class CodeBox(Plate):
    """A box for a letter."""

    letter = StringProperty()
    next = BooleanProperty(False)
