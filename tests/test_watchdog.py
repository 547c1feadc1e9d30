# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Each of the three real processes says when it serves, that it lives as long as it does its work, and its end."""

import signal
import socket
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest
from sqlalchemy import text

from booking.config import House, read
from booking.database import Database
from booking.lifeline import Lifeline
from tests.servers.booking import DEMO
from tests.servers.loopback import HOST, free_port
from tests.servers.supervisor import Supervised, supervised

SILENCE = 1.5  # seconds of watchdog in these tests; a loaded machine must not look like a hang
PYTHON = sys.executable


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The demo house at a port of its own."""
    demo = DEMO.read_text(encoding="utf-8").replace("plan.geojson", str(DEMO.parent / "plan.geojson"))
    file = tmp_path / "house.toml"
    file.write_text(f'{demo}\n[service]\nlisten = "{HOST}"\nport = {free_port()}\n', encoding="utf-8")
    return file


def booking(config: Path, watchdog: float = SILENCE, abstract: bool = False) -> AbstractContextManager[Supervised]:
    folder = config.parent
    command = [PYTHON, "-m", "booking", "--config", str(config), "--data", str(folder / "data"), "serve"]
    return supervised(command, folder, watchdog, abstract=abstract)


def postman(config: Path, watchdog: float = SILENCE) -> AbstractContextManager[Supervised]:
    folder = config.parent
    command = [PYTHON, "-m", "sync", "--config", str(config), "--data", str(folder / "data")]
    return supervised(command, folder, watchdog)


def display(config: Path, watchdog: float = SILENCE) -> AbstractContextManager[Supervised]:
    """A display whose server is away: it shows the house all the same."""
    folder = config.parent
    screen = folder / "screen.toml"
    screen.write_text(
        f'server = "http://{HOST}:{free_port()}"\ntoken = "{"t" * 24}"\nhouse = "kassel"\nname = "lobby"\n'
        f'data = "{folder / "display"}"\n[fallback.name]\nde = "Klimaschutzhaus Kassel"\n',
        encoding="utf-8",
    )
    command = [PYTHON, "-m", "kiosk", "--config", str(screen), "--window", "540x960"]
    return supervised(command, folder, watchdog, {"SDL_VIDEODRIVER": "offscreen"})


Start = Callable[[Path], AbstractContextManager[Supervised]]
ALL: tuple[Start, ...] = (booking, postman, display)


@pytest.mark.parametrize("start", ALL)
def test_it_says_when_it_serves_that_it_lives_and_that_it_ends(config: Path, start: Start) -> None:
    with start(config) as process:
        process.hear("READY=1")
        assert "STATUS=" in process.said[-1]
        for _ in range(3):
            process.hear("WATCHDOG=1")
        assert process.stop() in (0, -signal.SIGTERM)  # both are clean for systemd
        process.hear("STOPPING=1")


@pytest.mark.parametrize("start", ALL)
def test_a_process_that_hangs_is_missed_and_one_that_goes_on_is_not(config: Path, start: Start) -> None:
    """R11: what systemd would do then is its own business; the units give it 30 seconds."""
    with start(config) as process:
        process.hear("READY=1")
        process.process.send_signal(signal.SIGSTOP)
        assert process.hung() == SILENCE
        process.process.send_signal(signal.SIGCONT)
        process.hear("WATCHDOG=1")


def test_the_booking_service_is_ready_only_when_it_answers(config: Path) -> None:
    with booking(config) as process:
        process.hear("READY=1")
        port = read(config, House).service.port
        with closing(socket.create_connection((HOST, port), timeout=0.5)) as line:
            line.sendall(b"GET /api/health HTTP/1.1\r\nHost: house\r\nConnection: close\r\n\r\n")
            assert line.recv(100).startswith(b"HTTP/1.1 200")


def test_a_house_whose_database_is_locked_away_gives_no_sign_of_life(config: Path, postgresql_url: str) -> None:
    """On PostgreSQL somebody can lock everything away from readers."""
    with config.open("a", encoding="utf-8") as file:
        file.write(f'database = "{postgresql_url}"\n')
    with booking(config) as process, closing(Database(postgresql_url)) as database:
        process.hear("WATCHDOG=1")
        with database.engine.connect() as locker:
            locker.execute(text("LOCK TABLE house"))
            assert process.hung() == SILENCE
        process.hear("WATCHDOG=1")


def test_a_systemd_with_an_abstract_socket_hears_it_too(config: Path) -> None:
    with booking(config, abstract=True) as process:
        process.hear("READY=1")
        process.hear("WATCHDOG=1")


def test_nothing_is_said_where_nobody_listens(tmp_path: Path) -> None:
    assert not Lifeline({"WATCHDOG_USEC": "1000000"}).wanted
    assert Lifeline({"WATCHDOG_USEC": "1000000"}).pause == 0
    deaf = Lifeline({"NOTIFY_SOCKET": str(tmp_path / "gone"), "WATCHDOG_USEC": "3000000"})
    deaf.alive()
    assert deaf.pause == 1.5
