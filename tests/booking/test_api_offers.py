# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Offers and ideas over the JSON API, as displays ask for them."""

from datetime import timedelta
from uuid import uuid4

from booking.curator import Curator
from booking.ideas import Ideas
from tests.booking.client import screen, stranger
from tests.booking.offered import REPAIR, offer, on, put
from tests.booking.wishes import TODAY, TOMORROW, booked, wish
from tests.servers.booking import Service

IDEA: dict[str, object] = {"text": "Mehr Bänke im Schatten.", "topic": "nature", "lang": "en"}


def test_a_display_gets_all_that_is_offered_and_its_coming_dates(service: Service) -> None:
    Curator(service.desk).put_actor(REPAIR)
    late = TODAY + timedelta(days=100)
    put(
        service.desk,
        offer("Nähcafé", on(9, 10, TODAY), on(17, 20), on(17, 20, late), actor="reparatur", topic="consumption"),
        offer("Entwurf", shown=False),
        offer("Zuschuss", kind="funding", last=TOMORROW),
    )
    told = stranger(service).get("/api/offers").json()

    named = {one["title"]["de"]: one for one in told["offers"]}
    assert sorted(named) == ["Nähcafé", "Zuschuss"]
    assert [one["begin"] for one in named["Nähcafé"]["dates"]] == ["2026-05-08T15:00:00Z"]
    assert (named["Zuschuss"]["dates"], named["Zuschuss"]["last"]) == ([], str(TOMORROW))
    assert [one["key"] for one in told["actors"]] == ["reparatur"]


def test_what_a_display_has_is_sent_again_only_after_a_change_and_each_day(service: Service) -> None:
    (_,) = put(service.desk, offer("Zuschuss", last=TODAY))
    first = stranger(service).get("/api/offers")
    known = first.headers["etag"]
    booked(service.desk, wish(9, 10))
    assert stranger(service).get("/api/offers", if_none_match=known).status_code == 304

    service.clock.pass_(days=1)
    again = stranger(service).get("/api/offers", if_none_match=known)
    assert (again.status_code, again.json()["offers"]) == (200, [])


def test_an_idea_is_told_at_a_display_only_and_once(service: Service) -> None:
    sent = IDEA | {"request_id": str(uuid4())}
    assert stranger(service).post("/api/ideas", **sent).status_code == 401

    told = [screen(service).post("/api/ideas", **sent) for _ in range(2)]
    assert [one.status_code for one in told] == [201, 201]
    assert told[0].json() == told[1].json()
    assert told[0].json()["link"].startswith(f"{service.url}/en/i/")
    assert stranger(service).get("/api/offers").json()["ideas"] == []

    Ideas(service.desk).answer(Ideas(service.desk).all()[0].id, "taken", "Gern.", shown=True)
    (shown,) = stranger(service).get("/api/offers").json()["ideas"]
    assert (shown["text"], shown["status"], shown["answer"]) == (IDEA["text"], "taken", "Gern.")


def test_a_question_says_until_when_it_is_answered(service: Service) -> None:
    sent = IDEA | {"request_id": str(uuid4()), "kind": "question"}
    told = screen(service).post("/api/ideas", **sent).json()
    assert (told["number"], told["kind"], told["due"]) == (1, "question", "2026-05-21T11:42:00Z")


def test_nonsense_is_refused_with_a_reason(service: Service) -> None:
    for wrong in ({"text": ""}, {"text": "x" * 281}, {"text": "\u202e"}, {"topic": "magic"}, {"mail": "a@example.org"}):
        sent = IDEA | {"request_id": str(uuid4())} | wrong
        assert screen(service).post("/api/ideas", **sent).status_code == 422, wrong
    assert Ideas(service.desk).all() == []
