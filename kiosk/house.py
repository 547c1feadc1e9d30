# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a screen knows of the house: the answers of the API as frozen values, without Kivy."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

Words = dict[str, str]
Json = dict[str, Any]


@dataclass(frozen=True)
class Room:
    """A room, or a resource, and its rules; lengths in minutes."""

    id: str
    name: Words
    level: int
    capacity: int | None
    equipment: tuple[str, ...]
    step_free: bool
    bookable: bool
    approval: bool
    shortest: int
    longest: int
    ahead_days: int
    setup: int
    cleanup: int
    kind: str = "room"  # or lending, advice
    icon: str = "room"
    text: Words = field(default_factory=dict)
    alone: bool = True
    with_rooms: bool = False
    spoken: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    place: str = ""  # where it is, on the plan


@dataclass(frozen=True)
class Barrier:
    """Something on the floor plan that cannot be passed for a time."""

    place: str
    begin: datetime
    end: datetime
    reason: str


@dataclass(frozen=True)
class Platform:
    """Where an idea may go on: the index.php of a MediaWiki, what its titles begin with, which page is taken over."""

    name: Words
    url: str
    prefix: str
    preload: str = ""


@dataclass(frozen=True)
class House:
    """The house as `GET /api/house` tells it."""

    name: Words
    way_in: Words
    help: Words
    phone: str | None
    languages: tuple[str, ...]
    zone: ZoneInfo
    wifi: Json | None
    look: Words
    hold_minutes: int
    rooms: tuple[Room, ...]
    resources: tuple[Room, ...] = ()
    mail: bool = False
    public_url: str = ""
    notices: tuple[Words, ...] = ()
    barriers: tuple[Barrier, ...] = ()
    facts: tuple[Words, ...] = ()
    platform: Platform | None = None

    def find(self, room_id: str) -> Room | None:
        return next((room for room in (*self.rooms, *self.resources) if room.id == room_id), None)

    def room(self, room_id: str) -> Room:
        return next(room for room in (*self.rooms, *self.resources) if room.id == room_id)

    @property
    def lent(self) -> tuple[Room, ...]:
        """What can be booked by itself without being a room."""
        return tuple(each for each in self.resources if each.alone and each.bookable)

    @property
    def extras(self) -> tuple[Room, ...]:
        """What may come along with a room."""
        return tuple(each for each in self.resources if each.with_rooms and each.bookable)

    @property
    def bookable(self) -> tuple[Room, ...]:
        return tuple(room for room in self.rooms if room.bookable)


@dataclass(frozen=True)
class Span:
    """A half-open time; both UTC."""

    begin: datetime
    end: datetime


@dataclass(frozen=True)
class Piece(Span):
    """A part of a day in one state: free, taken, held, closed or past."""

    state: str
    name: str | None = None
    reason: str | None = None
    text: str | None = None


@dataclass(frozen=True)
class Day:
    """A day of a room: pieces without gaps from opens to closes, and the windows that a booking may lie in."""

    room: str
    date: date
    opens: datetime | None
    closes: datetime | None
    pieces: tuple[Piece, ...]
    windows: tuple[Span, ...]
    closed: Words | None = None


def read_house(data: Json) -> House:
    """The house out of the API's answer; unknown keys are of a newer server and are left alone."""
    return House(
        name=data["name"],
        way_in=data["way_in"],
        help=data["help"],
        phone=data.get("phone"),
        languages=tuple(data["languages"]),
        zone=ZoneInfo(data["time_zone"]),
        wifi=data.get("wifi"),
        look=data.get("look") or {},
        hold_minutes=data["hold_minutes"],
        rooms=tuple(_read_room(room) for room in data["rooms"]),
        resources=tuple(_read_room(each) for each in data.get("resources", ())),
        mail=data.get("mail", False),
        public_url=data.get("public_url", ""),
        notices=tuple(notice["text"] for notice in data.get("notices", ())),
        barriers=tuple(
            Barrier(each["place"], _at(each["begin"]), _at(each["end"]), each["reason"])
            for each in data.get("barriers", ())
        ),
        facts=tuple(data.get("facts", ())),
        platform=_read_platform(data.get("participation")),
    )


def _read_platform(data: Json | None) -> Platform | None:
    return Platform(data["name"], data["url"], data["prefix"], data.get("preload", "")) if data else None


def _read_room(data: Json) -> Room:
    known = {key: data[key] for key in Room.__dataclass_fields__ if key in data}
    return Room(**(known | {key: tuple(data[key]) for key in ("equipment", "spoken", "topics") if key in data}))


def read_days(data: Json) -> dict[tuple[str, date], Day]:
    """The days of `GET /api/availability`, by room and date."""
    days = (_read_day(day) for room in data["rooms"] for day in room["days"])
    return {(day.room, day.date): day for day in days}


def _read_day(data: Json) -> Day:
    return Day(
        room=data["room"],
        date=date.fromisoformat(data["date"]),
        opens=instant(data["opens"]),
        closes=instant(data["closes"]),
        pieces=tuple(_read_piece(piece) for piece in data["pieces"]),
        windows=tuple(Span(_at(span["begin"]), _at(span["end"])) for span in data["windows"]),
        closed=(data.get("closed") or {}).get("text"),
    )


def _read_piece(data: Json) -> Piece:
    return Piece(
        _at(data["begin"]), _at(data["end"]), data["state"], data.get("name"), data.get("reason"), data.get("text")
    )


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def instant(text: str | None) -> datetime | None:
    """An instant of the API, or None where it says null."""
    return _at(text) if text else None
