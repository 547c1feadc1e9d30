# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody else's calendar takes a room, as if staff brought it in again and again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from booking.importing import Importing
from booking.model import LIVE
from tests.booking.wishes import TOMORROW, ZONE, booked, wish
from tests.servers.partner import Partner
from tests.sync.calendars import calendar, event
from tests.sync.post import Office, feed

Opened = Callable[..., Office]
KEPT = [event(f"kept-{number}", 9, 10, "Bleibt", day=TOMORROW + timedelta(days=20 + number)) for number in range(3)]


@pytest.fixture
def room(opened: Opened, partner: Partner) -> Office:
    return opened(feed(partner, "stadt", kind="busy", rooms=("offen",)))


def bring(office: Office, partner: Partner, *events: str) -> None:
    partner.serves(calendar(*KEPT, *events))
    office.bring("stadt")


def live(office: Office) -> dict[str, tuple[int, int]]:
    """The hours of each booking that stands, besides those that always do."""
    return {
        found.name or "": (found.begin.astimezone(ZONE).hour, found.end.astimezone(ZONE).hour)
        for found in office.desk.find()
        if found.status in LIVE and found.name != "Bleibt"
    }


def test_what_it_says_is_taken_moved_and_given_back(room: Office, partner: Partner) -> None:
    bring(room, partner, event("1", 14, 16, "Beirat"), event("2", 17, 18, "frei", "TRANSP:TRANSPARENT"))
    assert live(room) == {"Beirat": (14, 16)}
    bring(room, partner, event("1", 15, 17, "Beirat"))
    assert live(room) == {"Beirat": (15, 17)}
    bring(room, partner)
    assert live(room) == {}


def test_what_is_taken_is_skipped_and_tried_again_also_if_the_feed_is_unchanged(room: Office, partner: Partner) -> None:
    choir = booked(room.desk, wish(14, 16))
    bring(room, partner, event("1", 15, 17, "Beirat"))
    assert (live(room), room.status("stadt").waits) == ({"Chor": (14, 16)}, True)
    room.desk.cancel(room.desk.link_token(choir))
    assert room.bring("stadt").same

    assert (live(room), room.status("stadt").waits) == ({"Beirat": (15, 17)}, False)


def test_what_staff_brought_in_from_a_file_and_what_another_feed_took_is_left_alone(
    opened: Opened, partner: Partner
) -> None:
    office = opened(
        feed(partner, "stadt", kind="busy", rooms=("offen",)),
        feed(partner, "verein", "/2.ics", kind="busy", rooms=("offen", "werkraum")),
    )
    Importing(office.desk).bring_in(calendar(event("a", 9, 10, "Datei"), event("1", 14, 16, "Beirat")), "offen")
    bring(office, partner, event("1", 15, 17, "Beirat"))
    partner.serves(calendar(*KEPT, event("b", 11, 12, "Verein")), "/2.ics")
    office.bring("verein")
    bring(office, partner)

    assert live(office) == {"Datei": (9, 10), "Verein": (11, 12)}, "the feed has taken over what it also had"
    assert sorted(found.room for found in office.desk.find() if found.name == "Verein") == ["offen", "werkraum"]


def test_what_cannot_be_told_any_more_is_not_cancelled(room: Office, partner: Partner) -> None:
    weekly = ("DTSTART;TZID=Europe/Berlin:20260508T180000", "DURATION:PT2H")
    bring(room, partner, event("1", 0, 0, "Beirat", *weekly, "RRULE:FREQ=WEEKLY;COUNT=3"))
    before = room.desk.find()
    bring(room, partner, event("1", 0, 0, "Beirat", *weekly, "RRULE:FREQ=MINUTELY"))

    assert room.desk.find() == before
    assert room.status("stadt").left_out == {"bad_rule": 1}
