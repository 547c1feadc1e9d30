# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every language knows every sentence, and every refusal has a text that a visitor can read."""

import ast
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePath
from typing import get_args

import pytest
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from booking.config import Equipment, Language
from booking.refusal import NotFound, Refused
from booking.texts import (
    EQUIPMENT,
    LOCALE,
    REFUSALS,
    STAFF_LANGUAGES,
    STATES,
    base,
    capital,
    choose,
    part_of,
    said,
    texts,
)

ROOT = Path(__file__).parents[2]
LANGUAGES = get_args(Language)
KEYWORDS = {"t": None, "N_": None, "n": (1, 2)}
DOMAINS = {"booking": ("house", "staff"), "kiosk": ("kiosk", "house"), "sync": ("house", "staff")}
OF_STAFF = ("staff_*.py", "exports.py", "indicators.py", "yearly.py", "logbook.py", "hours.py", "staff_*.html",
            "part_staff.html")  # fmt: skip
SPOKEN = {"house": LANGUAGES, "kiosk": LANGUAGES, "staff": STAFF_LANGUAGES}
CATALOGUES = [(domain, language) for domain, languages in SPOKEN.items() for language in languages]


def catalogue(language: str, domain: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return read_po(file, locale=base(language))


def sentences(package: str) -> set[tuple[str, ...]]:
    """Every sentence in the code and pages of a package; with its plural where there is one."""
    return {message for message, _ in found(package)}


def visitors(package: str) -> set[tuple[str, ...]]:
    """Those of them that stand in a file whose sentences not only staff read."""
    return {
        message for message, file in found(package) if not any(PurePath(file).match(pattern) for pattern in OF_STAFF)
    }


def found(package: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Sentences, each with the file that it stands in."""
    with (LOCALE / "babel.cfg").open() as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    for file, _, message, _, _ in extract_from_dir(ROOT / package, methods, options, KEYWORDS):
        yield message if isinstance(message, tuple) else (message,), file


def forms(message: Message) -> tuple[str, ...]:
    text = message.string
    return tuple(text) if isinstance(text, list | tuple) else (text or "",)


def key(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, list | tuple) else (message.id,)


def blanks(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def known(language: str, *domains: str) -> set[tuple[str, ...]]:
    """The sentences that are said in a language."""
    every = (message for domain in domains for message in catalogue(language, domain))
    return {key(message) for message in every if message.id and any(forms(message))}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("package", ["booking", "kiosk"])
def test_every_language_knows_every_sentence_of_visitors(package: str, language: str) -> None:
    wanted = visitors(package)

    assert len(wanted) > 50
    assert wanted - known(language, *(domain for domain in DOMAINS[package] if domain != "staff")) == set()


@pytest.mark.parametrize("language", STAFF_LANGUAGES)
@pytest.mark.parametrize("package", DOMAINS)
def test_every_language_of_staff_knows_every_sentence(package: str, language: str) -> None:
    assert sentences(package) - known(language, *DOMAINS[package]) == set()


def test_what_only_staff_read_is_read_by_no_visitor() -> None:
    staff = known("de", "staff")

    assert len(staff) > 500
    assert staff & (visitors("booking") | visitors("kiosk")) == set()
    assert staff & known("de", "house") == set()


@pytest.mark.parametrize(("domain", "language"), CATALOGUES)
def test_plural_forms_are_complete_and_blanks_are_the_same_in_every_language(domain: str, language: str) -> None:
    said_here = catalogue(language, domain)

    for message in said_here:
        if not message.id:
            continue
        said = forms(message)
        assert len(said) == (said_here.num_plurals if message.pluralizable else 1), message.id
        assert all(said), message.id
        for form in said:
            allowed = blanks(key(message)[-1])
            missing = allowed - blanks(form) - ({"n"} if message.pluralizable else set())
            assert not missing, (message.id, form)
            assert blanks(form) <= allowed, (message.id, form)
        assert not message.fuzzy, message.id


def test_every_form_that_stands_for_many_numbers_names_the_number() -> None:
    for domain, language in CATALOGUES:
        for message in catalogue(language, domain):
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


def test_dates_are_said_in_every_language() -> None:
    day = date(2026, 5, 7)

    assert {language: texts(language, "house").full_day(day) for language in ("de-simple", "tr", "uk", "bg")} == {
        "de-simple": "Donnerstag, 7. Mai",
        "tr": "7 Mayıs Perşembe",
        "uk": "четвер, 7 травня",
        "bg": "четвъртък, 7 май",
    }


def test_numbers_take_the_form_that_their_language_has_for_them() -> None:
    said_of = {count: texts("uk", "kiosk").n("{n} minute", "{n} minutes", count) for count in (1, 3, 5, 21)}

    assert said_of == {1: "1 хвилина", 3: "3 хвилини", 5: "5 хвилин", 21: "21 хвилина"}


@pytest.mark.parametrize(
    ("known", "asked", "shown", "language"),
    [
        ({"de": "Hof", "tr": "Avlu"}, "tr", "Avlu", ""),
        ({"de": "Hof", "tr": "Avlu"}, "uk", "Hof", "de"),
        ({"de": "Hof", "en": "Yard"}, "de-simple", "Hof", "de"),
        ({"tr": "Avlu"}, "bg", "Avlu", "tr"),
        ({"de": "Hof", "bg": ""}, "bg", "Hof", "de"),
        ({}, "bg", "", ""),
    ],
)
def test_what_staff_write_is_shown_in_the_best_language_there_is(
    known: dict[str, str], asked: str, shown: str, language: str
) -> None:
    text = said(known, asked)

    assert (text, text.language) == (shown, language)
    assert getattr(part_of(text, text[:2]), "language", "") == language


def test_turkish_has_a_capital_of_its_own_for_i() -> None:
    assert capital("inceleniyor", "tr") == "İnceleniyor"
    assert capital("idee", "de") == "Idee"


def test_what_staff_read_is_there_in_german_for_other_languages() -> None:
    assert texts("bg", "house", "staff").t("Sign out") == texts("de", "house", "staff").t("Sign out")


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
        ("uk-UA,ru;q=0.5", "de"),
    ],
)
def test_the_best_language_that_the_house_speaks_is_chosen(asked: str | None, answered: str) -> None:
    assert choose(asked, ("de", "en", "ar")) == answered
