# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where a long word may break: a rule of thumb for languages in Latin and Cyrillic letters, for narrow cells only."""

import re
from collections.abc import Iterator

VOWELS = "aeiouyäöüáàâéèêíîóôúûıаеєиіїоуюяъ"
# Between two vowels, the next syllable takes one consonant along, or one of the groups that sound as one.
BETWEEN = re.compile(rf"(?<=[{VOWELS}])([^{VOWELS}\W\d]+)(?=[{VOWELS}])", re.IGNORECASE)
ONSET = re.compile("(sch|ch|ck|ph|th|qu|st|дз|дж|.ь|.)$", re.IGNORECASE)
FEWEST = 3
DOT = "·"  # parts long words of Leichte Sprache


def breaks(word: str) -> list[int]:
    """The places at which the word may break, with three letters on both sides."""
    places = [match.end() - len(_onset(match[1])) for match in BETWEEN.finditer(word)]
    places += [place for place, letter in enumerate(word, 1) if letter == DOT]
    return [place for place in sorted(places) if FEWEST <= place <= len(word.rstrip()) - FEWEST]


def _onset(consonants: str) -> str:
    found = ONSET.search(consonants)
    return found[0] if found else consonants


def broken(word: str, room: int) -> Iterator[str]:
    """The word in parts of at most about `room` letters, each but the last with a hyphen."""
    while len(word.rstrip()) > room:
        place = max((place for place in breaks(word) if place < room), default=0)
        if not place:
            break
        yield word[:place].removesuffix(DOT) + "-"
        word = word[place:]
    yield word
