# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages behind a booking's private link: look, take along, move, cancel, confirm. Only buttons change anything."""

from datetime import datetime, timedelta
from uuid import uuid4

from starlette.background import BackgroundTask
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import entries, rules, slots
from booking.api.limits import GUESSES
from booking.api.problems import status_of
from booking.attendance import EARLY, Attendance
from booking.bookings import Booking
from booking.model import LIVE
from booking.refusal import NotFound, Refused
from booking.rules import Change
from booking.series import SeriesDesk
from booking.web import rows
from booking.web.looking import day_in
from booking.web.repeating import coming_dates
from booking.web.site import desk_of, house_of, render, see, text_of, words_of
from booking.web.typed import instant, request_id


def own(request: Request, status: int = 200, refused: Refused | None = None) -> Response:
    """The booking: code, time, and what one can do with it."""
    found = _own(request)
    now = desk_of(request).now()
    series = SeriesDesk(desk_of(request)).of(found)
    attendance = Attendance(desk_of(request))
    running = found.status == "booked" and found.begin - EARLY <= now < found.end
    return render(
        request,
        "own.html",
        status,
        found=found,
        room=house_of(request).room(found.room),
        token=request.path_params["token"],
        new="new" in request.query_params,
        coming=found.status in LIVE and found.end > now,
        running=running,
        longer=attendance.longer(found) if running and found.arrived else [],
        dates=coming_dates(request, series) if series else [],
        extras=[house_of(request).room(key) for key in found.extras],
        text=words_of(request).refusal(refused) if refused else "",
        link=_link(request),
    )


def ics(request: Request) -> Response:
    """The booking for the group's own calendar, with all dates of its series if it is one of them."""
    found, house = _own(request), house_of(request)
    series = SeriesDesk(desk_of(request)).of(found)
    if series and coming_dates(request, series):
        text = entries.series_download(house, series, found, _link(request))
    else:
        text = entries.download(house, found, _link(request))
    name = f"{house.id}-{found.code}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)


def _link(request: Request) -> str:
    return f"{request.app.state.public_url}/{words_of(request).language}/b/{request.path_params['token']}"


def cancel_form(request: Request) -> Response:
    """What cancelling means, before it happens."""
    found = _own(request)
    series = SeriesDesk(desk_of(request)).of(found)
    return render(
        request,
        "cancel.html",
        found=found,
        token=request.path_params["token"],
        room=_room(request, found),
        dates=len(coming_dates(request, series)) if series else 0,
    )


def cancel(request: Request, form: FormData) -> Response:
    """Cancel this one, or more of its series."""
    _own(request)
    token, scope = request.path_params["token"], text_of(form, "scope")
    if scope in ("following", "all"):
        SeriesDesk(desk_of(request)).cancel(token, "all" if scope == "all" else "following")
    else:
        desk_of(request).cancel(token)
    return _back(request)


def confirm_form(request: Request) -> Response:
    """The booking that the mail asked about. Programs that follow links in mails confirm nothing."""
    found = _own(request)
    if found.status != "unconfirmed":
        return own(request)
    return render(request, "confirm.html", found=found, token=request.path_params["token"], room=_room(request, found))


def confirm(request: Request, _: FormData) -> Response:
    """Now it counts."""
    _own(request)
    desk_of(request).confirm(request.path_params["token"])
    return see(f"/{words_of(request).language}/b/{request.path_params['token']}?new=1")


def move_form(request: Request) -> Response:
    """A day to move to, or, once a time is chosen, the new time to agree to."""
    found = _own(request)
    if begin := request.query_params.get("begin"):
        return _agree(request, found, instant(request, begin))
    return _choose(request, found)


def _choose(request: Request, found: Booking) -> Response:
    desk = desk_of(request)
    room = rules.bookable_room(desk.house, found.room)
    day = day_in(request) if "day" in request.query_params else slots.local_day(found.begin, desk.house.zone)
    first = max(day, slots.local_day(desk.now(), desk.house.zone))
    _, days = desk.days.look([room], first, first + timedelta(days=6))
    token = request.path_params["token"]
    return render(
        request,
        "room.html",
        room=room,
        day=days[0],
        days=[(one.date, bool(one.pieces)) for one in days],
        rows=rows.rows(days[0], room),
        now=None,
        suffix="",
        last=rules.last_day(desk.house, room, desk.now()),
        target=f"/{words_of(request).language}/b/{token}/move",
        moving=found,
        moving_token=token,
    )


def _agree(request: Request, found: Booking, begin: datetime, refused: Refused | None = None) -> Response:
    desk = desk_of(request)
    room = rules.bookable_room(desk.house, found.room)
    day = slots.local_day(begin, desk.house.zone)
    _, (shown,) = desk.days.look([room], day, day)
    ends = rows.ends(shown, room, begin)
    same = begin + (found.end - found.begin)
    return render(
        request,
        "move.html",
        status_of(refused) if refused else 200,
        found=found,
        room=room,
        begin=begin,
        ends=ends,
        chosen=same if same in ends else (ends[-1] if ends else None),
        token=request.path_params["token"],
        request_id=str(uuid4()),
        refused=refused,
        text=words_of(request).refusal(refused) if refused else "",
    )


def move(request: Request, form: FormData) -> Response:
    """Move; the old time is given up only if the new one is free."""
    found = _own(request)
    begin = instant(request, text_of(form, "begin"))
    try:
        wanted = Change(request_id(form), begin=begin, end=instant(request, text_of(form, "end")))
        desk_of(request).change(request.path_params["token"], wanted)
    except Refused as refused:
        return _agree(request, found, begin, refused)
    return _back(request)


def forgotten(request: Request) -> Response:
    """Where to ask for a lost link."""
    return render(request, "link.html", sent=False, text="", typed="")


def send_links(request: Request, form: FormData) -> Response:
    """Send the links of an address to that address; the page says the same whether there are any or not."""
    mail = text_of(form, "mail")
    if house_of(request).service.smtp is None:
        return forgotten(request)
    try:
        rules.check_address(mail)
        request.app.state.limits.check_request(GUESSES, request)
        request.app.state.limits.check_mail(mail)
    except Refused as refused:
        text = words_of(request).refusal(refused)
        return render(request, "link.html", status_of(refused), sent=False, text=text, typed=mail)
    answer = render(request, "link.html", sent=True, text="", typed="")
    # After the answer, so that its time does not tell whether there was something to send.
    answer.background = BackgroundTask(request.app.state.post.links, mail, words_of(request).language)
    return answer


def _own(request: Request) -> Booking:
    try:
        return desk_of(request).linked(request.path_params["token"])
    except NotFound:
        request.app.state.limits.check_request(GUESSES, request)
        raise


def _room(request: Request, found: Booking) -> object:
    return house_of(request).room(found.room)


def _back(request: Request) -> Response:
    return see(f"/{words_of(request).language}/b/{request.path_params['token']}")
