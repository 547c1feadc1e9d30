# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What feeds that come in cost: one of 5 thousand events beside icalendar's own reading, and a round of 50 feeds."""

import gc
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import icalendar

from booking import heaps
from booking.feeds_config import FeedIn
from sync.errands import Postman
from sync.fetch import Answer, Wanted, WayOut
from sync.gate import gate
from sync.readers import Readers
from sync.rounds import Rounds
from tests.servers.booking import SetClock
from tests.servers.partner import Reply, partner
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
    print(f"feed of {EVENTS} events, {SERIES} of them weekly: icalendar's own reading {theirs:.2f} s")
    print(f"  the first time, all of it: {first:.2f} s, {first / theirs:.2f} times that")
    print(f"  the same bytes again: {1000 * same:.1f} ms")
    print(f"  one event changed: {1000 * one:.0f} ms, {100 * one / first:.1f} % of the first time")


def brought(office: Office, new: int) -> None:
    outcome = office.bring()
    assert outcome.done
    assert outcome.done.new == new, outcome


def fifty_feeds(folder: Path) -> None:
    """A round in which nothing has changed: once every partner says 304, once every one sends all of it again."""
    with partner() as server, Readers() as readers:
        feeds = [feed(server, f"feed-{number}", f"/{number}.ics") for number in range(FEEDS)]
        for number in range(FEEDS):
            server.serves(many(EACH, 5, number * EACH), f"/{number}.ics")
        office = post_office(folder, SetClock(), readers, *feeds)
        rounds = Rounds(office.postman, readers, office.clock.now, lambda *_: None)
        first = seconds(lambda: list(rounds.once(feeds)))
        heaps.give_back()
        with peak_memory() as most:
            known = seconds(lambda: assert_same(rounds, feeds))
            for number in range(FEEDS):
                server.answers(Reply(many(EACH, 5, number * EACH)), f"/{number}.ics")
            sent = seconds(lambda: assert_same(rounds, feeds))
            for number in range(FEEDS):  # written anew by a program that stamps each event with the time
                stamped = many(EACH, 5, number * EACH).replace(b"DTSTAMP:20260501", b"DTSTAMP:20260502")
                server.answers(Reply(stamped), f"/{number}.ics")
            stamped_anew = seconds(lambda: list(rounds.once(feeds)))
        office.close()
    print(f"{FEEDS} feeds of {EACH} events: the first round {first:.1f} s; unchanged, 304: {known:.2f} s,")
    print(f"  sent again: {sent:.2f} s, stamped anew: {stamped_anew:.2f} s; {most[0]:.0f} MB with the reader at most")


def assert_same(rounds: Rounds, feeds: list[FeedIn]) -> None:
    assert all(outcome.same for outcome in rounds.once(feeds))


@contextmanager
def peak_memory() -> Iterator[list[float]]:
    """MB that this process and those that it started have resident at most, looked at every 20 ms."""
    most, stopped = [0.0], threading.Event()

    def watch() -> None:
        while not stopped.wait(0.02):
            most[0] = max(most[0], resident())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        stopped.set()
        thread.join()


def resident() -> float:
    children = Path("/proc/self/task").glob("*/children")
    pids = ["self", *(pid for one in children for pid in one.read_text().split())]
    return sum(map(_resident, pids)) / 1024


def _resident(pid: str) -> int:
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return int(text.partition("VmRSS:")[2].split()[0]) if "VmRSS:" in text else 0


if __name__ == "__main__":
    heaps.keep(heaps.SMALL)
    with tempfile.TemporaryDirectory() as folder:
        for name, work in (("one", one_feed), ("fifty", fifty_feeds)):
            if len(sys.argv) < 2 or name in sys.argv[1:]:
                work(Path(folder) / name)
