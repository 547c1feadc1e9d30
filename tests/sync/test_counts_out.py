# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Counts of visits reach the city once, whatever happens on the way, and later corrections replace what she has."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import frost_sta_client
import pytest
from sqlalchemy import func, select

from booking import slots
from booking.backup import backup, restore
from booking.city_config import City
from booking.ledger import Ledger
from booking.model import delivered, visit
from booking.visits import PURPOSES, Visits
from tests.servers.booking import SetClock
from tests.servers.sensorthings import PAGE, Sensors
from tests.servers.sensorthings import sensors as run_sensors
from tests.sync.city import House, city_house, to_counts

Opened = Callable[..., House]
THING = "kassel.klimaschutzhaus.example"


@pytest.fixture
def sensors() -> Iterator[Sensors]:
    with run_sensors() as server:
        yield server


@pytest.fixture
def house(tmp_path: Path, clock: SetClock, database_url: str, sensors: Sensors) -> Iterator[House]:
    made = city_house(tmp_path / "desk", clock, database_url, to_counts(sensors))
    yield made
    made.close()


@pytest.fixture
def quick(tmp_path: Path, clock: SetClock, sqlite_url: str, sensors: Sensors) -> Iterator[House]:
    """The same on SQLite only."""
    made = city_house(tmp_path / "desk", clock, sqlite_url, to_counts(sensors))
    yield made
    made.close()


def there(sensors: Sensors) -> dict[tuple[str, str], list[int]]:
    """What the city has, by purpose and hour."""
    return {(purpose, time): results for (_, purpose, time), results in sensors.results().items()}


def known(house: House) -> dict[tuple[str, str], list[int]]:
    """What she shall have."""
    query = select(visit.c.purpose, visit.c.hour, func.sum(visit.c.people)).group_by(visit.c.purpose, visit.c.hour)
    with house.desk.database.read() as db:
        rows = db.execute(query.where(visit.c.house_id == house.desk.house.id)).all()
    return {(p, f"{slots.utc(hour):%Y-%m-%dT%H:%M:%SZ}"): [int(n)] for p, hour, n in rows if n}


def test_without_a_way_to_the_city_nothing_waits(tmp_path: Path, clock: SetClock, sqlite_url: str) -> None:
    house = city_house(tmp_path / "desk", clock, sqlite_url, None)
    house.count(3)
    assert (house.waits("counts"), house.deliveries.dispatch.due()) == (0, [])
    house.close()


def test_counts_go_out_when_their_hour_is_over(house: House, sensors: Sensors) -> None:
    house.count(3)
    house.count(2)
    house.count(1, "room")
    house.go("counts")
    assert sensors.observations == {}
    house.clock.pass_(hours=1)
    assert house.deliveries.dispatch.due() == ["counts"]
    assert house.go("counts").sent == 2

    assert there(sensors) == {("info", "2026-05-07T11:00:00Z"): [5], ("room", "2026-05-07T11:00:00Z"): [1]}
    assert (house.waits("counts"), house.deliveries.dispatch.due()) == (0, [])


def test_a_busy_hour_takes_few_requests(house: House, sensors: Sensors) -> None:
    """200 visits; the Thing with its Datastreams is there from the hour before."""
    house.count(1)
    house.clock.pass_(hours=1)
    house.go("counts")
    before = len(sensors.asked)
    for number in range(200):
        Visits(house.desk).count(f"display-{number}", str(uuid4()), PURPOSES[number % 5], 1)
    house.clock.pass_(hours=1)
    house.go("counts")

    assert sensors.asked[before:] == ["POST /v1.1/CreateObservations"]
    assert sum(results[0] for results in there(sensors).values()) == 201


def test_a_later_correction_replaces_and_never_adds(house: House, sensors: Sensors) -> None:
    house.count(3)
    house.clock.pass_(hours=1)
    house.go("counts")
    (found,) = Visits(house.desk).between(house.clock.now() - timedelta(hours=3), house.clock.now())
    Visits(house.desk).correct(found, 7, "Schulklasse vergessen")
    assert house.go("counts").sent == 1
    assert there(sensors) == {("info", "2026-05-07T11:00:00Z"): [7]}

    Visits(house.desk).correct(Visits(house.desk).between(found.hour, house.clock.now())[0], 0, "war ein Versehen")
    house.go("counts")
    assert there(sensors) == {("info", "2026-05-07T11:00:00Z"): [0]}


@pytest.mark.parametrize("offers", [{"CreateObservations", "$batch"}, {"$batch"}, set()])
def test_a_service_need_not_offer_more_than_it_must(quick: House, sensors: Sensors, offers: set[str]) -> None:
    sensors.offers = offers
    for _ in range(3):
        quick.count(2, "info")
        quick.count(1, "event")
        quick.clock.pass_(hours=1)
    quick.go("counts")
    assert there(sensors) == known(quick)
    for one in Visits(quick.desk).between(quick.clock.now() - timedelta(hours=9), quick.clock.now()):
        Visits(quick.desk).correct(one, 9, "nachgezählt")
    quick.go("counts")

    assert there(sensors) == known(quick)
    assert quick.waits("counts") == 0


