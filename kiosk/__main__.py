# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Start the display: `python -m kiosk --config screen.toml`, or only look whether all is well with `--check`."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import environment

if TYPE_CHECKING:
    from kiosk.config import Display


def main() -> int:
    options = _options()
    from booking.config import Misconfigured, read
    from kiosk.config import Screen, data_folder
    from kiosk.parts import NotBuilt

    try:
        screen = read(options.config, Screen)
        folder = data_folder(screen, options.config)
        folder.mkdir(parents=True, exist_ok=True)
        if options.check:
            return _check(options.config)
        environment.prepare(folder / "kivy")
        environment.graphics(*_window(screen.display, options.window), screen.display.fullscreen)
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


def _window(display: "Display", asked: str | None) -> tuple[int, int]:
    from kiosk.sdl import fitting

    if asked:
        width, height = asked.lower().split("x")
        return int(width), int(height)
    return (display.width_px, display.height_px) if display.fullscreen else fitting(display.layout)


if __name__ == "__main__":
    sys.exit(main())
