# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What goes over the wire: the models of the JSON API. Instants are UTC (RFC 3339), days are local."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictBool,
    StringConstraints,
    WithJsonSchema,
)

from booking.config import Language, Text
from booking.repeat import Every
from booking.series import Scope

Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{24}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-HJ-NP-RT-Y346-9]{6}$")]
RoomKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,30}$")]


_MOMENT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?$"
_DAY = r"^\d{4}-\d\d-\d\d$"


def _written(pattern: str) -> BeforeValidator:
    """Only as the document says: pydantic also takes numbers, as seconds or days since 1970."""
    written = re.compile(pattern, re.ASCII)

    def check(value: object) -> object:
        if (isinstance(value, str) and not written.fullmatch(value)) or not isinstance(value, str | date):
            raise ValueError("a day is written 2026-05-07, a time 2026-05-07T14:00:00")
        return value

    return BeforeValidator(check)


def _near(moment: datetime) -> datetime:
    if not 2000 <= moment.year <= 2200:
        raise ValueError("a time between the years 2000 and 2200")
    return moment


def _near_day(day: date) -> date:
    if not 2000 <= day.year <= 2200:
        raise ValueError("a day between the years 2000 and 2200")
    return day


def stamp(moment: datetime) -> str:
    """An instant as it goes over the wire: 2026-05-07T12:00:00Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


Instant = Annotated[datetime, PlainSerializer(stamp, return_type=str)]
Moment = Annotated[
    datetime,
    _written(_MOMENT),
    AfterValidator(_near),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": _MOMENT,
            "description": "With an offset, or a wall clock time of the house without one.",
            "examples": ["2026-05-07T14:00:00"],
        }
    ),
]
NearDay = Annotated[date, _written(_DAY), AfterValidator(_near_day)]
RequestId = Annotated[
    UUID, Field(description="Made by the client for each wish; repeated, the first answer comes again.")
]
Name = Annotated[str, Field(max_length=200, examples=["Radwerkstatt"])]
Mail = Annotated[str, Field(max_length=300, examples=["gruppe@example.org"])]
People = Annotated[int, Field(ge=1, le=5000, strict=True, description="How many come.")]
Extras = Annotated[list[RoomKey], Field(max_length=10, description="Resources that come along with the room.")]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SpanOut(Model):
    room: str
    begin: Instant
    end: Instant


class ClashOut(Model):
    """A date of a series that is not possible, and why."""

    day: date
    reason: str
    text: str


class Problem(BaseModel):
    """RFC 9457; `reason` is for machines, `detail` for people, `next` are free times instead."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    reason: str
    next: list[SpanOut] = []
    choices: list[Instant] = []
    faults: list[str] = []
    dates: list[ClashOut] = []


class PieceOut(Model):
    begin: Instant
    end: Instant
    state: Literal["free", "taken", "held", "closed", "past"]
    name: str | None = None
    reason: Literal["hours", "closure"] | None = None
    text: str | None = None


class WindowOut(Model):
    begin: Instant
    end: Instant


class Closed(Model):
    reason: Literal["hours", "holiday", "special"]
    text: dict[str, str] = {}


class DayOut(Model):
    """`pieces` follow one another from `opens` to `closes`; a booking may lie anywhere in a window."""

    room: str
    date: date
    opens: Instant | None
    closes: Instant | None
    closed: Closed | None
    pieces: list[PieceOut]
    windows: list[WindowOut]


class RoomDays(Model):
    room: str
    days: list[DayOut]


class AvailabilityOut(Model):
    revision: int
    rooms: list[RoomDays]


class HoursOut(Model):
    begin: str
    end: str


class BookableOut(Model):
    id: str
    name: Text
    level: int
    capacity: int | None
    equipment: list[str]
    step_free: bool
    bookable: bool
    approval: bool
    shortest: int
    longest: int
    ahead_days: int
    series_days: int
    setup: int
    cleanup: int
    check_in: bool


class RoomOut(BookableOut):
    parts: list[str]


class ResourceOut(BookableOut):
    kind: Literal["lending", "advice"]
    icon: str
    text: Text
    alone: bool
    with_rooms: bool
    topics: list[str]
    spoken: list[str]
    place: str = Field(description="A room, or something on the floor plan; empty if nobody says where it is.")


class AddressOut(Model):
    street: str
    postcode: str
    city: str


class WifiOut(Model):
    name: str
    password: str | None


class BarrierOut(Model):
    """What of the floor plan cannot be passed for a time, now or later."""

    place: str
    begin: Instant
    end: Instant
    reason: str


class NoticeOut(Model):
    """What displays tell everybody until then."""

    text: Text
    until: Instant


class ParticipationOut(Model):
    """The city's participation platform, a MediaWiki: its index.php, what titles begin with, and what pages."""

    name: Text
    url: str
    prefix: str
    preload: str


