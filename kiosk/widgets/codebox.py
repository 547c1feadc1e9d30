# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The letters of a booking code, large; the box that waits for the next letter has the rim of what is yours."""

from kivy.properties import BooleanProperty, StringProperty

from kiosk.widgets.boxes import Plate
from kiosk.widgets.press import Press


class CodeBox(Plate):
    """A box for a letter."""

    letter = StringProperty()
    next = BooleanProperty(False)


class CodeKey(Press):
    """A key that types a letter of a code: no more than the letter stands on it, as there are many."""

    letter = StringProperty()
