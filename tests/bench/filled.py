# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house full of bookings, as a config file and a database, kept in build/bench/ for the next run."""

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
from booking.model import booking, claim
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


def config(folder: Path, rooms: int, port: int = 8080) -> Path:
    """A house.toml with that many rooms alike, on loopback."""
    head = (
        DEMO.read_text(encoding="utf-8")
        .partition("[[rooms]]")[0]
        .replace("shared_quota = 40", "shared_quota = 10000000")
    )
    service = f'\n[service]\nlisten = "127.0.0.1"\nport = {port}\npublic_url = "http://127.0.0.1:{port}"\n'
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "house.toml"
    file.write_text(head + service + "".join(ROOM.format(n=n) for n in range(rooms)), encoding="utf-8")
    return file


def filled(name: str, rooms: int, count: int, port: int = 8080, calendars: bool = False) -> tuple[Path, Path]:
    """Config and data folder of a house with `rooms` rooms and `count` bookings around today; a copy of its own.

    Calendar texts are rendered only if asked for: a million of them take minutes.
    """
    kept = BUILT / f"{rooms}-{count}{'-calendars' if calendars else ''}-{date.today():%Y%m%d}"
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
    while batch := list(islice(rows, 20_000)):
        desk.database.write(lambda db, batch=batch: _insert(db, batch))  # type: ignore[misc]
    Feeds(desk).render_due()
    desk.database.close()


def _insert(db: Connection, batch: list[dict[str, Any]]) -> None:
    db.execute(insert(booking), batch)
    db.execute(
        insert(claim),
        [
            {"room_id": row["room_id"], "slot": slot, "house_id": row["house_id"], "booking_id": row["id"]}
            for row in batch
            for slot in range(row["claimed_from"], row["claimed_to"])
        ],
    )


def _rows(desk: Desk, count: int) -> Iterator[dict[str, Any]]:
    rooms = [room.id for room in desk.house.rooms]
    first, last = span(len(rooms), count)
    codes: set[str] = set()
    number = 0
    for day in slots.days(first, last):
        for hour in HOURS:
            begin = slots.epoch(slots.to_utc(datetime(day.year, day.month, day.day, hour), desk.house.zone))
            for room in rooms:
                number += 1
                yield _row(desk, room, number, begin, _code(codes))


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
