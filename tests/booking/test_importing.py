# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A calendar from elsewhere becomes bookings, whole or not at all, and the next time only what has changed."""

import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from booking import import_report
from booking.attendance import Attendance, by_code
from booking.bookings import Booking
from booking.desk import Desk
from booking.feeds import Feeds
from booking.import_plan import Skipped
from booking.importing import Importing, Report
from booking.model import BOOKED, CANCELLED, HELD, LIVE, booking, house, imported, letter, metadata
from booking.office import Office
from booking.refusal import Refused
from booking.rules import Change
from booking.serve import open_desk
from tests.booking.test_resources import divided
from tests.booking.wishes import TODAY, TOMORROW, ZONE, at, booked, claims, refused, wish
from tests.servers.booking import SetClock, demo_house

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
NEXT_WEEK = TOMORROW + timedelta(days=7)


class Entry(NamedTuple):
    """An appointment of tomorrow, by the hours of the house; `lines` stand for its times and more."""

    uid: str
    begin: float = 0
    end: float = 0
    title: str = "Termin"
    day: date = TOMORROW
    lines: tuple[str, ...] = ()


def ics(*entries: Entry) -> bytes:
    """A calendar file."""
    events = [line for entry in entries for line in event(entry)]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]).encode()


def event(entry: Entry) -> list[str]:
    begin, end = (f"{at(hour, entry.day):%Y%m%dT%H%M%SZ}" for hour in (entry.begin, entry.end))
    times = entry.lines or (f"DTSTART:{begin}", f"DTEND:{end}")
    return ["BEGIN:VEVENT", f"UID:{entry.uid}", f"SUMMARY:{entry.title}", *times, "END:VEVENT"]


def bring(desk: Desk, *entries: Entry, room: str = "offen", skip_clashes: bool = False, force: bool = False) -> Report:
    return Importing(desk).bring_in(ics(*entries), room, skip_clashes=skip_clashes, force=force)


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.imported, report.changed, report.unchanged, report.cancelled


def hours(found: Booking) -> tuple[float, float]:
    first, last = (moment.astimezone(ZONE) for moment in (found.begin, found.end))
    return first.hour + first.minute / 60, last.hour + last.minute / 60


def live(desk: Desk) -> dict[str, tuple[float, float]]:
    """The hours of every booking that stands, by its name."""
    return {found.name or "": hours(found) for found in desk.find() if found.status in LIVE}


def code(desk: Desk, name: str) -> str:
    return next(found.code or "" for found in desk.find() if found.name == name)


def everything(desk: Desk) -> dict[str, list[str]]:
    """All that the database holds."""
    with desk.database.read() as db:
        return {table.name: sorted(map(repr, db.execute(table.select()))) for table in metadata.tables.values()}


def revision(desk: Desk) -> int:
    with desk.database.read() as db:
        return int(db.scalar(select(house.c.revision)) or 0)


def assert_claims_are_those_of_the_live_bookings(desk: Desk) -> None:
    query = select(booking).where(booking.c.status.in_(LIVE))
    with desk.database.read() as db:
        rows = db.execute(query).all()
    wanted = [
        (part, slot)
        for row in rows
        for part in desk.house.claimed_by(desk.names[row.room_id])
        for slot in range(row.claimed_from, row.claimed_to)
    ]
    assert sorted(claims(desk)) == sorted(wanted)


# What a calendar becomes


def test_what_has_been_agreed_is_booked_whatever_the_room_asks_of_others(desk: Desk) -> None:
    """No approval, no opening hours, no longest length, no check-in, and nobody is told."""
    report = bring(desk, Entry("a", 1, 23.5, "Vorstand"), room="beratung")
    (found,) = desk.find()

    assert counts(report) == (1, 0, 0, 0)
    assert (found.status, found.expires, found.arrived) == (BOOKED, None, None)
    assert (found.name, found.show_name, found.mail, found.people, found.language) == (
        "Vorstand",
        False,
        None,
        None,
        "de",
    )
    assert found.code
    assert hours(found) == (1, 23.5)
    with desk.database.read() as db:
        assert db.scalar(select(func.count()).select_from(letter)) == 0
    assert_claims_are_those_of_the_live_bookings(desk)


