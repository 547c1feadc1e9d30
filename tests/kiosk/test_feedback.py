# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Five faces for what runs or has just ended; and what is over stands in no list any more."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select

from booking.agenda import Date
from booking.curator import Curator
from booking.model import feedback
from tests.kiosk import example
from tests.kiosk.test_offers import offer_of, titles
from tests.servers.booking import Service

BALCONY = "Balkonsolar: Fragen und Antworten"


def answers(service: Service) -> dict[int, int]:
    with service.desk.database.read() as db:
        return {row.face: row.answers for row in db.execute(select(feedback)) if row.answers}


def runs(display: Any, service: Service, begin: str, end: str, *more: Date) -> str:
    """The advice on balconies takes place then; its id, as soon as the display knows."""
    one = offer_of(service, BALCONY)
    dates = (Date(example.at(begin), example.at(end)), *more)
    Curator(service.desk).put(replace(one, dates=dates))
    display.until(lambda: display.guide.offerings.offers[one.id].dates == dates, "the offer's dates")
    display.settle()
    return one.id


def time_is(display: Any, service: Service, local: str) -> None:
    """The house and its display have come to this time of the day."""
    passed = example.at(local) - service.clock.now()
    service.clock.pass_(seconds=passed.total_seconds())
    display.kiosk.clock.set(service.clock.now())
    display.guide.hear_time()
    display.settle()


def running(display: Any, service: Service) -> str:
    """It has begun."""
    key = runs(display, service, "14:00", "15:00")
    time_is(display, service, "14:30")
    return key


def test_a_face_counts_and_then_the_next_person_is_asked(lobby: Any, busy: Service) -> None:
    key = running(lobby, busy)
    lobby.guide.go("offer", key=key)
    lobby.show("offer")
    lobby.press("Wie war es?")
    lobby.show("feedback")
    lobby.press("sehr gut")
    lobby.until(lambda: lobby.says("Danke."), "the thanks")
    assert answers(busy) == {5: 1}
    lobby.pass_(5)
    assert lobby.says("Eine Berührung genügt, ohne Namen.")
    busy.clock.pass_(seconds=5)
    lobby.press("geht so")
    lobby.until(lambda: lobby.says("Danke."), "the thanks")

    assert answers(busy) == {5: 1, 3: 1}


def test_while_it_is_thanked_nothing_can_be_touched_twice(lobby: Any, busy: Service) -> None:
    from kiosk.widgets.press import PurposeTile

    lobby.guide.go("feedback", key=running(lobby, busy))
    lobby.show("feedback")
    lobby.press("gut")
    lobby.until(lambda: lobby.says("Danke."), "the thanks")

    assert not list(lobby.widgets(PurposeTile))
    assert answers(busy) == {4: 1}


def test_it_is_asked_from_its_begin_until_three_hours_after_its_end(lobby: Any, busy: Service) -> None:
    key = runs(lobby, busy, "14:00", "15:00", Date(example.at("16:00", 7), example.at("18:00", 7)))
    for local, asked in (("13:50", False), ("14:05", True), ("17:50", True), ("18:05", False)):
        time_is(lobby, busy, local)
        lobby.guide.go("offer", key=key)
        lobby.show("offer")
        assert lobby.says("Wie war es?") is asked, local
        lobby.guide.home()


def test_when_something_has_just_ended_the_front_asks_how_it_was(lobby: Any, busy: Service) -> None:
    runs(lobby, busy, "14:00", "15:00")
    question = f"Wie war „{BALCONY}“?"
    assert not lobby.says(question)
    time_is(lobby, busy, "15:05")
    lobby.press(question)
    lobby.show("feedback")
    lobby.press("nicht so gut")
    lobby.until(lambda: answers(busy) == {2: 1}, "the answer")
    lobby.guide.leave()
    lobby.settle()
    assert lobby.says(question), "others are asked as well"
    time_is(lobby, busy, "16:05")

    assert not lobby.says(question)


def test_what_is_over_stands_in_no_list_though_it_is_still_asked_about(lobby: Any, busy: Service) -> None:
    key = runs(lobby, busy, "14:00", "15:00")
    lobby.until(lambda: lobby.guide.offerings.index, "the search")
    guide, known = lobby.guide, lobby.guide.offerings
    assert key in listed(guide)
    time_is(lobby, busy, "15:05")
    assert known.offers[key]
    assert key not in listed(guide)
    guide.go("offers", span="all")
    lobby.show("offers")
    assert BALCONY not in titles(lobby)
    guide.go("offer", key=key)
    lobby.show("offer")

    assert lobby.says("Vorbei.")
    assert not lobby.says("Gilt jeden Tag.")


def listed(guide: Any) -> set[str]:
    """The ids of all that stands in a list, or is found."""
    known, at = guide.offerings, (guide.now(), guide.today)
    led = [each for post in known.signposts for each in known.led_to(post, *at)]
    actors = [each for actor in known.actors for each in known.of(actor, *at)]
    return {getattr(each, "id", "") for each in (*known.shown(*at), *known.find("balkon", *at), *led, *actors)}


def test_a_sentence_may_be_added(lobby: Any, busy: Service) -> None:
    lobby.guide.go("feedback", key=running(lobby, busy))
    lobby.show("feedback")
    lobby.press("Satz dazu schreiben")
    lobby.show("idea")


def test_nobody_there_any_more_ends_it(lobby: Any, busy: Service) -> None:
    lobby.guide.go("feedback", key=running(lobby, busy))
    lobby.show("feedback")
    lobby.pass_(82)

    assert lobby.page.name == "home"
