# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How long staff wait for their pages in a house with 100 thousand bookings and a year's log; one line a page."""

import statistics
import time
from base64 import b32encode
from functools import partial
from pathlib import Path

import pyotp
import requests

from booking.config import House, read
from booking.desk import Desk
from booking.ledger import Ledger
from booking.people import People
from booking.serve import open_desk
from booking.web.staffed import SITTING
from tests.bench.filled import filled
from tests.bench.load import percentile, serving
from tests.servers.loopback import HOST, free_port

BOOKINGS, ROOMS, ENTRIES, LOOKS = 100_000, 10, 10_000, 50
PASSWORD = "Vier Eichen am Fluss"  # of a house that lives for this bench only
PAGES = (
    *("", "plan", "plan?view=week", "plan?view=month", "find?for=gruppe", "find?for=nobody", "closures", "hours"),
    *("notices", "links", "privacy", "log", "log?search=raum-3", "log?check=1"),
)


def prepare(config: Path, data: Path) -> str:
    """Somebody of the staff, signed in, and a long log: the token of their sitting."""
    desk = open_desk(read(config, House), data)
    people = People(desk)
    invitation = people.invite("bench", "house", "bench")
    key = people.one_time(people.invited(invitation))
    code = people.join(invitation, PASSWORD, pyotp.TOTP(b32encode(key).decode()).now())[0]
    for begin in range(0, ENTRIES, 1000):
        desk.write(partial(_log, desk, begin))
    sitting = people.sign_in("bench", PASSWORD, code, "bench").sitting
    desk.database.close()
    return sitting


def _log(desk: Desk, first: int, book: Ledger) -> None:
    for number in range(first, first + 1000):
        desk.log.write(book.db, book.at, "bench", "approve", f"AAAAAA raum-{number % ROOMS} 2026-05-07")


def main() -> None:
    port = free_port()
    config, data = filled("staff", ROOMS, BOOKINGS, port)
    session = requests.Session()
    session.headers["Cookie"] = f"{SITTING}={prepare(config, data)}"
    with serving(config, data):
        for page in PAGES:
            times = []
            for _ in range(LOOKS):
                started = time.perf_counter()
                answer = session.get(f"http://{HOST}:{port}/de/staff/{page}", timeout=30)
                times.append(1000 * (time.perf_counter() - started))
                assert answer.status_code == 200
                assert "/staff/sign-out" in answer.text
            middle, late = statistics.median(times), percentile(times, 0.95)
            print(f"staff page /{page}: p50 {middle:.0f} ms, p95 {late:.0f} ms (goal 100)")


if __name__ == "__main__":
    main()
