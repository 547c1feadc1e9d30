# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The process that reads others' calendars: only what has changed, and nothing that a calendar does harms anybody."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from booking import calendar_file
from booking.calendar_file import Component, component, unfolded
from booking.refusal import Refused
from booking.told import Fresh, Told
from sync import outline, reader
from sync.faults import Fault
from sync.readers import Question, Readers
from sync.sheaves import File
from tests.booking.wishes import at
from tests.sync.calendars import CORPUS, calendar, event, many

ROOT = Path(__file__).parents[2]
SINCE = datetime(2026, 5, 6, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=401)
ZONE = """\
BEGIN:VTIMEZONE
TZID:Eigene
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0{hours}00
TZOFFSETTO:+0{hours}00
END:STANDARD
END:VTIMEZONE"""


def asked(data: bytes, known: Mapping[bytes, bytes] | None = None) -> Question:
    return Question(data, lambda: known or {}, "Europe/Berlin", SINCE, UNTIL)


def read(readers: Readers, data: bytes, known: Fresh | None = None) -> Fresh:
    hashes = {one.key: one.hash for one in known.changed} if known else None
    return readers.read(asked(data, hashes))


def fault(readers: Readers, data: bytes) -> str:
    with pytest.raises(Fault) as caught:
        read(readers, data)
    return caught.value.key


def only(fresh: Fresh) -> Told:
    (one,) = fresh.changed
    return one


def uids(fresh: Fresh) -> list[str]:
    return [one.uid for one in fresh.changed]


# What has changed


def test_only_what_has_changed_is_read(readers: Readers) -> None:
    first = read(readers, calendar(event("1"), event("2"), event("3")))
    again = read(readers, calendar(event("3"), event("2", title="Neu"), event("4")), first)

    assert uids(first) == ["1", "2", "3"]
    assert (uids(again), again.total) == (["2", "4"], 3)
    assert again.gone == {first.changed[0].key}


@pytest.mark.parametrize("stamp", ["DTSTAMP:20260101T000000Z", "LAST-MODIFIED:20260101T000000Z", "CREATED:20260101T0"])
def test_when_it_was_written_says_nothing(readers: Readers, stamp: str) -> None:
    first = read(readers, calendar(event("1", 9, 10, "Chor", stamp)))

    assert read(readers, calendar(event("1", 9, 10, "Chor", stamp.replace("2026", "2027"))), first).changed == ()


def test_of_two_that_stand_for_one_date_the_newer_one_counts(readers: Readers) -> None:
    def two(older: str, newer: str) -> bytes:
        return calendar(
            event("1", 9, 10, "eins", f"DTSTAMP:{older}T000000Z"), event("1", 9, 10, "zwei", f"DTSTAMP:{newer}T000000Z")
        )

    first = read(readers, two("20260101", "20260102"))
    assert only(first).parts[0].title == "zwei"
    assert only(read(readers, two("20260103", "20260102"), first)).parts[0].title == "eins"


def test_another_zone_is_another_time(readers: Readers) -> None:
    lines = ("DTSTART;TZID=Eigene:20260508T120000", "DURATION:PT1H")
    one, other = (calendar(ZONE.format(hours=hours), event("1", 0, 0, "Chor", *lines), event("2")) for hours in (3, 5))
    first = read(readers, one)
    again = only(read(readers, other, first))

    assert again.uid == "1"
    assert first.changed[0].parts[0].dates[0].begin - again.parts[0].dates[0].begin == 2 * 3600


def test_an_alarm_inside_says_nothing(readers: Readers) -> None:
    alarm = "BEGIN:VALARM\r\nUID:alarm\r\nTRIGGER:-PT{}M\r\nEND:VALARM"
    first = read(readers, calendar(event("1", 9, 10, "Chor", alarm.format(5))))

    assert uids(first) == ["1"]
    assert read(readers, calendar(event("1", 9, 10, "Chor", alarm.format(10))), first).changed == ()


def test_an_event_without_a_uid_is_what_it_says(readers: Readers) -> None:
    nameless = event("1").replace("UID:1\r\n", "")
    first = read(readers, calendar(nameless, event("1")))

    assert first.total == 2
    assert read(readers, calendar(event("1"), nameless), first).changed == ()


