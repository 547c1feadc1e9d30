# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding by what people type: beginnings are enough, umlauts may be written out, slips of the finger are forgiven."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

LONG_ENOUGH = 4  # letters of a word in which a slip is forgiven
ALIKE = 0.75  # of SequenceMatcher.ratio
WRITTEN_OUT = re.compile("([aou])e")  # ä, ö, ü on a keyboard without them


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents and umlauts."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
    return [WRITTEN_OUT.sub(r"\1", word) for word in re.findall(r"\w+", bare)]


def distance(asked: str, texts: Iterable[str]) -> float | None:
    """How far what was asked is from these texts: 0 if each word begins one of theirs, None if one fits nowhere."""
    known = [word for text in texts for word in words_of(text)]
    found = [min((_apart(word, other) for other in known), default=1.0) for word in words_of(asked)]
    return None if not found or max(found) >= 1.0 else sum(found)


def _apart(asked: str, word: str) -> float:
    """0: begins it; less than 1: stands in it, or is like its beginning."""
    if word.startswith(asked):
        return 0.0
    if len(asked) < LONG_ENOUGH:
        return 1.0
    if asked in word:
        return 0.2
    alike = max(SequenceMatcher(None, asked, word[:size]).ratio() for size in range(len(asked) - 1, len(asked) + 2))
    return 1.5 - alike if alike >= ALIKE else 1.0
