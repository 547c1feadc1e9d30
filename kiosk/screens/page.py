# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every screen has in common: its guide, its texts, and how it comes about."""

from typing import TYPE_CHECKING, Any, ClassVar

from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk import phrases
from kiosk.widgets.boxes import Column, Row

if TYPE_CHECKING:
    from kiosk.guide import Guide

PAGES: dict[str, type["Page"]] = {}


class Page(Row):
    """A screen: what it says is prepared, its .kv lays it out, `fill` adds what depends on the house."""

    name: ClassVar[str] = ""
    keys: tuple[str, ...] = ("back", "home")
    named: ClassVar[bool] = False  # whether the header names the house in landscape too
    full: ClassVar[bool] = False  # whether it takes the whole display, without header and plinth
    bare: ClassVar[bool] = False  # whether it has the header's place too, and may stand for days
    beside: ClassVar[bool] = False  # whether it has two columns even on a small display in landscape
    title = StringProperty()
    question = StringProperty()
    away = BooleanProperty(False)

    def __init_subclass__(cls) -> None:
        if cls.name:
            PAGES[cls.name] = cls

    def __init__(self, guide: "Guide", **what: Any) -> None:
        self.guide = guide
        self.what = what
        self.away = guide.away
        self.prepare(**what)
        super().__init__()
        self.fill()

    def prepare(self, *args: Any, **what: Any) -> None:
        """Say what the .kv will show."""

    def fill(self) -> None:
        """Add what only the house knows."""

    def tick(self) -> None:
        """A minute has passed; asked only of screens that have a clock of their own."""

    def touched(self) -> None:
        """Somebody touched the glass or a key, wherever."""

    def renew(self) -> bool:
        """News have come: whether the screen keeps itself up to date; if not, it is made anew."""
        return False

    @classmethod
    def example(cls, guide: "Guide") -> None:
        """Bring the display to a state of this screen that is worth a picture."""
        guide.go(cls.name)

    def keep_together(self, *parts: Widget) -> None:
        """Where pages are shown in slices: what is typed stands with the keys that type it, at the page's foot."""
        together = Column(size_hint_y=None, spacing=16)
        together.whole = True
        together.bind(minimum_height=together.setter("height"))
        for part in parts:
            part.parent.remove_widget(part)
            if part.size_hint_y is not None:
                part.size_hint_y, part.height = None, part.size_hint_min_y
            together.add_widget(part)
        self.add_widget(together)

    # Words for the .kv

    def t(self, message: str, **values: object) -> str:
        return self.guide.texts.t(message, **values)

    def n(self, one: str, many: str, count: int) -> str:
        return self.guide.texts.n(one, many, count)

    def room_name(self, room: str) -> str:
        return phrases.called(self.guide.known.room(room).name, self.guide.visit.language)

    # Acts for the .kv

    def go(self, screen: str, **what: Any) -> None:
        self.guide.go(screen, **what)

    def way_to(self, room: str) -> None:
        """The way to a room or a place of the plan, or to where a thing is fetched or an adviser sits."""
        known = self.guide.known.find(room)
        place = known.place if known else ""
        self.go("way", to=place or room, thing=room if place else "")

    def has_way(self, room: str) -> bool:
        """Whether the plan knows where that is."""
        finder = self.guide.wayfinding.finder
        known = self.guide.known.find(room)
        if room == self.guide.door:  # one stands before it
            return False
        if finder is None or (known is not None and known.kind != "room" and not known.place):
            return False
        return finder.knows((known.place if known else "") or room)

    def back(self) -> None:
        self.guide.back()

    def home(self) -> None:
        self.guide.home()
