# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Series, resources, check-in and the waitlist over the JSON API."""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from booking.plan.construction import build
from booking.plan.source import Feature
from tests.booking.client import Client, screen, stranger
from tests.booking.wishes import SMTP, TODAY, TOMORROW, at, booked, wish
from tests.servers.booking import Service, booking_service, demo_house

EVENING = {"room": "offen", "begin": f"{TOMORROW}T18:00:00", "end": f"{TOMORROW}T20:00:00"}
WEEKLY = {**EVENING, "every": "week", "count": 4}


@pytest.fixture
def mailing(tmp_path: Path) -> Iterator[Service]:
    """The house with a mail server that nobody asks here."""
    with booking_service(demo_house(smtp=SMTP), tmp_path) as service:
        yield service


def test_the_house_tells_what_it_lends_and_who_advises(service: Service) -> None:
    told = stranger(service).get("/api/house").json()

    assert [one["id"] for one in told["resources"] if one["with_rooms"]] == ["beamer", "moderationskoffer"]
    (energy,) = [one for one in told["resources"] if one["id"] == "energieberatung"]
    assert (energy["kind"], energy["spoken"], energy["shortest"], energy["longest"]) == ("advice", ["de", "ar"], 15, 45)
    day = stranger(service).get(f"/api/rooms/energieberatung/days/{TODAY}").json()
    assert [piece["state"] for piece in day["pieces"]] == ["past", "closed", "free", "closed"]
    days = stranger(service).get(f"/api/availability?from={TODAY}&to={TODAY}&room=lastenrad").json()
    assert [room["room"] for room in days["rooms"]] == ["lastenrad"]


def test_a_display_draws_the_plan_itself(service: Service, tmp_path: Path) -> None:
    told = stranger(service).get("/api/plan").json()["features"]
    features = [Feature(one["id"], one["shape"], tuple(map(tuple, one["lines"])), one["tags"]) for one in told]
    building, notes = build(features, {})
    assert (building.levels, notes) == ((0, 1), [])
    with booking_service(demo_house().model_copy(update={"plan": None}), tmp_path / "other") as planless:
        assert stranger(planless).get("/api/plan").status_code == 404


def test_a_room_is_booked_with_a_projector_and_moved_with_it(service: Service) -> None:
    made = screen(service).post("/api/bookings", **EVENING, name="Chor", people=20, extras=["beamer"]).json()
    assert (made["extras"], made["people"]) == (["beamer"], 20)
    later = Client(service, made["token"]).patch(f"/api/bookings/{made['code']}", extras=[]).json()

    assert later["extras"] == []
    again = screen(service).post("/api/bookings", **EVENING | {"room": "beamer"}, name="Film")
    assert again.status_code == 201


def test_a_series_is_looked_at_booked_moved_and_cancelled(service: Service) -> None:
    client = screen(service)
    plan = stranger(service).ask("POST", "/api/series/plan", {**WEEKLY}).json()
    assert [one["clash"] for one in plan["dates"]] == [None] * 4
    made = client.post("/api/series", **WEEKLY, name="Klimachor").json()
    assert len(made["dates"]) == 4
    first = made["dates"][0]
    mine = Client(service, first["token"])
    path = f"/api/bookings/{first['code']}/series"
    assert mine.get(path).json() == made

    earlier = {"begin": f"{TOMORROW}T17:00:00", "end": f"{TOMORROW}T19:00:00"}
    moved = mine.patch(path, scope="all", **earlier).json()
    assert {one["begin"][11:16] for one in moved["dates"]} == {"15:00"}
    assert {one["status"] for one in mine.delete(f"{path}?scope=following").json()["dates"]} == {"cancelled"}
    assert Client(service, "A" * 24).get(path).status_code == 404


def test_a_series_that_clashes_names_the_dates_in_the_asked_language(service: Service) -> None:
    booked(service.desk, wish(19, 21, day=TOMORROW + timedelta(weeks=1)))
    body = {"request_id": "6f2c0b3e-6d0c-4d5e-9a53-1f6a2b7c8d9e", **WEEKLY, "name": "Chor"}
    no = screen(service).ask("POST", "/api/series", body, Accept_Language="en")

    assert (no.status_code, no.json()["reason"]) == (409, "series_clashes")
    assert no.json()["dates"] == [
        {"day": str(TOMORROW + timedelta(weeks=1)), "reason": "taken", "text": "This time is already taken."}
    ]
    yes = screen(service).ask("POST", "/api/series", {**body, "skip": [str(TOMORROW + timedelta(weeks=1))]})
    assert len(yes.json()["dates"]) == 3


