# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the tests stand on: real databases, a real mail server, a real browser.

A server starts when a test first asks for it.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

from booking.database import Database
from tests.servers.booking import Service, booking_service, demo_house
from tests.servers.browser import chromium as run_chromium
from tests.servers.postgres import Postgres
from tests.servers.postgres import postgres as run_postgres
from tests.servers.smtp import Mailbox
from tests.servers.smtp import smtp as run_smtp

# A slow machine is no fault of the house. "thorough" is for a look by hand: pytest --hypothesis-profile=thorough
settings.register_profile("house", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=5000)
settings.load_profile("house")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with run_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    """A PostgreSQL database with the newest tables and nothing in them."""
    name = postgres.create()
    _upgrade(postgres.address(name))
    return name


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the newest tables and nothing in them."""
    file = tmp_path_factory.mktemp("template") / "house.db"
    _upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with the newest tables, once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite file with the newest tables."""
    shutil.copy(sqlite_template, tmp_path / "house.db")
    return f"sqlite:///{tmp_path / 'house.db'}"


@pytest.fixture
def postgresql_url(postgres: Postgres, postgres_template: str) -> Iterator[str]:
    """A fresh PostgreSQL database with the newest tables."""
    name = postgres.create(postgres_template)
    yield postgres.address(name)
    postgres.drop(name)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server of the test's own."""
    with run_smtp() as box:
        yield box


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each takes a new context of it."""
    with run_chromium() as browser:
        yield browser


def _upgrade(url: str) -> None:
    database = Database(url)
    try:
        database.upgrade()
    finally:
        database.close()


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """The demo house, answering over HTTP on Thursday, 7 May 2026, at 13:42."""
    with booking_service(demo_house(), tmp_path) as running:
        yield running
