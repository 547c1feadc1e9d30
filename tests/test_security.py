# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""SECURITY.md says what the code does: every figure is the code's own, and every part answers what it must."""

import ast
import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Route

from booking import attempts, passwords, post, privacy, secret, sittings, slots
from booking.api import limits, news, screens
from booking.audit import A_PAGE
from booking.calendar_file import LARGEST
from booking.codes import ALPHABET
from booking.config import Terms
from booking.database import TRIES
from booking.feeds import KEPT_BYTES
from booking.mail import DEADLINE_SECONDS
from booking.people import JOIN_MINUTES, ROLES
from booking.repeat import MOST
from booking.serve import KEY_FILE
from booking.web.phone import ROUTES
from booking.web.site import FIELDS, FORM_BYTES
from kiosk.environment import SETTINGS
from sync import fetch
from sync import limits as sync_limits

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
FLAT = " ".join(TEXT.split())
BITS = math.floor(math.log2(len(ALPHABET)) * passwords.RECOVERY_LENGTH)
HASHER = passwords._hasher

FIGURES = {
    "passwords": f"{passwords.SHORTEST} to {passwords.LONGEST} characters of any kind",
    "zxcvbn": f"zxcvbn weighs below {passwords.GOOD_ENOUGH} of 4",
    "weighed": f"The first {passwords.WEIGHED} characters are weighed",
    "our words": ", ".join(f'"{word}"' for word in passwords.OUR_WORDS),
    "argon2": f"argon2id ({HASHER.memory_cost * 1024 / 2**20:.0f} MiB, {HASHER.time_cost} rounds)",
    "one-time": f"six digits, {passwords.STEP} seconds",
    "recovery": f"{passwords.RECOVERY_CODES} recovery codes of {passwords.RECOVERY_LENGTH} letters ({BITS} bits)",
    "tokens": f"{secret.TOKEN_BYTES * 8} random bits",
    "invitation": f"used once, or after {JOIN_MINUTES // 60} hours",
    "on-site": f"used once, or after {Terms().onsite_minutes} minutes",
    "display": f"revoked by name: within {screens.BELIEVED_SECONDS:.0f} seconds",
    "failures": (
        f"from the {attempts.FREE_FAILURES}th failure on a wait of {attempts.FIRST_DELAY} seconds that doubles up to"
        f" {attempts.LONGEST_DELAY // 60} minutes"
    ),
    "guesses": f"{limits.GUESSES.amount} a minute",
    "bookings": f"{limits.BOOKINGS.amount} a minute",
    "unproven": f"{limits.UNPROVEN.amount} an hour, a series counts as {limits.SERIES_COST}",
    "letters": f"{limits.MAILS.amount} an hour to one address, {limits.MAILS_OF_THE_HOUSE.amount} an hour from",
    "idle": (
        f"ends after {sittings.IDLE // 60} minutes without a request and after {sittings.LONGEST // 3600} hours in any"
    ),
    "contact": f"erased {Terms().contact_days} days after the booking",
    "backups": f"mode 600, {privacy.BACKUPS_KEPT_DAYS} days at most",
    "undelivered": f"cannot be delivered after {privacy.LETTERS_KEPT // slots.DAY} days",
    "answers": f"repeated answers after {privacy.ANSWERS_KEPT // slots.DAY} days",
    "log": f"the log for {privacy.LOG_KEPT // slots.DAY} days, sealed",
    "log again": f"the database, {privacy.LOG_KEPT // slots.DAY} days",
    "mail server": f"the mail server {DEADLINE_SECONDS} seconds",
    "patience": f"who waits longer than {passwords.PATIENCE:.0f} seconds",
    "series": f"{MOST} dates at most",
    "feeds": f"{KEPT_BYTES >> 20} MiB are kept in memory",
    "news": f"{news.WAIT_SECONDS} seconds, then it asks again",
    "forms": f"{FORM_BYTES // 1000} kB, {FIELDS} fields",
    "imports": f"{LARGEST >> 20} MB, rules that never end are cut",
    "feeds in": f"a feed {fetch.SECONDS} seconds",
    "sent on": f"which it may {fetch.REDIRECTS} times",
    "size of feeds": f"{fetch.LARGEST >> 20} MB, as it comes and unpacked",
    "reading feeds": (
        f"has {sync_limits.MEMORY >> 20} MB, no files and no connection: {sync_limits.EVENT_SECONDS} seconds of the"
        f" processor for an event, {sync_limits.FEED_SECONDS} for a feed"
    ),
    "post": f"{post.AT_ONCE} in a round, {DEADLINE_SECONDS} seconds each",
    "pages of the log": f"pages of {A_PAGE}",
    "tries": f"tried {TRIES} times",
    "key": f"`{KEY_FILE}`, mode 600",
}
HASHING = re.compile(r"(?:(?:hashlib|hmac)\.(?=\w+$)|(?=blake2|sha\d|md5))(\w+)")
# What each part of the document must answer, as ASVS 5.0 asks: by its heading.
PARTS = {
    "How to report a fault": ("legal.mail",),
    "Ways in": ("staff", "display", "calendar program", "command line"),
    "Passwords": ("invitation",),
    "Guessing": ("Nobody outside can keep staff out", "booking/attempts.py", "booking/api/limits.py"),
    "Sittings": ("NIST SP 800-63B", "any number at once", "My access"),
    "Who may do what": (*ROLES, "booking/web/staff_pages.py", "a group's mail address"),
    "What is kept, and how it is protected": (
        "secret",
        "personal, of groups and authors",
        "personal, of staff",
        "public",
        "14.2.1",
    ),
    "Cryptography": ("HMAC-SHA-256", "HMAC-SHA-1", "BLAKE2b", "It is not changed by the calendar"),
    "Connections": ("mail server", "PostgreSQL", "nobody can name a place", "13.2.1"),
    "What costs time or memory": ("one at a time", "a fair queue"),
    "Logs": ("standard error", "of staff's acts", "of a display", "UTC"),
    "Packages": ("make audit", "within 7 days", "within 30", "every 90 days"),
}


