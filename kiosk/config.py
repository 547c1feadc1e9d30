# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The screen as a file: which server, which house, and how the display hangs."""

import os
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl, StringConstraints

from booking.config import Key, Part, Text

PORTRAIT = (1080, 1920)
LANDSCAPE = (1920, 1080)
MM_AN_INCH = 25.4

Pixels = Annotated[int, Field(ge=320, le=8192)]


class Display(Part):
    """The glass: its size gives the mm of every touch target."""

    width_px: Pixels = 1080
    height_px: Pixels = 1920
    inches: Annotated[float, Field(gt=5, lt=120)] = 32.0
    lower_edge_mm: Annotated[int, Field(ge=0, le=2000)] = 900
    fullscreen: bool = False
    less_motion: bool = False

    @property
    def layout(self) -> tuple[int, int]:
        """The px in which screens are laid out; the stage scales them to the window."""
        return PORTRAIT if self.height_px >= self.width_px else LANDSCAPE

    @property
    def px_per_mm(self) -> float:
        """Layout px on one mm of the glass."""
        width, height = self.layout
        return float((width**2 + height**2) ** 0.5 / (self.inches * MM_AN_INCH))


def _compass(degrees: float) -> float:
    if not 0 <= degrees < 360:
        raise ValueError("a compass goes from 0 (north) over 90 (east) to 359; say which way somebody looks")
    return degrees


class Hanging(Part):
    """Where the display hangs on the floor plan, and which way somebody looks who stands before it."""

    latitude: Annotated[float, Field(ge=-85, le=85)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    level: float = 0.0
    heading: Annotated[float, AfterValidator(_compass)]


class Fallback(Part):
    """What is shown at the first start ever, without server and without snapshot."""

    name: Text
    phone: str | None = None


class Screen(Part):
    """All of screen.toml."""

    server: HttpUrl
    token: Annotated[str, StringConstraints(min_length=16)]
    house: Key
    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,40}$")]
    data: Path | None = None
    display: Display = Display()
    place: Hanging | None = None
    fallback: Fallback

    @cached_property
    def address(self) -> str:
        """The server without a slash at its end."""
        return str(self.server).rstrip("/")


def data_folder(screen: Screen, file: Path) -> Path:
    """Where the last snapshot is kept: `data`, else systemd's StateDirectory, else beside the config file."""
    named = screen.data or os.environ.get("STATE_DIRECTORY")
    return Path(named) if named else file.resolve().parent
