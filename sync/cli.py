# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The postman's command line: serve, one round by hand, and how it goes with each feed and each way to the city."""

import argparse
import logging
import secrets
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from booking import heaps
from booking.config import House, Misconfigured, read
from booking.desk import Desk
from booking.feeds_config import FeedIn
from booking.inbound import Inbound
from booking.lifeline import Lifeline
from booking.outbound import Outbound
from booking.refusal import NotFound, Refused
from booking.serve import begin_log, open_desk
from booking.texts import texts
from sync import saying
from sync.deliveries import Deliveries, Delivery
from sync.errands import Outcome, Postman
from sync.fetch import WayOut
from sync.gate import gate
from sync.pulse import Pulse
from sync.readers import Readers
from sync.rounds import Rounds, Saying

DEMO = Path(__file__).parent.parent / "assets" / "demo" / "house.toml"

Arguments = argparse.Namespace
Command = Callable[[Desk, Arguments], int]

log = logging.getLogger("sync")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 if it did what was asked, 1 if a feed or the house said no, 2 if the config is wrong."""
    chosen = _parser().parse_args(arguments)
    heaps.keep(heaps.SMALL)
    heaps.collect_seldom()
    act: Command = chosen.act
    try:
        desk = open_desk(read(chosen.config, House), chosen.data)
        try:
            return act(desk, chosen)
        finally:
            desk.database.close()
    except Misconfigured as error:
        print(error, file=sys.stderr)
        return 2
    except Refused as refused:
        print(texts("en", "house", "staff").refusal(refused), file=sys.stderr)
        return 1
    except DBAPIError as error:
        print(f"database: {error.orig}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m sync",
        description="Brings the feeds of a house in and takes to the city what she is to have, until stopped.",
    )
    parser.add_argument("--config", type=Path, default=DEMO, help="the house (house.toml); the demo house if absent")
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder of database and key")
    parser.set_defaults(act=_serve)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    once = commands.add_parser("once", help="ask for every feed and go to the city, or do one of it, now")
    once.add_argument("feed", nargs="?", default="", help="a feed, calendar, or counts")
    once.add_argument("--verbose", action="store_true", help="say line by line what is done")
    once.set_defaults(act=_once)
    commands.add_parser("status", help="how it goes with each feed and with the city").set_defaults(act=_status)
    for name, help_ in (("confirm", "it is right that a feed has become so short"), ("discard", "it is not right")):
        decide = commands.add_parser(name, help=help_)
        decide.add_argument("feed")
        decide.set_defaults(act=_decide)
    return parser


@contextmanager
def _rounds(
    desk: Desk, say: Saying, tell: Callable[[str, str], None], pulse: Pulse | None = None
) -> Iterator[tuple[Rounds, Deliveries]]:
    with Readers() as readers:
        way_out = WayOut(gate(desk.house), desk.now)
        postman = Postman(desk, way_out, readers, _dice)
        yield Rounds(postman, readers, desk.now, say, pulse), Deliveries(desk, way_out, _dice, tell)


def _dice() -> float:
    return secrets.randbelow(1000) / 1000


def _serve(desk: Desk, _: Arguments) -> int:
    """Until SIGTERM or Ctrl-C; what is being done is done first. The city does not wait for slow partners."""
    begin_log()
    pulse = Pulse(Lifeline())
    turned = partial(pulse.turned, "city")
    with _rounds(desk, _logged, lambda *_: turned(), pulse) as (rounds, deliveries):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: rounds.stop())
        log.info("%d feeds", len(desk.house.feeds_in))
        with ThreadPoolExecutor(1) as worker:
            going = worker.submit(deliveries.serve, rounds.stopped, _logged_trip, turned)
            going.add_done_callback(lambda _: rounds.stop())
            rounds.serve()
        going.result()
    log.info("stopped")
    return 0


def _logged(_: FeedIn, outcome: Outcome | None) -> None:
    """Changes and faults; that nothing has changed is no news."""
    if outcome and outcome.fault:
        log.warning(saying.ended(outcome))
    elif outcome and outcome.done and not outcome.same:
        log.info(saying.ended(outcome))


def _logged_trip(delivery: Delivery) -> None:
    if delivery.is_news:
        log.log(logging.WARNING if delivery.fault else logging.INFO, saying.delivered(delivery))


def _once(desk: Desk, chosen: Arguments) -> int:
    feeds = [feed for feed in desk.house.feeds_in if chosen.feed in ("", feed.id)]
    ways = [name for name in desk.house.city.partners if chosen.feed in ("", name)]
    if chosen.feed and not feeds and not ways:
        known = ", ".join([feed.id for feed in desk.house.feeds_in] + list(desk.house.city.partners)) or "none"
        raise Misconfigured(f"{chosen.config}: there is no feed '{chosen.feed}'; known: {known}")
    say = _printed if chosen.verbose else _unprinted
    with _rounds(desk, say, _said if chosen.verbose else _unsaid) as (rounds, deliveries):
        outcomes = []
        for outcome in rounds.once(feeds):
            outcomes.append(outcome)
            _progress(len(outcomes), len(feeds))
        deliveries.trips.tidy()
        trips = [deliveries.run(name) for name in ways]
        published = deliveries.publish()
    if feeds or not ways:
        print(_summary(outcomes))
    for trip in trips:
        print(saying.delivered(trip))
    faults = [*(outcome.fault for outcome in outcomes), *(trip.fault for trip in trips)]
    return 1 if any(faults) or not published else 0


def _said(channel: str, what: str) -> None:
    print(f"{channel}: {what}", flush=True)


def _unsaid(channel: str, what: str) -> None:
    """Nothing, without --verbose."""


def _printed(feed: FeedIn, outcome: Outcome | None) -> None:
    print(saying.ended(outcome) if outcome else saying.begun(feed), flush=True)


def _unprinted(_: FeedIn, outcome: Outcome | None) -> None:
    if outcome and (outcome.fault or (outcome.done and outcome.done.held)):
        print(saying.ended(outcome), flush=True)


def _progress(done: int, of: int) -> None:
    """A count that overwrites itself, where somebody watches."""
    if sys.stderr.isatty() and of > 1:
        print(f"\r{done} of {of}", end="" if done < of else "\n", file=sys.stderr, flush=True)


def _summary(outcomes: list[Outcome]) -> str:
    same = sum(outcome.same for outcome in outcomes)
    faults = sum(outcome.fault is not None for outcome in outcomes)
    return f"{len(outcomes)} feeds: {len(outcomes) - same - faults} came in, {same} unchanged, {faults} with a fault"


def _status(desk: Desk, _: Arguments) -> int:
    feeds = Inbound(desk).feeds()
    for one in feeds:
        print("\n".join(saying.status(one, desk.house.zone)))
    ways = Outbound(desk)
    aside = ways.aside()
    for way in ways.channels():
        print("\n".join(saying.way(way, aside, desk.house.zone)))
    if where := desk.house.city.open_data:
        print(saying.published(where.file, desk.house.zone))
    if not feeds:
        print("The config names no feeds: see [[feeds_in]] in systemd/house.toml.example.")
    return 0


def _decide(desk: Desk, chosen: Arguments) -> int:
    inbound = Inbound(desk)
    try:
        (inbound.confirm if chosen.command == "confirm" else inbound.discard)(chosen.feed)
    except NotFound:
        print("No copy of that feed waits for an answer.", file=sys.stderr)
        return 1
    print("It is brought in at the next round." if chosen.command == "confirm" else "The last good copy stays.")
    return 0