def test_a_time_held_at_a_display_becomes_a_series_on_the_phone(service: Service) -> None:
    held = screen(service).post("/api/holds", **EVENING).json()
    made = stranger(service).post("/api/series", hold=held["hold"], every="fortnight", count=3, name="Chor").json()

    assert len(made["dates"]) == 3
    assert screen(service).get(f"/api/holds/{held['hold']}").json()["state"] == "booked"


def test_a_group_says_at_the_display_that_it_is_here_stays_and_goes(service: Service) -> None:
    made = screen(service).post("/api/bookings", **EVENING, name="Chor").json()
    path = f"/api/bookings/{made['code']}"
    assert screen(service).post(f"{path}/arrival").json()["reason"] == "another_day"
    service.clock.time = at(17.75)
    here = screen(service).post(f"{path}/arrival").json()
    assert here["booking"]["arrived"] == "2026-05-08T15:45:00Z"
    assert here["booking"]["token"] is None
    longer = screen(service).post(f"{path}/extension", end=here["longer"][0]).json()
    assert longer["booking"]["end"] == "2026-05-08T18:15:00Z"
    eight = {"end": "2026-05-08T23:00:00Z"}
    assert screen(service).post(f"{path}/extension", **eight).json()["reason"] == "too_long"
    left = Client(service, made["token"]).post(f"{path}/departure").json()
    assert left["booking"]["end"] == "2026-05-08T16:15:00Z"


def test_a_room_to_which_nobody_came_is_free_everywhere_within_five_seconds(service: Service) -> None:
    screen(service).post("/api/bookings", **EVENING, name="Chor")
    seen = stranger(service).get("/api/revision?after=-1").json()["revision"]
    service.clock.time = at(18.25)
    began = time.monotonic()
    told = stranger(service).get(f"/api/revision?after={seen}").json()
    day = stranger(service).get(f"/api/rooms/offen/days/{TOMORROW}").json()

    assert time.monotonic() - began < 5
    assert told["revision"] > seen
    assert {piece["state"] for piece in day["pieces"]} == {"past", "free"}


def test_a_code_alone_is_not_enough_from_outside(service: Service) -> None:
    made = screen(service).post("/api/bookings", **EVENING, name="Chor").json()
    service.clock.time = at(17.75)
    path = f"/api/bookings/{made['code']}/arrival"

    assert stranger(service).post(path).status_code == 401
    assert Client(service, "A" * 24).post(path).status_code == 404
    assert Client(service, made["token"]).post(path).status_code == 200


def test_whoever_guesses_codes_at_a_display_has_to_wait(service: Service) -> None:
    client = screen(service)
    said = [client.post("/api/bookings/AAAAAA/arrival").status_code for _ in range(62)]

    assert said[0] == 404
    assert said[-1] == 429
    made = booked(service.desk, wish(18, 20))
    assert client.post(f"/api/bookings/{made.code}/arrival").status_code == 429  # not even the right one


def test_the_waitlist_takes_an_address_and_lets_it_go(mailing: Service) -> None:
    taken = screen(mailing).post("/api/bookings", **EVENING, name="Chor").json()
    waits = stranger(mailing).post("/api/waitlist", **EVENING, mail="anna@example.org").json()
    assert waits["link"].endswith(f"/de/w/{waits['place']}")
    assert stranger(mailing).delete(f"/api/waitlist/{waits['place']}").status_code == 204
    assert stranger(mailing).delete(f"/api/waitlist/{waits['place']}").status_code == 404
    stranger(mailing).post("/api/waitlist", **EVENING, mail="anna@example.org")
    Client(mailing, taken["token"]).delete(f"/api/bookings/{taken['code']}")

    no = screen(mailing).post("/api/bookings", **EVENING, name="Schnell")
    assert (no.status_code, no.json()["reason"]) == (409, "taken")


def test_without_a_mail_server_nobody_can_wait(service: Service) -> None:
    screen(service).post("/api/bookings", **EVENING, name="Chor")
    no = stranger(service).post("/api/waitlist", **EVENING, mail="anna@example.org")

    assert (no.status_code, no.json()["reason"]) == (422, "no_mail")
