# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One word per thing: what the glossary says is said in the catalogues too."""

from functools import cache

import pytest
from babel.messages.pofile import read_po

from booking.texts import LOCALE, NAMES, base

GLOSSARY = (LOCALE / "GLOSSARY.md").read_text(encoding="utf-8")
TERMS, _, DOUBTS = GLOSSARY.partition("## Leichte Sprache")


def rows(part: str) -> list[list[str]]:
    """The cells of a table, without its head."""
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@cache
def said(language: str) -> dict[str, list[str]]:
    """What the sentences of visitors are in a language, with all plural forms."""
    known: dict[str, list[str]] = {}
    for domain in ("kiosk", "house"):
        with (LOCALE / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
            for message in read_po(file, locale=base(language)):
                key = message.id if isinstance(message.id, str) else message.id[0]
                forms = message.string if isinstance(message.string, list | tuple) else [message.string]
                known.setdefault(key, []).extend(form or "" for form in forms)
    return known


@pytest.mark.parametrize(("place", "language"), list(enumerate(NAMES, 2)))
def test_each_term_is_used_where_it_stands(place: int, language: str) -> None:
    table = rows(TERMS)
    missing = [
        (row[0], row[place])
        for row in table
        if not any(row[place].casefold() in text.casefold() for text in said(language)[row[1].strip("`")])
    ]

    assert len(table) > 40
    assert missing == []


def test_what_a_native_reader_shall_look_at_is_there() -> None:
    doubts = rows(DOUBTS)

    assert {row[0] for row in doubts} <= NAMES.keys()
    assert [row[1] for row in doubts if row[1].strip("`") not in said(row[0])] == []
