# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A whole machine with the package on it: set up, from power to the home screen, power cuts, hangs, a read-only root.

python -m tests.bench.machine [CUTS] [--again]    20 take a quarter of an hour; --again: with the disk of last time

It takes root, qemu-system-x86, mmdebstrap and /dev/kvm, or with HOUSE_ACCEL=tcg patience. In build/machine lies what
was said (setup.txt, status.txt) and what was on the glass (home.png). A power cut ends the machine between two
instructions: what its kernel had not handed to the disk is lost. The disk itself keeps what it was handed.
"""

import json
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import requests
from PIL import Image

from booking.config import House, read
from kiosk.config import Screen
from tests.bench.load import Client, wait_until
from tests.servers import debian
from tests.servers.loopback import HOST, free_port

ACCEL = os.environ.get("HOUSE_ACCEL", "kvm")  # tcg: where there is no KVM; all is several times as slow then
CPU = "host" if ACCEL == "kvm" else "qemu64,+ssse3,+sse4.1,+sse4.2,+popcnt,+cx16"
CUTS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
ROOT = Path(__file__).parents[2]
PROGRAMS = ("qemu-system-x86_64", "mmdebstrap", "mke2fs")
FOLDER = ROOT / "build" / "machine"
OURS = ["linux-image-amd64", "systemd-sysv", "dbus", "udev", "cage", "seatd", "xwayland", "restic", "e2fsprogs"]
BOOTS = 3
PATIENCE = 1 if ACCEL == "kvm" else 5
HOME = "the home screen is there"
BOOTS_WITHIN, ANSWERS_WITHIN = 120.0 if ACCEL == "kvm" else 900.0, 120.0
SAID = "systemctl show -P StatusText klimaschutzhaus-kiosk"
MAIN = "systemctl show -P MainPID {}"
HANGS = {"booking": MAIN, "sync": MAIN, "kiosk": f"cut -d ' ' -f 1 /proc/$({MAIN})/task/*/children"}
CHECK = (
    "import sqlite3; house = sqlite3.connect('/var/lib/klimaschutzhaus/house.db');"
    " print(*(house.execute(f'PRAGMA {one}').fetchall() for one in ('integrity_check', 'foreign_key_check')))"
)
PORTRAIT = "xres=1080,yres=1920"
OF_THE_HOUSE = ("klimaschutzhaus", "klimaschutzhaus-kiosk")  # in /var/lib
# What stays writable beside a root that is not: a second disk, and what is gone after a restart.
FSTAB = """/dev/vda / ext4 ro 0 1
/dev/vdb /data ext4 defaults 0 2
tmpfs /tmp tmpfs mode=1777 0 0
tmpfs /var/tmp tmpfs mode=1777 0 0
""" + "".join(f"/data/{one} /var/lib/{one} none bind 0 0\n" for one in OF_THE_HOUSE)

# Tells the outside that the house is on the glass: the display says so once it has drawn it.
TELLS = f"""[Unit]
After=klimaschutzhaus-kiosk.service
Requires=klimaschutzhaus-kiosk.service
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'until {SAID} | grep -qx "Shows the house"; do sleep 1; done'
ExecStart=/bin/sh -c 'echo {HOME} >/dev/ttyS1'
[Install]
WantedBy=multi-user.target
"""
# This machine's graphics card draws nothing by itself. Where nothing but emulation runs it, all is slow.
DRAWS = "[Service]\nEnvironment=WLR_RENDERER=pixman\nTimeoutStartSec=300\n"
NETWORK = "[Match]\nName=en*\n[Network]\nDHCP=yes\n"
SHELL = "[Service]\nExecStart=\nExecStart=-/sbin/agetty --autologin root --noclear %I 115200 vt220\n"


def image() -> Path:
    """A disk with Debian and the package, as it is before anybody has set it up."""
    disk = FOLDER / "disk.raw"
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    subprocess.run([ROOT / "systemd/package/build.sh", "amd64", FOLDER], cwd=ROOT, check=True, capture_output=True)
    (package,) = FOLDER.glob("*.deb")
    told = subprocess.run(["dpkg-deb", "-f", package, "Depends"], capture_output=True, text=True, check=True).stdout
    needed = {one.partition("|")[0].partition("(")[0].strip() for one in told.split(",")}
    system = debian.made(FOLDER, sorted(needed | set(OURS)))
    shutil.move(package, system.root / "house.deb")
    system.run("dpkg", "-i", "/house.deb")
    (system.root / "answers.toml").write_text("[display]\ninches = 32.0\n", encoding="utf-8")
    etc = system.root / "etc/systemd"
    for name, content in (
        ("system/klimaschutzhaus-kiosk.service.d/screen.conf", DRAWS),
        ("system/told.service", TELLS),
        ("system/serial-getty@ttyS0.service.d/root.conf", SHELL),
        ("network/all.network", NETWORK),
    ):
        (etc / name).parent.mkdir(parents=True, exist_ok=True)
        (etc / name).write_text(content, encoding="utf-8")
    system.run("systemctl", "enable", "systemd-networkd", "seatd")
    (system.root / "etc/fstab").write_text("/dev/vda / ext4 defaults 0 1\n", encoding="utf-8")
    (system.root / "data").mkdir()
    for kind in ("vmlinuz", "initrd.img"):
        (newest,) = (system.root / "boot").glob(f"{kind}-*")
        shutil.copy(newest, FOLDER / kind)
    subprocess.run(["mke2fs", "-q", "-t", "ext4", "-d", system.root, disk, "6G"], check=True)
    subprocess.run(["mke2fs", "-q", "-t", "ext4", FOLDER / "data.raw", "1G"], check=True)
    debian.gone(system)
    return disk


class Machine:
    """One that is on; `cut` takes its power. Who wants to `run` something waits for `home` or `prompt` first."""

    def __init__(self, disk: Path) -> None:
        self.port = free_port()
        self._shell, self._told, self._monitor = (FOLDER / name for name in ("shell", "told", "monitor"))
        for path in (self._shell, self._told, self._monitor):
            path.unlink(missing_ok=True)
        self._started = time.monotonic()
        append = "root=/dev/vda rw console=ttyS0 quiet"
        self._process = subprocess.Popen(
            [
                *("qemu-system-x86_64", "-accel", ACCEL, "-cpu", CPU, "-smp", "2", "-m", "2048", "-display", "none"),
                *("-kernel", FOLDER / "vmlinuz", "-initrd", FOLDER / "initrd.img", "-append", append),
                *("-drive", f"file={disk},format=raw,if=virtio,cache=none"),
                *("-drive", f"file={disk.with_name('data.raw')},format=raw,if=virtio,cache=none"),
                *("-netdev", f"user,id=net,restrict=on,hostfwd=tcp:{HOST}:{self.port}-:8080"),
                *("-device", "virtio-net,netdev=net", "-vga", "none", "-device", f"virtio-vga,{PORTRAIT}"),
                *("-serial", f"unix:{self._shell},server=on,wait=off"),
                *("-serial", f"unix:{self._told},server=on,wait=off"),
                *("-qmp", f"unix:{self._monitor},server=on,wait=off"),
            ]
        )
        wait_until(self._told.exists)
        self._line = _connected(self._shell)

    def home(self) -> float:
        """Wait for the house on the glass, ready to book: seconds from power."""
        line, said = _connected(self._told), b""
        line.settimeout(BOOTS_WITHIN)
        while HOME.encode() not in said:
            said += line.recv(4096)
        wait_until(lambda: answers(self.port), BOOTS_WITHIN)
        took = time.monotonic() - self._started
        self._begin()
        return took

    def prompt(self) -> None:
        """Wait until somebody could sign in."""
        said = b""
        self._line.settimeout(BOOTS_WITHIN)
        while b"# " not in said[-20:]:
            said += self._line.recv(4096)
        self._begin()

    def _begin(self) -> None:
        """A shell that says nothing but what it is asked for."""
        self._line.sendall(b"\nexec sh -c 'stty -echo; export PS1= SYSTEMD_COLORS=0 SYSTEMD_PAGER=; exec sh'\n")

    def cut(self) -> None:
        """Without a word to anybody in it."""
        self._process.kill()
        self._process.wait()
        self._line.close()

    def run(self, command: str, within: float = ANSWERS_WITHIN) -> str:
        """What a command says, in a shell of root's. What is typed comes back too: the marks are typed otherwise."""
        self._line.settimeout(within)
        self._line.sendall(f"printf '\\043begin\\n'; {command}; printf '\\043end %s\\n' $?\n".encode())
        said = b""
        while not (found := re.search(rb"(?s)#begin\r?\n(.*)#end \d+\r?\n", said)):
            said += self._line.recv(65536)
        return found[1].decode(errors="replace").replace("\r", "")

    def picture(self, file: Path) -> None:
        """What is on the glass."""
        wanted = {"execute": "screendump", "arguments": {"filename": f"{file}.ppm"}}
        with _connected(self._monitor) as line, line.makefile("rw", encoding="utf-8") as talk:
            talk.readline()
            for asked in ({"execute": "qmp_capabilities"}, wanted):
                talk.write(json.dumps(asked) + "\n")
                talk.flush()
                talk.readline()
        Image.open(f"{file}.ppm").save(file)
        Path(f"{file}.ppm").unlink()


