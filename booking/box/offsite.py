# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The second place of backups: encrypted by restic before they leave the machine, kept for days, and tried out."""

import json
import tempfile
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from booking.archive import BackupFault
from booking.backup import Restored, restore
from booking.box.machine import Machine, Told, ask
from booking.config import House, read
from booking.config_part import Part, SecretFile

TAG = "house"
KEEP_SECONDS = 3600.0  # over a slow line
REMEMBERED = "offsite.json"  # in the data folder


class Offsite(Part):
    """All of offsite.toml. Where backups go, as restic writes it: sftp:…, rest:https://…, s3:…, or a folder."""

    repository: str | None = None
    repository_file: SecretFile | None = Field(default=None, description="If the address holds a password.")
    password_file: SecretFile
    keep_days: Annotated[int, Field(ge=1, le=14)] = 13
    options: tuple[str, ...] = Field(default=(), description="As restic's -o, such as sftp.command=…")

    @model_validator(mode="after")
    def has_a_place(self) -> "Offsite":
        if bool(self.repository) == bool(self.repository_file):
            raise ValueError("name the place by repository, or by repository_file if it holds a password")
        return self

    @property
    def arguments(self) -> list[str]:
        """What every call of restic begins with."""
        place = ["--repo", self.repository] if self.repository else ["--repository-file", str(self.repository_file)]
        return [*place, "--password-file", str(self.password_file), *(f"--option={one}" for one in self.options)]


@dataclass(frozen=True)
class Done:
    """When a backup went out last, when one was last tried out, and what went wrong since then."""

    kept: datetime | None = None
    drilled: datetime | None = None
    fault: str = ""


def keep(machine: Machine, now: datetime) -> str:
    """Take the newest backup to the second place, and let go there what is old. Raises BackupFault."""
    place, house = read(machine.offsite, Offsite), read(machine.house, House)
    newest = max(machine.backups.glob("house-*.tar"), key=lambda file: file.stat().st_mtime, default=None)
    if newest is None:
        raise BackupFault(f"{machine.backups}: there is no backup yet: systemctl start klimaschutzhaus-backup")
    done = remembered(machine)
    try:
        _begin(place)
        _restic(place, "unlock")  # what a machine had locked that went off meanwhile; nobody else's work
        of = ("--host", house.id, "--tag", TAG)
        _restic(place, "backup", *of, newest)
        # Counted from the newest one: what a machine that was off for long has there is not its last.
        _restic(place, "forget", "--prune", *of, "--group-by", "host,tags", "--keep-within", f"{place.keep_days}d")
    except BackupFault as fault:
        _remember(machine, replace(done, fault=str(fault)))
        raise
    _remember(machine, replace(done, kept=now, fault=""))
    return f"{newest.name} is kept elsewhere, for {place.keep_days} days"


def drill(machine: Machine, now: datetime) -> Restored:
    """Fetch the newest backup, restore it beside the house, check it, and throw it away. Raises BackupFault."""
    place, house = read(machine.offsite, Offsite), read(machine.house, House)
    with tempfile.TemporaryDirectory(prefix="drill-", dir=machine.data) as folder:
        fetched, tried = Path(folder) / "fetched", Path(folder) / "tried"
        _restic(place, "restore", "latest", "--host", house.id, "--tag", TAG, "--target", fetched)
        newest = next(fetched.rglob("house-*.tar"), None)
        if newest is None:
            raise BackupFault("the second place holds no backup of this house")
        restored = restore(house, tried, newest)
    _remember(machine, replace(remembered(machine), drilled=now))
    return restored


def remembered(machine: Machine) -> Done:
    """What `keep` and `drill` did last."""
    try:
        known = json.loads((machine.data / REMEMBERED).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return Done()
    kept, drilled = (datetime.fromisoformat(known[key]) if known[key] else None for key in ("kept", "drilled"))
    return Done(kept, drilled, known["fault"])


def _remember(machine: Machine, done: Done) -> None:
    file = machine.data / REMEMBERED
    part = file.with_suffix(".part")
    part.write_text(json.dumps(asdict(done), default=str), encoding="utf-8")
    part.replace(file)


def _begin(place: Offsite) -> None:
    """Make the repository at the first time; one that is there but does not open is a fault, not a first time."""
    if ask("restic", *place.arguments, "cat", "config").well:
        return
    made = ask("restic", *place.arguments, "init")
    if not made.well:
        raise BackupFault(f"restic: {made.last}")


def _restic(place: Offsite, *what: str | Path) -> Told:
    told = ask("restic", *place.arguments, "--no-cache", *what, seconds=KEEP_SECONDS)
    if not told.well:
        raise BackupFault(f"restic: {told.last}")
    return told
