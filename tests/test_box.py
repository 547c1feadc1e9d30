# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The machine: set up with and without questions, looked at, its backups elsewhere and back."""

import os
import pty
import re
import subprocess
import sys
import tomllib
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from booking import VERSION
from booking.archive import BackupFault
from booking.backup import backup
from booking.box import offsite, status
from booking.box.cli import main
from booking.box.machine import Machine
from booking.box.setup import LIMITS
from booking.config import House, read
from booking.serve import open_desk
from kiosk.config import Screen
from tests.bench.load import wait_until

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 5, 7, 12, tzinfo=UTC)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A folder that stands for the machine."""
    return Machine(tmp_path)


def set_up(machine: Machine, answers: str) -> int:
    file = machine.root / "answers.toml"
    file.write_text(answers, encoding="utf-8")
    return main(["--root", str(machine.root), "setup", "--answers", str(file), "--no-start"])


WHOLE = """
[house]
id = "nord"
name = "Haus Nord"
street = "Weg 1"
public_address = "https://nord.example"
staff_networks = ["192.168.7.0/24"]
[mail]
host = "mail.example"
user = "haus"
password = "Waermewende"
[city]
calendar = "https://kalender.example/nord/"
user = "nord"
password = "Windrad"
[display]
inches = 21.5
width_px = 1920
height_px = 1080
"""


def test_answers_become_a_house_with_its_display(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    assert set_up(machine, WHOLE) == 0
    house, screen = read(machine.house, House), read(machine.screen, Screen)
    assert (house.id, house.name, house.address.street) == ("nord", {"de": "Haus Nord"}, "Weg 1")
    assert (house.service.public_url, house.service.listen) == ("https://nord.example", "127.0.0.1")
    assert [str(each) for each in house.service.staff_networks] == ["192.168.7.0/24"]
    assert house.service.smtp
    assert (house.service.smtp.host, house.service.smtp.user) == ("mail.example", "haus")
    assert house.city.calendar
    assert house.city.calendar.url == "https://kalender.example/nord/"
    assert (screen.house, screen.address, screen.display.layout) == ("nord", "http://127.0.0.1:8080", (1920, 1080))
    assert "nord.example {" in machine.caddyfile.read_text(encoding="utf-8")
    assert "haus.example" not in machine.caddyfile.read_text(encoding="utf-8").partition("{")[2]
    with closing(open_desk(house, machine.data).database) as database:
        assert database
    for file, mode in ((machine.secrets / "smtp", 0o600), (machine.screen, 0o600), (machine.house, 0o640)):
        assert file.stat().st_mode & 0o777 == mode
    assert (machine.secrets / "smtp").read_text() == "Waermewende"
    everything = machine.house.read_text(encoding="utf-8") + capsys.readouterr().out
    assert "Waermewende" not in everything.replace('#password = "Waermewende"', "")
    assert "Windrad" not in everything


def test_the_displays_token_opens_the_house(machine: Machine) -> None:
    set_up(machine, WHOLE)
    token = read(machine.screen, Screen).token
    desk = open_desk(read(machine.house, House), machine.data)
    with closing(desk.database):
        assert [one.name for one in desk.tokens.known("screen")] == ["lobby"]
        assert desk.tokens.holder("screen", token) == "lobby"


def test_run_again_it_keeps_what_people_wrote_and_what_it_knew(machine: Machine) -> None:
    set_up(machine, WHOLE)
    text = machine.house.read_text(encoding="utf-8")
    assert "# Short name of the house in addresses and in the database. It must never change." in text
    changed = text.replace("capacity = 24", "capacity = 30  # new chairs")
    machine.house.write_text(changed, encoding="utf-8")
    token = read(machine.screen, Screen).token

    again = WHOLE.replace("Haus Nord", "Haus am Fluss").replace('password = "Waermewende"\n', "")
    assert set_up(machine, again) == 0
    after = machine.house.read_text(encoding="utf-8")
    assert after == changed.replace("Haus Nord", "Haus am Fluss")
    assert machine.house.with_name("house.toml.before").read_text(encoding="utf-8") == changed
    assert (machine.secrets / "smtp").read_text() == "Waermewende", "nobody types it twice"
    assert read(machine.screen, Screen).token == token


def test_a_display_alone_knows_its_house_elsewhere(machine: Machine) -> None:
    alone = f"""
