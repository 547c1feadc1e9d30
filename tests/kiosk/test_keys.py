# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keyboard's layouts."""

import pytest

from booking.texts import NAMES
from kiosk import keys


@pytest.mark.parametrize("language", list(keys.LAYOUTS))
def test_no_letter_stands_twice(language: str) -> None:
    letters = "".join(keys.LAYOUTS[language].rows)

    assert len(letters) == len(set(letters))


def test_german_has_its_umlauts_and_english_the_usual_order() -> None:
    assert set("äöüß") <= set("".join(keys.LAYOUTS["de"].rows))
    assert keys.LAYOUTS["en"].rows[0].startswith("qwerty")


def test_arabic_has_all_letters_of_its_alphabet() -> None:
    assert set("ابتثجحخدذرزسشصضطظعغفقكلمنهوي") <= set("".join(keys.LAYOUTS["ar"].rows))


def test_turkish_has_both_of_its_letters_i_and_the_capital_of_each() -> None:
    assert set("ığüşiöç") <= set("".join(keys.LAYOUTS["tr"].rows))
    assert (keys.upper("i", "tr"), keys.upper("ı", "tr"), keys.upper("i", "de")) == ("İ", "I", "I")


def test_ukrainian_and_bulgarian_have_all_letters_of_their_alphabets() -> None:
    ukrainian = "".join(keys.LAYOUTS["uk"].rows)

    assert set("абвгдеєжзиіїйклмнопрстуфхцчшщьюя’") <= set(ukrainian)
    assert keys.accents("г") == "ґ"
    assert keys.accents("Г") == "Ґ"
    assert set("абвгдежзийклмнопрстуфхцчшщъьюя") <= set("".join(keys.LAYOUTS["bg"].rows))


def test_every_language_can_be_typed() -> None:
    assert all(keys.layout(language) for language in NAMES)
    assert keys.layout("de-simple") == keys.layout("de")


def test_a_long_press_keeps_the_case() -> None:
    assert "é" in keys.accents("e")
    assert "É" in keys.accents("E")
    assert keys.accents("ß") == ""


def test_the_language_key_goes_round() -> None:
    seen = ["de"]
    for _ in range(3):
        seen.append(keys.after(seen[-1], ("de", "de-simple", "en", "ar")))

    assert seen == ["de", "en", "ar", "de"]
    assert keys.after("de-simple", ("de", "de-simple", "bg")) == "bg"
    assert keys.after("uk", ("de",)) == "de"  # typed in a language that the house has given up


def test_names_begin_with_a_capital() -> None:
    assert keys.shifted("")
    assert keys.shifted("Rad ")
    assert not keys.shifted("Rad")


def test_where_fewer_keys_stand_side_by_side_there_are_more_rows_and_no_key_is_lost() -> None:
    rows = ["1234567890", *keys.layout("tr").rows]
    assert keys.folded(rows, 12) == [list(row) for row in rows]
    folded = keys.folded(rows, 7)

    assert max(len(row) for row in folded) <= 7
    assert "".join(key for row in folded for key in row) == "".join(rows)