def test_times_are_rounded_outwards_to_the_grid(desk: Desk) -> None:
    bring(desk, Entry("a", 9 + 5 / 60, 9 + 50 / 60), Entry("b", 11.25, 11.75))

    assert [hours(found) for found in desk.find()] == [(9, 10), (11.25, 11.75)]


def test_an_appointment_without_a_title_is_called_taken(desk: Desk) -> None:
    bring(desk, Entry("a", 9, 10, ""), Entry("b", 10, 11, " \u202e\u202e "))

    assert [found.name for found in desk.find()] == ["Belegt", "Belegt"]


def test_what_follows_one_another_in_a_calendar_does_so_in_a_room_that_is_cleaned(desk: Desk) -> None:
    bring(desk, Entry("a", 10, 11), Entry("b", 11, 12), Entry("c", 12, 13), room="werkraum")

    assert len(claims(desk)) == 12
    with refused("taken"):
        booked(desk, wish(13, 14, "werkraum"))  # its own set-up begins at a quarter to


def test_what_is_over_has_begun_or_is_far_away_is_left_out(desk: Desk) -> None:
    entries = [
        Entry("a", 9, 10, "gestern", TODAY - timedelta(days=1)),
        Entry("b", 13, 14, "jetzt", TODAY),
        Entry("c", 9, 10, "dann", TODAY + timedelta(days=731)),
        Entry("d", 13.75, 14, "gleich", TODAY),
        Entry("e", 9, 10, "bald", TODAY + timedelta(days=729)),
    ]
    report = bring(desk, *entries)

    assert live(desk) == {"gleich": (13.75, 14), "bald": (9, 10)}
    assert report.skipped == [Skipped("gestern", "past"), Skipped("jetzt", "past"), Skipped("dann", "too_far")]


def test_a_series_becomes_a_booking_on_each_of_its_dates(desk: Desk) -> None:
    weekly = ("DTSTART;TZID=Europe/Berlin:20260508T180000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=30")
    report = bring(desk, Entry("a", title="Chorprobe", lines=weekly))

    assert report.imported == 30
    assert {hours(found) for found in desk.find()} == {(18, 20)}, "the clocks change in between"
    assert len({found.code for found in desk.find()}) == 30


def test_what_lasts_for_days_is_taken_on_each_of_them(desk: Desk, office: Office) -> None:
    days = ("DTSTART;VALUE=DATE:20260511", "DTEND;VALUE=DATE:20260516")
    bring(desk, Entry("a", title="Renovierung", lines=days))
    first = date(2026, 5, 11)
    _, shown = desk.days.look([desk.house.rooms[0]], first, first + timedelta(days=6))

    states = [{piece.state for piece in day.pieces} for day in shown[:5]]
    assert states == [{"taken"}, {"taken"}, {"taken"}, set(), {"taken"}], "Ascension Day is a holiday"
    assert {piece.state for piece in shown[5].pieces} == {"free"}
    with refused("taken"):
        booked(desk, wish(14, 16, day=first + timedelta(days=4)))
    last = first + timedelta(days=4)
    assert [found.name for found in office.in_the_way(at(8, last), at(9, last))] == ["Renovierung"]


def test_what_lasts_for_longer_than_a_year_is_left_out(desk: Desk) -> None:
    for last, reasons in (("20270509", []), ("20270510", ["too_long"]), ("99980101", ["too_long"])):
        report = bring(desk, Entry("a", lines=("DTSTART;VALUE=DATE:20260508", f"DTEND;VALUE=DATE:{last}")))
        assert [one.why for one in report.skipped] == reasons

    assert len(claims(desk)) == 366 * 96, "it stays as long as it was"


def test_resources_and_divided_rooms_are_imported_into_as_well(
    database_url: str, tmp_path: Path, clock: SetClock
) -> None:
    hall = open_desk(divided(demo_house(database=database_url)), tmp_path / "desk", clock)
    bring(hall, Entry("a", 9, 10), room="saal")
    bring(hall, Entry("a", 9, 10), room="lastenrad")

    assert sorted({room for room, _ in claims(hall)}) == ["lastenrad", "saal-ost", "saal-west"]
    assert len(claims(hall)) == 12
    report = bring(hall, Entry("b", 9.5, 10.5), room="saal-west", skip_clashes=True)
    (whole,) = [found for found in hall.find() if found.room == "saal"]
    assert [(one.by, one.code) for one in report.clashes] == [("booking", whole.code)]
    hall.database.close()