@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_is_the_codes_own(figure: str) -> None:
    assert FIGURES[figure] in FLAT


def parts() -> dict[str, str]:
    """The text under each heading."""
    found = re.split(r"^##+ (.+)$", TEXT, flags=re.MULTILINE)
    return dict(zip(found[1::2], (" ".join(text.split()) for text in found[2::2]), strict=True))


@pytest.mark.parametrize("part", PARTS)
def test_every_part_answers_what_it_must(part: str) -> None:
    for word in PARTS[part]:
        assert word in parts()[part], word


def test_tokens_stand_in_no_other_addresses_than_those_that_are_named() -> None:
    names = {name for route in ROUTES if isinstance(route, Route) for name in re.findall(r"{(\w+)", route.path)}
    open_to_all = {"lang", "day", "room", "offer", "signpost", "actor"}
    assert names == open_to_all | {"code", "rest", *("place", "hold", "token", "invitation")}
    assert "Private links, invitations and private feeds carry their token in the address" in FLAT


def test_roles_have_what_the_document_says() -> None:
    """The city has its own access and nothing else, a partner its own offers; the pages of the house name its role."""
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if line[:2] == "| "]
    head = next(row for row in rows if row[0] == "act")
    acts = {row[0]: row for row in rows if len(row) == len(head) and row != head and row[0].strip("- ")}
    see = "see rooms, free times, offers, closures, public calendars, the board of ideas"
    own = "change one's own password, end one's own sittings"
    assert {act for act, row in acts.items() if row[head.index("city")]} == {see, own}
    keep = "keep offers and the entry of an actor"
    assert {act for act, row in acts.items() if row[head.index("partner")]} == {see, own, keep}
    assert acts[keep][head.index("partner")] == "its own"
    assert acts["read and check the log"][head.index("house")] == "yes"


def calls(*parts: str) -> Iterator[tuple[str, ast.Call, str]]:
    """Every call in some parts of the code: the file, the call, the name that is called."""
    for part in parts:
        for file in sorted((ROOT / part).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield str(file.relative_to(ROOT)), node, ast.unparse(node.func)


def test_logs_go_where_the_document_says_and_nowhere_else() -> None:
    """To standard error: one place sets logging up, nothing opens a log file, a socket or the system's log."""
    found = list(calls("booking", "kiosk", "sync"))
    others = [(file, name) for file, _, name in found if re.search(r"Handler$|dictConfig|fileConfig|syslog", name)]
    set_up = [(file, {word.arg for word in call.keywords}) for file, call, name in found if "basicConfig" in name]

    assert others == []
    assert set_up == [("booking/serve.py", {"level", "format", "datefmt"})]
    assert SETTINGS["KIVY_NO_FILELOG"] == "1"


def test_the_cryptography_that_is_used_is_the_one_that_is_listed() -> None:
    known = {"sha256": "SHA-256", "file_digest": "SHA-256", "blake2b": "BLAKE2b"}
    known |= {"digest": "HMAC-SHA-256", "compare_digest": "constant time"}
    names = (HASHING.fullmatch(name) for _, _, name in calls("booking"))
    used = {name[1] for name in names if name}

    assert used == known.keys()
    for name in used:
        assert known[name] in FLAT
