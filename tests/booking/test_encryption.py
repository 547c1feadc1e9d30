# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What would leave the machine unencrypted: checking a config warns of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from booking.advice import warnings
from booking.city_config import City, CityCalendar, CityCounts
from booking.config import Misconfigured, Smtp
from booking.feeds_config import FeedIn
from tests.servers.booking import DEMO, demo_house

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("host", "security", "warned"),
    [
        *(("mail.example", "none", True), ("192.0.2.7", "none", True), ("mail.example", "starttls", False)),
        *(("mail.example", "tls", False), ("localhost", "none", False), ("127.0.0.1", "none", False)),
        ("::1", "none", False),
    ],
)
def test_letters_that_go_to_another_machine_unencrypted_are_warned_of(host: str, security: str, warned: bool) -> None:
    smtp = Smtp(host=host, security=security, sender="haus@klimaschutzhaus.example")  # type: ignore[arg-type]
    said = warnings(demo_house(smtp=smtp))
    assert [host in line and "starttls" in line for line in said] == [True] * warned


@pytest.mark.parametrize(
    ("database", "warned"),
    [
        ("postgresql+psycopg://house@db.example/house", "db.example"),
        ("postgresql+psycopg://house@192.0.2.7/house?sslmode=require", "192.0.2.7"),
        ("postgresql+psycopg:///house?host=/run/postgresql&host=db.example", "db.example"),
        ("postgresql+psycopg://house@db.example/house?sslmode=verify-full&sslrootcert=system", ""),
        ("postgresql+psycopg://house@127.0.0.1/house", ""),
        ("postgresql+psycopg:///house?host=/run/postgresql", ""),
        ("postgresql+psycopg:///house", ""),
        ("sqlite:////var/lib/house/house.db", ""),
        (None, ""),
    ],
)
def test_a_database_on_another_machine_that_need_not_prove_itself_is_warned_of(
    database: str | None, warned: str
) -> None:
    said = warnings(demo_house(database=database))
    assert [warned in line and "verify-full" in line for line in said] == [True] * bool(warned)


def test_a_database_address_that_is_none_is_named_without_its_password() -> None:
    with pytest.raises(Misconfigured) as caught:
        warnings(demo_house(database="house:secret@db.example"))
    assert str(caught.value) == "service.database: this is no address of a database; the example shows one"


def test_checking_a_config_tells_the_warnings_and_no_password(tmp_path: Path) -> None:
    config = tmp_path / "house.toml"
    address = "postgresql+psycopg://house:secret@db.example/house"
    text = DEMO.read_text(encoding="utf-8")
    assert "[service]" not in text
    config.write_text(f'{text}\n[service]\ndatabase = "{address}"\n', encoding="utf-8")
    command = [sys.executable, "-m", "booking", "--config", str(config), "check"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert f"{config}: warning: service.database: db.example " in said
    assert "all right" in said
    assert "secret" not in said


def test_checking_a_config_warns_of_a_feed_that_anybody_may_change() -> None:
    feeds = [
        FeedIn(id=name, kind="offers", url=f"{site}/a.ics")
        for name, site in (("fern", "http://a.example"), ("sicher", "https://a.example"), ("hier", "http://127.0.0.1"))
    ]
    (said,) = warnings(demo_house().model_copy(update={"feeds_in": tuple(feeds)}))

    assert said.startswith("feeds_in.fern: anybody on the way from a.example may change it")


def test_checking_a_config_warns_of_a_way_to_the_city_on_which_anybody_may_read() -> None:
    city = City(
        calendar=CityCalendar(url="http://a.example/k/"),
        counts=CityCounts(url="https://a.example/v1.1", longitude=9.5, latitude=51.3),
    )
    (said,) = warnings(demo_house().model_copy(update={"city": city}))

    assert said.startswith("city.calendar: anybody on the way to a.example may read it")
