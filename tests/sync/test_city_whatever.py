# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever happens on the way, in whatever order: in the end both sides are equal, and nothing was counted twice."""

import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from booking.bookings import Booking
from booking.city_config import City, CityCalendar
from booking.model import GONE
from booking.refusal import Refused
from booking.visits import PURPOSES, Purpose, Visits
from tests.booking.wishes import TOMORROW, booked, to, wish
from tests.servers.booking import SetClock
from tests.servers.calendars import CityCalendarServer, city_calendar
from tests.servers.lossy import Line, lossy
from tests.servers.sensorthings import Sensors, sensors
from tests.sync.calendars import calendar, event
from tests.sync.city import House, Killed, city_house, to_counts
from tests.sync.test_calendar_out import line, name
from tests.sync.test_counts_out import known, there

EXAMPLES = int(os.environ.get("HOUSE_ORDERS", "12"))
KILLS = int(os.environ.get("HOUSE_POST_KILLS", "20"))
LOSSES = ("", "before", "after")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CityCalendarServer]:
    with city_calendar(tmp_path_factory.mktemp("calendar") / "city") as server:
        yield server


def test_any_order_of_changes_faults_and_deaths_ends_equal(city: CityCalendarServer, sqlite_template: Path) -> None:
    class Here(Machine):
        calendars = city
        template = sqlite_template

    steps = settings(
        max_examples=EXAMPLES, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Here, settings=steps)


class Machine(RuleBasedStateMachine):
    """A house, the city's calendar behind a line that loses things, her service for counts, and somebody who edits."""

    calendars: CityCalendarServer
    template: Path
    number = 0

    @initialize()
    def begin(self) -> None:
        Machine.number += 1
        self.stack = ExitStack()
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory()))
        self.line: Line = self.stack.enter_context(lossy(self.calendars.port))
        self.sensors: Sensors = self.stack.enter_context(sensors())
        self.path = f"/haus/raeume-{Machine.number}/"
        url = f"http://127.0.0.1:{self.calendars.port}{self.path}"
        requests.request("MKCALENDAR", url, auth=("haus", "geheim"), timeout=10).raise_for_status()
        calendar_there = CityCalendar(
            url=url.replace(str(self.calendars.port), str(self.line.port)),
            user="haus",
            password_file=self.calendars.password_file,
        )
        shutil.copy(self.template, folder / "house.db")
        both = City(calendar=calendar_there, counts=to_counts(self.sensors).counts)
        self.clock = SetClock()
        self.house: House = city_house(folder / "desk", self.clock, f"sqlite:///{folder / 'house.db'}", both)
        self.made: list[Booking] = []
        self.edited: set[int] = set()
        self.foreign = 0

    # --- the house

    @rule(day=st.integers(7, 9), hour=st.integers(9, 19))
    def book(self, day: int, hour: int) -> None:
        with suppress(Refused):
            self.made.append(booked(self.house.desk, wish(hour, hour + 0.5, day=TOMORROW + timedelta(days=day))))

    @precondition(lambda self: self.made)
    @rule(which=st.integers(0, 99), hour=st.integers(9, 19))
    def move(self, which: int, hour: int) -> None:
        with suppress(Refused):
            found = self.made[which % len(self.made)]
            self.house.desk.change(
                self.house.desk.link_token(found), to(wish(hour, hour + 0.5, day=TOMORROW + timedelta(days=8)))
            )

    @precondition(lambda self: self.made)
    @rule(which=st.integers(0, 99))
    def cancel(self, which: int) -> None:
        self.house.desk.cancel(self.house.desk.link_token(self.made[which % len(self.made)]))

    @rule(purpose=st.sampled_from(PURPOSES), people=st.integers(1, 9))
    def count(self, purpose: Purpose, people: int) -> None:
        self.house.count(people, purpose)

    @rule(which=st.integers(0, 99), people=st.integers(0, 20))
    def correct(self, which: int, people: int) -> None:
        visits = Visits(self.house.desk)
        if every := visits.between(self.clock.now() - timedelta(days=2), self.clock.now()):
            visits.correct(every[which % len(every)], people, "nachgezählt")

    @rule(minutes=st.sampled_from([2, 20, 61, 400]))
    def wait(self, minutes: int) -> None:
        self.clock.pass_(minutes=minutes)

    # --- the city, and the way there

    @precondition(lambda self: self.made)
    @rule(which=st.integers(0, 99), takes_away=st.booleans())
    def edit(self, which: int, takes_away: bool) -> None:
        """Somebody changes one of our events there, or takes it away; each only once."""
        found = self.made[which % len(self.made)]
        answer = self._there("GET", name(found))
        if answer.status_code != 200 or found.id in self.edited:
            return
        self.edited.add(found.id)
        if takes_away:
            self._there("DELETE", name(found)).raise_for_status()
        else:
            self._put(name(found), answer.text.replace("belegt", "Kaffee"))

    @rule()
    def hers(self) -> None:
        self.foreign += 1
        self._put(f"hers-{self.foreign}.ics", calendar(event(f"hers-{self.foreign}")).decode())

    @rule(
        channel=st.sampled_from(["calendar", "counts"]),
        dies=st.booleans(),
        losses=st.lists(st.sampled_from(LOSSES), max_size=6),
        offers=st.sampled_from([("CreateObservations", "$batch"), ("$batch",), ()]),
        refuses=st.booleans(),
    )
    def go(self, channel: str, dies: bool, losses: list[str], offers: tuple[str, ...], refuses: bool) -> None:
        """A trip on which some requests or answers are lost, and which may end with the postman's death."""
        left = list(losses)
        self.line.loses = self.sensors.loses = lambda _: left.pop() if left else ""
        self.sensors.offers, self.sensors.refuses_doubles = set(offers), refuses
        if dies:
            self.house.die_before_noting()
            with suppress(Killed):
                self.house.go(channel)
            self.house = self.house.again()
        else:
            self.house.go(channel)
        self.line.loses = self.sensors.loses = lambda _: ""

    # --- the end

    def teardown(self) -> None:
        if not hasattr(self, "house"):
            return
        try:
            for _ in range(2):
                self.clock.pass_(hours=7)
                for channel in ("calendar", "counts"):
                    assert self.house.go(channel).fault is None
            self._check()
        finally:
            self.house.close()
            self.stack.close()

    def _check(self) -> None:
        assert there(self.sensors) == known(self.house) | self._zeros()
        assert len(self.sensors.things) <= 1
        now = [self.house.desk.find_one(one.id) for one in self.made]
        live = {name(one): one for one in now if one.status not in GONE}
        folder = self.calendars.kept.with_name(self.path.split("/")[2])
        names = {file.name for file in folder.glob("*.ics")}
        assert names == {*live, *(f"hers-{number + 1}.ics" for number in range(self.foreign))}
        for one, found in live.items():
            text = self._there("GET", one).text
            assert line(text, "SUMMARY") == "belegt"
            local = found.begin.astimezone(self.house.desk.house.zone)
            assert line(text, "DTSTART") == f"{local:%Y%m%dT%H%M%S}"
        assert (self.house.waits("calendar"), self.house.waits("counts"), self.house.dead()) == (0, 0, 0)

    def _zeros(self) -> dict[tuple[str, str], list[int]]:
        """Hours that were corrected to nobody after they had gone out."""
        return {cell: results for cell, results in there(self.sensors).items() if results == [0]}

    def _there(self, method: str, what: str, body: bytes | None = None) -> requests.Response:
        url = f"http://127.0.0.1:{self.calendars.port}{self.path}{what}"
        headers = {"Content-Type": "text/calendar"}
        return requests.request(method, url, data=body, auth=("haus", "geheim"), headers=headers, timeout=10)

    def _put(self, what: str, text: str) -> None:
        self._there("PUT", what, text.encode()).raise_for_status()


