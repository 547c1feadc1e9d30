# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two touches and a sentence: ideas and questions reach the house, are never lost, and go with the visitor."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from booking.ideas import Ideas
from booking.participation import new_page
from kiosk.screens.told import FINE
from tests.kiosk import example
from tests.kiosk.checks import faults
from tests.kiosk.conftest import LANDSCAPE, PORTRAIT
from tests.kiosk.test_idle import values, vars_of
from tests.servers.booking import Service, booking_service, demo_house
from tests.servers.loopback import free_port

SENTENCE = "Geheimnisvolle Bänke im Schatten"


def write(display: Any, key: str = "Idee aufschreiben") -> None:
    display.press("Ihre Idee")
    display.show("ideas")
    display.press(key)
    display.show("idea")
    for letter in SENTENCE:
        display.page.type(letter)
    display.settle()


def said(service: Service) -> Any:
    """What has arrived."""
    return next(idea for idea in Ideas(service.desk).all() if idea.text == SENTENCE)


@pytest.mark.parametrize("layout", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_two_touches_and_a_sentence_reach_the_house(
    hang: Callable[..., Any], busy: Service, layout: tuple[int, int]
) -> None:
    from kiosk.widgets.cards import CodeCard

    display = hang(busy, layout)
    write(display)
    display.press("Thema dazu, wenn Sie mögen")
    display.settle()
    display.press("Natur")
    display.settle()
    assert display.says("Thema: Natur")
    display.press("Senden")
    display.show("told")

    told = said(busy)
    assert (told.text, told.topic, told.kind) == (SENTENCE, "nature", "idea")
    assert display.says(f"Nr. {told.number}")
    platform = display.guide.known.platform
    page = new_page(platform.url, platform.prefix, platform.preload, SENTENCE, FINE)
    wanted = {display.guide.visit.answered["link"], page}
    assert {card.code for card in display.widgets(CodeCard)} == wanted
    if layout is PORTRAIT:  # the one window of the tests is drawn whole only as it was opened
        assert {code.text for code in zxingcpp.read_barcodes(display.picture())} == wanted


def test_a_question_gets_a_number_and_a_term(lobby: Any, busy: Service) -> None:
    write(lobby, "Frage stellen")
    lobby.press("Senden")
    lobby.show("told")

    assert said(busy).kind == "question"
    assert lobby.says("Das Klimaschutzbüro antwortet spätestens am")


def test_the_board_says_what_became_of_each_idea(lobby: Any) -> None:
    lobby.press("Ihre Idee")
    lobby.show("ideas")

    for said in ("Umgesetzt", "Wird geprüft", "Nicht möglich", "Seit April am ersten Samstag im Monat."):
        assert lobby.says(said)


def test_what_is_typed_outlives_an_outage_and_is_sent_once(window: Any, tmp_path: Path) -> None:
    window.size = PORTRAIT
    port = free_port()
    with booking_service(demo_house(), tmp_path / "house", port=port) as service:
        example.fill(service)
        display = example.hang(service, tmp_path, PORTRAIT)
    try:
        display.until(lambda: display.guide.away, "the house is away")
        write(display)
        assert display.says("Abschicken geht gerade nicht. Ihr Satz bleibt hier stehen.")
        display.press("Senden")
        display.settle()
        assert display.says(SENTENCE)
        assert faults(display) == []
        with booking_service(demo_house(), tmp_path / "house", port=port) as service:
            display.until(lambda: not display.guide.away, "the house answers again")
            assert display.says(SENTENCE)
            display.press("Senden")
            display.show("told")
            assert [idea.text for idea in Ideas(service.desk).all()].count(SENTENCE) == 1
    finally:
        display.close()


def test_an_answer_that_got_lost_does_not_say_the_sentence_twice(lobby: Any, busy: Service) -> None:
    write(lobby)
    request = lobby.guide.visit.idea_request
    lobby.page.send()
    lobby.show("told")
    lobby.guide.visit.idea, lobby.guide.visit.idea_request = SENTENCE, request
    lobby.guide.go("idea")
    lobby.show("idea")
    lobby.press("Senden")
    lobby.show("told")

    assert [idea.text for idea in Ideas(busy.desk).all()].count(SENTENCE) == 1


def test_a_sentence_ends_at_280_letters(lobby: Any) -> None:
    lobby.guide.go("idea")
    lobby.show("idea")
    for _ in range(300):
        lobby.page.type("a")

    assert len(lobby.page.typed) == 280
    assert lobby.says("noch 0 Zeichen")


def test_the_sentence_stays_while_something_else_is_looked_at(lobby: Any) -> None:
    write(lobby)
    lobby.press("Zurück")
    lobby.show("ideas")
    lobby.press("Idee aufschreiben")
    lobby.show("idea")
    assert lobby.says(SENTENCE)
    lobby.press("Sprache")
    lobby.show("language")
    lobby.press("English")
    lobby.show("idea")

    assert lobby.says(SENTENCE)


def test_when_the_visitor_has_left_nothing_of_it_is_anywhere(lobby: Any) -> None:
    import gc

    before = lobby.picture()
    write(lobby)
    lobby.pass_(82)
    assert lobby.page.name == "home"
    lobby.settle()

    assert not [value for value in values(lobby) if SENTENCE[:8] in value]
    assert lobby.picture().tobytes() == before.tobytes()
    gc.collect()
    held = [
        each
        for each in gc.get_objects()
        if type(each).__module__.startswith("kiosk") and SENTENCE in str(vars_of(each))
    ]
    assert held == []


def test_after_it_was_sent_nothing_of_it_is_kept_either(lobby: Any) -> None:
    write(lobby)
    lobby.press("Senden")
    lobby.show("told")
    lobby.pass_(82)

    assert lobby.guide.visit.untouched
    assert not [value for value in values(lobby) if "Geheimnis" in value]
