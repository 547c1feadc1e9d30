# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bookings stand in the city's calendar (Radicale) as they are, and what is hers is never touched."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from booking import privacy
from booking.bookings import Booking
from booking.desk import Desk
from booking.dispatch import Kept, Results
from booking.model import delivered, outbox
from booking.rules import Group
from tests.booking.wishes import TODAY, TOMORROW, WORKSHOP, booked, to, wish
from tests.servers.booking import SetClock
from tests.servers.calendars import CityCalendarServer, city_calendar
from tests.servers.lossy import lossy
from tests.servers.partner import Partner, Reply
from tests.sync.calendars import calendar, event
from tests.sync.city import House, Killed, city_house, to_calendar

NOTHING = b'<?xml version="1.0"?><multistatus xmlns="DAV:"/>'


@pytest.fixture
def city(tmp_path: Path) -> Iterator[CityCalendarServer]:
    with city_calendar(tmp_path / "city") as server:
        yield server


@pytest.fixture
def house(tmp_path: Path, clock: SetClock, database_url: str, city: CityCalendarServer) -> Iterator[House]:
    made = city_house(tmp_path / "desk", clock, database_url, to_calendar(city.url, city.password_file))
    yield made
    made.close()


@pytest.fixture
def quick(tmp_path: Path, clock: SetClock, sqlite_url: str, city: CityCalendarServer) -> Iterator[House]:
    """The same on SQLite only."""
    made = city_house(tmp_path / "desk", clock, sqlite_url, to_calendar(city.url, city.password_file))
    yield made
    made.close()


def name(found: Booking) -> str:
    return f"kassel-{found.id:x}.ics"


def line(text: str, key: str) -> str:
    """The value of a content line."""
    unfolded = text.replace("\r\n ", "").replace("\n ", "").partition("BEGIN:VEVENT")[2]
    return next((one.partition(":")[2] for one in unfolded.splitlines() if one.startswith(key)), "")


def link(desk: Desk, found: Booking) -> str:
    return desk.link_token(found)


def test_a_booking_goes_in_is_moved_and_is_taken_away(house: House, city: CityCalendarServer) -> None:
    held = house.desk.hold(wish(15, 16))
    house.desk.release(house.desk.hold_token(held))
    assert house.waits("calendar") == 0, "what never came about is no news"
    made = booked(house.desk, wish(9, 10), WORKSHOP)
    assert house.go("calendar").sent == 1
    text = city.text(name(made))
    assert line(text, "SUMMARY") == "Radwerkstatt"
    assert line(text, "UID") == f"{made.id:x}@kassel.klimaschutzhaus.example"
    assert "METHOD" not in text, "RFC 4791 section 4.1"
    assert "ORGANIZER" not in text, "nobody is invited"

    house.desk.change(link(house.desk, made), to(wish(11, 12)))
    house.go("calendar")
    assert line(city.text(name(made)), "DTSTART").endswith("T110000")
    house.desk.cancel(link(house.desk, made))
    house.go("calendar")
    assert city.names() == []
    assert (house.waits("calendar"), house.fault("calendar")) == (0, None)


def test_many_changes_are_one_event(house: House, city: CityCalendarServer) -> None:
    made = booked(house.desk, wish(9, 10))
    for hour in (11, 12, 13):
        house.desk.change(link(house.desk, made), to(wish(hour, hour + 0.5)))
    gone = booked(house.desk, wish(16, 17))
    house.desk.cancel(link(house.desk, gone))
    delivery = house.go("calendar")

    assert (house.waits("calendar"), delivery.requests) == (0, 2), "a look at what is there, and one PUT"
    assert city.names() == [name(made)]
    assert line(city.text(name(made)), "DTSTART").endswith("T130000")


