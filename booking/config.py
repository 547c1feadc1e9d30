# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The house as a file: what house.toml may say, read once, checked at start, frozen, handed down.

`read(path, House)` raises `Misconfigured` with one line for each mistake: file, key and remedy.
"""

import difflib
import itertools
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple, Self, TypeVar, cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from booking import city_config, feeds_config
from booking.city_config import City
from booking.config_part import Key as Key
from booking.config_part import Language as Language
from booking.config_part import Part as Part
from booking.config_part import SecretFile
from booking.config_part import Topic as Topic
from booking.feeds_config import FeedIn, WayOut
from booking.texts import Said, said

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Equipment = Literal["projector", "kitchen", "whiteboard", "tools", "screen", "hearing_loop", "chairs", "piano"]

Spoken = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


def _language(key: str) -> str:
    if key not in get_args(Language):
        raise ValueError(f"known languages: {', '.join(get_args(Language))}")
    return key


class ByLanguage(dict[str, str]):
    """What staff say, by language; asked for a language that it lacks, it answers in the best one that there is."""

    def __missing__(self, language: str) -> Said:
        if not self:
            raise KeyError(language)
        return said(self, language)


Text = Annotated[
    dict[Annotated[str, AfterValidator(_language)], Annotated[str, StringConstraints(min_length=1, max_length=300)]],
    AfterValidator(ByLanguage),
]
Quarters = Annotated[int, Field(ge=0, le=1440, multiple_of=15)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]

M = TypeVar("M", bound=BaseModel)

_HOURS = re.compile(r"^(\d\d):(\d\d)-(\d\d):(\d\d)$")


class Misconfigured(Exception):
    """A config file that cannot be used; the text is for the installer."""


class Hours(NamedTuple):
    """Minutes after midnight, half-open; 1440 is the next midnight."""

    begin: int
    end: int


def _hours(text: object) -> object:
    if not isinstance(text, str):
        return text
    match = _HOURS.match(text)
    if not match:
        raise ValueError('write hours as "08:00-22:00"')
    from_hour, from_minute, to_hour, to_minute = map(int, match.groups())
    begin, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if from_minute % 15 or to_minute % 15 or begin >= end or end > 1440:
        raise ValueError("hours lie on full quarters, end after they begin and end at 24:00 at the latest")
    return Hours(begin, end)


def _apart(hours: tuple[Hours, ...]) -> tuple[Hours, ...]:
    for earlier, later in itertools.pairwise(hours):
        if later.begin <= earlier.end:
            raise ValueError("name the hours of a day in order, with a break between them")
    return hours


def read_hours(text: str) -> tuple[Hours, ...]:
    """The hours of a day out of "08:00-12:00 13:00-18:00"; ValueError says what is wrong."""
    spans = tuple(_hours(part) for part in text.split())
    return _apart(cast("tuple[Hours, ...]", spans))


def hours_text(spans: Iterable[Hours]) -> str:
    """The same the other way round."""
    return " ".join(f"{clock(begin)}-{clock(end)}" for begin, end in spans)


def clock(minutes: int) -> str:
    """Minutes after midnight as the clock shows them: "08:00"."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError('name an IANA time zone such as "Europe/Berlin"') from error
    return name


OpeningHours = dict[Weekday, Annotated[tuple[Annotated[Hours, BeforeValidator(_hours)], ...], AfterValidator(_apart)]]


class Address(Part):
    street: str
    postcode: str
    city: str


class Wifi(Part):
    name: str
    password: str | None = None


class Participation(Part):
    """The city's participation platform, a MediaWiki: where an idea may go on."""

    name: Text
    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s?#]+/index\.php$")] = Field(
        description="Its index.php; a new page is opened there, filled in."
    )
    prefix: str = Field(default="Idee: ", max_length=40, description="Before the title of a new page.")
    preload: str = Field(default="", max_length=100, description="A page there to begin with; in it $1 is the idea.")


