# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long a way takes to find, in the demo house and in a tower of 10 levels and 2,000 rooms."""

import statistics
import time
from random import Random

from booking import floorplan
from booking.config import House, read
from booking.plan.building import Building
from booking.plan.routing import Profile, Router
from tests.booking.plan.drawn import tower
from tests.servers.booking import DEMO

ROUTES = 300


def measure(name: str, building: Building, profile: Profile) -> None:
    """Ways between rooms at random, each asked for by somebody new and then once more."""
    choice, rooms = Random(3), sorted(key for key in building.places if key.startswith("room/"))
    router = Router(building, profile)
    first: list[float] = []
    again: list[float] = []
    for _ in range(ROUTES):
        one, other = choice.sample(rooms, 2)
        for times in (first, again):
            started = time.perf_counter()
            if router.leads(one, other):
                times.append(1000 * (time.perf_counter() - started))
    said = "without steps" if profile.step_free else "shortest"
    p95 = sorted(first)[int(0.95 * len(first))]
    fast, kept = statistics.median(first), statistics.median(again)
    print(f"route, {name}, {said}: p50 {fast:.2f}, p95 {p95:.2f} ms; the same again {kept:.2f} ms")


def main() -> None:
    house = read(DEMO, House)
    assert house.plan is not None
    demo = floorplan.read(house, house.plan).building
    started = time.perf_counter()
    large = tower(10).building()
    print(f"tower of {len(large.places)} places read in {time.perf_counter() - started:.1f} s")
    for profile in (Profile(), Profile(step_free=True)):
        measure("demo house", demo, profile)
        measure("10 levels, 2,000 rooms", large, profile)


if __name__ == "__main__":
    main()
