# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A house is backed up while it serves, and what is put back is whole, answers, and knows nothing that is due."""

import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import requests
from alembic import command
from alembic.config import Config

from booking.archive import BackupFault
from booking.backup import backup, restore
from booking.bookings import Booking
from booking.config import House
from booking.database import MIGRATIONS, Database
from booking.desk import Desk
from booking.model import BOOKED, letter
from booking.serve import open_desk
from tests.booking.test_privacy import MARKERS, fill, fill_around, found_in
from tests.booking.wishes import CHOIR, SMTP, TODAY, TOMORROW, booked, claims, wish
from tests.servers.booking import SetClock, booking_service, demo_house

ROOT = Path(__file__).parents[2]


@pytest.fixture
def house() -> House:
    return demo_house(smtp=SMTP)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup goes."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "house.tar"


@pytest.fixture
def served(house: House, data: Path, clock: SetClock) -> Iterator[Desk]:
    """A desk that has its database open, as a service has."""
    desk = open_desk(house, data, clock)
    yield desk
    desk.database.close()


@contextmanager
def fault(words: str) -> Iterator[None]:
    with pytest.raises(BackupFault, match=words):
        yield


@contextmanager
def again(house: House, data: Path, clock: SetClock) -> Iterator[Desk]:
    """The house that was put back."""
    desk = open_desk(house, data, clock)
    yield desk
    desk.database.close()


def saved(desk: Desk, data: Path, file: Path) -> Booking:
    """A booking of which there is a backup; nobody has the house open any more."""
    made = booked(desk, wish(14, 16))
    backup(desk.house, data, file)
    desk.database.close()
    return made


def changed(file: Path, name: str, content: bytes | None) -> None:
    """Another content for a member of a backup, or none."""
    with tarfile.open(file) as tar:
        members = {member.name: (tar.extractfile(member) or BytesIO()).read() for member in tar}
    with tarfile.open(file, "w") as tar:
        for member, kept in members.items():
            if (text := content if member == name else kept) is not None:
                info = tarfile.TarInfo(member)
                info.size = len(text)
                tar.addfile(info, BytesIO(text))


def test_a_house_is_put_back_as_it_was(
    served: Desk, house: House, data: Path, file: Path, tmp_path: Path, clock: SetClock
) -> None:
    made, held = booked(served, wish(14, 16)), served.hold(wish(10, 11))
    link, before = served.link_token(made), claims(served)
    assert backup(house, data, file) == 2
    served.cancel(link)
    new = tmp_path / "new" / "data"
    done = restore(house, new, file, clock=clock)

    assert (done.bookings, done.erased) == (2, 0)
    with again(house, new, clock) as desk:
        assert desk.linked(link) == made
        assert desk.held(served.hold_token(held)) == held
        assert claims(desk) == before
    assert [path.name for path in sorted(new.iterdir())] == ["house.db", "secret.key"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in new.iterdir())


def test_a_backup_is_for_its_owner_only_and_leaves_nothing_beside_it(served: Desk, data: Path, file: Path) -> None:
    booked(served, wish(14, 16))
    for _ in range(2):  # the second one replaces the first
        backup(served.house, data, file)

    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]
    with tarfile.open(file) as tar:
        assert {member.name: member.mode for member in tar} == dict.fromkeys(
            ("SHA256SUMS", "secret.key", "house.db"), 0o600
        )


