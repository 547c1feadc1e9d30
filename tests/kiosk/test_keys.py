# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The keyboard's layouts."""

import pytest

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


def test_a_long_press_keeps_the_case() -> None:
    assert "é" in keys.accents("e")
    assert "É" in keys.accents("E")
    assert keys.accents("ß") == ""


def test_the_language_key_goes_round() -> None:
    seen = ["de"]
    for _ in keys.LAYOUTS:
        seen.append(keys.after(seen[-1]))

    assert seen == ["de", "en", "ar", "de"]


def test_names_begin_with_a_capital() -> None:
    assert keys.shifted("")
    assert keys.shifted("Rad ")
    assert not keys.shifted("Rad")
