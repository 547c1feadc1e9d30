# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A partner's server, a process that reads, and a post office of the demo house on each database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from booking.feeds_config import FeedIn
from sync.readers import Readers
from tests.servers.booking import SetClock
from tests.servers.partner import Partner
from tests.servers.partner import partner as run_partner
from tests.sync.post import Office, post_office

Opening = Callable[..., Office]


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="session")
def readers() -> Iterator[Readers]:
    with Readers() as started:
        yield started


@pytest.fixture
def partner() -> Iterator[Partner]:
    with run_partner() as server:
        yield server


@pytest.fixture
def office_on(tmp_path: Path, clock: SetClock, readers: Readers) -> Iterator[Opening]:
    """Opens post offices on a database, and closes them."""
    opened: list[Office] = []

    def opening(database: str, *feeds: FeedIn, **settings: float) -> Office:
        opened.append(post_office(tmp_path / "desk", clock, readers, *feeds, database=database, **settings))  # type: ignore[arg-type]
        return opened[-1]

    yield opening
    for office in opened:
        office.close()


@pytest.fixture
def opened(office_on: Opening, database_url: str) -> Callable[..., Office]:
    """A post office with some feeds, once on SQLite and once on PostgreSQL."""
    return lambda *feeds, **settings: office_on(database_url, *feeds, **settings)


@pytest.fixture
def quick(office_on: Opening, sqlite_url: str) -> Callable[..., Office]:
    """The same on SQLite only, for what the database has no part in."""
    return lambda *feeds, **settings: office_on(sqlite_url, *feeds, **settings)
