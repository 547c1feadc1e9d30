# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A desk of the demo house on each database, on Thursday, 7 May 2026, at 13:42."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from booking.config import House
from booking.desk import Desk
from booking.office import Office
from booking.serve import open_desk
from tests.booking.wishes import SMTP
from tests.servers.booking import SetClock, demo_house


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def house() -> House:
    return demo_house()


@pytest.fixture
def desk(database_url: str, tmp_path: Path, clock: SetClock) -> Iterator[Desk]:
    """The desk of the demo house, once on SQLite and once on PostgreSQL."""
    opened = open_desk(demo_house(database=database_url, smtp=SMTP), tmp_path / "desk", clock)
    yield opened
    opened.database.close()


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)
