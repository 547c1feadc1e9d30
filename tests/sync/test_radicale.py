# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars of a real calendar server come in, and again only when they have changed."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from booking.feeds_config import FeedIn
from tests.bench.load import answers, wait_until
from tests.servers.loopback import HOST, free_port
from tests.sync.calendars import calendar, event
from tests.sync.post import Office
from tests.sync.test_offers_in import titles

Opened = Callable[..., Office]


@contextmanager
def radicale(folder: Path) -> Iterator[str]:
    """One that lets everybody in; the address of a calendar that is empty."""
    port = free_port()
    options = {"storage-filesystem-folder": folder, "auth-type": "none", "server-hosts": f"{HOST}:{port}"}
    command = [sys.executable, "-m", "radicale", *(f"--{key}={value}" for key, value in options.items())]
    with subprocess.Popen([*command, "--rights-type=authenticated", "--logging-level=error"]) as process:
        try:
            wait_until(lambda: answers(port))
            address = f"http://{HOST}:{port}/haus/termine/"
            requests.request("MKCOL", f"http://{HOST}:{port}/haus/", timeout=10).raise_for_status()
            requests.request("MKCALENDAR", address, timeout=10).raise_for_status()
            yield address
        finally:
            process.terminate()


def put(address: str, uid: str, title: str) -> None:
    one = calendar(event(uid, title=title))
    requests.put(
        f"{address}{uid}.ics", data=one, headers={"Content-Type": "text/calendar"}, timeout=10
    ).raise_for_status()


def test_a_calendar_server_is_a_partner(quick: Opened, tmp_path: Path) -> None:
    with radicale(tmp_path / "radicale") as address:
        for number in range(3):
            put(address, f"termin-{number}", f"Termin {number}")
        office = quick(FeedIn(id="energie", kind="offers", url=address))
        first = office.bring()
        assert first.done
        assert (first.done.new, sorted(titles(office))) == (3, ["Termin 0", "Termin 1", "Termin 2"])
        same = office.bring()
        assert same.same, "it knows no 304"
        put(address, "termin-1", "Anderer Termin")
        requests.delete(f"{address}termin-2.ics", timeout=10).raise_for_status()
        again = office.bring()

    assert again.done
    assert (again.done.new, again.done.changed, again.done.gone) == (0, 1, 1)
    assert sorted(titles(office)) == ["Anderer Termin", "Termin 0"]
