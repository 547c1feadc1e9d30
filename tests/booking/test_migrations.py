# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Migrations lead from nothing to exactly the tables that the code knows, on both databases."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from booking.database import MIGRATIONS, Database
from booking.model import metadata
from tests.servers.postgres import Postgres

ROOT = Path(__file__).parents[2]
ROWS = 50
STEP = 3  # every third statement is enough for each run
MOST_STATEMENTS = 300
BOOKING = """
INSERT INTO booking (house_id, id, room_id, begin, "end", claimed_from, claimed_to, status, language, created, changed)
VALUES ('kassel', {number}, 1, {number}, {number}, 0, 1, 'booked', 'de', 0, 0)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with nothing in it."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.address(postgres.create())


def differences(database: Database) -> list[object]:
    with database.engine.connect() as db:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(db, opts=options), metadata))


def test_an_upgrade_from_nothing_gives_exactly_the_tables_that_the_code_knows(empty_url: str) -> None:
    database = Database(empty_url)
    assert differences(database)
    database.upgrade()

    assert differences(database) == []
    assert partial_indexes(database) == {
        index.name for table in metadata.tables.values() for index in table.indexes if is_partial(index)
    }
    database.close()


def is_partial(index: object) -> bool:
    options = index.dialect_options["sqlite"]  # type: ignore[attr-defined]
    return options["where"] is not None


def partial_indexes(database: Database) -> set[str | None]:
    """Those that hold some rows only; Alembic does not compare them."""
    looked = inspect(database.engine)
    key = f"{database.engine.dialect.name}_where"
    return {
        index["name"]
        for table in metadata.tables
        for index in looked.get_indexes(table)
        if key in index.get("dialect_options", {})
    }


def test_a_second_upgrade_does_nothing(empty_url: str) -> None:
    database = Database(empty_url)
    database.upgrade()
    with database.engine.begin() as db:
        db.exec_driver_sql("INSERT INTO house (id, revision, written) VALUES ('kassel', 7, 7)")
    database.upgrade()

    with database.read() as db:
        assert db.exec_driver_sql("SELECT id, revision FROM house").all() == [("kassel", 7)]
        assert db.exec_driver_sql("SELECT count(*) FROM alembic_version").scalar() == 1
    database.close()


def test_a_database_of_our_own_is_durable_and_forgets(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'house.db'}")
    with database.read() as db:
        said = {
            name: db.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    database.close()

    assert said == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def at_first_version(url: str) -> None:
    """The tables of the first version, with rows in them."""
    database = Database(url)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["database"] = database
    command.upgrade(config, "0001")
    with database.engine.begin() as db:
        db.exec_driver_sql("INSERT INTO house (id, revision, written) VALUES ('kassel', 7, 7)")
        db.exec_driver_sql("INSERT INTO room (id, house_id, key) VALUES (1, 'kassel', 'offen')")
        for number in range(ROWS):
            db.exec_driver_sql(BOOKING.format(number=number))
    database.close()


def state(url: str) -> tuple[str, int]:
    """The version of the tables, and how many bookings there are."""
    database = Database(url)
    with database.read() as db:
        version = str(db.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
        rows = int(db.exec_driver_sql("SELECT count(*) FROM booking").scalar() or 0)
    database.close()
    return version, rows


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_upgrade_killed_at_any_step_leaves_the_old_or_the_new_tables_and_every_row(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Killed before one statement after the other, until there is none left; then it starts again."""
    first, copy = versions(kind, request, tmp_path)
    at_first_version(first)
    for last in range(0, MOST_STATEMENTS, STEP):
        url = copy(last)
        done = subprocess.run(
            [sys.executable, "-m", "tests.booking.killed_upgrade", url, str(last)], cwd=ROOT, check=False
        )
        version, rows = state(url)
        assert version == "0001" if done.returncode else version > "0001"
        assert rows == ROWS
        again = Database(url)
        again.upgrade()
        again.close()
        assert state(url) == (newest(), ROWS)
        if done.returncode == 0:
            break
    else:
        raise AssertionError("the upgrade never came to its end")
    assert last > 5


def newest() -> str:
    return max(file.stem.split("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def versions(kind: str, request: pytest.FixtureRequest, folder: Path) -> tuple[str, Callable[[int], str]]:
    """The address of a database to be filled, and a way to copies of it."""
    if kind == "sqlite":
        file = folder / "first.db"

        def copied(number: int) -> str:
            return f"sqlite:///{shutil.copy(file, folder / f'{number}.db')}"

        return f"sqlite:///{file}", copied
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create()
    return postgres.address(name), lambda _: postgres.address(postgres.create(name))
