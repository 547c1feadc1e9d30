# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The clock of the house: when it cannot be believed, nothing is released and nothing is erased."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from booking.clock import WAITS, SystemClock
from booking.desk import Desk
from booking.model import BOOKED, HELD, REQUESTED
from booking.model import token as tokens
from booking.office import Office
from booking.rules import Group
from tests.booking.wishes import WORKSHOP, booked, claims, refused, wish
from tests.servers.booking import THURSDAY, SetClock

JUMPS = {
    "an hour back": timedelta(hours=-1),
    "a day ahead": timedelta(days=1),
    "1970 at boot": datetime(1970, 1, 1, tzinfo=UTC) - THURSDAY,
}


@dataclass
class Machine:
    """A machine whose wall clock and steady clock the test turns."""

    wall: datetime = THURSDAY
    steady: float = 100.0
    synchronised: bool = False

    def clock(self, unsure: bool = False) -> SystemClock:
        return SystemClock(lambda: self.wall, lambda: self.steady, lambda: self.synchronised, unsure)

    def run(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds


def test_a_clock_that_runs_steadily_is_believed() -> None:
    machine = Machine()
    clock = machine.clock()
    for _ in range(20):
        machine.run(86400)
        assert clock.trusted()
    machine.wall += timedelta(seconds=30)  # set right by a little, as time servers do
    assert clock.trusted()


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)
def test_a_clock_that_jumps_is_believed_only_when_the_kernel_calls_it_right(jump: timedelta) -> None:
    machine = Machine()
    clock = machine.clock()
    machine.wall += jump
    assert not clock.trusted()
    machine.run(3600)
    assert not clock.trusted()

    machine.synchronised = True
    assert clock.trusted()
    machine.synchronised = False
    machine.run(60)
    assert clock.trusted()


def test_a_machine_without_a_battery_clock_waits_for_a_time_server() -> None:
    """What it starts with may be the time at which it was switched off, and runs steadily from there."""
    machine = Machine()
    clock = machine.clock(unsure=True)
    machine.run(86400)
    assert not clock.trusted()
    machine.wall += timedelta(days=3)
    machine.synchronised = True
    assert clock.trusted()
    machine.synchronised = False  # the time server is away again
    machine.run(86400)
    assert clock.trusted()


def test_the_units_say_that_their_machine_may_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for unit in ("booking", "sync"):
        file = Path(__file__).parents[2] / "systemd" / f"klimaschutzhaus-{unit}.service"
        assert f"Environment={WAITS}=1\n" in file.read_text(encoding="utf-8")
    monkeypatch.setenv(WAITS, "1")
    assert SystemClock(synchronised=lambda: True).trusted()
    assert not SystemClock(synchronised=lambda: False).trusted()
    monkeypatch.setenv(WAITS, "0")
    assert SystemClock(synchronised=lambda: False).trusted()


def test_the_kernel_is_asked_without_error() -> None:
    assert SystemClock().trusted()
    assert abs((SystemClock().now() - datetime.now(UTC)).total_seconds()) < 1


def everything(desk: Desk) -> tuple[list[object], list[tuple[str, int]], list[object]]:
    """All bookings with their contact, all claims, all tokens."""
    with desk.database.read() as db:
        return list(desk.find()), claims(desk), list(db.execute(select(tokens).order_by(tokens.c.hash)).all())


def keep_house(desk: Desk) -> None:
    """What the service does by itself, again and again."""
    desk.lapse()
    Office(desk).erase_due()
    desk.tokens.forget_expired()


def fill(desk: Desk) -> None:
    """A hold, an unconfirmed booking, a request, a booking with an address, an on-site code."""
    desk.hold(wish(8, 9))
    booked(desk, wish(10, 11), WORKSHOP)
    booked(desk, wish(9, 10, "beratung"), Group("Beratung", mail="rat@example.org"))
    desk.book(wish(14, 15), Group("Verein", mail="verein@example.org"), onsite=desk.tokens.onsite(10))
    desk.tokens.onsite(10)


@pytest.mark.parametrize("jump", JUMPS.values(), ids=JUMPS)
def test_while_the_clock_is_in_doubt_nothing_is_released_or_erased(
    desk: Desk, clock: SetClock, jump: timedelta
) -> None:
    fill(desk)
    before = everything(desk)
    clock.pass_(seconds=jump.total_seconds())
    clock.believed = False
    keep_house(desk)

    assert everything(desk) == before


@pytest.mark.parametrize("jump", [JUMPS["an hour back"], JUMPS["1970 at boot"]], ids=["hour", "1970"])
def test_a_clock_behind_the_last_booking_is_not_believed_even_if_it_runs_steadily(
    desk: Desk, clock: SetClock, jump: timedelta
) -> None:
    """A machine that boots in 1970 has never seen its clock jump."""
    fill(desk)
    clock.pass_(minutes=20)
    booked(desk, wish(16, 17))
    before = everything(desk)
    clock.pass_(seconds=jump.total_seconds())
    keep_house(desk)

    assert everything(desk) == before


def test_a_wish_by_a_clock_of_1970_is_refused_and_changes_nothing(desk: Desk, clock: SetClock) -> None:
    fill(desk)
    before = everything(desk)
    clock.time = datetime(1970, 1, 1, 0, 5, tzinfo=UTC)
    with refused("clock"):
        desk.hold(wish(16, 17))

    assert everything(desk) == before


def test_the_double_hour_of_a_clock_set_back_by_hand_still_takes_bookings(desk: Desk, clock: SetClock) -> None:
    booked(desk, wish(10, 11))
    clock.pass_(hours=-1)
    clock.believed = False

    assert booked(desk, wish(12, 13)).status == BOOKED


def test_a_day_ahead_by_mistake_does_not_make_the_right_time_wrong_afterwards(desk: Desk, clock: SetClock) -> None:
    held = desk.hold(wish(8, 9))
    clock.pass_(days=1)
    clock.believed = False
    booked(desk, wish(16, 17, day=THURSDAY.date() + timedelta(days=4)))
    clock.pass_(days=-1)
    clock.believed = True
    clock.pass_(minutes=6)
    desk.lapse()

    assert [found.status for found in desk.find() if found.id == held.id] == ["lapsed"]


def test_when_the_clock_is_right_again_what_is_over_is_let_go(desk: Desk, clock: SetClock) -> None:
    fill(desk)
    clock.pass_(days=1, minutes=40)
    clock.believed = False
    keep_house(desk)
    assert {found.status for found in desk.find()} == {HELD, BOOKED, REQUESTED}

    clock.believed = True
    keep_house(desk)
    assert HELD not in {found.status for found in desk.find()}
