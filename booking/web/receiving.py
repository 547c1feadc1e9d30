# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What staff do for a group: one booking with all that can be done about it, book for others, move, search."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import rules, slots
from booking.api.problems import status_of
from booking.bookings import Booking
from booking.model import GONE, LIVE
from booking.office import ANSWER_LONGEST
from booking.reception import Reception
from booking.refusal import NotFound, Refused, Span
from booking.rules import Change, Wish
from booking.series import Scope, SeriesChange, SeriesDesk
from booking.web.repeating import repeat_of
from booking.web.site import desk_of, house_of, see, text_of, words_of
from booking.web.staffed import home, office_of, person_of, staff_page
from booking.web.typed import day_of, extras_of, group_of, request_id

CODE_LENGTH = 6
WHICH: dict[str, Scope] = {"following": "following", "all": "all"}  # of a series; else the one date
ANYWAY = ("hours", "holiday", "closed")  # refusals that staff may set aside

_PLACE = ("room", "day", "from", "to")
_FIELDS = (*_PLACE, "name", "show_name", "mail", "people", "every", "until", "count", "which")


def reception_of(request: Request) -> Reception:
    """The reception, at which whoever is signed in acts."""
    return Reception(desk_of(request), person_of(request).name)


def booking(request: Request, refused: Refused | None = None, typed: str = "") -> Response:
    """One booking: who, when, where, and what can be done about it."""
    desk, now = desk_of(request), desk_of(request).now()
    found = reception_of(request).find(request.path_params["code"])
    series = SeriesDesk(desk).of(found)
    return staff_page(
        request,
        "staff_booking.html",
        status_of(refused) if refused else 200,
        found=found,
        room=house_of(request).room(found.room),
        coming=found.status in LIVE and found.end > now,
        running=found.status == "booked" and found.begin <= now < found.end,
        gone=found.status in GONE and found.end > now and found.name is not None,
        dates=[one for one in series.dates if one.status in LIVE and one.end > now] if series else [],
        together=len(reception_of(request).ended_with(found)),
        missed=reception_of(request).missed(found),
        text=words_of(request).refusal(refused) if refused else "",
        answer=typed,
        longest=ANSWER_LONGEST,
        done=request.query_params.get("done", ""),
    )


def search(request: Request) -> Response:
    """From a code that somebody was told to its booking, or from a group's name to its bookings."""
    typed = request.query_params.get("for", "")[:60]
    code = "".join(letter for letter in typed if letter.isalnum()).upper()
    reception = reception_of(request)
    if len(code) == CODE_LENGTH:
        try:
            return see(_address(request, reception.find(code)))
        except NotFound:
            pass  # six letters may be a name
    return staff_page(
        request, "staff_found.html", typed=typed, found=reception.search(typed), now=desk_of(request).now()
    )


# --- a booking for somebody else


def book_form(request: Request, form: FormData | None = None, refused: Refused | None = None) -> Response:
    """Room, time and group, all on one page."""
    asked = request.query_params
    now = desk_of(request).now().astimezone(house_of(request).zone)
    hour = (now + timedelta(hours=1)).replace(minute=0)
    begin = asked.get("from") or f"{hour:%H:%M}"
    typed = dict.fromkeys(_FIELDS, "") | {"room": asked.get("room", ""), "day": asked.get("day") or f"{hour:%Y-%m-%d}"}
    return _time_form(request, "staff_book.html", typed | {"from": begin, "to": _later(begin)}, form, refused)


def book(request: Request, form: FormData) -> Response:
    """Book it, or say what is in the way and keep what was typed."""
    try:
        typed = _typed(form)
        begin, end = _span(request, typed)
        language = words_of(request).language
        anytime = bool(text_of(form, "anytime"))
        wish = Wish(request_id(form), typed["room"], begin, end, language, extras_of(form), anytime=anytime)
        if wanted := repeat_of(form):
            made = reception_of(request).book_series(wish, wanted, group_of(form), _skipped(form))[0]
        else:
            made = reception_of(request).book(wish, group_of(form))
    except Refused as refused:
        return book_form(request, form, refused)
    return see(f"{_address(request, made)}?done=booked")


# --- another time