@pytest.mark.parametrize(
    ("group", "names", "title"),
    [(WORKSHOP, True, "Radwerkstatt"), (WORKSHOP, False, "belegt"), (Group("Chor"), True, "belegt")],
)
def test_a_group_is_named_only_if_it_agreed_and_the_house_lets_names_out(
    tmp_path: Path, clock: SetClock, sqlite_url: str, city: CityCalendarServer, group: Group, names: bool, title: str
) -> None:
    way = to_calendar(city.url, city.password_file, names)
    house = city_house(tmp_path / "desk", clock, sqlite_url, way)
    made = booked(house.desk, wish(9, 10), group)
    house.go("calendar")
    assert line(city.text(name(made)), "SUMMARY") == title
    house.close()


def test_who_is_forgotten_here_is_forgotten_there(quick: House, city: CityCalendarServer) -> None:
    made = booked(quick.desk, wish(9, 10), WORKSHOP)
    quick.desk.write(lambda book: book.set(made, expires=None))  # they came
    quick.go("calendar")
    quick.clock.pass_(days=30)
    quick.desk.write(privacy.forget_due)
    quick.go("calendar")

    assert line(city.text(name(made)), "SUMMARY") == "belegt"


def test_a_calendar_that_is_new_gets_what_is_coming(
    tmp_path: Path, clock: SetClock, sqlite_url: str, city: CityCalendarServer
) -> None:
    before = city_house(tmp_path / "desk", clock, sqlite_url, None)
    coming = [booked(before.desk, wish(9, 10)), booked(before.desk, wish(11, 12))]
    over = booked(before.desk, wish(14, 15, day=TODAY))
    before.close()
    clock.pass_(hours=4)
    house = city_house(tmp_path / "desk", clock, sqlite_url, to_calendar(city.url, city.password_file))
    house.go("calendar")

    assert city.names() == sorted(map(name, coming))
    assert name(over) not in city.names()
    house.close()


# --- who has the last word


def test_what_somebody_changed_there_is_put_right(quick: House, city: CityCalendarServer) -> None:
    """Also when the booking itself changes at the same time, or is cancelled."""
    made = [booked(quick.desk, wish(hour, hour + 0.5)) for hour in (9, 11, 13)]
    quick.go("calendar")
    for one in made:
        city.put(name(one), city.text(name(one)).replace("belegt", "Kaffeerunde"))
    quick.desk.change(link(quick.desk, made[1]), to(wish(15, 16)))
    quick.desk.cancel(link(quick.desk, made[2]))
    quick.go("calendar")
    assert "Kaffeerunde" in city.text(name(made[0])), "nobody has looked yet"
    assert line(city.text(name(made[1])), "DTSTART").endswith("T150000")
    quick.clock.pass_(hours=6)
    assert quick.deliveries.dispatch.due() == ["calendar"]
    quick.go("calendar")

    assert city.names() == sorted(map(name, made[:2]))
    assert [line(city.text(one), "SUMMARY") for one in city.names()] == ["belegt", "belegt"]


def test_what_somebody_took_away_there_is_put_back_once(quick: House, city: CityCalendarServer) -> None:
    made = booked(quick.desk, wish(9, 10, day=TOMORROW + timedelta(days=3)))
    quick.go("calendar")
    for back in (True, False, False):
        city.ask("DELETE", name(made))
        quick.clock.pass_(hours=7)
        quick.go("calendar")
        assert (city.names() == [name(made)]) == back
    quick.desk.change(link(quick.desk, made), to(wish(11, 12, day=TOMORROW + timedelta(days=3))))
    quick.go("calendar")
    assert city.names() == [name(made)], "it has changed"


def test_what_is_over_is_not_put_back(quick: House, city: CityCalendarServer) -> None:
    made = booked(quick.desk, wish(9, 10), WORKSHOP)
    quick.desk.write(lambda book: book.set(made, expires=None))  # they came
    quick.go("calendar")
    city.ask("DELETE", name(made))
    quick.clock.pass_(days=30)
    quick.desk.write(privacy.forget_due)
    quick.go("calendar")

    assert (city.names(), quick.waits("calendar")) == ([], 0)


