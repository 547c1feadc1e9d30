# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the house allows, as on the notice on the wall."""

import unicodedata
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking import rules, slots
from booking.config import House, Room
from booking.openings import Openings
from booking.rules import Group
from tests.booking.wishes import TODAY, TOMORROW, at, reason_of, refused
from tests.servers.booking import THURSDAY, demo_house

HOUSE = demo_house()
BOOKABLE = [room for room in HOUSE.rooms if room.bookable]


def verdict(begin: datetime, end: datetime, room: str = "offen", now: datetime = THURSDAY, house: House = HOUSE) -> str:
    chosen = rules.bookable_room(house, room)
    return reason_of(lambda: rules.check_time(Openings(house), chosen, begin, end, now))


@pytest.mark.parametrize(
    ("begin", "end", "said"),
    [
        (at(14), at(16), ""),
        (at(8), at(8.5), ""),
        (at(18), at(22), ""),
        (at(14), at(14.25), "too_short"),
        (at(14), at(18.25), "too_long"),
        (at(14), at(13), "too_short"),
        (at(7.75), at(9), "hours"),
        (at(21), at(22.25), "hours"),
        (at(14) + timedelta(minutes=5), at(16), "grid"),
        (at(14), at(16) + timedelta(seconds=1), "grid"),
        (at(13.5, TODAY), at(14.5, TODAY), ""),
        (at(13.25, TODAY), at(14.5, TODAY), "past"),
        (at(10, date(2026, 5, 14)), at(12, date(2026, 5, 14)), "holiday"),  # Ascension Day
        (at(10, date(2026, 6, 4)), at(12, date(2026, 6, 4)), "holiday"),  # Corpus Christi: in Hesse, not everywhere
        (at(10, date(2026, 5, 10)), at(12, date(2026, 5, 10)), "hours"),  # a Sunday
        (at(10, TODAY + timedelta(days=90)), at(12, TODAY + timedelta(days=90)), ""),
        (at(10, TODAY + timedelta(days=91)), at(12, TODAY + timedelta(days=91)), "too_far"),
    ],
)
def test_a_time_is_allowed_or_refused_for_its_reason(begin: datetime, end: datetime, said: str) -> None:
    assert verdict(begin, end) == said


def test_a_booking_lies_in_one_span_of_opening_hours() -> None:
    assert verdict(at(11.5), at(12.5), "beratung") == ""
    assert verdict(at(12), at(14), "beratung") == "hours"


def test_a_house_may_have_no_public_holidays() -> None:
    day = date(2026, 5, 14)

    assert verdict(at(10, day), at(12, day), house=HOUSE.model_copy(update={"holidays": None})) == ""


def test_rooms_that_cannot_be_booked_say_so() -> None:
    with refused("not_bookable"):
        rules.bookable_room(HOUSE, "lobby")
    with refused("unknown_room"):
        rules.bookable_room(HOUSE, "keller")


quarters = st.integers(-8, 96 * 120)


@given(st.sampled_from(BOOKABLE), quarters, st.integers(-4, 40), st.integers(0, 899))
def test_what_is_allowed_lies_ahead_in_the_hours_and_has_a_length_of_the_room(
    room: Room, after: int, length: int, second: int
) -> None:
    now = THURSDAY + timedelta(seconds=second)
    begin = slots.floor(now) + slots.SLOT * after
    end = begin + slots.SLOT * length

    if verdict(begin, end, room.id, now) == "":
        day = slots.local_day(begin, HOUSE.zone)
        assert begin + slots.SLOT > now
        assert room.shortest <= length * 15 <= room.longest
        assert TODAY <= day <= TODAY + timedelta(days=room.ahead_days)
        assert any(opens <= begin and end <= closes for opens, closes in rules.open_times(Openings(HOUSE), room, day))


@given(st.sampled_from(BOOKABLE), st.integers(0, 96 * 30), st.integers(1, 30))
def test_set_up_and_clean_up_are_claimed_as_well(room: Room, after: int, length: int) -> None:
    begin = at(0) + slots.SLOT * after
    first, last = rules.claimed(room, begin, begin + slots.SLOT * length)

    assert slots.slot_of(begin) - first == room.setup / 15
    assert last - first == length + (room.setup + room.cleanup) / 15


@given(st.text(max_size=90))
def test_a_tidy_name_is_one_line_that_turns_nothing_round_and_stays_as_it_is(text: str) -> None:
    tidy = rules.tidy(text)

    assert rules.tidy(tidy) == tidy
    assert tidy == unicodedata.normalize("NFC", tidy) == tidy.strip()
    assert "  " not in tidy
    assert not {unicodedata.category(letter) for letter in tidy} & {"Cc", "Cs", "Zl", "Zp"}
    assert not {"\u202e", "\u2066", "\u2069"} & set(tidy)


@pytest.mark.parametrize("name", ["", " ", "A", "A\n", "\x00\x0b", "x" * 61])
def test_a_name_has_2_to_60_characters(name: str) -> None:
    with refused("name"):
        rules.check_group(Group(name))


def test_names_of_every_script_are_welcome() -> None:
    for name in ("Ökoläden e.V.", "جوقة الحي", "Хор «Мрія»", "R2", "x" * 60):
        assert rules.check_group(Group(name)).name == name


@pytest.mark.parametrize(
    "mail", ["x", "a@b", "a b@example.org", "a@example.org,b@example.org", "a@x.org\nBcc: b@x.org"]
)
def test_an_address_that_cannot_be_one_is_refused(mail: str) -> None:
    with refused("mail"):
        rules.check_mail(mail)


@pytest.mark.parametrize("mail", ["gruppe@example.org", " gruppe@example.org ", "ä.b+c@sub.exämple.org"])
def test_an_address_is_kept_without_blanks(mail: str) -> None:
    assert rules.check_mail(mail) == mail.strip()


def test_no_address_is_none() -> None:
    assert rules.check_mail("  ") is None
    assert rules.check_mail(None) is None


def test_the_last_day_counts_from_the_day_that_the_house_shows() -> None:
    late = at(23.75, TODAY) + timedelta(minutes=20)  # 00:05 in Kassel, still yesterday in UTC
    room = rules.bookable_room(HOUSE, "offen")

    assert rules.last_day(HOUSE, room, late) == TOMORROW + timedelta(days=90)
