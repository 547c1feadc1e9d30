# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The audit log: every act of staff is in it, no group is, and whatever is done to it is found."""

from datetime import timedelta

import pytest

from booking.desk import Desk
from booking.office import Office
from booking.refusal import Refused
from booking.rules import Group
from tests.booking.wishes import at, wish
from tests.servers.booking import SetClock


def requested(desk: Desk, name: str = "Energieberatung") -> str:
    """The code of a request that waits."""
    found = desk.book(wish(10, 11, "beratung"), Group(name, True), proven=True)
    return found.code or ""


def test_every_act_is_logged_with_who_did_it_and_without_the_group(desk: Desk) -> None:
    office, code = Office(desk, "anna"), requested(desk, "Selbsthilfe Mitte")
    office.approve(code)
    office.refuse(code, "Leider krank.")
    closure = office.close("offen", at(10), at(12), "Wartung")
    office.reopen(closure)
    office.erase(code)

    entries = desk.log.entries()
    assert [one.act for one in entries] == ["erase", "reopen", "close", "refuse", "approve"]
    assert {one.person for one in entries} == {"anna"}
    assert code in entries[-1].about
    assert "beratung" in entries[-1].about
    assert "Selbsthilfe" not in repr(entries)
    assert "krank" not in repr(entries)


def test_what_was_refused_is_not_logged(desk: Desk) -> None:
    code = requested(desk)
    Office(desk, "anna").refuse(code)
    with pytest.raises(Refused):
        Office(desk, "anna").approve(code)

    assert [one.act for one in desk.log.entries()] == ["refuse"]


def test_the_log_is_searched_by_person_code_and_act(desk: Desk) -> None:
    code = requested(desk)
    Office(desk, "anna").approve(code)
    Office(desk, "ben").refuse(code)

    assert [one.person for one in desk.log.entries([{"ann"}])] == ["anna"]
    assert len(desk.log.entries([{code.lower()}])) == 2
    assert [one.act for one in desk.log.entries([{"said"}, {"no"}], acts=["refuse"])] == ["refuse"]
    assert desk.log.entries([{"100%"}]) == []
    assert [one.act for one in desk.log.entries(below=2)] == ["approve"]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET person = 'eve' WHERE number = 2",
        "UPDATE audit SET about = 'another' WHERE number = 2",
        "UPDATE audit SET at = at + 1 WHERE number = 2",
        "DELETE FROM audit WHERE number = 2",
        "UPDATE audit SET seal = before WHERE number = 2",
    ],
)
def test_tampering_is_found(desk: Desk, tampering: str) -> None:
    office = Office(desk, "anna")
    for hour in range(3):
        office.close("offen", at(10 + hour), at(10.5 + hour), "Wartung")
    assert desk.log.broken() is None
    desk.database.write(lambda db: db.exec_driver_sql(tampering))

    assert desk.log.broken() in (2, 3)


def test_entries_are_kept_for_a_year_and_the_chain_goes_on(desk: Desk, clock: SetClock) -> None:
    office = Office(desk, "anna")
    office.close("offen", at(10), at(10.5), "Wartung")
    clock.pass_(days=364)
    later = at(10) + timedelta(days=365)
    office.close("offen", later, later + timedelta(minutes=30), "Wartung")
    office.erase_due()
    assert len(desk.log.entries()) == 2
    clock.pass_(days=2)
    office.erase_due()

    assert [one.number for one in desk.log.entries()] == [2]
    assert desk.log.broken() is None


def test_an_entry_says_when_in_utc(desk: Desk, clock: SetClock) -> None:
    Office(desk, "anna").close("offen", at(10), at(10.5), "Wartung")

    assert [(one.at, one.at.utcoffset()) for one in desk.log.entries()] == [(clock.now(), timedelta(0))]
