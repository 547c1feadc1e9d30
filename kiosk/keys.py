# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which keys the keyboard has in each language: pure."""

from dataclasses import dataclass

DIGITS = "1234567890"


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
    "ar": Layout(("ضصثقفغعهخحج", "شسيبلاتنمكط", "ئءؤرىةوزظدذ"), "ع", cases=False, marks="،؟."),
}

ACCENTS = {
    "a": "äáàâãåæ", "c": "çćč", "d": "ď", "e": "éèêëęě", "g": "ğ", "i": "íìîïı", "l": "ł", "n": "ñńň",
    "o": "öóòôõø", "r": "ř", "s": "ßşśš", "t": "ť", "u": "üúùûů", "y": "ýÿ", "z": "žźż",
    "-": "–+/", ".": "!?:", "ا": "أإآ", "ه": "ة", "ي": "ى", "و": "ؤ",
}  # fmt: skip


def accents(letter: str) -> str:
    """What a long press on a letter offers, in the case of the letter."""
    offered = ACCENTS.get(letter.lower(), "")
    return "".join(accent.upper() for accent in offered if len(accent.upper()) == 1) if letter.isupper() else offered


def upper(letter: str) -> str:
    """The shifted key; the sharp s has none of its own on a display that must be readable."""
    return letter if letter == "ß" else letter.upper()


def after(language: str) -> str:
    """The layout that the language key goes on to."""
    order = tuple(LAYOUTS)
    return order[(order.index(language) + 1) % len(order)]


def shifted(text: str) -> bool:
    """Whether the next letter is a capital: at the beginning, and of each word of a name."""
    return not text or text.endswith((" ", "-"))
