# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Things to borrow, advice, and rooms that can be divided: the same engine, the same guarantee."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from booking.config import House, Room
from booking.desk import Desk
from booking.feeds import Feeds
from booking.office import Office
from booking.refusal import Span
from booking.rules import Group
from booking.serve import open_desk
from booking.timetable import Day
from tests.booking.wishes import CHOIR, SMTP, TOMORROW, at, booked, claims, refused, to, wish
from tests.servers.booking import SetClock, demo_house

PARTS = ("saal-west", "saal-ost")


@pytest.fixture
def hall(database_url: str, tmp_path: Path, clock: SetClock) -> Iterator[Desk]:
    """A house whose hall can be divided."""
    opened = open_desk(divided(demo_house(database=database_url, smtp=SMTP)), tmp_path / "desk", clock)
    yield opened
    opened.database.close()


def divided(house: House) -> House:
    first = house.rooms[0]
    parts = [first.model_copy(update={"id": part, "capacity": 12}) for part in PARTS]
    whole = first.model_copy(update={"id": "saal", "parts": PARTS, "capacity": 24, "cleanup": 30})
    return house.model_copy(update={"rooms": (whole, *parts, *house.rooms)})


def day(desk: Desk, room: str) -> Day:
    found = desk.house.room(room)
    assert found
    return desk.days.look([found], TOMORROW, TOMORROW)[1][0]


def taken(desk: Desk, room: str) -> list[tuple[float, float]]:
    """The taken hours of a room's day, cleaning included."""
    first = at(0).timestamp() // 900
    return [
        ((piece.begin - first) / 4, (piece.end - first) / 4)
        for piece in day(desk, room).pieces
        if piece.state in ("taken", "held")
    ]


def test_a_resource_comes_along_with_a_room_and_is_taken_for_everybody_else(desk: Desk) -> None:
    made = booked(desk, replace(wish(14, 16), extras=("beamer", "moderationskoffer")))
    assert made.extras == ("beamer", "moderationskoffer")
    assert taken(desk, "beamer") == taken(desk, "moderationskoffer") == [(14, 16)]
    with refused("taken"):
        booked(desk, wish(15, 17, "beamer"))
    with refused("extra_taken"):
        booked(desk, replace(wish(15, 17, "werkraum"), extras=("beamer",)))

    moved = desk.change(desk.link_token(made), to(wish(17, 19)))
    assert moved.extras == made.extras
    assert taken(desk, "beamer") == [(17, 19)]
    desk.cancel(desk.link_token(made))
    assert claims(desk) == []
    assert taken(desk, "beamer") == []


def test_a_room_is_not_booked_without_the_resource_that_was_wished_for(desk: Desk) -> None:
    booked(desk, wish(14, 16, "beamer"))
    before = claims(desk)
    with refused("extra_taken"):
        booked(desk, replace(wish(14, 16), extras=("beamer",)))

    assert claims(desk) == before


def test_a_resource_alone_has_its_own_rules(desk: Desk) -> None:
    assert booked(desk, wish(14, 16, "lastenrad")).expires is None
    assert taken(desk, "lastenrad") == [(14, 16.5)]
    with refused("too_short"):
        booked(desk, wish(10, 10.5, "lastenrad"))
    with refused("not_with_rooms"):
        booked(desk, replace(wish(10, 12), extras=("lastenrad",)))
    with refused("unknown_room"):
        booked(desk, replace(wish(10, 12), extras=("werkraum",)))


def test_an_adviser_is_booked_for_a_quarter_to_three_quarters_of_an_hour_in_their_hours(desk: Desk) -> None:
    monday = TOMORROW.fromordinal(TOMORROW.toordinal() + 3)
    booked(desk, wish(10, 10.25, "energieberatung", monday))
    with refused("too_long"):
        booked(desk, wish(11, 12, "energieberatung", monday))
    with refused("hours"):
        booked(desk, wish(12.25, 12.75, "energieberatung", monday))
    with refused("too_many_people"):
        booked(desk, wish(11, 11.5, "energieberatung", monday), Group("Verein", people=4))


def test_a_group_too_large_is_shown_a_room_that_holds_it(desk: Desk) -> None:
    with refused("too_many_people") as caught:
        booked(desk, wish(14, 16, "werkraum"), Group("Chor", people=20))

    assert caught.value.details["capacity"] == 12
    assert caught.value.next_free == (Span("offen", at(14), at(16)),)
    assert booked(desk, wish(14, 16), Group("Chor", people=20)).people == 20


def test_a_divided_room_and_its_parts_exclude_each_other(hall: Desk) -> None:
    booked(hall, wish(14, 16, "saal-west"))
    assert taken(hall, "saal") == [(14, 16.25)]
    assert taken(hall, "saal-ost") == []
    with refused("taken"):
        booked(hall, wish(15, 17, "saal"))
    booked(hall, wish(15, 17, "saal-ost"))

    whole = booked(hall, wish(18, 20, "saal"))
    assert taken(hall, "saal-west")[-1] == taken(hall, "saal-ost")[-1] == (18, 20.5)
    for part in PARTS:
        with refused("taken"):
            booked(hall, wish(19, 20, part))
    hall.cancel(hall.link_token(whole))
    assert booked(hall, wish(19, 20, "saal-ost")).room == "saal-ost"


def test_a_closed_part_closes_the_whole(hall: Desk) -> None:
    Office(hall).close("saal-ost", at(8), at(12), "Fenster")
    with refused("taken"):
        booked(hall, wish(9, 11, "saal"))

    assert [piece.text for piece in day(hall, "saal").pieces if piece.state == "closed"] == ["Fenster"]
    assert booked(hall, wish(9, 11, "saal-west")).room == "saal-west"


def test_calendars_of_parts_and_resources_show_what_takes_them(hall: Desk) -> None:
    booked(hall, replace(wish(14, 16, "saal"), extras=("beamer",)), Group("Sommerfest", True))
    booked(hall, wish(9, 10, "lastenrad"), Group("Radhaus", True))
    feeds = Feeds(hall)

    def feed(room: str | None) -> str:
        return b"".join(feeds.write(room, "busy")).decode()

    assert all("Sommerfest" in feed(room) for room in ("saal", *PARTS, "beamer"))
    assert feed(None).count("Sommerfest") == 1
    assert "Radhaus" in feed("lastenrad")
    assert "Radhaus" not in feed(None)


def test_a_config_names_only_parts_that_are_rooms() -> None:
    data = demo_house().model_dump(exclude_unset=True)
    data["rooms"] = [room | {"parts": ["nirgends"]} for room in data["rooms"]]
    with pytest.raises(ValueError, match="is no room"):
        House.model_validate(data)
    assert isinstance(demo_house().room("offen"), Room)
    assert CHOIR.people is None
