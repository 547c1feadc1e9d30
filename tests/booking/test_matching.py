# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Finding by words: what people type for what they mean."""

import pytest

from booking.matching import distance


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("offen", "Offener Raum"),
        ("raum off", "Offener Raum"),
        ("kueche", "Küche"),
        ("KUCHE", "Küche"),
        ("strasse", "Straßenfest"),
        ("Werkruam", "Werkraum"),
        ("beratugn", "Beratung 1"),
        ("مصعد", "مَصعد"),
        ("haus", "Umwelthaus"),
    ],
)
def test_what_is_typed_finds_what_is_meant(typed: str, meant: str) -> None:
    assert distance(typed, [meant]) is not None


@pytest.mark.parametrize(("typed", "other"), [("wc", "Werkraum"), ("Lager", "Labor"), ("", "Küche"), ("?!", "Küche")])
def test_what_is_not_meant_is_not_found(typed: str, other: str) -> None:
    assert distance(typed, [other]) is None


def test_the_beginning_of_a_word_is_nearer_than_its_middle_and_a_slip_is_further() -> None:
    begins, within, slip = (distance("tresen", [word]) for word in ("Tresen", "Beratungstresen", "Tersen"))
    assert begins is not None
    assert within is not None
    assert slip is not None
    assert begins < within < slip
