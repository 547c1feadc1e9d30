# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars that others exported are read whatever is wrong with them, and what is left out is said."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar.parser import Contentline

from booking import invitation, slots
from booking.appointments import Appointment, Reading, read
from booking.calendar_file import LARGEST, component
from booking.invitation import Series
from booking.refusal import Refused
from booking.repeat import Repeat
from tests.booking.test_calendar import CHOIR
from tests.booking.test_invitation import BERLIN, HOUSE, any_series, at
from tests.booking.wishes import ZONE, refused

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
SINCE, UNTIL = datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 10, 1, tzinfo=UTC)
BEGIN, END = "DTSTART:20261105T170000Z", "DTEND:20261105T190000Z"
SIX, EIGHT = datetime(2026, 11, 5, 17, tzinfo=UTC), datetime(2026, 11, 5, 19, tzinfo=UTC)  # 18:00 and 20:00 in Kassel
WEEKLY = ("DTSTART;TZID=Europe/Berlin:20261006T180000", "DTEND;TZID=Europe/Berlin:20261006T200000")
CUSTOM = """\
BEGIN:VTIMEZONE
TZID:{name}
X-LIC-LOCATION:somewhere
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0{summer}00
TZOFFSETTO:+0{winter}00
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:winter
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0{winter}00
TZOFFSETTO:+0{summer}00
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def event(*lines: str, uid: str | None = "1", title: str = "Chor") -> str:
    """A VEVENT; without times it is on 5 November from six to eight."""
    given_lines = lines if any(line.startswith("DTSTART") for line in lines) else (BEGIN, END, *lines)
    named = [f"UID:{uid}"] if uid else []
    return "\r\n".join(("BEGIN:VEVENT", *named, f"SUMMARY:{title}", *given_lines, "END:VEVENT"))


def file(*components: str) -> bytes:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *components, "END:VCALENDAR", "")).encode()


def reading(*components: str) -> Reading:
    return read(file(*components), ZONE, SINCE, UNTIL)


def only(found: Reading) -> Appointment:
    assert found.notes == []
    (appointment,) = found.appointments
    return appointment


def left_out(found: Reading) -> list[str]:
    return [note.reason for note in found.notes]


def days(found: Reading) -> list[date]:
    return [slots.local_day(one.begin, ZONE) for one in found.appointments]


def hours(found: Reading) -> set[int]:
    return {one.begin.astimezone(ZONE).hour for one in found.appointments}


# Files


def test_an_appointment_has_a_name_a_time_and_a_title() -> None:
    assert only(reading(event())) == Appointment("1", None, SIX, EIGHT, "Chor")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 100,
        b"<!DOCTYPE html><html><body>Please sign in</body></html>",
        b"\n <pre>\n" + file(event()) + b"</pre>",
        b"date;title\n2026-11-05;Chor\n",
        event().encode(),
        b"BEGIN:VCARD\r\nEND:VCARD\r\n",
        b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 100_000,
        file(event()) + b" " * LARGEST,
    ],
    ids=["empty", "nothing", "a page", "in a page", "a table", "a part", "a card", "too deep", "too large"],
)
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with refused("not_a_calendar"):
        read(data, ZONE, SINCE, UNTIL)


@pytest.mark.parametrize("end", ["END:VCALENDAR", "END:VEVENT"])
def test_a_calendar_that_was_cut_is_refused(end: str) -> None:
    whole = file(event(), event(uid="2"))
    with refused("calendar_cut"):
        read(whole[: whole.rindex(end.encode())], ZONE, SINCE, UNTIL)


def test_a_calendar_cut_before_another_one_is_refused() -> None:
    with refused("calendar_cut"):
        read(file(event()).replace(b"END:VCALENDAR", b"") + file(event(uid="2")), ZONE, SINCE, UNTIL)


def test_several_calendars_in_one_file_are_read_as_one() -> None:
    found = read(file(event()) + file(event(uid="2")) + file(file(event(uid="3")).decode()), ZONE, SINCE, UNTIL)

    assert [one.uid for one in found.appointments] == ["1", "2", "3"]


def test_an_empty_calendar_is_a_calendar() -> None:
    assert reading() == Reading([], [])


@pytest.mark.parametrize("ending", [b"\n", b"\r", b"\r\n\r\n", b"\n\n"])
def test_any_line_ends_will_do(ending: bytes) -> None:
    assert only(read(file(event()).replace(b"\r\n", ending), ZONE, SINCE, UNTIL)).title == "Chor"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_any_encoding_will_do(encoding: str) -> None:
    text = file(event(title="Größe")).decode().encode(encoding)

    assert only(read(text, ZONE, SINCE, UNTIL)).title == "Größe"


def test_a_fold_inside_a_letter_is_mended() -> None:
    data = file(event(title="Größe"))
    place = data.index("ö".encode()) + 1

    assert only(read(data[:place] + b"\r\n " + data[place:], ZONE, SINCE, UNTIL)).title == "Größe"


def test_names_may_be_written_small() -> None:
    assert only(read(file(event()).lower(), ZONE, SINCE, UNTIL)).title == "chor"


def test_a_fault_in_a_line_that_nobody_needs_costs_nothing() -> None:
    alarm = ("BEGIN:VALARM", "TRIGGER:never", "DTSTART:x", "SUMMARY:Wecker", "END:VALARM")
    odd = ("GEO:here", "ATTENDEE;;=:x", "PRIORITY:high", "no colon at all", ";", "CREATED:gestern", "DTSTAMP:")

    assert only(reading(event(BEGIN, END, *odd, *alarm))).title == "Chor"


def test_one_bad_event_never_costs_the_good_ones() -> None:
    bad = event("DTSTART:soon", uid="2", title="Bald")
    found = reading(event(), bad, event(uid="3"), "BEGIN:VEVENT\r\nEND:VEVENT", "BEGIN:VTODO\r\nUID:4\r\nEND:VTODO")

    assert [one.uid for one in found.appointments] == ["1", "3"]
    assert [(note.title, note.reason) for note in found.notes] == [("Bald", "no_time"), ("", "no_time")]


# Names


def test_without_a_uid_the_name_is_made_from_what_it_says() -> None:
    first, again = (only(reading(event(BEGIN, END, f"DTSTAMP:{stamp}", uid=None))) for stamp in ("2026", "2027"))
    other = only(reading(event(uid=None, title="Rat")))

    assert first.uid == again.uid
    assert first.uid != other.uid


def test_a_very_long_uid_is_shortened_to_the_same_name_each_time() -> None:
    first, again = (only(reading(event(uid="x" * 5000))) for _ in range(2))

    assert len(first.uid) == 64
    assert first.uid == again.uid != only(reading(event(uid="x" * 4999 + "y"))).uid


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("", ""),
        ("  Chor\\, Probe\\; laut\\nund leise  ", "Chor, Probe; laut und leise"),
        ("A\x00\x0b\u202eB", "AB"),
        ("C:\\\\Neu", "C:\\Neu"),
        ("x" * 100, "x" * 60),
    ],
)
def test_a_title_is_one_clean_line_of_sixty_letters(written: str, title: str) -> None:
    assert only(reading(event(title=written))).title == title


def test_a_title_may_have_parameters_with_colons() -> None:
    text = file(event()).replace(b"SUMMARY:", b'SUMMARY;LANGUAGE=de;ALTREP="http://x.example/a":')

    assert only(read(text, ZONE, SINCE, UNTIL)).title == "Chor"
    assert only(read(text.replace(b'/a"', b"/a"), ZONE, SINCE, UNTIL)).title.endswith("Chor")


def test_of_two_with_one_name_the_newer_counts() -> None:
    old, new = event(title="Alt"), event(BEGIN, END, "SEQUENCE:1", title="Neu")
    for found in (reading(old, new), reading(new, old)):
        assert [one.title for one in found.appointments] == ["Neu"]
        assert [(note.uid, note.title, note.reason) for note in found.notes] == [("1", "Alt", "duplicate")]


def test_of_two_that_are_equally_new_the_first_counts() -> None:
    found = reading(event(title="Eins"), event(title="Zwei"))

    assert [one.title for one in found.appointments] == ["Eins"]
    assert left_out(found) == ["duplicate"]


# Times


@pytest.mark.parametrize(
    "begin",
    [
        "DTSTART:20261105T180000",
        "DTSTART;TZID=Europe/Berlin:20261105T180000",
        'DTSTART;TZID="Europe/Berlin":20261105T180000',
        "DTSTART;VALUE=DATE-TIME;TZID=Europe/Berlin;X-A=b:20261105T180000",
        "DTSTART;TZID=W. Europe Standard Time:20261105T180000",
        'DTSTART;TZID="W. Europe Standard Time":20261105T180000',
        "DTSTART;TZID=/mozilla.org/20050126_1/Europe/Berlin:20261105T180000",
        "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20261105T180000",
        "DTSTART;TZID=America/Argentina/Buenos_Aires:20261105T140000",
        "DTSTART;TZID=/citadel.org/20210210_1/America/Argentina/Buenos_Aires:20261105T140000",
        "DTSTART;TZID=UTC+01:20261105T180000",
        "dtstart;tzid=GMT-5:20261105t120000",
        BEGIN,
    ],
)
def test_a_zone_is_known_by_any_of_its_names(begin: str) -> None:
    assert only(reading(event(begin, END))).begin == SIX


@pytest.mark.parametrize(
    "name",
    [
        "tzone://Microsoft/Custom",
        '"tzone://Microsoft/Custom"',
        "Customized Time Zone",
        '"(UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien"',
        "(UTC+01:00) Mitteleuropa",
        "Mitteleuropäische Zeit\\, Sommer",
    ],
)
def test_a_zone_that_only_the_file_knows_is_read_from_its_description(name: str) -> None:
    described = CUSTOM.format(name=name.strip('"'), winter=1, summer=2)
    begin, end = f"DTSTART;TZID={name}:20261006T180000", f"DTEND;TZID={name}:20261006T200000"
    found = reading(described, event(begin, end, "RRULE:FREQ=WEEKLY;COUNT=6"))

    assert len(found.appointments) == 6
    assert hours(found) == {18}


def test_two_files_may_mean_different_zones_by_one_name() -> None:
    """Outlook calls everybody's own zone the same."""
    name = "tzone://Microsoft/Custom"
    first, second = (CUSTOM.format(name=name, winter=winter, summer=winter + 1) for winter in (1, 5))
    meeting = event(f"DTSTART;TZID={name}:20261105T180000", END)
    later = event(f"DTSTART;TZID={name}:20261105T180000", f"DTEND;TZID={name}:20261105T190000")

    assert only(reading(first, meeting)).begin == SIX
    assert only(reading(second, later)).begin == SIX - timedelta(hours=4)
    together = read(file(first, meeting) + file(second, later.replace("UID:1", "UID:2")), ZONE, SINCE, UNTIL)
    assert [one.begin for one in together.appointments] == [SIX - timedelta(hours=4), SIX]