@pytest.mark.parametrize(("room", "reason"), [("keller", "unknown_room"), ("lobby", "not_bookable")])
def test_a_room_that_nobody_can_book_takes_no_calendar(desk: Desk, room: str, reason: str) -> None:
    with refused(reason):
        bring(desk, Entry("a", 9, 10), room=room)


def test_groups_without_an_address_keep_the_quota_that_they_share(desk: Desk) -> None:
    quota = desk.house.shared_quota
    bring(desk, *(Entry(str(n), 0, 1, day=TOMORROW + timedelta(days=n)) for n in range(quota)))

    assert booked(desk, wish(14, 16)).status == BOOKED


# Clashes


def test_what_is_taken_is_named_and_then_nothing_is_imported(desk: Desk, office: Office) -> None:
    choir = booked(desk, wish(14, 16))
    held = desk.hold(wish(12, 13))
    office.close("offen", at(18), at(20), "Sommerfest")
    before = everything(desk)
    entries = [
        Entry("a", 9, 10, "frei"),
        Entry("b", 9.75, 11, "zu früh"),
        Entry("c", 12.5, 13, "vorgemerkt"),
        Entry("d", 16, 17, "es wird geputzt"),
        Entry("e", 19, 21, "Fest"),
    ]
    with refused("import_clashes") as caught:
        bring(desk, *entries)

    assert everything(desk) == before
    report = caught.value.details["report"]
    assert isinstance(report, Report)
    assert [(one.wanted.name, one.by, one.name, one.code) for one in report.clashes] == [
        ("zu früh", "appointment", "frei", None),
        ("vorgemerkt", "booking", None, held.code),
        ("es wird geputzt", "booking", "Chor", choir.code),
        ("Fest", "closure", "Sommerfest", None),
    ]
    assert import_report.left_out(report, ZONE) == [
        "  Fri 2026-05-08 09:45 to 11:00  zu früh: overlaps frei in the same calendar",
        "  Fri 2026-05-08 12:30 to 13:00  vorgemerkt: taken by a hold",
        f"  Fri 2026-05-08 16:00 to 17:00  es wird geputzt: taken by {choir.code} Chor",
        "  Fri 2026-05-08 19:00 to 21:00  Fest: closed, Sommerfest",
    ]


def test_the_rest_is_imported_if_clashes_are_skipped_and_they_are_tried_again(desk: Desk) -> None:
    choir = booked(desk, wish(14, 16))
    entries = [Entry("a", 9, 10, "frei"), Entry("b", 15, 17, "belegt")]
    report = bring(desk, *entries, skip_clashes=True)
    assert (report.imported, len(report.clashes)) == (1, 1)
    assert live(desk) == {"frei": (9, 10), "Chor": (14, 16)}

    desk.cancel(desk.link_token(choir))
    assert counts(bring(desk, *entries)) == (1, 0, 1, 0)
    assert_claims_are_those_of_the_live_bookings(desk)


def test_a_hold_that_is_over_is_in_nobodys_way(desk: Desk, clock: SetClock) -> None:
    desk.hold(wish(12, 13))
    clock.pass_(minutes=6)

    assert bring(desk, Entry("a", 12, 13)).imported == 1


def test_a_rehearsal_says_what_would_happen_and_changes_nothing(desk: Desk) -> None:
    choir = booked(desk, wish(14, 16))
    bring(desk, Entry("a", 9, 10, "eins"), Entry("b", 10, 11, "zwei"), Entry("c", 11, 12, "drei"))
    later = [Entry("a", 10, 11, "eins"), Entry("c", 11, 12, "dritte"), Entry("d", 15, 16, "vier"), Entry("e", 17, 18)]
    before = everything(desk)
    importing = Importing(desk)
    with refused("import_clashes"):
        importing.rehearse(ics(*later), "offen")
    said = importing.rehearse(ics(*later), "offen", skip_clashes=True)

    assert everything(desk) == before
    assert counts(said) == (1, 2, 0, 1)
    assert [one.code for one in said.clashes] == [choir.code]
    assert bring(desk, *later, skip_clashes=True) == said


