# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The disk is full: nothing acknowledged is lost, all can be read, and it goes on by itself when there is room."""

import os
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from tests.servers.killable import Killable, killable

MEGABYTE = 1 << 20
MOST = 2000


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB."""
    if os.getuid() != 0:
        pytest.skip("only root may mount a file system of 8 MB")
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all the room that is left."""
    file = disk / "filler"
    with file.open("wb", buffering=0) as out:
        for size in (MEGABYTE, 4096):
            try:
                while out.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue
    return file


class Group:
    """Books one time after the other; `codes` are those that were acknowledged, with their links."""

    def __init__(self, house: Killable) -> None:
        self.house = house
        desk = house.desk()
        self._screen = desk.tokens.make("screen", "test")
        desk.database.close()
        self._asked = 0
        self.links: dict[str, str] = {}

    def book(self) -> requests.Response:
        day = date.today() + timedelta(days=1 + self._asked // 18 % 80)
        begin = f"{day}T{10 + self._asked % 9:02}:00"
        self._asked += 1
        body = {
            "request_id": str(uuid4()),
            "room": "offen" if self._asked % 2 else "beamer",
            "begin": begin,
            "end": begin.replace(":00", ":30"),
            "name": "Chor " * 10,
        }
        headers = {"Authorization": f"Bearer {self._screen}"}
        answer = requests.post(f"{self.house.url}/api/bookings", json=body, headers=headers, timeout=20)
        if answer.status_code == 201:
            self.links[answer.json()["code"]] = answer.json()["token"]
        return answer

    def until(self, status: int) -> requests.Response:
        """Book until the answer is this."""
        for _ in range(MOST):
            answer = self.book()
            if answer.status_code == status:
                return answer
        raise AssertionError(f"never {status}, last {answer.status_code} {answer.text}")

    def lost(self) -> list[str]:
        """Acknowledged bookings that cannot be read."""
        return [
            code
            for code, link in self.links.items()
            if not requests.get(
                f"{self.house.url}/api/bookings/{code}", headers={"Authorization": f"Bearer {link}"}, timeout=20
            ).ok
        ]


def test_a_full_disk_loses_nothing_and_goes_on_when_there_is_room(small_disk: Path) -> None:
    with killable(small_disk / "house") as house:
        house.start()
        group = Group(house)
        group.until(201)
        filler = fill(small_disk)
        no = group.until(503)
        assert no.json()["reason"] == "unavailable"
        assert no.json()["detail"] == "Buchen geht gerade nicht."

        page = requests.get(f"{house.url}/de/rooms/offen", timeout=20)
        assert page.status_code == 200
        assert group.lost() == []
        held = requests.post(f"{house.url}/de/link", data={"mail": "a@example.org"}, timeout=20)
        assert held.status_code in (200, 503)

        os.truncate(filler, filler.stat().st_size - MEGABYTE)
        assert group.until(201).status_code == 201
        assert group.lost() == []
        desk = house.desk()
        with desk.database.read() as db:
            assert db.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert db.exec_driver_sql("PRAGMA foreign_key_check").first() is None
        desk.database.close()
