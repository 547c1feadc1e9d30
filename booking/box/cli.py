# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The machine's command line: set it up, say how it goes, keep backups elsewhere, try them out."""

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from booking.archive import BackupFault
from booking.box import answers, findings, offsite, status
from booking.box.answers import Answers, Question
from booking.box.machine import Machine
from booking.box.setup import NotSetUp, Setup, known
from booking.config import Misconfigured, read

Arguments = argparse.Namespace

NEXT = """
Next:
- Look through {house}: rooms, opening hours, how to get in, legal notice. Every key is explained there.
- klimaschutzhaus booking staff add NAME    prints the link with which the first of the staff signs in
- klimaschutzhaus status                    at any time
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 if all is well, 1 if something needs a hand, 2 if a config or an answer is wrong."""
    chosen = _parser().parse_args(arguments)
    act: Callable[[Machine, Arguments], int] = chosen.act
    try:
        return act(Machine(chosen.root), chosen)
    except Misconfigured as error:
        print(error, file=sys.stderr)
        return 2
    except (BackupFault, NotSetUp, PermissionError) as fault:
        print(fault, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):
        print("\nStopped; nothing that was not said to be written was changed.", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("klimaschutzhaus", description="The machine that the house stands on.")
    parser.add_argument("--root", type=Path, default=Path("/"), help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    setup = commands.add_parser("setup", help="ask what this machine shall be, and make it so")
    setup.add_argument("--answers", type=Path, metavar="FILE", help="ask nothing: the answers stand in a file")
    setup.add_argument("--example", action="store_true", help="print such a file")
    setup.add_argument("--no-start", action="store_true", help="write and check, and start nothing")
    setup.set_defaults(act=_setup)
    told = commands.add_parser("status", help="how it goes, on one page")
    told.add_argument("--metrics", action="store_true", help="for Prometheus")
    told.add_argument("--json", action="store_true")
    told.add_argument("--keep", action="store_true", help="for the service, which shows it in the networks of staff")
    told.set_defaults(act=_status)
    commands.add_parser("keep", help="take the newest backup to the second place").set_defaults(act=_keep)
    commands.add_parser("drill", help="fetch it back from there, and try it out").set_defaults(act=_drill)
    commands.add_parser("booking", help="a command of the booking service: klimaschutzhaus booking --help")
    commands.add_parser("sync", help="a command of the postman: klimaschutzhaus sync --help")
    return parser


def _setup(machine: Machine, chosen: Arguments) -> int:
    if chosen.example:
        print(answers.example(), end="")
        return 0
    before = known(machine)
    if chosen.answers:
        said = read(chosen.answers, Answers)
    else:
        print("Enter keeps what stands in brackets. Ctrl-C stops, and leaves everything as it is.\n")
        said = answers.ask(before, not machine.house.exists(), _put, print)
    run = Setup(machine, said, print)
    run.write()
    run.write_caddy()
    if not chosen.no_start:
        if not machine.is_booted:
            raise NotSetUp("systemd does not run here: everything is written and checked, nothing is started")
        run.start()
    print()
    code = _page(machine)
    if said.machine.house:
        print(NEXT.format(house=machine.house))
    return 0 if chosen.no_start else code


def _put(question: Question) -> str:
    known = question.known
    shown = {True: "yes", False: "no"}.get(known) if isinstance(known, bool) else known
    if isinstance(known, tuple):
        shown = " ".join(map(str, known))
    if question.key in ("password", "token"):
        return getpass.getpass(f"{question.text}{' [as it is]' if known else ''}: ")
    return input(f"{question.text} [{shown}]: ")


def _status(machine: Machine, chosen: Arguments) -> int:
    now = datetime.now(UTC)
    if chosen.keep:
        found = list(status.look(machine, now))
        for name, text in (("status.json", findings.as_json(found, now)), ("metrics", findings.metrics(found, now))):
            part = machine.told / f"{name}.part"
            part.write_text(text, encoding="utf-8")
            part.replace(machine.told / name)
        return 0
    if chosen.metrics or chosen.json:
        write = findings.metrics if chosen.metrics else findings.as_json
        print(write(list(status.look(machine, now)), now), end="")
        return 0
    return _page(machine)


def _page(machine: Machine) -> int:
    found = list(status.look(machine, datetime.now(UTC)))
    print(*findings.page(found), sep="\n")
    return 1 if findings.worst(found) == "bad" else 0


def _keep(machine: Machine, _: Arguments) -> int:
    print(offsite.keep(machine, datetime.now(UTC)))
    return 0


def _drill(machine: Machine, _: Arguments) -> int:
    done = offsite.drill(machine, datetime.now(UTC))
    print(f"the backup of {done.made:%Y-%m-%d %H:%M} UTC came back: {done.bookings} bookings; sums, integrity and")
    print(f"references are right; contact data of {done.erased} was due and would have been erased")
    return 0
