# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is on, as it is listed: by day, in pages, narrowed down; without a window."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from booking import listing
from booking.agenda import ANY, Choice, Date, Offer
from booking.listing import Entry
from kiosk import offerwords, programme
from kiosk.house import Day, Piece

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 5, 7, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def offer(name: str, *hours: int, **more: object) -> Offer:
    """An offer that takes place so many hours from now, an hour each time."""
    dates = tuple(Date(NOW + number * HOUR, NOW + (number + 1) * HOUR) for number in hours)
    return Offer(id=name, kind="event", title={"de": name}, text={}, dates=dates, **more)  # type: ignore[arg-type]


def names(entries: list[Entry]) -> list[str]:
    return [entry.offer.id for entry in entries]


def test_a_week_shows_each_date_and_everything_each_offer_once() -> None:
    offers = [offer("weekly", 2, 26, 24 * 9), offer("always")]

    assert names(listing.entries(offers, "today", NOW, ZONE)) == ["weekly"]
    assert names(listing.entries(offers, "week", NOW, ZONE)) == ["weekly", "weekly"]
    assert names(listing.entries(offers, "all", NOW, ZONE)) == ["weekly", "always"]


def test_days_are_groups_and_what_always_holds_is_the_last_one() -> None:
    found = listing.entries([offer("a", 1), offer("b", 2), offer("c", 30), offer("d")], "all", NOW, ZONE)
    groups = programme.groups(found, NOW, ZONE)

    assert [group.count for group in groups] == [2, 1, 1]
    assert groups[-1].day is None


def test_a_page_never_ends_with_the_head_of_a_day() -> None:
    found = listing.entries([offer(str(number), 24 * number) for number in range(1, 6)], "all", NOW, ZONE)
    pages = programme.pages(programme.groups(found, NOW, ZONE), 250, 50, lambda _entry: 60, 10)

    assert [[group.count for group in page] for page in pages] == [[1, 1], [1, 1], [1]]


def test_a_day_that_goes_on_has_its_head_on_the_next_page_again() -> None:
    found = listing.entries([offer(str(number), number) for number in range(1, 6)], "all", NOW, ZONE)
    pages = programme.pages(programme.groups(found, NOW, ZONE), 200, 50, lambda _entry: 60, 10)

    assert [[len(group.entries) for group in page] for page in pages] == [[2], [2], [1]]
    assert {group.count for page in pages for group in page} == {5}


def test_only_what_finds_something_can_be_chosen() -> None:
    offers = [offer("a", 1, topic="energy", spoken=("de",)), offer("b", 30, topic="food", free=False, district="Mitte")]
    week = listing.options(offers, ANY, "week", NOW, ZONE)
    food = listing.options(offers, Choice(topic="food"), "week", NOW, ZONE)

    assert week.topics == ("energy", "food")
    assert (week.spoken, week.districts, week.free) == (("de",), ("Mitte",), True)
    assert not food.free
    assert food.topics == ("energy", "food"), "each by itself"
    assert "today" not in food.spans


def test_a_booking_for_an_offer_is_no_second_line() -> None:
    piece = Piece(NOW + HOUR, NOW + 2 * HOUR, "taken", "Chor")
    other = Piece(NOW + HOUR, NOW + 2 * HOUR, "taken", "Schach")
    day = Day("offen", NOW.date(), None, None, (), ())
    lines = programme.today([offer("Chor", 1, place="offen")], [(day, piece), (day, other)], NOW, ZONE)

    assert [(line.offer is not None, line.name) for line in lines] == [(True, ""), (False, "Schach")]


def test_a_long_text_begins_with_whole_sentences() -> None:
    assert offerwords.beginning("Eins. Zwei. Drei.", 12) == "Eins. Zwei."
    assert offerwords.beginning("Ein sehr langer Satz ohne Ende", 12) == "Ein sehr …"
    assert offerwords.halves("Eins. Zwei. Drei. Vier.") == ("Eins. Zwei. Drei.", "Vier.")
    assert offerwords.first_bold("7000 Eichen. Viele stehen.") == "[b]7000 Eichen.[/b] Viele stehen."
