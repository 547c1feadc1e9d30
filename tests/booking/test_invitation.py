# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Invitations to a booking or a series say to every reader when and where the group meets, and nothing else."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st

from booking import calendar, invitation
from booking.calendar import Entry
from booking.invitation import Party, Series
from booking.repeat import Repeat, dates
from booking.slots import wall
from tests.booking import libical
from tests.booking.libical import Times
from tests.booking.test_calendar import CHOIR, READABLE, lines, only_event
from tests.booking.wishes import ZONE

HOUSE, GROUP = Party("Klimaschutzhaus Kassel", "haus@klima.example"), Party("Chor", "chor@example.org")
SIX, EIGHT = 18 * 60, 20 * 60
TUESDAY = date(2026, 10, 6)
WEEKLY = Repeat("week", count=6)
BERLIN = ZONE.key


def at(day: date, begin: int = SIX, end: int = EIGHT, **changes: object) -> Entry:
    """What takes place on a day, by the clock of the house."""
    times = {"begin": wall(day, begin, ZONE), "end": wall(day, end, ZONE)}
    return replace(CHOIR, uid=f"{day}@klima.example", **{**times, **changes})  # type: ignore[arg-type]


def series(repeat: Repeat = WEEKLY, first: date = TUESDAY, **changes: Entry | None) -> Series:
    """A series at six; changes say what became of a date, such as d13=None."""
    kept: dict[date, Entry] = {}
    for day in dates(first, repeat):
        entry = changes.get(f"d{day.day}", at(day))
        if entry:
            kept[day] = entry
    return Series(replace(CHOIR, uid="s1@klima.example", sequence=4), first, SIX, EIGHT, repeat, kept)


def asked(wanted: Series) -> bytes:
    return invitation.series_request(wanted, BERLIN, HOUSE, GROUP)


def events(text: bytes) -> list[icalendar.Event]:
    return [event for event in icalendar.Calendar.from_ical(text).walk("VEVENT") if isinstance(event, icalendar.Event)]


