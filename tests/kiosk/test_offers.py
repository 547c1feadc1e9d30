# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is on, who does it, and what many want: found by touches, shown also while the house is away."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from booking.curator import Curator
from booking.offers import Offers
from tests.kiosk import example
from tests.kiosk.conftest import LANDSCAPE, PORTRAIT
from tests.kiosk.display import Display
from tests.servers.booking import THURSDAY, Service, booking_service, demo_house

BOTH = pytest.mark.parametrize("layout", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])


def titles(display: Any) -> list[str]:
    from kiosk.widgets.cards import OfferCard

    return [card.text for card in display.widgets(OfferCard)]


def offer_of(service: Service, title: str) -> Any:
    return next(each for each in Offers.shown(service.desk.offers) if each.title["de"] == title)


@BOTH
def test_from_home_one_touch_shows_what_is_on_and_a_second_one_the_offer(
    hang: Callable[..., Any], busy: Service, layout: tuple[int, int]
) -> None:
    display = hang(busy, layout)
    assert display.says("Nächstes: heute 16:00")
    display.press("Was ist los?")
    display.show("offers")
    assert display.says("Heute, Donnerstag")
    display.press("Reparaturtreff Nordstadt")
    display.show("offer")

    assert display.says("Heute 17:00 bis 20:00")
    assert display.says("Werkraum, 1. Stock")
    assert display.says("Spende")
    assert display.says("ohne Stufen")


def test_today_an_offer_and_its_booking_are_one_line_that_opens_the_offer(lobby: Any) -> None:
    from kiosk.widgets.notice import TodayRow

    lines = [(row.time, row.text) for row in lobby.widgets(TodayRow)]
    assert sorted(lines) == [("16:00", "Balkonsolar: Fragen und Antworten"), ("16:00", "Nachbarschaft Wesertor")]
    lobby.press("Balkonsolar: Fragen und Antworten")
    lobby.show("offer")


def test_a_topic_narrows_the_list_and_a_second_touch_widens_it_again(lobby: Any) -> None:
    lobby.press("Was ist los?")
    lobby.show("offers")
    lobby.press("Mobilität")
    lobby.settle()
    assert titles(lobby) == ["Radwerkstatt für alle"]
    lobby.press("Mobilität")
    lobby.settle()
    assert len(titles(lobby)) > 1


def test_what_would_find_nothing_cannot_be_touched(lobby: Any) -> None:
    from kiosk.widgets.press import Chip

    lobby.press("Was ist los?")
    lobby.show("offers")
    empty = {chip.text for chip in lobby.widgets(Chip) if chip.disabled}

    assert empty == {"Ernährung", "Fördergeld"}, "this week"


def test_kind_language_and_district_are_chosen_by_one_touch_each(lobby: Any) -> None:
    for choice, found in (("Beratung", "Balkonsolar"), ("Ukrainisch", "Gemeinschaftsgarten"), ("Mitte", "Zuschuss")):
        lobby.guide.home()
        lobby.guide.go("offers", span="all")
        lobby.settle()
        lobby.press("Mehr Auswahl")
        lobby.show("narrow")
        lobby.press(choice)
        lobby.show("offers")
        assert any(found in title for title in titles(lobby)), (choice, titles(lobby))
        assert lobby.says(choice)


def test_what_always_holds_comes_last_where_everything_is_shown(lobby: Any) -> None:
    lobby.guide.go("offers", span="all")
    lobby.settle()
    shown = []
    for _ in range(5):
        shown += titles(lobby)
        lobby.press("Weitere Angebote")
        lobby.settle()
        if lobby.page.page_number == 0:
            break

    assert len(shown) == len(set(shown)) == 12, "each once"
    assert {"Zuschuss für Balkonsolar", "Strommessgerät ausleihen"} <= set(shown[-4:])


def test_where_nothing_is_found_one_touch_leads_back_to_everything(lobby: Any) -> None:
    from booking.agenda import Choice

    lobby.guide.go("offers", span="today", choice=Choice(topic="food"))
    lobby.settle()
    assert lobby.says("Dazu ist gerade nichts eingetragen.")
    lobby.press("Alles zeigen")
    lobby.settle()
    assert titles(lobby)


