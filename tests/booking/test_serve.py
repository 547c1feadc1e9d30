# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a house is reached, and the staff's command line."""

import re
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from booking.cli import main
from booking.serve import local_address, public_url
from tests.servers.booking import demo_house
from tests.servers.killable import killable
from tests.servers.loopback import HOST

ROOT = Path(__file__).parents[2]


def test_codes_to_scan_carry_the_configs_address() -> None:
    assert public_url(demo_house(public_url="https://haus.example")) == "https://haus.example"


def test_codes_to_scan_never_lead_a_phone_to_itself() -> None:
    assert not re.match(r"127\.|localhost|::1|0\.0\.0\.0", local_address())
    assert public_url(demo_house(port=8099)).endswith(":8099")


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> "Cli":
    return Cli(tmp_path, capsys)


class Cli:
    """The command line of a demo house of the test's own."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data = data
        self._capsys = capsys

    def __call__(self, *arguments: str, expect: int = 0) -> str:
        assert main(["--data", str(self.data), *arguments]) == expect
        out, err = self._capsys.readouterr()
        return err if expect else out


def test_the_demo_house_is_alive_and_a_second_start_doubles_nothing(cli: Cli) -> None:
    cli("demo")
    first, screen = cli("list"), (cli.data / "screen.toml").read_text()
    cli("demo")

    assert "Nachbarschaft Wesertor" in first
    assert cli("list") == first
    assert (cli.data / "screen.toml").read_text() == screen


def test_staff_approve_refuse_and_erase_by_code(cli: Cli) -> None:
    cli("demo")
    code = cli("list").split()[0]

    assert "booked" in cli("approve", code)
    assert "refused" in cli("refuse", code)
    assert "cannot" not in cli("erase", code)
    assert code not in cli("list")
    assert "not valid" in cli("approve", "AAAAAA", expect=1)


def test_staff_close_a_room_and_take_it_back(cli: Cli) -> None:
    said = cli("close", "2031-05-07T08:00", "2031-05-07T22:00", "Fest", "--room", "offen")
    number = re.search(r"reopen (\d+)", said)
    assert number
    assert "There are bookings" in cli("close", "2031-05-07T08:00", "2031-05-08T08:00", "Fest", expect=1)
    assert cli("reopen", number.group(1)) == "open again\n"


def test_a_feed_token_is_shown_once_and_can_be_revoked(cli: Cli) -> None:
    addresses = cli("feed-token", "make", "office").split()
    assert all(address.endswith(".ics") for address in addresses)
    assert "office" in cli("feed-token", "list")
    assert cli("feed-token", "revoke", "office") == "revoked\n"
    assert cli("feed-token", "list") == ""


def test_staff_are_invited_listed_and_removed(cli: Cli) -> None:
    assert re.fullmatch(r"http://localhost:8080/de/staff/join/[\w-]{24}\n", cli("staff", "add", "Anna"))
    assert cli("staff", "list").split() == ["anna", "house", "invited"]
    cli("staff", "add", "anna", "--role", "city")
    assert cli("staff", "list").split() == ["anna", "city", "invited"]
    assert "removed" in cli("staff", "remove", "ANNA")
    assert cli("staff", "list") == ""
    assert "2 to 40 characters" in cli("staff", "add", "x", expect=1)


def test_checking_starts_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "booking", "--data", str(tmp_path / "none"), "check"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "all right" in said
    assert not (tmp_path / "none").exists()


def test_every_line_of_the_log_says_when_how_grave_and_from_where(tmp_path: Path) -> None:
    with killable(tmp_path) as house:
        house.start()
        requests.post(f"{house.url}/api/onsite", json={}, timeout=10)
        with socket.create_connection((HOST, house.port), timeout=10) as line:
            line.sendall(b"no HTTP\r\n\r\n")
            line.makefile("rb").read()
    said = house.log.read_text().splitlines()

    assert [text.split(" ", 1)[1] for text in said] == [
        "WARNING booking refused: screen",
        "WARNING uvicorn.error Invalid HTTP request received.",
    ]
    written = [datetime.strptime(text.split()[0], "%Y-%m-%dT%H:%M:%S%z") for text in said]
    assert all(abs(datetime.now(UTC) - moment) < timedelta(minutes=5) for moment in written)
