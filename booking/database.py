# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way to the database: one transaction a wish, the lock before the look, on SQLite and PostgreSQL alike.

SQLite: WAL, synchronous=FULL, BEGIN IMMEDIATE for writes behind a fair queue. PostgreSQL: the house's row is the lock.
"""

import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, column, create_engine, event, inspect, make_url, select, table
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from booking.refusal import Refused

T = TypeVar("T")

TRIES = 3
BUSY_SECONDS = 2
MIGRATIONS = Path(__file__).parent / "migrations"
_DRAWN_TWICE = re.compile(
    r"failed: booking\.|uq_booking_|failed: (?P<table>actor|offer|signpost|idea)\.house_id, (?P=table)\.id\b"
    r"|pk_(?:booking|actor|offer|signpost|idea)\b"
)
_RETRIED = {"40001", "40P01", "55P03"}  # serialization, deadlock, lock not available (PostgreSQL error codes)


class FairLock:
    """First come, first served: threading.Lock lets a busy thread overtake those who wait."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def __enter__(self) -> None:
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        turn.wait()

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


class Database:
    """Connections to one database; `url` is an SQLAlchemy address such as sqlite:////var/lib/house/house.db."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self.sqlite = self.engine.dialect.name == "sqlite"
        self._queue = FairLock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent look; changes nothing."""
        with self.engine.connect() as db, db.begin():
            yield db

    def write(self, work: Callable[[Connection], T]) -> T:
        """The answer of `work`, done in one transaction, tried again if the database was busy.

        Raises whatever `work` raises, after rolling back, and Refused("later") when three tries were not enough.
        """
        for attempt in range(TRIES):
            try:
                return self._once(work)
            except DBAPIError as error:
                if not _passing(error):
                    raise
                last = attempt == TRIES - 1
                if last:
                    raise Refused("later") from error
        raise AssertionError("unreachable")

    def _once(self, work: Callable[[Connection], T]) -> T:
        with self._turn(), self.engine.connect() as db:
            db.execution_options(writes=True)
            with db.begin():
                return work(db)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self.sqlite:
            yield
            return
        with self._queue:
            yield

    def forget(self) -> None:
        """Leave no erased text behind in the write-ahead log (SQLite; PostgreSQL recycles its own)."""
        if self.sqlite:
            with self._queue, self.engine.connect() as db:
                db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def upgrade(self) -> None:
        """Bring the tables to the newest version; does nothing, quickly, if they are there already."""
        if self._version() == newest():
            return
        from alembic import command  # a heavy part, seldom needed
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["database"] = self
        command.upgrade(config, "head")

    def _version(self) -> str | None:
        with self.engine.connect() as db:
            if not inspect(db).has_table("alembic_version"):
                return None
            version: str | None = db.scalar(select(column("version_num")).select_from(table("alembic_version")))
            return version

    def close(self) -> None:
        self.engine.dispose()


def newest() -> str:
    """The version of the tables that this code knows."""
    return max(path.stem.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _passing(error: DBAPIError) -> bool:
    """Whether the same transaction may well succeed when tried again."""
    if getattr(error.orig, "sqlstate", None) in _RETRIED:
        return True
    said = str(error.orig)
    if isinstance(error, IntegrityError):  # two things of a millisecond drew the same number: draw again
        return bool(_DRAWN_TWICE.search(said))
    return isinstance(error, OperationalError) and "locked" in said


def _engine(url: str) -> Engine:
    """Values of statements, which may name people, never stand in errors and so in no log."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_size=20, max_overflow=20, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(
        url, pool_size=20, max_overflow=40, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS}
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver's own BEGIN comes too late and is never IMMEDIATE
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "cache_size=-1000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(db: Connection) -> None:
    writes = db.get_execution_options().get("writes", False)
    db.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
