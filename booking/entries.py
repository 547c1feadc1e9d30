# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A booking as a calendar entry: what it is called in a feed, in a download and in a QR code."""

from collections.abc import Iterable
from dataclasses import replace

from booking import calendar, invitation
from booking.bookings import Booking
from booking.calendar import Entry, Status
from booking.config import House
from booking.invitation import Party
from booking.model import BOOKED, CANCELLED, GONE, RELEASED, REQUESTED
from booking.repeat import Repeat
from booking.series import Series
from booking.texts import texts

SHOWN = (BOOKED, CANCELLED, RELEASED)  # whose name may be public: what the house has not agreed to is not


def entry(house: House, found: Booking, summary: str, url: str | None = None, description: str | None = None) -> Entry:
    """The entry of a booking under a title."""
    status: Status = "cancelled" if found.status in GONE else "confirmed" if found.status == BOOKED else "tentative"
    return Entry(
        uid=uid(house, found.id),
        begin=found.begin,
        end=found.end,
        summary=summary,
        location=place(house, found.room, found.language),
        description=description,
        url=url,
        status=status,
        changed=found.changed,
        created=found.created,
        sequence=found.sequence,
    )


def place(house: House, room_key: str, language: str) -> str:
    """Where it is: room, house, street."""
    room = house.room(room_key)
    name = room.name if room else {}
    where = house.address
    return f"{name.get(language, room_key)}, {house.name[language]}, {where.street}, {where.postcode} {where.city}"


def busy_event(house: House, found: Booking) -> bytes:
    """The entry that anyone may see: taken, and by whom only if the group agreed."""
    title = found.name if found.show_name and found.name and found.status in SHOWN else texts("de", "house").t("taken")
    return calendar.render_event(entry(house, found, title), house.time_zone, _organizer(house), "PUBLIC")


def stored_event(house: House, found: Booking, names: bool) -> bytes:
    """The same as a calendar server keeps it; without `names` nobody is named, whatever the group agreed to.

    Nobody is invited to it, so it has no organizer (RFC 5545 section 3.8.4.3).
    """
    event = busy_event(house, found if names else replace(found, show_name=False))
    return calendar.stored(house.time_zone, event.replace(calendar.line("ORGANIZER", _organizer(house)), b""))


def uid(house: House, number: int) -> str:
    """The identity of a booking in every calendar, for life."""
    return f"{number:x}@{house.id}.{house.domain}"


def named_event(house: House, found: Booking) -> bytes:
    """The entry that staff see: the group's name and the code."""
    title = found.name or texts("de", "house").t("taken")
    note = texts("de", "house").t("Booking code {code}", code=found.code) if found.code else None
    return calendar.render_event(
        entry(house, found, title, description=note), house.time_zone, _organizer(house), "PRIVATE"
    )


def selection(house: House, found: Iterable[Booking]) -> bytes:
    """An .ics file of some bookings, as staff see them."""
    events = b"".join(named_event(house, one) for one in found)
    return calendar.whole("PUBLISH", house.time_zone, events)


def pocket_entry(house: House, found: Booking, link: str | None) -> str:
    """The shortest calendar text, for a QR code that works without the internet."""
    return calendar.pocket(entry(house, found, found.name or "", url=link))


def download(house: House, found: Booking, link: str) -> bytes:
    """The .ics file for the group's own calendar."""
    return calendar.download(own_entry(house, found, link), house.time_zone, _organizer(house))


def own_entry(house: House, found: Booking, link: str) -> Entry:
    """The entry for the group's own calendar."""
    note = texts(found.language, "house").t("Booking code {code}", code=found.code)
    return entry(house, found, found.name or "", url=link, description=note)


def series_entry(house: House, series: Series, found: Booking, link: str) -> invitation.Series:
    """A series as its own invitation and its .ics show it."""
    shared = own_entry(house, found, link)
    kept = {
        one.nominal: own_entry(house, one, link)
        for one in series.dates
        if one.nominal and one.status in (BOOKED, REQUESTED)
    }
    status: Status = "confirmed" if all(entry.status == "confirmed" for entry in kept.values()) else shared.status
    own = replace(
        shared,
        uid=f"{series.id:x}@{house.id}.{house.domain}",
        sequence=series.sequence,
        changed=series.changed,
        created=series.created,
        status=status,
    )
    return invitation.Series(
        own,
        series.first,
        series.begin_minute,
        series.begin_minute + series.minutes,
        Repeat(series.every, until=series.last),
        kept,
    )


def series_download(house: House, series: Series, found: Booking, link: str) -> bytes:
    """The .ics file of a whole series."""
    organizer = Party(house.name["de"], house.legal.mail)
    return invitation.series_download(series_entry(house, series, found, link), house.time_zone, organizer)


def _organizer(house: House) -> str:
    return f"mailto:{house.legal.mail}"