[machine]
house = false
[house]
id = "nord"
[display]
name = "flur"
server = "https://192.0.2.7"
token = "{"t" * 24}"
"""
    assert set_up(machine, alone) == 0
    screen = read(machine.screen, Screen)
    assert (screen.address, screen.house, screen.name) == ("https://192.0.2.7", "nord", "flur")
    assert not machine.house.exists()
    assert not machine.data.exists()
    (drop_in,) = machine.root.glob("etc/systemd/system/*/server.conf")
    assert "IPAddressAllow=192.0.2.7\n" in drop_in.read_text(encoding="utf-8"), "its unit reaches nobody else"


def test_a_server_by_name_is_looked_up_and_so_is_who_knows_the_name(machine: Machine) -> None:
    resolver = machine.root / "etc/resolv.conf"
    resolver.parent.mkdir()
    resolver.write_text("search house\nnameserver 192.0.2.53\n", encoding="utf-8")
    alone = f'[machine]\nhouse = false\n[display]\nserver = "http://{{}}"\ntoken = "{"t" * 24}"\n'
    assert set_up(machine, alone.format("localhost:8080")) == 0
    (drop_in,) = machine.root.glob("etc/systemd/system/*/server.conf")
    assert {"127.0.0.1", "192.0.2.53"} <= set(drop_in.read_text(encoding="utf-8").replace("=", " ").split())
    assert set_up(machine, alone.format("nobody.invalid")) == 1


def test_no_key_leads_out_of_a_machine_with_a_display_and_of_others_they_do(machine: Machine) -> None:
    set_up(machine, WHOLE)
    limits = [machine.root / target for target in LIMITS.values()]
    assert all(file.read_bytes() for file in limits)
    assert (machine.root / "etc/sysctl.d/90-klimaschutzhaus.conf").read_text(encoding="utf-8").count("kernel.sysrq = 0")
    set_up(machine, f"[machine]\ndisplay = false\n{WHOLE}")
    assert not any(file.exists() for file in limits)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ('[house]\npublic_address = "haus.example"\n', "house.public_address"),
        ('[house]\nstaff_networks = ["192.168.7.1/24"]\n', "house.staff_networks"),
        ('[mail]\nsecurty = "tls"\n', "did you mean 'security'?"),
        ("[display]\nrotate = 45\n", "display.rotate"),
        ("[machine\n", "answers.toml"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_is_written(
    machine: Machine, answers: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert set_up(machine, answers) == 2
    assert said in capsys.readouterr().err
    assert not machine.config.exists()


def test_the_example_of_answers_is_one(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["setup", "--example"]) == 0
    example = capsys.readouterr().out
    assert all(line.startswith(("#", "[")) or "=" in line for line in example.splitlines() if line)
    assert set_up(machine, example) == 0


def test_somebody_answers_at_a_terminal(machine: Machine) -> None:
    """A wrong answer is asked for again, Enter keeps what is known, and no password is shown."""
    said = {
        "Name of the house": ["Haus am Fluss"],
        "Networks": ["192.168.7.7/24", "192.168.7.0/24 10.0.0.0/8"],
        "Mail server": ["mail.example"],
        "User there; empty": ["haus"],
        "Password there": ["Waermewende"],
        "Does a display": ["vielleicht", "nein"],
    }
    shown = typed(["--root", str(machine.root), "setup", "--no-start"], said)
    house = read(machine.house, House)
    assert house.name == {"de": "Haus am Fluss"}
    assert [str(each) for each in house.service.staff_networks] == ["192.168.7.0/24", "10.0.0.0/8"]
    assert (machine.secrets / "smtp").read_text() == "Waermewende"
    assert "Waermewende" not in shown
    assert "please answer yes or no" in shown
    assert "not a valid IPv4 network" in shown
    assert not machine.screen.exists()
    assert "booking staff add" in shown


def typed(arguments: list[str], said: dict[str, list[str]]) -> str:
    """Answers questions at a terminal by what they begin with, with Enter where nothing is said."""
    main_end, other_end = pty.openpty()
    command = [sys.executable, "-m", "booking.box", *arguments]
    process = subprocess.Popen(command, stdin=other_end, stdout=other_end, stderr=other_end, cwd=ROOT, close_fds=True)
    os.close(other_end)
    left, shown, read_to = {key: list(answers) for key, answers in said.items()}, "", 0
    while True:
        try:
            shown += os.read(main_end, 4096).decode()
        except OSError:  # the other end has ended
            break
        if re.search(r"(\]|[a-z]): $", shown[read_to:]):
            question = shown[read_to:].splitlines()[-1]
            answers = next((left[key] for key in left if question.startswith(key)), [])
            read_to = len(shown)
            os.write(main_end, (f"{answers.pop(0) if answers else ''}\n").encode())
    os.close(main_end)
    assert process.wait(20) == 0, shown
    assert not any(left.values()), left
    return shown


@pytest.fixture
def house(machine: Machine) -> House:
    """A machine with a house, a backup, and a folder elsewhere."""
    set_up(machine, WHOLE)
    house = read(machine.house, House)
    open_desk(house, machine.data).database.close()
    machine.backups.mkdir()
    (machine.root / "word").write_text("Sonne", encoding="utf-8")
    machine.offsite.write_text(
        f'repository = "{machine.root}/elsewhere"\npassword_file = "{machine.root}/word"\n', encoding="utf-8"
    )
    return house


def told(machine: Machine, about: str) -> tuple[str, str]:
    found = {finding.about: finding for finding in status.look(machine, datetime.now(UTC))}
    return found[about].state, found[about].said


def test_a_backup_comes_back_from_elsewhere(machine: Machine, house: House, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BackupFault, match="there is no backup yet"):
        offsite.keep(machine, NOW)
    assert told(machine, "backup")[0] == "bad"
    assert told(machine, "elsewhere") == ("look", "never yet: klimaschutzhaus keep")
    backup(house, machine.data, machine.backups / "house-2026-05-07.tar")

    for command in ("keep", "keep", "drill"):
        assert main(["--root", str(machine.root), command]) == 0
    assert "0 bookings" in capsys.readouterr().out
    for about in ("backup", "elsewhere", "drill"):
        assert told(machine, about)[0] == "good"
    assert not list(machine.data.glob("drill-*"))


def test_what_is_too_old_goes_elsewhere_too(machine: Machine, house: House) -> None:
    backup(house, machine.data, machine.backups / "house-2026-05-07.tar")
    for _ in range(2):
        offsite.keep(machine, NOW)
    place: list[str | Path] = ["restic", "--repo", machine.root / "elsewhere", "--password-file", machine.root / "word"]
    listed = [*place, "snapshots", "--json"]
    assert subprocess.run(listed, capture_output=True, text=True, check=True).stdout.count('"short_id"') == 2
    past = (datetime.now(UTC) - timedelta(days=15)).strftime("%Y-%m-%d %H:%M:%S")
    old = [*place, "backup", "--host", "nord", "--tag", "house", "--time", past, machine.house]
    subprocess.run(old, check=True, capture_output=True)
    offsite.keep(machine, NOW)
    assert subprocess.run(listed, capture_output=True, text=True, check=True).stdout.count('"short_id"') == 3


def test_a_machine_that_went_off_amid_a_backup_goes_on_by_itself(machine: Machine, house: House) -> None:
    """Its restic had locked the place, which nobody else would open again."""
    backup(house, machine.data, machine.backups / "house-2026-05-07.tar")
    offsite.keep(machine, NOW)
    place: list[str | Path] = ["restic", "--repo", machine.root / "elsewhere", "--password-file", machine.root / "word"]
    locks = machine.root / "elsewhere" / "locks"

    def locked() -> bool:
        return any(re.fullmatch("[0-9a-f]{64}", file.name) for file in locks.iterdir())  # others are half written

    with subprocess.Popen([*place, "backup", "--stdin"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as busy:
        wait_until(locked)
        busy.kill()
    assert locked()
    offsite.keep(machine, NOW)
    assert not locked()


def test_a_place_that_is_away_or_locked_is_told_and_the_last_good_time_stays(machine: Machine, house: House) -> None:
    backup(house, machine.data, machine.backups / "house-2026-05-07.tar")
    offsite.keep(machine, datetime.now(UTC))
    (machine.root / "word").write_text("Mond", encoding="utf-8")
    with pytest.raises(BackupFault, match="restic: "):
        offsite.keep(machine, datetime.now(UTC))
    state, said = told(machine, "elsewhere")
    assert state == "look"
    assert said.startswith("0 hours ago; since then: restic: ")
    with pytest.raises(BackupFault):
        offsite.drill(machine, datetime.now(UTC))


def test_the_page_names_what_needs_a_hand(machine: Machine, house: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(machine.root), "status"]) == 1
    page = capsys.readouterr().out
    assert "BAD   backup" in page
    assert re.search(r"ok    disk +\d", page)
    assert "city calendar" in page
    assert f"version      {VERSION}" in page


def test_warmth_is_read_from_where_the_kernel_tells_it(machine: Machine) -> None:
    zone = machine.root / "sys/class/thermal/thermal_zone0"
    zone.mkdir(parents=True)
    for milli, state in (("48123", "good"), ("78000", "look"), ("86000", "bad")):
        (zone / "temp").write_text(milli)
        assert told(machine, "temperature")[0] == state


def test_one_version_stands_everywhere() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"] == VERSION
    assert f'softwareVersion: "{VERSION}"' in (ROOT / "publiccode.yml").read_text(encoding="utf-8")
