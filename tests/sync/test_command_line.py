# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The postman's command line says what it did and how it goes, in plain words, and no address that may be a secret."""

import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.cli import main
from tests.servers.booking import DEMO
from tests.servers.loopback import HOST
from tests.servers.partner import Partner, Reply
from tests.sync.calendars import calendar, event

Running = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).parents[2]
SECRET = "/secret-7c1f.ics"
SOON = (datetime.now(UTC) + timedelta(days=3)).date()
FOUR = [event(str(number), title=f"Termin {number}", day=SOON) for number in range(4)]


@pytest.fixture
def config(tmp_path: Path, partner: Partner) -> Path:
    """The demo house with a feed that has a secret in its address."""
    demo = DEMO.read_text(encoding="utf-8").replace("plan.geojson", str(DEMO.parent / "plan.geojson"))
    more = f"""
[[feeds_in]]
id = "energie"
kind = "offers"
url = "{partner.url(SECRET)}"

[way_out]
http_hosts = ["{HOST}"]
private_hosts = ["{HOST}"]
"""
    file = tmp_path / "house.toml"
    file.write_text(demo + more, encoding="utf-8")
    return file


def command(config: Path, *arguments: str) -> list[str]:
    return ["--config", str(config), "--data", str(config.parent / "data"), *arguments]


@pytest.fixture
def run(config: Path, capsys: pytest.CaptureFixture[str]) -> Running:
    """Runs a command: its exit code, and what it says. None may say the secret."""

    def running(*arguments: str, config: Path = config) -> tuple[int, str, str]:
        code = main(command(config, *arguments))
        said = capsys.readouterr()
        assert "secret" not in said.out + said.err
        return code, said.out, said.err

    return running


def test_a_round_by_hand_says_line_by_line_what_it_does(run: Running, partner: Partner) -> None:
    partner.serves(calendar(*FOUR), SECRET)
    never = "energie: offers from 127.0.0.1\n  never came in yet, next try at the next round, 0 events\n"
    assert run("status") == (0, never, "")
    asking = "energie: asking 127.0.0.1\n"
    size = f"{len(calendar(*FOUR)) / 1000:.0f} kB"
    came = f"energie: {size}, 4 events; offers: 4 new\n1 feeds: 1 came in, 0 unchanged, 0 with a fault\n"
    assert run("once", "--verbose") == (0, asking + came, "")
    same = "energie: unchanged\n1 feeds: 0 came in, 1 unchanged, 0 with a fault\n"
    assert run("once", "energie", "--verbose") == (0, asking + same, "")
    assert run("once") == (0, "1 feeds: 0 came in, 1 unchanged, 0 with a fault\n", "")

    partner.answers(Reply(status=503), SECRET)
    code, out, err = run("once")
    assert (code, err) == (1, "")
    assert out.splitlines()[0] == "energie: fault: It is out of order at the moment (503)."
    status = run("status")[1].splitlines()
    assert status[1].startswith("  last good ")
    assert status[1].endswith(", 4 events")
    assert status[2].endswith(": It is out of order at the moment (503).")


def test_what_is_held_is_confirmed_from_the_command_line_too(run: Running, partner: Partner) -> None:
    partner.serves(calendar(*FOUR), SECRET)
    run("once")
    partner.serves(calendar(FOUR[0]), SECRET)
    held = "energie: held: 1 of 4 coming events are left; staff have to confirm\n"
    assert run("once")[1].startswith(held)
    assert "python -m sync confirm energie" in run("status")[1]
    assert run("confirm", "energie") == (0, "It is brought in at the next round.\n", "")
    assert run("confirm", "energie")[0] == 1
    assert "offers: 3 gone" in run("once", "--verbose")[1]


def test_what_it_cannot_do_it_says(run: Running, config: Path) -> None:
    assert run("once", "nobody") == (2, "", f"{config}: there is no feed 'nobody'; known: energie\n")
    assert run("status", config=config.with_name("none.toml"))[0] == 2


def test_the_service_asks_at_once_and_stops_when_it_is_told(config: Path, partner: Partner) -> None:
    partner.serves(calendar(*FOUR), SECRET)
    with subprocess.Popen(
        [sys.executable, "-m", "sync", *command(config)], cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as service:
        assert service.stderr
        lines = []
        for line in service.stderr:
            lines.append(line.partition(" sync ")[2].strip())
            if "new" in line:
                service.send_signal(signal.SIGTERM)
        assert service.wait(20) == 0

    assert [line.partition(":")[0] for line in lines] == ["1 feeds", "energie", "stopped"]
    assert "4 events; offers: 4 new" in lines[1]
    assert len(partner.asked) == 1
