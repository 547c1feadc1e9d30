# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A way in lines, what the room at its end is like, and what was found: rows with an icon and what they say."""

from kivy.properties import StringProperty

from kiosk.look import Rgba, look
from kiosk.widgets.boxes import Row
from kiosk.widgets.press import Press

GROUNDS = {"free": ("light_p", "ink"), "taken": ("basalt", "on_basalt"), "held": ("petrol_p", "ink")}


class WayStep(Press):
    """A turn, what it leads past and to, and how far."""

    icon = StringProperty()
    text = StringProperty()
    far = StringProperty()


class RoomCard(Row):
    """Whether the room is free, what it has, and the way to its times."""

    state = StringProperty("free")
    text = StringProperty()
    second = StringProperty()
    act = StringProperty()

    @property
    def plate(self) -> Rgba:
        return getattr(look, GROUNDS.get(self.state, ("shut", "ink"))[0])

    @property
    def ink(self) -> Rgba:
        return getattr(look, GROUNDS.get(self.state, ("shut", "ink"))[1])


class FoundRow(Press):
    """Something that was found."""

    icon = StringProperty()
    text = StringProperty()
    second = StringProperty()
