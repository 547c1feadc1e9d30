# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The file of open data: whole or not at all, of months that are over, without small numbers of people."""

import csv
from pathlib import Path

import pytest

from booking.city_config import City, OpenData
from sync import open_data
from tests.servers.booking import SetClock
from tests.sync.city import city_house


def published_to(file: Path) -> City:
    return City(open_data=OpenData(file=file))


def rows(file: Path) -> dict[tuple[str, str], str]:
    with file.open() as text:
        return {(row["month"], row["count"]): row["value"] for row in csv.DictReader(text)}


def test_months_that_are_over_stand_in_it_with_small_numbers_hidden(
    tmp_path: Path, clock: SetClock, sqlite_url: str
) -> None:
    file = tmp_path / "open.csv"
    house = city_house(tmp_path / "desk", clock, sqlite_url, published_to(file))
    house.count(11, "info")
    house.count(3, "advice")
    assert house.deliveries.publish()
    assert ("2026-05", "people") not in rows(file)

    clock.pass_(days=31)
    assert house.deliveries.publish()
    told = rows(file)
    assert [told["2026-05", key] for key in ("people", "people:info", "people:advice")] == ["10", "10", "<5"]
    assert told["2026-04", "people"] == "0"
    assert not open_data.write(house.desk, file)
    assert list(tmp_path.glob(".*.new")) == []
    house.close()


def test_a_folder_that_is_away_is_said_and_costs_nothing_else(
    tmp_path: Path, clock: SetClock, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    house = city_house(tmp_path / "desk", clock, sqlite_url, published_to(tmp_path / "away" / "open.csv"))
    assert not house.deliveries.publish()
    assert "away" in caplog.text
    house.close()


def test_a_path_that_is_not_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="whole path"):
        OpenData(file=Path("open.csv"))
