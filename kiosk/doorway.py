# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the display at a room's door says of the room now, and what can be done there: pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from booking.texts import Texts, clock_time
from kiosk import gridplan, lanes, phrases, plan
from kiosk.gridplan import Block, Lane
from kiosk.house import Day, House, Piece, Room
from kiosk.phrases import Sign

EARLY = timedelta(minutes=30)  # before its time a group may say that it is here; the house says the same
WHOLE = 24 * 60  # minutes: what is free in one piece is shown in one piece
NAMED = ("taken", "held")


@dataclass(frozen=True)
class Doorway:
    """A room at a moment: its sign, who is in it, what comes after, and from when it can be booked at once."""

    sign: Sign
    who: str
    later: tuple[Piece, ...]  # the rest of the day, after what runs
    start: datetime | None
    coming: bool  # whether a group that has booked may be standing here


def look_at(texts: Texts, house: House, room: Room, days: phrases.Days, now: datetime, away: bool) -> Doorway:
    sign = phrases.sign(texts, house, room, days, now, away)
    day = days.get((room.id, now.astimezone(house.zone).date()))
    if day is None:
        return Doorway(sign, "", (), None, False)
    runs = plan.standing(day, now)
    later = tuple(piece for piece in plan.rest(day, now) if runs is None or piece.begin >= runs.end)
    start = (
        plan.first_start(day, room, now, runs.begin, runs.end) if runs and runs.state == "free" and not away else None
    )
    soon = [piece for piece in (runs, *later) if piece and piece.state == "taken" and piece.begin - now <= EARLY]
    who = (runs.name or "") if runs and runs.state == "taken" else ""
    return Doorway(sign, who, later, start, bool(soon))


def after(texts: Texts, house: House, later: tuple[Piece, ...]) -> str:
    """What comes next: "ab 16:00 Nachbarschaft Wesertor"; nothing after the house has closed."""
    if not later:
        return ""
    return f"{texts.t('from {time}', time=clock_time(later[0].begin, house.zone))} [b]{called(texts, later[0])}[/b]"


def called(texts: Texts, piece: Piece) -> str:
    """Who has a time, as far as everybody may know, else how it stands."""
    return piece.name or (texts.t("closed") if piece.state == "closed" else phrases.word(texts, piece.state))


def lines(texts: Texts, house: House, later: tuple[Piece, ...]) -> list[tuple[str, str]]:
    """The rest of the day without what is free or closed: times, and who."""
    zone = house.zone
    return [
        (f"{clock_time(piece.begin, zone)}\u2013{clock_time(piece.end, zone)}", called(texts, piece))
        for piece in later
        if piece.state in NAMED
    ]


def ribbon(
    texts: Texts, house: House, room: Room, day: Day, box: tuple[float, float], now: datetime, away: bool, least: float
) -> tuple[list[Block], lanes.Axis]:
    """The rest of the day from left to right; what is free and wide enough for a finger can be touched."""
    entries = [lanes.Entry(room.id, room, day.date, day)]
    axis = lanes.axis(entries, house.zone, now)
    pitch = box[0] / axis.minutes
    made: list[Lane] = lanes.lanes(entries, axis, house.zone, now, WHOLE)
    begins = lanes.firsts(entries, axis, house.zone)
    blocks = gridplan.rows(made, begins, (*box, pitch), house, texts, None if away else now, least)
    return list(_touchable(blocks, least)), axis


def _touchable(blocks: list[Block], least: float) -> Iterator[Block]:
    for block in blocks:
        yield block if block.target[2] >= least else replace(block, start=None)