@pytest.mark.parametrize(
    "description",
    [
        "",
        CUSTOM.replace("FREQ=YEARLY", "FREQ=SECONDLY"),
        CUSTOM.replace("BYMONTH=10", "BYMONTH=2;BYMONTHDAY=30"),
        CUSTOM.replace("TZOFFSETTO:+0{winter}00", "TZOFFSETTO:+9900"),
        CUSTOM.replace("DTSTART:16010101T030000", "DTSTART:yesterday"),
        CUSTOM.replace("DTSTART:16010101T030000\n", ""),
        CUSTOM.replace("STANDARD", "DAYLIGHT"),
        "BEGIN:VTIMEZONE\nTZID:{name}\nEND:VTIMEZONE",
        "BEGIN:VTIMEZONE\nTZID:{name}" + CUSTOM.partition("somewhere")[2].partition("END:VTIMEZONE")[0] * 30
        + "END:VTIMEZONE",
    ],
    ids=["none", "endless", "never", "offset", "begin", "no begin", "no winter", "empty", "huge"],
)  # fmt: skip
def test_a_zone_that_cannot_be_told_is_not_guessed(description: str) -> None:
    described = description.format(name="Nowhere", winter=1, summer=2)

    assert left_out(reading(described, event("DTSTART;TZID=Nowhere:20261105T180000", END))) == ["unknown_zone"]


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        (("DTSTART;VALUE=DATE:20261105", "DTEND;VALUE=DATE:20261106"), date(2026, 11, 6)),
        (("DTSTART;VALUE=DATE:20261105", "DTEND;VALUE=DATE:20261108"), date(2026, 11, 8)),
        (("DTSTART:20261105",), date(2026, 11, 6)),
        (("DTSTART;VALUE=DATE:20261105", "DTEND;VALUE=DATE:20261105"), date(2026, 11, 6)),
        (("DTSTART;VALUE=DATE:20261105", "DURATION:P2D"), date(2026, 11, 7)),
        (("DTSTART;VALUE=DATE;TZID=America/New_York:20261105",), date(2026, 11, 6)),
    ],
)
def test_a_whole_day_is_from_midnight_to_midnight_in_the_house(lines: tuple[str, ...], end: date) -> None:
    found = only(reading(event(*lines)))

    assert (found.begin, found.end) == (slots.wall(date(2026, 11, 5), 0, ZONE), slots.wall(end, 0, ZONE))