def test_an_offer_leads_to_its_room_to_its_dates_and_onto_the_phone(lobby: Any, busy: Service) -> None:
    lobby.until(lambda: lobby.guide.wayfinding.finder, "the plan of the house")
    offer = offer_of(busy, "Balkonsolar: Fragen und Antworten")
    lobby.guide.go("offer", key=offer.id)
    lobby.show("offer")
    address = f"{lobby.guide.known.public_url}/de/offers/{offer.id}"
    assert [code.text for code in zxingcpp.read_barcodes(lobby.picture())] == [address]
    lobby.press("Andere Termine")
    lobby.settle()
    assert lobby.says("Donnerstag, 14. Mai 16:00 bis 18:00")
    lobby.press("Zurück zum Angebot")
    lobby.settle()
    lobby.press("Weg zeigen")
    lobby.show("way")
    lobby.press("Zurück")
    lobby.show("offer")
    lobby.press("Raum buchen")
    lobby.show("room")


def test_a_text_that_is_not_there_in_the_visitors_language_says_which_one_it_is_in(lobby: Any, busy: Service) -> None:
    from kiosk.widgets.words import Words

    offer = offer_of(busy, "Balkonsolar: Fragen und Antworten")
    lobby.guide.speak("bg")
    lobby.guide.go("offer", key=offer.id)
    lobby.show("offer")

    spoken = {words.text: words.language for words in lobby.widgets(Words) if words.text}
    assert spoken["Ток от балкона: въпроси"] == ""
    assert next(language for text, language in spoken.items() if text.startswith("Passt ein Solarmodul")) == "de"
    assert spoken["Deutsch"] == "de"


def test_a_place_of_the_plan_that_is_no_room_is_found_as_well(lobby: Any, busy: Service) -> None:
    lobby.until(lambda: lobby.guide.wayfinding.finder, "the plan of the house")
    lobby.guide.go("offer", key=offer_of(busy, "Strommessgerät ausleihen").id)
    lobby.show("offer")
    lobby.press("Weg zeigen")
    lobby.show("way")

    assert lobby.says("Beratungstresen")


def test_funding_says_until_when_and_its_application_is_a_code(lobby: Any, busy: Service) -> None:
    offer = offer_of(busy, "Zuschuss für Balkonsolar")
    lobby.guide.go("offer", key=offer.id)
    lobby.show("offer")

    assert lobby.says("Gültig bis 4. September")
    codes = {code.text for code in zxingcpp.read_barcodes(lobby.picture())}
    assert codes == {f"{lobby.guide.known.public_url}/de/offers/{offer.id}", offer.link}


def test_the_search_finds_places_offers_and_who_does_them(lobby: Any) -> None:
    from kiosk.widgets.steps import FoundRow

    lobby.until(lambda: lobby.guide.wayfinding.finder and lobby.guide.offerings.index, "the plan and the offers")
    for typed, found, screen in (
        ("solr", "Balkonsolar", "offer"),
        ("radfo", "Radforum", "actor"),
        ("werk", "Werkraum", "way"),
    ):
        lobby.guide.home()
        lobby.settle()
        lobby.press("Suchen")
        lobby.show("search")
        for letter in typed:
            lobby.page.type(letter)
        lobby.settle()
        row = next(row for row in lobby.widgets(FoundRow) if found in row.text)
        lobby.touch(*row.center)
        lobby.show(screen)


def test_who_does_what_is_found_by_topic_with_a_way_to_reach_them(lobby: Any) -> None:
    lobby.press("Was ist los?")
    lobby.show("offers")
    lobby.press("Wer macht was?")
    lobby.show("actors")
    lobby.press("Konsum")
    lobby.settle()
    assert not lobby.says("Radforum Kassel")
    lobby.press("Reparaturtreff Nordstadt")
    lobby.show("actor")

    assert lobby.says("treff@partner.example")
    address = f"{lobby.guide.known.public_url}/de/actors/reparaturtreff"
    assert [code.text for code in zxingcpp.read_barcodes(lobby.picture())] == [address]


