# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Migrations lead from nothing to exactly the tables that the code knows, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from booking.database import Database
from booking.model import metadata
from tests.servers.postgres import Postgres


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
