# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sentences, syllables, countdowns, and the layout of text."""

from datetime import UTC, datetime, timedelta

import pytest

from booking.texts import texts
from kiosk import countdown, lettering, parts, phrases, syllables
from kiosk.lettering import Style


@pytest.fixture(scope="module", autouse=True)
def fonts() -> None:
    parts.read_all()


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ("Nachbarschaft", ["Nach", "bar", "schaft"]),
        ("Klimachor", ["Kli", "ma", "chor"]),
        ("Werkstatt", ["Werk", "statt"]),
    ],
)
def test_words_break_where_a_syllable_begins(word: str, places: list[str]) -> None:
    cuts = syllables.breaks(word)

    assert all(
        sum(map(len, places[:count])) in cuts for count in range(1, len(places)) if sum(map(len, places[:count])) >= 3
    )


def test_text_wraps_at_its_width() -> None:
    lines = lettering.wrap("Mit dem Handy scannen und buchen", Style(32, width=220))

    assert len(lines) > 1
    assert all(sum(lettering.advance(word.rstrip(), 32, bold) for word, bold in line) <= 235 for line in lines)


def test_arabic_is_never_cut_inside_a_word() -> None:
    text = "الغرفة المفتوحة"
    lines = lettering.wrap(text, Style(56, width=60))

    assert ["".join(word for word, _ in line).strip() for line in lines if line] == text.split()


def test_arabic_letters_join() -> None:
    """In the middle of a word a beh is much narrower than alone."""
    assert lettering.advance("ببب", 40, False) < 2.5 * lettering.advance("ب", 40, False)


def test_only_bold_is_markup() -> None:
    assert list(lettering.runs("bis [b]14:00[/b] [i]", False)) == [("bis ", False), ("14:00", True), (" [i]", False)]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (30, "½ Stunde"),
        (60, "1 Stunde"),
        (90, "1 ½ Stunden"),
        (120, "2 Stunden"),
        (135, "2:15 Stunden"),
        (45, "45 Minuten"),
    ],
)
def test_a_length_is_said_as_people_say_it(minutes: int, said: str) -> None:
    assert phrases.length(texts("de", "kiosk", "house"), minutes) == said


def test_the_countdown_shows_begun_minutes_and_seconds_in_the_last_one() -> None:
    now = datetime(2026, 5, 7, 12, tzinfo=UTC)

    assert countdown.shown(countdown.left(now + timedelta(seconds=299), now)) == (5, "minutes")
    assert countdown.shown(61) == (2, "minutes")
    assert countdown.shown(60) == (60, "seconds")
    assert countdown.left(now - timedelta(seconds=5), now) == 0


def test_the_ring_loses_a_segment_each_fifteen_seconds() -> None:
    assert [countdown.segments(seconds, 300) for seconds in (300, 285, 16, 15, 1, 0)] == [20, 19, 2, 1, 1, 0]
