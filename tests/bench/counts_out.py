# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the way to the city costs: 100 thousand counts that wait, and one hour of a busy house with its bookings."""

import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, insert, select

from booking import slots
from booking.city_config import City, CityCalendar
from booking.model import outbox, visit
from booking.visits import PURPOSES, Visits
from tests.bench.feeds_in import resident
from tests.booking.wishes import TOMORROW, booked, wish
from tests.servers.booking import DEMO, SetClock
from tests.servers.calendars import city_calendar
from tests.servers.loopback import HOST
from tests.servers.sensorthings import Sensors, sensors
from tests.sync.city import city_house, to_counts

COUNTS = 100_000
VISITS, BOOKINGS = 200, 20


def waiting(folder: Path) -> None:
    """A partner who was away: `python -m sync once counts`, from start to end, in a process of its own."""
    with sensors() as server:
        config = house_with_counts(folder, server)
        fill(folder, server)
        command = [sys.executable, "-m", "sync", "--config", str(config), "--data", str(folder), "once", "counts"]
        started, most = time.perf_counter(), 0.0
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            while process.poll() is None:
                most = max(most, resident(process.pid))
                time.sleep(0.02)
        seconds = time.perf_counter() - started
        assert process.returncode == 0
        results = server.results()
        assert len(results) == COUNTS
        assert all(len(found) == 1 for found in results.values())
        requests = len(server.asked)
    print(f"{COUNTS} waiting counts delivered: {seconds:.1f} s, {most:.0f} MB, {requests} requests")


def fill(folder: Path, server: Sensors) -> None:
    """Counts of every hour of some years, all of which wait."""
    house = city_house(folder, SetClock(), f"sqlite:///{folder / 'house.db'}", to_counts(server))
    last = slots.epoch(house.clock.now() - timedelta(days=1)) // 3600 * 3600
    cells = [(last - 3600 * (number // 5), PURPOSES[number % 5]) for number in range(COUNTS)]
    of = {"house_id": house.desk.house.id}
    trip = house.deliveries.dispatch.begin("counts")
    assert trip
    house.deliveries.dispatch.give_back(trip)
    with house.desk.database.engine.begin() as db:
        db.execute(insert(visit), [{**of, "hour": h, "purpose": p, "offer_id": 0, "people": 3} for h, p in cells])
        rows = [
            {**of, "channel": "counts", "about": h, "part": p, "version": 1, "since": h, "next": h} for h, p in cells
        ]
        db.execute(insert(outbox), rows)
        assert db.scalar(select(func.count()).select_from(outbox)) == COUNTS
    house.close()


def house_with_counts(folder: Path, server: Sensors) -> Path:
    """A config with that service."""
    demo = DEMO.read_text(encoding="utf-8").replace('plan = "plan.geojson"', "")
    city = f'[city.counts]\nurl = "{server.url}"\nlongitude = 9.5\nlatitude = 51.3\n'
    hosts = f'[way_out]\nhttp_hosts = ["{HOST}"]\nprivate_hosts = ["{HOST}"]\n'
    file = folder / "house.toml"
    file.write_text(f"{demo}\n{city}\n{hosts}", encoding="utf-8")
    return file


def busy_hour(folder: Path) -> None:
    """200 visits for all purposes and 20 new bookings; the hour before has already gone out."""
    clock = SetClock()
    with sensors() as server, city_calendar(folder / "city") as calendar:
        both = City(
            counts=to_counts(server).counts,
            calendar=CityCalendar(url=calendar.url, user="haus", password_file=calendar.password_file),
        )
        house = city_house(folder / "desk", clock, f"sqlite:///{folder / 'busy.db'}", both)
        house.count(1)
        booked(house.desk, wish(9, 9.5))
        clock.pass_(hours=1)
        for name in both.partners:
            house.go(name)
        for number in range(VISITS):
            Visits(house.desk).count(f"display-{number}", str(uuid4()), PURPOSES[number % 5], 1)
        for number in range(BOOKINGS):
            hour, weeks = 10 + 2 * (number % 5), 3 + number // 5
            booked(house.desk, wish(hour, hour + 1, day=TOMORROW + timedelta(weeks=weeks)))
        clock.pass_(hours=1)
        started = time.perf_counter()
        trips = {name: house.go(name) for name in both.partners}
        seconds = time.perf_counter() - started
        house.close()
    what = f"an hour with {VISITS} visits and {BOOKINGS} bookings"
    counts, puts = trips["counts"], trips["calendar"]
    print(f"{what}: {counts.requests} request for {counts.sent} counts, {puts.requests} for {puts.sent} bookings")
    print(f"{what}: {seconds:.2f} s")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name, work in (("waiting", waiting), ("busy", busy_hour)):
            if len(sys.argv) < 2 or name in sys.argv[1:]:
                (Path(folder) / name).mkdir()
                work(Path(folder) / name)
