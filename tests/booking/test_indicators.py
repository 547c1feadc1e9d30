# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The eight indicators follow from what is stored; small numbers of people stay hidden, whatever is compared."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import combinations, pairwise, product
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from booking.desk import Desk
from booking.indicators import ABOUT_PEOPLE, COUNTED, INDICATORS, Indicators, Numbers
from booking.protection import FEWEST, STEP, Told, mean, mean_of, protect, together
from booking.tally import Month, month_of
from booking.texts import texts
from booking.visits import PURPOSES, Purpose, Visits
from tests.booking.client import stranger
from tests.booking.offered import offer, on, put
from tests.booking.wishes import TODAY
from tests.servers.booking import Service, SetClock

WORDS = texts("en", "house", "staff")


def count(desk: Desk, purpose: Purpose, people: int, offer: str = "") -> None:
    Visits(desk).count(str(uuid4())[:20], str(uuid4()), purpose, people, offer)


def this_month(desk: Desk) -> Numbers:
    return Indicators(desk).this_month()[1]


def test_every_indicator_is_defined_and_counted() -> None:
    assert len(INDICATORS) == 8
    assert all(COUNTED[each] for each in INDICATORS)
    assert {"participants", "groups", "lookers", "people", "answers"} == ABOUT_PEOPLE


def test_few_people_are_not_told_and_more_are_rounded() -> None:
    told = {people: protect(people).text for people in (0, 1, 4, 5, 7, 8, 12, 13, 97, 98)}
    assert told == {0: "0", 1: "<5", 4: "<5", 5: "5", 7: "5", 8: "10", 12: "10", 13: "15", 97: "95", 98: "100"}
    assert [together([Told(0, 1)] * cells).text for cells in (1, 2, 3)] == ["<5", "<10", "<15"]
    assert together([Told(20), Told(0, 1)]).text == "20"


def test_an_average_is_shown_from_five_answers_on() -> None:
    assert not mean({5: 4}).is_shown
    good = mean({5: 3, 4: 2})
    assert (good.is_shown, good.value, good.answers) == (True, 4.6, Told(5))
    both = mean_of([good, mean({1: 4}), mean({1: 10})])
    assert (both.value, both.answers.text) == (2.2, "15")
    assert not mean_of([]).is_shown


def test_visits_bookings_and_offers_become_numbers(desk: Desk, clock: SetClock) -> None:
    (cafe, talk) = put(
        desk,
        offer("Nähcafé", on(18, 19, TODAY), topic="consumption", district="Nordstadt"),
        offer("Vortrag", on(18, 19, TODAY), topic="energy"),
    )
    clock.pass_(days=1)
    count(desk, "event", 11, cafe)
    count(desk, "event", 3, talk)
    count(desk, "looking", 8)
    count(desk, "advice", 2)

    told = this_month(desk)
    assert {key: told.written(key, WORDS) for key in ("people", "participants", "lookers", "offers", "dates")} == {
        "people": "25",
        "participants": "15",
        "lookers": "10",
        "offers": "2",
        "dates": "2",
    }
    assert told.purposes["advice"].text == "<5"
    month = month_of(TODAY)
    parts = Indicators(desk).report(month, month).parts
    assert {topic: each.written("participants", WORDS) for topic, each in parts["topic"].items()} == {
        "consumption": "10",
        "energy": "<5",
    }
    assert parts["district"]["Nordstadt"].written("people", WORDS) == "10"
    only = Indicators(desk).report(month, month, "topic", "energy")
    assert (only.told.written("people", WORDS), only.told.written("offers", WORDS)) == ("<5", "1")


def test_an_offer_of_two_months_is_one_offer(desk: Desk, clock: SetClock) -> None:
    later = TODAY + timedelta(days=35)
    put(desk, offer("Nähcafé", on(18, 19, TODAY), on(18, 19, later)))
    clock.pass_(days=40)
    month = month_of(TODAY)
    report = Indicators(desk).report(month, month.next)
    assert [each.written("offers", WORDS) for each in report.by_month.values()] == ["1", "1"]
    assert (report.told.written("offers", WORDS), report.told.written("dates", WORDS)) == ("1", "2")


def test_months_follow_one_another() -> None:
    assert Month(2026, 12).next == Month(2027, 1)
    assert str(Month(2026, 5)) == "2026-05"


def test_a_display_reads_what_the_house_shows_of_this_month(service: Service) -> None:
    count(service.desk, "info", 3)
    first = stranger(service).get("/api/month")
    told = first.json()
    assert (told["people"], told["purposes"]["info"]) == ({"value": 0, "few": True}, {"value": 0, "few": True})
    assert stranger(service).get("/api/month", if_none_match=first.headers["etag"]).status_code == 304

    service.clock.pass_(minutes=1)
    count(service.desk, "info", 1)
    assert stranger(service).get("/api/month", if_none_match=first.headers["etag"]).status_code == 304
    count(service.desk, "info", 4)
    assert stranger(service).get("/api/month").json()["people"] == {"value": 10, "few": False}


# --- the attack: whoever has every table of every period, and may subtract them

Counts = Mapping[tuple[int, str], int]  # by month and cell


def tables(counts: Counts, months: int, cells: tuple[str, ...]) -> list[tuple[frozenset[tuple[int, str]], Told]]:
    """Every number that can be exported: of each period, of each cell and of all together, and what it is a sum of."""
    made = []
    for first, last in combinations(range(months + 1), 2):
        for chosen in (*((cell,) for cell in cells), cells):
            parts = frozenset(product(range(first, last), chosen))
            made.append((parts, together(protect(counts[part]) for part in sorted(parts))))
    return made


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_difference_of_two_exports_tells_a_small_number(data: st.DataObject) -> None:
    """Change one small number to another small one: every table stays as it is, so nothing can tell them apart."""
    months, cells = 4, ("advice", "event", "room")
    keys = list(product(range(months), cells))
    counts = {key: data.draw(st.integers(0, 40)) for key in keys}
    secret = data.draw(st.sampled_from(keys))
    seen = {people: tables(counts | {secret: people}, months, cells) for people in range(1, FEWEST)}
    assert all(seen[people] == seen[1] for people in seen)
    for (left, one), (right, other) in combinations(seen[1], 2):
        if right < left:
            difference = one.value - other.value
            assert difference % STEP == 0


def test_a_display_that_is_watched_all_day_tells_no_small_number(desk: Desk, clock: SetClock) -> None:
    """What is shown before and after one more visitor differs by nothing, or by five."""
    shown = []
    for _ in range(30):
        count(desk, "info", 1)
        shown.append(this_month(desk).counts["people"].value)
    assert {later - earlier for earlier, later in pairwise(shown)} <= {0, STEP}


def test_what_is_told_of_people_is_protected_and_nothing_else_is(desk: Desk) -> None:
    for purpose in PURPOSES:
        count(desk, purpose, 2)
    told = this_month(desk)
    assert {told.written(each, WORDS) for each in ("participants", "lookers", "people")} == {"<10", "<25"}
