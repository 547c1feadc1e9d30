# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Two touches and a sentence: ideas and questions reach the house, are never lost, and go with the visitor."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp

from booking.ideas import Ideas
from kiosk import offerwords
from kiosk.house import Platform
from tests.kiosk import example
from tests.kiosk.checks import faults
from tests.kiosk.conftest import LANDSCAPE, PORTRAIT
from tests.kiosk.test_idle import values, vars_of
from tests.servers.booking import Service, booking_service, demo_house
from tests.servers.loopback import free_port

SENTENCE = "Geheimnisvolle Bänke im Schatten"
PLATFORM = Platform({"de": "Klimaplan"}, "https://plan.example/index.php", "Idee: ")


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
    wanted = {display.guide.visit.answered["link"], offerwords.new_page(display.guide.known.platform, SENTENCE)}
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


def test_the_platform_opens_a_new_page_with_the_sentence() -> None:
    address = urlsplit(offerwords.new_page(PLATFORM, "Mehr Bänke [im] Schatten #1"))
    asked = parse_qs(address.query)

    assert asked["title"] == ["Idee: Mehr Bänke im Schatten 1"]
    assert asked["action"] == ["edit"]
    assert asked["section"] == ["new"]
    assert asked["preloadtitle"] == ["Mehr Bänke [im] Schatten #1"]


def test_a_sentence_too_long_for_a_code_is_only_named_there() -> None:
    asked = parse_qs(urlsplit(offerwords.new_page(PLATFORM, "Mehr Bänke im Schatten. " * 11)).query)

    assert "preloadtitle" not in asked
    assert asked["title"][0].startswith("Idee: Mehr Bänke")
    assert len(asked["title"][0]) < 80
