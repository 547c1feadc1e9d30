# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which keys the keyboard has in each language: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from booking.texts import base, capital

DIGITS = "1234567890"

Key = TypeVar("Key")


@dataclass(frozen=True)
class Layout:
    """Rows of letters from the left, what a long press adds, and what is written on the language key."""

    rows: tuple[str, ...]
    label: str
    cases: bool = True
    marks: str = ",?!"  # where whole sentences are typed


LAYOUTS = {
    "de": Layout(("qwertzuiopü", "asdfghjklöä", "yxcvbnmß-."), "DE"),
    "en": Layout(("qwertyuiop'", "asdfghjkl&", "zxcvbnm,-."), "EN"),
    "tr": Layout(("qwertyuıopğü", "asdfghjklşi", "zxcvbnmöç-."), "TR"),
    "uk": Layout(("йцукенгшщзхї", "фівапролджє’", "ячсмитьбю-."), "УК"),
    "ar": Layout(("ضصثقفغعهخحج", "شسيبلاتنمكط", "ئءؤرىةوزظدذ"), "ع", cases=False, marks="،؟."),
    "bg": Layout(("явертъуиопшщ", "асдфгхйклчю", "зьцжбнм-."), "БГ"),  # phonetic, as on most phones
}

ACCENTS = {
    "a": "äáàâãåæ", "c": "çćč", "d": "ď", "e": "éèêëęě", "g": "ğ", "i": "íìîïı", "l": "ł", "n": "ñńň",
    "o": "öóòôõø", "r": "ř", "s": "ßşśš", "t": "ť", "u": "üúùûů", "y": "ýÿ", "z": "žźż",
    "-": "–+/", ".": "!?:", "г": "ґ", "и": "ѝ", "’": "'", "ا": "أإآ", "ه": "ة", "ي": "ى", "و": "ؤ",
}  # fmt: skip


def layout(language: str) -> Layout:
    """The layout in which a language is written; a variant has that of its base."""
    return LAYOUTS[base(language)]


def accents(letter: str) -> str:
    """What a long press on a letter offers, in the case of the letter."""
    offered = ACCENTS.get("i" if letter == "İ" else letter.lower(), "")
    return "".join(accent.upper() for accent in offered if len(accent.upper()) == 1) if letter.isupper() else offered


def upper(letter: str, language: str = "de") -> str:
    """The shifted key; the sharp s has none of its own on a display that must be readable."""
    return letter if letter == "ß" else capital(letter, language)


def after(language: str, spoken: Iterable[str]) -> str:
    """The layout that the language key goes on to, among those of the languages that the house speaks."""
    order = [each for each in LAYOUTS if each == base(language) or each in spoken]
    return order[(order.index(base(language)) + 1) % len(order)]


def shifted(text: str) -> bool:
    """Whether the next letter is a capital: at the beginning, and of each word of a name."""
    return not text or text.endswith((" ", "-"))


def folded(rows: Sequence[Sequence[Key]], across: int) -> list[list[Key]]:
    """The rows as they are if each fits, else the first and all others in rows as long as there is room for."""
    if all(len(row) <= across for row in rows):
        return [list(row) for row in rows]
    first, *others = rows
    return [*_even(first, across), *_even([key for row in others for key in row], across)]


def _even(row: Sequence[Key], across: int) -> list[list[Key]]:
    count = -(-len(row) // across)
    size = -(-len(row) // count)
    return [list(row[at : at + size]) for at in range(0, len(row), size)]
