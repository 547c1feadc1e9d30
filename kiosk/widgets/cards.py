# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Cards in lists: an offer with its time, an actor, an idea; the heads between them, and facts."""

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.widgets.boxes import Plate, Row
from kiosk.widgets.press import Press


class OfferCard(Press):
    """When, what, where, for whom. Without a time it always holds."""

    time = StringProperty()
    until = StringProperty()
    icon = StringProperty()
    text = StringProperty()
    place = StringProperty()
    tags = StringProperty()


class ActorCard(Press):
    """A group or an office, and what it does."""

    icon = StringProperty()
    text = StringProperty()
    second = StringProperty()


class IdeaCard(Plate):
    """A visitor's sentence, how it stands, and what the house says."""

    icon = StringProperty()
    state = StringProperty()
    number = StringProperty()
    text = StringProperty()
    answer = StringProperty()
    done = BooleanProperty(False)


class DayHead(Row):
    """A day, and how much there is."""

    text = StringProperty()
    count = StringProperty()


class FactRow(Row):
    """An icon, a fact in bold and a second line; `last` has no line below it."""

    icon = StringProperty()
    text = StringProperty()
    second = StringProperty()
    last = BooleanProperty(False)


class CodeCard(Plate):
    """A code to scan, and what happens then."""

    code = StringProperty()
    title = StringProperty()
    text = StringProperty()
    side = NumericProperty(240)
    step = NumericProperty(42)


class ThankedFace(Row):
    """The face that somebody has touched, and its word."""

    icon = StringProperty()
    text = StringProperty()


class TodayLine(Row):
    """What is on today, to be read only."""

    time = StringProperty()
    text = StringProperty()
    place = StringProperty()