def understood(text: bytes) -> list[Times]:
    """What takes place, as readers built on icalendar expand it."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between((1990, 1, 1), (2040, 1, 1))
    return sorted((event.start.astimezone(UTC), event.end.astimezone(UTC)) for event in found)


def understood_by_libical(text: bytes) -> list[Times]:
    with libical.read(text) as read:
        assert read.errors() == 0
        assert read.is_allowed()
        return read.occurrences()


def times(entries: Iterable[Entry]) -> list[Times]:
    return sorted((entry.begin, entry.end) for entry in entries)


# One booking


def test_a_request_asks_for_nothing_but_a_place_in_the_groups_calendar() -> None:
    text = invitation.request(CHOIR, BERLIN, HOUSE, GROUP)
    event = only_event(text)

    assert lines(text)[1] == "METHOD:REQUEST"
    assert (event.start, event.end, event["SUMMARY"]) == (CHOIR.begin, CHOIR.end, "Chor")
    assert (event["ORGANIZER"], event["ORGANIZER"].params["CN"]) == ("mailto:haus@klima.example", HOUSE.name)
    attendee = event["ATTENDEE"]
    assert attendee == "mailto:chor@example.org"
    assert attendee.params == {"CN": "Chor", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    assert b"VALARM" not in text


def test_a_move_is_the_same_booking_with_a_higher_sequence() -> None:
    moved = replace(CHOIR, begin=CHOIR.begin + timedelta(days=1), end=CHOIR.end + timedelta(days=1), sequence=1)
    old, new = (only_event(invitation.request(entry, BERLIN, HOUSE, GROUP)) for entry in (CHOIR, moved))

    assert old["UID"] == new["UID"]
    assert (old["SEQUENCE"], new["SEQUENCE"]) == (0, 1)
    assert new.start == moved.begin


def test_a_cancelled_booking_is_taken_out_under_its_own_name() -> None:
    """Every reader marks it in its own words; a prefix of ours would come on top."""
    event = only_event(text := invitation.cancel(CHOIR, BERLIN, HOUSE, GROUP))

    assert lines(text)[1] == "METHOD:CANCEL"
    assert (event["UID"], event["STATUS"], event["TRANSP"], event["SUMMARY"]) == (
        CHOIR.uid,
        "CANCELLED",
        "TRANSPARENT",
        "Chor",
    )


def test_a_mail_can_carry_it_and_says_the_same_method() -> None:
    letter = EmailMessage()
    letter.set_content("Chor")
    text = invitation.request(CHOIR, BERLIN, HOUSE, GROUP).decode()
    letter.add_alternative(text, subtype="calendar", params={"method": "REQUEST"})

    part = list(letter.iter_parts())[1]
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["method"] in text
    assert only_event(part.get_content().encode())["UID"] == CHOIR.uid


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Chor", 'CN="Chor"'),
        ("Haus; Hof, Garten: alle", 'CN="Haus; Hof, Garten: alle"'),
        ('Die "Amsel"', "CN=\"Die ^'Amsel^'\""),
        ("Zwei\nZeilen", 'CN="Zwei^nZeilen"'),
        ("hoch^2", 'CN="hoch^^2"'),
        ("Haus\\", 'CN="Haus/"'),
    ],
)
def test_a_name_is_written_so_that_no_letter_of_it_ends_it(name: str, written: str) -> None:
    text = invitation.request(CHOIR, BERLIN, HOUSE, replace(GROUP, name=name))

    assert f"ATTENDEE;{written};ROLE=" in "\n".join(lines(text))


NAMES = READABLE.map(lambda name: name.replace("\\", "/"))


@given(NAMES, NAMES)
def test_readers_give_back_every_name(house: str, group: str) -> None:
    text = invitation.request(CHOIR, BERLIN, replace(HOUSE, name=house), replace(GROUP, name=group))

    event = only_event(text)
    assert (event["ORGANIZER"].params["CN"], event["ATTENDEE"].params["CN"]) == (house, group)
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    with libical.read(text) as read:
        assert (read.common_name("ORGANIZER"), read.common_name("ATTENDEE")) == (house, group)


def test_without_a_name_the_address_stands_for_it() -> None:
    assert only_event(invitation.request(CHOIR, BERLIN, HOUSE, replace(GROUP, name="")))["ATTENDEE"].params["CN"] == (
        "chor@example.org"
    )


@pytest.mark.parametrize(
    ("mail", "address"),
    [
        ("o'neil+chor@example.org", "mailto:o'neil+chor@example.org"),
        ("100%?#@example.org", "mailto:100%25%3F%23@example.org"),
        ("chor@bücher.example", "mailto:chor@b%C3%BCcher.example"),
    ],
)
def test_an_address_is_one_that_links_can_say(mail: str, address: str) -> None:
    assert only_event(invitation.request(CHOIR, BERLIN, HOUSE, replace(GROUP, mail=mail)))["ATTENDEE"] == address


@pytest.mark.parametrize("status", ["confirmed", "tentative"])
def test_libical_finds_nothing_that_is_not_allowed(status: calendar.Status) -> None:
    entry = replace(CHOIR, status=status)
    shared = replace(series(d13=None), shared=entry)
    texts = [
        invitation.request(entry, BERLIN, HOUSE, GROUP),
        invitation.cancel(entry, BERLIN, HOUSE, GROUP),
        asked(shared),
        invitation.series_cancel(shared, BERLIN, HOUSE, GROUP),
        invitation.series_download(shared, BERLIN, HOUSE),
    ]
    for text in texts:
        with libical.read(text) as read:
            assert read.errors() == 0
            assert read.is_allowed()


# A series


@pytest.mark.parametrize(
    "first", [date(2026, 10, 4), date(2027, 3, 7)], ids=["back on 25 October", "forward on 28 March"]
)
def test_six_in_the_evening_stays_six_when_the_clocks_change(first: date) -> None:
    wanted = series(first=first)
    text = asked(wanted)

    assert [begin.astimezone(ZONE).hour for begin, _ in understood(text)] == [18] * 6
    assert understood(text) == understood_by_libical(text) == times(wanted.kept.values())
    assert len(events(text)) == 1


def test_a_series_is_one_event_with_a_rule_in_the_time_of_the_house() -> None:
    text = asked(series())

    assert lines(text)[1] == "METHOD:REQUEST"
    assert "DTSTART;TZID=Europe/Berlin:20261006T180000" in lines(text)
    assert "DTEND;TZID=Europe/Berlin:20261006T200000" in lines(text)
    assert "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20261110T170000Z" in lines(text)
    assert only_event(text)["UID"] == "s1@klima.example"


def test_dates_that_do_not_take_place_are_taken_out() -> None:
    wanted = series(d6=None, d27=None, d10=at(date(2026, 11, 10), status="cancelled"))
    text = asked(wanted)

    assert [line for line in lines(text) if line.startswith("EXDATE")] == [
        "EXDATE;TZID=Europe/Berlin:20261006T180000",
        "EXDATE;TZID=Europe/Berlin:20261027T180000",
        "EXDATE;TZID=Europe/Berlin:20261110T180000",
    ]
    assert [begin.astimezone(ZONE).day for begin, _ in understood(text)] == [13, 20, 3]
    assert understood(text) == understood_by_libical(text)


def test_a_date_that_was_moved_or_is_longer_stands_after_the_series_as_it_is() -> None:
    moved, longer = at(date(2026, 10, 14), 19 * 60, 21 * 60), at(date(2026, 10, 27), SIX, 22 * 60)
    text = asked(wanted := series(d13=moved, d27=longer))

    whole, first, second = events(text)
    assert "RRULE" in whole
    assert "RECURRENCE-ID" not in whole
    assert (first.start, first.end) == (moved.begin, moved.end)
    assert second.end == longer.end
    assert {event["UID"] for event in events(text)} == {"s1@klima.example"}
    assert {event["SEQUENCE"] for event in events(text)} == {4}
    assert all(event["ATTENDEE"] == "mailto:chor@example.org" for event in events(text))
    assert "RECURRENCE-ID;TZID=Europe/Berlin:20261013T180000" in lines(text)
    assert understood(text) == understood_by_libical(text) == times(wanted.kept.values())


def test_a_date_in_another_room_or_not_yet_approved_says_so() -> None:
    other = at(date(2026, 10, 13), location="Werkraum")
    asked_for = at(date(2026, 10, 20), status="tentative")
    _, elsewhere, unsure = events(asked(series(d13=other, d20=asked_for)))

    assert elsewhere["LOCATION"] == "Werkraum"
    assert (unsure["STATUS"], unsure["X-MICROSOFT-CDO-BUSYSTATUS"]) == ("TENTATIVE", "TENTATIVE")


def test_a_date_of_the_night_with_two_hours_is_told_apart() -> None:
    """Two in the morning is shown twice on 25 October: each reader would choose one of both."""
    first, begin, end = date(2026, 10, 18), 2 * 60, 5 * 60
    kept = {day: at(day, begin, end) for day in (first, date(2026, 10, 25), date(2026, 11, 1))}
    text = asked(Series(CHOIR, first, begin, end, Repeat("week", count=3), kept))

    assert [line for line in lines(text) if line.startswith("RECURRENCE-ID")] == [
        "RECURRENCE-ID;TZID=Europe/Berlin:20261025T020000"
    ]
    assert "DTSTART:20261025T000000Z" in lines(text)
    assert understood(text) == understood_by_libical(text) == times(kept.values())


@pytest.mark.parametrize("count", [3, 4], ids=["last", "in the middle"])
def test_a_date_of_the_night_without_an_hour_is_not_lost(count: int) -> None:
    first, begin, end = date(2027, 3, 14), 2 * 60 + 30, 5 * 60
    kept = {day: at(day, begin, end) for day in dates(first, Repeat("week", count=count))}
    text = asked(Series(CHOIR, first, begin, end, Repeat("week", count=count), kept))

    assert understood(text) == times(kept.values())


def test_a_date_moved_to_the_day_of_another_or_beyond_goes_apart() -> None:
    """Outlook takes no series with two dates on one day, or with one that overtakes another."""
    onto, beyond = at(date(2026, 10, 20), 8 * 60, 9 * 60), at(date(2026, 11, 4))
    wanted = series(d13=onto, d27=beyond)
    text = asked(wanted)

    assert invitation.apart(wanted, BERLIN) == [onto, beyond]
    assert [begin.astimezone(ZONE).day for begin, _ in understood(text)] == [6, 20, 3, 10]
    assert b"EXDATE;TZID=Europe/Berlin:20261013T180000" in text
    assert understood(invitation.series_download(wanted, BERLIN, HOUSE)) == times(wanted.kept.values())


def test_a_date_may_take_the_day_of_one_that_does_not_take_place() -> None:
    wanted = series(d13=at(date(2026, 10, 20)), d20=None)

    assert invitation.apart(wanted, BERLIN) == []
    assert understood(asked(wanted)) == times(wanted.kept.values())


def test_a_cancelled_series_goes_as_a_whole() -> None:
    text = invitation.series_cancel(series(d13=None, d20=at(date(2026, 10, 21))), BERLIN, HOUSE, GROUP)
    event = only_event(text)

    assert lines(text)[1] == "METHOD:CANCEL"
    assert (event["UID"], event["STATUS"], event["SEQUENCE"]) == ("s1@klima.example", "CANCELLED", 4)
    assert "RRULE" in event
    assert "EXDATE" not in event


def test_a_series_to_download_names_nobody_who_is_invited() -> None:
    text = invitation.series_download(series(d13=at(date(2026, 10, 14))), BERLIN, HOUSE)

    assert lines(text)[1] == "METHOD:PUBLISH"
    assert b"ATTENDEE" not in text
    assert all(event["ORGANIZER"] == "mailto:haus@klima.example" for event in events(text))


# Any series

firsts = st.dates(date(2026, 1, 1), date(2027, 12, 31))
repeats = st.builds(Repeat, st.sampled_from(("week", "fortnight", "month")), count=st.integers(2, 12))
fates = st.one_of(
    st.just("kept"),
    st.just("gone"),
    st.tuples(st.integers(-9, 9), st.integers(8 * 4, 20 * 4), st.integers(1, 12)),  # days later, quarters, length
)


@st.composite
def any_series(draw: st.DrawFn) -> Series:
    first, repeat = draw(firsts), draw(repeats)
    kept: dict[date, Entry] = {}
    for day in dates(first, repeat):
        fate = draw(fates)
        if isinstance(fate, tuple):
            later, quarter, length = fate
            kept[day] = at(day + timedelta(days=later), quarter * 15, (quarter + length) * 15)
        elif fate == "kept":
            kept[day] = at(day)
    return Series(CHOIR, first, SIX, EIGHT, repeat, kept or {first: at(first)})


@given(any_series())
def test_every_reader_finds_every_date_of_a_series_once(wanted: Series) -> None:
    others = times(invitation.apart(wanted, BERLIN))
    text, file = asked(wanted), invitation.series_download(wanted, BERLIN, HOUSE)
    inside = times(wanted.kept.values())
    for other in others:
        inside.remove(other)

    assert understood(text) == understood_by_libical(text) == inside
    assert understood(file) == times(wanted.kept.values())
    days = [begin.astimezone(ZONE).date() for begin, _ in understood(text)]
    assert len(days) == len(set(days))


@given(any_series())
def test_what_outlook_does_not_know_is_never_said(wanted: Series) -> None:
    text = asked(wanted)
    found = lines(text.partition(b"END:VTIMEZONE")[2])
    names = [re.split("[:;]", line)[0] for line in found]

    (rule,) = [line for line in found if line.startswith("RRULE:")]
    assert re.fullmatch(
        r"RRULE:FREQ=(WEEKLY;(INTERVAL=2;)?BYDAY=[A-Z]{2}|MONTHLY;BYDAY=(-1|[1-4])[A-Z]{2});UNTIL=\d{8}T\d{6}Z", rule
    )
    assert {"RDATE", "EXRULE", "DURATION", "VALARM", "ATTACH"}.isdisjoint(names)
    assert names.index("RRULE") < (names.index("RECURRENCE-ID") if "RECURRENCE-ID" in names else len(names))
    for line in found:
        if line.startswith(("EXDATE", "RECURRENCE-ID")):
            assert re.fullmatch(r"(EXDATE|RECURRENCE-ID);TZID=Europe/Berlin:\d{8}T180000", line)


@given(any_series())
def test_an_unchanged_series_is_the_same_byte_for_byte(wanted: Series) -> None:
    assert asked(wanted) == asked(replace(wanted, kept=dict(sorted(wanted.kept.items(), reverse=True))))


def test_every_month_means_the_same_weekday_to_every_reader() -> None:
    wanted = series(Repeat("month", count=8), date(2026, 9, 29))

    assert understood(asked(wanted)) == understood_by_libical(asked(wanted)) == times(wanted.kept.values())
    assert [begin.astimezone(ZONE).date() for begin, _ in understood(asked(wanted))][1] == date(2026, 10, 27)


def test_a_stamp_is_when_the_series_changed() -> None:
    changed = datetime(2026, 9, 1, 8, tzinfo=UTC)
    wanted = replace(series(d13=at(date(2026, 10, 14))), shared=replace(CHOIR, changed=changed))

    assert {event.DTSTAMP for event in events(asked(wanted))} == {changed}