class Look(Part):
    """Colours of the house's own door leaf instead of petrol."""

    petrol: Colour = "#0C4B54"
    petrol_d: Colour = "#07363D"
    petrol_p: Colour = "#D5E6E5"

    @model_validator(mode="after")
    def readable(self) -> Self:
        if contrast(self.petrol, "#F6F0E4") < 7 or contrast(self.petrol, self.petrol_p) < 7:
            raise ValueError(
                "petrol carries text: it needs a contrast of 7 to #F6F0E4 and to petrol_p; take a darker petrol"
            )
        return self


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#RRGGBB` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class Legal(Part):
    """What the legal notice (DDG section 5) and the privacy notice (GDPR Art. 13) must name."""

    operator: str
    represented_by: str
    address: Address
    phone: str
    mail: str
    data_protection: str = Field(description="How to reach the data protection officer.")
    supervisory_authority: str
    hosting: str = Field(description="Who runs the machine.")


class Smtp(Part):
    """The mail server; without this table nothing promises a mail."""

    host: str
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password_file: SecretFile | None = None
    sender: str


Network = IPv4Network | IPv6Network


class Service(Part):
    """Where the booking service listens and how it is reached from outside."""

    listen: str = "0.0.0.0"  # noqa: S104 - phones in the house must reach it
    port: int = Field(default=8080, ge=1, le=65535)
    public_url: Annotated[str, StringConstraints(pattern=r"^https?://[^/\s]+$")] | None = None
    staff_networks: tuple[Network, ...] = Field(default=(), description="Where staff pages open; everywhere if empty.")
    database: str | None = Field(default=None, description="SQLAlchemy address; house.db in the data folder if absent.")
    smtp: Smtp | None = None


class Terms(Part):
    """How long things last."""

    hold_minutes: int = Field(default=5, ge=1, le=30, description="A hold that nobody scanned yet.")
    scanned_minutes: int = Field(default=10, ge=1, le=60, description="A hold whose QR code was scanned.")
    confirm_minutes: int = Field(default=30, ge=5, le=120, description="A booking that waits for its mail link.")
    approval_hours: int = Field(default=72, ge=1, le=720, description="A request that waits for staff.")
    onsite_minutes: int = Field(default=10, ge=1, le=60, description="An on-site code.")
    contact_days: int = Field(default=14, ge=1, le=90, description="Contact data after the booking's end.")
    arrival_minutes: int = Field(default=15, ge=5, le=120, description="Nobody came by then: the room is released.")
    answer_days: int = Field(default=14, ge=1, le=365, description="Until a visitor's question is answered.")
    waitlist_minutes: int = Field(default=30, ge=5, le=240, description="A time kept for someone on the waitlist.")


class Bookable(Part):
    """What can be booked: a room or a resource. Times are minutes and lie on quarters."""

    id: Key
    name: Text
    level: int = Field(ge=-5, le=50)
    capacity: int | None = Field(default=None, ge=1, le=5000)
    equipment: tuple[Equipment, ...] = ()
    step_free: bool = False
    bookable: bool = True
    opening: OpeningHours | None = Field(default=None, description="The house's hours if absent.")
    shortest: Annotated[Quarters, Field(ge=15)] = 30
    longest: Annotated[Quarters, Field(ge=15)] = 240
    ahead_days: int = Field(default=90, ge=1, le=730)
    series_days: int = Field(default=180, ge=1, le=730, description="How far ahead the last date of a series may lie.")
    setup: Annotated[Quarters, Field(le=240)] = 0
    cleanup: Annotated[Quarters, Field(le=240)] = 0
    approval: bool = False
    quota: int = Field(default=4, ge=1, le=1000, description="Coming bookings of one group; a series counts once.")
    check_in: bool = Field(default=False, description="Released if nobody says that they are here.")

    @model_validator(mode="after")
    def lengths(self) -> Self:
        if self.shortest > self.longest:
            raise ValueError("shortest is longer than longest: swap them")
        return self


class Room(Bookable):
    """A room of the house; one that can be divided claims its parts."""

    capacity: int = Field(ge=1, le=5000)
    parts: tuple[Key, ...] = Field(default=(), description="The rooms that it is made of.")
    check_in: bool = True


