# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Feeds and downloads are read alike by Outlook, Google, Apple and Thunderbird: each rule with its check."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking import calendar
from booking.calendar import Entry, Status
from booking.vtimezone import vtimezone
from tests.booking import libical

ZONE = "Europe/Berlin"
HOUSE = "mailto:haus@klima.example"
NOON = datetime(2026, 5, 7, 10, tzinfo=UTC)  # 12:00 in Kassel
CHOIR = Entry(
    uid="1f@kassel.klima.example",
    begin=NOON,
    end=NOON + timedelta(hours=2),
    summary="Chor",
    location="Offener Raum, Klimaschutzhaus Kassel",
    description=None,
    url="https://haus.example/de/b/abc",
    status="confirmed",
    changed=datetime(2026, 5, 1, 8, tzinfo=UTC),
    created=datetime(2026, 4, 30, 8, tzinfo=UTC),
    sequence=0,
)


def feed(*entries: Entry, zone: str = ZONE) -> bytes:
    events = [calendar.render_event(entry, zone, HOUSE, "PUBLIC") for entry in entries]
    return calendar.head("Offener Raum", zone, timedelta(minutes=15)) + b"".join(events) + calendar.TAIL


def lines(text: bytes) -> list[str]:
    """Content lines, unfolded."""
    return text.decode().replace("\r\n ", "").split("\r\n")[:-1]


def only_event(text: bytes) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(text).events
    assert isinstance(event, icalendar.Event)
    return event


# Rule 1


def test_every_time_zone_used_is_described_once_under_its_iana_name() -> None:
    text = feed(CHOIR, replace(CHOIR, uid="2@x", begin=NOON.replace(month=12), end=NOON.replace(month=12, hour=11)))

    used = set(re.findall(r";TZID=([^:;]+)", text.decode()))
    described = [line.removeprefix("TZID:") for line in lines(text) if line.startswith("TZID:")]
    assert described == [ZONE]
    assert used == {ZONE}


# Rule 2


@pytest.mark.parametrize(
    "clock",
    [
        "2026-01-15 12:00",
        "2026-07-01 12:00",
        "2026-03-29 03:30",
        "2026-10-25 03:30",
        "2040-07-01 12:00",
        "1996-07-01 12:00",
    ],
)
def test_all_readers_know_summer_time(clock: str) -> None:
    local = datetime.fromisoformat(clock)
    expected = local.replace(tzinfo=ZoneInfo(ZONE)).utcoffset()
    text = feed(CHOIR)

    (component,) = icalendar.Calendar.from_ical(text).timezones
    zone = component.to_tz(lookup_tzid=False)
    assert local.replace(tzinfo=zone).utcoffset() == expected
    with libical.read(text) as read:
        assert timedelta(seconds=read.offset(ZONE, local)) == expected


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Europe/Dublin", "America/New_York", "Australia/Sydney"])
def test_summer_time_is_two_rules_that_never_end(zone: str) -> None:
    text = vtimezone(zone).decode()

    assert text.count("BEGIN:STANDARD") == text.count("BEGIN:DAYLIGHT") == 1
    rules = re.findall(r"RRULE:(.*)", text)
    assert len(rules) == 2
    assert all("BYDAY=" in rule and "BYMONTH=" in rule and "UNTIL" not in rule for rule in rules)
    assert "RDATE" not in text


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata"])
def test_a_zone_without_summer_time_has_one_part(zone: str) -> None:
    with libical.read(feed(CHOIR, zone=zone)) as read:
        offset = timedelta(seconds=read.offset(zone, datetime.fromisoformat("2026-07-01 12:00")))

    assert offset == NOON.astimezone(ZoneInfo(zone)).utcoffset()
    assert "DAYLIGHT" not in vtimezone(zone).decode()


def test_a_zone_without_a_yearly_rule_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="Africa/Casablanca"):
        vtimezone("Africa/Casablanca")


# Rule 3


