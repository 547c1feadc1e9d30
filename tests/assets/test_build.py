# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The house font and the icons that set-up builds: every letter is there, joined and inside its line."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont, features

HOUSE = Path(__file__).parents[2]
FONTS = [HOUSE / "build" / "fonts" / f"House-{weight}.ttf" for weight in ("Regular", "Bold")]
EM = 1000
LETTERS = {
    "de": "ABCXYZabcxyzÄÖÜẞäöüß0123456789„“‚‘–…€½·×",
    "tr": "ÇĞİIÖŞÜçğıiöşü",
    "uk": "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя₴’",
    "bg": "ЪъЬьЮюЯя",
    "signs": "←↑→↓−≥✓⇧⌫⏎",
}
ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي،؛؟"


@pytest.fixture(params=FONTS, ids=lambda path: path.stem)
def font(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def drawn(path: Path) -> ImageFont.FreeTypeFont:
    assert features.check("raqm"), "libfribidi0 is missing"
    return ImageFont.truetype(path, EM, layout_engine=ImageFont.Layout.RAQM)


def test_every_letter_of_every_language_is_in_the_font(font: Path) -> None:
    known = TTFont(font).getBestCmap()

    assert [letter for letter in "".join(LETTERS.values()) + ARABIC if ord(letter) not in known] == []


def test_latin_and_cyrillic_stay_inside_a_line_of_1_3_em(font: Path) -> None:
    letters = drawn(font)
    up, down = letters.getmetrics()

    assert up + down == 1300
    for letter in "".join(LETTERS.values()):
        _, top, _, bottom = letters.getbbox(letter, anchor="ls")
        assert -top <= up, letter
        assert bottom <= down, letter


def gaps(letters: ImageFont.FreeTypeFont, word: str) -> int:
    """How often a word falls apart: white columns between black ones."""
    picture = Image.new("L", (4 * EM, 2 * EM))
    ImageDraw.Draw(picture).text((0, 0), word, font=letters, fill=255, direction="rtl")
    columns = picture.resize((4 * EM, 1), Image.Resampling.BOX).tobytes()
    ink = "".join("#" if column else " " for column in columns).split()
    return len(ink) - 1


def test_arabic_is_joined_and_stays_inside_the_room_that_it_is_given(font: Path) -> None:
    letters = drawn(font)

    assert gaps(letters, "سسس") == 0
    assert gaps(letters, "س\u200cس\u200cس") == 2  # kept apart on purpose
    for letter in ARABIC:
        _, top, _, bottom = letters.getbbox(f"{letter} م{letter} م{letter}م", anchor="ls", direction="rtl")
        assert -top <= 0.99 * EM, letter
        assert bottom <= 0.47 * EM, letter


def test_every_icon_is_a_white_mask_in_every_size() -> None:
    names = {path.stem for path in (HOUSE / "assets" / "icons").glob("*.svg")} - {"logo"}

    for name in names:
        for size in (40, 56, 80, 160):
            with Image.open(HOUSE / "build" / "icons" / f"{name}-{size}.png") as picture:
                assert picture.size == (size, size)
                red, green, blue, alpha = picture.convert("RGBA").split()
            assert alpha.getextrema() == (0, 255), name
            for colour in (red, green, blue):
                inked = Image.composite(colour, Image.new("L", colour.size, 255), alpha)
                assert min(inked.tobytes()) > 250, name