def _connected(path: Path) -> socket.socket:
    wait_until(path.exists)
    line = socket.socket(socket.AF_UNIX)
    line.connect(str(path))
    return line


@contextmanager
def on(disk: Path) -> Iterator[Machine]:
    """A machine until the block ends."""
    machine = Machine(disk)
    try:
        yield machine
    finally:
        machine.cut()


def hang(machine: Machine, unit: str, process: str) -> tuple[float, float]:
    """Seconds from a process of a unit that stands still until it is started anew, and until it serves again."""
    name = f"klimaschutzhaus-{unit}"
    shown = f"systemctl show -P NRestarts {name}; systemctl show -P ActiveState {name}"
    before = machine.run(shown).split()
    pid = machine.run(process.format(name)).strip()
    started = time.monotonic()
    machine.run(f"kill -STOP {pid}")
    anew = 0.0
    while (after := machine.run(shown).split()) == before or "active" not in after:
        if not anew and after[0] != before[0]:
            anew = time.monotonic() - started
        if time.monotonic() > started + BOOTS_WITHIN:
            raise TimeoutError(f"{unit}: {after}")
    return anew, time.monotonic() - started


def set_up(machine: Machine) -> None:
    """As an installer does, without questions; then more bookings than one group may have, for this bench."""
    machine.prompt()
    started = time.monotonic()
    said = machine.run("klimaschutzhaus setup --answers /answers.toml", BOOTS_WITHIN)
    print(f"set up and started in {time.monotonic() - started:.0f} s")
    (FOLDER / "setup.txt").write_text(said, encoding="utf-8")
    config = "/etc/klimaschutzhaus/house.toml"
    machine.run(f"sed -i 's/^#shared_quota = 50/shared_quota = 100000/; 0,/^#quota = 4/s//quota = 1000/' {config}")
    machine.run("systemctl enable told; systemctl restart klimaschutzhaus-booking; sync", BOOTS_WITHIN)
    for name in ("house.toml", "screen.toml"):
        (FOLDER / name).write_text(machine.run(f"cat /etc/klimaschutzhaus/{name}"), encoding="utf-8")