def test_no_time_floats() -> None:
    times = [line for line in lines(feed(CHOIR)) if re.search(r"T\d{6}$", line)]

    in_events = [line for line in times if not line.startswith("DTSTART:19")]  # those of the VTIMEZONE
    assert in_events
    assert all(";TZID=" in line for line in in_events)


@pytest.mark.parametrize("hour", [0, 1], ids=["the first", "the second"])
def test_the_hour_that_comes_twice_is_told_apart(hour: int) -> None:
    begin = datetime(2026, 10, 25, hour, 15, tzinfo=UTC)  # 02:15 in Kassel, both times
    text = feed(replace(CHOIR, begin=begin, end=begin + timedelta(minutes=30)))

    assert only_event(text).start == begin
    with libical.read(text) as read:
        (event,) = read.events()
        assert (event.begin, event.end) == (begin, begin + timedelta(minutes=30))


# Rules 4 and 8


def test_the_head_stands_first_in_this_order() -> None:
    begins = [re.split("[:;]", line)[0] for line in lines(feed(CHOIR))]

    assert begins[:10] == [
        "BEGIN",
        "METHOD",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "NAME",
        "X-WR-CALNAME",
        "X-WR-TIMEZONE",
        "REFRESH-INTERVAL",
        "X-PUBLISHED-TTL",
    ]
    assert begins.index("BEGIN", 1) == 10
    assert lines(feed(CHOIR))[1:3] == ["METHOD:PUBLISH", "VERSION:2.0"]
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT15M" in lines(feed(CHOIR))


# Rule 5


@pytest.mark.parametrize("status", ["confirmed", "tentative", "cancelled"])
def test_libical_finds_nothing_that_is_not_allowed(status: Status) -> None:
    entry = replace(CHOIR, status=status)
    for text in (feed(entry), feed(entry, replace(entry, uid="2@x")), calendar.download(entry, ZONE, HOUSE)):
        with libical.read(text) as read:
            assert read.errors() == 0
            assert read.is_allowed()
        assert b"ATTENDEE" not in text


# Rule 6


def test_an_unchanged_booking_is_the_same_byte_for_byte() -> None:
    assert feed(CHOIR) == feed(replace(CHOIR))


def test_a_change_keeps_the_identity_and_raises_the_sequence() -> None:
    later = CHOIR.changed + timedelta(days=1)
    old, new = only_event(feed(CHOIR)), only_event(feed(replace(CHOIR, sequence=1, changed=later)))

    assert old["UID"] == new["UID"]
    assert (old["SEQUENCE"], new["SEQUENCE"]) == (0, 1)
    assert new.DTSTAMP == new.LAST_MODIFIED == later
    assert new.created == CHOIR.created


# Rules 7 and 9


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("confirmed", ("CONFIRMED", "OPAQUE", "BUSY", "Chor")),
        ("tentative", ("TENTATIVE", "OPAQUE", "TENTATIVE", "Chor")),
        ("cancelled", ("CANCELLED", "TRANSPARENT", "FREE", "Abgesagt: Chor")),
    ],
)
def test_all_that_says_whether_it_is_taken_agrees(status: Status, said: tuple[str, ...]) -> None:
    event = only_event(feed(replace(CHOIR, status=status)))

    keys = ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS", "SUMMARY")
    assert tuple(str(event[key]) for key in keys) == said


# Rules 10, 13 and 15


def test_what_readers_disagree_about_is_left_out() -> None:
    names = {re.split("[:;]", line)[0] for line in lines(feed(CHOIR).partition(b"END:VTIMEZONE")[2])}

    assert names.isdisjoint({"X-ALT-DESC", "ATTACH", "RRULE", "RDATE", "EXRULE", "EXDATE", "DURATION", "ATTENDEE"})
    assert b"VALARM" not in feed(CHOIR)
    assert {"DTEND", "CLASS"} <= names


def test_the_class_is_what_was_asked_for() -> None:
    assert b"\r\nCLASS:PRIVATE\r\n" in calendar.render_event(CHOIR, ZONE, HOUSE, "PRIVATE")