def test_what_is_hers_is_never_touched(quick: House, city: CityCalendarServer) -> None:
    """Not even where ours would stand."""
    city.put("stadtrat.ics", calendar(event("stadtrat", title="Stadtrat")).decode())
    made = booked(quick.desk, wish(9, 10))
    city.put(name(made), calendar(event("fremd", title="Fremdes")).decode())
    other = booked(quick.desk, wish(11, 12))
    for _ in range(4):
        quick.go("calendar")
        quick.clock.pass_(hours=1)
    assert (line(city.text(name(made)), "SUMMARY"), quick.dead()) == ("Fremdes", 1)
    quick.desk.cancel(link(quick.desk, made))
    quick.go("calendar")

    assert city.names() == sorted([name(made), name(other), "stadtrat.ics"])
    assert (quick.dead(), quick.waits("calendar")) == (0, 0)


def test_our_event_under_another_name_is_ours(quick: House, city: CityCalendarServer) -> None:
    """A client of somebody there has moved it to a name of its own."""
    made = booked(quick.desk, wish(9, 10))
    quick.go("calendar")
    text = city.text(name(made))
    city.ask("DELETE", name(made))
    city.put("umbenannt.ics", text.replace("belegt", "Probe"))
    quick.clock.pass_(hours=7)
    quick.go("calendar")

    assert city.names() == ["umbenannt.ics"]
    assert line(city.text("umbenannt.ics"), "SUMMARY") == "belegt"
    quick.desk.cancel(link(quick.desk, made))
    quick.go("calendar")
    assert city.names() == []


def test_an_event_that_the_house_forgot_is_looked_at(quick: House, city: CityCalendarServer) -> None:
    """The house was put back from a backup: one booking is cancelled in it, one was never made."""
    gone, kept = (booked(quick.desk, wish(hour, hour + 0.5)) for hour in (9, 11))
    quick.go("calendar")
    city.put("kassel-1a2b.ics", city.text(name(gone)).replace(f"{gone.id:x}@", "1a2b@"))
    with quick.desk.database.engine.begin() as db:
        db.execute(delivered.delete())
    quick.desk.cancel(link(quick.desk, gone))
    with quick.desk.database.engine.begin() as db:
        db.execute(outbox.delete())
    quick.clock.pass_(hours=7)
    quick.go("calendar")

    assert city.names() == [name(kept)]


# --- what goes wrong on the way


def test_a_server_that_was_killed_gets_all_when_it_is_back(quick: House, city: CityCalendarServer) -> None:
    made = [booked(quick.desk, wish(hour, hour + 0.5)) for hour in (9, 11)]
    city.kill()
    fault = quick.go("calendar").fault
    assert fault
    assert (fault.key, quick.waits("calendar")) == ("no_connection", 2)
    assert quick.deliveries.dispatch.due() == []
    city.start()
    quick.clock.pass_(minutes=2)
    assert quick.deliveries.dispatch.due() == ["calendar"]
    quick.go("calendar")
    assert city.names() == sorted(map(name, made))


def test_another_password_is_a_fault_that_loses_nothing(quick: House, city: CityCalendarServer) -> None:
    city.kill()
    city.password = "anders"
    city.start()
    made = [booked(quick.desk, wish(hour, hour + 0.5)) for hour in (9, 10, 11, 12, 13, 14, 15)]
    for _ in range(4):
        fault = quick.go("calendar").fault
        assert fault
        assert fault.key == "sign_in"
        quick.clock.pass_(hours=1)
    assert (quick.dead(), quick.waits("calendar")) == (0, 7)
    city.password_file.write_text("anders")
    quick.go("calendar")
    assert city.names() == sorted(map(name, made))


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("lost", ["before", "after"])
def test_an_answer_that_was_lost_is_found_out(
    tmp_path: Path, clock: SetClock, sqlite_url: str, city: CityCalendarServer, method: str, lost: str
) -> None:
    """Of a new event, of a moved one, of one that is taken away; and it may have been cancelled meanwhile."""
    with lossy(city.port) as line_to:
        way = to_calendar(city.url.replace(str(city.port), str(line_to.port)), city.password_file)
        house = city_house(tmp_path / "desk", clock, sqlite_url, way)
        made, moved, gone = (booked(house.desk, wish(hour, hour + 0.5)) for hour in (9, 11, 13))
        house.go("calendar")
        house.desk.change(link(house.desk, moved), to(wish(15, 16)))
        house.desk.cancel(link(house.desk, gone))
        new, short = (booked(house.desk, wish(hour, hour + 0.5)) for hour in (17, 18))
        line_to.loses = lambda asked: lost if asked == method else ""
        for _ in range(3):
            house.go("calendar")
            clock.pass_(minutes=2)
        line_to.loses = lambda _: ""
        house.desk.cancel(link(house.desk, short))
        clock.pass_(minutes=9)
        house.go("calendar")
        house.close()

    assert city.names() == sorted(map(name, (made, moved, new)))
    assert line(city.text(name(moved)), "DTSTART").endswith("T150000")
    assert house.waits("calendar") == 0


