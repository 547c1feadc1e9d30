# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the postman says of feeds and of the city, in plain English for the installer; of an address only the host."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from booking.feeds_config import FeedIn
from booking.inbound import Status
from booking.intake import Done
from booking.outbound import Aside
from booking.outbound import Status as Way
from booking.staff_texts import FEED_FAULTS, NOT_IMPORTED
from booking.texts import texts
from sync.deliveries import Delivery
from sync.errands import Outcome

_THINGS = {"offers": "offers", "closures": "closures", "busy": "bookings"}


def begun(feed: FeedIn) -> str:
    """That a feed is asked for."""
    return f"{feed.id}: asking {feed.site.host}"


def ended(outcome: Outcome) -> str:
    """What became of it."""
    feed, done = outcome.feed, outcome.done
    if outcome.fault:
        said = texts("en", "house", "staff").t(FEED_FAULTS[outcome.fault.key], **outcome.fault.details)
        return f"{feed.id}: fault: {said}"
    if done is None:
        return f"{feed.id}: somebody else is asking for it now"
    if done.held:
        return f"{feed.id}: held: {done.held.after} of {done.held.before} coming events are left; staff have to confirm"
    copy = "unchanged" if outcome.same else f"{outcome.size / 1000:.0f} kB, {done.events} events"
    return f"{feed.id}: {copy}{_counts(feed, done)}"


def _counts(feed: FeedIn, done: Done) -> str:
    counted = ((done.new, "new"), (done.changed, "changed"), (done.gone, "gone"))
    said = [f"{count} {what}" for count, what in counted if count]
    text = f"; {_THINGS[feed.kind]}: {', '.join(said)}" if said else ""
    return text + ("; something is in the way, it is tried again" if done.waits else "")


def status(one: Status, zone: ZoneInfo) -> Iterator[str]:
    """How it goes with a feed, line by line."""
    yield f"{one.feed}: {one.kind} from {one.host}"
    good = f"last good {_time(one.good, zone)}" if one.good else "never came in yet"
    yield f"  {good}, next try {_time(one.next, zone) if one.next else 'at the next round'}, {one.events} events"
    if one.fault:
        failed = f" ({one.failures} times)" if one.failures > 1 else ""
        tried = f"{_time(one.tried, zone)}: " if one.tried else ""
        yield f"  fault, {tried}{one.why(texts('en', 'house', 'staff'))}{failed}"
    if one.held == "asked":
        yield f"  is that right? python -m sync confirm {one.feed}, or: python -m sync discard {one.feed}"
    for reason, count in sorted(one.left_out.items()):
        yield f"  left out: {count}, {NOT_IMPORTED[reason]}"
    if one.waits:
        yield "  something is in the way of what it says; it is tried again"


def delivered(trip: Delivery) -> str:
    """What became of a trip to the city."""
    if not trip.is_begun:
        return f"{trip.channel}: somebody else is on the way now"
    said = f"{trip.sent} sent, {trip.same} unchanged, {trip.refused} not taken; requests: {trip.requests}"
    if trip.fault:
        said += f"; fault: {texts('en', 'house', 'staff').t(FEED_FAULTS[trip.fault.key], **trip.fault.details)}"
    return f"{trip.channel}: {said}"


def way(one: Way, aside: Sequence[Aside], zone: ZoneInfo) -> Iterator[str]:
    """How it goes with a way to the city, line by line: what waits, since when, and why."""
    words = texts("en", "house", "staff")
    yield f"{one.channel}: to {one.host}"
    good = f"last good {_time(one.good, zone)}" if one.good else "never went out yet"
    yield f"  {good}, {one.delivered} there"
    if one.waiting and one.since:
        yield f"  waiting: {one.waiting} since {_time(one.since, zone)}"
    if one.why:
        failed = f" ({one.failures} times)" if one.failures > 1 else ""
        tried = f"{_time(one.tried, zone)}: " if one.tried else ""
        then = f", next try {_time(one.next, zone)}" if one.next else ""
        yield f"  fault, {tried}{one.why.said(words)}{failed}{then}"
    for each in aside:
        if each.channel == one.channel:
            yield f"  set aside: {f'{each.what} {each.part}'.strip()}: {each.why.said(words) if each.why else ''}"


def published(file: Path, zone: ZoneInfo) -> str:
    """Where the open data lie, and since when as they are."""
    if not file.exists():
        return f"open data: {file} is not written yet"
    return f"open data: {file}, last changed {_time(datetime.fromtimestamp(file.stat().st_mtime, UTC), zone)}"


def _time(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"