def test_dates_outside_of_the_window_are_not_told_but_may_come(readers: Readers) -> None:
    far = ("DTSTART:20290101T100000Z", "DTEND:20290101T110000Z")
    weekly = ("DTSTART:20250105T100000Z", "DTEND:20250105T110000Z", "RRULE:FREQ=WEEKLY")
    events = (event("1", 0, 0, "weit", *far), event("2", 0, 0, "immer", *weekly), event("3", day=at(0).date()))
    told = read(readers, calendar(*events)).changed

    assert [[len(part.dates) for part in one.parts] for one in told] == [[], [57], [1]]
    assert [one.open for one in told] == [True, True, False]
    assert [one.ends > 0 for one in told] == [False, True, True]


@given(
    st.lists(
        st.sampled_from(
            [
                *("BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "begin:vevent", "END:vevent "),
                *("BEGIN:VTIMEZONE", "END:VTIMEZONE", "BEGIN;X=1:VALARM", "END:VALARM", "UID:1", " folded", ""),
            ]
        ),
        max_size=25,
    )
)
@example(["BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VTIMEZONE", "END:VCALENDAR"])
def test_the_outline_shows_the_same_components_as_the_whole_reading(lines: list[str]) -> None:
    data = "\n".join(lines).encode()
    assert outlined(data) == components(data)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the files of other projects are not beside this checkout")
def test_the_outline_of_the_files_that_others_were_tested_with_is_right() -> None:
    for file in sorted(CORPUS.glob("*.ics")):
        data = file.read_bytes()
        assert outlined(data) == components(data), file.name


def outlined(data: bytes) -> object:
    """For each calendar the lines of each of its events."""
    clean = unfolded(data)
    try:
        return [
            [lines(component("VEVENT", part.own(clean))) for part in one.parts if part.name == "VEVENT"]
            for one in outline.calendars(clean)
        ]
    except Refused as refused:
        return refused.reason


def components(data: bytes) -> object:
    try:
        return [[lines(part) for part in one.parts if part.name == "VEVENT"] for one in calendar_file.calendars(data)]
    except Refused as refused:
        return refused.reason


def lines(found: Component) -> list[str]:
    return sorted(line for named in found.lines.values() for line in named if line)


def test_a_series_that_cannot_be_told_is_lost_also_if_one_of_its_dates_can(readers: Readers) -> None:
    moved = ("RECURRENCE-ID:20260515T160000Z", "DTSTART:20260516T160000Z", "DURATION:PT1H")
    for broken in (("DTSTART:irgendwann",), ("DTSTART:20260508T160000Z", "DURATION:PT1H", "RRULE:FREQ=SECONDLY")):
        told = only(read(readers, calendar(event("1", 0, 0, "Chor", *broken), event("1", 0, 0, "Chor", *moved))))
        assert (told.lost, [len(part.dates) for part in told.parts]) == (True, [1])
    whole = ("DTSTART:20260508T160000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3")
    unclear = ("RECURRENCE-ID:20260515T160000Z", "DTSTART:irgendwann")
    told = only(read(readers, calendar(event("1", 0, 0, "Chor", *whole), event("1", 0, 0, "Chor", *unclear))))
    assert (told.lost, told.reason, [len(part.dates) for part in told.parts]) == (False, "no_time", [2])


# Bombs


def bomb(**lines: str) -> str:
    return event(
        "bomb", 9, 10, lines.get("title", "Chor"), *(value for name, value in lines.items() if name != "title")
    )


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "bad_rule"),
        ("FREQ=MINUTELY;INTERVAL=1", "bad_rule"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", None),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;BYDAY=MO", None),
        ("FREQ=DAILY;INTERVAL=999999999", "bad_rule"),
        ("FREQ=DAILY;BYHOUR=1,2,3,4", "too_many_dates"),
    ],
)
def test_a_rule_that_never_ends_or_never_matches_costs_its_event_only(
    readers: Readers, rule: str, reason: str | None
) -> None:
    started = time.monotonic()
    told = read(readers, calendar(event("1"), bomb(rule=f"RRULE:{rule}"), event("2"))).changed

    assert [one.uid or "?" for one in told if one.parts and one.parts[0].title != "Chor"] == ["1", "2"]
    assert told[1].reason in (reason, None) if reason == "bad_rule" and "9999" in rule else told[1].reason == reason
    assert time.monotonic() - started < 10


def test_a_line_of_ten_megabytes_costs_its_event_only(readers: Readers) -> None:
    told = read(readers, calendar(event("1"), bomb(title="x" * 10_000_000), event("2"))).changed

    assert [one.reason for one in told] == [None, "too_large", None]


