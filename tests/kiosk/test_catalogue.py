# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every sentence of the display is there in every language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from booking.texts import LOCALE, NAMES

KIOSK = Path(__file__).parents[2] / "kiosk"
IN_KV = re.compile(r"root\.[tn]\('([^']+)'")
UNSEEN = frozenset({"t", "n"})


def sentences() -> set[str]:
    return {*_of_python(), *_of_kv()}


def _of_python() -> Iterator[str]:
    for file in KIOSK.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in UNSEEN and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def _of_kv() -> Iterator[str]:
    for file in KIOSK.rglob("*.kv"):
        yield from IN_KV.findall(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", tuple(NAMES))
def test_every_language_knows_every_sentence(language: str) -> None:
    known = set()
    for domain in ("kiosk", "house"):
        with (LOCALE / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
            for message in read_po(file):
                if message.string and (all(message.string) if isinstance(message.string, tuple) else True):
                    known.add(message.id[0] if isinstance(message.id, tuple) else message.id)

    assert sentences() - known == set()