# Once more


THREE = (Entry("a", 9, 10, "eins"), Entry("b", 10, 11, "zwei"), Entry("c", 14, 15, "drei"))


def test_a_second_import_touches_nothing(desk: Desk, clock: SetClock) -> None:
    bring(desk, *THREE)
    feeds = Feeds(desk)
    feeds.render_due()
    before, text = everything(desk), b"".join(feeds.write("offen", "named"))
    clock.pass_(hours=1)
    report = bring(desk, *reversed(THREE))

    assert counts(report) == (0, 0, 3, 0)
    assert everything(desk) == before
    assert b"".join(feeds.write("offen", "named")) == text


def test_what_has_moved_moves_its_booking(desk: Desk) -> None:
    bring(desk, *THREE)
    before = code(desk, "eins"), revision(desk)
    report = bring(desk, Entry("a", 12, 13, "eins"), *THREE[1:])

    assert counts(report) == (0, 1, 2, 0)
    assert live(desk) == {"eins": (12, 13), "zwei": (10, 11), "drei": (14, 15)}
    assert (code(desk, "eins"), revision(desk) - 1) == before
    assert [found.sequence for found in desk.find()] == [0, 1, 0]
    assert_claims_are_those_of_the_live_bookings(desk)


def test_two_that_change_places_change_places(desk: Desk) -> None:
    bring(desk, *THREE)
    codes = [code(desk, name) for name in ("eins", "zwei", "drei")]
    bring(desk, Entry("a", 10, 11, "eins"), Entry("b", 14, 15, "zwei"), Entry("c", 9, 10, "drei"))

    assert live(desk) == {"eins": (10, 11), "zwei": (14, 15), "drei": (9, 10)}
    assert [code(desk, name) for name in ("eins", "zwei", "drei")] == codes
    assert_claims_are_those_of_the_live_bookings(desk)


def test_what_cannot_move_keeps_its_place_and_so_do_those_who_wanted_that(desk: Desk) -> None:
    booked(desk, wish(16, 17))
    bring(desk, *THREE)
    moved = [
        Entry("a", 10, 11, "eins"),
        Entry("b", 14, 15, "zwei"),
        Entry("c", 16, 17, "drei"),
        Entry("d", 9, 10, "neu"),
    ]
    report = bring(desk, *moved, skip_clashes=True)

    assert (counts(report), len(report.clashes)) == ((0, 0, 0, 0), 4)
    assert {one.wanted.name: one.name for one in report.clashes} == {
        "drei": "Chor",
        "zwei": "drei",
        "eins": "zwei",
        "neu": "eins",
    }
    assert live(desk) == {"eins": (9, 10), "zwei": (10, 11), "drei": (14, 15), "Chor": (16, 17)}
    assert_claims_are_those_of_the_live_bookings(desk)


def test_a_move_of_a_quarter_of_an_hour_is_not_in_its_own_way(desk: Desk) -> None:
    bring(desk, *THREE)
    bring(desk, Entry("a", 9, 10, "eins"), Entry("b", 10.25, 11.25, "zwei"), THREE[2])

    assert live(desk)["zwei"] == (10.25, 11.25)


def test_what_is_called_otherwise_is_renamed_and_stays_where_it_is(desk: Desk) -> None:
    bring(desk, *THREE)
    report = bring(desk, THREE[0]._replace(title="erstens"), *THREE[1:])

    assert counts(report) == (0, 1, 2, 0)
    assert live(desk) == {"erstens": (9, 10), "zwei": (10, 11), "drei": (14, 15)}
    assert counts(bring(desk, THREE[0]._replace(title="erstens"), *THREE[1:])) == (0, 0, 3, 0)


