# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plinth: the tools, always at the same place; in landscape a pillar at the start side."""

from typing import Any

from kivy.properties import ListProperty, ObjectProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.look import look
from kiosk.widgets.boxes import Row, in_rows
from kiosk.widgets.header import Logo
from kiosk.widgets.leaving import empty
from kiosk.widgets.press import Key, Press, TongueKey
from kiosk.widgets.words import Words

GAP = 10
LOGO = 84  # px
LINE = 36  # px of a language's name


class Plinth(FloatLayout):
    """Keys for back and home where they act, the tools always: language, reading aloud and how everything looks.

    Events: on_key with the name of a key.
    """

    __events__ = ("on_key",)
    keys = ListProperty()  # (name, icon, text)
    languages = ListProperty()  # the languages' own names, shown on the front of the house
    on = ListProperty()  # the names of the keys that are switched on
    box = ObjectProperty(None)

    def on_key(self, name: str) -> None:
        """Somebody touched a key."""

    def fill(self) -> None:
        """Make the keys anew, for another screen or another language."""
        empty(self.box)
        front = [key for key in self.keys if key[0] in ("back", "home")]
        rest = [key for key in self.keys if key[0] not in ("back", "home")]
        if look.pillar:
            self._pillar(front, rest)
        else:
            self._plinth(front, rest)

    def _plinth(self, front: list[Any], rest: list[Any]) -> None:
        """One row of keys; two of them where the words are large."""
        keys = [self._key(key) for key in front + rest]
        if not front:
            keys[0].size_hint_x = 3.16  # three keys and the gaps between them
        first = 4 - (0 if front else 2)
        for some in (keys[:first], keys[first:]) if self.flat else (keys,):
            row = Row(spacing=GAP)
            for key in some:
                row.add_widget(key)
            self.box.add_widget(row)

    def _pillar(self, front: list[Any], rest: list[Any]) -> None:
        if not front and look.zoom == 1:
            self.box.add_widget(Logo(arch="#FFFFFF", size_hint_y=None, height=LOGO))
        for key in front + rest:
            self.box.add_widget(self._key(key))

    @property
    def flat(self) -> bool:
        """Whether icon and word stand side by side."""
        return look.zoom > 1 and not look.pillar

    def _key(self, key: tuple[str, str, str]) -> Press:
        name, icon, text = key
        made: Press
        if name == "language" and self.languages:
            made = self._tongues(icon, text)
        else:
            made = Key(text=text, icon=icon, on=name in self.on, flat=self.flat)
        made.name = name
        made.bind(on_release=self._pressed)
        return made

    def _tongues(self, icon: str, text: str) -> TongueKey:
        """The key to the languages says so in each of them: nobody need read another one to find it."""
        made = TongueKey(icon=icon, told=text)
        words = [text, *self.languages]
        across = 1 if look.pillar else 3 if self.flat else 2
        if look.pillar:
            made.orientation, made.size_hint_y = "vertical", None
            made.height = len(words) * LINE + (24 if look.zoom > 1 else 76)
        lines = len(words) if look.pillar else 1 if self.flat else 3
        for row in in_rows([self._word(each) for each in words[: across * lines]], across, height=LINE, spacing=GAP):
            made.ids.words.add_widget(row)
        return made

    def _word(self, text: str) -> Words:
        return Words(text=text, step=24, most_lines=1, leading=1, size_hint_y=1, color=look.on_plinth)

    def _pressed(self, key: Key) -> None:
        self.dispatch("on_key", key.name)