def test_a_frequent_wish_shows_who_helps_and_who_pays(lobby: Any) -> None:
    lobby.press("Was ist los?")
    lobby.show("offers")
    lobby.press("Häufige Wünsche")
    lobby.show("wishes")
    lobby.press("Ich möchte Strom vom Balkon")
    lobby.show("wish")

    assert lobby.says("Beratung: Ayşe Demir")
    assert titles(lobby) == ["Balkonsolar: Fragen und Antworten", "Zuschuss für Balkonsolar"]
    lobby.press("Zuschuss für Balkonsolar")
    lobby.show("offer")


def test_an_offer_that_is_taken_away_while_it_stands_there_says_so(lobby: Any, busy: Service) -> None:
    offer = offer_of(busy, "Wärmepumpe im Altbau")
    lobby.guide.go("offer", key=offer.id)
    lobby.show("offer")
    Curator(busy.desk).drop(offer.id)
    lobby.until(lambda: lobby.says("Das gibt es nicht mehr"), "it is gone")
    lobby.press("Alles zeigen")
    lobby.show("offers")


def test_a_cancelled_date_is_not_shown(lobby: Any, busy: Service) -> None:
    offer = offer_of(busy, "Reparaturtreff Nordstadt")
    coming = next(each for each in offer.dates if each.begin > THURSDAY)
    Curator(busy.desk).cancel_date(offer.id, int(coming.begin.timestamp()))
    lobby.guide.go("offers")
    lobby.until(lambda: "Reparaturtreff Nordstadt" not in titles(lobby), "this week it does not take place")


def test_while_the_house_is_away_everything_of_it_is_there(window: Any, tmp_path: Path) -> None:
    window.size = PORTRAIT
    with booking_service(demo_house(), tmp_path / "house") as service:
        example.fill(service)
        config = example.screen(service, PORTRAIT)
        first = Display(config, tmp_path)
        first.until(lambda: not first.guide.away and first.guide.offerings.told, "the offers")
        first.close()
    again = Display(config, tmp_path)
    try:
        again.kiosk.clock.set(THURSDAY)
        again.show("home")
        again.press("Was ist los?")
        again.show("offers")
        again.press("Balkonsolar: Fragen und Antworten")
        again.show("offer")
        assert again.says("Stand: heute 13:42 Uhr")
        again.guide.go("ideas")
        again.show("ideas")
        assert again.says("Eine überdachte Luftpumpe vor dem Haus.")
    finally:
        again.close()


def test_a_plan_kept_by_an_earlier_version_is_shown_without_offers(window: Any, tmp_path: Path) -> None:
    window.size = PORTRAIT
    kept = tmp_path / "screen-snapshot.json"
    with booking_service(demo_house(), tmp_path / "house") as service:
        config = example.screen(service, PORTRAIT)
        first = Display(config, tmp_path)
        first.until(lambda: not first.guide.away, "the plan")
        first.close()
    data = json.loads(kept.read_text(encoding="utf-8"))
    del data["offers"]
    kept.write_text(json.dumps(data), encoding="utf-8")
    again = Display(config, tmp_path)
    try:
        again.show("home")
        assert not again.says("Was ist los?")
        assert again.says("Wir sind da")
    finally:
        again.close()


def test_what_a_newer_house_says_more_is_left_alone() -> None:
    from kiosk import offerings

    offer = {"id": "x1", "kind": "concert", "title": {"de": "Chor"}, "text": {"de": ""}, "topic": "music", "new": 1}
    known = offerings.read({"offers": [offer], "actors": [], "colours": []})

    assert known.offers["x1"].title == {"de": "Chor"}
    assert offerings.read({}) == offerings.NOTHING


def test_long_texts_are_read_on_and_nothing_is_lost(lobby: Any, busy: Service) -> None:
    offer = offer_of(busy, "Wärmepumpe im Altbau")
    said = " ".join(f"Das ist der {number}. Satz von vielen." for number in range(1, 45))
    Curator(busy.desk).put(replace(offer, text=dict.fromkeys(("de", "en", "ar"), said)))
    lobby.until(lambda: lobby.guide.offerings.offers[offer.id].text["de"] == said, "the long text")
    lobby.guide.go("offer", key=offer.id)
    lobby.show("offer")
    assert not lobby.says("der 44. Satz")
    lobby.press("Weiterlesen")
    lobby.settle()
    assert lobby.says("der 44. Satz")