def test_what_is_gone_from_the_calendar_is_cancelled_and_its_time_is_free(desk: Desk) -> None:
    bring(desk, *THREE)
    report = bring(desk, *THREE[1:])

    assert counts(report) == (0, 0, 2, 1)
    assert [found.status for found in desk.find()] == [CANCELLED, BOOKED, BOOKED]
    assert_claims_are_those_of_the_live_bookings(desk)
    assert counts(bring(desk, *THREE)) == (1, 0, 2, 0), "it is there again, as a new booking"


def test_what_is_cancelled_in_the_calendar_is_gone_as_well(desk: Desk) -> None:
    bring(desk, *THREE)
    off = (*event(THREE[0])[3:5], "STATUS:CANCELLED")
    report = bring(desk, THREE[0]._replace(lines=off), *THREE[1:])

    assert report.cancelled == 1
    assert report.skipped == [Skipped("eins", "cancelled")]


def test_a_calendar_that_is_suddenly_empty_is_not_believed(desk: Desk) -> None:
    bring(desk, *THREE)
    before = everything(desk)
    for left in ([], [THREE[1]], [Entry("x", 20, 21)]):
        with refused("suddenly_empty") as caught:
            bring(desk, *left)
    assert caught.value.details == {"gone": 3, "known": 3}
    assert everything(desk) == before

    assert counts(bring(desk, THREE[1], force=True)) == (0, 0, 1, 2)
    assert_claims_are_those_of_the_live_bookings(desk)


def test_another_room_does_not_miss_what_was_imported_into_this_one(desk: Desk) -> None:
    bring(desk, *THREE)
    bring(desk, THREE[0], room="werkraum")

    assert len([found for found in desk.find() if found.status == BOOKED]) == 4
    assert counts(bring(desk, *THREE)) == (0, 0, 3, 0)


