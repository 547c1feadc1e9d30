# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pages to look at: the house and its rooms on a day, and one room's day.

A room's part of a page is kept until that room's day changes; the page around it is made anew each time.
"""

from datetime import date, timedelta
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from booking import rules, slots
from booking.config import Bookable
from booking.desk import Desk
from booking.refusal import NotFound, Refused
from booking.texts import Texts, choose
from booking.timetable import CLOSED, PAST, Day
from booking.web.rows import rows, until
from booking.web.site import desk_of, house_of, onsite_of, pages, render, see, wall_time, words_of

KEPT_PARTS = 20_000
ONSITE = "\N{NULL}"  # stands in a kept part for the on-site code, which differs for each visitor


class Part(NamedTuple):
    """A room's part of the page, and why it is closed all day, in the words of a closure; None if it is not."""

    text: str
    shut: str | None


class Parts:
    """Rooms' parts of the house's page, each kept as long as its day looks the same."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: dict[tuple[str, int, str], tuple[object, Part]] = {}

    def of(self, chosen: list[Bookable], day: date, words: Texts) -> list[Part]:
        """The parts of all rooms on a day, in order."""
        self._desk.days.revision()
        stamps = [self._desk.days.stamp(room, day) for room in chosen]
        keys = [(room.id, day.toordinal(), words.language) for room in chosen]
        return [
            kept[1] if (kept := self._kept.get(key)) and kept[0] == stamp else self._make(room, day, words, key, stamp)
            for room, key, stamp in zip(chosen, keys, stamps, strict=True)
        ]

    def _make(self, room: Bookable, day: date, words: Texts, key: tuple[str, int, str], stamp: object) -> Part:
        _, (shown,) = self._desk.days.look([room], day, day)
        house, now = self._desk.house, self._desk.now()
        shut = _shut(shown)
        text = pages.get_template("part_room.html").render(
            t=words.t,
            n=words.n,
            words=words,
            lang=words.language,
            room=room,
            day=shown,
            now=until(shown, now),
            is_today=day == slots.local_day(now, house.zone),
            ribbon=_ribbon(shown),
            shut=shut is not None,
            onsite=ONSITE,
            time=lambda moment: wall_time(words, house, moment),
        )
        if len(self._kept) > KEPT_PARTS:
            self._kept.clear()
        self._kept[key] = (stamp, Part(text, shut))
        return self._kept[key][1]


def _shut(day: Day) -> str | None:
    """What a closure that leaves nothing of a day says; an empty text if the room has no hours that day."""
    if any(piece.state not in (CLOSED, PAST) for piece in day.pieces):
        return None
    said = (piece.text for piece in day.pieces if piece.reason == "closure")
    return next(said, None) if day.pieces else ""


def _ribbon(day: Day) -> list[tuple[float, float, str]]:
    """The day as a strip: begin and width in percent, and the state."""
    whole = max(day.closes - day.opens, 1)
    return [
        (100 * (piece.begin - day.opens) / whole, 100 * (piece.end - piece.begin) / whole, piece.state)
        for piece in day.pieces
    ]


def door(request: Request) -> Response:
    """Without a language: the best one for this browser."""
    query = f"?{request.url.query}" if request.url.query else ""
    return see(f"/{_spoken(request)}/{query}")


def door_of_room(request: Request) -> Response:
    """What the poster at a room's door leads to: its page, in the visitor's language."""
    return see(f"/{_spoken(request)}/rooms/{request.path_params['room']}")


def staff_door(request: Request) -> Response:
    """The address that staff remember."""
    return see(f"/{_spoken(request)}/staff/")


def _spoken(request: Request) -> str:
    return choose(request.headers.get("accept-language"), house_of(request).languages)


def house(request: Request) -> Response:
    """The house and its rooms today, or on another day."""
    desk, words = desk_of(request), words_of(request)
    day = day_in(request)
    bookable = [room for room in desk.house.rooms if room.bookable]
    parts = request.app.state.parts.of(bookable, day, words)
    said = [part.shut for part in parts]
    shut = next(filter(None, said), "") if None not in said else ""
    return render(
        request,
        "house.html",
        day=day,
        days=_week(desk, day),
        parts="".join(part.text for part in parts).replace(ONSITE, _suffix(request)),
        shut=shut,
        opening=desk.days.openings.of_house(day),
    )


def room(request: Request) -> Response:
    """One room's day: where to touch."""
    desk = desk_of(request)
    chosen = room_in(request)
    day = day_in(request)
    _, (shown,) = desk.days.look([chosen], day, day)
    return render(
        request,
        "room.html",
        room=chosen,
        day=shown,
        days=_week(desk, day, chosen),
        rows=rows(shown, chosen),
        now=until(shown, desk.now()) if day == slots.local_day(desk.now(), desk.house.zone) else None,
        suffix=_suffix(request),
        last=rules.last_day(desk.house, chosen, desk.now()),
        target=f"/{words_of(request).language}/rooms/{chosen.id}/book",
        moving=None,
    )


def resources(request: Request) -> Response:
    """Things to borrow, and advice by topic and language."""
    topic, spoken = (request.query_params.get(key, "") for key in ("topic", "spoken"))
    everything = [each for each in house_of(request).resources if each.bookable and each.alone]
    advice = [each for each in everything if each.kind == "advice"]
    return render(
        request,
        "resources.html",
        lent=[each for each in everything if each.kind == "lending"],
        advice=[each for each in advice if topic in ("", *each.topics) and spoken in ("", *each.spoken)],
        topics=sorted({each for one in advice for each in one.topics}),
        languages_spoken=sorted({each for one in advice for each in one.spoken}),
        topic=topic,
        spoken=spoken,
    )


def room_in(request: Request) -> Bookable:
    """The bookable room that the address names."""
    return rules.bookable_room(house_of(request), request.path_params["room"])


def day_in(request: Request) -> date:
    """The day that the address or the query names, else today."""
    today = slots.local_day(desk_of(request).now(), house_of(request).zone)
    text = request.path_params.get("day") or request.query_params.get("day")
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError as error:
        raise NotFound from error
    if abs((day - today).days) > 800:
        raise Refused("too_far", days=730)
    return day


def _week(desk: Desk, day: date, room: Bookable | None = None) -> list[tuple[date, bool]]:
    """Seven days to choose from, and whether something is open: from today, or from the chosen day's week on."""
    today = slots.local_day(desk.now(), desk.house.zone)
    first = today + timedelta(days=max((day - today).days, 0) // 7 * 7)
    chosen = [room] if room else [found for found in desk.house.rooms if found.bookable]
    week = slots.days(first, first + timedelta(days=6))
    return [(one, any(desk.days.is_open(found, one) for found in chosen)) for one in week]


def _suffix(request: Request) -> str:
    code = onsite_of(request)
    return f"?onsite={code}" if code else ""