def test_twenty_thousand_components_in_each_other_are_no_calendar(readers: Readers) -> None:
    depth = 20_000
    nested = [*["BEGIN:X"] * depth, *["END:X"] * depth]

    assert fault(readers, calendar(event("1"), *nested)) == "not_a_calendar"


def test_more_events_than_anybody_reads_are_too_much(readers: Readers) -> None:
    events = "".join(f"BEGIN:VEVENT\nUID:{number}\nEND:VEVENT\n" for number in range(reader.MOST_EVENTS + 1))

    assert fault(readers, f"BEGIN:VCALENDAR\n{events}END:VCALENDAR\n".encode()) == "too_much"


def test_what_is_too_much_for_once_comes_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_DATES", 10)
    weekly = ("DTSTART:20260508T100000Z", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=8")
    data = calendar(*(event(str(number), 0, 0, f"Termin {number}", *weekly) for number in range(4)))
    times = {"since": int(SINCE.timestamp()), "until": int(UNTIL.timestamp())}
    question = {"zone": "Europe/Berlin", "first": 0, "skipped": [], **times}
    file = reader._looked_through(data)
    first = list(reader._answers(question, file, b""))[:-1]
    known = b"".join(bytes.fromhex(one["key"] + one["hash"]) for one in first if one["hash"])
    again = list(reader._answers(question, file, known))[:-1]

    assert [one["reason"] for one in first] == [None, None, "too_much", "too_much"]
    assert [one["key"] for one in again] == [one["key"] for one in first[2:]]
    assert [one["reason"] for one in again] == [None, None]


def test_when_the_process_dies_at_an_event_that_event_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here it is killed from outside, while it works on the second one."""
    slow = ("DTSTART:19700105T100000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;BYSETPOS=1;BYDAY=MO;BYMONTH=1;BYHOUR=9")
    data = calendar(event("1"), *(event(f"slow-{n}", 0, 0, "langsam", *slow) for n in range(30)), event("2"))
    with Readers() as own:
        own.read(asked(calendar(event("1"))))
        process = own._process
        assert process
        killer = threading.Timer(0.05, process.kill)
        killer.start()
        found = own.read(asked(data))
        killer.join()
        assert own._process is not process

    assert found.total == 32
    assert [one.uid for one in (found.changed[0], found.changed[-1])] == ["1", "2"]
    assert sum(one.reason == "too_much" for one in found.changed) <= 1


def test_a_process_that_does_not_answer_is_killed(readers: Readers) -> None:
    with Readers(deadline=0.0001) as own:
        assert fault(own, many(3000, 300)) == "too_much"
    assert read(readers, calendar(event("1"))).total == 1


def test_while_one_feed_is_worked_out_the_process_may_do_next_to_nothing(readers: Readers) -> None:
    read(readers, calendar(event("1")))
    assert readers._process
    pid = readers._process.pid
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
    limits = {line[:25].strip(): line[26:46].strip() for line in lines}
    environment = Path(f"/proc/{pid}/environ").read_text().split("\0")

    memory = str(256 * 1024 * 1024)
    assert (limits["Max address space"], limits["Max data size"]) == (memory, memory)
    assert (limits["Max processes"], limits["Max file size"], limits["Max open files"]) == ("0", "0", "16")
    assert {name.partition("=")[0] for name in environment if name} == {"PYTHONPATH", "MALLOC_ARENA_MAX"}
    assert {os.readlink(f"/proc/{pid}/fd/{fd}").partition(":")[0] for fd in os.listdir(f"/proc/{pid}/fd")} <= {
        "pipe",
        "/dev/null",
    }


# In a process of its own, as in the house: the kernel counts in ticks, and a long life is off by more than is left.
ENDLESS = """
import signal
from itertools import count
from sync import limits
signal.signal(signal.SIGPROF, limits._too_long)
try:
    with limits.seconds(0.05):
        all(True for _ in count())
except limits.TooMuch:
    print("stopped")
"""


def test_the_clock_of_the_process_stops_an_event_that_takes_too_long() -> None:
    done = subprocess.run([sys.executable, "-c", ENDLESS], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "stopped\n"


def test_a_file_is_the_same_whatever_its_line_ends() -> None:
    data = calendar(event("1"), event("2"))
    hashes = {tuple(one.hash for one in File(unfolded(data.replace(b"\r\n", end))).sheaves()) for end in (b"\n", b"\r")}

    assert len(hashes) == 1
