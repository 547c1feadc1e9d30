# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plinth: the tools, always at the same place; in landscape a pillar at the start side."""

from typing import Any

from kivy.properties import BooleanProperty, ListProperty, ObjectProperty
from kivy.uix.floatlayout import FloatLayout

from kiosk.look import look
from kiosk.widgets.boxes import Column, Row
from kiosk.widgets.header import Logo
from kiosk.widgets.leaving import empty
from kiosk.widgets.press import Key


class Plinth(FloatLayout):
    """Keys for back and home where they act, language and contrast always.

    Events: on_key with "back", "home", "language", "contrast" or "language:en".
    """

    __events__ = ("on_key",)
    keys = ListProperty()  # (name, icon, text)
    languages = ListProperty()  # (language, its own name), shown on the home screen
    contrast = BooleanProperty(False)
    box = ObjectProperty(None)

    def on_key(self, name: str) -> None:
        """Somebody touched a key."""

    def fill(self) -> None:
        """Make the keys anew, for another screen or another language."""
        empty(self.box)
        front = [key for key in self.keys if key[0] in ("back", "home")]
        rest = [key for key in self.keys if key[0] not in ("back", "home")]
        if look.wide:
            self._pillar(front, rest)
        else:
            self._plinth(front, rest)

    def _plinth(self, front: list[Any], rest: list[Any]) -> None:
        for key in front:
            self.box.add_widget(self._key(key, size_hint_x=None, width=200))
        for language, name in self.languages:
            self.box.add_widget(self._language(language, name, size_hint_x=None, width=200))
        self.box.add_widget(Row())
        for key in rest:
            self.box.add_widget(self._key(key, size_hint_x=None, width=200))

    def _pillar(self, front: list[Any], rest: list[Any]) -> None:
        for key in front:
            self.box.add_widget(self._key(key, size_hint_y=None, height=132))
        if not front:
            self.box.add_widget(Logo(arch="#FFFFFF", size_hint_y=None, height=104))
        self.box.add_widget(Column())
        for language, name in self.languages:
            self.box.add_widget(self._language(language, name, size_hint_y=None, height=84))
        for key in rest:
            self.box.add_widget(self._key(key, size_hint_y=None, height=132))

    def _key(self, key: tuple[str, str, str], **box: Any) -> Key:
        name, icon, text = key
        made = Key(text=text, icon=icon, on=name == "contrast" and self.contrast, **box)
        made.name = name
        made.bind(on_release=self._pressed)
        return made

    def _language(self, language: str, name: str, **box: Any) -> Key:
        made = Key(text=name, **box)
        made.name = f"language:{language}"
        made.bind(on_release=self._pressed)
        return made

    def _pressed(self, key: Key) -> None:
        self.dispatch("on_key", key.name)