def test_a_house_that_is_booked_all_the_time_is_backed_up_at_one_moment(
    house: House, data: Path, file: Path, tmp_path: Path, clock: SetClock
) -> None:
    """What was acknowledged before is in it, nothing is in it half, and nobody had to wait for it."""
    done: list[Booking] = []
    enough, stop = threading.Event(), threading.Event()

    def book(desk: Desk) -> None:
        for n in range(2000):
            made = booked(desk, wish(8 + n % 12, 8.5 + n % 12, "offen", TOMORROW + timedelta(days=7 * (n // 12 % 10))))
            done.append(made)
            desk.cancel(desk.link_token(made))
            if n == 20:
                enough.set()
            if stop.is_set():
                return

    house = house.model_copy(update={"shared_quota": 10_000, "holidays": None})
    with booking_service(house, data, clock) as service:
        thread = threading.Thread(target=book, args=(service.desk,))
        thread.start()
        assert enough.wait(30)
        before = len(done)
        kept = [backup(house, data, file) for _ in range(3)]
        during = len(done) - before
        stop.set()
        thread.join()
    new = tmp_path / "new"
    restore(house, new, file, clock=clock)

    assert during > 0
    assert kept == sorted(kept)
    assert before <= kept[0]
    with again(house, new, clock) as desk:
        found = {one.id: one for one in desk.find()}
        assert len(found) == kept[-1]
        assert all(made.id in found for made in done[:before])
        standing = [one for one in found.values() if one.status == BOOKED]
        assert len(claims(desk)) == 3 * len(standing)
        assert len(standing) <= 1


def test_a_house_that_was_put_back_answers(
    served: Desk, house: House, data: Path, file: Path, tmp_path: Path, clock: SetClock
) -> None:
    made = saved(served, data, file)
    restore(house, tmp_path / "new", file, clock=clock)

    with booking_service(house, tmp_path / "new", clock) as service:
        answer = requests.get(
            f"{service.url}/api/bookings/{made.code}",
            headers={"Authorization": f"Bearer {service.desk.link_token(made)}"},
            timeout=5,
        )
        assert (answer.status_code, answer.json()["code"]) == (200, made.code)
        assert booked(service.desk, wish(10, 12)).status == BOOKED


def test_what_is_due_meanwhile_is_not_brought_back(
    served: Desk, house: House, data: Path, file: Path, tmp_path: Path, clock: SetClock
) -> None:
    """Not in a row, a calendar's text, a letter or a page that is free: the bytes are not there."""
    fill(served)
    fill_around(served)
    later = served.book(wish(10, 11, day=TODAY + timedelta(days=15)), CHOIR, proven=True)
    backup(house, data, file)
    assert found_in(file.parent, MARKERS)
    clock.pass_(days=16)
    done = restore(house, tmp_path / "new", file, clock=clock)

    assert done.erased >= 4
    assert found_in(tmp_path / "new", MARKERS) == {}
    with again(house, tmp_path / "new", clock) as desk:
        assert desk.linked(desk.link_token(later)).name == "Chor"
        with desk.database.read() as db:
            mails = db.execute(letter.select().where(letter.c.mail.like("marker%"))).all()
        assert mails == []


def test_nothing_is_put_back_by_a_clock_that_cannot_be_right(
    served: Desk, house: House, data: Path, file: Path, tmp_path: Path, clock: SetClock
) -> None:
    saved(served, data, file)
    clock.pass_(days=-2)
    with fault("clock"):
        restore(house, tmp_path / "new", file, clock=clock)

    assert list((tmp_path / "new").iterdir()) == []


def test_a_house_that_is_there_is_replaced_by_force_only(
    served: Desk, house: House, data: Path, file: Path, clock: SetClock
) -> None:
    made = saved(served, data, file)
    with again(house, data, clock) as desk:
        second = booked(desk, wish(9, 10))
    with fault("--force"):
        restore(house, data, file, clock=clock)
    with again(house, data, clock) as desk:
        assert len(desk.find()) == 2

    restore(house, data, file, force=True, clock=clock)
    with again(house, data, clock) as desk:
        assert desk.find() == [made]
        assert desk.linked(desk.link_token(made))
    assert second


def test_a_house_that_is_open_is_never_replaced(
    served: Desk, house: House, data: Path, file: Path, clock: SetClock
) -> None:
    made = booked(served, wish(14, 16))
    backup(house, data, file)
    with fault("stop the service first"):
        restore(house, data, file, force=True, clock=clock)

    assert served.find() == [made]
    assert booked(served, wish(9, 10)).status == BOOKED


def test_the_log_of_another_database_is_not_played_into_the_one_that_is_put_back(
    served: Desk, house: House, data: Path, file: Path, clock: SetClock
) -> None:
    """As it is left when a box loses its power, and when somebody then takes the database away."""
    made = saved(served, data, file)
    with again(house, data, clock) as desk:
        booked(desk, wish(9, 10))
        shutil.copy(data / "house.db-wal", data / "kept")
    (data / "house.db").unlink()
    (data / "kept").rename(data / "house.db-wal")
    restore(house, data, file, clock=clock)

    with again(house, data, clock) as desk:
        assert desk.find() == [made]


def test_a_database_that_is_beyond_help_is_replaced(
    served: Desk, house: House, data: Path, file: Path, clock: SetClock
) -> None:
    made = saved(served, data, file)
    (data / "house.db").write_bytes(b"\0" * 8192)
    with fault("--force"):
        restore(house, data, file, clock=clock)
    restore(house, data, file, force=True, clock=clock)

    with again(house, data, clock) as desk:
        assert desk.find() == [made]


@pytest.mark.parametrize(
    ("member", "content", "words"),
    [
        ("house.db", None, "no backup of a house"),
        ("secret.key", None, "no backup of a house"),
        ("SHA256SUMS", None, "no backup of a house"),
        ("SHA256SUMS", b"", "damaged"),
        ("SHA256SUMS", b"\xff\xfe\n", "damaged"),
        ("secret.key", b"0" * 32, "secret.key is not what it was"),
        ("house.db", b"SQLite format 3", "house.db is not what it was"),
    ],
)
def test_a_backup_that_is_not_as_it_was_made_is_not_put_back(
    served: Desk, house: House, data: Path, file: Path, clock: SetClock, member: str, content: bytes | None, words: str
) -> None:
    saved(served, data, file)
    changed(file, member, content)
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    with fault(words):
        restore(house, data, file, force=True, clock=clock)

    with again(house, data, clock) as desk:
        assert len(desk.find()) == 1
    assert (data / "secret.key").read_bytes() == before["secret.key"]


def test_a_single_bit_tells(
    served: Desk, house: House, data: Path, file: Path, tmp_path: Path, clock: SetClock
) -> None:
    saved(served, data, file)
    text = bytearray(file.read_bytes())
    text[text.index(b"Chor")] ^= 1
    file.write_bytes(text)

    with fault("damaged"):
        restore(house, tmp_path / "new", file, clock=clock)


@pytest.mark.parametrize("text", [b"", b"no tar at all", None])
def test_what_is_no_backup_is_not_put_back(house: House, tmp_path: Path, file: Path, text: bytes | None) -> None:
    if text is not None:
        file.write_bytes(text)
    with pytest.raises(BackupFault):
        restore(house, tmp_path / "new", file)


def test_a_damaged_database_is_not_backed_up_and_the_last_backup_stays(served: Desk, data: Path, file: Path) -> None:
    saved(served, data, file)
    before = file.read_bytes()
    with closing(sqlite3.connect(data / "house.db")) as db, db:
        db.execute("INSERT INTO claim (room_id, slot, house_id, booking_id) VALUES (1, 1, 'kassel', 7)")
    with fault("a row of claim refers to one of booking that is gone"):
        backup(served.house, data, file)
    with closing(sqlite3.connect(data / "house.db")) as db, db:
        db.execute("DELETE FROM claim WHERE booking_id = 7")
        db.execute("PRAGMA writable_schema=ON")
        db.execute("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'ix_booking_plan'")
    with fault("damaged|malformed"):
        backup(served.house, data, file)

    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_backup_goes_nowhere_else_than_where_it_can(served: Desk, data: Path, tmp_path: Path) -> None:
    booked(served, wish(14, 16))
    for target in (data / "house.db", data / "secret.key", tmp_path / "none" / "house.tar", data):
        with pytest.raises(BackupFault):
            backup(served.house, data, target)
    with fault("no database yet"):
        backup(served.house, tmp_path / "empty", tmp_path / "house.tar")

    assert len(served.find()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_another_house_and_a_newer_one_are_not_put_back(
    served: Desk, house: House, data: Path, file: Path, tmp_path: Path, clock: SetClock
) -> None:
    saved(served, data, file)
    with fault("the house kassel, and the config is of nordstadt"):
        restore(house.model_copy(update={"id": "nordstadt"}), tmp_path / "new", file, clock=clock)
    with closing(sqlite3.connect(data / "house.db")) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")
    backup(house, data, file)
    with fault("newer version"):
        restore(house, tmp_path / "new", file, clock=clock)


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    house: House, data: Path, file: Path, tmp_path: Path, clock: SetClock
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["database"] = database
    command.upgrade(config, "0002")
    with database.engine.begin() as db:
        db.exec_driver_sql("INSERT INTO house (id, revision, written) VALUES ('kassel', 7, 7)")
    database.close()
    data.mkdir()
    (tmp_path / "old.db").rename(data / "house.db")
    (data / "secret.key").write_bytes(b"k" * 32)
    backup(house, data, file)
    restore(house, tmp_path / "new", file, clock=clock)

    with again(house, tmp_path / "new", clock) as desk:
        assert booked(desk, wish(14, 16)).status == BOOKED


def test_postgresql_has_tools_of_its_own(postgresql_url: str, tmp_path: Path, file: Path) -> None:
    house = demo_house(database=postgresql_url)
    for ask in (backup, restore):
        with fault("pg_dump .* pg_restore"):
            ask(house, tmp_path / "data", file)

    assert not (tmp_path / "data").exists()


def test_the_installer_does_it_with_one_command_each(data: Path, file: Path, tmp_path: Path) -> None:
    def run(folder: Path, *arguments: str) -> tuple[int, str]:
        order = [sys.executable, "-m", "booking", "--data", str(folder), *arguments]
        done = subprocess.run(order, cwd=ROOT, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    assert run(data, "backup", str(file)) == (1, f"{data / 'house.db'}: there is no database yet\n")
    run(data, "demo")
    status, said = run(data, "backup", str(file))
    assert (status, "integrity and references are right" in said) == (0, True)
    new = tmp_path / "new"
    status, said = run(new, "restore", str(file))
    assert (status, "bookings of" in said, "contact data of 0 was due" in said) == (0, True, True)
    assert run(new, "list") == run(data, "list")
    status, said = run(new, "restore", str(file))
    assert (status, "--force" in said) == (1, True)
