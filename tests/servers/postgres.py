# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A private, real PostgreSQL for one test run: own folder, own port on the loopback, durable, gone afterwards."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from tests.servers.loopback import HOST, free_port

STARTED_WITHIN, STOPPED_WITHIN = 60, 30  # seconds
SETTINGS = {
    "listen_addresses": HOST,
    "fsync": "on",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
}


@dataclass
class Postgres:
    """A server that runs; `user` is the system's user that it runs as."""

    port: int
    folder: Path
    user: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def address(self, database: str) -> str:
        """For SQLAlchemy."""
        return f"postgresql+psycopg://house@{HOST}:{self.port}/{database}"

    def create(self, template: str = "template0") -> str:
        """The name of a new database, a copy of the template, which nobody may be connected to."""
        name = f"house_{next(self._numbers)}"
        self._order(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop(self, database: str) -> None:
        """Also if somebody is still connected."""
        self._order(f'DROP DATABASE "{database}" WITH (FORCE)')

    def _order(self, statement: str) -> None:
        with psycopg.connect(host=HOST, port=self.port, user="house", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Start one and stop it cleanly. Root may not run PostgreSQL: then it runs as the user postgres."""
    owner = _owner()
    # A socket's path may have 107 letters: not somewhere deep.
    folder = Path(tempfile.mkdtemp(prefix="house-postgres-", dir="/tmp"))
    try:
        os.chown(folder, owner["user"], owner["group"])
        server = Postgres(free_port(), folder, pwd.getpwuid(owner["user"]).pw_name)
        process = _start(server, owner)
        try:
            _wait(server, process)
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # "fast": sessions end, everything is written
            process.wait(STOPPED_WITHIN)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(server: Postgres, owner: dict[str, Any]) -> subprocess.Popen[bytes]:
    data = server.folder / "data"
    subprocess.run(
        [_program("initdb"), "-D", data, "-U", "house", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"],
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=server.folder,
        **owner,
    )
    settings = {**SETTINGS, "port": server.port, "unix_socket_directories": server.folder}
    options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
    with (server.folder / "log").open("wb") as log:
        return subprocess.Popen(
            [_program("postgres"), "-D", data, *options],
            stdout=log,
            stderr=log,
            cwd=server.folder,
            **owner,
        )


def _wait(server: Postgres, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTED_WITHIN
    ready = [_program("pg_isready"), "-q", "-h", HOST, "-p", str(server.port), "-U", "house"]
    while subprocess.run(ready, check=False).returncode != 0:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"PostgreSQL does not start: {(server.folder / 'log').read_text()}")
        time.sleep(0.05)


def _owner() -> dict[str, Any]:
    """Who the server runs as, in the words of subprocess."""
    if os.getuid() != 0:
        return {"user": os.getuid(), "group": os.getgid()}
    postgres_user = pwd.getpwnam("postgres")
    return {"user": postgres_user.pw_uid, "group": postgres_user.pw_gid, "extra_groups": []}


def _program(name: str) -> str:
    """The newest that is installed; Debian keeps each version in its own folder, outside the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: _version(path))
    if not found:
        raise RuntimeError(f"{name} is missing: Debian's package postgresql is not installed")
    return str(found[-1])


def _version(path: Path) -> int:
    number = re.search(r"/(\d+)/bin/", str(path))
    return int(number[1]) if number else 0
