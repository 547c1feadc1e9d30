# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fifty at once on one slot: exactly one gets it, and the others are told why and when it is free."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import requests

from booking.attendance import Attendance, by_code
from booking.bookings import Booking
from booking.model import BOOKED, CANCELLED, HELD, LIVE, REFUSED, REQUESTED
from booking.office import Office
from booking.refusal import Refused
from booking.rules import Wish, claimed
from booking.slots import SLOT
from booking.texts import texts
from tests.booking.crowd import Crowd, at_once, crowd
from tests.booking.test_resources import PARTS, divided
from tests.booking.wishes import SMTP, TODAY, at, booked, claims, reason_of, wish
from tests.servers.booking import Service, booking_service, demo_house

CLIENTS = 50
ROUNDS = 10
DAYS = [day for n in range(1, 28) if (day := TODAY + timedelta(days=n)).weekday() < 5 and n not in (7, 18)]


@pytest.fixture
def fifty(database_url: str, tmp_path: Path) -> Iterator[Crowd]:
    """Fifty displays, with the service on SQLite and on PostgreSQL."""
    house = demo_house(database=database_url).model_copy(update={"shared_quota": 1000})
    with booking_service(house, tmp_path) as service, crowd(service, CLIENTS) as gathered:
        yield gathered


def assert_one_winner(answers: list[requests.Response], won: int) -> None:
    assert Counter(answer.status_code for answer in answers) == {won: 1, 409: CLIENTS - 1}
    problems = [answer.json() for answer in answers if answer.status_code == 409]
    assert {problem["reason"] for problem in problems} == {"taken"}
    assert {problem["detail"] for problem in problems} == {texts("de", "house").refusal(Refused("taken"))}
    assert {len(problem["next"]) for problem in problems} <= {3, 4}


def assert_claims_are_those_of_the_live_bookings(service: Service) -> None:
    wanted: list[tuple[str, int]] = []
    for found in service.desk.find():
        room = service.desk.house.room(found.room)
        assert room
        if found.status in LIVE:
            wanted += [(room.id, slot) for slot in range(*claimed(room, found.begin, found.end))]
    assert sorted(claims(service.desk)) == sorted(wanted)


@pytest.mark.parametrize(
    ("path", "room"), [("/api/bookings", "offen"), ("/api/holds", "offen"), ("/api/bookings", "beratung")]
)
def test_one_of_fifty_wins(fifty: Crowd, path: str, room: str) -> None:
    """Bookings and holds, in a room that is free for all and in one where staff approve."""
    name = {"name": "Chor"} if path == "/api/bookings" else {}
    for day in DAYS[:ROUNDS]:
        answers = fifty.post(path, room=room, begin=f"{day}T14:00", end=f"{day}T15:30", **name)
        assert_one_winner(answers, 201)

    assert len(fifty.service.desk.find()) == ROUNDS
    assert_claims_are_those_of_the_live_bookings(fifty.service)


def test_one_of_fifty_moves_wins_and_the_others_keep_their_time(fifty: Crowd) -> None:
    desk, url = fifty.service.desk, "/api/bookings/"
    mine = [booked(desk, place) for place in places()]
    links, paths = [desk.link_token(one) for one in mine], [f"{url}{one.code}" for one in mine]
    for day in DAYS[:ROUNDS]:
        before = {one.id: one.begin for one in desk.find()}
        answers = fifty.patch(paths, links, room="werkraum", begin=f"{day}T14:00", end=f"{day}T15:00")
        assert_one_winner(answers, 200)
        assert moved(before, desk.find()) == 1

    assert_claims_are_those_of_the_live_bookings(fifty.service)


def places() -> list[Wish]:
    """A time for each in the open room, later than those they will all want."""
    days = [date(2026, 6, 8) + timedelta(days=n) for n in range(4)]
    return [wish(8 + n * 0.75, 8.5 + n * 0.75, day=day) for day in days for n in range(18)][:CLIENTS]


def moved(before: dict[int, datetime], after: list[Booking]) -> int:
    return sum(before[one.id] != one.begin for one in after)


@pytest.mark.parametrize("ending", [REFUSED, CANCELLED])
def test_approving_and_ending_at_once_leave_one_outcome(fifty: Crowd, ending: str) -> None:
    """Staff say yes and no, or staff say yes while the group cancels: what has ended stays ended, its time is free."""
    desk, office = fifty.service.desk, Office(fifty.service.desk)
    for day in DAYS[:ROUNDS]:
        asked = booked(desk, wish(14, 15, "beratung", day))
        code, link = asked.code or "", desk.link_token(asked)
        approve = partial(office.approve, code)
        end = partial(office.refuse, code) if ending == REFUSED else partial(desk.cancel, link)
        said = at_once(CLIENTS, partial(ask_in_turn, end, approve))

        assert set(said[::2]) == {""}
        assert set(said[1::2]) <= {"", "done"}
        assert desk.linked(link).status == ending
        assert booked(desk, wish(14, 15, "beratung", day)).status == REQUESTED
    assert_claims_are_those_of_the_live_bookings(fifty.service)


def ask_in_turn(even: Callable[[], object], odd: Callable[[], object], number: int) -> str:
    return reason_of(odd if number % 2 else even)


