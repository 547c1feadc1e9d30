# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Our own keyboard: a layout for each language, shift, accents by long press, and the act's name on its main key."""

from collections.abc import Callable
from math import ceil
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ListProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk import keys
from kiosk.look import look
from kiosk.widgets.boxes import Column
from kiosk.widgets.leaving import empty
from kiosk.widgets.press import Press

LONG = 0.5  # seconds
BETWEEN = 8  # px between keys


class Cap(Press):
    """One key; `letter` is what it types."""

    text = StringProperty()
    icon = StringProperty()
    kind = StringProperty("letter")
    letter = StringProperty()

    @property
    def gapped(self) -> bool:
        """Whether icon and word stand in the middle as wide as they are."""
        return bool(self.icon) or self.kind in ("main", "plain")


class Keyboard(Column):
    """Events: on_letter with what was typed, on_erase, on_main, on_layout with the next layout's language."""

    __events__ = ("on_letter", "on_erase", "on_main", "on_layout")
    language = StringProperty("de")
    languages = ListProperty(["de"])  # that the house speaks
    act = StringProperty()
    space = StringProperty()
    shift = BooleanProperty(True)
    marks = BooleanProperty(False)  # commas and the like, for sentences

    def __init__(self, **properties: Any) -> None:
        super().__init__(**({"spacing": 10, "size_hint_y": None} | properties))
        self._long = Clock.create_trigger(self._held_long, LONG)
        self._down: Cap | None = None
        self._offered = ""
        self._ready = False
        self._first = Clock.create_trigger(self._begin, -1)  # once, when all that the .kv says is known
        for name in ("language", "act", "space", "shift", "marks"):
            self.bind(**{name: self._changed})
        self._first()

    def on_letter(self, letter: str) -> None:
        """Typed."""

    def on_erase(self) -> None:
        """Erased."""

    def on_main(self) -> None:
        """Done typing."""

    def on_layout(self, language: str) -> None:
        """Another layout was chosen."""

    # The keys

    def _begin(self, _elapsed: float) -> None:
        self._ready = True
        self._build()

    def _changed(self, *_what: object) -> None:
        if self._ready:
            self._build()

    def _build(self) -> None:
        empty(self)
        layout = keys.layout(self.language)
        first = self._offered or keys.DIGITS
        rows = [[*map(self._cap, first), self._erase()]]
        for number, letters in enumerate(layout.rows):
            caps = [self._cap(self._cased(letter)) for letter in letters]
            if number == 2 and layout.cases:
                caps.insert(0, self._shift())
            rows.append(caps)
        for caps in self._folded(rows):
            self.add_widget(self._row(caps))
        self.add_widget(self._foot(layout))

    # A small display

    @property
    def across(self) -> int:
        """How many keys stand side by side, each large enough for a finger."""
        return int((look.room - 2 * look.margin + BETWEEN) // (look.target + BETWEEN))

    @property
    def needs(self) -> float:
        """Px down for all rows of this language, each as high as a finger needs it."""
        layout = keys.layout(self.language)
        digits, shift = [*keys.DIGITS, "erase"], ["shift"] if layout.cases else []
        first, second, third = map(list, layout.rows)
        rows = keys.folded([digits, first, second, shift + third], self.across)
        return (len(rows) + 1) * ceil(look.target) + len(rows) * float(self.spacing)

    def _folded(self, rows: list[list[Cap]]) -> list[list[Cap]]:
        """The rows as they are, or shorter ones where fewer keys stand side by side."""
        made = keys.folded(rows, self.across)
        if look.tight:  # none is wider than others, or those would be too narrow
            for cap in (cap for row in rows for cap in row):
                cap.size_hint_x = 1
        return made

    def _cased(self, letter: str) -> str:
        return keys.upper(letter, self.language) if self.shift and keys.layout(self.language).cases else letter

    def _row(self, caps: list[Cap]) -> BoxLayout:
        row = BoxLayout(spacing=BETWEEN)  # keys lie from the left in every language: no mirrored row
        for cap in caps:
            row.add_widget(cap)
        return row

    def _cap(self, letter: str) -> Cap:
        cap = Cap(text=letter, letter=letter, told=letter)
        cap.bind(on_press=self._pressed, on_release=self._typed)
        return cap

    def _function(self, told: str, icon: str, touched: Callable[..., None], **look_of: Any) -> Cap:
        cap = Cap(icon=icon, told=told, **({"kind": "function", "size_hint_x": 1.5} | look_of))
        cap.bind(on_release=touched)
        return cap

    def _erase(self) -> Cap:
        return self._function("erase", "erase", self._erased)

    def _shift(self) -> Cap:
        return self._function("shift", "", self._shifted, text="↑", kind="chosen" if self.shift else "function")

    def _foot(self, layout: keys.Layout) -> BoxLayout:
        language = self._function("keyboard", "language", self._next, text=layout.label, kind="plain", size_hint_x=1.9)
        marks = [self._cap(mark) for mark in (layout.marks if self.marks else "")]
        space = Cap(text=self.space, letter=" ", told=" ", kind="plain", size_hint_x=5 - len(marks))
        space.bind(on_release=self._typed)
        act = self._function(self.act, "check", self._acted, text=self.act, kind="main", size_hint_x=2.9)
        return self._row([language, space, *marks, act])

    # Touches

    def _pressed(self, cap: Cap) -> None:
        self._down = cap
        self._long()

    def _held_long(self, _elapsed: float) -> None:
        """Accents take the place of the digits until one is typed."""
        if self._down is not None and self._down.state == "down":
            self._offered = keys.accents(self._down.letter)
            if self._offered:
                self._down = None
                self._build()

    def _typed(self, cap: Cap) -> None:
        self._long.cancel()
        self._down = None
        had, self._offered = self._offered, ""
        self.dispatch("on_letter", cap.letter)
        if had:
            self._build()

    def _erased(self, _cap: Cap) -> None:
        self.dispatch("on_erase")

    def _shifted(self, _cap: Cap) -> None:
        self.shift = not self.shift

    def _next(self, _cap: Cap) -> None:
        self.dispatch("on_layout", keys.after(self.language, self.languages))

    def _acted(self, _cap: Cap) -> None:
        self.dispatch("on_main")
