# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A feed that is suddenly half empty is held until staff say what is right."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from booking.inbound import Inbound
from booking.refusal import NotFound
from tests.booking.wishes import TOMORROW
from tests.servers.partner import Partner
from tests.sync.calendars import calendar, event
from tests.sync.post import Office, feed
from tests.sync.test_offers_in import titles

Opened = Callable[..., Office]
EVENTS = [event(str(number), title=f"Termin {number}", day=TOMORROW + timedelta(days=number)) for number in range(9)]


@pytest.fixture
def nine(quick: Opened, partner: Partner) -> Office:
    """Nine offers, of which the feed then has four left."""
    office = quick(feed(partner))
    partner.serves(calendar(*EVENTS))
    office.bring()
    partner.serves(calendar(*EVENTS[:4]))
    return office


def test_it_is_held_and_nothing_is_taken_away(nine: Office) -> None:
    done = nine.bring().done
    status = nine.status()

    assert done
    assert done.held
    assert (len(titles(nine)), status.held, status.known, status.fresh) == (9, "asked", 9, 4)
    assert (status.fault, status.failures) == (("half_empty", {"fresh": 4, "known": 9}), 0)
    nine.bring()
    assert (len(titles(nine)), nine.status().held) == (9, "asked")


def test_half_is_enough(nine: Office, partner: Partner) -> None:
    partner.serves(calendar(*EVENTS[:5]))
    nine.bring()

    assert (len(titles(nine)), nine.status().held) == (5, "")


def test_what_is_over_does_not_count_as_missing(nine: Office, partner: Partner) -> None:
    nine.clock.pass_(days=6)
    partner.serves(calendar(*EVENTS[7:]))
    nine.bring()

    assert (nine.status().held, nine.status().events) == ("", 2)


def test_a_feed_that_is_whole_again_is_held_no_longer(nine: Office, partner: Partner) -> None:
    nine.bring()
    partner.serves(calendar(*EVENTS))
    nine.bring()

    assert (nine.status().held, nine.status().fault) == ("", None)


def test_what_staff_confirm_is_brought_in_at_the_next_look(nine: Office) -> None:
    nine.bring()
    assert nine.postman.intake.due() == []
    Inbound(nine.desk, "anna").confirm("energie")
    assert [one.id for one in nine.postman.intake.due()] == ["energie"]
    nine.bring()

    assert (titles(nine), nine.status().held) == ([f"Termin {number}" for number in range(4)], "")
    assert [(one.person, one.act, one.about) for one in nine.desk.log.entries()] == [
        ("anna", "feed_confirm", "energie: 4 of 9")
    ]


def test_what_staff_confirmed_is_not_for_less(nine: Office, partner: Partner) -> None:
    nine.bring()
    Inbound(nine.desk).confirm("energie")
    partner.serves(calendar(*EVENTS[:1]))
    nine.bring()

    assert (len(titles(nine)), nine.status().held, nine.status().fresh) == (9, "asked", 1)


def test_what_staff_discard_is_not_asked_again_until_it_is_another_copy(nine: Office, partner: Partner) -> None:
    nine.bring()
    Inbound(nine.desk).discard("energie")
    nine.bring()
    assert (len(titles(nine)), nine.status().held) == (9, "discarded")
    partner.serves(calendar(*EVENTS[:3]))
    nine.bring()

    assert nine.status().held == "asked"


def test_there_is_nothing_to_say_of_a_feed_that_is_not_held(nine: Office) -> None:
    for act in (Inbound(nine.desk).confirm, Inbound(nine.desk).discard):
        for name in ("energie", "gibt-es-nicht"):
            with pytest.raises(NotFound):
                act(name)
