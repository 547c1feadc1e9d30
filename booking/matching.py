# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding by what people type: beginnings are enough, umlauts may be written out, slips of the finger are forgiven."""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from sys import intern
from typing import Any, Generic, NamedTuple, TypeVar

LONG_ENOUGH = 4  # letters of a word in which a slip is forgiven
ALIKE = 75.0  # of 100 (rapidfuzz.fuzz.ratio)
ASIDE = 0.2  # how far a word is that stands inside another one
IN_TEXT = 0.3  # how much further a word is in a text than in a name
MOST_WORDS = 8  # that are asked for at once
WRITTEN_OUT = re.compile("([aou])e")  # ä, ö, ü on a keyboard without them


@cache
def _marks() -> dict[int, None]:
    """What is written above, below or inside letters, to be left out."""
    return dict.fromkeys(letter for letter in range(0x10000) if unicodedata.combining(chr(letter)))


def words_of(text: str) -> list[str]:
    """The words of a text without case, accents and umlauts."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    if not bare.isascii():
        bare = bare.translate(_marks())
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
        return ASIDE
    fuzz, _ = _rapidfuzz()
    return _slip(max(fuzz.ratio(asked, word[:size]) for size in _sizes(asked)))


@cache
def _rapidfuzz() -> tuple[Any, Any]:
    """How alike words are: 6 MB that a display needs only when somebody types."""
    from rapidfuzz import fuzz, process

    return fuzz, process


def _sizes(asked: str) -> range:
    """How long the beginning of a word may be that is meant by this one."""
    return range(len(asked) - 1, len(asked) + 2)


def _slip(alike: float) -> float:
    return 1.5 - alike / 100 if alike >= ALIKE else 1.0


class Said(NamedTuple):
    """The words of something's names, and those of what else is said of it; each once."""

    names: tuple[str, ...]
    texts: tuple[str, ...]


def said(names: Iterable[str], texts: Iterable[str]) -> Said:
    """The words of names and texts."""
    in_names, in_texts = ({intern(word) for text in part for word in words_of(text)} for part in (names, texts))
    return Said(tuple(in_names), tuple(in_texts - in_names))


T = TypeVar("T")


class Index(Generic[T]):
    """The words of thousands of things, found in milliseconds; in the order in which they were added where alike."""

    def __init__(self) -> None:
        self._things: list[T] = []
        self._said: dict[str, array[int]] = {}  # word: the things that say it, twice their number, and 1 if in a text
        self._beginnings: dict[int, dict[str, list[str]]] = {}

    def add(self, thing: T, said: Said) -> None:
        """Know one more thing by what it says."""
        number = len(self._things)
        self._things.append(thing)
        for in_text, words in enumerate((said.names, said.texts)):
            for word in words:
                self._said.setdefault(word, array("I")).append(2 * number + in_text)

    def find(self, text: str) -> list[T]:
        """What says every word of a text, or something like it, best first; nothing if there is no word."""
        rated: dict[int, float] | None = None
        for asked in words_of(text)[:MOST_WORDS]:
            here = self._rated(asked)
            rated = here if rated is None else {key: rated[key] + here[key] for key in rated.keys() & here.keys()}
        return [self._things[number] for number in sorted(rated or {}, key=lambda each: ((rated or {})[each], each))]

    def _rated(self, asked: str) -> dict[int, float]:
        """How far each thing is from a word that is asked for."""
        found: dict[int, float] = {}
        for word, apart in self._near(asked):
            for place in self._said[word]:
                number, far = place >> 1, apart + IN_TEXT * (place & 1)
                if far < found.get(number, 9.0):
                    found[number] = far
        return found

    def _near(self, asked: str) -> Iterator[tuple[str, float]]:
        """Words that begin with it; where there are none, those that are like it; those in which it stands."""
        first = last = bisect_left(self._words, asked)
        while last < len(self._words) and self._words[last].startswith(asked):
            yield self._words[last], 0.0
            last += 1
        if len(asked) < LONG_ENOUGH:
            return
        for word in self._words:
            if asked in word and not word.startswith(asked):
                yield word, ASIDE
        if first == last:
            yield from self._alike(asked)

    def _alike(self, asked: str) -> Iterator[tuple[str, float]]:
        fuzz, process = _rapidfuzz()
        for size in _sizes(asked):
            known = self._beginnings.get(size) or self._beginnings.setdefault(size, self._begun(size))
            for begin, alike, _ in process.extract_iter(asked, known.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE):
                for word in known[begin]:
                    yield word, _slip(alike)

    @cached_property
    def _words(self) -> list[str]:
        return sorted(self._said)

    def _begun(self, size: int) -> dict[str, list[str]]:
        """All words by their first letters."""
        found: dict[str, list[str]] = {}
        for word in self._words:
            found.setdefault(word[:size], []).append(word)
        return found
