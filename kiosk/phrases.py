# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Sentences that say what a plan means: pure, in the visitor's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from booking.slots import local_day
from booking.texts import Texts, clock_time, said
from kiosk import plan
from kiosk.house import Day, House, Piece, Room

Days = Mapping[tuple[str, date], Day]


@dataclass(frozen=True)
class Sign:
    """What a door says."""

    room: str
    state: str
    name: str
    word: str
    until: str
    level: int
    floor: str


def word(texts: Texts, state: str) -> str:
    """The word of a state; short, because it stands on doors."""
    words = {"free": "free", "quiet": "free", "taken": "taken", "held": "reserved", "closed": "shut", "past": "over"}
    return texts.t(words[state])


def called(names: Mapping[str, str], language: str) -> str:
    """A text of staff's in the best language there is; it knows which."""
    return said(names, language)


def sign(texts: Texts, house: House, room: Room, days: Days, now: datetime, away: bool) -> Sign:
    """What the door of a room says now."""
    day = days.get((room.id, local_day(now, house.zone)))
    piece = plan.standing(day, now) if day else None
    state = piece.state if piece and piece.state in ("free", "taken", "held") else "closed"
    end = plan.ends(day, piece, now) if day and piece and state != "closed" else None
    until = _until(texts, house, room, days, now, end)
    shown = "quiet" if away and state == "free" else state
    name = called(room.name, texts.language)
    return Sign(room.id, shown, name, word(texts, state), until, room.level, texts.level(room.level))


def _until(texts: Texts, house: House, room: Room, days: Days, now: datetime, end: datetime | None) -> str:
    if end:
        return texts.t("until {time}", time=clock_time(end, house.zone))
    opening = next_opening(house, room, days, now)
    if opening is None:
        return ""
    day, at = local_day(opening, house.zone), clock_time(opening, house.zone)
    if day == local_day(now, house.zone):
        return texts.t("from {time}", time=at)
    return texts.t("opens {day} {time}", day=texts.weekday(day, short=True), time=at)


def next_opening(house: House, room: Room, days: Days, now: datetime) -> datetime | None:
    """When the room opens again, as far as the plan is known."""
    today = local_day(now, house.zone)
    known = (days.get((room.id, today + timedelta(days=number))) for number in range(8))
    pieces = (piece for day in known if day for piece in plan.clipped(day, now))
    return next((piece.begin for piece in pieces if piece.state in ("free", "taken", "held") and piece.end > now), None)


def near(texts: Texts, day: date, today: date) -> str:
    """ "Heute", "Morgen", "Donnerstag, 7. Mai": at the beginning of a line."""
    return texts.capital(texts.near_day(day, today))


def time_line(texts: Texts, house: House, begin: datetime, end: datetime, now: datetime) -> str:
    """ "Heute 14:00 bis 16:00"."""
    day = near(texts, local_day(begin, house.zone), local_day(now, house.zone))
    times = {"begin": clock_time(begin, house.zone), "end": clock_time(end, house.zone)}
    return texts.t("{day} {begin} to {end}", day=day, **times)


def question(texts: Texts, house: House, room: Room, day: Day | None, now: datetime) -> str:
    """What one glance must tell of a room's day: free until when, and what to do."""
    if day is None:
        return texts.t("One moment, the plan is coming.")
    when = near(texts, day.date, local_day(now, house.zone))
    if not any(cell.start for cell in plan.cells(day, room, now, 30)):
        return texts.t("{day} nothing can be booked here any more. Another day?", day=when)
    running = plan.standing(day, now)
    if running and running.state == "free":
        return texts.t(
            "{day} [b]free until {time}[/b]. When do you begin?", day=when, time=clock_time(running.end, house.zone)
        )
    return texts.t("{day}: touch when you want to begin", day=when)


def length(texts: Texts, minutes: int) -> str:
    """A length as people say it: half hours as such, other ones in minutes."""
    hours, rest = divmod(minutes, 60)
    if minutes == 30:
        return texts.t("½ hour")
    if rest == 0:
        return texts.n("{n} hour", "{n} hours", hours)
    if hours and rest == 30:
        return texts.n("{n} ½ hour", "{n} ½ hours", hours)
    if hours:
        return texts.t("{hours}:{minutes} hours", hours=hours, minutes=f"{rest:02}")
    return texts.n("{n} minute", "{n} minutes", minutes)


def hours_today(texts: Texts, house: House, days: Days, now: datetime) -> str:
    """The line under the house's name."""
    today = local_day(now, house.zone)
    known = [day for room in house.bookable if (day := days.get((room.id, today)))]
    spans = [(day.opens, day.closes) for day in known if day.opens and day.closes]
    if not known:
        return ""
    if not spans or max(closes for _, closes in spans) <= now:
        return texts.t("Closed today") if not spans else texts.t("Closed for today")
    opens, closes = min(opens for opens, _ in spans), max(closes for _, closes in spans)
    if opens > now:
        return texts.t("Opens today at {time}", time=clock_time(opens, house.zone))
    return texts.t("Open today until {time}", time=clock_time(closes, house.zone))


def after_window(texts: Texts, house: House, piece: Piece | None, end: datetime) -> tuple[str, str]:
    """What stands at the end of the length rows: from when, and why."""
    begin = max(piece.begin, end) if piece else end
    return texts.t("from {time}", time=clock_time(begin, house.zone)), word(texts, piece.state if piece else "closed")


def why_closed(texts: Texts, day: Day, whole_house: bool) -> str:
    """The reason of a closed day."""
    if not whole_house:
        return texts.t("The room is closed on this day.")
    if day.closed:
        return called(day.closed, texts.language)
    return texts.t("The house is closed on {weekday}.", weekday=texts.weekday(day.date))
