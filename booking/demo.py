# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The demo house comes to life: weeks of bookings and offers, some ideas, and the config of one display."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Table, insert, select

from booking import slots
from booking.agenda import Actor, Date, Offer, Signpost
from booking.curator import Curator
from booking.desk import Desk
from booking.figures import Figure, Figures
from booking.ideas import Ideas
from booking.ideas import Wish as Saying
from booking.ledger import Ledger
from booking.model import feedback, offer_date, visit
from booking.reception import Reception
from booking.refusal import Refused
from booking.rules import Group, Wish
from booking.visits import PURPOSES

DEMO = Path(__file__).parent.parent / "assets" / "demo"
BOOKINGS, OFFERS = DEMO / "bookings.toml", DEMO / "offers.toml"
DAYS, OFFERED_DAYS = 14, 84
PAST_WEEKS = 24  # of which the indicators tell

_PLAIN = ("actor", "person", "where", "place", "district", "link", "cost")
SCREEN = """\
# Made for the demo house. systemd/screen.toml.example explains every key.
server = "http://127.0.0.1:{port}"
token = "{token}"
house = "{house}"
name = "lobby"

# Beside the notice board of the demo's floor plan; who stands before it looks to the north, into the house.
[place]
latitude = 51.315527
longitude = 9.49764964
heading = 0

[fallback]
name = {{ {names} }}
phone = "{phone}"
"""


def prepare(desk: Desk, data: Path) -> None:
    """Book the demo's weeks, and write screen.toml where there is none; a second time nothing is doubled."""
    for day in slots.days(*_coming(desk)):
        for wanted in tomllib.loads(BOOKINGS.read_text(encoding="utf-8"))["bookings"]:
            if day.weekday() in wanted["weekdays"]:
                _book(desk, day, wanted)
    offer(desk)
    count(desk)
    screen = data / "screen.toml"
    if not screen.exists():
        screen.write_text(_screen(desk), encoding="utf-8")
        screen.chmod(0o600)


def offer(desk: Desk) -> None:
    """Show the demo's actors, offers, signposts and ideas, unless there are any offers already."""
    if desk.offers.shelf().offers:
        return
    said, curator = tomllib.loads(OFFERS.read_text(encoding="utf-8")), Curator(desk)
    for actor in said["actors"]:
        curator.put_actor(Actor(**actor))
    known = {wanted["name"]: curator.put(_offered(desk, wanted)) for wanted in said["offers"]}
    for post in said["signposts"]:
        curator.put_signpost(Signpost("", post["title"], post["topic"], tuple(known[name] for name in post["offers"])))
    ideas = Ideas(desk)
    for number, idea in enumerate(said["ideas"]):
        request = str(uuid5(NAMESPACE_URL, f"demo idea {number}"))
        told = ideas.tell(Saying(request, "idea", idea["text"], idea["topic"], "de"))
        ideas.answer(told.id, idea["status"], idea.get("answer", ""), shown=True)


def count(desk: Desk) -> None:
    """Tell of half a year: dates of offers, visits, faces, entered figures; unless anything was counted already."""
    today = slots.local_day(desk.now(), desk.house.zone)
    past = list(slots.days(today - timedelta(weeks=PAST_WEEKS), today - timedelta(days=1)))
    offers = [one for one in desk.offers.shelf().offers if one.dates]

    def work(book: Ledger) -> None:
        if not offers or book.db.execute(select(visit.c.hour).where(visit.c.house_id == desk.house.id)).first():
            return
        for table, rows in _counted(desk, past, offers).items():
            book.db.execute(insert(table), [{"house_id": desk.house.id, **row} for row in rows])
        for number, entered in enumerate(tomllib.loads(OFFERS.read_text(encoding="utf-8"))["figures"]):
            figures.append(Figure(0, day=today - timedelta(days=20 + 23 * number), **entered))

    figures: list[Figure] = []
    desk.write(work)
    for one in figures:
        Figures(desk).enter(one)


