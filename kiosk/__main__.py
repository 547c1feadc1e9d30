# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Start the display: `python -m kiosk --config screen.toml`, or only look whether all is well with `--check`."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from booking.texts import NAMES
from kiosk import environment
from kiosk.calibration import IDENTITY

if TYPE_CHECKING:
    from kiosk.config import Display, Screen


def main() -> int:
    options = _options()
    from booking.config import Misconfigured, read
    from kiosk.config import Screen, alone, data_folder
    from kiosk.parts import NotBuilt

    try:
        screen = read(options.config, Screen)
        folder = data_folder(screen, options.config)
        folder.mkdir(parents=True, exist_ok=True)
        if options.check:
            return _check(options.config) or _check_room(screen)
        environment.prepare(folder / "kivy")
        display = screen.display
        calibrates = options.command == "calibrate"
        environment.graphics(
            *_window(display, options.window),
            display.fullscreen,
            rotate=display.rotate,
            pointer=not alone(display),
            matrix=IDENTITY if calibrates else screen.touch.matrix,
        )
        if calibrates:
            from kiosk import calibrate

            return calibrate.run(screen, options.config, options.language)
        from kiosk.app import run

        run(screen, folder)
    except (Misconfigured, NotBuilt) as mistake:
        print(mistake, file=sys.stderr)
        return 2
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m kiosk", description="The touch display of the house.")
    parser.add_argument("--config", type=Path, required=True, help="screen.toml")
    parser.add_argument("--check", action="store_true", help="check config, fonts and text layout, and start nothing")
    parser.add_argument("--window", metavar="WxH", help="size of the window, else as large as the screen allows")
    parser.add_argument("command", nargs="?", choices=["calibrate"], help="set touch up: crosses to touch")
    parser.add_argument("--language", default="de", choices=tuple(NAMES), help="that calibrate asks in")
    return parser.parse_args()


def _check(config: Path) -> int:
    from PIL import features

    from kiosk import parts

    parts.read_all()
    if not features.check("raqm") or not features.check("fribidi"):
        print("Pillow cannot lay out Arabic here: install the Debian package libfribidi0", file=sys.stderr)
        return 2
    print(f"{config}: all is well")
    return 0


def _check_room(screen: "Screen") -> int:
    """Whether the house knows the room of a display at a door; while it does not answer, the glass will say."""
    from kiosk.connection import Connection, Refusal, Unreachable

    if not screen.door:
        return 0
    connection = Connection(screen.address, screen.token)
    try:
        rooms = [room["id"] for room in connection.get("/api/house")["rooms"]]
    except (Unreachable, Refusal):
        print(f"{screen.address} does not answer: whether it knows the room '{screen.door}' is not known")
        return 0
    finally:
        connection.close()
    if screen.door in rooms:
        return 0
    print(f"the house has no room '{screen.door}'; it has: {', '.join(rooms)}", file=sys.stderr)
    return 2


def _window(display: "Display", asked: str | None) -> tuple[int, int]:
    from kiosk.sdl import fitting

    if asked:
        width, height = asked.lower().split("x")
        return int(width), int(height)
    if display.fullscreen:
        return display.on_panel((display.width_px, display.height_px))
    return fitting(display.on_panel(display.layout))


if __name__ == "__main__":
    sys.exit(main())
