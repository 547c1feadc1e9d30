# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One key of a config file, written where it belongs: everything else in the file, comments too, stays as it was."""

import os
import re
import shutil
import tomllib
from contextlib import suppress
from pathlib import Path


def line(key: str, values: tuple[float, ...]) -> str:
    """The key as TOML writes it."""
    return f"{key} = [{', '.join(f'{value:g}' for value in values)}]"


def put(file: Path, table: str, key: str, values: tuple[float, ...]) -> bool:
    """Write the key into its table: whether that could be done. The file is the old one or the new one, never half."""
    try:
        fresh = _with(file.read_text(encoding="utf-8"), table, key, values)
        told = tomllib.loads(fresh)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
    if told[table][key] != list(values):
        return False
    return _replace(file, fresh)


def _with(text: str, table: str, key: str, values: tuple[float, ...]) -> str:
    """The text with the key in place of the old one, else below the head of its table, else in a new one at the end."""
    made = line(key, values)
    head = re.search(rf"^\[{table}\][^\n]*$", text, re.MULTILINE)
    if head is None:
        return f"{text.rstrip()}\n\n[{table}]\n{made}\n"
    end = re.compile(r"^\[", re.MULTILINE).search(text, head.end())
    body = text[head.end() : end.start() if end else len(text)]
    changed, found = re.subn(rf"^{key}\s*=\s*\[[^\]]*\]", made, body, count=1, flags=re.MULTILINE)
    if not found:
        changed = f"\n{made}{body}"
    return text[: head.end()] + changed + text[head.end() + len(body) :]


def _replace(file: Path, text: str) -> bool:
    fresh = file.with_name(f"{file.name}.new")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        shutil.copystat(file, fresh)
        os.chown(fresh, file.stat().st_uid, file.stat().st_gid)
        fresh.replace(file)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        return False
    return True