def test_a_partner_who_was_away_for_three_days_ends_equal(tmp_path: Path, clock: SetClock, sqlite_url: str) -> None:
    """For 72 hours the house tries ever more seldom; then two thirds of all requests and answers are lost, and the
    postman dies again and again between sending and noting. The service takes doubles, if it is sent any.
    """
    dice = random.Random(72)
    with sensors() as server:
        house = city_house(tmp_path / "desk", clock, sqlite_url, to_counts(server))
        server.refuses_doubles, server.status = False, 503
        trips = 0
        for _ in range(72):
            for purpose in PURPOSES:
                house.count(dice.randint(1, 9), purpose)
            clock.pass_(minutes=58)
            if house.deliveries.dispatch.due():
                trips += 1
                house.go("counts")
        assert (server.observations, house.waits("counts") > 350) == ({}, True)
        assert trips <= 72
        server.status = 0
        server.loses = lambda _: dice.choice(LOSSES)
        for number in range(KILLS):
            if number % 2:
                house.die_before_noting()
            with suppress(Killed):
                house.go("counts")
            house = house.again()
            every = Visits(house.desk).between(clock.now() - timedelta(days=4), clock.now())
            Visits(house.desk).correct(dice.choice(every), dice.randint(1, 20), "nachgezählt")
            house.count(dice.randint(1, 9), dice.choice(PURPOSES))
            clock.pass_(minutes=61)
        server.loses = lambda _: ""
        house.go("counts")

        assert there(server) == known(house)
        assert (house.waits("counts"), len(server.things)) == (0, 1)
        house.close()