class HouseOut(Model):
    id: str
    name: Text
    address: AddressOut
    way_in: Text
    help: Text
    phone: str
    languages: list[Language]
    time_zone: str
    public_url: str
    mail: bool
    look: dict[str, str]
    opening: dict[str, list[HoursOut]]
    notices: list[NoticeOut]
    barriers: list[BarrierOut]
    wifi: WifiOut | None
    facts: list[Text]
    participation: ParticipationOut | None
    hold_minutes: int
    arrival_minutes: int
    rooms: list[RoomOut]
    resources: list[ResourceOut]


class FeatureOut(Model):
    """Something that is drawn on the floor plan, with OpenStreetMap's indoor tags."""

    id: str
    shape: Literal["point", "line", "area"]
    lines: list[list[tuple[float, float]]] = Field(description="Longitude and latitude; of an area outline and holes.")
    tags: dict[str, str]


class FloorPlanOut(Model):
    features: list[FeatureOut]
    fault: str = Field(default="", description="Why nothing is drawn, for whoever keeps the plan.")


class HoldIn(Model):
    request_id: RequestId
    room: RoomKey
    begin: Moment
    end: Moment
    extras: Extras = []
    lang: Language = "de"


class RequestIn(Model):
    request_id: RequestId


class LangIn(Model):
    lang: Language = "de"


class BookingIn(Model):
    """Either `hold`, or `room`, `begin` and `end` with an `onsite` code or a mail address."""

    request_id: RequestId
    name: Name
    show_name: StrictBool = False
    mail: Mail | None = None
    people: People | None = None
    lang: Language = "de"
    hold: Token | None = None
    room: RoomKey | None = None
    begin: Moment | None = None
    end: Moment | None = None
    extras: Extras | None = None
    onsite: Token | None = None


class ChangeIn(Model):
    """What shall be different."""

    request_id: RequestId
    room: RoomKey | None = None
    begin: Moment | None = None
    end: Moment | None = None
    name: Name | None = None
    show_name: StrictBool | None = None
    extras: Extras | None = None


class ExtensionIn(RequestIn):
    end: Moment


class BookingOut(Model):
    code: str
    status: Literal["unconfirmed", "requested", "booked", "cancelled", "refused", "lapsed", "released"]
    room: str
    begin: Instant
    end: Instant
    name: str | None
    show_name: bool
    people: int | None
    extras: list[str]
    arrived: Instant | None
    series: bool = Field(description="Whether it is a date of a series.")
    token: Token | None = Field(description="Of the private link; only in the answer to the one who booked.")
    link: str | None
    entry: str = Field(description="A short calendar entry, for a QR code.")


class HoldOut(Model):
    hold: Token
    room: str
    begin: Instant
    end: Instant
    state: Literal[
        "waiting", "scanned", "unconfirmed", "requested", "booked", "cancelled", "refused", "expired", "released"
    ]
    expires: Instant | None
    now: Instant
    more_left: int
    link: str
    booking: BookingOut | None


class PresentOut(Model):
    """A booking whose group has come, and until when it may stay instead."""

    booking: BookingOut
    longer: list[Instant]


class SeriesIn(BookingIn):
    """The first date, how the series goes on, and the days that are left out."""

    every: Every
    until: NearDay | None = None
    count: Annotated[int, Field(ge=2, le=60, strict=True)] | None = None
    skip: list[NearDay] = Field(default=[], max_length=60)


class PlanIn(Model):
    room: RoomKey
    begin: Moment
    end: Moment
    extras: Extras = []
    every: Every
    until: NearDay | None = None
    count: Annotated[int, Field(ge=2, le=60, strict=True)] | None = None


class PlannedOut(Model):
    day: date
    begin: Instant | None
    end: Instant | None
    clash: ClashOut | None


class PlanOut(Model):
    dates: list[PlannedOut]


class SeriesChangeIn(RequestIn):
    """Said of one date: its new begin and end, for all coming dates or those from this one on."""

    scope: Scope
    begin: Moment
    end: Moment
    room: RoomKey | None = None
    skip: list[NearDay] = Field(default=[], max_length=60)


class SeriesOut(Model):
    every: Every
    dates: list[BookingOut]


class WaitIn(RequestIn):
    room: RoomKey
    begin: Moment
    end: Moment
    mail: Mail
    lang: Language = "de"


class WaitOut(Model):
    """`place` and `link` take one off the list; null for an address that waits for this time already."""

    place: Token | None
    link: str | None


class OnsiteOut(Model):
    code: Token
    link: str
    expires: Instant


class RevisionOut(Model):
    revision: int
    now: Instant
    trusted: bool  # whether the house believes its clock


class HealthOut(Model):
    status: Literal["ok"]
    revision: int
