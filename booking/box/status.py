# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How it goes with the machine and the house on it: one finding for each thing, whatever else fails."""

import shutil
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.exc import DBAPIError

from booking import VERSION
from booking.box import offsite
from booking.box.findings import Figure, Finding, State
from booking.box.machine import TIMERS, UNITS, Machine, ask
from booking.clock import kernel_is_synchronised
from booking.config import House, Misconfigured, read
from booking.desk import Desk
from booking.inbound import Inbound
from booking.outbound import Outbound
from booking.post import Post
from booking.serve import DATABASE_FILE, database_url, open_desk, public_url
from booking.texts import texts

HOUR, DAY = 3600.0, 86_400.0
BACKUP_LATE = 26 * HOUR
OFFSITE_LATE = 50 * HOUR  # one night may fail
DRILL_LATE = 92 * DAY
FULL: tuple[tuple[float, State], ...] = ((0.05, "bad"), (0.15, "look"))  # of the disk that is free
CERTIFICATE: tuple[tuple[float, State], ...] = ((3 * DAY, "bad"), (20 * DAY, "look"))  # is valid for
HOT = (85.0, 75.0)  # °C: bad, look
ZONES = "sys/class/thermal/thermal_zone*/temp"
WAITS_LONG = DAY
HTTPS = 443


def look(machine: Machine, now: datetime) -> Iterator[Finding]:
    """Everything, most important first."""
    yield from services(machine)
    house: House | None = None
    if machine.house.exists():
        try:
            house = read(machine.house, House)
            yield Finding("house", "good", f"{house.name['de']}, at {public_url(house)}")
        except Misconfigured as mistake:
            yield Finding("house", "bad", str(mistake).splitlines()[0])
    if house:
        yield from _kept(machine, house, now)
        if certificate := _certificate(house, now):
            yield certificate
    yield _disk(machine)
    yield _clock()
    if temperature := _temperature(machine):
        yield temperature
    yield Finding("version", "good", VERSION)


def services(machine: Machine) -> Iterator[Finding]:
    """Each that is switched on, whether it runs, and what it says of itself."""
    if not machine.is_booted:
        yield Finding("services", "look", "systemd does not run here: nobody can say how the services are")
        return
    names = [f"klimaschutzhaus-{unit}.service" for unit in UNITS]
    names += [f"klimaschutzhaus-{timer}.timer" for timer in TIMERS]
    told = ask("systemctl", "show", "--property=Id,ActiveState,UnitFileState,NRestarts,StatusText", *names)
    if not told.well:
        yield Finding("services", "bad", told.last)
        return
    shown = [dict(line.split("=", 1) for line in block.splitlines()) for block in told.out.strip().split("\n\n")]
    enabled = [one for one in shown if one.get("UnitFileState") == "enabled"]
    yield from map(_service, enabled)
    if not enabled:
        yield Finding("services", "look", "none is switched on: klimaschutzhaus setup")


def _service(shown: dict[str, str]) -> Finding:
    name = shown["Id"].removeprefix("klimaschutzhaus-").removesuffix(".service")
    restarts, runs = int(shown.get("NRestarts") or 0), shown["ActiveState"] == "active"
    figures = (Figure("up", float(runs), name), Figure("restarts", float(restarts), name))
    again = f", started anew {restarts} times since it was switched on" if restarts else ""
    if not runs:
        why = f"{shown['ActiveState']}{again}: journalctl -u {shown['Id']} says why"
        return Finding(name, "bad", why, figures)
    return Finding(name, "look" if restarts else "good", (shown.get("StatusText") or "runs") + again, figures)


def _kept(machine: Machine, house: House, now: datetime) -> Iterator[Finding]:
    """What only the database and the folder of backups know."""
    in_a_file = database_url(house, machine.data).startswith("sqlite")
    if in_a_file and not (machine.data / DATABASE_FILE).exists():
        yield Finding("database", "bad", "is not there yet: the booking service makes it at its first start")
        return
    try:
        desk = open_desk(house, machine.data)
        with closing(desk.database):
            yield from _feeds(desk)
            yield from _ways_out(desk, now)
            yield from _letters(desk)
    except (DBAPIError, OSError) as error:
        yield Finding("database", "bad", str(getattr(error, "orig", error)))
    if in_a_file:
        yield _backup(machine, now)
        yield from _offsite(machine, now)


def _feeds(desk: Desk) -> Iterator[Finding]:
    words = texts("en", "house", "staff")
    for feed in Inbound(desk).feeds():
        of = f"feed {feed.feed}"
        figures = [Figure("feed_failures", float(feed.failures), feed.feed)]
        if feed.good:
            figures.append(Figure("feed_good_timestamp_seconds", feed.good.timestamp(), feed.feed))
        good = f"last good {_time(feed.good, desk.house)}" if feed.good else "never came in yet"
        if feed.held == "asked":
            said: tuple[State, str] = "look", "has become short: klimaschutzhaus sync status"
        elif feed.fault:
            said = "look", f"{good}; {feed.why(words)}"
        else:
            said = "good", f"{good}, {feed.events} events"
        yield Finding(of, *said, tuple(figures))