def test_a_whole_day_may_have_twenty_five_hours() -> None:
    found = only(reading(event("DTSTART;VALUE=DATE:20261025")))

    assert found.end - found.begin == timedelta(hours=25)


@pytest.mark.parametrize("duration", ["PT2H", "PT120M", "P0DT2H0M0S", "+PT2H"])
def test_an_end_may_be_said_by_a_duration(duration: str) -> None:
    assert only(reading(event(BEGIN, f"DURATION:{duration}"))).end == EIGHT


def test_an_end_may_be_in_another_zone() -> None:
    assert only(reading(event(BEGIN, "DTEND;TZID=America/New_York:20261105T140000"))).end == EIGHT


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ((BEGIN,), "no_time"),
        ((BEGIN, "DTEND:None"), "no_time"),
        ((BEGIN, "DURATION:2 hours"), "no_time"),
        ((BEGIN, "DURATION:P99999999999D"), "no_time"),
        (("DTSTART:180000", END), "no_time"),
        (("DTSTART:PT1H", END), "no_time"),
        (("DTSTART:20261301T180000Z", END), "no_time"),
        (("DTSTART:00010101T000000Z", END), "no_time"),
        ((BEGIN, "DTEND:99991231T235959Z"), "no_time"),
        ((BEGIN, "DTEND:20261105T160000Z"), "ends_before_it_begins"),
        ((BEGIN, "DTEND:20261105T170000Z"), "ends_before_it_begins"),
        ((BEGIN, "DURATION:-PT1H"), "ends_before_it_begins"),
        (("DTSTART:20260901T170000Z", "DTEND:20260901T190000Z"), "past"),
        (("DTSTART:20260930T230000Z", "DTEND:20261001T010000Z"), "past"),
        (("DTSTART:20271001T000000Z", "DTEND:20271001T010000Z"), "too_far"),
        ((BEGIN, END, "STATUS:CANCELLED"), "cancelled"),
        ((BEGIN, END, "TRANSP:transparent"), "free"),
    ],
)
def test_what_cannot_or_need_not_be_booked_is_left_out_with_its_reason(lines: tuple[str, ...], reason: str) -> None:
    found = reading(event(*lines), event(uid="2"))

    assert [one.uid for one in found.appointments] == ["2"]
    assert [(note.uid, note.title, note.reason) for note in found.notes] == [("1", "Chor", reason)]