def _counted(desk: Desk, past: list[date], offers: list[Offer]) -> dict[Table, list[dict[str, Any]]]:
    """Rows of what took place on each of these days: an offer of that weekday, and people for every purpose."""
    rows: dict[Table, list[dict[str, Any]]] = {visit: [], feedback: [], offer_date: []}
    for day in past:
        number = day.toordinal()
        fits = [(one, date) for one in offers for date in one.dates[:7] if date.begin.weekday() == day.weekday()]
        of, like = fits[number // 7 % len(fits)] if fits else (None, None)
        for at, purpose in enumerate(PURPOSES):
            people = (number * 7 + at * 5) % (9 - at) + (6 if of and purpose == "event" else 0)
            hour = slots.epoch(datetime.combine(day, time(11 + at), desk.house.zone))
            about = int(of.id, 16) if of and purpose == "event" else 0
            rows[visit].append({"hour": hour, "purpose": purpose, "offer_id": about, "people": people})
        if of and like:
            key = int(of.id, 16)
            faces = [{"face": face, "answers": (number + face) % (face + 1)} for face in range(1, 6)]
            rows[feedback] += [{"offer_id": key, "day": number, **face} for face in faces]
            begin = datetime.combine(day, like.begin.astimezone(desk.house.zone).time(), desk.house.zone)
            times = {"begin": slots.epoch(begin), "end": slots.epoch(begin + (like.end - like.begin))}
            rows[offer_date].append({"offer_id": key, **times, "whole_day": like.whole_day})
    return rows


def _offered(desk: Desk, wanted: dict[str, Any]) -> Offer:
    today = slots.local_day(desk.now(), desk.house.zone)
    left = wanted.get("days_left")
    plain = {
        key: wanted[key] for key in ("actor", "person", "where", "place", "district", "link", "cost") if key in wanted
    }
    return Offer(
        id="",
        kind=wanted["kind"],
        title=wanted["title"],
        text=wanted["text"],
        topic=wanted["topic"],
        free=wanted.get("free", True),
        step_free=wanted.get("step_free", False),
        spoken=tuple(wanted["spoken"]),
        last=today + timedelta(days=left) if left else None,
        dates=tuple(_dates(desk, wanted, today)),
        **plain,
    )


def _dates(desk: Desk, wanted: dict[str, Any], today: date) -> Iterator[Date]:
    """Each day of the week that is wanted, from this week on."""
    monday = today - timedelta(days=today.weekday())
    for weekday in wanted.get("weekdays", ()):
        for weeks in range(0, OFFERED_DAYS // 7, wanted.get("every", 1)):
            day = monday + timedelta(days=weekday + 7 * weeks)
            yield Date(*_span(desk, day, wanted))


def _span(desk: Desk, day: date, wanted: dict[str, Any]) -> tuple[datetime, datetime]:
    """From when to when, on a day of the house's clock."""
    begin, end = (datetime.combine(day, time.fromisoformat(wanted[key])) for key in ("from", "until"))
    return slots.to_utc(begin, desk.house.zone), slots.to_utc(end, desk.house.zone)


def _coming(desk: Desk) -> tuple[date, date]:
    today = slots.local_day(desk.now(), desk.house.zone)
    return today, today + timedelta(days=DAYS)


def _book(desk: Desk, day: date, wanted: dict[str, Any]) -> None:
    """One demo booking; what is over, closed or taken meanwhile is left out."""
    begin, end = _span(desk, day, wanted)
    request = str(uuid5(NAMESPACE_URL, f"demo {day} {wanted['room']} {wanted['from']}"))
    try:
        Reception(desk).book(Wish(request, wanted["room"], begin, end), Group(wanted["name"], wanted["show_name"]))
    except Refused:
        return


def _screen(desk: Desk) -> str:
    house = desk.house
    names = ", ".join(f'{language} = "{house.name[language]}"' for language in house.languages)
    token = desk.tokens.make("screen", "lobby")
    return SCREEN.format(port=house.service.port, token=token, house=house.id, names=names, phone=house.phone)