def _ways_out(desk: Desk, now: datetime) -> Iterator[Finding]:
    words = texts("en", "house", "staff")
    for way in Outbound(desk).channels():
        since = (now - way.since).total_seconds() if way.since else 0.0
        figures = (
            Figure("outbox_waiting", float(way.waiting), way.channel),
            Figure("outbox_set_aside", float(way.aside), way.channel),
            Figure("outbox_oldest_seconds", since, way.channel),
        )
        said = f"to {way.host}: {way.waiting} wait" + (f" since {_time(way.since, desk.house)}" if way.since else "")
        if way.aside:
            said += f", {way.aside} set aside: klimaschutzhaus sync status"
        if way.why:
            said += f"; {way.why.said(words)}"
        state: State = "bad" if since > WAITS_LONG else "look" if way.why or way.aside else "good"
        yield Finding(f"city {way.channel}", state, said, figures)


def _letters(desk: Desk) -> Iterator[Finding]:
    if desk.house.service.smtp is None:
        return
    faults = Post(desk, public_url(desk.house), desk.clock).faults()
    figures = (Figure("letters_failed", float(len(faults))),)
    if faults:
        yield Finding("letters", "look", f"{len(faults)} not delivered: klimaschutzhaus booking letters", figures)
    else:
        yield Finding("letters", "good", "all delivered", figures)


def _backup(machine: Machine, now: datetime) -> Finding:
    made = max((file.stat().st_mtime for file in machine.backups.glob("house-*.tar")), default=None)
    if made is None:
        return Finding("backup", "bad", "none yet: systemctl start klimaschutzhaus-backup")
    old = now.timestamp() - made
    figures = (Figure("backup_timestamp_seconds", made),)
    return Finding("backup", "bad" if old > BACKUP_LATE else "good", f"the last one {_ago(old)}", figures)


def _offsite(machine: Machine, now: datetime) -> Iterator[Finding]:
    if not machine.offsite.exists():
        yield Finding("elsewhere", "look", f"no second place for backups: {machine.offsite.name}.example says how")
        return
    done = offsite.remembered(machine)
    for about, at, late, how in (
        ("elsewhere", done.kept, OFFSITE_LATE, "klimaschutzhaus keep"),
        ("drill", done.drilled, DRILL_LATE, "klimaschutzhaus drill"),
    ):
        if at is None:
            yield Finding(about, "look", f"never yet: {how}")
            continue
        old = (now - at).total_seconds()
        figures = (Figure(f"{about}_timestamp_seconds", at.timestamp()),)
        said = _ago(old) + (f"; since then: {done.fault}" if about == "elsewhere" and done.fault else "")
        yield Finding(about, "bad" if old > late else "look" if "since" in said else "good", said, figures)


def _certificate(house: House, now: datetime) -> Finding | None:
    """What whoever stands before the service shows, asked on this machine: the way here may lead elsewhere."""
    address = urlsplit(house.service.public_url or "")
    if address.scheme != "https" or not address.hostname:
        return None
    try:
        with (
            socket.create_connection(("127.0.0.1", address.port or HTTPS), timeout=5) as line,
            ssl.create_default_context().wrap_socket(line, server_hostname=address.hostname) as secure,
        ):
            shown = secure.getpeercert() or {}
    except OSError as error:
        return Finding("certificate", "bad", f"{address.hostname}: {error.strerror or error}")
    left = ssl.cert_time_to_seconds(str(shown["notAfter"])) - now.timestamp()
    figures = (Figure("certificate_expires_in_seconds", left),)
    return Finding("certificate", _below(left, CERTIFICATE), f"valid for {left / DAY:.0f} days more", figures)


def _disk(machine: Machine) -> Finding:
    lies = machine.data if machine.data.exists() else machine.root
    usage = shutil.disk_usage(lies)
    free = usage.free / usage.total
    figures = (Figure("disk_free_bytes", float(usage.free)), Figure("disk_size_bytes", float(usage.total)))
    return Finding("disk", _below(free, FULL), f"{usage.free / 1e9:.1f} GB free, {free:.0%}", figures)


def _clock() -> Finding:
    right = kernel_is_synchronised()
    figures = (Figure("clock_synchronised", float(right)),)
    if right:
        return Finding("clock", "good", "synchronised", figures)
    said = "not synchronised: nothing is released or erased until it is; timedatectl says why"
    return Finding("clock", "look", said, figures)


def _temperature(machine: Machine) -> Finding | None:
    """The hottest that the machine measures of itself; None where it measures nothing."""
    degrees = [reading for file in machine.root.glob(ZONES) if (reading := _reading(file)) is not None]
    if not degrees:
        return None
    hottest = max(degrees)
    state: State = "bad" if hottest > HOT[0] else "look" if hottest > HOT[1] else "good"
    return Finding("temperature", state, f"{hottest:.0f} °C", (Figure("temperature_celsius", hottest),))


def _reading(file: Path) -> float | None:
    try:
        return int(file.read_text()) / 1000
    except (OSError, ValueError):
        return None


def _below(value: float, steps: tuple[tuple[float, State], ...]) -> State:
    """The state of the first step that a value lies below."""
    return next((state for limit, state in steps if value < limit), "good")


def _ago(seconds: float) -> str:
    return f"{seconds / DAY:.0f} days ago" if seconds > 2 * DAY else f"{seconds / HOUR:.0f} hours ago"


def _time(moment: datetime, house: House) -> str:
    return f"{moment.astimezone(house.zone):%Y-%m-%d %H:%M}"
