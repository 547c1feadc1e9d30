# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What was erased stands nowhere any more; tokens are long, stood nowhere in the first place, and tell nobody apart."""

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import requests

from booking.desk import Desk
from booking.feeds import Feeds
from booking.model import LAPSED
from booking.office import Office
from booking.rules import Group
from booking.secret import TOKEN_BYTES
from booking.serve import open_desk
from tests.booking.wishes import CHOIR, SMTP, TODAY, booked, to, wish
from tests.servers.booking import Service, SetClock, demo_house

MARKERS = [b"Marker-Gruppe", b"marker-post", b"Marker-Antwort"]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def small(data: Path, clock: SetClock) -> Iterator[Desk]:
    """A desk on an SQLite file in `data`."""
    desk = open_desk(demo_house(smtp=SMTP), data, clock)
    yield desk
    desk.database.close()


def marked(number: int) -> Group:
    return Group(f"Marker-Gruppe {number}", True, f"marker-post-{number}@example.org")


def found_in(data: Path, markers: list[bytes]) -> dict[str, int]:
    """How often markers stand in each file of a folder."""
    files = {file.name: file.read_bytes() for file in data.iterdir() if file.name != "secret.key"}
    return {name: n for name, text in files.items() if (n := sum(text.count(marker) for marker in markers))}


def fill(desk: Desk) -> list[str]:
    """Bookings in every standing that carries a name; the codes of those that have one."""
    made = [booked(desk, wish(hour, hour + 1), marked(hour)) for hour in (9, 11)]
    made += [booked(desk, wish(hour, hour + 1, "beratung"), marked(hour)) for hour in (10, 14)]
    made.append(desk.book(wish(14, 15), marked(20)))  # waits for its mail link, and lapses
    desk.cancel(desk.link_token(made[0]))
    desk.change(desk.link_token(made[1]), to(wish(16, 18), "Marker-Gruppe umbenannt"))
    Office(desk).refuse(made[2].code or "", "Marker-Antwort an die Gruppe")
    Office(desk).approve(made[3].code or "", "Marker-Antwort mit Zusage")
    Feeds(desk).render_due()
    return [one.code or "" for one in made[:4]]


def fill_around(desk: Desk) -> None:
    """Many other bookings, so that rows lie among others and pages are split and moved."""
    for day in range(4, 15):
        if (TODAY + timedelta(days=day)).weekday() < 5 and day != 7:
            for hour in range(8, 20, 3):
                booked(desk, wish(hour, hour + 2, day=TODAY + timedelta(days=day)), Group("Andere" * 8))
    Feeds(desk).render_due()


def test_what_is_due_is_erased_from_the_file_and_its_log(small: Desk, data: Path, clock: SetClock) -> None:
    """Booked, cancelled, refused, lapsed and unconfirmed alike, and the calendar text that was kept of them."""
    fill(small)
    fill_around(small)
    assert found_in(data, MARKERS)
    clock.pass_(days=16)
    small.lapse()
    Office(small).erase_due()
    Feeds(small).render_due()

    assert found_in(data, MARKERS) == {}
    assert b"Andere" in b"".join(Feeds(small).write(None, "named"))


def test_a_booking_that_nobody_confirmed_is_forgotten_when_it_lapses(small: Desk, data: Path, clock: SetClock) -> None:
    made = small.book(wish(14, 15), marked(1))
    assert found_in(data, MARKERS)
    clock.pass_(minutes=30)
    small.lapse()
    assert small.find()[0].status == LAPSED
    Office(small).erase_due()

    assert found_in(data, [*MARKERS, (made.code or "-").encode()]) == {}


def test_who_is_erased_by_hand_is_gone_at_once(small: Desk, data: Path) -> None:
    codes = fill(small)
    assert found_in(data, MARKERS)
    for code in codes:
        Office(small).erase(code)
    Feeds(small).render_due()

    erased = [b"Marker-Gruppe 9", b"Marker-Gruppe 1", b"umbenannt", b"marker-post-1"]
    assert found_in(data, erased) == {}


def test_an_eager_reader_does_not_keep_what_is_erased(small: Desk, data: Path, clock: SetClock) -> None:
    """While somebody reads, the log cannot be emptied: the next round does it."""
    fill(small)
    clock.pass_(days=16)
    small.lapse()
    with small.database.read() as db:
        db.exec_driver_sql("SELECT count(*) FROM booking").scalar()
        Office(small).erase_due()
    Office(small).erase_due()
    Feeds(small).render_due()

    assert found_in(data, MARKERS) == {}


