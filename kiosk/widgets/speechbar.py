# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The tools of whoever listens: a strip that stands above the plinth while everything is read aloud."""

from collections.abc import Sequence
from typing import Any

from kiosk.look import look
from kiosk.widgets.boxes import Band, Row
from kiosk.widgets.leaving import empty
from kiosk.widgets.press import Key

GAP = 10
A_ROW = 3  # keys, where the words are large


class SpeechBar(Band):
    """Events: on_key with "again", "stop", "slower", "faster", "quieter" or "louder"; each of them acts at once."""

    __events__ = ("on_key",)

    def on_key(self, name: str) -> None:
        """Somebody touched a key."""

    @property
    def tall(self) -> int:
        """Px: one row, two where the words are large."""
        return 150 if self.flat else 88 if look.pillar else 96

    @property
    def flat(self) -> bool:
        """Whether icon and word stand side by side."""
        return look.zoom > 1 and not look.pillar

    def fill(self, keys: Sequence[tuple[str, str]]) -> None:
        """Make the keys: each is called as its icon, and has a word."""
        empty(self)
        across = A_ROW if self.flat else len(keys)
        for first in range(0, len(keys), across):
            row = Row(spacing=GAP)
            for name, word in keys[first : first + across]:
                key = Key(text=word, icon=name, flat=self.flat)
                key.name = name
                key.bind(on_release=self._pressed)
                row.add_widget(key)
            self.add_widget(row)

    def _pressed(self, key: Any) -> None:
        self.dispatch("on_key", key.name)
