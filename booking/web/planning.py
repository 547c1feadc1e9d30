# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan of all rooms by day, week and month, and the same as a calendar file."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from booking import entries, slots
from booking.bookings import Booking
from booking.config import Bookable
from booking.office import Closure
from booking.web import dayplan
from booking.web.dayplan import Block
from booking.web.looking import day_in
from booking.web.site import desk_of, house_of
from booking.web.staffed import office_of, staff_page

VIEWS = ("day", "week", "month")
EARLIEST, LATEST = time(8), time(20)  # shown even where nothing is open
MONTH_NAMED = 4  # bookings that a day of the month names


class Span(NamedTuple):
    """The days that a view shows, and the days to go back and on to."""

    first: date
    last: date
    before: date
    after: date


def plan(request: Request) -> Response:
    """Who is where: all rooms, or one."""
    desk, view, day = desk_of(request), _view(request), day_in(request)
    span = _span(view, day)
    rooms = _rooms(request)
    found, closures = _all(request, span)
    shown = {"day": _day, "week": _week, "month": _month}[view](request, span, rooms, found, closures)
    chosen = request.query_params.get("room", "")
    return staff_page(
        request,
        "staff_plan.html",
        view=view,
        views=VIEWS,
        day=day,
        span=span,
        rooms=rooms,
        room=chosen if house_of(request).room(chosen) else "",
        now=desk.now(),
        **shown,
    )


def download(request: Request) -> Response:
    """What the view shows, with names, as an .ics file."""
    view, house = _view(request), house_of(request)
    span = _span(view, day_in(request))
    keys = {key for room in _rooms(request) for key in house.touched_by(room.id)}
    found = [one for one in _all(request, span)[0] if one.room in keys and one.code]
    name = f"{house.id}-{span.first}-{span.last}.ics"
    return Response(
        entries.selection(house, found),
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _all(request: Request, span: Span) -> tuple[list[Booking], list[Closure]]:
    zone, office = house_of(request).zone, office_of(request)
    begin, end = _midnight(span.first, zone), _midnight(span.last + timedelta(days=1), zone)
    closures = [one for one in office.closures(begin) if one.begin < end]
    return office.in_the_way(begin, end), closures


def _day(
    request: Request, span: Span, rooms: list[Bookable], found: list[Booking], closures: list[Closure]
) -> dict[str, Any]:
    desk, zone = desk_of(request), house_of(request).zone
    blocks = [(room, _blocks(request, room, span.first, found, closures)) for room in rooms]
    frames = [frame for room in rooms if (frame := desk.days.frame(room, span.first)).open]
    edges = [datetime.combine(span.first, edge, zone) for edge in (EARLIEST, LATEST)]
    begin = min([edges[0], *(slots.utc(frame.opens * slots.SECONDS) for frame in frames), *_edges(found, 0)])
    end = max([edges[1], *(slots.utc(frame.closes * slots.SECONDS) for frame in frames), *_edges(found, 1)])
    begin, end = max(begin, _midnight(span.first, zone)), min(end, _midnight(span.last + timedelta(days=1), zone))
    return {"rows": dayplan.rows(blocks, _full(begin, zone, 0), _full(end, zone, 1), desk.now())}


def _edges(found: list[Booking], which: int) -> list[datetime]:
    return [(one.begin, one.end)[which] for one in found]


def _full(moment: datetime, zone: Any, later: int) -> datetime:
    """The full hour before or after, on the house's clock."""
    local = moment.astimezone(zone)
    over = timedelta(minutes=local.minute, seconds=local.second)
    return moment - over + (timedelta(hours=1) if later and over else timedelta())


def _blocks(request: Request, room: Bookable, day: date, found: list[Booking], closures: list[Closure]) -> list[Block]:
    """All that keeps a room on a day: bookings of it and of what it is made of, closures, hours."""
    house, zone = house_of(request), house_of(request).zone
    keys = house.touched_by(room.id)
    mine = [one for one in found if one.room in keys or room.id in one.extras]
    blocks = [Block(one.begin, one.end, one) for one in mine]
    blocks += [around for one in mine if one.room in keys for around in _around(one)]
    blocks += [Block(one.begin, one.end, None, one.reason) for one in closures if one.room is None or one.room in keys]
    frame = desk_of(request).days.frame(room, day)
    cursor = _midnight(day, zone)
    for opens, closes in frame.open:
        blocks.append(Block(cursor, slots.utc(opens * slots.SECONDS)))
        cursor = slots.utc(closes * slots.SECONDS)
    return [*blocks, Block(cursor, _midnight(day + timedelta(days=1), zone))]


def _around(one: Booking) -> list[Block]:
    """Set-up and clean-up of a booking."""
    first, last = slots.utc(one.claimed_from * slots.SECONDS), slots.utc(one.claimed_to * slots.SECONDS)
    spans = ((first, one.begin), (one.end, last))
    return [Block(begin, end, one, around=True) for begin, end in spans if begin < end]


def _week(
    request: Request, span: Span, rooms: list[Bookable], found: list[Booking], closures: list[Closure]
) -> dict[str, Any]:
    house, days = house_of(request), list(slots.days(span.first, span.last))
    by_room = {room.id: set(house.touched_by(room.id)) for room in rooms}
    table = []
    for room in rooms:
        mine = [one for one in found if one.room in by_room[room.id] or room.id in one.extras]
        shut = [one for one in closures if one.room is None or one.room in by_room[room.id]]
        cells = [
            (day, _on(request, mine, day), _on(request, shut, day), desk_of(request).days.is_open(room, day))
            for day in days
        ]
        table.append((room, cells))
    return {"table": table, "days": days}


def _month(
    request: Request, span: Span, rooms: list[Bookable], found: list[Booking], closures: list[Closure]
) -> dict[str, Any]:
    keys = {key for room in rooms for key in house_of(request).touched_by(room.id)}
    mine = [one for one in found if one.room in keys]
    days = [
        (
            day,
            _on(request, mine, day),
            _on(request, closures, day),
            any(desk_of(request).days.is_open(room, day) for room in rooms),
        )
        for day in slots.days(span.first, span.last)
    ]
    return {"weeks": [days[start : start + 7] for start in range(0, len(days), 7)], "most": MONTH_NAMED}


def _on(request: Request, found: list[Any], day: date) -> list[Any]:
    """Those that touch a local day."""
    zone = house_of(request).zone
    begin, end = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
    return [one for one in found if one.begin < end and one.end > begin]


def _view(request: Request) -> str:
    view = request.query_params.get("view", "")
    return view if view in VIEWS else "day"


def _span(view: str, day: date) -> Span:
    if view == "day":
        return Span(day, day, day - timedelta(days=1), day + timedelta(days=1))
    monday = day - timedelta(days=day.weekday())
    if view == "week":
        return Span(monday, monday + timedelta(days=6), monday - timedelta(days=7), monday + timedelta(days=7))
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    begin, end = first - timedelta(days=first.weekday()), after - timedelta(days=1)
    before = (first - timedelta(days=1)).replace(day=1)
    return Span(begin, end + timedelta(days=6 - end.weekday()), before, after)


def _rooms(request: Request) -> list[Bookable]:
    everything = [room for room in house_of(request).everything if room.bookable]
    chosen = request.query_params.get("room", "")
    return [room for room in everything if room.id == chosen] or everything


def _midnight(day: date, zone: Any) -> datetime:
    return slots.utc(slots.first_slot(day, zone) * slots.SECONDS)
