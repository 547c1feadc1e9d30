# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Entered figures: with day and source, in the log, and in the indicators of their month."""

from dataclasses import replace
from datetime import timedelta

import pytest

from booking.curator import Curator
from booking.desk import Desk
from booking.figures import Figure, Figures
from booking.indicators import Indicators
from booking.refusal import NotFound
from booking.tally import month_of
from booking.texts import texts
from tests.booking.offered import REPAIR
from tests.booking.wishes import TODAY, refused

WORDS = texts("en", "house", "staff")
FUNDS = Figure(0, "funds", TODAY, 7_200, "Lastenräder", "Spendenkonto", "mobility", "", "Nordstadt")


def test_a_figure_stands_in_its_month_topic_and_district(desk: Desk) -> None:
    Curator(desk).put_actor(REPAIR)
    made = Figures(desk, "ben").enter(replace(FUNDS, actor=REPAIR.key))
    assert Figures(desk).all() == [made]
    month = month_of(TODAY)
    report = Indicators(desk).report(month, month)
    assert report.told.written("funds", WORDS) == "7,200"
    assert {facet: list(parts) for facet, parts in report.parts.items()} == {
        "topic": ["mobility"],
        "district": ["Nordstadt"],
        "actor": [REPAIR.key],
    }
    entry = desk.log.entries()[0]
    assert (entry.act, entry.person, entry.about) == ("figure", "ben", f"funds {TODAY} 7200 Lastenräder")


def test_taken_back_it_is_gone_and_the_log_knows(desk: Desk) -> None:
    made = Figures(desk).enter(FUNDS)
    Figures(desk, "ben").drop(made.id)
    assert Figures(desk).all() == []
    entry = desk.log.entries()[0]
    assert (entry.act, entry.person) == ("no_figure", "ben")
    with pytest.raises(NotFound):
        Figures(desk).drop(made.id)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": 10**10}, "amount"),
        ({"day": TODAY + timedelta(days=1)}, "not_yet"),
        ({"what": " "}, "title"),
        ({"source": ""}, "source"),
        ({"what": "x" * 161}, "text_long"),
        ({"actor": "nobody"}, "actor"),
        ({"indicator": "people"}, "invalid"),
        ({"topic": "cars"}, "invalid"),
    ],
)
def test_what_is_wrong_is_refused_with_its_reason(desk: Desk, wrong: dict[str, object], reason: str) -> None:
    with refused(reason):
        Figures(desk).enter(replace(FUNDS, **wrong))  # type: ignore[arg-type]
    assert Figures(desk).all() == []
