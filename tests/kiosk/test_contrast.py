# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Body text stands out from its ground by 7:1, measured on the picture (WCAG 2, contrast ratio)."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

import pytest
from PIL import Image, ImageChops

from tests.kiosk import walked
from tests.kiosk.checks import seen_words

Rgb = tuple[int, int, int]
LEAST = 7.0


def luminance(colour: Rgb) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (v / 255 for v in colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Rgb, other: Rgb) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_itself() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((28, 42, 45), (246, 240, 228)) == pytest.approx(13.0, abs=0.1)


@pytest.mark.parametrize("strong", [False, True], ids=["light", "contrast"])
def test_every_text_stands_out_from_its_ground(lobby: Any, strong: bool) -> None:
    found = []
    for name in walked.screens(lobby, "de", *(("contrast",) if strong else ())):
        picture = lobby.picture()
        for words in seen_words(lobby):
            measured = _measured(picture, words, lobby.kiosk.stage)
            if measured < LEAST:
                found.append(f"{name}: {words.text!r} has {measured:.1f}")
    assert not found, "\n".join(found)


def _measured(picture: Image.Image, words: Any, stage: Any) -> float:
    """The contrast of the letters' ink to the worst of the grounds that they lie on."""
    (x, y), (width, height) = words._rectangle.pos, words._rectangle.size
    top = stage.height - y - height
    ink = tuple(round(value * 255) for value in words.color[:3])
    part = picture.crop((int(x), int(top), int(x + width), int(top + height)))
    letters = part.point([255 if level == part_of else 0 for part_of in ink for level in range(256)])
    box = ImageChops.darker(ImageChops.darker(*letters.split()[:2]), letters.split()[2]).getbbox()
    assert box, f"{words.text!r}: nothing of its ink {ink} is on the picture"
    colours = Counter(_around(picture, (int(x) + box[0], int(top) + box[1], int(x) + box[2], int(top) + box[3])))
    grounds = [colour for colour, count in colours.most_common(3) if count > 0.1 * sum(colours.values())]
    return min((contrast(ink, ground) for ground in grounds if ground != ink), default=21.0)


def _around(picture: Image.Image, box: tuple[int, int, int, int]) -> Iterator[Rgb]:
    """The pixels just outside of the letters, where none of them is half ink and half ground."""
    left, top, right, foot = box
    for edge in (
        (left, top - 3, right, top - 1),
        (left, foot + 1, right, foot + 3),
        (left - 3, top, left - 1, foot),
        (right + 1, top, right + 3, foot),
    ):
        yield from cast("tuple[Rgb, ...]", picture.crop(edge).get_flattened_data())