class Resource(Bookable):
    """Something bookable that is not a room: a thing to borrow, or an adviser's consultation."""

    kind: Literal["lending", "advice"] = "lending"
    icon: Literal["offers", "projector", "mobility", "repair", "people", "energy", "kitchen", "food", "building"] = (
        "offers"
    )
    text: Text = Field(default={}, description="One sentence.")
    alone: bool = Field(default=True, description="May be booked without a room.")
    with_rooms: bool = Field(default=False, description="May be booked together with a room.")
    topics: tuple[Topic, ...] = ()
    spoken: tuple[Spoken, ...] = Field(default=(), description="Languages of an adviser, as ISO 639 codes.")
    place: Annotated[str, StringConstraints(max_length=80)] = Field(
        default="", description="Where it is: the id of a room, or of something on the floor plan."
    )


class House(Part):
    """One site. `domain` is part of every calendar entry's identity: it must never change."""

    id: Key
    domain: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+\.[a-z]+$")]
    name: Text
    address: Address
    way_in: Text
    help: Text
    phone: str
    languages: tuple[Language, ...] = get_args(Language)
    time_zone: Annotated[str, AfterValidator(_zone)] = "Europe/Berlin"
    holidays: (
        Literal["BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH"] | None
    ) = "HE"
    opening: OpeningHours
    shared_quota: int = Field(default=50, ge=1, description="Coming bookings without an address, all together.")
    wifi: Wifi | None = None
    facts: Annotated[tuple[Text, ...], Field(max_length=60)] = ()
    participation: Participation | None = None
    look: Look = Look()
    plan: Path | None = Field(default=None, description="The floor plan, GeoJSON or OSM; beside this file if relative.")
    legal: Legal
    service: Service = Service()
    terms: Terms = Terms()
    rooms: Annotated[tuple[Room, ...], Field(min_length=1, max_length=200)]
    resources: Annotated[tuple[Resource, ...], Field(max_length=200)] = ()
    feeds_in: Annotated[tuple[FeedIn, ...], Field(max_length=200)] = ()
    way_out: WayOut = WayOut()
    city: City = City()

    @field_validator("plan")
    @classmethod
    def beside(cls, plan: Path | None, info: ValidationInfo) -> Path | None:
        """Beside the config, wherever that is read from."""
        return info.context / plan if plan and isinstance(info.context, Path) else plan

    @model_validator(mode="after")
    def complete(self) -> Self:
        names = [room.id for room in self.everything]
        if doubles := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"ids are used twice: {', '.join(sorted(doubles))}; give each room and resource its own")
        if reserved := {"house", "offers"} & set(names):
            raise ValueError(f"'{min(reserved)}' is the id of a calendar of the house; choose another id")
        self._check_parts()
        feeds_config.check(self.feeds_in, self.way_out, {room.id for room in self.everything if room.bookable})
        city_config.check(self.city, self.way_out)
        if "de" not in self.languages:
            raise ValueError("languages must contain de")
        for where, text in self._texts():
            if "de" not in text:
                raise ValueError(f"{where} has no text in German; add it: it is shown where a language has none")
        return self

    def _check_parts(self) -> None:
        known = {room.id: room for room in self.rooms}
        for whole in self.rooms:
            for part in whole.parts:
                if part not in known or known[part].parts or part == whole.id:
                    raise ValueError(
                        f"rooms.{whole.id}.parts: '{part}' is no room, or itself divided; name undivided rooms"
                    )

    def _texts(self) -> Iterable[tuple[str, Text]]:
        yield from (("name", self.name), ("way_in", self.way_in), ("help", self.help))
        for kind, things in (("rooms", self.rooms), ("resources", self.resources)):
            for thing in things:
                yield f"{kind}.{thing.id}.name", thing.name
        for number, fact in enumerate(self.facts):
            yield f"facts.{number}", fact
        if self.participation:
            yield "participation.name", self.participation.name
        for resource in self.resources:
            if resource.text:
                yield f"resources.{resource.id}.text", resource.text

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with other values, and nothing kept that was computed from the old ones."""
        copy = super().model_copy(update=update, deep=deep)
        for kept in ("zone", "everything", "unproven_slots", "_by_id", "_parts", "_touched"):
            copy.__dict__.pop(kept, None)
        return copy

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def unproven_slots(self) -> int:
        """How many slots may wait for a mail to be confirmed, all together: 4 % of what can be booked."""
        rooms = [room for room in self.rooms if room.bookable]
        weekly = sum(end - begin for room in rooms for day in range(7) for begin, end in self.hours(room, day))
        days = max((room.ahead_days for room in rooms), default=0)
        return int(0.04 * weekly / 15 * days / 7)

    @cached_property
    def everything(self) -> tuple[Bookable, ...]:
        """Rooms, then resources."""
        return (*self.rooms, *self.resources)

    @cached_property
    def _by_id(self) -> dict[str, Bookable]:
        return {thing.id: thing for thing in self.everything}

    def room(self, key: str) -> Bookable | None:
        """The room or resource with this id, or None."""
        return self._by_id.get(key)

    def claimed_by(self, key: str) -> tuple[str, ...]:
        """Whose slots a booking claims: those of the parts where a room is divided, else its own."""
        return self._parts.get(key) or (key,)

    def touched_by(self, key: str) -> tuple[str, ...]:
        """Every room that is taken while this one is: itself, its parts, and whatever it is a part of."""
        return self._touched[key]

    @cached_property
    def _touched(self) -> dict[str, tuple[str, ...]]:
        wholes = {thing.id: [room.id for room in self.rooms if thing.id in room.parts] for thing in self.everything}
        return {key: (key, *self._parts.get(key, ()), *wholes[key]) for key in wholes}

    @cached_property
    def _parts(self) -> dict[str, tuple[str, ...]]:
        return {room.id: tuple(sorted(room.parts)) for room in self.rooms if room.parts}

    def hours(self, room: Bookable, weekday: int) -> tuple[Hours, ...]:
        """Opening hours of `room` on a weekday counted from Monday = 0."""
        opening = self.opening if room.opening is None else room.opening
        return opening.get(WEEKDAYS[weekday], ())

    def house_hours(self, weekday: int) -> tuple[Hours, ...]:
        """Opening hours of the house on a weekday counted from Monday = 0."""
        return self.opening.get(WEEKDAYS[weekday], ())


def read(path: Path, model: type[M]) -> M:
    """The checked content of a TOML file; raises Misconfigured with file, key and remedy for every mistake."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Misconfigured(f"{path}: there is no such file; copy the commented example from systemd/") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise Misconfigured(f"{path}: {error}") from error
    try:
        return model.model_validate(data, context=path.parent)
    except ValidationError as error:
        raise Misconfigured("\n".join(_lines(path, model, error))) from error