def test_a_group_that_stays_and_fifty_who_want_its_next_hour_leave_one_winner(fifty: Crowd) -> None:
    """At the room's door the group asks for half an hour more, while others hold the time after it."""
    desk, made = fifty.service.desk, booked(fifty.service.desk, wish(14, 15))
    fifty.service.clock.time = at(14)
    attendance, which = Attendance(desk), by_code(made.code or "")
    attendance.arrive(which)
    said = at_once(CLIENTS, partial(stay_or_hold, fifty, partial(attendance.extend, which, at(15.5))))

    assert Counter(said) == {"": 1, "taken": CLIENTS - 1}
    assert desk.find_one(made.id).end == (at(15) if said[0] else at(15.5))
    assert_claims_are_those_of_the_live_bookings(fifty.service)


def stay_or_hold(fifty: Crowd, stay: Callable[[], object], number: int) -> str:
    if number == 0:
        return reason_of(stay)
    span = {"begin": at(15.25).isoformat(), "end": at(16.25).isoformat()}
    return str(fifty.send(number, "/api/holds", room="offen", **span).json().get("reason", ""))


def test_fifty_approvals_of_one_request_are_one_change(fifty: Crowd) -> None:
    desk, office = fifty.service.desk, Office(fifty.service.desk)
    asked = booked(desk, wish(14, 15, "beratung"))
    revision = desk.days.revision()
    answers = at_once(CLIENTS, lambda _: office.approve(asked.code or ""))

    assert {answer.status for answer in answers} == {BOOKED}
    assert {answer.sequence for answer in answers} == {asked.sequence + 1}
    assert desk.days.revision() == revision + 1


def test_one_request_sent_fifty_times_at_once_is_one_booking(fifty: Crowd) -> None:
    """A display that hears no answer asks again, and again."""
    body = {"room": "offen", "begin": at(14).isoformat(), "end": (at(14) + SLOT * 4).isoformat(), "name": "Chor"}
    answers = fifty.post("/api/bookings", **body, request_id="6f2c0b3e-6d0c-4d5e-9a53-1f6a2b7c8d9e")

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len(fifty.service.desk.find()) == 1


def test_one_of_fifty_series_wins_and_the_others_are_told_which_dates_clash(fifty: Crowd) -> None:
    for day in (DAYS[0], DAYS[2], DAYS[3]):
        series = {"every": "week", "count": 3, "name": "Chor", "room": "offen"}
        answers = fifty.post("/api/series", begin=f"{day}T18:00", end=f"{day}T19:00", **series)
        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CLIENTS - 1}
        problems = [answer.json() for answer in answers if answer.status_code == 409]
        assert {problem["reason"] for problem in problems} == {"series_clashes"}
        assert {problem["dates"][0]["day"] for problem in problems} == {str(day)}
    assert_claims_are_those_of_the_live_bookings(fifty.service)


def book_in_turn(
    fifty: Crowd, rooms: Sequence[str], day: date, extras: Sequence[str], number: int
) -> requests.Response:
    """Each in the next of some rooms."""
    span = {"begin": f"{day}T14:00", "end": f"{day}T15:00", "name": "Chor", "extras": list(extras)}
    return fifty.send(number, "/api/bookings", room=rooms[number % len(rooms)], **span)


def test_one_projector_goes_along_with_one_of_fifty_rooms(fifty: Crowd) -> None:
    for day in DAYS[: ROUNDS // 2]:
        answers = at_once(CLIENTS, partial(book_in_turn, fifty, ("offen", "werkraum"), day, ["beamer"]))
        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CLIENTS - 1}

    beamer = fifty.service.desk.house.room("beamer")
    assert beamer
    _, (shown,) = fifty.service.desk.days.look([beamer], DAYS[0], DAYS[0])
    assert [piece.state for piece in shown.pieces] == ["free", "taken", "free"]


def test_a_hall_and_its_parts_are_never_booked_at_once(database_url: str, tmp_path: Path) -> None:
    """A third wants the whole hall, a third the one part, a third the other."""
    house = divided(demo_house(database=database_url)).model_copy(update={"shared_quota": 1000})
    with booking_service(house, tmp_path) as service, crowd(service, CLIENTS) as gathered:
        for day in DAYS[:ROUNDS]:
            answers = at_once(CLIENTS, partial(book_in_turn, gathered, ("saal", *PARTS), day, []))
            won = sorted(answer.json()["room"] for answer in answers if answer.status_code == 201)
            assert won in (["saal"], sorted(PARTS))
            assert {answer.status_code for answer in answers} == {201, 409}


def test_who_waits_is_served_before_fifty_who_are_quick(database_url: str, tmp_path: Path) -> None:
    house = demo_house(database=database_url, smtp=SMTP)
    with booking_service(house, tmp_path) as service, crowd(service, CLIENTS) as gathered:
        for day in DAYS[: ROUNDS // 2]:
            made = booked(service.desk, wish(14, 15.5, day=day))
            service.desk.wait(wish(14, 15.5, day=day), f"{day}@example.org")
            said = at_once(CLIENTS, partial(quick, gathered, day, service.desk.link_token(made)))
            assert Counter(said) == {200: 1, 409: CLIENTS - 1}
        held = [found for found in service.desk.find() if found.status == HELD]
        assert len(held) == ROUNDS // 2


def quick(fifty: Crowd, day: date, link: str, number: int) -> int:
    """The first cancels, all others want the time at once; the HTTP status."""
    if number == 0:
        fifty.service.desk.cancel(link)
        return 200
    span = {"begin": f"{day}T14:00", "end": f"{day}T15:30"}
    return fifty.send(number, "/api/holds", room="offen", **span).status_code
