# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is stored about a group is handed out whole and erased whole, by its link or by staff."""

from datetime import timedelta

import pytest

from booking.desk import Desk
from booking.disclosure import Disclosure
from booking.model import CANCELLED
from booking.office import Office
from booking.refusal import NotFound
from booking.repeat import Repeat
from booking.rules import Group
from booking.series import SeriesDesk
from tests.booking.wishes import TODAY, WORKSHOP, at, booked, claims, refused, wish
from tests.servers.booking import SetClock

MAIL = WORKSHOP.mail or ""


@pytest.fixture
def disclosure(desk: Desk) -> Disclosure:
    return Disclosure(desk, "anna")


def waits(desk: Desk) -> str | None:
    """The group waits for a time that another one has."""
    booked(desk, wish(17, 18), Group("Chor"))
    return desk.wait(wish(17, 18), MAIL.upper())


def test_all_that_is_stored_about_an_address_is_told(desk: Desk, disclosure: Disclosure) -> None:
    made = booked(desk, wish(14, 16), WORKSHOP)
    waits(desk)
    told = disclosure.told(disclosure.of_address(f" {MAIL.upper()} "))
    assert [(one["code"], one["name"], one["mail"]) for one in told["bookings"]] == [(made.code, "Radwerkstatt", MAIL)]
    assert told["bookings"][0]["begin"] == "2026-05-08T12:00:00Z"
    assert [one["mail"] for one in told["waiting"]] == [MAIL]
    assert [one["kind"] for one in told["letters"]] == ["booked"]
    disclosure.note_export(disclosure.of_address(MAIL))
    entry = desk.log.entries()[0]
    assert (entry.act, MAIL in entry.about) == ("export", False)


def test_it_is_erased_in_one_go_and_the_anonymous_time_stays(
    desk: Desk, disclosure: Disclosure, clock: SetClock
) -> None:
    past = booked(desk, wish(9, 10), WORKSHOP)
    clock.time = at(12)
    booked(desk, wish(14, 16), WORKSHOP)
    waits(desk)
    other = claims(desk)
    assert disclosure.erase(disclosure.of_address(MAIL), staff=True) == 2
    assert not disclosure.of_address(MAIL)
    assert len(claims(desk)) < len(other)
    kept = desk.find_one(past.id)
    assert (kept.begin, kept.name, kept.mail) == (past.begin, None, None)
    assert [(one.act, one.about) for one in desk.log.entries()] == [("erase", "2 bookings")]


def test_a_group_erases_its_series_by_one_link_without_staff(desk: Desk, disclosure: Disclosure) -> None:
    weekly = wish(18, 19, day=TODAY + timedelta(days=4))
    made = SeriesDesk(desk).book(weekly, Repeat("week", count=2), Group("Näher"), proven=True)
    other = booked(desk, wish(14, 16), Group("Näher"))
    token = desk.link_token(made[1])
    assert disclosure.erase(disclosure.of_link(token), staff=False) == 2
    assert [desk.find_one(one.id).status for one in made] == [CANCELLED] * 2
    assert desk.find_one(other.id).name == "Näher"
    assert desk.log.entries() == []
    for again in (token, desk.link_token(made[0])):
        with pytest.raises(NotFound):
            disclosure.of_link(again)


def test_a_code_leads_to_its_booking_only(desk: Desk, disclosure: Disclosure) -> None:
    made = booked(desk, wish(14, 16))
    booked(desk, wish(9, 10))
    assert [one.id for one in disclosure.of_code(made.code or "").bookings] == [made.id]
    with pytest.raises(NotFound):
        disclosure.of_code("XXXXXX")
    with refused("mail"):
        disclosure.of_address("nobody")


def test_staff_say_how_long_names_are_kept(desk: Desk, office: Office, clock: SetClock) -> None:
    assert desk.contact_days() == 14
    made = booked(desk, wish(14, 16), WORKSHOP)
    office.keep_contacts(3)
    assert desk.contact_days() == 3
    clock.time = made.end + timedelta(days=3)
    assert office.erase_due() == 1
    assert desk.log.entries()[-1].act == "contact_days"
