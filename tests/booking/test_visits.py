# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Visits and feedback: one touch counts once, a burst is one touch, and no column can hold a person."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import BigInteger, Integer, SmallInteger, String, select

from booking.desk import Desk
from booking.model import feedback, touch, visit
from booking.refusal import NotFound
from booking.visits import PURPOSES, Purpose, Visit, Visits
from tests.booking.client import screen, stranger
from tests.booking.offered import offer, on, put
from tests.booking.wishes import TODAY, refused
from tests.servers.booking import Service, SetClock


def counted(desk: Desk) -> list[tuple[Purpose, str, int]]:
    day = timedelta(days=1)
    return [(one.purpose, one.offer, one.people) for one in Visits(desk).between(desk.now() - day, desk.now() + day)]


def count(desk: Desk, purpose: Purpose = "info", people: int = 1, screen: str = "lobby", offer: str = "") -> Visit:
    return Visits(desk).count(screen, str(uuid4()), purpose, people, offer)


def answers(desk: Desk) -> dict[int, int]:
    with desk.database.read() as db:
        return {row.face: row.answers for row in db.execute(select(feedback)) if row.answers}


def test_no_column_can_hold_a_person() -> None:
    """Numbers, and words from short lists that we have written; the display's own name is no visitor's."""
    words = {"visit": {"house_id", "purpose"}, "feedback": {"house_id"}}
    for table in (visit, feedback):
        texts = {
            column.name for column in table.columns if not isinstance(column.type, (BigInteger, Integer, SmallInteger))
        }
        assert texts == words[table.name]
        assert all(isinstance(table.c[name].type, String) for name in texts)
    purpose = visit.c.purpose.type
    assert isinstance(purpose, String)
    assert purpose.length == 8 == max(len(known) for known in PURPOSES) + 1


def test_visits_are_numbers_by_hour_and_purpose(desk: Desk, clock: SetClock) -> None:
    count(desk, "info", 2)
    clock.pass_(minutes=1)
    count(desk, "info", 3)
    count(desk, "room", 1, screen="stairs")
    clock.pass_(hours=1)
    last = count(desk, "info", 4)

    assert counted(desk) == [("info", "", 5), ("room", "", 1), ("info", "", 4)]
    assert last.hour == desk.now().replace(minute=0, second=0, microsecond=0)


def test_playing_children_count_once(desk: Desk, clock: SetClock) -> None:
    for people in (1, 7, 50, 2):
        count(desk, "looking", people)
        clock.pass_(seconds=5)
    count(desk, "advice", 3)
    assert counted(desk) == [("advice", "", 3)]

    clock.pass_(seconds=15)
    count(desk, "advice", 1)
    assert counted(desk) == [("advice", "", 4)]


def test_a_burst_over_the_hour_counts_in_the_later_one(desk: Desk, clock: SetClock) -> None:
    clock.pass_(minutes=59 - desk.now().minute, seconds=55 - desk.now().second)
    count(desk, "info", 2)
    clock.pass_(seconds=10)
    count(desk, "info", 2)
    assert counted(desk) == [("info", "", 2)]


def test_sent_again_it_is_counted_once(desk: Desk, clock: SetClock) -> None:
    request = str(uuid4())
    first = Visits(desk).count("lobby", request, "info", 2)
    clock.pass_(hours=2)
    assert Visits(desk).count("lobby", request, "info", 2) == first
    assert counted(desk) == [("info", "", 2)]


@pytest.mark.parametrize("people", [0, -1, 51])
def test_nobody_and_too_many_are_refused(desk: Desk, people: int) -> None:
    with refused("people_count"):
        count(desk, people=people)


def test_who_comes_for_an_offer_is_counted_with_it(desk: Desk) -> None:
    (repair,) = put(desk, offer("Nähcafé", on(9, 10)))
    count(desk, "event", 2, offer=repair)
    assert counted(desk) == [("event", repair, 2)]

    with pytest.raises(NotFound):
        count(desk, "event", offer="4711")


def test_staff_correct_a_count_with_a_reason(desk: Desk) -> None:
    found = count(desk, "info", 2)
    staff = Visits(desk, "ben")
    with refused("why"):
        staff.correct(found, 3, "  ")
    staff.correct(found, 30, "Schulklasse")
    assert counted(desk) == [("info", "", 30)]
    with refused("moved_on"):
        staff.correct(found, 4, "noch einmal")

    (entry,) = desk.log.entries()
    assert (entry.person, entry.act) == ("ben", "recount")
    assert entry.about.endswith("info 2 → 30: Schulklasse")


def test_a_count_that_was_corrected_away_takes_nothing_from_others(desk: Desk, clock: SetClock) -> None:
    found = count(desk, "info", 5)
    Visits(desk, "ben").correct(found, 0, "Kinder")
    clock.pass_(seconds=3)
    count(desk, "info", 2)
    assert counted(desk) == [("info", "", 2)]


def test_each_touch_of_a_face_counts_and_a_burst_only_once(desk: Desk, clock: SetClock) -> None:
    (talk,) = put(desk, offer("Vortrag", on(18, 19, TODAY)))
    now = desk.now().astimezone(desk.house.zone)
    with pytest.raises(NotFound):
        Visits(desk).answer("lobby", str(uuid4()), talk, 5)
    clock.pass_(minutes=18 * 60 + 30 - now.hour * 60 - now.minute)
    for face in (1, 2, 5):
        Visits(desk).answer("lobby", str(uuid4()), talk, face)
        clock.pass_(seconds=1)
    assert answers(desk) == {5: 1}

    clock.pass_(seconds=3)
    request = str(uuid4())
    for _ in range(2):
        Visits(desk).answer("lobby", request, talk, 5)
    assert answers(desk) == {5: 2}

    clock.pass_(hours=4)
    with pytest.raises(NotFound):
        Visits(desk).answer("lobby", str(uuid4()), talk, 1)
    with refused("invalid"):
        Visits(desk).answer("lobby", str(uuid4()), talk, 6)


def test_a_display_counts_over_the_api_and_nobody_else(service: Service) -> None:
    sent = {"request_id": str(uuid4()), "purpose": "info", "people": 2}
    assert stranger(service).post("/api/visits", **sent).status_code == 401
    told = [screen(service).post("/api/visits", **sent) for _ in range(2)]
    assert [one.status_code for one in told] == [201, 201]
    assert told[0].json() == told[1].json()
    assert (told[0].json()["purpose"], told[0].json()["people"]) == ("info", 2)
    assert counted(service.desk) == [("info", "", 2)]
    with service.desk.database.read() as db:
        (row,) = db.execute(select(touch))
    assert (row.purpose, row.number) == ("info", 2)
    assert screen(service).post("/api/visits", **(sent | {"people": 51})).status_code == 422
    assert screen(service).post("/api/visits", **(sent | {"purpose": "Erika"})).status_code == 422
    assert screen(service).post("/api/feedback", request_id=str(uuid4()), offer="1", face=3).status_code == 404
