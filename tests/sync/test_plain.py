# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What partners write becomes plain text and links that may be followed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.plain import LONGEST_LINK, link, plain


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Komm vorbei", "Komm vorbei"),
        ("<p>Komm <b>vorbei</b></p><p>Heute</p>", "Komm vorbei\n\nHeute"),
        ("eins<br>zwei<br/>drei", "eins\nzwei\ndrei"),
        ("<ul><li>eins</li><li>zwei</li></ul>", "eins\nzwei"),
        ("<div>Caf&eacute; &amp; Kuchen</div>", "Café & Kuchen"),
        ("<style>p {color: red}</style><p>Text</p><script>alert(1)</script>", "Text"),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("a\n\n\n\n\nb   c", "a\n\nb c"),
        ("gut\u202eegal\x00", "gutegal"),
        ("<p>offen", "offen"),
        ("<p", "<p"),
    ],
)
def test_text_has_neither_tags_nor_tricks(said: str, kept: str) -> None:
    assert plain(said, 100) == kept


def test_what_is_too_long_is_cut_between_words() -> None:
    assert plain("eins zwei drei", 10) == "eins…"
    assert plain("einszweidrei", 10) == "einszweid…"


@given(st.text(max_size=300), st.integers(5, 200))
def test_it_is_never_longer_than_it_may_be(said: str, longest: int) -> None:
    assert len(plain(said, longest)) <= longest


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("https://partner.example/1", "https://partner.example/1"),
        ("Mehr: http://partner.example/a_(b).", "http://partner.example/a_(b"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://haus@boese.example/", ""),
        ("https://", ""),
        ("https://[", ""),
        ('https://partner.example/"onclick="x', "https://partner.example/"),
        (f"https://partner.example/{'x' * LONGEST_LINK}", ""),
        ("", ""),
    ],
)
def test_a_link_is_the_address_of_a_page(said: str, found: str) -> None:
    assert link(said) == found
