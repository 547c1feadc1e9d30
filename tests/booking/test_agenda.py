# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is on when, and what fits a choice."""

from dataclasses import replace
from datetime import timedelta

from booking import agenda, listing
from booking.agenda import ANY, Choice, Date
from booking.listing import Options
from tests.booking.offered import offer, on
from tests.booking.wishes import TODAY, TOMORROW, ZONE, at

NOW = at(13.7, TODAY)
SOLAR = offer("Solar", on(16, 18, TODAY), topic="energy", kind="advice", spoken=("de", "tr"))
REPAIR = offer("Reparatur", on(9, 11, TODAY), on(17, 20), topic="consumption", free=False, spoken=("de",))
GRANT = offer("Zuschuss", topic="energy", kind="funding", district="Mitte", last=TOMORROW)
ALL = (REPAIR, SOLAR, GRANT)


def titles(found: list[agenda.Coming]) -> list[str]:
    return [one.offer.title["de"] for one in found]


def test_what_comes_is_in_order_and_what_is_over_is_not_shown() -> None:
    assert titles(agenda.coming(ALL, NOW)) == ["Solar", "Reparatur"]
    assert titles(agenda.coming(ALL, NOW, agenda.days_from(NOW, 1, ZONE))) == ["Solar"]
    assert titles(agenda.coming(ALL, at(19))) == ["Reparatur"]
    assert titles(agenda.coming(ALL, at(20))) == []


def test_where_everything_is_asked_for_each_offer_stands_once() -> None:
    def listed(span: str) -> list[str]:
        return [one.offer.title["de"] for one in listing.entries([weekly, GRANT], span, NOW, ZONE)]

    weekly = offer("Chor", *(on(18, 20, TODAY + timedelta(weeks=n)) for n in range(4)))
    assert [listed(span) for span in listing.SPANS] == [["Chor"], ["Chor"], ["Chor", "Zuschuss"]]
    days = listing.by_day(listing.entries([weekly, GRANT], "all", NOW, ZONE), NOW, ZONE)
    assert [day for day, _ in days] == [TODAY, None]


def test_what_runs_since_yesterday_is_on_today() -> None:
    long = offer("Ausstellung", Date(at(9, TODAY - timedelta(days=1)), at(18, TOMORROW)))
    assert [day for day, _ in listing.by_day(listing.entries([long], "week", NOW, ZONE), NOW, ZONE)] == [TODAY]


def test_a_date_that_is_cancelled_is_not_the_next_one() -> None:
    first, second = on(9, 10), on(11, 12)
    one = offer("Chor", replace(first, gone=NOW), second)

    assert agenda.next_date(one, NOW) == second
    assert [each.date for each in agenda.coming([one], NOW)] == [second]
    assert len(agenda.coming([one], NOW, cancelled=True)) == 2


def test_without_dates_it_always_holds_until_it_has_run_out() -> None:
    assert agenda.standing(ALL) == [GRANT]
    assert agenda.holds(GRANT, TOMORROW)
    assert not agenda.holds(GRANT, TOMORROW + timedelta(days=1))


def test_a_choice_narrows_down() -> None:
    for choice, fitting in (
        (ANY, ALL),
        (Choice(topic="energy"), (SOLAR, GRANT)),
        (Choice(topic="energy", kind="funding"), (GRANT,)),
        (Choice(spoken="tr"), (SOLAR,)),
        (Choice(district="Mitte"), (GRANT,)),
        (Choice(free=True), (SOLAR, GRANT)),
    ):
        assert tuple(one for one in ALL if choice.fits(one)) == fitting, choice


def test_only_that_may_be_chosen_which_finds_something() -> None:
    def options(choice: Choice, span: str = "all") -> Options:
        return listing.options(ALL, choice, span, NOW, ZONE)

    assert options(ANY).topics == ("energy", "consumption")
    assert options(Choice(kind="funding")).topics == ("energy",)
    assert options(Choice(topic="energy")).topics == ("energy", "consumption")
    assert options(Choice(topic="consumption")).spoken == ("de",)
    assert options(ANY).districts == ("Mitte",)
    assert options(ANY, "today").topics == ("energy",)
    assert options(Choice(kind="funding")).spans == {"all"}


def test_a_missing_language_is_said_in_german() -> None:
    assert agenda.in_language({"de": "Hallo", "en": "Hello"}, "en") == "Hello"
    assert agenda.in_language({"de": "Hallo"}, "ar") == "Hallo"
    assert agenda.in_language({"tr": "Merhaba"}, "ar") == "Merhaba"
    assert agenda.in_language({}, "ar") == ""
