# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The machine: where the files of the house lie on it, and how its programs are asked."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SECONDS = 60.0  # that a program may take unless told otherwise
UNITS = ("booking", "sync", "kiosk", "kiosk-x11")
TIMERS = ("backup", "offsite", "status")


@dataclass(frozen=True)
class Machine:
    """Everything lies under `root`: the machine's own, or a folder that stands for it."""

    root: Path = Path("/")

    @property
    def config(self) -> Path:
        return self.root / "etc/klimaschutzhaus"

    @property
    def house(self) -> Path:
        return self.config / "house.toml"

    @property
    def screen(self) -> Path:
        return self.config / "screen.toml"

    @property
    def offsite(self) -> Path:
        return self.config / "offsite.toml"

    @property
    def secrets(self) -> Path:
        return self.config / "secrets"

    @property
    def data(self) -> Path:
        return self.root / "var/lib/klimaschutzhaus"

    @property
    def backups(self) -> Path:
        return self.data / "backup"

    @property
    def told(self) -> Path:
        """What `status` found last, for the service to show."""
        return self.root / "run/klimaschutzhaus"

    @property
    def caddyfile(self) -> Path:
        return self.root / "etc/caddy/Caddyfile"

    @property
    def is_booted(self) -> bool:
        """Whether systemd runs here, so that services can be started."""
        return (self.root / "run/systemd/system").is_dir()


@dataclass(frozen=True)
class Told:
    """What a program said, and whether it did what was asked."""

    well: bool
    out: str
    error: str

    @property
    def last(self) -> str:
        """The last line of what it complained of."""
        lines = [line for line in (self.error or self.out).splitlines() if line.strip()]
        return lines[-1].strip() if lines else "no reason given"


def ask(*command: str | Path, seconds: float = SECONDS, around: Mapping[str, str] | None = None) -> Told:
    """Run a program of the system to its end; one that is missing or takes too long has not done what was asked."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            stdin=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C.UTF-8", **(around or {})},
        )
    except FileNotFoundError:
        return Told(False, "", f"{command[0]} is not installed")
    except subprocess.TimeoutExpired:
        return Told(False, "", f"{command[0]} took longer than {seconds:.0f} s")
    return Told(done.returncode == 0, done.stdout, done.stderr)
