# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The units: systemd takes them, they leave little to whoever breaks in, and what they start works within them."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from booking.config import House, Misconfigured, read
from booking.serve import open_desk
from tests.servers.booking import DEMO
from tests.servers.confined import settings
from tests.servers.loopback import HOST, free_port
from tests.servers.supervisor import Supervised, supervised

ROOT = Path(__file__).parents[1]
SYSTEMD = ROOT / "systemd"
UNITS = sorted(SYSTEMD.glob("*.service"))
NAMES = [unit.stem for unit in UNITS]
SERVERS = [unit for unit in UNITS if "Type=notify" in unit.read_text(encoding="utf-8")]
MOST = 15  # tenths of systemd's points
PROGRAM = "/usr/lib/klimaschutzhaus"
# What systemd 252 does not know yet, and programs that only the machine with the display has.
TOLERATED = re.compile(
    r"Unknown key (name )?'(RestartSteps|RestartMaxDelaySec)'|seatd\.service"
    r"|Command /usr/(bin/(cage|xinit)|lib/xorg/Xorg) is not executable"
)


def unit(name: str) -> Path:
    return SYSTEMD / f"klimaschutzhaus-{name}.service"


@pytest.mark.parametrize("file", UNITS, ids=NAMES)
def test_systemd_takes_it(file: Path, tmp_path: Path) -> None:
    """With the python of the tests: that of the unit comes with the package."""
    for one in (*UNITS, *SYSTEMD.glob("*.timer")):
        text = one.read_text(encoding="utf-8").replace(f"{PROGRAM}/venv/bin/python", sys.executable)
        (tmp_path / one.name).write_text(text, encoding="utf-8")
    around = {"PATH": "/usr/bin:/bin", "SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    files = [tmp_path / file.name, *tmp_path.glob(f"{file.stem}.timer")]
    command = ["systemd-analyze", "verify", "--man=no", *map(str, files)]
    said = subprocess.run(command, env=around, capture_output=True, text=True, check=False).stderr
    ours = [line for line in said.splitlines() if "klimaschutzhaus" in line]
    assert [line for line in ours if not TOLERATED.search(line)] == []


@pytest.mark.parametrize("file", UNITS, ids=NAMES)
def test_it_leaves_little_to_whoever_breaks_in(file: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST}", str(file)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout[-200:]


@pytest.mark.parametrize("file", UNITS, ids=NAMES)
def test_every_line_that_limits_it_has_its_reason(file: Path) -> None:
    """The line above says why; lines that follow each other share it."""
    limits = file.read_text(encoding="utf-8").partition("\nNoNewPrivileges=")
    before = limits[0].rpartition("\n\n")[2]
    told, bare = False, []
    for line in f"{before}{limits[1]}{limits[2]}".partition("\n[Install]")[0].splitlines():
        told = line.startswith("#") or (told and bool(line))
        if line and not told:
            bare.append(line)
    assert len(limits[2].splitlines()) > 40
    assert bare == []


SNIPPETS = sorted(
    file
    for file in SYSTEMD.iterdir()
    if file.suffix in {".sysctl", ".udev", ".conf"} or file.name.endswith("modprobe.example")
)


@pytest.mark.parametrize("file", SNIPPETS, ids=lambda one: one.name)
def test_what_takes_a_way_out_says_why_and_where_it_lies(file: Path) -> None:
    """Lines that follow each other share a reason; heads and ends of sections need none."""
    text = file.read_text(encoding="utf-8")
    assert re.search(r"For /(etc|usr/lib)/\S+|for /etc/modprobe\.d/\S+", text)
    told, bare = False, []
    for line in map(str.strip, text.splitlines()):
        told = line.startswith("#") or (told and bool(line))
        if line and not told and not re.match(r"\[|Section|EndSection", line):
            bare.append(line)
        told = told and not line.startswith("Section")
    assert bare == []


@pytest.mark.parametrize("file", SERVERS, ids=lambda one: one.stem)
def test_what_hangs_is_started_anew_within_45_seconds(file: Path) -> None:
    """The processes themselves: test_watchdog."""
    seconds = [int(settings(file, key)[0]) for key in ("WatchdogSec", "TimeoutAbortSec", "RestartSec")]
    assert sum(seconds) <= 40
    assert len(SERVERS) == 4
    assert settings(file, "Restart") == ["always"]
    assert settings(file, "StartLimitIntervalSec") == ["0"], "it is never given up"


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """A machine with the demo house: what the units call /etc and /var lies in this folder."""
    config = tmp_path / "etc" / "klimaschutzhaus"
    config.mkdir(parents=True)
    (tmp_path / "var" / "lib" / "klimaschutzhaus").mkdir(parents=True)
    demo = DEMO.read_text(encoding="utf-8").replace("plan.geojson", str(DEMO.parent / "plan.geojson"))
    service = f'\n[service]\nlisten = "{HOST}"\nport = {free_port()}\n'
    (config / "house.toml").write_text(demo + service, encoding="utf-8")
    (config / "screen.toml").write_text(
        f'server = "http://{HOST}:{free_port()}"\ntoken = "{"t" * 24}"\nhouse = "kassel"\nname = "lobby"\n'
        '[fallback.name]\nde = "Klimaschutzhaus Kassel"\n',
        encoding="utf-8",
    )
    return tmp_path


def command(name: str, box: Path) -> list[str]:
    """What a unit starts, with its limits, in a box of the test's own."""
    (line,) = settings(unit(name), "ExecStart")
    said = line.replace(f"{PROGRAM}/venv/bin/python", sys.executable)
    for place in ("/etc/klimaschutzhaus", "/var/lib/klimaschutzhaus"):
        said = said.replace(place, f"{box}{place}")
    said = said.replace("%d", f"{box}/etc/klimaschutzhaus").replace(" $KIOSK_DOES", "")
    said = said.replace("booking.box ", f"booking.box --root {box} ")
    return [sys.executable, "-m", "tests.servers.confined", str(unit(name)), *said.split()]


def megabytes(process: Supervised) -> float:
    """The most memory that it has needed."""
    used = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process.process.pid}/status").read_text())
    assert used
    return int(used[1]) / 1024


