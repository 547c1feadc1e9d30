# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The head of every screen: house, today's hours, clock and date; it changes once a minute and never moves."""

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.widgets.boxes import Row


class Logo(Widget):
    """The open door of the house; its arch is white on the dark pillar."""

    arch = StringProperty("#0C4B54")


class Header(Row):
    """In landscape only the home screen names the house; elsewhere the title stands there."""

    house = StringProperty()
    hours = StringProperty()
    time = StringProperty()
    date = StringProperty()
    named = BooleanProperty(True)