@pytest.mark.parametrize(
    ("status", "key"), [(507, "full"), (500, "unavailable"), (503, "unavailable"), (301, "status")]
)
def test_a_server_that_is_full_or_out_of_order_is_tried_again(
    tmp_path: Path, clock: SetClock, sqlite_url: str, partner: Partner, status: int, key: str
) -> None:
    """A server of the test's own that says nothing else."""
    house = city_house(tmp_path / "desk", clock, sqlite_url, to_calendar(partner.url("/kalender/")))
    made = booked(house.desk, wish(9, 10))
    partner.answers(Reply(NOTHING, 207), "/kalender/")
    partner.answers(Reply(status=status, headers={"Location": "/elsewhere"}), f"/kalender/{name(made)}")
    for _ in range(5):
        fault = house.go("calendar").fault
        assert fault
        assert fault.key == key
        clock.pass_(hours=1)
    assert (house.dead(), house.waits("calendar")) == (0, 1)
    assert {asked.path for asked in partner.asked} == {"/kalender/", f"/kalender/{name(made)}"}
    house.close()


def test_a_disk_that_is_full_loses_nothing(quick: House, city: CityCalendarServer) -> None:
    """Its folder takes no file any more."""
    made = booked(quick.desk, wish(9, 10))
    city.kill()
    whole = city.kept.rename(city.kept.with_name("whole"))
    city.kept.write_text("no folder")
    city.start()
    assert quick.go("calendar").fault or quick.waits("calendar")
    city.kill()
    city.kept.unlink()
    whole.rename(city.kept)
    city.start()
    quick.clock.pass_(hours=1)
    quick.go("calendar")
    assert (city.names(), quick.waits("calendar")) == ([name(made)], 0)


def test_a_postman_who_was_killed_between_sending_and_noting_sends_nothing_twice(
    quick: House, city: CityCalendarServer
) -> None:
    made = booked(quick.desk, wish(9, 10))
    quick.die_before_noting()
    with pytest.raises(Killed):
        quick.go("calendar")
    before = city.ask("GET", name(made)).headers["ETag"]
    other = quick.again()
    other.go("calendar")

    assert (city.names(), other.waits("calendar")) == ([name(made)], 0)
    assert city.ask("GET", name(made)).headers["ETag"] == before


def test_a_change_while_it_is_on_the_way_goes_out_as_well(quick: House, city: CityCalendarServer) -> None:
    made = booked(quick.desk, wish(9, 10))
    dispatch = quick.deliveries.dispatch
    trip = dispatch.begin("calendar")
    assert trip
    items = dispatch.batch(trip, 10)
    dispatch.sending(trip, items)
    quick.desk.change(link(quick.desk, made), to(wish(15, 16)))
    dispatch.note(trip, Results(kept=[Kept(items[0], name(made), '"1"', b"")]))
    dispatch.end(trip, 0)
    assert quick.waits("calendar") == 1
    quick.go("calendar")

    assert line(city.text(name(made)), "DTSTART").endswith("T150000")
    assert quick.waits("calendar") == 0