# Series


def test_each_date_of_a_series_is_an_appointment_that_keeps_its_name() -> None:
    found = reading(event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=4"))

    assert days(found) == [date(2026, 10, day) for day in (6, 13, 20, 27)]
    assert [one.recurrence for one in found.appointments] == [
        "20261006T160000Z",
        "20261013T160000Z",
        "20261020T160000Z",
        "20261027T170000Z",
    ]
    assert hours(found) == {18}
    assert {one.end - one.begin for one in found.appointments} == {timedelta(hours=2)}


def test_an_endless_series_is_read_as_far_as_bookings_go() -> None:
    found = reading(event("DTSTART;TZID=Europe/Berlin:20020101T180000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY"))

    assert len(found.appointments) == 52
    assert all(SINCE <= one.begin < UNTIL for one in found.appointments)
    assert hours(found) == {18}


@pytest.mark.parametrize(
    "until", ["20261027T170000Z", "20261027", "20261027T180000", "20261102T235959Z", "20261027T170000Z;WKST=MO"]
)
def test_the_last_date_is_not_lost_however_the_end_is_written(until: str) -> None:
    assert days(reading(event(*WEEKLY, f"RRULE:FREQ=WEEKLY;UNTIL={until}")))[-1] == date(2026, 10, 27)


def test_an_end_in_the_far_future_is_no_end() -> None:
    assert len(reading(event(*WEEKLY, "RRULE:FREQ=WEEKLY;UNTIL=99991231T235959Z")).appointments) == 52


def test_whole_days_come_again_as_whole_days() -> None:
    found = reading(event("DTSTART;VALUE=DATE:20261011", "RRULE:FREQ=WEEKLY;COUNT=4"))

    assert [one.recurrence for one in found.appointments] == ["20261011", "20261018", "20261025", "20261101"]
    assert hours(found) == {0}
    assert all(
        this.end - this.begin >= timedelta(days=1) and this.end <= next_.begin
        for this, next_ in pairwise(found.appointments)
    )


@pytest.mark.parametrize(
    "line",
    [
        "EXDATE;TZID=Europe/Berlin:20261013T180000",
        "EXDATE:20261013T160000Z",
        "EXDATE:20261013T180000",
        "EXDATE;VALUE=DATE:20261013",
        "EXDATE;TZID=America/New_York:20261013T120000,20261014T120000",
        "EXDATE:\r\nEXDATE:,20261013T160000Z,",
        "EXDATE;TZID=W. Europe Standard Time:20261013T180000",
    ],
)
def test_a_date_that_was_taken_out_is_gone_however_it_is_written(line: str) -> None:
    found = reading(event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=3", line))

    assert days(found) == [date(2026, 10, 6), date(2026, 10, 20)]


def test_dates_may_be_added_with_a_length_of_their_own() -> None:
    found = reading(event(*WEEKLY, "RDATE:20261009T160000Z", "RDATE;VALUE=PERIOD:20261010T160000Z/PT1H"))

    assert days(found) == [date(2026, 10, day) for day in (6, 9, 10)]
    assert [(one.end - one.begin).seconds // 3600 for one in found.appointments] == [2, 2, 1]


@pytest.mark.parametrize(
    "place",
    [
        "RECURRENCE-ID;TZID=Europe/Berlin:20261013T180000",
        "RECURRENCE-ID:20261013T160000Z",
        "RECURRENCE-ID;VALUE=DATE:20261013",
        "RECURRENCE-ID;TZID=America/New_York:20261013T120000",
    ],
)
def test_a_date_that_was_moved_is_where_it_was_moved_to_under_its_old_name(place: str) -> None:
    moved = event("DTSTART:20261014T120000Z", "DTEND:20261014T130000Z", place, title="Chor im Saal")
    for order in ((0, 1), (1, 0)):
        found = reading(*(((event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=3")), moved)[place] for place in order))

        assert days(found) == [date(2026, 10, day) for day in (6, 14, 20)]
        assert found.appointments[1] == Appointment(
            "1",
            "20261013T160000Z",
            datetime(2026, 10, 14, 12, tzinfo=UTC),
            datetime(2026, 10, 14, 13, tzinfo=UTC),
            "Chor im Saal",
        )


def test_a_date_may_be_moved_for_itself_and_all_that_follow() -> None:
    onward = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20261013T180000"
    later = event("DTSTART;TZID=Europe/Berlin:20261014T190000", "DTEND;TZID=Europe/Berlin:20261014T200000", onward)
    found = reading(event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=4"), later)

    assert days(found) == [date(2026, 10, day) for day in (6, 14, 21, 28)]
    assert [one.begin.astimezone(ZONE).hour for one in found.appointments] == [18, 19, 19, 19]


def test_a_cancelled_date_of_a_series_is_left_out() -> None:
    place = "RECURRENCE-ID:20261013T160000Z"
    cancelled = event("DTSTART:20261013T160000Z", "DTEND:20261013T180000Z", place, "STATUS:CANCELLED")
    found = reading(event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=3"), cancelled)

    assert days(found) == [date(2026, 10, 6), date(2026, 10, 20)]
    assert left_out(found) == ["cancelled"]


def test_a_date_that_was_moved_to_nobody_knows_when_is_not_left_where_it_was() -> None:
    lost = event("DTSTART:later", "RECURRENCE-ID:20261013T160000Z", title="Chor?")
    found = reading(event(*WEEKLY, "RRULE:FREQ=WEEKLY;COUNT=3"), lost)

    assert days(found) == [date(2026, 10, 6), date(2026, 10, 20)]
    assert [(note.title, note.reason) for note in found.notes] == [("Chor?", "no_time")]
    assert left_out(reading(lost)) == left_out(reading(lost.replace("20261013T16", "x"))) == ["no_time"]


def test_a_date_whose_series_is_missing_stands_for_itself() -> None:
    found = only(reading(event(BEGIN, END, "RECURRENCE-ID:20261104T170000Z")))

    assert (found.recurrence, found.begin) == ("20261104T170000Z", SIX)


def test_a_night_has_two_hours_of_one_name_and_both_are_kept_apart() -> None:
    at = ("DTSTART:20261025T003000Z", "DTSTART:20261025T013000Z")
    found = reading(*(event(begin, "DTEND:20261025T020000Z", uid=str(number)) for number, begin in enumerate(at)))

    assert [one.begin.hour for one in found.appointments] == [0, 1]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=5",
        "FREQ=HOURLY;UNTIL=20261106T000000Z",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7",
        "FREQ=DAILY;BYMINUTE=0,1,2;BYSECOND=0,1,2",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=2;UNTIL=20261106T000000Z",
        "FREQ=DAILY;UNTIL=never",
        "FREQ=DAILY;UNTIL=PT1H",
        "FREQ=DAILY;BYHOUR=25",
        "FREQ=DAILY;BYSETPOS=0",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=" + ",".join(map(str, range(1, 200))),
        "FREQ=YEARLY;BYYEARDAY=" + ",".join(map(str, range(1, 366))),
        "FREQ=YEARLY;BYEASTER=0",
        "FREQ=YEARLY;RSCALE=CHINESE",
        "FREQ=YEARLY;BYMONTH=5L",
        "FREQ=FORTNIGHTLY",
        "BYDAY=MO",
        "W1 TU #0",
        "FREQ=WEEKLY\r\nEXRULE:FREQ=MONTHLY",
        "FREQ=WEEKLY\r\nRRULE:FREQ=DAILY" * 3,
        "FREQ=WEEKLY\r\nEXDATE:tomorrow",
        "FREQ=WEEKLY\r\nRDATE;VALUE=PERIOD:20261106T170000Z/PT",
    ],
)
def test_a_rule_that_cannot_be_followed_costs_its_own_event_only(rule: str) -> None:
    found = reading(event(BEGIN, END, f"RRULE:{rule}"), event(uid="2"))

    assert [one.uid for one in found.appointments] == ["2"]
    assert [(note.uid, note.reason) for note in found.notes] == [("1", "bad_rule")]


def test_dates_that_last_for_months_are_no_series() -> None:
    assert left_out(reading(event(BEGIN, "DURATION:P60D", "RRULE:FREQ=WEEKLY"))) == ["bad_rule"]
    assert reading(event(BEGIN, "DURATION:P60D")).notes == []


def test_more_than_a_thousand_dates_are_too_many() -> None:
    often = event(*WEEKLY, "RRULE:FREQ=DAILY;BYHOUR=8,12,16,20")
    many = event(*WEEKLY, "EXDATE:" + ",".join(["20261013T160000Z"] * 3000), "RRULE:FREQ=WEEKLY", uid="2")

    assert left_out(reading(often, many)) == ["too_many_dates"] * 2
    assert len(reading(event(*WEEKLY, "RRULE:FREQ=DAILY")).appointments) == 360


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
        "FREQ=YEARLY;INTERVAL=4;BYYEARDAY=366",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6",
        "FREQ=DAILY;INTERVAL=999999999999",
        "FREQ=DAILY;COUNT=999999999",
        "FREQ=DAILY;BYHOUR=6,12,18;BYMONTHDAY=31;BYMONTH=4",
    ],
)
@pytest.mark.parametrize("first", ["17600106", "20261006"])
def test_no_rule_takes_long_not_even_one_that_never_fits(rule: str, first: str) -> None:
    start = time.perf_counter()
    found = reading(event(f"DTSTART:{first}T180000", "DURATION:PT2H", f"RRULE:{rule}"))

    assert time.perf_counter() - start < 2
    assert len(found.appointments) in (0, 1, 360, 365)


@pytest.mark.parametrize("first", ["00020106", "16010101", "99980106"])
def test_a_series_of_other_centuries_takes_no_time(first: str) -> None:
    start = time.perf_counter()
    found = reading(event(f"DTSTART:{first}T180000", "DURATION:PT2H", "RRULE:FREQ=DAILY"))

    assert time.perf_counter() - start < 1
    assert left_out(found) in (["bad_rule"], ["too_far"])


# What we write ourselves


@given(any_series())
def test_our_own_series_is_read_back_as_it_was(wanted: Series) -> None:
    text = invitation.series_download(wanted, BERLIN, HOUSE)
    found = read(text, ZONE, datetime(2025, 1, 1, tzinfo=UTC), datetime(2031, 1, 1, tzinfo=UTC))

    assert [(one.begin, one.end) for one in found.appointments] == sorted(
        (entry.begin, entry.end) for entry in wanted.kept.values()
    )
    assert {one.title for one in found.appointments} == {"Chor"}


def test_the_night_with_two_hours_is_read_back_too() -> None:
    first, begin, end = date(2026, 10, 18), 2 * 60, 5 * 60
    kept = {day: at(day, begin, end) for day in (first, date(2026, 10, 25))}
    later = replace(kept[date(2026, 10, 25)], begin=datetime(2026, 10, 25, 1, tzinfo=UTC))
    for moved in (kept, {**kept, date(2026, 10, 25): later}):
        series = Series(CHOIR, first, begin, end, Repeat("week", count=2), moved)
        found = read(invitation.series_download(series, BERLIN, HOUSE), ZONE, SINCE, UNTIL)

        assert [(one.begin, one.end) for one in found.appointments] == [(one.begin, one.end) for one in moved.values()]


# Anything

PIECES = """
    BEGIN:VEVENT END:VEVENT BEGIN:VTIMEZONE END:VTIMEZONE UID: SUMMARY: DTSTART DTEND DURATION: RRULE: EXDATE RDATE:
    RECURRENCE-ID FREQ=DAILY FREQ=YEARLY ;BYMONTHDAY=30 ;BYMONTH=2 ;COUNT=3 ;UNTIL= ;INTERVAL= ;BYDAY= MO ;TZID=
    Europe/Berlin ;VALUE=DATE 20261105 99991231 00010101 T180000 Z PT1H P 1 : ; , = / - " \\ ß \x00
"""
text = st.lists(st.sampled_from([*PIECES.split(), "\r\n", " "]), max_size=60).map("".join)


@given(text)
def test_whatever_stands_in_a_file_is_read_or_refused(text: str) -> None:
    try:
        found = read(file(event(), text), ZONE, SINCE, UNTIL)
    except Refused:
        return
    assert all(SINCE <= one.begin < UNTIL and one.begin < one.end for one in found.appointments)
    assert len({(one.uid, one.recurrence) for one in found.appointments}) == len(found.appointments)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the files of other projects are not beside this checkout")
def test_the_files_that_others_were_tested_with_are_read_or_refused_with_a_reason() -> None:
    files = sorted(CORPUS.glob("*.ics"))
    assert len(files) >= 200
    start, said = time.perf_counter(), dict[str, int]()
    for one in files:
        try:
            found = read(one.read_bytes(), ZONE, datetime(1997, 1, 1, tzinfo=UTC), datetime(2000, 1, 1, tzinfo=UTC))
            reasons = ["read", *left_out(found)]
        except Refused as no:
            reasons = [no.reason]
        for reason in reasons:
            said[reason] = said.get(reason, 0) + 1

    assert time.perf_counter() - start < 10
    assert said["read"] > 180
    assert said["not_a_calendar"] + said["calendar_cut"] == len(files) - said["read"]


@given(st.sampled_from(["SUMMARY", "X-A", "a", "Über", "A;B=c", 'A;B="c:d"', ""]), st.text('ab:;,\\nN"', max_size=12))
def test_a_text_is_what_icalendar_reads(name: str, value: str) -> None:
    """Most are read by a shorter way."""
    line = f"{name}:{value}"
    try:
        read_by_them = Contentline(line).parts()[2]
    except ValueError:
        read_by_them = value
    whole = component("VEVENT", line.encode())
    (kept,) = whole.lines

    assert whole.text(kept) == read_by_them