def move_form(request: Request, form: FormData | None = None, refused: Refused | None = None) -> Response:
    """Another room, day or time; of a series one date or more."""
    found = reception_of(request).find(request.path_params["code"])
    zone, asked = house_of(request).zone, request.query_params
    begin, end = found.begin.astimezone(zone), found.end.astimezone(zone)
    typed = dict.fromkeys(_FIELDS, "") | {"room": asked.get("room", found.room), "which": "one"}
    typed |= {"day": asked.get("day", f"{begin:%Y-%m-%d}"), "from": asked.get("from", f"{begin:%H:%M}")}
    typed["to"] = _later(typed["from"], int((end - begin).total_seconds()) // 60)
    return _time_form(request, "staff_move.html", typed, form, refused, found=found)


def move(request: Request, form: FormData) -> Response:
    """Move it; the old time is given up only if the new one is free."""
    code, reception, which = request.path_params["code"], reception_of(request), WHICH.get(text_of(form, "which"))
    try:
        typed = _typed(form)
        begin, end = _span(request, typed)
        room, anytime = typed["room"], bool(text_of(form, "anytime"))
        if Span(room, begin, end) == reception.find(code).span:
            return see(f"{home(request)}bookings/{code}?done=same")
        if which:
            change = SeriesChange(request_id(form), which, begin, end, room, _skipped(form), anytime)
            reception.move_series(code, change)
        else:
            reception.move(code, Change(request_id(form), room, begin, end, anytime=anytime))
    except NotFound:
        raise
    except Refused as refused:
        return move_form(request, form, refused)
    return see(f"{_address(request, reception.find(code))}?done=moved")


# --- one button


def cancel(request: Request, form: FormData) -> Response:
    """Cancel for the group: this date, or more of its series."""
    which = WHICH.get(text_of(form, "which"))
    return _done(request, "cancelled", lambda code: reception_of(request).cancel(code, which))


def restore(request: Request, form: FormData) -> Response:
    """Let it stand again, with what ended together with it."""
    together = bool(text_of(form, "together"))
    return _done(request, "restored", lambda code: reception_of(request).restore(code, together))


def arrive(request: Request, _: FormData) -> Response:
    """They are here."""
    return _done(request, "arrived", reception_of(request).arrive)


def absent(request: Request, _: FormData) -> Response:
    """Nobody came."""
    return _done(request, "absent", reception_of(request).absent)


def write(request: Request, form: FormData) -> Response:
    """Write to the group without seeing its address."""
    text = text_of(form, "answer")
    return _done(request, "written", lambda code: reception_of(request).write(code, text), text)


def _done(request: Request, what: str, act: Callable[[str], object], typed: str = "") -> Response:
    """Do it, or say on the booking's page why not."""
    code = request.path_params["code"]
    try:
        act(code)
    except NotFound:
        raise
    except Refused as refused:
        return booking(request, refused, typed)
    return see(f"{home(request)}bookings/{code}?done={what}")


# --- what the forms share


def _time_form(
    request: Request,
    template: str,
    typed: dict[str, str],
    form: FormData | None,
    refused: Refused | None,
    **values: object,
) -> Response:
    """A form as it was left, with what is wrong above it: nothing typed is lost."""
    if form:
        typed = _typed(form)
    chosen = house_of(request).room(typed["room"])
    return staff_page(
        request,
        template,
        status_of(refused) if refused else 200,
        typed=typed | {"extras": extras_of(form) if form else ()},
        chosen=chosen,
        refused=refused,
        anyway=refused is not None and (refused.reason in ANYWAY or _only_closed(refused)),
        text=words_of(request).refusal(refused) if refused else "",
        why=words_of(request).refusal,
        there=_there(request, typed) if refused is not None and refused.reason == "taken" else [],
        skip=_skipped(form) if form else frozenset(),
        extras=[each for each in house_of(request).resources if each.with_rooms and each.bookable],
        last=slots.local_day(desk_of(request).now(), house_of(request).zone) + timedelta(days=730),
        request_id=str(uuid4()),
        **values,
    )


def _typed(form: FormData) -> dict[str, str]:
    """The fields as they were left; a free time that was chosen instead takes the place of what they say."""
    typed = {key: text_of(form, key) for key in _FIELDS}
    instead = text_of(form, "instead").split()
    return typed | (dict(zip(_PLACE, instead, strict=True)) if len(instead) == len(_PLACE) else {})


def _there(request: Request, typed: dict[str, str]) -> list[Booking]:
    """The other bookings that stand where somebody would like to book."""
    room = rules.bookable_room(house_of(request), typed["room"])
    found = office_of(request).keeping(room.id, *rules.claimed(room, *_span(request, typed)))
    return [one for one in found if one.code != request.path_params.get("code")]


def _only_closed(refused: Refused) -> bool:
    """Whether all that stands against a series is that the house is closed."""
    dates = refused.details.get("dates")
    return isinstance(dates, list) and all(one.refused.reason in ANYWAY for one in dates)


def _span(request: Request, typed: dict[str, str]) -> tuple[datetime, datetime]:
    """From when to when (UTC), on one day; midnight is its end."""
    day = day_of(typed["day"])
    try:
        begin, end = (time.fromisoformat(typed[key]) for key in ("from", "to"))
    except ValueError as error:
        raise Refused("day") from error
    if day is None or begin.tzinfo or end.tzinfo or not 2000 <= day.year <= 2200:
        raise Refused("day")
    if end <= begin and end != time():
        raise Refused("order")
    last = day + timedelta(days=1) if end == time() else day
    zone = house_of(request).zone
    return slots.to_utc(datetime.combine(day, begin), zone), slots.to_utc(datetime.combine(last, end), zone)


def _later(begin: str, minutes: int = 60) -> str:
    """So many minutes after a time of the day, or nothing if it is none."""
    try:
        return f"{datetime.combine(date.today(), time.fromisoformat(begin)) + timedelta(minutes=minutes):%H:%M}"  # noqa: DTZ011 - any day will do
    except ValueError:
        return ""


def _skipped(form: FormData) -> frozenset[date]:
    """The days of a series that are left out."""
    return frozenset(left for text in form.getlist("skip") if (left := day_of(str(text))))


def _address(request: Request, found: Booking) -> str:
    return f"{home(request)}bookings/{found.code}"