def make_read_only(machine: Machine) -> None:
    """From the next start on the root is; what is the house's lies on a second disk."""
    if "/dev/vdb" in machine.run("cat /etc/fstab"):
        return
    lines = FSTAB.replace("\n", "\\n")
    machine.run("systemctl stop 'klimaschutzhaus*'; mount /dev/vdb /data", BOOTS_WITHIN)
    for one in OF_THE_HOUSE:
        machine.run(f"mv /var/lib/{one} /data/ && mkdir -m 700 /var/lib/{one}")
    machine.run(f"printf '{lines}' >/etc/fstab; mkdir -p /etc/systemd/journald.conf.d")
    machine.run("printf '[Journal]\\nStorage=volatile\\n' >/etc/systemd/journald.conf.d/all.conf; sync")


class Booker:
    """Books one time after the other until the machine is gone; remembers what was acknowledged."""

    def __init__(self) -> None:
        self.house, self.screen = read(FOLDER / "house.toml", House), read(FOLDER / "screen.toml", Screen)
        self.taken: list[tuple[str, str, str]] = []  # code, link, begin
        self.dice = random.Random(7)
        self._times = self._free_times()

    def _free_times(self) -> Iterator[datetime]:
        day, zone = date.today() + timedelta(days=2), ZoneInfo(self.house.time_zone)
        for number in range(80):
            opens = datetime.combine(day + timedelta(days=number), datetime.min.time(), zone).replace(hour=10)
            for begin in range(0, 10 * 45, 45):  # half an hour each, and a quarter to clear away
                yield opens + timedelta(minutes=begin)

    def book(self, port: int) -> None:
        """Until the line breaks."""
        with suppress(OSError, ValueError):
            client = Client(port)
            for begin in self._times:
                wish = {"request_id": str(uuid.uuid4()), "room": "offen", "name": "Gruppe"}
                span = {"begin": begin.isoformat(), "end": (begin + timedelta(minutes=30)).isoformat()}
                status, body = client.post("/api/bookings", wish | span, self.screen.token)
                if status == 201:
                    made = json.loads(body)
                    self.taken.append((made["code"], made["token"], made["begin"]))

    def lost(self, port: int) -> int:
        """How many of them are not there as they were acknowledged."""
        wait_until(lambda: answers(port), ANSWERS_WITHIN)
        gone = 0
        with requests.Session() as session:
            for code, link, begin in self.taken:
                asked = {"Authorization": f"Bearer {link}"}
                answer = session.get(f"http://{HOST}:{port}/api/bookings/{code}", headers=asked, timeout=20)
                gone += answer.status_code != 200 or answer.json()["begin"] != begin
        return gone