# Rule 11


@given(st.text(min_size=1, max_size=200))
def test_lines_are_short_and_never_cut_inside_a_letter(text: str) -> None:
    whole = feed(replace(CHOIR, summary=text, description=text * 3))

    assert whole.endswith(b"\r\n")
    assert not whole.startswith(b"\xef\xbb\xbf")
    physical = whole.split(b"\r\n")[:-1]
    assert all(0 < len(line) <= 75 for line in physical)
    for line in physical:
        assert b"\r" not in line
        assert b"\n" not in line
        line.decode()


# Rule 12

READABLE = st.text(min_size=1, max_size=120).map(calendar.clean).filter(bool)


@given(summary=READABLE, description=READABLE, sequence=st.integers(0, 9999))
def test_readers_give_back_every_text_as_it_was(summary: str, description: str, sequence: int) -> None:
    entry = replace(CHOIR, summary=summary, description=description, sequence=sequence)
    text = feed(entry)

    event = icalendar.Event.from_ical(calendar.render_event(entry, ZONE, HOUSE, "PUBLIC"))
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"])) == (summary, description)
    assert event["SEQUENCE"] == sequence
    with libical.read(text) as read:
        assert read.errors() == 0
        (known,) = read.events()
    assert (known.summary, known.description, known.location) == (summary, description, entry.location)


@given(
    quarter=st.integers(1_000_000, 4_500_000),  # 1998 to 2098
    quarters=st.integers(1, 96),
    zone=st.sampled_from([ZONE, "Asia/Kolkata"]),
)
def test_readers_know_the_same_instants(quarter: int, quarters: int, zone: str) -> None:
    start = datetime.fromtimestamp(900 * quarter, UTC)
    end = start + timedelta(minutes=15 * quarters)
    text = feed(replace(CHOIR, begin=start, end=end), zone=zone)

    event = only_event(text)
    assert (event.start, event.end) == (start, end)
    with libical.read(text) as read:
        (known,) = read.events()
    assert (known.begin, known.end) == (start, end)


@pytest.mark.parametrize("text", [r"C:\Neu", r"a\nb", r"a\\n", "a;b,c:d", 'sagt "ja"', "Zeile\nZeile"])
def test_a_backslash_stays_a_backslash(text: str) -> None:
    assert str(only_event(feed(replace(CHOIR, summary=text)))["SUMMARY"]) == text


@given(st.text())
def test_clean_leaves_no_control_characters(text: str) -> None:
    cleaned = calendar.clean(text)

    assert calendar.clean(cleaned) == cleaned
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\u202a-\u202e]", cleaned)
    cleaned.encode()


def test_clean_keeps_what_people_write() -> None:
    assert calendar.clean("Größe ½\r\nمی‌خواهم\tЇжак 👩‍🌾") == "Größe ½\nمی‌خواهم Їжак 👩‍🌾"
    assert calendar.clean("a\x00b\x0bc\x0cd\u0085e\u2028f") == "abcdef"


# Downloads and QR codes


def test_a_download_is_a_whole_calendar_of_one_booking() -> None:
    event = only_event(calendar.download(CHOIR, ZONE, HOUSE))

    assert (event.start, event.end) == (CHOIR.begin, CHOIR.end)
    assert event["URL"] == CHOIR.url
    assert event["CLASS"] == "PRIVATE"


def test_the_pocket_entry_is_short_and_says_what_when_and_where() -> None:
    text = calendar.pocket(CHOIR)

    assert len(text.encode()) < 300
    event = only_event(text.encode())
    assert (str(event["SUMMARY"]), event.start, event.end) == ("Chor", CHOIR.begin, CHOIR.end)
    assert (str(event["LOCATION"]), str(event["URL"])) == (CHOIR.location, CHOIR.url)


def test_a_pocket_entry_without_a_name_has_no_empty_line() -> None:
    assert "SUMMARY" not in calendar.pocket(replace(CHOIR, summary=""))
