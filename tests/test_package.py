# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The Debian package: built, installed in a clean Debian without a network, used, upgraded, removed and purged.

HOUSE_ARCH=arm64 does the same for small computers, where the kernel knows an emulator (package qemu-user-static).
"""

import os
import re
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from booking import VERSION
from tests.servers import debian
from tests.servers.debian import Debian

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "systemd" / "package" / "build.sh"
HOUSE = """
[house]
name = "Haus Nord"
[mail]
host = "mail.example"
user = "haus"
password = "Waermewende"
"""
# The service as its unit starts it, asked over loopback until it answers.
SERVES = """
import subprocess, time, urllib.request
serve = "{program} -m booking --config /etc/klimaschutzhaus/house.toml --data /var/lib/klimaschutzhaus serve"
service = subprocess.Popen(["runuser", "-u", "klimaschutzhaus", "--", *serve.split()], cwd="/")
while service.poll() is None:
    try:
        print(urllib.request.urlopen("http://127.0.0.1:8080/de/", timeout=5).read().decode())
        break
    except OSError:
        time.sleep(0.1)
service.terminate()
"""
ARCHITECTURE = os.environ.get("HOUSE_ARCH", "amd64")
PROGRAM = "/usr/lib/klimaschutzhaus/venv/bin/python"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As `make deb` builds it."""
    folder = tmp_path_factory.mktemp("package")
    subprocess.run([BUILD, ARCHITECTURE, folder], cwd=ROOT, check=True, capture_output=True, text=True)
    (built,) = folder.glob("*.deb")
    return built


@pytest.fixture
def system(package: Path, tmp_path: Path) -> Iterator[Debian]:
    """A Debian with what the package depends on."""
    told = subprocess.run(["dpkg-deb", "-f", package, "Depends"], capture_output=True, text=True, check=True).stdout
    names = [one.partition("|")[0].partition("(")[0].strip() for one in told.split(",")]
    made = debian.made(tmp_path, sorted(set(names)), ARCHITECTURE)
    shutil.copy(package, made.root / "house.deb")
    yield made
    debian.gone(made)


def newer(package: Path, folder: Path) -> Path:
    """The same package, called by a higher version."""
    tree, target = folder / "tree", folder / "newer.deb"
    subprocess.run(["dpkg-deb", "-R", package, tree], check=True)
    control = tree / "DEBIAN" / "control"
    control.write_text(control.read_text().replace(f"Version: {VERSION}", "Version: 99.0"))
    subprocess.run(["dpkg-deb", "-Zgzip", "-z1", "--build", tree, target], check=True, capture_output=True)
    shutil.rmtree(tree)
    return target


def test_a_life_of_the_package(package: Path, system: Debian, tmp_path: Path) -> None:
    system.run("dpkg", "-i", "/house.deb")
    everything_is_as_safe_as_it_looks(system)

    set_up_and_used(system)
    kept = {name: (system.root / name).read_bytes() for name in ("var/lib/klimaschutzhaus/secret.key", CONFIG)}

    shutil.copy(newer(package, tmp_path), system.root / "newer.deb")
    system.run("dpkg", "-i", "/newer.deb")
    assert "anna" in system.run("klimaschutzhaus", "booking", "staff", "list").stdout
    assert {name: (system.root / name).read_bytes() for name in kept} == kept

    system.run("dpkg", "-r", "klimaschutzhaus")
    assert not (system.root / "usr/lib/klimaschutzhaus").exists(), "nothing was written beside the program"
    assert not (system.root / "usr/bin/klimaschutzhaus").exists()
    assert (system.root / CONFIG).exists()

    said = system.run("dpkg", "-P", "klimaschutzhaus").stderr
    assert "are kept in /var/lib/klimaschutzhaus" in said, "nobody has said that they shall go"
    assert (system.root / "var/lib/klimaschutzhaus/house.db").exists()

    system.run("dpkg", "-i", "/house.deb")
    assert "anna" in system.run("klimaschutzhaus", "booking", "staff", "list").stdout, "all is there again"
    system.run("debconf-set-selections", said="klimaschutzhaus klimaschutzhaus/erase boolean true\n")
    system.run("dpkg", "-P", "klimaschutzhaus")
    left = [file for file in system.root.glob("**/*klimaschutzhaus*") if "dpkg" not in str(file)]
    assert left == []
    assert "klimaschutzhaus" not in (system.root / "etc/passwd").read_text()


CONFIG = "etc/klimaschutzhaus/house.toml"


def everything_is_as_safe_as_it_looks(system: Debian) -> None:
    """Nothing of the program can be written by others than root, and no process of the house is root."""
    for file in (system.root / "usr/lib/klimaschutzhaus").rglob("*"):
        told = file.lstat()
        assert (told.st_uid, told.st_gid) == (0, 0)
        assert file.is_symlink() or not told.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    passwd = (system.root / "etc/passwd").read_text()
    for user in ("klimaschutzhaus", "klimaschutzhaus-kiosk"):
        assert re.search(rf"^{user}:.*/nologin$", passwd, re.MULTILINE)
    units = sorted(file.name for file in (system.root / "usr/lib/systemd/system").glob("klimaschutzhaus-*"))
    assert units == sorted(file.name for kind in ("service", "timer") for file in (ROOT / "systemd").glob(f"*.{kind}"))
    for unit in units:
        line = re.search(r"^ExecStart=(\S+)", (system.root / "usr/lib/systemd/system" / unit).read_text(), re.MULTILINE)
        assert not line or line[1].startswith(("/usr/bin/", PROGRAM))
    assert (system.root / "usr/share/man/man1/klimaschutzhaus.1.gz").exists()


def set_up_and_used(system: Debian) -> None:
    """What an installer does, as far as it goes without systemd."""
    (system.root / "answers.toml").write_text(HOUSE, encoding="utf-8")
    said = system.run("klimaschutzhaus", "setup", "--answers", "/answers.toml", "--no-start").stdout
    assert "Haus Nord" in said
    modes = {CONFIG: 0o640, "etc/klimaschutzhaus/screen.toml": 0o600, "etc/klimaschutzhaus/secrets/smtp": 0o600}
    assert {name: (system.root / name).stat().st_mode & 0o777 for name in modes} == modes
    units = [f.name for f in (ROOT / "systemd").glob("*.*") if "WantedBy=" in f.read_text(encoding="utf-8")]
    system.run("systemctl", "enable", *units)
    link = system.run("klimaschutzhaus", "booking", "staff", "add", "anna").stdout
    assert "/de/staff/join/" in link
    assert "Haus Nord" in system.run("/usr/bin/python3", "-c", SERVES.format(program=PROGRAM)).stdout
    owner = (system.root / "var/lib/klimaschutzhaus").stat()
    assert owner.st_mode & 0o777 == 0o700
    assert {file.stat().st_uid for file in (system.root / "var/lib/klimaschutzhaus").iterdir()} == {owner.st_uid}
    page = system.run("klimaschutzhaus", "status", well=False).stdout
    assert f"version      {VERSION}" in page