@pytest.mark.parametrize("refuses", [True, False])
@pytest.mark.parametrize("offers", [{"CreateObservations"}, {"$batch"}, set()])
@pytest.mark.parametrize("lost", ["before", "after"])
def test_what_was_not_answered_is_found_out(
    quick: House, sensors: Sensors, lost: str, offers: set[str], refuses: bool
) -> None:
    sensors.offers, sensors.refuses_doubles = offers, refuses
    for purpose in PURPOSES[:3]:
        quick.count(2, purpose)
    quick.clock.pass_(hours=1)
    sensors.loses = lambda what: lost if what.startswith("POST") else ""
    for _ in range(2):  # the Thing, then its Observations
        assert quick.go("counts").fault
        quick.clock.pass_(hours=1)
    sensors.loses = lambda _: ""
    (first, *_) = Visits(quick.desk).between(quick.clock.now() - timedelta(hours=9), quick.clock.now())
    Visits(quick.desk).correct(first, 7, "nachgezählt")  # before it is known whether the first count arrived
    quick.count(5, "advice")
    quick.clock.pass_(hours=1)
    quick.go("counts")

    assert there(sensors) == known(quick)
    assert len(sensors.things) == 1
    assert quick.waits("counts") == 0


def test_a_thing_is_never_doubled(quick: House, sensors: Sensors) -> None:
    """Neither when the answer to its creation is lost, nor when the house has forgotten all that it delivered."""
    quick.count(1)
    quick.clock.pass_(hours=1)
    sensors.loses = lambda what: "after" if what.startswith("POST") else ""
    assert quick.go("counts").fault
    sensors.loses = lambda _: ""
    quick.go("counts")
    with quick.desk.database.engine.begin() as db:
        db.execute(delivered.delete())
    quick.count(2)
    quick.clock.pass_(hours=2)
    quick.go("counts")

    assert (len(sensors.things), len(sensors.streams)) == (1, 5)
    assert there(sensors) == known(quick)


def test_one_that_is_never_taken_is_set_aside_and_the_others_go_on(quick: House, sensors: Sensors) -> None:
    sensors.refuses = lambda one: one["result"] == 13
    for people, purpose in ((13, "info"), (2, "event"), (4, "room")):
        quick.count(people, purpose)  # type: ignore[arg-type]
    for _ in range(4):
        quick.clock.pass_(hours=1)
        quick.go("counts")
    assert sorted(results[0] for results in there(sensors).values()) == [2, 4]
    assert (quick.dead(), quick.waits("counts"), quick.deliveries.dispatch.due()) == (1, 1, [])

    every = Visits(quick.desk).between(quick.clock.now() - timedelta(hours=9), quick.clock.now())
    (found,) = [one for one in every if one.people == 13]
    Visits(quick.desk).correct(found, 14, "nachgezählt")
    quick.go("counts")
    assert there(sensors) == known(quick), "what has changed is tried again"


def test_one_that_spoils_a_whole_batch_is_found(quick: House, sensors: Sensors) -> None:
    """A service that takes all of a batch or nothing."""
    hours(quick, 40)
    sensors.takes_whole, sensors.refuses = True, lambda one: one["result"] == 13
    quick.count(13)
    for _ in range(3):
        quick.clock.pass_(hours=1)
        quick.go("counts")

    assert (len(sensors.observations), quick.dead(), quick.waits("counts")) == (40, 1, 1)
    assert all(len(results) == 1 for results in there(sensors).values())


def test_what_was_not_answered_is_found_on_many_pages(quick: House, sensors: Sensors) -> None:
    sensors.refuses_doubles = False
    quick.count(1)
    quick.clock.pass_(hours=1)
    quick.go("counts")
    hours(quick, PAGE + 200)
    sensors.loses = lambda what: "after" if what.startswith("POST") else ""
    assert quick.go("counts").fault
    sensors.loses = lambda _: ""
    quick.clock.pass_(hours=1)
    delivery = quick.go("counts")

    assert (delivery.same, delivery.requests) == (PAGE + 200, 2)
    assert there(sensors) == known(quick)


def hours(house: House, many: int) -> None:
    """Counts of so many hours that have long been over."""
    last = slots.epoch(house.clock.now()) // 3600 * 3600 - slots.DAY
    of = {"house_id": house.desk.house.id, "purpose": "event"}

    def work(book: Ledger) -> None:
        for number in range(many):
            hour = last - 3600 * number
            book.db.execute(visit.insert(), {**of, "hour": hour, "offer_id": 0, "people": 2})
            book.send_count(hour, "event")

    house.desk.write(work)