@pytest.mark.parametrize("name", ["booking", "sync"])
def test_what_it_starts_serves_within_its_limits(name: str, box: Path) -> None:
    with supervised(command(name, box), box) as process:
        process.hear("READY=1")
        process.hear("WATCHDOG=1")
        status = Path(f"/proc/{process.process.pid}/status").read_text()
        assert re.search(r"Seccomp:\s+2\n", status)
        assert re.search(r"CapEff:\s+0+\n", status)
        assert megabytes(process) < int(settings(unit(name), "MemoryHigh")[0].rstrip("M"))


def test_the_display_draws_in_its_compositor_within_its_limits(box: Path) -> None:
    """With a screen that is only thought. cage refuses root, so whoever tests as root is called 1000."""
    around = {"XDG_RUNTIME_DIR": str(box), "HOME": str(box), "STATE_DIRECTORY": str(box)}
    here = {"WLR_BACKENDS": "headless", "WLR_RENDERER": "pixman", "WLR_LIBINPUT_NO_DEVICES": "1"}
    assert "Environment=SDL_VIDEODRIVER=x11\n" in unit("kiosk").read_text(encoding="utf-8")
    renamed = ["unshare", "--user", "--map-user=1000", "--map-group=1000"] if os.geteuid() == 0 else []
    started = [*renamed, *command("kiosk", box)]
    with supervised(started, box, 2.0, {**around, **here, "SDL_VIDEODRIVER": "x11"}) as process:
        process.hear("READY=1")
        process.hear("WATCHDOG=1")
        process.stop()


def test_a_nights_backup_lies_there_by_its_day_for_its_owner_only(box: Path) -> None:
    with supervised(command("booking", box), box) as process:
        process.hear("READY=1")
        folder = box / "var" / "lib" / "klimaschutzhaus" / "backup"
        folder.mkdir()
        subprocess.run(command("backup", box), cwd=ROOT, check=True)
    (made,) = folder.iterdir()
    assert re.fullmatch(r"house-\d{4}-\d\d-\d\d\.tar", made.name)
    assert made.stat().st_mode & 0o77 == 0


def test_what_is_found_about_the_machine_lies_where_the_service_reads_it(box: Path) -> None:
    (box / "run" / "klimaschutzhaus").mkdir(parents=True)
    subprocess.run(command("status", box), cwd=ROOT, check=True)
    told = json.loads((box / "run" / "klimaschutzhaus" / "status.json").read_text(encoding="utf-8"))
    assert {"services", "house", "database", "disk", "clock", "version"} <= {one["about"] for one in told["findings"]}


def test_a_backup_goes_to_a_second_place_within_its_limits(box: Path) -> None:
    """restic itself, to a folder; nothing in it can be read without the password."""
    folder = box / "var" / "lib" / "klimaschutzhaus" / "backup"
    folder.mkdir()
    open_desk(read(box / "etc" / "klimaschutzhaus" / "house.toml", House), folder.parent).database.close()
    subprocess.run(command("backup", box), cwd=ROOT, check=True)
    (box / "word").write_text("Waermewende\n", encoding="utf-8")
    offsite = f'repository = "{box}/elsewhere"\npassword_file = "{box}/word"\n'
    (box / "etc" / "klimaschutzhaus" / "offsite.toml").write_text(offsite, encoding="utf-8")
    subprocess.run(command("offsite", box), cwd=ROOT, check=True)
    kept = [file for file in (box / "elsewhere").rglob("*") if file.is_file()]
    assert any("snapshots" in file.parts for file in kept)
    assert not any(b"SQLite format" in file.read_bytes() for file in kept)


@pytest.mark.parametrize("name", ["booking", "sync", "status"])
def test_it_may_ask_the_kernel_whether_the_clock_is_right(name: str) -> None:
    asked = "import ctypes; print(ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512)))"
    limits = [sys.executable, "-m", "tests.servers.confined", str(unit(name)), sys.executable, "-c", asked]
    said = subprocess.run(limits, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert int(said) >= 0, "a number of adjtimex(2), not the refusal"


def test_a_password_comes_from_what_systemd_hands_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    demo = DEMO.read_text(encoding="utf-8").replace("plan.geojson", str(DEMO.parent / "plan.geojson"))
    smtp = '\n[service.smtp]\nhost = "mail.example"\nsender = "a@haus.example"\nuser = "haus"\npassword_file = "{}"\n'
    file = tmp_path / "house.toml"

    def password_file(said: str) -> Path | None:
        file.write_text(demo + smtp.format(said), encoding="utf-8")
        service = read(file, House).service
        return service.smtp.password_file if service.smtp else None

    assert password_file("credential:smtp") == Path("/etc/klimaschutzhaus/secrets/smtp")
    assert password_file("/etc/other") == Path("/etc/other")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert password_file("credential:smtp") == tmp_path / "secrets_smtp"
    with pytest.raises(Misconfigured, match="write credential: and the name of a file in"):
        password_file("credential:../shadow")
