# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is written, as a voice must get it: no markup, no hyphens of easy language, times as they are said. Pure."""

import re
import unicodedata
from collections.abc import Iterable

MARKUP = re.compile(r"\[/?b\]")
MARKS = re.compile(r"(?<=\w)[·\u00ad\u2027](?=\w)")  # they help the eye: Klima·schutz·haus is one word
QUIET = re.compile(r"[·•|↑→←›‹_]+|\s\.(?=\s|$)")
BLANKS = re.compile(r"[\s\u00a0\u202f\u2009]+")
FULL_HOUR = re.compile(r"\b([01]?\d|2[0-4]):00\b( Uhr\b)?")
MINUTES = re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)\b(?: Uhr\b)?")
LONG = re.compile(r"\b(\d+):(\d\d) Stunden\b")  # a length, not a time
CODE = re.compile(r"[A-Z0-9]{3} ?[A-Z0-9]{3}")
HALVES = {"de": "einhalb", "de-simple": "einhalb", "en": "and a half"}
# As people say the full hour; where the numbers alone are what is said, the voice knows it from "14:00".
HOURS = {"de": "{} Uhr", "de-simple": "{} Uhr", "en": "{} o'clock", "tr": "{}"}
CLOCK = {"de": "{} Uhr {}", "de-simple": "{} Uhr {}"}


def spoken(text: str, language: str) -> str:
    """A text for the voice of a language."""
    plain = MARKS.sub("", MARKUP.sub("", text))
    plain = BLANKS.sub(" ", QUIET.sub(" ", plain)).strip()
    if CODE.fullmatch(plain) and not plain.isdigit():
        return spelled(plain)
    if language in CLOCK:
        plain = LONG.sub(lambda found: f"{found[1]} Stunde{'n' * (found[1] != '1')} {found[2]} Minuten", plain)
    if language in HOURS:
        plain = FULL_HOUR.sub(lambda found: HOURS[language].format(int(found[1])), plain)
    if language in CLOCK:
        plain = MINUTES.sub(lambda found: CLOCK[language].format(int(found[1]), int(found[2])), plain)
    if language in HALVES:
        plain = re.sub(r"(\d) ½", rf"\1 {HALVES[language]}", plain)
        plain = plain.replace("½", {"en": "half an"}.get(language, "eine halbe"))
    return plain


def joined(parts: Iterable[str]) -> str:
    """Parts that stand beside one another, as one sentence."""
    said = ""
    for part in filter(None, (each.strip() for each in parts)):
        said = f"{said} {part}" if said.endswith((".", "?", "!", ":", ",")) else f"{said}, {part}" if said else part
    return said


def words(text: str) -> set[str]:
    """The words of a text, for whoever looks whether one says what another does."""
    plain = unicodedata.normalize("NFC", MARKS.sub("", MARKUP.sub("", text)))
    return set(re.findall(r"[^\W_]+", plain.lower()))


def spelled(text: str) -> str:
    """Letter by letter: a code, or what somebody has typed."""
    return ", ".join(letter for letter in text if not letter.isspace())
