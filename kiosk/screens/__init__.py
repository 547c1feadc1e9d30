# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The screens, one .py and one .kv each; whoever is named here can be opened, pictured and checked."""

from functools import cache
from importlib import import_module
from pathlib import Path

from kivy.lang import Builder

from kiosk.screennames import NAMES as NAMES
from kiosk.screens.page import PAGES, Page

FOLDER = Path(__file__).parent
PARENTS = {"day": "lanepage", "week": "lanepage"}  # screens that look alike
loaded: set[str] = set()


def load(name: str) -> type[Page]:
    """The class of a screen; its look is read the first time."""
    if name not in PAGES:
        import_module(f"kiosk.screens.{name}")  # which may import others: their looks are read when they open
    for drawn in (PARENTS.get(name, name), name):
        read_look(drawn)
    loaded.add(name)
    return PAGES[name]


@cache
def read_look(name: str) -> None:
    """A screen's .kv, once."""
    file = FOLDER / f"{name}.kv"
    if file.exists():
        Builder.load_file(str(file))
