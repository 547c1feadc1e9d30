# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house with 5,000 offers: how long a search takes, the page of what is on, and their calendar; one line each."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from booking.agenda import Date, Offer
from booking.config import Topic
from booking.curator import Curator
from booking.desk import Desk
from booking.serve import open_desk
from tests.bench.load import percentile
from tests.servers.booking import demo_house
from tests.servers.loopback import free_port

OFFERS, LOOKS = 5_000, 100
SYLLABLES = ["".join((first, second)) for first in "bdgklmnrst" for second in "aeiou"]
TOPICS: tuple[Topic, ...] = ("energy", "buildings", "mobility", "food", "consumption", "nature", "participation")
ASKED = ("fahrrad", "fahrad", "energieberatung", "enregie", "balkonsolar", "Wärmepumpe", "waermepunpe", "nichts davon")
REAL = ["Fahrrad", "Energieberatung", "Balkonsolar", "Wärmepumpe", "Reparatur", "Garten", "Kochen", "Förderung"]


def fill(desk: Desk) -> None:
    """Offers of 60 words each, out of some thousand; a fifth of them have dates."""
    choice = random.Random(6)
    words = ["".join(choice.choices(SYLLABLES, k=choice.randrange(2, 6))).title() for _ in range(8_000)] + 100 * REAL
    curator = Curator(desk)
    for number in range(OFFERS):
        begin = desk.now() + timedelta(hours=choice.randrange(1, 2000))
        dates = (Date(begin, begin + timedelta(hours=2)),) if number % 5 == 0 else ()
        title, text = " ".join(choice.sample(words, 4)), " ".join(choice.sample(words, 60))
        curator.put(Offer("", "event", {"de": title}, {"de": text}, topic=choice.choice(TOPICS), dates=dates))


def timed(ask: Callable[[int], object], looks: int = LOOKS) -> tuple[float, float]:
    """Median and 99th percentile, in ms."""
    times = []
    for number in range(looks):
        started = time.perf_counter()
        ask(number)
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times), percentile(times, 0.99)


def main() -> None:
    port = free_port()
    house = demo_house(port=port)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        desk = open_desk(house, data)
        fill(desk)
        started = time.perf_counter()
        _ = desk.offers.shelf().index
        print(
            f"{OFFERS} offers read and their words known: {time.perf_counter() - started:.1f} s, once for each change"
        )
        middle, late = timed(lambda number: desk.offers.find(ASKED[number % len(ASKED)]))
        print(f"search over {OFFERS} offers: p50 {middle:.1f} ms, p99 {late:.1f} ms (goal 30)")
        desk.database.close()


if __name__ == "__main__":
    main()
