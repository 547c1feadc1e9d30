# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Leichte Sprache keeps its rules, as far as a program can tell: after the rules of Netzwerk Leichte Sprache."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.pofile import read_po

from booking.texts import LOCALE

MOST_WORDS = 12
LONGEST_WORD = 14  # letters of a word that is not parted by a dot in its middle
# What people look for by words is no sentence; dates have patterns, and some names are what they are.
NO_SENTENCES = ("search|", "date|", "list|")
NAMES = {"Durchsetzungs-", "Klimaschutzhaus", "Tag der Deutschen Einheit"}
PARTICIPLE = r"(ge\w+|\w+ge\w+(t|en)|(be|ver|er|ent|zer)\w+(t|en)|\w+iert)"
PASSIVE = re.compile(rf"\b(wird|werden|wurden?|worden)\b[^.!?:]*\b{PARTICIPLE}\b", re.IGNORECASE)
SUBJUNCTIVE = re.compile(
    r"\b(würden?|könnten?|hätten?|wären?|müssten?|dürften?|möge|sei|sollten?|bräuchten?)\b", re.IGNORECASE
)
GENITIVE = re.compile(r"\b(des|eines|seines|ihres|unseres|dieses|jedes)\s+(\w+\s+)?[A-ZÄÖÜ]\w+(s|en)\b")
# "der Gruppe", "Ihrer Buchung": feminine ones follow a noun directly.
GENITIVE_FEMININE = re.compile(r"\b(?!In|Von|Zu|Mit|Bei|Nach|Aus)[A-ZÄÖÜ]\w+ (der|einer|Ihrer|dieser) [A-ZÄÖÜ]\w+")

SECOND_THOUGHT = re.compile(r";|, (der|die|das|den|welche[rs]?|weil|obwohl|indem|sodass) (?!Stunde|Plan kommt)")


def sentences() -> Iterator[tuple[str, str]]:
    """The sentences of Leichte Sprache, each with what it says."""
    for domain in ("house", "kiosk"):
        with (LOCALE / "de-simple" / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
            for message in read_po(file, locale="de"):
                said = message.string if isinstance(message.string, list | tuple) else (message.string,)
                key = message.id[0] if isinstance(message.id, list | tuple) else message.id
                if key and not key.startswith(NO_SENTENCES):
                    for text in said:
                        for part in parts(text or ""):
                            yield key, part


def parts(text: str) -> Iterator[str]:
    """The sentences of a text, without what marks its weight; what stands for a name or number counts as a word."""
    bare = re.sub(r"\[/?b\]", "", text).replace("\n", " ")
    yield from (each for each in re.split(r"(?<=[.!?:])[“”]?\s+", bare) if each.strip())


EVERY = list(sentences())


def broken(rule: re.Pattern[str]) -> list[str]:
    return [said for _, said in EVERY if rule.search(said) and said not in NAMES]


def test_a_sentence_is_short() -> None:
    assert [said for _, said in EVERY if len(re.findall(r"\w[\w·.:{}-]*|\{\w+\}", said)) > MOST_WORDS] == []


def test_a_long_word_is_parted() -> None:
    said = {word for _, text in EVERY for word in re.findall(r"(?<![{\w])[^\W\d_]+(?:·[^\W\d_]+)*-?(?![\w}])", text)}

    long = {word for word in said if any(len(part) > LONGEST_WORD for part in word.split("·"))}

    assert long - NAMES == set()


@pytest.mark.parametrize(
    "rule", [PASSIVE, SUBJUNCTIVE, GENITIVE, GENITIVE_FEMININE], ids=["passive", "subjunctive", "genitive", "feminine"]
)
def test_nothing_is_said_in_a_form_that_is_hard_to_read(rule: re.Pattern[str]) -> None:
    assert broken(rule) == []


def test_one_thought_stands_in_one_sentence() -> None:
    """No semicolon, and no second half that begins with "which" or "because"."""
    assert broken(SECOND_THOUGHT) == []


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (PASSIVE, "Sie wird beantwortet."),
        (PASSIVE, "Hier wird nichts gespeichert"),
        (SUBJUNCTIVE, "Ihre könnte die erste sein."),
        (GENITIVE, "Die Uhr des Hauses"),
        (GENITIVE_FEMININE, "Der Name Ihrer Gruppe"),
    ],
)
def test_the_rules_find_what_they_are_for(rule: re.Pattern[str], said: str) -> None:
    assert rule.search(said)
