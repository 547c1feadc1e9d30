# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is so, since when, and what to do now; and other boxes of words."""

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.widgets.boxes import Column, Plate, Row
from kiosk.widgets.press import Press


class Notice(Plate):
    """A rim of brick, an icon, a title and what to do. Never "error"."""

    title = StringProperty()
    text = StringProperty()
    icon = StringProperty("server")


class Fact(Row):
    """An icon and what it says."""

    icon = StringProperty()
    text = StringProperty()
    step = NumericProperty(32)


class Help(Plate):
    """A box of the floor's colour with an icon, a title and lines."""

    icon = StringProperty()
    title = StringProperty()
    text = StringProperty()


class Bulletin(Plate):
    """What the house tells everybody today, in a sentence."""

    text = StringProperty()


class Heading(Column):
    """The title of a screen and its one sentence."""

    title = StringProperty()
    text = StringProperty()
    room = NumericProperty(0)  # kept free at the end side, in landscape for the clock


class TodayRow(Press):
    """A booking that agreed to show its name."""

    time = StringProperty()
    text = StringProperty()
    place = StringProperty()


class LengthRow(Press):
    """A length: how long, until when, and the part of the free time that it takes."""

    text = StringProperty()
    until = StringProperty()
    share = NumericProperty(1.0)


class Tick(Press):
    """A box to tick with the sentence that says what it does."""

    text = StringProperty()
    second = StringProperty()
    ticked = BooleanProperty(False)


class StepRow(Row):
    """One of the steps that lead to a booking."""

    number = StringProperty()
    text = StringProperty()