def answers(port: int) -> bool:
    """Whether the house does."""
    try:
        return requests.get(f"http://{HOST}:{port}/api/health", timeout=5).status_code == 200
    except requests.RequestException:
        return False


def main() -> None:
    if os.geteuid() != 0 or not all(map(shutil.which, PROGRAMS)) or (ACCEL == "kvm" and not Path("/dev/kvm").exists()):
        print(f"a whole machine: not tried; it takes root, /dev/kvm and {', '.join(PROGRAMS)}")
        return
    if "--again" in sys.argv:
        disk = FOLDER / "disk.raw"
    else:
        disk = image()
        with on(disk) as machine:
            set_up(machine)
    booker, boots = Booker(), []
    for number in range(CUTS):
        power_cut(disk, booker)
        print(f"cut {number + 1}: {len(booker.taken)} bookings acknowledged so far", flush=True)
    for number in range(BOOTS):
        with on(disk) as machine:
            boots.append(machine.home())
            if number == 0:
                print(f"after {CUTS} power cuts: {booker.lost(machine.port)} of {len(booker.taken)} bookings lost")
                print("integrity, broken references:", machine.run(f'python3 -c "{CHECK}"').split("\n")[-2])
    print(f"power to home screen: median {statistics.median(boots):.1f} s of {BOOTS}, worst {max(boots):.1f} s")
    with on(disk) as machine:
        machine.home()
        machine.picture(FOLDER / "home.png")
        for unit, process in HANGS.items():
            anew, serves = hang(machine, unit, process)
            print(f"{unit} stands still: started anew after {anew:.0f} s, serves after {serves:.0f} s", flush=True)
        make_read_only(machine)
    with on(disk) as machine:
        machine.home()
        print(f"read-only root: {booker.lost(machine.port)} of {len(booker.taken)} bookings lost")
        print("it is:", machine.run("touch /etc/x 2>&1; systemctl --failed --plain --no-legend").strip())
        (FOLDER / "status.txt").write_text(machine.run("klimaschutzhaus status"), encoding="utf-8")


def power_cut(disk: Path, booker: Booker) -> None:
    """One start, and the power goes while bookings come in."""
    with on(disk) as machine:
        wait_until(lambda: answers(machine.port), BOOTS_WITHIN)
        worker = threading.Thread(target=booker.book, args=(machine.port,))
        worker.start()
        time.sleep(booker.dice.uniform(1, 4) * PATIENCE)
    worker.join()


if __name__ == "__main__":
    main()
