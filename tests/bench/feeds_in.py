# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What feeds that come in cost: one of 5 thousand events beside icalendar's own reading, and a round of 50 feeds."""

import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import icalendar

from booking import heaps
from sync.errands import Postman
from sync.fetch import Answer, Wanted, WayOut
from sync.gate import gate
from sync.readers import Readers
from tests.servers.booking import DEMO, SetClock
from tests.servers.loopback import HOST
from tests.servers.partner import Partner, Reply, partner
from tests.sync.calendars import many
from tests.sync.post import Office, feed, post_office

EVENTS, SERIES, ROUNDS = 5_000, 50, 5
FEEDS, EACH = 50, 500


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, with no garbage of others in it."""
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def copies(data: bytes) -> Iterator[bytes]:
    """The calendar with one event changed, each time another one."""
    for number in range(ROUNDS):
        name = f"SUMMARY:Termin {EVENTS - 7 - number}\r\n".encode()
        assert name in data
        yield data.replace(name, name.replace(b"Termin", b"Anderer Termin"))


class InHand(WayOut):
    """The answer is there already: only what is done with it is measured."""

    data = b""

    def fetch(self, wanted: Wanted) -> Answer:
        return Answer(self.data)


def in_hand(folder: Path, readers: Readers) -> tuple[Office, InHand]:
    """A post office with a feed, and what will come of it."""
    with partner() as server:  # only its address is needed
        office = post_office(folder, SetClock(), readers, feed(server))
    out = InHand(gate(office.desk.house), office.clock.now)
    office.postman = Postman(office.desk, out, readers, lambda: 0.5)
    return office, out


def one_feed(folder: Path) -> None:
    """From the answer in hand to the last row in the database, with the process that reads already there."""
    data = many(EVENTS, SERIES)
    theirs = min(seconds(lambda: icalendar.Calendar.from_ical(data)) for _ in range(3))
    heaps.keep(heaps.SMALL)  # from here on as the postman does
    heaps.collect_seldom()
    firsts, sames, ones = [], [], []
    with Readers() as readers:
        for number in range(3):
            office, out = in_hand(folder / str(number), readers)
            out.data = many(1)
            office.bring()  # the process has started
            out.data = data
            firsts.append(seconds(lambda office=office: brought(office, EVENTS - 1)))  # type: ignore[misc]
            sames += [seconds(office.bring) for _ in range(10)]
            for out.data in copies(data):
                ones.append(seconds(office.bring))
            office.close()
    first, same, one = min(firsts), statistics.median(sames), statistics.median(ones)
    what = f"feed of {EVENTS} events, {SERIES} of them weekly"
    print(f"{what}, the first time: {first:.2f} s, {first / theirs:.2f} times icalendar's own reading ({theirs:.2f} s)")
    print(f"{what}, the same bytes again: {1000 * same:.1f} ms")
    print(f"{what}, one event changed: {1000 * one:.0f} ms, {100 * one / first:.1f} % of the first time")


def brought(office: Office, new: int) -> None:
    outcome = office.bring()
    assert outcome.done
    assert outcome.done.new == new, outcome


def fifty_feeds(folder: Path) -> None:
    """`python -m sync once` when nothing has changed: every partner says 304, sends all again, or stamps it anew."""
    with partner() as server:
        config = house_with_feeds(folder, server)
        for number in range(FEEDS):
            server.serves(copy(number), f"/{number}.ics")
        first, _ = a_round(config)
        known, least = a_round(config)
        for number in range(FEEDS):
            server.answers(Reply(copy(number)), f"/{number}.ics")
        sent, most = a_round(config)
        for number in range(FEEDS):
            server.answers(Reply(copy(number).replace(b"DTSTAMP:2026", b"DTSTAMP:2027")), f"/{number}.ics")
        stamped, with_reader = a_round(config)
    what = f"{FEEDS} feeds of {EACH} events, python -m sync once"
    print(f"{what}, the first time: {first:.1f} s")
    print(f"{what}, unchanged, 304: {known:.1f} s, {least:.0f} MB")
    print(f"{what}, unchanged, sent again: {sent:.1f} s, {most:.0f} MB")
    print(f"{what}, unchanged, stamped anew: {stamped:.1f} s, {with_reader:.0f} MB with the reader")


def copy(number: int) -> bytes:
    return many(EACH, 5, number * EACH)


def house_with_feeds(folder: Path, server: Partner) -> Path:
    """A config with feeds of that partner."""
    folder.mkdir()
    demo = DEMO.read_text(encoding="utf-8").replace('plan = "plan.geojson"', "")
    feeds = "".join(
        f'[[feeds_in]]\nid = "feed-{number}"\nkind = "offers"\nurl = "{server.url(f"/{number}.ics")}"\n'
        for number in range(FEEDS)
    )
    hosts = f'[way_out]\nhttp_hosts = ["{HOST}"]\nprivate_hosts = ["{HOST}"]\n'
    file = folder / "house.toml"
    file.write_text(f"{demo}\n{feeds}\n{hosts}", encoding="utf-8")
    return file


def a_round(config: Path) -> tuple[float, float]:
    """Seconds from start to end, and MB that it and the reader had resident at most, looked at every 20 ms."""
    command = [sys.executable, "-m", "sync", "--config", str(config), "--data", str(config.parent), "once"]
    started, most = time.perf_counter(), 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, resident(process.pid))
            time.sleep(0.02)
    assert process.returncode == 0
    return time.perf_counter() - started, most


def resident(pid: int) -> float:
    children = [text for one in Path(f"/proc/{pid}/task").glob("*/children") if (text := read(one))]
    pids = [str(pid), *(child for text in children for child in text.split())]
    found = [read(Path(f"/proc/{one}/status")).partition("VmRSS:")[2].split() for one in pids]
    return sum(int(words[0]) for words in found if words) / 1024


def read(file: Path) -> str:
    """Its text, or none if the process has just ended."""
    try:
        return file.read_text()
    except OSError:
        return ""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name, work in (("one", one_feed), ("fifty", fifty_feeds)):
            if len(sys.argv) < 2 or name in sys.argv[1:]:
                work(Path(folder) / name)