def test_a_service_that_refuses_everything_is_one_that_is_away(quick: House, sensors: Sensors) -> None:
    sensors.refuses = lambda _: True
    for _ in range(12):
        quick.count(1)
        quick.clock.pass_(hours=1)
    assert quick.go("counts").fault
    assert quick.dead() == 0
    sensors.refuses = lambda _: False
    quick.clock.pass_(hours=1)
    quick.go("counts")
    assert there(sensors) == known(quick)


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503, 507])
def test_a_service_that_is_out_of_order_loses_nothing(quick: House, sensors: Sensors, status: int) -> None:
    quick.count(1)
    quick.clock.pass_(hours=1)
    sensors.status = status
    assert quick.go("counts").fault
    sensors.status = 0
    quick.clock.pass_(hours=1)
    assert quick.go("counts").fault is None
    assert there(sensors) == known(quick)


def test_a_channel_that_is_new_gets_the_counts_of_this_year(
    tmp_path: Path, clock: SetClock, sqlite_url: str, sensors: Sensors
) -> None:
    before = city_house(tmp_path / "desk", clock, sqlite_url, City())
    clock.pass_(days=-200)
    before.count(1)
    clock.pass_(days=200)
    before.count(2)
    before.close()
    house = city_house(tmp_path / "desk", clock, sqlite_url, to_counts(sensors))
    clock.pass_(hours=2)
    house.go("counts")
    assert list(there(sensors).values()) == [[2]]
    house.close()


def test_two_postmen_do_not_count_twice(tmp_path: Path, clock: SetClock, sqlite_url: str, sensors: Sensors) -> None:
    sensors.refuses_doubles = False
    one = city_house(tmp_path / "desk", clock, sqlite_url, to_counts(sensors))
    one.count(1)
    clock.pass_(hours=1)
    trip = one.deliveries.dispatch.begin("counts")
    assert trip
    items = one.deliveries.dispatch.batch(trip, 10)
    assert one.deliveries.dispatch.sending(trip, items)
    assert not one.go("counts").is_begun
    other = one.again()
    assert other.go("counts").sent == 1
    assert not one.deliveries.dispatch.sending(trip, items), "he is too late"
    one.close()


@pytest.mark.filterwarnings("ignore:furl.pathstr:DeprecationWarning")
def test_a_public_client_reads_the_same(house: House, sensors: Sensors) -> None:
    for _ in range(3):
        house.count(2)
        house.clock.pass_(hours=1)
    house.go("counts")
    service = frost_sta_client.SensorThingsService(sensors.url)
    (thing,) = list(service.things().query().list())
    streams = {one.name: one for one in thing.get_datastreams().query().list()}
    found = list(streams["Klimaschutzhaus Kassel: Auskunft"].get_observations().query().list())

    assert thing.name == "Klimaschutzhaus Kassel"
    assert thing.properties == {"externalId": THING}
    assert len(streams) == 5
    assert [one.result for one in found] == [2, 2, 2]
    assert [str(one.phenomenon_time)[:13] for one in found] == [f"2026-05-07T{hour}" for hour in (11, 12, 13)]


def test_the_sum_over_the_houses_is_the_citys(
    tmp_path: Path, clock: SetClock, sqlite_url: str, sensors: Sensors
) -> None:
    names = ("mitte", "nord", "ost")
    urls = {name: f"sqlite:///{tmp_path / name}.db" for name in names}
    houses = [city_house(tmp_path / n, clock, urls[n], to_counts(sensors), {"id": n}) for n in names]
    for number, house in enumerate(houses):
        for _ in range(number + 1):
            house.count(number + 2, "event")
        house.count(1)
    clock.pass_(hours=1)
    for house in houses:
        house.go("counts")
    sums = {house.desk.house.id: sum(results[0] for results in known(house).values()) for house in houses}
    theirs: dict[str, int] = {}
    for (thing, _, _), results in sensors.results().items():
        theirs[thing.partition(".")[0]] = theirs.get(thing.partition(".")[0], 0) + sum(results)

    assert theirs == sums == {"mitte": 3, "nord": 7, "ost": 13}
    for house in houses:
        house.close()


def test_after_a_backup_was_put_back_nothing_is_counted_twice(
    tmp_path: Path, clock: SetClock, sensors: Sensors
) -> None:
    """The counts went out after it was made: they are found there, and so is the Thing."""
    sensors.refuses_doubles = False
    house = city_house(tmp_path / "desk", clock, None, to_counts(sensors))
    house.count(4)
    config, file = house.desk.house, tmp_path / "backup"
    backup(config, tmp_path / "desk", file)
    clock.pass_(hours=1)
    house.go("counts")
    house.close()
    restore(config, tmp_path / "desk", file, force=True, clock=clock)
    house = city_house(tmp_path / "desk", clock, None, to_counts(sensors))
    house.go("counts")

    assert there(sensors) == known(house) == {("info", "2026-05-07T11:00:00Z"): [4]}
    assert len(sensors.things) == 1
    house.close()