def test_what_cannot_be_read_any_more_is_not_cancelled_for_that(desk: Desk) -> None:
    weekly = ("DTSTART:20260508T180000Z", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=5")
    bring(desk, Entry("a", title="Chorprobe", lines=weekly), *THREE[1:])
    secondly = (*weekly[:2], "RRULE:FREQ=SECONDLY")
    report = bring(desk, Entry("a", title="Chorprobe", lines=secondly), *THREE[1:])

    assert counts(report) == (0, 0, 2, 0)
    assert report.skipped == [Skipped("Chorprobe", "bad_rule")]
    assert len(live(desk)) == 3


def test_what_has_begun_is_left_alone(desk: Desk, clock: SetClock) -> None:
    bring(desk, *THREE)
    clock.time = at(9.5)
    report = bring(desk, *THREE)

    assert counts(report) == (0, 0, 2, 0)
    assert {found.status for found in desk.find()} == {BOOKED}


def test_what_took_place_and_comes_again_is_booked_anew(desk: Desk, clock: SetClock) -> None:
    bring(desk, *THREE)
    clock.time = at(12)
    bring(desk, THREE[0]._replace(day=NEXT_WEEK), *THREE[1:])

    assert [(found.name, found.status) for found in desk.find() if found.name == "eins"] == [("eins", BOOKED)] * 2
    assert counts(bring(desk, THREE[0]._replace(day=NEXT_WEEK), *THREE[1:])) == (0, 0, 2, 0)


def test_one_date_of_a_series_moves_alone(desk: Desk) -> None:
    weekly = ("DTSTART;TZID=Europe/Berlin:20260508T180000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=5")
    series = Entry("a", title="Chorprobe", lines=weekly)
    bring(desk, series)
    place = "RECURRENCE-ID;TZID=Europe/Berlin:20260515T180000"
    moved = (place, "DTSTART;TZID=Europe/Berlin:20260516T100000", "DURATION:PT2H")
    report = bring(desk, series, Entry("a", title="Chorprobe", lines=moved))

    assert counts(report) == (0, 1, 4, 0)
    assert [hours(found)[0] for found in desk.find()] == [18, 10, 18, 18, 18]


def test_what_becomes_free_is_held_for_the_first_who_waits(desk: Desk) -> None:
    bring(desk, *THREE)
    desk.wait(wish(14, 15), "anna@example.org")
    bring(desk, *THREE[:2])

    assert {found.status for found in desk.find() if hours(found) == (14, 15)} == {CANCELLED, HELD}


# By hand


def test_what_was_cancelled_by_hand_stays_cancelled(desk: Desk, office: Office) -> None:
    bring(desk, *THREE)
    office.refuse(code(desk, "eins"))
    for entries in (THREE, (THREE[0]._replace(title="erstens"), *THREE[1:])):
        report = bring(desk, *entries)
        assert counts(report) == (0, 0, 2, 0)
        assert [one.why for one in report.skipped] == ["by_hand"]
    assert counts(bring(desk, *THREE[1:])) == (0, 0, 2, 0)

    assert live(desk) == {"zwei": (10, 11), "drei": (14, 15)}


def test_what_was_moved_by_hand_stays_there_whatever_the_calendar_says(desk: Desk) -> None:
    bring(desk, *THREE)
    (first,) = [found for found in desk.find() if found.name == "eins"]
    desk.change(desk.link_token(first), Change("x", begin=at(19), end=at(20)))
    for entries in (THREE, (THREE[0]._replace(begin=8, end=9), *THREE[1:]), THREE[1:]):
        report = bring(desk, *entries)
        assert counts(report) == (0, 0, 2, 0)
        assert report.skipped == [Skipped("eins", "by_hand")]

    assert live(desk)["eins"] == (19, 20)


def test_who_goes_earlier_has_changed_their_booking_by_hand(desk: Desk, clock: SetClock) -> None:
    bring(desk, *THREE)
    clock.time = at(9 + 10 / 60)
    Attendance(desk).leave(by_code(code(desk, "eins")))
    bring(desk, THREE[0]._replace(day=NEXT_WEEK), *THREE[1:])

    assert live(desk)["eins"] == (9, 9.25)


def test_what_was_erased_by_hand_is_not_brought_back(desk: Desk, office: Office) -> None:
    bring(desk, *THREE)
    office.erase(code(desk, "eins"))
    report = bring(desk, *THREE)

    assert counts(report) == (0, 0, 2, 0)
    assert [found.name for found in desk.find()] == [None, "zwei", "drei"]


def test_what_was_imported_is_forgotten_with_who_came(desk: Desk, office: Office, clock: SetClock) -> None:
    bring(desk, *THREE, Entry("d", 9, 10, "später", NEXT_WEEK))
    clock.pass_(days=16)
    office.erase_due()

    with desk.database.read() as db:
        kept = db.execute(select(imported.c.booking_id)).scalars().all()
    assert [desk.find_one(number).name for number in kept] == ["später"]
    assert [found.name for found in desk.find()] == [None, None, None, "später"]


# Any calendar


def half_an_hour(uid: str, quarter: int, title: str) -> Entry:
    return Entry(uid, 9 + quarter / 4, 9.5 + quarter / 4, title)


entry = st.builds(half_an_hour, st.sampled_from("abcdef"), st.integers(0, 24), st.sampled_from(["eins", "zwei"]))
any_calendar = st.lists(entry, max_size=6, unique_by=lambda one: one.uid)


def empty(desk: Desk) -> None:
    """Forget every booking, so that one database serves many examples."""
    with desk.database.engine.begin() as db:
        for table in reversed(metadata.sorted_tables):
            if table.name not in ("house", "room"):
                db.execute(table.delete())


@given(any_calendar, any_calendar, st.lists(st.integers(0, 24), max_size=2, unique=True))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_an_import_the_room_is_as_the_calendar_says(
    desk: Desk, first: list[Entry], second: list[Entry], others: Sequence[int]
) -> None:
    empty(desk)
    for quarter in others:
        reason = reason_of_booking(desk, 9 + quarter / 4)
        assert reason in ("", "taken")
    for entries in (first, second, second):
        said = Importing(desk).rehearse(ics(*entries), "offen", skip_clashes=True, force=True)
        before = revision(desk)
        report = bring(desk, *entries, skip_clashes=True, force=True)
        assert report == said
        assert_claims_are_those_of_the_live_bookings(desk)
        clashing = {one.wanted.key for one in report.clashes}
        assert report.imported + report.changed + report.unchanged + len(clashing) == len(entries)
    assert counts(report)[:2] == (0, 0)
    assert revision(desk) == before
    if not report.clashes:
        mine = sorted(
            (found.name, hours(found)) for found in desk.find() if found.status in LIVE and found.name != "Chor"
        )
        assert mine == sorted((one.title, (one.begin, one.end)) for one in second)


def reason_of_booking(desk: Desk, begin: float) -> str:
    try:
        booked(desk, wish(begin, begin + 0.5))
    except Refused as no:
        return no.reason
    return ""


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the files of other projects are not beside this checkout")
def test_the_files_that_others_were_tested_with_are_imported_or_refused_with_a_reason(
    desk: Desk, clock: SetClock
) -> None:
    """Each into an empty room, on the eve of its first date; the second time nothing changes."""
    files = sorted(CORPUS.glob("*.ics"))
    assert len(files) >= 200
    said, made = set(), 0
    for file in files:
        data = file.read_bytes()
        clock.time = eve(data)
        empty(desk)
        with desk.database.engine.begin() as db:
            db.execute(house.update().values(written=0))
        before = revision(desk)
        try:
            report = bring_file(desk, data)
        except Refused as no:
            said.add(no.reason)
            assert (revision(desk), claims(desk)) == (before, []), file.name
            continue
        made += report.imported
        assert len(desk.find()) == report.imported, file.name
        assert_claims_are_those_of_the_live_bookings(desk)
        before = revision(desk)
        again = bring_file(desk, data)
        assert counts(again) == (0, 0, report.imported, 0), file.name
        assert (again.skipped, len(again.clashes)) == (report.skipped, len(report.clashes)), file.name
        assert revision(desk) == before, file.name

    assert said == {"not_a_calendar", "calendar_cut"}
    assert made > 1000


def bring_file(desk: Desk, data: bytes) -> Report:
    return Importing(desk).bring_in(data, "offen", skip_clashes=True)


def eve(data: bytes) -> datetime:
    """The day before the first date of a file; times of zones and of far centuries aside."""
    days = [int(found) for found in re.findall(rb"DTSTART[^\r\n]*:((?:19[7-9]|20)\d{6})", data.replace(b"\r\n ", b""))]
    earliest = min((day for day in days if day > 19700102), default=20260507)
    try:
        return datetime.strptime(f"{earliest}Z", "%Y%m%d%z") - timedelta(days=1)
    except ValueError:
        return datetime(2026, 5, 7, tzinfo=UTC)


# The command line


def run(data: Path, *arguments: str) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "booking", "--data", str(data), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_staff_bring_a_calendar_in_from_the_command_line(tmp_path: Path) -> None:
    """On the machine's own clock, in the demo house."""
    day = datetime.now(ZONE).date() + timedelta(days=30)
    entries = [Entry("a", 9, 10, "Vorstand", day), Entry("b", 9.5, 11, "Beirat", day), Entry("c", 9, 10, "alt", TODAY)]
    file, data = tmp_path / "kalender.ics", tmp_path / "data"
    file.write_bytes(ics(*entries))
    order = ("import", str(file), "--room", "offen")

    clash = f"  {day:%a %Y-%m-%d} 09:30 to 11:00  Beirat: overlaps Vorstand in the same calendar\n"
    over = "  1 more: it is over, or has begun already\n"
    for rehearsed in ((), ("--dry-run",)):
        status, out, err = run(data, *order, *rehearsed)
        assert (status, out) == (1, "")
        assert err == f"{clash}{over}Some of these times are taken. Nothing was imported.\n"
    counted = "imported 1, changed 0, unchanged 0, cancelled 0, left out 2\n"
    assert run(data, *order, "--skip-clashes", "--dry-run") == (0, f"would be {counted}{clash}{over}", "")
    assert run(data, "list", "--days", "40") == (0, "", "")
    assert run(data, *order, "--skip-clashes") == (0, f"{counted}{clash}{over}", "")
    assert "Vorstand" in run(data, "list", "--days", "40")[1]

    file.write_bytes(ics())
    assert run(data, *order)[0] == 1
    assert run(data, *order, "--force")[:2] == (0, "imported 0, changed 0, unchanged 0, cancelled 1, left out 0\n")
    assert run(data, "import", str(tmp_path / "none.ics"), "--room", "offen")[0] == 2