def _lines(path: Path, model: type[BaseModel], error: ValidationError) -> Iterable[str]:
    for fault in error.errors():
        key = ".".join(str(step) for step in fault["loc"])
        if fault["type"] == "extra_forbidden":
            yield f"{path}: unknown key '{key}'{_nearest(model, fault['loc'])}"
        elif fault["type"] == "missing":
            yield f"{path}: key '{key}' is missing: add it"
        else:
            message = fault["msg"].removeprefix("Value error, ")
            yield f"{path}: {key or 'file'}: {message}"


def _nearest(model: type[BaseModel], where: tuple[int | str, ...]) -> str:
    known = _known(model, where[:-1])
    near = difflib.get_close_matches(str(where[-1]), known, n=1)
    return f": did you mean '{near[0]}'?" if near else f"; known here: {', '.join(sorted(known))}"


def _known(model: type[BaseModel], where: tuple[int | str, ...]) -> list[str]:
    """The keys that the table at `where` may have, walked along the model's own fields."""
    here: Any = model
    for step in where:
        if isinstance(step, str):
            here = _model_in(here.model_fields[step].annotation)
    return list(here.model_fields)


def _model_in(annotation: Any) -> Any:
    """The first model class inside an annotation such as `tuple[Room, ...]` or `Wifi | None`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_model_in(part) for part in getattr(annotation, "__args__", ()))
    return next((found for found in inner if found), None)
