# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command line says what waits for the city, since when and why, and line by line what goes out."""

import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from booking.config import House, read
from booking.serve import open_desk
from booking.visits import Visits
from sync.cli import main
from tests.bench.load import wait_until
from tests.servers.booking import DEMO
from tests.servers.loopback import HOST
from tests.servers.sensorthings import Sensors
from tests.servers.sensorthings import sensors as run_sensors

ROOT = Path(__file__).parents[2]


@pytest.fixture
def sensors() -> Iterator[Sensors]:
    with run_sensors() as server:
        yield server


@pytest.fixture
def config(tmp_path: Path, sensors: Sensors) -> Path:
    """The demo house with a way to that service, and three visits in an hour that is over."""
    demo = DEMO.read_text(encoding="utf-8").replace("plan.geojson", str(DEMO.parent / "plan.geojson"))
    more = f"""
[city.counts]
url = "{sensors.url}"
longitude = 9.5
latitude = 51.3

[way_out]
http_hosts = ["{HOST}"]
private_hosts = ["{HOST}"]
"""
    file = tmp_path / "house.toml"
    file.write_text(demo + more, encoding="utf-8")
    desk = open_desk(read(file, House), tmp_path / "data")
    Visits(desk).count("lobby", str(uuid4()), "info", 3)
    with desk.database.engine.begin() as db:  # yesterday
        for table, column in (("visit", "hour"), ("outbox", "about"), ("outbox", "since"), ("outbox", "next")):
            db.exec_driver_sql(f"UPDATE {table} SET {column} = {column} - 86400")  # noqa: S608
        db.exec_driver_sql("INSERT INTO channel (house_id, channel, open) VALUES ('kassel', 'counts', true)")
    desk.database.close()
    return file


def said(config: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(["--config", str(config), "--data", str(config.parent / "data"), *arguments])
    text = capsys.readouterr().out
    assert "v1.1" not in text, "of an address the host only"
    return code, re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "THEN", text)


def wait_no_longer(config: Path) -> None:
    """What was out of order is tried at once."""
    with closing(sqlite3.connect(config.parent / "data" / "house.db")) as db, db:
        db.execute("UPDATE outbox SET next = 0")


def test_it_says_what_waits_why_and_what_went_out(
    config: Path, sensors: Sensors, capsys: pytest.CaptureFixture[str]
) -> None:
    none = "The config names no feeds: see [[feeds_in]] in systemd/house.toml.example.\n"
    waits = "  waiting: 1 since THEN\n"
    new = f"counts: to {HOST}\n  never went out yet, 0 there\n"
    assert said(config, capsys, "status") == (0, new + waits + none)
    sensors.status = 503
    fault = "It is out of order at the moment (503)."
    gone = f"counts: 0 sent, 0 unchanged, 0 not taken; requests: 1; fault: {fault}\n"
    assert said(config, capsys, "once") == (1, gone)
    tried = f"  fault, THEN: {fault}, next try THEN\n"
    assert said(config, capsys, "status") == (0, new + waits + tried + none)

    sensors.status = 0
    with_lines = "counts: 1 sent; requests: 5\ncounts: 1 sent, 0 unchanged, 0 not taken; requests: 5\n"
    wait_no_longer(config)
    assert said(config, capsys, "once", "counts", "--verbose") == (0, with_lines)
    assert said(config, capsys, "status")[1].startswith(f"counts: to {HOST}\n  last good THEN, 1 there\n")
    assert said(config, capsys, "once", "counts") == (0, "counts: 0 sent, 0 unchanged, 0 not taken; requests: 0\n")


def test_the_service_goes_by_itself_and_stops_when_it_is_told(config: Path, sensors: Sensors) -> None:
    command = [sys.executable, "-m", "sync", "--config", str(config), "--data", str(config.parent / "data")]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as service:
        wait_until(lambda: bool(sensors.observations))
        service.send_signal(signal.SIGTERM)
        assert service.wait(20) == 0

    assert [one["result"] for one in sensors.observations.values()] == [3]
