# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The command line: serve and check the house, invite staff, and what they may do without their pages."""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from sqlalchemy.exc import DBAPIError

from booking import advice, demo, floorplan, posters, slots
from booking.archive import BackupFault
from booking.backup import backup, restore
from booking.bookings import Booking
from booking.calendar_file import LARGEST
from booking.clock import SystemClock
from booking.config import House, Misconfigured, read
from booking.desk import Desk
from booking.office import COMMAND_LINE, Office
from booking.people import ROLES, People
from booking.plan.picture import picture
from booking.plan.source import PlanError
from booking.post import Post
from booking.refusal import Refused
from booking.serve import open_desk, public_url, serve
from booking.texts import staff_times, texts

DEMO = Path(__file__).parent.parent / "assets" / "demo" / "house.toml"

Arguments = argparse.Namespace
Command = Callable[[House, Arguments], int | None]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 if it did what was asked, 1 if the house refused, 2 if the config is wrong."""
    chosen = _parser().parse_args(arguments)
    try:
        act: Command = chosen.act
        return act(read(chosen.config, House), chosen) or 0
    except Misconfigured as error:
        print(error, file=sys.stderr)
        return 2
    except Refused as refused:
        print(texts("en", "house", "staff").refusal(refused), file=sys.stderr)
        return 1
    except BackupFault as fault:
        print(fault, file=sys.stderr)
        return 1
    except DBAPIError as error:
        print(f"database: {error.orig}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m booking", description="The booking service of a house.")
    parser.add_argument("--config", type=Path, default=DEMO, help="the house (house.toml); the demo house if absent")
    parser.add_argument("--data", type=Path, default=Path("data"), help="the folder of database and key")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add(commands, "check", "check the config and stop", _check)
    _add(commands, "serve", "answer displays, phones and calendars", _serve)
    _add(commands, "list", "coming bookings", _list).add_argument("--days", type=int, default=14)
    for name, help_, act in (
        ("approve", "say yes to a request", _approve),
        ("refuse", "say no to a request, or take a booking back", _refuse),
        ("erase", "forget who booked, at once", _erase),
    ):
        _add(commands, name, help_, act).add_argument("code", type=str.upper)
    close = _add(commands, "close", "close a room, or the house, for a time", _close)
    close.add_argument("begin", type=datetime.fromisoformat, help="house time, such as 2026-12-24T08:00")
    close.add_argument("end", type=datetime.fromisoformat)
    close.add_argument("reason")
    close.add_argument("--room", help="the whole house if absent")
    _add(commands, "reopen", "take a closure back", _reopen).add_argument("closure", type=int)
    for kind in ("feed-token", "screen-token"):
        tokens = _add(commands, kind, f"make, revoke or list {kind}s", _tokens)
        tokens.add_argument("do", choices=("make", "revoke", "list"))
        tokens.add_argument("name", nargs="?", default="")
    bring = _add(commands, "import", "bring a calendar into a room or resource", _import)
    bring.add_argument("calendar", type=_content, metavar="FILE.ics")
    bring.add_argument("--room", required=True)
    bring.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")
    bring.add_argument(
        "--skip-clashes", action="store_true", help="import what is not taken; else nothing is, if any is"
    )
    bring.add_argument("--force", action="store_true", help="also if most of what was imported is missing now")
    staff = _add(commands, "staff", "who may sign in: add or invite anew, remove, list", _staff)
    staff.add_argument("do", choices=("add", "remove", "list"))
    staff.add_argument("name", nargs="?", default="")
    staff.add_argument("--role", choices=ROLES, default="house")
    staff.add_argument("--actor", default="", help="for whom a partner acts: the actor's short name")
    plan = _add(commands, "plan", "check a floor plan against the config, and draw it", _plan)
    plan.add_argument("file", type=Path, metavar="FILE", help="GeoJSON or .osm, with OpenStreetMap's indoor tags")
    plan.add_argument("--picture", type=Path, metavar="PNG", help="plan.png beside the plan if absent")
    hang = _add(
        commands, "posters", "an A4 sheet for each room's door, as PDF, with the code to its free times", _posters
    )
    hang.add_argument("--folder", type=Path, default=Path("posters"))
    _add(commands, "letters", "mails that could not be delivered yet, and why", _letters)
    keep = _add(commands, "backup", "write the house to one file, while it serves", _backup)
    keep.add_argument("file", type=Path, help="or a folder, in which the file is called by the day")
    bring_back = _add(commands, "restore", "put a house back from such a file", _restore)
    bring_back.add_argument("file", type=Path)
    bring_back.add_argument("--force", action="store_true", help="replace the database that is there")
    _add(commands, "demo", "book two weeks in the demo house and write screen.toml", _demo)
    _add(commands, "onsite", "print an on-site link for a phone in the same network", _onsite)
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, help_: str, act: Command
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help_)
    parser.set_defaults(act=act)
    return parser


def _at_desk(act: Callable[[Desk, Arguments], None]) -> Command:
    """A command that staff give at the desk."""

    def opened(house: House, chosen: Arguments) -> None:
        desk = open_desk(house, chosen.data)
        try:
            act(desk, chosen)
        finally:
            desk.database.close()

    return opened


def _check(house: House, chosen: Arguments) -> None:
    for warning in advice.warnings(house):
        print(f"{chosen.config}: warning: {warning}")
    print(f"{chosen.config}: {house.name['de']}, {len(house.rooms)} rooms: all right")


def _plan(house: House, chosen: Arguments) -> int:
    try:
        plan = floorplan.read(house, chosen.file)
    except PlanError as error:
        print(error, file=sys.stderr)
        return 1
    for note in plan.notes:
        print(f"{'fault' if note.fault else 'note'}: {note}")
    target = chosen.picture or chosen.file.with_suffix(".png")
    picture(plan.building).save(target)
    building = plan.building
    counted = f"{len(building.levels)} levels, {len(building.places)} places, {len(building.doors)} ways through"
    print(f"{chosen.file}: {counted}")
    print(f"drawn: {target}")
    return 1 if any(note.fault for note in plan.notes) else 0


def _posters(house: House, chosen: Arguments) -> None:
    for file in posters.write(house, floorplan.of_house(house)[0], public_url(house), chosen.folder):
        print(file)


def _serve(house: House, chosen: Arguments) -> int:
    return 0 if serve(house, chosen.data) else 1


def _backup(house: House, chosen: Arguments) -> None:
    started = time.monotonic()
    today = SystemClock().now().astimezone(house.zone).date()
    file = chosen.file / f"house-{today}.tar" if chosen.file.is_dir() else chosen.file
    bookings = backup(house, chosen.data, file)
    size = file.stat().st_size / 1_000_000
    print(f"{file}: {bookings} bookings, {size:.1f} MB; integrity and references are right")
    print(f"{time.monotonic() - started:.1f} s; it holds names and the key: keep it safe, and for 14 days at most")


def _restore(house: House, chosen: Arguments) -> None:
    started = time.monotonic()
    done = restore(house, chosen.data, chosen.file, chosen.force)
    print(f"{done.bookings} bookings of {done.made.astimezone(house.zone):%Y-%m-%d %H:%M} are there again")
    print(f"contact data of {done.erased} was due and is erased; sums, integrity and references are right")
    print(f"{time.monotonic() - started:.1f} s; what was erased by hand since then has to be erased again")


@_at_desk
def _list(desk: Desk, chosen: Arguments) -> None:
    now = desk.now()
    for found in Office(desk).bookings(now - timedelta(days=1), now + timedelta(days=chosen.days)):
        print(_line(desk, found))


def _line(desk: Desk, found: Booking) -> str:
    times = staff_times(found.begin, found.end, desk.house.zone)
    return f"{found.code or '------'}  {times}  {found.room:<12} {found.status:<11} {found.name or ''}".rstrip()


@_at_desk
def _approve(desk: Desk, chosen: Arguments) -> None:
    print(_line(desk, Office(desk).approve(chosen.code)))


@_at_desk
def _refuse(desk: Desk, chosen: Arguments) -> None:
    print(_line(desk, Office(desk).refuse(chosen.code)))


@_at_desk
def _erase(desk: Desk, chosen: Arguments) -> None:
    print(_line(desk, Office(desk).erase(chosen.code)))


@_at_desk
def _close(desk: Desk, chosen: Arguments) -> None:
    begin, end = (slots.to_utc(moment, desk.house.zone) for moment in (chosen.begin, chosen.end))
    try:
        number = Office(desk).close(chosen.room, begin, end, chosen.reason)
    except Refused as refused:
        if refused.reason == "occupied":
            for found in Office(desk).in_the_way(begin, end):
                if chosen.room in (None, found.room):
                    print(_line(desk, found), file=sys.stderr)
        raise
    print(f"closed; take it back with: python -m booking reopen {number}")


@_at_desk
def _reopen(desk: Desk, chosen: Arguments) -> None:
    desk_office = Office(desk)
    desk_office.reopen(chosen.closure)
    print("open again")


@_at_desk
def _tokens(desk: Desk, chosen: Arguments) -> None:
    kind = "feed" if chosen.command == "feed-token" else "screen"
    if chosen.do == "list":
        for one in desk.tokens.known(kind):  # type: ignore[arg-type]
            print(f"{one.name}  made {one.made:%Y-%m-%d}" + (f", last used {one.used:%Y-%m-%d}" if one.used else ""))
    elif chosen.do == "revoke":
        desk.tokens.revoke(kind, chosen.name)  # type: ignore[arg-type]
        print("revoked")
    else:
        print(_shown(desk, kind, desk.tokens.make(kind, chosen.name or kind)))  # type: ignore[arg-type]


def _shown(desk: Desk, kind: str, token: str) -> str:
    """A feed's addresses, or a screen's token: shown once, never again."""
    if kind == "screen":
        return token
    base = f"{public_url(desk.house)}/feeds/private/{token}"
    return "\n".join(
        f"{base}/{name}.ics" for name in ("house", *(room.id for room in desk.house.rooms if room.bookable))
    )


@_at_desk
def _staff(desk: Desk, chosen: Arguments) -> None:
    people = People(desk)
    if chosen.do == "list":
        for one in people.all():
            print(f"{one.name:<20} {one.role:<8} {'joined' if one.joined else 'invited'}")
    elif chosen.do == "remove":
        people.remove(chosen.name, COMMAND_LINE)
        print("removed, and signed out everywhere")
    else:
        invitation = people.invite(chosen.name, chosen.role, COMMAND_LINE, chosen.actor)
        print(f"{_staff_url(desk.house)}/de/staff/join/{invitation}")
        print("valid for a day, for one person: they choose a password and set up their codes there", file=sys.stderr)


def _staff_url(house: House) -> str:
    """Where staff sign in: over https, else on the machine itself, because browsers keep no sign-in elsewhere."""
    address = public_url(house)
    return address if address.startswith("https://") else f"http://localhost:{house.service.port}"


@_at_desk
def _demo(desk: Desk, chosen: Arguments) -> None:
    demo.prepare(desk, chosen.data)


@_at_desk
def _letters(desk: Desk, _: Arguments) -> None:
    for fault in Post(desk, public_url(desk.house), desk.clock).faults():
        again = f"next try {fault.due:%Y-%m-%d %H:%M} UTC" if fault.due else "given up"
        print(f"{fault.code or '------'}  {fault.kind:<9} {fault.tries} tries, {again}: {fault.why}")


@_at_desk
def _onsite(desk: Desk, _: Arguments) -> None:
    code = desk.tokens.onsite(desk.house.terms.onsite_minutes)
    print(f"{public_url(desk.house)}/de/?onsite={code}")


def _content(path: str) -> bytes:
    """A file that is named on the command line, as far as it may be a calendar."""
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


@_at_desk
def _import(desk: Desk, chosen: Arguments) -> None:
    from booking import import_report, importing  # a heavy part, seldom needed

    bring = importing.Importing(desk)
    act = bring.rehearse if chosen.dry_run else bring.bring_in
    try:
        report = act(chosen.calendar, chosen.room, skip_clashes=chosen.skip_clashes, force=chosen.force)
    except Refused as refused:
        if refused.reason == "import_clashes":
            report = cast(importing.Report, refused.details["report"])
            print(*import_report.left_out(report, desk.house.zone), sep="\n", file=sys.stderr)
        raise
    print(import_report.counts(report, chosen.dry_run))
    for line in import_report.left_out(report, desk.house.zone):
        print(line)
