# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the desk knows, as the JSON API shows it."""

from datetime import datetime
from typing import Any

from booking import slots
from booking.api.schemas import (
    AddressOut,
    BarrierOut,
    BookableOut,
    BookingOut,
    ClashOut,
    Closed,
    DayOut,
    HoldOut,
    HoursOut,
    HouseOut,
    NoticeOut,
    ParticipationOut,
    PieceOut,
    PlannedOut,
    ResourceOut,
    RoomOut,
    WifiOut,
    WindowOut,
)
from booking.bookings import Booking
from booking.config import Bookable, Hours, House, clock
from booking.desk import Desk
from booking.entries import pocket_entry
from booking.model import HELD, LAPSED
from booking.public_holidays import holiday
from booking.refusal import Refused
from booking.series import Planned
from booking.slots import local_day
from booking.texts import texts
from booking.timetable import Day


def house_out(desk: Desk, public_url: str) -> HouseOut:
    """Everything a screen needs to know of the house; nothing in it is secret."""
    house, today = desk.house, local_day(desk.now(), desk.house.zone)
    return HouseOut(
        **{key: getattr(house, key) for key in ("id", "name", "way_in", "help", "phone", "time_zone")},
        address=AddressOut(**house.address.model_dump()),
        languages=list(house.languages),
        public_url=public_url,
        mail=house.service.smtp is not None,
        look=house.look.model_dump(),
        opening={
            day: [_hours(each) for each in spans] for day, spans in desk.days.openings.week(today).items() if spans
        },
        notices=[NoticeOut(text=one.texts, until=one.end) for one in desk.board.on_display()],
        barriers=[
            BarrierOut(place=one.place, begin=one.begin, end=one.end, reason=one.reason) for one in desk.barriers.all()
        ],
        facts=list(house.facts),
        participation=ParticipationOut(**house.participation.model_dump()) if house.participation else None,
        wifi=WifiOut(**house.wifi.model_dump()) if house.wifi else None,
        hold_minutes=house.terms.hold_minutes,
        arrival_minutes=house.terms.arrival_minutes,
        rooms=[RoomOut(**_fields(room, RoomOut)) for room in house.rooms],
        resources=[ResourceOut(**_fields(resource, ResourceOut)) for resource in house.resources],
    )


def _hours(hours: Hours) -> HoursOut:
    return HoursOut(begin=clock(hours.begin), end=clock(hours.end))


def _fields(thing: Bookable, shown: type[BookableOut]) -> dict[str, Any]:
    fields = thing.model_dump(include=set(shown.model_fields))
    return {key: list(value) if isinstance(value, tuple) else value for key, value in fields.items()}


def day_out(house: House, day: Day) -> DayOut:
    """A room's day."""
    return DayOut.model_construct(
        room=day.room,
        date=day.date,
        opens=_instant(day.opens) if day.opens else None,
        closes=_instant(day.closes) if day.closes else None,
        closed=_closed(house, day),
        pieces=[
            PieceOut.model_construct(
                begin=_instant(begin), end=_instant(end), state=state, name=name, reason=reason, text=text
            )
            for begin, end, state, name, reason, text in day.pieces
        ],
        windows=[WindowOut.model_construct(begin=_instant(begin), end=_instant(end)) for begin, end in day.windows],
    )


def _closed(house: House, day: Day) -> Closed | None:
    if day.why_closed is None:
        return None
    said = {"de": day.text} if day.text else {}
    return Closed(reason=day.why_closed, text=holiday(house, day.date) or {} if day.why_closed == "holiday" else said)


def _instant(slot: int) -> datetime:
    return slots.utc(slot * slots.SECONDS)


def booking_out(house: House, found: Booking, public_url: str, token: str | None) -> BookingOut:
    """A booking; with its private link only for the one who booked."""
    link = f"{public_url}/{found.language}/b/{token}" if token else None
    return BookingOut.model_construct(
        code=found.code or "",
        status=found.status,
        room=found.room,
        begin=found.begin,
        end=found.end,
        name=found.name,
        show_name=found.show_name,
        people=found.people if token else None,
        extras=list(found.extras),
        arrived=found.arrived,
        series=found.series is not None,
        token=token,
        link=link,
        entry=pocket_entry(house, found, link),
    )


def hold_out(house: House, found: Booking, token: str, public_url: str, now: datetime) -> HoldOut:
    """A hold as its screen sees it, and the booking once the phone has finished."""
    made = found.status not in (HELD, LAPSED)
    state = {HELD: "scanned" if found.scanned else "waiting", LAPSED: "expired"}.get(found.status, found.status)
    return HoldOut.model_construct(
        hold=token,
        room=found.room,
        begin=found.begin,
        end=found.end,
        state=state,
        expires=found.expires,
        now=now,
        more_left=found.more_left,
        link=f"{public_url}/{found.language}/h/{token}",
        booking=booking_out(house, found, public_url, None) if made else None,
    )


def clash_out(planned: Planned, refused: Refused, language: str) -> ClashOut:
    """Why a date of a series is not possible."""
    return ClashOut(day=planned.day, reason=refused.reason, text=texts(language, "house", "staff").refusal(refused))


def planned_out(planned: Planned, language: str) -> PlannedOut:
    """A date of a series that is wished for."""
    clash = clash_out(planned, planned.refused, language) if planned.refused else None
    return PlannedOut(day=planned.day, begin=planned.begin, end=planned.end, clash=clash)
