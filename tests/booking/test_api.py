# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The JSON API: what each endpoint answers, and how it says no."""

import threading
from datetime import date, timedelta

import pytest
import requests

from booking.api import screens
from booking.office import Office
from tests.booking.client import Client, screen, stranger
from tests.booking.wishes import CHOIR, TODAY, TOMORROW, WORKSHOP, at, booked, wish
from tests.servers.booking import Service

AFTERNOON = {"room": "offen", "begin": f"{TOMORROW}T14:00:00", "end": f"{TOMORROW}T16:00:00"}


def reason(answer: requests.Response, status: int) -> str:
    """The machine's reason of a problem (RFC 9457)."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["detail"]
    return str(problem["reason"])


def test_the_house_introduces_itself(service: Service) -> None:
    house = stranger(service).get("/api/house").json()

    assert (house["id"], house["time_zone"], house["mail"]) == ("kassel", "Europe/Berlin", False)
    assert house["opening"]["mon"] == [{"begin": "08:00", "end": "22:00"}]
    assert [(room["id"], room["bookable"]) for room in house["rooms"]][:4] == [
        ("offen", True),
        ("werkraum", True),
        ("beratung", True),
        ("tresen", False),
    ]
    assert "legal" not in house
    assert "database" not in str(house)


def test_a_rooms_day_tells_what_is_free(service: Service) -> None:
    booked(service.desk, wish(14, 16), WORKSHOP)
    day = stranger(service).get(f"/api/rooms/offen/days/{TOMORROW}").json()

    assert (day["opens"], day["closes"]) == ("2026-05-08T06:00:00Z", "2026-05-08T20:00:00Z")
    assert [(piece["state"], piece["name"]) for piece in day["pieces"]] == [
        ("free", None),
        ("taken", "Radwerkstatt"),
        ("free", None),
    ]
    assert day["windows"] == [
        {"begin": "2026-05-08T06:00:00Z", "end": "2026-05-08T11:45:00Z"},
        {"begin": "2026-05-08T14:15:00Z", "end": "2026-05-08T20:00:00Z"},
    ]


def test_a_closed_day_says_why(service: Service) -> None:
    asked = stranger(service)
    holiday = asked.get("/api/rooms/offen/days/2026-05-14").json()
    sunday = asked.get("/api/rooms/offen/days/2026-05-10").json()

    assert (holiday["opens"], holiday["pieces"], holiday["windows"]) == (None, [], [])
    assert holiday["closed"]["reason"] == "holiday"
    assert holiday["closed"]["text"]["de"] == "Christi Himmelfahrt"
    assert sunday["closed"] == {"reason": "hours", "text": {}}


def test_availability_is_the_days_of_all_bookable_rooms(service: Service) -> None:
    Office(service.desk).close("werkraum", at(12), at(14), "Putztag")
    path = f"/api/availability?from={TODAY}&to={TODAY + timedelta(days=6)}"
    whole = stranger(service).get(path).json()
    one = stranger(service).get(f"{path}&room=werkraum").json()

    assert [(room["room"], len(room["days"])) for room in whole["rooms"]] == [
        ("offen", 7),
        ("werkraum", 7),
        ("beratung", 7),
    ]
    assert one["rooms"] == [room for room in whole["rooms"] if room["room"] == "werkraum"]
    assert one["revision"] == service.desk.days.revision()
    assert "Putztag" in {piece["text"] for piece in one["rooms"][0]["days"][1]["pieces"]}


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/api/availability?from=2026-05-07&to=2026-05-06", 422, "invalid"),
        ("/api/availability?from=2026-05-07&to=2026-06-07", 422, "invalid"),
        ("/api/availability?from=2026-05-07&to=1778112000", 422, "invalid"),
        ("/api/availability?from=2026-05-07&to=2026-05-08&to=2026-05-09", 422, "invalid"),
        ("/api/availability?from=2026-05-07&to=2026-05-08&room=keller", 404, "unknown_room"),
        ("/api/rooms/keller/days/2026-05-07", 404, "unknown_room"),
        ("/api/rooms/offen/days/heute", 422, "invalid"),
        ("/api/revision?after=x", 422, "invalid"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(service: Service, path: str, status: int, said: str) -> None:
    assert reason(stranger(service).get(path), status) == said


@pytest.mark.parametrize("path", ["/api/house", f"/api/rooms/offen/days/{TOMORROW}", "/api/revision", "/api/health"])
def test_what_has_not_changed_is_not_sent_again(service: Service, path: str) -> None:
    asked = stranger(service)
    first = asked.get(path)
    again = asked.get(path, If_None_Match=first.headers["etag"])

    assert (again.status_code, again.content) == (304, b"")
    assert asked.get(path, If_None_Match='"other"').content == first.content


def test_a_changed_day_is_sent_again(service: Service) -> None:
    asked, path = stranger(service), f"/api/rooms/offen/days/{TOMORROW}"
    tag = asked.get(path).headers["etag"]
    booked(service.desk, wish(14, 16))

    assert asked.get(path, If_None_Match=tag).status_code == 200


def test_news_come_as_soon_as_there_are_some(service: Service) -> None:
    """The answer waits for the booking, not for its 25 s."""
    known = stranger(service).get("/api/revision").json()["revision"]
    answers: list[requests.Response] = []
    waiting = threading.Thread(target=lambda: answers.append(stranger(service).get(f"/api/revision?after={known}")))
    waiting.start()
    booked(service.desk, wish(14, 16))
    waiting.join(timeout=10)

    assert answers[0].json()["revision"] > known
    assert answers[0].elapsed < timedelta(seconds=5)


def test_displays_hear_whether_the_house_believes_its_clock(service: Service) -> None:
    told = stranger(service).get("/api/revision").json()
    service.clock.believed = False
    assert told["trusted"] is True
    assert stranger(service).get("/api/revision").json()["trusted"] is False


def test_the_house_is_well(service: Service) -> None:
    assert stranger(service).get("/api/health").json() == {"status": "ok", "revision": service.desk.days.revision()}


def test_a_display_holds_a_time_and_sees_the_phone_finish(service: Service) -> None:
    display = screen(service)
    made = display.post("/api/holds", **AFTERNOON, lang="en")
    hold = made.json()
    path = f"/api/holds/{hold['hold']}"
    assert made.status_code == 201
    assert (hold["state"], hold["expires"], hold["more_left"]) == ("waiting", "2026-05-07T11:47:00Z", 2)
    assert hold["link"] == f"{service.url}/en/h/{hold['hold']}"

    service.desk.scan(hold["hold"])
    assert display.get(path).json()["state"] == "scanned"
    more = display.post(f"{path}/more").json()
    assert (more["expires"], more["more_left"]) == ("2026-05-07T11:52:00Z", 1)

    phone = stranger(service).post("/api/bookings", hold=hold["hold"], name="Chor").json()
    seen = display.get(path).json()
    assert (seen["state"], seen["booking"]["code"]) == ("booked", phone["code"])
    assert seen["booking"]["token"] is None
    assert seen["booking"]["link"] is None


def test_a_display_lets_a_hold_go(service: Service) -> None:
    display = screen(service)
    path = f"/api/holds/{display.post('/api/holds', **AFTERNOON).json()['hold']}"

    assert (display.delete(path).status_code, display.delete(path).content) == (204, b"")
    assert display.get(path).json()["state"] == "expired"
    assert reason(display.post(f"{path}/more"), 409) == "expired"
    assert reason(display.get("/api/holds/" + "x" * 24), 404) == "gone"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/holds"),
        ("POST", "/api/onsite"),
        ("GET", "/api/holds/" + "x" * 24),
        ("DELETE", "/api/holds/" + "x" * 24),
        ("POST", "/api/holds/" + "x" * 24 + "/more"),
    ],
)
def test_what_displays_do_needs_a_displays_token(service: Service, method: str, path: str) -> None:
    body: dict[str, object] = {"request_id": "6f2c0b3e-6d0c-4d5e-9a53-1f6a2b7c8d9e", **AFTERNOON}
    body = {} if "onsite" in path else body if path == "/api/holds" else {"request_id": body["request_id"]}
    for client in (stranger(service), Client(service, "x" * 24)):
        answer = client.ask(method, path, body)
        assert reason(answer, 401) == "screen"
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_revoked_display_is_a_stranger(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "BELIEVED_SECONDS", 0)  # a display is believed for a moment without asking again
    display = screen(service)
    assert display.post("/api/holds", **AFTERNOON).status_code == 201
    service.desk.tokens.revoke("screen", "test")

    assert reason(display.ask("POST", "/api/onsite", {"lang": "de"}), 401) == "screen"


def test_a_booking_is_looked_at_moved_and_cancelled_with_its_link(service: Service) -> None:
    made = screen(service).post("/api/bookings", **AFTERNOON, name=" Chor  der\tStadt ", show_name=True)
    booking = made.json()
    mine, path = Client(service, booking["token"]), f"/api/bookings/{booking['code']}"
    assert made.status_code == 201
    assert (booking["status"], booking["name"], booking["link"]) == (
        "booked",
        "Chor der Stadt",
        f"{service.url}/de/b/{booking['token']}",
    )
    assert booking["entry"].startswith("BEGIN:VCALENDAR")
    assert mine.get(path).json() == booking

    moved = mine.patch(path, begin=f"{TOMORROW}T15:00:00", end=f"{TOMORROW}T17:00:00").json()
    assert (moved["begin"], moved["name"]) == ("2026-05-08T13:00:00Z", "Chor der Stadt")
    assert mine.patch(path, name="Kammerchor", show_name=False).json()["name"] == "Kammerchor"
    assert [mine.delete(path).json()["status"] for _ in range(2)] == ["cancelled", "cancelled"]
    assert reason(mine.patch(path, name="Doch"), 409) == "done"


def test_somebody_with_a_code_from_the_display_books_once(service: Service) -> None:
    given = screen(service).ask("POST", "/api/onsite", {"lang": "ar"}).json()
    assert given["link"] == f"{service.url}/ar/?onsite={given['code']}"
    phone = stranger(service)

    assert phone.post("/api/bookings", **AFTERNOON, name="Chor", onsite=given["code"]).status_code == 201
    assert reason(phone.post("/api/bookings", **AFTERNOON, name="Chor", onsite=given["code"]), 403) == "onsite"
    assert reason(phone.post("/api/bookings", **AFTERNOON, name="Chor"), 403) == "onsite"


def test_a_stranger_cannot_try_without_end(service: Service) -> None:
    phone = stranger(service)
    answers = [phone.post("/api/bookings", **AFTERNOON, name="Chor") for _ in range(21)]

    assert reason(answers[-1], 429) == "too_many"
    assert int(answers[-1].headers["retry-after"]) > 0
    assert screen(service).post("/api/bookings", **AFTERNOON, name="Chor").status_code == 201


def test_a_refusal_is_told_in_the_asked_language(service: Service) -> None:
    booked(service.desk, wish(14, 16))
    said = set()
    for language in ("de", "en", "tr", "uk", "ar", "bg"):
        answer = screen(service).ask(
            "POST",
            "/api/holds",
            {"request_id": "6f2c0b3e-6d0c-4d5e-9a53-1f6a2b7c8d9e", **AFTERNOON},
            Accept_Language=language,
        )
        assert reason(answer, 409) == "taken"
        assert answer.headers["content-language"] == language
        assert answer.json()["next"][1] == {
            "room": "offen",
            "begin": "2026-05-08T14:15:00Z",
            "end": "2026-05-08T16:15:00Z",
        }
        said.add(answer.json()["detail"])

    assert len(said) == 6


def test_the_missing_hour_is_refused_and_the_double_hour_asks_which(service: Service) -> None:
    night = {"room": "offen", "end": "2026-10-25T04:00:00"}
    twice = screen(service).post("/api/holds", **night, begin="2026-10-25T02:30:00")
    assert reason(twice, 422) == "double_hour"
    assert twice.json()["choices"] == ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"]
    chosen = screen(service).post("/api/holds", **night, begin=twice.json()["choices"][1])
    assert reason(chosen, 422) == "too_far"

    spring = {"room": "offen", "begin": "2027-03-28T02:30:00", "end": "2027-03-28T04:00:00"}
    assert reason(screen(service).post("/api/holds", **spring), 422) == "missing_hour"


def test_18_00_stays_18_00_over_the_change_of_the_clocks(service: Service) -> None:
    service.clock.time = at(12, date(2026, 10, 19))
    begins = [
        screen(service)
        .post("/api/bookings", room="offen", begin=f"{day}T18:00:00", end=f"{day}T19:00:00", name="Chor")
        .json()["begin"]
        for day in ("2026-10-23", "2026-10-30")
    ]

    assert begins == ["2026-10-23T16:00:00Z", "2026-10-30T17:00:00Z"]


def test_a_repeated_request_is_answered_as_before(service: Service) -> None:
    display = screen(service)
    body: dict[str, object] = {
        "request_id": "6f2c0b3e-6d0c-4d5e-9a53-1f6a2b7c8d9e",
        **AFTERNOON,
        "name": CHOIR.name,
    }
    first, second = (display.ask("POST", "/api/bookings", body) for _ in range(2))
    other = display.ask("POST", "/api/bookings", {**body, "name": "Andere"})

    assert (first.status_code, first.text) == (second.status_code, second.text)
    assert reason(other, 409) == "request_reused"


def test_a_change_sent_again_after_another_change_is_answered_as_it_stands(service: Service) -> None:
    """An answer that was lost on the way: the client asks again, and meanwhile the phone has moved the booking."""
    made = screen(service).post("/api/bookings", **AFTERNOON, name="Chor").json()
    mine, path = Client(service, made["token"]), f"/api/bookings/{made['code']}"
    renaming: dict[str, object] = {"request_id": "6f2c0b3e-6d0c-4d5e-9a53-1f6a2b7c8d9e", "name": "Kammerchor"}
    assert mine.ask("PATCH", path, renaming).status_code == 200
    mine.patch(path, begin=f"{TOMORROW}T17:00:00", end=f"{TOMORROW}T18:00:00")
    again = mine.ask("PATCH", path, renaming)

    assert again.status_code == 200
    assert (again.json()["name"], again.json()["begin"]) == ("Kammerchor", "2026-05-08T15:00:00Z")


@pytest.mark.parametrize("more", [{"status": "booked"}, {"code": "AAAAAA"}, {"arrived": "2026-05-08T14:00:00Z"}])
def test_nobody_sets_what_is_not_theirs_to_set(service: Service, more: dict[str, str]) -> None:
    made = screen(service).post("/api/bookings", **AFTERNOON, name="Chor").json()
    mine = Client(service, made["token"])

    assert reason(screen(service).post("/api/bookings", **AFTERNOON | {"room": "werkraum"} | more, name="Chor"), 422)
    assert reason(mine.patch(f"/api/bookings/{made['code']}", name="Kammerchor", **more), 422) == "invalid"
    assert [found.name for found in service.desk.find()] == ["Chor"]


def test_every_answer_keeps_to_itself(service: Service) -> None:
    for path in ("/api/house", "/api/rooms/keller/days/2026-05-07", "/feeds/offen.ics", "/de/"):
        headers = stranger(service).get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in headers
