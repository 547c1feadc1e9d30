# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the display knows of the visitor before it; thrown away as a whole when nobody is there any more."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kiosk.house import Json, Span, instant

GERMAN = "de"
NEEDS = ("language", "contrast", "reading", "reach", "larger", "calm", "pace", "loudness", "patience")


@dataclass
class Step:
    """A screen and what it was opened with."""

    screen: str
    what: dict[str, Any] = field(default_factory=dict)


@dataclass
class Wish:
    """The time that a visitor is choosing; `window` is what the room had free around it."""

    room: str
    begin: datetime
    window: Span


@dataclass
class Held:
    """A hold as the API tells it."""

    token: str
    room: str
    begin: datetime
    end: datetime
    state: str
    expires: datetime | None
    more_left: int
    link: str
    booking: Json | None = None

    @classmethod
    def read(cls, data: Json) -> "Held":
        return cls(
            token=data["hold"],
            room=data["room"],
            begin=datetime.fromisoformat(data["begin"]),
            end=datetime.fromisoformat(data["end"]),
            state=data["state"],
            expires=instant(data["expires"]),
            more_left=data["more_left"],
            link=data["link"],
            booking=data.get("booking"),
        )


@dataclass
class Visit:
    """One visitor: language and other needs, the way through the screens, and everything typed."""

    language: str = GERMAN
    contrast: bool = False
    reading: bool = False  # whether everything is read aloud
    reach: bool = False  # whether everything that can be touched stands low
    larger: int = 0  # how many steps larger everything is
    calm: bool = False  # whether nothing moves
    pace: int = 0  # how many steps faster the voice speaks
    loudness: int = 0  # how many steps louder
    patience: int = 1  # how many times as long as others this visitor may take
    front: str = "home"  # the screen that everything begins with
    trail: list[Step] = field(default_factory=list)
    wish: Wish | None = None
    held: Held | None = None
    booking: Json | None = None
    typed: str = ""
    show_name: bool = False
    keyboard: str = ""
    doors: int = 0  # the page of doors on the home screen
    extras: frozenset[str] = frozenset()  # what shall come along with the room
    asked: tuple[str, Span] | None = None  # the time that was asked for last
    code: str = ""
    people: int = 1  # who stand here, as far as they say so
    correctable: float = field(default=0.0, compare=False)  # until when a touch that counted can be corrected
    walk: str = ""  # how the visitor walks: "free" of steps, along "tactile" paving, or anyhow
    told: str = ""  # where the way was spoken to last
    sought: str = ""  # what was typed to find a place
    idea: str = ""  # a sentence to the house, as far as it is typed
    idea_topic: str = ""
    idea_request: str = field(default="", compare=False)  # the same for one sentence, however often it is sent
    answered: Json | None = None  # what the house said to it
    present: Json | None = None  # the booking whose group has just said that it is here

    def __post_init__(self) -> None:
        self.trail = self.trail or [Step(self.front)]

    @property
    def needs(self) -> dict[str, Any]:
        """How this visitor wants the display: it stays through the whole visit."""
        return {name: getattr(self, name) for name in NEEDS}

    @property
    def switched_on(self) -> list[str]:
        """The needs that differ from how the display is for everybody."""
        usual = Visit().needs
        return [name for name, need in self.needs.items() if need != usual[name] and name != "language"]

    @property
    def untouched(self) -> bool:
        """Whether there is nothing to throw away."""
        return self == Visit(front=self.front)
