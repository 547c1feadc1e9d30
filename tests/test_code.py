# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What no part of the house does, whatever it is told: read in the code itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PARTS = ("booking", "kiosk", "sync")
# Commands, data that runs, XML with its entities, numbers that can be guessed.
NEVER = {"subprocess", "pty", "pickle", "marshal", "shelve", "xml", "random", "code", "runpy"}
NEVER_CALLED = re.compile(r"eval|exec|compile|__import__|os\.(system|popen|exec\w+|spawn\w+|posix_spawn\w*)")
# The programs that are started: those of the system, beside the services; one that screen.toml names to set a monitor's
# brightness; the voice of the display, which hears by a pipe what it shall say; and the process that reads others'
# calendars, which may do next to nothing.
STARTED = [
    ("booking/box/machine.py", "subprocess"),
    ("kiosk/lamp.py", "subprocess"),
    ("kiosk/speech.py", "subprocess"),
    ("sync/readers.py", "subprocess"),
]
WEAK = re.compile(r"hashlib\.(md5|sha1|new)")
# Who opens connections, and with what: the mail server, the house and the feeds are named in a config, systemd's socket
# in the environment; the service asks itself, and the proxy on this machine is asked for its
# certificate, and set-up looks a name up.
CONNECTIONS = {
    "booking/box/setup.py": {"socket"},
    "booking/box/status.py": {"socket"},
    "booking/lifeline.py": {"socket"},
    "booking/mail.py": {"smtplib"},
    "booking/selfcheck.py": {"http.client"},
    "booking/serve.py": {"socket"},
    "kiosk/wire.py": {"http.client", "socket"},
    "sync/session.py": {"http.client", "requests", "urllib3"},
    "sync/wire.py": {"socket", "urllib3"},
}
WAYS_OUT = {"smtplib", "socket", "http.client", "urllib.request", "ftplib", "requests", "httpx", "urllib3", "aiohttp"}
LOCKED = re.compile(
    r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==\S+.*\\\n(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE
)


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Everything in the code, with the file in which it stands."""
    for part in PARTS:
        for file in sorted((ROOT / part).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                yield str(file.relative_to(ROOT)), node


def imports() -> Iterator[tuple[str, str]]:
    """Each file with each module that it takes."""
    for file, node in nodes():
        if isinstance(node, ast.Import):
            yield from ((file, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield file, node.module
            yield from ((file, f"{node.module}.{name.name}") for name in node.names)


def test_nothing_runs_a_command_or_reads_what_could_run() -> None:
    assert [(file, name) for file, name in imports() if name.split(".")[0] in NEVER] == STARTED


def test_no_text_becomes_code_and_no_weak_hash_is_used() -> None:
    called = [(file, ast.unparse(node.func)) for file, node in nodes() if isinstance(node, ast.Call)]
    assert len(called) > 1000
    assert [one for one in called if NEVER_CALLED.fullmatch(one[1]) or WEAK.fullmatch(one[1])] == []


def test_connections_are_opened_in_few_places() -> None:
    found: dict[str, set[str]] = {}
    for file, name in imports():
        if way := {name, name.split(".")[0]} & WAYS_OUT:
            found.setdefault(file, set()).update(way)
    assert found == CONNECTIONS


def test_every_package_is_locked_by_hash_and_those_of_tests_do_not_run() -> None:
    runs, tests = (locked(ROOT / name) for name in ("requirements.txt", "requirements-test.txt"))
    assert runs < tests
    assert tests - runs >= {"pytest", "playwright", "aiosmtpd", "schemathesis"}


def locked(file: Path) -> set[str]:
    """The packages of a lock file, all of which have a version and hashes."""
    text = file.read_text(encoding="utf-8")
    names = LOCKED.findall(text)
    assert len(names) == len([line for line in text.splitlines() if re.match(r"\S", line) and line[0] != "#"])
    return set(names)
