# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house full of bookings, as a config file and a database, kept in build/bench/ for the next run.

A third of them are dates of weekly series, and the rooms at the front take a thing to borrow along.
"""

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from booking import slots
from booking.config import House, read
from booking.desk import Desk
from booking.feeds import Feeds
from booking.model import booking, claim, extra, series
from booking.secret import hashed, new_code
from booking.serve import open_desk

BUILT = Path(__file__).parents[2] / "build" / "bench"
DEMO = Path(__file__).parents[2] / "assets" / "demo" / "house.toml"
HOURS = range(9, 21, 2)  # six bookings of an hour on each day, every other hour free
ROOM = """
[[rooms]]
id = "raum-{n}"
level = 0
capacity = 10
shortest = 15
ahead_days = 730
quota = 1000
name = {{ de = "Raum {n}", en = "Room {n}", ar = "Raum {n}" }}
"""
THINGS = 4
THING = """
[[resources]]
id = "ding-{n}"
level = 0
with_rooms = true
longest = 720
name = {{ de = "Ding {n}", en = "Thing {n}", ar = "Ding {n}" }}
"""


def config(folder: Path, rooms: int, port: int = 8080) -> Path:
    """A house.toml with that many rooms alike, on loopback."""
    head = (
        DEMO.read_text(encoding="utf-8")
        .partition("[[rooms]]")[0]
        .replace("shared_quota = 40", "shared_quota = 10000000")
        .replace('plan = "plan.geojson"\n', "")
    )
    service = f'\n[service]\nlisten = "127.0.0.1"\nport = {port}\npublic_url = "http://127.0.0.1:{port}"\n'
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "house.toml"
    everything = [ROOM.format(n=n) for n in range(rooms)] + [THING.format(n=n) for n in range(THINGS)]
    file.write_text(head + service + "".join(everything), encoding="utf-8")
    return file


def filled(name: str, rooms: int, count: int, port: int = 8080, calendars: bool = False) -> tuple[Path, Path]:
    """Config and data folder of a house with `rooms` rooms and `count` bookings around today; a copy of its own.

    Calendar texts are rendered only if asked for: a million of them take minutes.
    """
    kept = BUILT / f"{rooms}-{count}-full{'-calendars' if calendars else ''}-{date.today():%Y%m%d}"
    if not (kept / "ready").exists():
        shutil.rmtree(kept, ignore_errors=True)
        _fill(open_desk(read(config(kept, rooms), House), kept), count, calendars)
        (kept / "ready").touch()
    used = BUILT / "used" / name
    shutil.rmtree(used, ignore_errors=True)
    shutil.copytree(kept, used)
    return config(used, rooms, port), used


def span(rooms: int, count: int) -> tuple[date, date]:
    """The first and the last day that `filled` fills: one third of them before today."""
    days = max(count // (rooms * len(HOURS)), 1)
    first = date.today() - timedelta(days=days // 3)
    return first, first + timedelta(days=days - 1)


def _fill(desk: Desk, count: int, calendars: bool) -> None:
    rows = ({**row, "rendered": not calendars} for row in _rows(desk, count))
    desk.database.write(lambda db: db.execute(insert(series), _series(desk)))
    while batch := list(islice(rows, 20_000)):
        desk.database.write(lambda db, batch=batch: _insert(desk, db, batch))  # type: ignore[misc]
    Feeds(desk).render_due()
    desk.database.close()


def _insert(desk: Desk, db: Connection, batch: list[dict[str, Any]]) -> None:
    db.execute(insert(booking), batch)
    along = [
        {key: row[key] for key in ("house_id", "begin", "claimed_from", "claimed_to")}
        | {"booking_id": row["id"], "room_id": desk.room_ids[row["extras"]]}
        for row in batch
        if row["extras"]
    ]
    if along:
        db.execute(insert(extra), along)
    db.execute(
        insert(claim),
        [
            {"room_id": row["room_id"], "slot": slot, "house_id": row["house_id"], "booking_id": row["id"]}
            for row in [*batch, *({**row, "id": row["booking_id"]} for row in along)]
            for slot in range(row["claimed_from"], row["claimed_to"])
        ],
    )


def _series(desk: Desk) -> list[dict[str, Any]]:
    """A weekly series for each room, hour and weekday."""
    return [
        {
            "house_id": desk.house.id,
            "id": _series_of(number, hour, weekday),
            **{"every": "week", "first": date.today().toordinal(), "last": date.today().toordinal() + 7},
            **{"begin_minute": 60 * hour, "minutes": 60, "created": 0, "changed": 0},
        }
        for number, _ in enumerate(desk.house.rooms)
        for hour in HOURS
        for weekday in range(7)
    ]


def _series_of(room: int, hour: int, weekday: int) -> int:
    return 1 + weekday + 7 * hour + 7 * 24 * room


def _rows(desk: Desk, count: int) -> Iterator[dict[str, Any]]:
    rooms = [room.id for room in desk.house.rooms]
    first, last = span(len(rooms), count)
    codes: set[str] = set()
    number = 0
    for day in slots.days(first, last):
        for hour in HOURS:
            begin = slots.epoch(slots.to_utc(datetime(day.year, day.month, day.day, hour), desk.house.zone))
            for place, room in enumerate(rooms):
                number += 1
                serial = _series_of(place, hour, day.weekday()) if number % 3 == 0 else None
                more = {
                    "series_id": serial,
                    "nominal": day.toordinal() if serial else None,
                    "extras": f"ding-{place}" if place < THINGS else None,
                }
                yield _row(desk, room, number, begin, _code(codes)) | more


def _row(desk: Desk, room: str, number: int, begin: int, code: str) -> dict[str, Any]:
    return {
        "house_id": desk.house.id,
        "id": number << 20,
        "room_id": desk.room_ids[room],
        "begin": begin,
        "end": begin + 3600,
        "claimed_from": begin // slots.SECONDS,
        "claimed_to": begin // slots.SECONDS + 4,
        "status": "booked",
        "code": code,
        "name": f"Gruppe {number}" if begin > slots.epoch(desk.now()) - 10 * slots.DAY else None,
        "show_name": number % 2 == 0,
        "language": "de",
        "group_key": f"group-{number % 5000}",
        "link_hash": hashed(str(number)),
        "created": begin - slots.DAY,
        "changed": begin - slots.DAY,
    }


def _code(given: set[str]) -> str:
    while (code := new_code()) in given:
        pass
    given.add(code)
    return code
