# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A picture of every screen of the display, in every language, both orientations, light and in contrast; and as
visitors with other needs see it, slice by slice.

    python -m tests.pictures.kiosk FOLDER [WIDTHxHEIGHT]

One process draws one orientation: Kivy has one window. Whoever joins kiosk.screennames joins here.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from booking.texts import NAMES as TONGUES
from kiosk.screennames import NAMES
from tests.kiosk.states import STATES

LAYOUTS = ("1080x1920", "1920x1080")
LANGUAGES = tuple(TONGUES)
TALL_ONLY = frozenset({"room"})
NEEDS = {"large": ("larger", "larger"), "low": ("reach",)}
AWAY = ("home", "door", "room", "day", "offer")
ROOT = Path(__file__).parents[2]


def main(folder: Path, layout: str = "") -> None:
    """Draw one orientation, or both of them one after the other."""
    folder.mkdir(parents=True, exist_ok=True)
    if layout:
        _draw(folder, layout)
        return
    for each in LAYOUTS:
        subprocess.run([sys.executable, "-m", "tests.pictures.kiosk", str(folder), each], check=True, cwd=ROOT)


def _draw(folder: Path, layout: str) -> None:
    from tests.kiosk.display import prepare

    width, height = map(int, layout.split("x"))
    with tempfile.TemporaryDirectory() as data:
        prepare((width, height), Path(data) / "kivy")
        from kiosk.app import prepare_look
        from tests.kiosk import example
        from tests.servers.booking import booking_service, demo_house

        prepare_look()
        with booking_service(demo_house(), Path(data)) as service:
            example.fill(service)
            display = example.hang(service, Path(data), (width, height))
            _walk(display, folder, "wide" if width > height else "tall")
            _needs(display, folder, "wide" if width > height else "tall")
            display.close()


def _walk(display: Any, folder: Path, shape: str) -> None:
    for language in LANGUAGES:
        for contrast in (False, True):
            for name in NAMES:
                if shape == "tall" or name not in TALL_ONLY:
                    _save(display, folder, shape, name, language, contrast)
            for name in STATES:
                _save_state(display, folder, shape, name, language, contrast)
        for name in AWAY:
            if shape == "tall" or name not in TALL_ONLY:
                _save_away(display, folder, shape, name, language)


def _needs(display: Any, folder: Path, shape: str) -> None:
    """Enlarged and low, in the longest words and mirrored."""
    from tests.kiosk import example, needs

    for language in ("de", "ar"):
        for called, wished in NEEDS.items():
            for name in (each for each in NAMES if each not in ("waiting", "attract")):
                if shape == "tall" or name not in TALL_ONLY:
                    needs.wish(display, language, *wished)
                    example.bring(display, name)
                    for number in needs.slices(display):
                        display.picture().save(folder / f"kiosk-{shape}-{called}-{name}-{language}-{number}.png")


def _dress(display: Any, language: str, contrast: bool) -> None:
    display.guide.leave()
    display.guide.speak(language)
    if contrast:
        display.guide.contrast()


def _save(display: Any, folder: Path, shape: str, name: str, language: str, contrast: bool) -> None:
    from tests.kiosk import example

    _dress(display, language, contrast)
    example.bring(display, name)
    display.picture().save(folder / f"kiosk-{shape}-{name}-{language}{'-contrast' if contrast else ''}.png")


def _save_state(display: Any, folder: Path, shape: str, name: str, language: str, contrast: bool) -> None:
    from tests.kiosk import states

    with states.known(display):
        _dress(display, language, contrast)
        states.show(display, name)
        display.picture().save(folder / f"kiosk-{shape}-{name}-{language}{'-contrast' if contrast else ''}.png")


def _save_away(display: Any, folder: Path, shape: str, name: str, language: str) -> None:
    """The same with the server away."""
    from tests.kiosk import example

    _dress(display, language, False)
    example.bring(display, name)
    display.guide.set_away(True)
    display.settle()
    display.picture().save(folder / f"kiosk-{shape}-away-{name}-{language}.png")
    display.guide.set_away(False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
