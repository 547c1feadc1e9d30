# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The whole house in one file, while it serves, and the way back: database and key, checked before they count.

On SQLite. PostgreSQL brings tools of its own, which know more than we do.
"""

import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from booking import archive, outbox
from booking.archive import DATABASE, KEY, BackupFault
from booking.clock import Clock, SystemClock
from booking.config import House
from booking.database import Database, newest
from booking.desk import Desk
from booking.office import Office
from booking.secret import Secret
from booking.serve import KEY_FILE, database_url

_PAGES = 256  # a step: a megabyte


@dataclass(frozen=True)
class Restored:
    """What is there again: how many bookings, when the backup was made, and of how many contact data was due."""

    bookings: int
    made: datetime
    erased: int


def backup(house: House, data: Path, target: Path) -> int:
    """Write a house to a file while it may be serving; how many bookings. Raises BackupFault and leaves what was."""
    source = _database(house, data)
    if not source.exists():
        raise BackupFault(f"{source}: there is no database yet")
    if target.resolve() in (source.resolve(), (data / KEY_FILE).resolve()):
        raise BackupFault(f"{target} is what shall be backed up: name another file")
    with _told(), _beside(target) as part:
        _copy(source, part / DATABASE)
        shutil.copyfile(data / KEY_FILE, part / KEY)
        bookings = _checked(part / DATABASE)
        _put(archive.pack(part), target)
    return bookings


def restore(house: House, data: Path, source: Path, force: bool = False, clock: Clock | None = None) -> Restored:
    """Put a house back, and erase what is due before anybody can ask for it. Raises BackupFault and leaves what was.

    Never while a service has the database open; `force` replaces one that nobody has open.
    """
    target = _database(house, data)
    if target.exists() and not force:
        raise BackupFault(f"{target} is there already; --force replaces it with the backup")
    with _told():
        data.mkdir(parents=True, exist_ok=True)
        with _alone_with(target), _beside(target) as part:
            made = archive.unpack(source, part)
            _check_house(house, part / DATABASE)
            erased = _erase_due(house, part, clock or SystemClock())
            bookings = _checked(part / DATABASE)
            for rest in ("-wal", "-shm", "-journal"):  # of another database: it would be played into this one
                target.with_name(target.name + rest).unlink(missing_ok=True)
            _give(_copied(part / KEY, data / f"{KEY_FILE}.part"), data / KEY_FILE)
            _give(part / DATABASE, target)
    return Restored(bookings, made, erased)


def _database(house: House, data: Path) -> Path:
    url = make_url(database_url(house, data))
    if url.get_backend_name() != "sqlite":
        raise BackupFault(
            "this house keeps its bookings in PostgreSQL: pg_dump is the way to back them up and pg_restore the way"
            f" back; keep {data / KEY_FILE} with the dump"
        )
    return Path(url.database or "")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error, tarfile.TarError, DBAPIError) as error:
        raise BackupFault(str(error)) from error


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A folder for what is not finished yet, on the same disk; it is for its owner only, and gone afterwards."""
    part = target.with_name(f"{target.name}.part")
    shutil.rmtree(part, ignore_errors=True)  # of one that was interrupted
    part.mkdir(mode=0o700)
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _copied(source: Path, target: Path) -> Path:
    """The copy of a small file that may lie on another disk."""
    target.unlink(missing_ok=True)
    with archive.new(target) as out:
        out.write(source.read_bytes())
    return target


def _give(made: Path, target: Path) -> None:
    """Put a file where the service finds it; what root restores belongs to whom the folder belongs to."""
    if os.geteuid() == 0:
        owner = target.parent.stat()
        os.chown(made, owner.st_uid, owner.st_gid)
    _put(made, target)


def _put(made: Path, target: Path) -> None:
    """Replace a file at once and for good."""
    _sync(made)
    made.replace(target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _copy(source: Path, target: Path) -> None:
    """The database as it is at one moment. It is open for reading the whole time, which keeps no writer waiting, and
    without that each write in between would make the copy begin again.
    """
    with closing(sqlite3.connect(source, isolation_level=None)) as live, closing(sqlite3.connect(target)) as copy:
        live.execute("BEGIN")
        live.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # only now it is open
        live.backup(copy, pages=_PAGES)


def _checked(file: Path) -> int:
    """How many bookings are in a database that is whole."""
    with closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA journal_mode=DELETE")  # all of it in one file
        said = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if said != "ok":
            raise BackupFault(f"the database is damaged: {said}")
        if broken := db.execute("PRAGMA foreign_key_check").fetchone():
            raise BackupFault(
                f"the database is damaged: a row of {broken[0]} refers to one of {broken[2]} that is gone"
            )
        return int(db.execute("SELECT count(*) FROM booking").fetchone()[0])


def _check_house(house: House, file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        ids = [row[0] for row in db.execute("SELECT id FROM house")]
        (version,) = db.execute("SELECT version_num FROM alembic_version").fetchone()
    if house.id not in ids:
        raise BackupFault(f"this is a backup of the house {', '.join(ids)}, and the config is of {house.id}")
    if version > newest():
        raise BackupFault("this backup was made by a newer version of this software: update it first")


def _erase_due(house: House, folder: Path, clock: Clock) -> int:
    """Erase what has been kept long enough meanwhile, in the tables as they are today; of how many bookings."""
    database = Database(f"sqlite:///{(folder / DATABASE).absolute()}")
    try:
        database.upgrade()
        desk = Desk(house, database, Secret.kept_in(folder / KEY), clock)
        if not desk.write(lambda book: book.trusted):
            raise BackupFault(
                f"the clock of this machine says {clock.now():%Y-%m-%d %H:%M} UTC, which cannot be: set it first,"
                " because what is due is erased by it"
            )
        desk.tokens.forget_expired()
        desk.write(lambda book: outbox.doubt(book.db, house.id))
        return Office(desk).erase_due()
    finally:
        database.close()


@contextmanager
def _alone_with(database: Path) -> Iterator[None]:
    """Nobody has the database open, and nobody can open it until the block ends."""
    if not database.exists():
        yield
        return
    with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as db:
        try:
            db.execute("PRAGMA journal_mode=DELETE")  # takes nobody else to have it open
            db.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise BackupFault(f"{database} is in use, stop the service first: {error}") from error
        except sqlite3.DatabaseError:
            pass  # so damaged that it is none: nobody can be at work with it
        yield
