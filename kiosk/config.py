# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The screen as a file: which server, which house, and how the display hangs."""

import os
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, HttpUrl, StringConstraints, model_validator

from booking.config import Key, Part, Text
from booking.lifeline import Lifeline

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
    rotate: Literal[0, 90, 180, 270] = 0
    less_motion: bool = False

    @property
    def layout(self) -> tuple[int, int]:
        """The px in which screens are laid out; the stage scales them to the window.

        As large as the standard display at least, with the proportions of this one: a 16:10 display is filled as well.
        """
        width, height = PORTRAIT if self.height_px >= self.width_px else LANDSCAPE
        scale = min(self.width_px / width, self.height_px / height)
        return round(self.width_px / scale), round(self.height_px / scale)

    def on_panel(self, size: tuple[int, int]) -> tuple[int, int]:
        """The size that a picture of this size has on a panel which hangs turned."""
        return size[::-1] if self.rotate in (90, 270) else size

    @property
    def px_per_mm(self) -> float:
        """Layout px on one mm of the glass."""
        width, height = self.layout
        return float((width**2 + height**2) ** 0.5 / (self.inches * MM_AN_INCH))


def _compass(degrees: float) -> float:
    if not 0 <= degrees < 360:
        raise ValueError("a compass goes from 0 (north) over 90 (east) to 359; say which way somebody looks")
    return degrees


class Touch(Part):
    """What brings touches back that land beside the finger: libinput's matrix, in fractions of the panel."""

    matrix: tuple[float, float, float, float, float, float] = (1, 0, 0, 0, 1, 0)

    @model_validator(mode="after")
    def not_flat(self) -> Self:
        a, b, _, d, e, _ = self.matrix
        if abs(a * e - b * d) < 0.01:
            raise ValueError("all touches would lie on one line; let python -m kiosk --config FILE calibrate find them")
        return self


class Hanging(Part):
    """Where the display hangs on the floor plan, and which way somebody looks who stands before it."""

    latitude: Annotated[float, Field(ge=-85, le=85)]
    longitude: Annotated[float, Field(ge=-180, le=180)]
    level: float = 0.0
    heading: Annotated[float, AfterValidator(_compass)]


class Sound(Part):
    """Where the voice comes out. Devices are called as ALSA calls them; "default" is the machine's own."""

    headphones: str = "default"
    loudspeaker: str = "default"
    socket: Path | None = None
    voices: Path | None = None


class Switch(Part):
    """The keys of a switch with two buttons, as a keyboard's keys are called: one goes on, one chooses."""

    next: str = "spacebar"
    choose: str = "enter"


Percent = Annotated[int, Field(ge=0, le=100)]


class Light(Part):
    """How bright the panel is by day and outside opening hours, and what sets that; without, the picture goes dark."""

    day: Annotated[int, Field(ge=1, le=100)] = 100
    night: Percent = 0
    minutes: Annotated[int, Field(ge=1, le=240)] = 10
    backlight: Path | None = None
    command: tuple[str, ...] = ()

    @model_validator(mode="after")
    def says_how_bright(self) -> Self:
        if self.command and not any("{percent}" in part for part in self.command[1:]):
            raise ValueError(
                'command: one of its arguments says {percent}, as in ["ddcutil", "setvcp", "10", "{percent}"]'
            )
        return self


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
    task: Literal["lobby", "door"] = "lobby"
    room: Key | None = None
    data: Path | None = None
    display: Display = Display()
    touch: Touch = Touch()
    place: Hanging | None = None
    sound: Sound = Sound()
    switch: Switch = Switch()
    light: Light = Light()
    fallback: Fallback

    @model_validator(mode="after")
    def hung(self) -> Self:
        """A display at a door cannot do without its room; the lobby's needs none."""
        if self.task == "door" and not self.room:
            raise ValueError("a display at a door needs its room: add 'room' with the room's id in house.toml")
        return self

    @property
    def door(self) -> str:
        """The room at whose door the display hangs; "" in the lobby."""
        return self.room or "" if self.task == "door" else ""

    @cached_property
    def address(self) -> str:
        """The server without a slash at its end."""
        return str(self.server).rstrip("/")


def alone(display: Display) -> bool:
    """Whether nothing but the display is on the screen, as on a box: then it has no pointer and cannot be closed."""
    return display.fullscreen or Lifeline().wanted


def data_folder(screen: Screen, file: Path) -> Path:
    """Where the last snapshot is kept: `data`, else systemd's StateDirectory, else beside the config file."""
    named = screen.data or os.environ.get("STATE_DIRECTORY")
    return Path(named) if named else file.resolve().parent
