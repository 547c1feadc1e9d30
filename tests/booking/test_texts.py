# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every language knows every sentence, and every refusal has a text that a visitor can read."""

import ast
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from booking.config import Equipment, Language
from booking.refusal import NotFound, Refused
from booking.texts import EQUIPMENT, LOCALE, REFUSALS, STATES, choose, texts

ROOT = Path(__file__).parents[2]
LANGUAGES = get_args(Language)
KEYWORDS = {"t": None, "N_": None, "n": (1, 2)}
DOMAINS = {"booking": ("house",), "kiosk": ("kiosk", "house")}


def catalogue(language: str, domain: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return read_po(file, locale=language)


def sentences(package: str) -> set[tuple[str, ...]]:
    """Every sentence in the code and pages of a package; with its plural where there is one."""
    with (LOCALE / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT / package, methods, options, KEYWORDS)
    return {message if isinstance(message, tuple) else (message,) for _, _, message, _, _ in found}


def forms(message: Message) -> tuple[str, ...]:
    text = message.string
    return tuple(text) if isinstance(text, list | tuple) else (text or "",)


def key(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


def blanks(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("package", DOMAINS)
def test_every_language_knows_every_sentence(package: str, language: str) -> None:
    known = {
        key(message) for domain in DOMAINS[package] for message in catalogue(language, domain) if any(forms(message))
    }
    wanted = sentences(package)

    assert len(wanted) > 50
    assert wanted - known == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("domain", ["house", "kiosk"])
def test_plural_forms_are_complete_and_blanks_are_the_same_in_every_language(domain: str, language: str) -> None:
    known = catalogue(language, domain)

    for message in known:
        if not message.id:
            continue
        said = forms(message)
        assert len(said) == (known.num_plurals if message.pluralizable else 1), message.id
        assert all(said), message.id
        for form in said:
            allowed = blanks(key(message)[-1])
            missing = allowed - blanks(form) - ({"n"} if message.pluralizable else set())
            assert not missing, (message.id, form)
            assert blanks(form) <= allowed, (message.id, form)
        assert not message.fuzzy, message.id


def test_every_form_that_stands_for_many_numbers_names_the_number() -> None:
    for language in LANGUAGES:
        for domain in ("house", "kiosk"):
            known = catalogue(language, domain)
            for message in known:
                if message.pluralizable and "n" in blanks(key(message)[-1]):
                    assert "n" in blanks(forms(message)[-1]), (language, message.id)


def refusals() -> Iterator[tuple[str, set[str], str]]:
    """Every refusal that the code raises: its reason, the details that it carries, and where it stands."""
    for file in [*ROOT.glob("booking/**/*.py"), *ROOT.glob("sync/**/*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused":
                for reason in reasons(node.args[0]):
                    yield reason, {word.arg or "" for word in node.keywords}, f"{file.name}:{node.lineno}"


def reasons(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be; another expression than these cannot be checked and fails."""
    if isinstance(node, ast.IfExp):
        yield from (*reasons(node.body), *reasons(node.orelse))
    else:
        assert isinstance(node, ast.Constant), ast.unparse(node)
        assert isinstance(node.value, str)
        yield node.value


def test_every_refusal_has_a_text_and_carries_what_the_text_names() -> None:
    found = list(refusals())

    assert len(found) > 40
    for reason, details, where in found:
        assert reason in REFUSALS, where
        assert blanks(REFUSALS[reason]) <= details, where
    assert NotFound().reason in REFUSALS


def test_every_text_for_a_refusal_is_needed() -> None:
    known_elsewhere = {"gone", "closed"}  # NotFound's own; what a screen says of a closed room

    assert REFUSALS.keys() - {reason for reason, _, _ in refusals()} <= known_elsewhere


def test_everything_that_a_config_may_name_has_a_word() -> None:
    assert EQUIPMENT.keys() == set(get_args(Equipment))
    for language in LANGUAGES:
        words = texts(language, "house")
        assert all(words.equipment(key) for key in EQUIPMENT)
        assert len({words.t(state) for state in STATES.values()}) == len(STATES)


def test_a_refusal_is_read_in_the_readers_language() -> None:
    refused = Refused("too_long", minutes=240)

    assert "240 Minuten" in texts("de", "house").refusal(refused)
    assert "240" in texts("ar", "house").refusal(refused)
    assert texts("en", "house").refusal(refused) == "This room is booked for 240 minutes at most."


def test_days_and_floors_are_said_as_people_say_them() -> None:
    german, english, arabic = (texts(language, "house") for language in ("de", "en", "ar"))
    day = date(2026, 5, 7)

    assert german.full_day(day) == "Donnerstag, 7. Mai"
    assert english.full_day(day) == "Thursday, 7 May"
    assert arabic.full_day(day) != german.full_day(day)
    assert german.near_day(day, day) == "heute"
    assert german.near_day(date(2026, 5, 8), day) == "morgen"
    assert german.near_day(date(2026, 5, 9), day) == "Samstag, 9. Mai"
    assert (german.level(0), german.level(1), german.level(-1)) == (
        "Erdgeschoss",
        "1. Stock",
        "1. Untergeschoss",
    )
    assert (arabic.rtl, german.rtl) == (True, False)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (None, "de"),
        ("", "de"),
        ("ar", "ar"),
        ("en-GB,en;q=0.8,de;q=0.9", "en"),
        ("tr,ar;q=0.4,en;q=0.5", "en"),
        ("tr, fr", "de"),
        ("en;q=0, ar;q=0.1", "ar"),
        ("en;q=zzz, ar;q=0.1", "ar"),
        ("EN", "en"),
    ],
)
def test_the_best_language_that_the_house_speaks_is_chosen(asked: str | None, answered: str) -> None:
    assert choose(asked, ("de", "en", "ar")) == answered
