# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file that a house is backed up in: a tar with database and key, and the sums by which both are known again."""

import hashlib
import os
import shutil
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

DATABASE, KEY, SUMS = "house.db", "secret.key", "SHA256SUMS"
ARCHIVE = "archive"


class BackupFault(Exception):
    """Why there is no backup, or why nothing was restored; the text is for the installer."""


def pack(folder: Path) -> Path:
    """Make a backup of the database and the key in a folder, in that folder."""
    sums = "".join(f"{_digest(folder / name)}  {name}\n" for name in (DATABASE, KEY))
    (folder / SUMS).write_text(sums, encoding="ascii")
    with new(folder / ARCHIVE) as out, tarfile.open(fileobj=out, mode="w") as tar:
        for name in (SUMS, KEY, DATABASE):
            tar.add(folder / name, name, filter=_private)
    return folder / ARCHIVE


def new(file: Path) -> BinaryIO:
    """A file that only its owner may read: it holds the key, or who booked."""
    return os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _private(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.mode = 0o600
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def unpack(archive: Path, folder: Path) -> datetime:
    """Put database and key of a backup into a folder, whatever else is in it; when it was made.

    Raises BackupFault if it is none, or not as it was made.
    """
    with tarfile.open(archive, "r:") as tar:
        for name in (SUMS, KEY, DATABASE):
            try:
                content = tar.extractfile(name)
            except KeyError:
                content = None
            if content is None:
                raise BackupFault(f"{archive} is no backup of a house: it holds no {name}")
            with new(folder / name) as out:
                shutil.copyfileobj(content, out)
        made = datetime.fromtimestamp(tar.getmember(DATABASE).mtime, UTC)
    _check_sums(folder)
    return made


def _check_sums(folder: Path) -> None:
    lines = (folder / SUMS).read_text(encoding="ascii", errors="replace").splitlines()
    sums = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for name in (DATABASE, KEY):
        if sums.get(name) != _digest(folder / name):
            raise BackupFault(f"the backup is damaged: {name} is not what it was; take another one")


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
