# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the house allows: pure rules that read like the notice on the wall.

Nothing here knows a database or a clock; whoever asks brings the house, the wish and the time.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from booking import slots
from booking.config import Bookable, House, Resource
from booking.openings import Openings
from booking.refusal import Refused, Span

NAME_SHORTEST, NAME_LONGEST = 2, 60
STAFF_LONGEST, STAFF_AHEAD = timedelta(hours=24), timedelta(days=730)
MAIL_LONGEST = 254  # RFC 5321 section 4.5.3.1.3, less the angle brackets
# Letters, digits and what is usual before the @: nothing that a mail header could read as more than one address.
_MAIL = re.compile(r"^[\w.!#$%&'*+/^`{|}~-]+@([\w-]+\.)+[\w-]{2,}$")
_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


@dataclass(frozen=True)
class Wish:
    """A time in a room, as somebody wants it; `request_id` comes from the client and is used once."""

    request_id: str
    room: str
    begin: datetime
    end: datetime
    language: str = "de"
    extras: tuple[str, ...] = ()  # resources that come along
    by_staff: bool = field(default=False, repr=False)
    anytime: bool = field(default=False, repr=False)  # also while the room is closed, as only staff may ask

    @property
    def span(self) -> Span:
        return Span(self.room, self.begin, self.end)


@dataclass(frozen=True)
class Change:
    """What shall be different about a booking; what is None stays as it is at that moment."""

    request_id: str
    room: str | None = None
    begin: datetime | None = None
    end: datetime | None = None
    name: str | None = None
    show_name: bool | None = None
    extras: tuple[str, ...] | None = None
    anytime: bool = field(default=False, repr=False)


@dataclass(frozen=True)
class Group:
    """Who comes, as far as they want to say."""

    name: str
    show_name: bool = False
    mail: str | None = None
    people: int | None = None


def bookable_room(house: House, key: str) -> Bookable:
    """The room or resource of that id, if it can be booked."""
    room = house.room(key)
    if room is None:
        raise Refused("unknown_room")
    if not room.bookable:
        raise Refused("not_bookable")
    return room


def check_together(house: House, room: Bookable, extras: tuple[str, ...]) -> None:
    """Raise Refused unless the room may be booked with these resources, or alone if there are none."""
    if isinstance(room, Resource) and not room.alone:
        raise Refused("not_alone")
    for key in extras:
        extra = house.room(key)
        if not isinstance(extra, Resource):
            raise Refused("unknown_room")
        if isinstance(room, Resource) or not extra.with_rooms:
            raise Refused("not_with_rooms")
    if len(set(extras)) < len(extras):
        raise Refused("invalid")


def check_people(room: Bookable, people: int | None) -> None:
    """Raise Refused if the group does not fit into the room."""
    if people is not None and people < 1:
        raise Refused("invalid")
    if people and room.capacity and people > room.capacity:
        raise Refused("too_many_people", people=people, capacity=room.capacity)


def check_time(
    openings: Openings, room: Bookable, begin: datetime, end: datetime, now: datetime, ahead_days: int | None = None
) -> None:
    """Raise Refused unless the room may be booked from `begin` to `end`, were it free.

    `ahead_days` says how far ahead instead of the room itself, as for the dates of a series.
    """
    if not (slots.on_grid(begin) and slots.on_grid(end)):
        raise Refused("grid")
    if begin < slots.floor(now):  # the running quarter may still be booked
        raise Refused("past")
    minutes = (end - begin).total_seconds() / 60
    if minutes < room.shortest:
        raise Refused("too_short", minutes=room.shortest)
    if minutes > room.longest:
        raise Refused("too_long", minutes=room.longest)
    ahead = ahead_days or room.ahead_days
    zone = openings.house.zone
    if slots.local_day(begin, zone) > slots.local_day(now, zone) + timedelta(days=ahead):
        raise Refused("too_far", days=ahead)
    check_open(openings, room, begin, end)


def check_wish(openings: Openings, room: Bookable, wish: Wish, now: datetime, ahead_days: int | None = None) -> None:
    """Raise Refused unless the room may be booked as wished, were it free."""
    if wish.by_staff:
        _check_staff_time(openings, room, wish.begin, wish.end, now, wish.anytime)
    else:
        check_time(openings, room, wish.begin, wish.end, now, ahead_days)


def _check_staff_time(
    openings: Openings, room: Bookable, begin: datetime, end: datetime, now: datetime, anytime: bool
) -> None:
    """Raise Refused unless staff may book the room for somebody, were it free: longer and further ahead than groups.

    `anytime`: also while it is closed.
    """
    if not (slots.on_grid(begin) and slots.on_grid(end)) or begin >= end:
        raise Refused("grid")
    if begin < slots.floor(now):
        raise Refused("past")
    if end - begin > STAFF_LONGEST:
        raise Refused("too_long", minutes=int(STAFF_LONGEST.total_seconds()) // 60)
    if begin - now > STAFF_AHEAD:
        raise Refused("too_far", days=STAFF_AHEAD.days)
    if not anytime:
        check_open(openings, room, begin, end)


def last_day(house: House, room: Bookable, now: datetime) -> date:
    """The last day on which the room can be booked yet."""
    return slots.local_day(now, house.zone) + timedelta(days=room.ahead_days)


def check_open(openings: Openings, room: Bookable, begin: datetime, end: datetime) -> None:
    """Raise Refused unless the room is open from `begin` to `end`."""
    day = slots.local_day(begin, openings.house.zone)
    if openings.of(room, day).why == "holiday":
        raise Refused("holiday")
    if not any(opens <= begin and end <= closes for opens, closes in open_times(openings, room, day)):
        raise Refused("hours")


def open_times(openings: Openings, room: Bookable, day: date) -> list[tuple[datetime, datetime]]:
    """The half-open UTC spans in which the room is open on a local day."""
    zone = openings.house.zone
    spans = openings.of(room, day).spans
    return [(slots.wall(day, hours.begin, zone), slots.wall(day, hours.end, zone)) for hours in spans]


def claimed(room: Bookable, begin: datetime, end: datetime) -> tuple[int, int]:
    """The half-open range of slots that a booking needs, with set-up and clean-up."""
    first = slots.slot_of(begin) - room.setup // 15
    return first, slots.slot_of(end) + room.cleanup // 15


def check_group(group: Group) -> Group:
    """The group as it is kept: tidy, or refused."""
    name = tidy(group.name)
    if not NAME_SHORTEST <= len(name) <= NAME_LONGEST:
        raise Refused("name")
    return Group(name, group.show_name, check_mail(group.mail), group.people)


def check_mail(mail: str | None) -> str | None:
    """The address without surrounding blanks, or None if there is none."""
    address = (mail or "").strip()
    if not address:
        return None
    if len(address) > MAIL_LONGEST or not _MAIL.match(address):
        raise Refused("mail")
    return address


def check_address(mail: str) -> str:
    """An address that is needed, or Refused("mail")."""
    address = check_mail(mail)
    if address is None:
        raise Refused("mail")
    return address


def tidy(text: str) -> str:
    """One line of text without control characters and direction overrides, composed (NFC), single blanks."""
    kept = "".join(
        " " if unicodedata.category(c) in _UNSEEN or unicodedata.bidirectional(c) in _TURNING else c for c in text
    )
    return " ".join(unicodedata.normalize("NFC", kept).split())