def test_tokens_are_long_and_stand_in_the_database_as_hashes_only(small: Desk, data: Path) -> None:
    held = small.hold(wish(9, 10))
    made = booked(small, wish(11, 12))
    tokens = [
        small.hold_token(held),
        small.link_token(made),
        small.tokens.make("screen", "lobby"),
        small.tokens.make("feed", "Tresen"),
        small.tokens.onsite(10),
    ]
    small.book(wish(14, 15), CHOIR, onsite=tokens[-1])

    assert TOKEN_BYTES * 8 >= 128
    assert all(re.fullmatch(r"[\w-]{24}", token) for token in tokens)
    assert len(set(tokens)) == len(tokens)
    assert found_in(data, [token.encode() for token in tokens]) == {}


def test_the_key_of_the_house_is_for_the_service_only(small: Desk, data: Path) -> None:
    assert small.house
    assert (data / "secret.key").stat().st_mode & 0o077 == 0
    assert len((data / "secret.key").read_bytes()) == 32


def test_the_same_tokens_are_derived_after_a_restart(small: Desk, data: Path, clock: SetClock) -> None:
    made = booked(small, wish(9, 10))
    again = open_desk(demo_house(), data, clock)

    assert again.linked(small.link_token(made)) == made
    again.database.close()


def test_wrong_used_and_foreign_tokens_get_the_same_answer(service: Service) -> None:
    """Nobody learns from an answer whether a token, a code or a booking exists."""
    mine, foreign = booked(service.desk, wish(9, 10)), booked(service.desk, wish(11, 12))
    erased = booked(service.desk, wish(14, 15))
    Office(service.desk).erase(erased.code or "")
    link = service.desk.link_token
    tries = [
        (mine.code, "x" * 24),
        (mine.code, link(foreign)),
        (mine.code, service.desk.tokens.make("screen", "test")),
        (mine.code, "short"),
        ("AAAAAA", link(mine)),
        (erased.code, link(erased)),
    ]
    answers = set()
    for code, token in tries:
        for method, body in (("GET", None), ("DELETE", None), ("PATCH", {"request_id": str(uuid4()), "name": "Wir"})):
            url = f"{service.url}/api/bookings/{code}"
            answer = requests.request(method, url, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=5)
            answers.add((answer.status_code, answer.text, answer.headers["content-type"]))
    bare = requests.get(f"{service.url}/api/bookings/{mine.code}", timeout=5)
    answers.add((bare.status_code, bare.text, bare.headers["content-type"]))

    assert len(answers) == 1
    assert next(iter(answers))[0] == 404
    assert service.desk.linked(link(mine)).name == "Chor"


def test_a_feed_token_can_be_revoked_and_then_looks_like_one_that_never_was(service: Service) -> None:
    token = service.desk.tokens.make("feed", "Tresen")
    url = f"{service.url}/feeds/private/{{}}/offen.ics"
    assert requests.get(url.format(token), timeout=5).status_code == 200

    service.desk.tokens.revoke("feed", "Tresen")
    revoked, unknown = (requests.get(url.format(each), timeout=5) for each in (token, "x" * 24))
    assert revoked.status_code == unknown.status_code == 404
    assert revoked.content == unknown.content


def test_a_screen_token_opens_no_feed_and_a_feed_token_no_screen(service: Service) -> None:
    feed, screen = service.desk.tokens.make("feed", "Tresen"), service.desk.tokens.make("screen", "lobby")

    assert requests.get(f"{service.url}/feeds/private/{screen}/house.ics", timeout=5).status_code == 404
    answer = requests.post(f"{service.url}/api/onsite", json={}, headers={"Authorization": f"Bearer {feed}"}, timeout=5)
    assert answer.status_code == 401


def test_no_token_name_or_address_stands_in_a_log(
    service: Service, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = service.desk
    feed, screen = desk.tokens.make("feed", "Tresen"), desk.tokens.make("screen", "lobby")
    made, held = booked(desk, wish(9, 10), marked(1)), desk.hold(wish(11, 12))
    tokens = [feed, screen, desk.link_token(made), desk.hold_token(held), desk.tokens.onsite(10)]
    paths = [
        f"/feeds/private/{feed}/offen.ics",
        f"/feeds/private/{feed}x/offen.ics",
        f"/api/holds/{tokens[3]}",
        f"/de/b/{tokens[2]}",
        f"/de/h/{tokens[3]}",
        f"/de/?onsite={tokens[4]}",
        f"/api/bookings/{made.code}?{tokens[2]}",
    ]
    for path in paths:
        for bearer in (screen, tokens[2]):
            requests.get(service.url + path, headers={"Authorization": f"Bearer {bearer}"}, timeout=5)
    requests.post(f"{service.url}/api/bookings", json={"mail": "marker-post@example.org", "hold": tokens[3]}, timeout=5)

    said = caplog.text + "".join(capfd.readouterr())
    assert not [token for token in (*tokens, *map(bytes.decode, MARKERS)) if token in server_side(said)]


def server_side(log: str) -> str:
    """Without what this test's own HTTP client says."""
    return "\n".join(line for line in log.splitlines() if "urllib3" not in line)
