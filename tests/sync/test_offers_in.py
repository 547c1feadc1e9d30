# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A partner's calendar becomes offers of the house, and only of that partner, as it says now."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from booking import slots
from booking.model import actor, feed_event, house, offer, offer_date
from sync.readers import Readers
from tests.booking.wishes import TOMORROW, ZONE, at
from tests.servers.booking import SetClock
from tests.servers.partner import Partner, Reply
from tests.sync.calendars import calendar, event
from tests.sync.post import Office, feed, post_office

NEXT_WEEK = TOMORROW + timedelta(days=7)
WEEKLY = ("DTSTART;TZID=Europe/Berlin:20260508T180000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=4")
Opened = Callable[..., Office]


def titles(office: Office, name: str | None = None) -> list[str]:
    return [next(iter(json.loads(row.titles).values())) for row in office.offers(name)]


def shown(office: Office, name: str | None = None) -> list[tuple[str, date, bool]]:
    """Title, day and whether it is cancelled, of each date."""
    return [
        (
            next(iter(json.loads(row.titles).values())),
            slots.local_day(slots.utc(row.begin), ZONE),
            row.gone is not None,
        )
        for row in office.dates(name)
    ]


def revision(office: Office) -> int:
    with office.desk.database.read() as db:
        return int(db.scalar(select(house.c.offers_revision)) or 0)


def test_an_event_becomes_an_offer_with_all_that_it_says(opened: Opened, partner: Partner) -> None:
    office = opened(feed(partner, actor="beratung", district="Nord", language="en"))
    lines = ("DESCRIPTION:Bring <b>your</b> bill.<br>Free.", "URL:https://partner.example/1", "CATEGORIES:Mobilität")
    partner.serves(calendar(event("1", 18, 20, "Bike repair", *lines)))
    done = office.bring().done

    (found,) = office.desk.offers.shown()
    assert done
    assert (done.new, done.changed, done.gone) == (1, 0, 0)
    assert (found.title, found.text) == ({"en": "Bike repair"}, {"en": "Bring your bill.\nFree."})
    assert (found.kind, found.topic, found.actor, found.feed) == ("event", "mobility", "beratung", "energie")
    assert (found.where, found.place, found.district) == ("address", "Werkstatt", "Nord")
    assert (found.link, found.free, found.shown) == ("https://partner.example/1", False, True)
    assert [(one.begin, one.end, one.whole_day) for one in found.dates] == [(at(18), at(20), False)]
    assert office.desk.offers.actor("beratung").name == "beratung"


@pytest.mark.parametrize(
    ("place", "where", "kept"),
    [
        ("Offener Raum", "room", "offen"),
        ("open room", "room", "offen"),
        ("Offener Raum, Klimaschutzhaus Kassel, Beispielstraße 7, 34117 Kassel", "room", "offen"),
        ("Offener Raum, Stadtteilzentrum Nord", "address", "Offener Raum, Stadtteilzentrum Nord"),
        ("Rathaus\\, Zimmer 5", "address", "Rathaus, Zimmer 5"),
        ("", "address", ""),
        ("https://video.example/raum", "address", ""),
    ],
)
def test_a_location_that_names_a_room_of_ours_is_that_room(
    quick: Opened, partner: Partner, place: str, where: str, kept: str
) -> None:
    office = quick(feed(partner))
    partner.serves(calendar(event("1", place=place)))
    office.bring()

    (found,) = office.offers()
    assert (found.where, found.place) == (where, kept)
    assert found.link == ("https://video.example/raum" if "video" in place else "")


def test_what_is_unchanged_is_not_touched_and_what_is_changed_is(opened: Opened, partner: Partner) -> None:
    office = opened(feed(partner))
    partner.serves(calendar(event("1"), event("2", title="Repaircafé"), event("3", title="Chor")))
    office.bring()
    before, marked = office.offers(), revision(office)
    partner.answers(lambda _: partner_copy("20260507T120000Z"))
    assert office.bring().done
    assert (office.offers(), revision(office)) == (before, marked), "when it was written says nothing"

    partner.serves(calendar(event("1"), event("2", 19, 20, "Repaircafé"), event("3", title="Chorprobe")))
    done = office.bring().done
    assert done
    assert (done.new, done.changed, done.gone) == (0, 2, 0)
    assert titles(office) == ["Energieberatung", "Repaircafé", "Chorprobe"]
    assert [row.id for row in office.offers()] == [row.id for row in before]
    assert [row.sequence for row in office.offers()] == [0, 1, 1]
    assert revision(office) > marked


def partner_copy(stamp: str) -> Reply:
    stamped = (f"DTSTAMP:{stamp}",)
    one, two = event("1", 18, 20, "Energieberatung", *stamped), event("2", 18, 20, "Repaircafé", *stamped)
    return Reply(calendar(one, two, event("3", 18, 20, "Chor", *stamped)))


def test_what_is_gone_from_the_calendar_is_gone_and_nothing_else(opened: Opened, partner: Partner) -> None:
    office = opened(feed(partner, actor="beratung"))
    partner.serves(calendar(event("1"), event("2", title="Repaircafé")))
    office.bring()
    with office.desk.database.engine.begin() as db:
        kept = dict(office.offers()[0]._mapping) | {"id": 7, "feed": None, "uid_hash": None}
        db.execute(insert(offer), kept)
        date_of_staff = {"house_id": "kassel", "offer_id": 7, "begin": 0, "end": 1, "whole_day": False}
        db.execute(insert(offer_date), date_of_staff)
    partner.serves(calendar(event("2", title="Repaircafé")))
    done = office.bring().done
    office.clock.pass_(days=30)
    office.postman.intake.tidy()

    assert done
    assert done.gone == 1
    assert (titles(office), office.dates()) == ([], []), "the other one is over by now"
    with office.desk.database.read() as db:
        assert db.scalars(select(offer.c.id)).all() == [7]
        assert db.scalars(select(offer_date.c.offer_id)).all() == [7]


def test_whether_it_is_shown_is_for_staff_to_say(opened: Opened, partner: Partner) -> None:
    office = opened(feed(partner))
    partner.serves(calendar(event("1"), event("2", title="Chor")))
    office.bring()
    with office.desk.database.engine.begin() as db:
        db.execute(update(offer).where(offer.c.titles.contains("Chor")).values(shown=False))
    partner.serves(calendar(event("1"), event("2", 19, 21, "Chorprobe")))
    office.bring()

    assert [(row.shown, row.sequence) for row in office.offers()] == [(True, 0), (False, 1)]


def test_an_actor_that_staff_have_made_is_taken(opened: Opened, partner: Partner) -> None:
    office = opened(feed(partner, actor="beratung"))
    nothing = dict.fromkeys(("topics", "phone", "mail", "web", "place"), "")
    made = {"house_id": "kassel", "id": 5, "key": "beratung", "name": "Verbraucherzentrale", "created": 0, "changed": 0}
    with office.desk.database.engine.begin() as db:
        db.execute(insert(actor), made | nothing | {"texts": "{}", "hours": "{}"})
    partner.serves(calendar(event("1")))
    office.bring()

    assert [row.actor_id for row in office.offers()] == [5]


def test_a_series_has_each_of_its_dates_also_moved_and_cancelled_ones(opened: Opened, partner: Partner) -> None:
    office = opened(feed(partner))
    place = "RECURRENCE-ID;TZID=Europe/Berlin:"
    moved = event("1", 0, 0, "Chor", f"{place}20260515T180000", "DTSTART:20260516T080000Z", "DTEND:20260516T100000Z")
    off = event(
        "1",
        *(0, 0, "Chor"),
        *(f"{place}20260522T180000", "DTSTART:20260522T160000Z", "DURATION:PT2H", "STATUS:CANCELLED"),
    )
    elsewhere = event(
        *("1", 0, 0, "Chor in der Kirche", f"{place}20260529T180000"),
        *("DTSTART:20260529T160000Z", "DURATION:PT2H"),
        place="Kirche",
    )
    partner.serves(calendar(event("1", 0, 0, "Chor", *WEEKLY), moved, off, elsewhere))
    office.bring()

    assert shown(office) == [
        ("Chor", date(2026, 5, 8), False),
        ("Chor", date(2026, 5, 16), False),
        ("Chor", date(2026, 5, 22), True),
        ("Chor in der Kirche", date(2026, 5, 29), False),
    ]
    assert [row.place for row in office.offers()] == ["Werkstatt", "Kirche"]


def test_a_cancelled_date_says_so_for_a_fortnight(opened: Opened, partner: Partner) -> None:
    office = opened(feed(partner))
    later = TOMORROW + timedelta(days=40)
    partner.serves(calendar(event("1", day=later), event("2", title="Chor", day=later)))
    office.bring()
    partner.serves(
        calendar(event("1", 18, 20, "Energieberatung", "STATUS:CANCELLED", day=later), event("2", day=later))
    )
    office.clock.pass_(days=1)
    office.bring()
    told = [row.gone for row in office.dates() if row.gone]
    office.clock.pass_(days=13)
    assert (told, office.postman.intake.tidy()) == ([slots.epoch(office.clock.now() - timedelta(days=13))], 0)
    office.clock.pass_(days=1)
    office.postman.intake.tidy()
    assert [row.gone for row in office.dates()] == [None]

    text = event("1", 18, 20, "Energieberatung", "STATUS:CANCELLED", "DESCRIPTION:Krank", day=later)
    partner.serves(calendar(text, event("2", day=later)))
    office.bring()
    assert [row.gone for row in office.dates()] == [None], "it does not come back"
    partner.serves(calendar(event("1", day=later), event("2", day=later)))
    office.bring()
    assert [row.gone for row in office.dates()] == [None, None], "unless it takes place after all"


def test_a_whole_day_begins_and_ends_at_midnight_in_the_house(opened: Opened, partner: Partner) -> None:
    office = opened(feed(partner))
    days = ("DTSTART;VALUE=DATE:20260511", "DTEND;VALUE=DATE:20260513", "TRANSP:TRANSPARENT")
    partner.serves(calendar(event("1", 0, 0, "Aktionstage", *days)))
    office.bring()

    (found,) = office.dates()
    first = date(2026, 5, 11)
    assert (found.begin, found.end) == tuple(slots.epoch(at(0, day)) for day in (first, first + timedelta(days=2)))
    assert found.whole_day


def test_an_endless_series_is_known_a_year_ahead_also_a_year_later(quick: Opened, partner: Partner) -> None:
    office = quick(feed(partner))
    endless = ("DTSTART;TZID=Europe/Berlin:20260508T180000", "DURATION:PT2H", "RRULE:FREQ=WEEKLY")
    partner.serves(calendar(event("1", 0, 0, "Chor", *endless), event("2", title="Einmal")))
    office.bring()
    first = office.dates()[-1].begin
    for _ in range(12):
        office.clock.pass_(days=29)
        office.bring()
        office.postman.intake.tidy()

    ahead = slots.utc(office.dates()[-1].begin) - office.clock.now()
    assert office.dates()[-1].begin > first
    assert ahead >= timedelta(days=400 - 30 - 7)
    assert {row[0] for row in shown(office)} == {"Chor"}
    assert len(partner.asked) == 13
    assert sum("if-none-match" not in asked.headers for asked in partner.asked) < 9, "asked whole only now and then"


def test_what_cannot_be_read_any_more_stays_as_it_was_and_costs_no_other(opened: Opened, partner: Partner) -> None:
    office = opened(feed(partner))
    partner.serves(calendar(event("1", 0, 0, "Chor", *WEEKLY), event("2")))
    office.bring()
    broken = (*WEEKLY[:2], "RRULE:FREQ=SECONDLY")
    partner.serves(calendar(event("1", 0, 0, "Chor", *broken), event("2", title="Neu"), event("3", title="Dazu")))
    office.bring()

    assert sorted(titles(office)) == ["Chor", "Dazu", "Neu"]
    assert [row[0] for row in shown(office)].count("Chor") == 4
    assert office.status().left_out == {"bad_rule": 1}
    partner.serves(calendar(event("2", title="Neu"), event("3", title="Dazu")))
    office.bring()
    assert sorted(titles(office)) == ["Dazu", "Neu"]


def test_another_setting_is_applied_to_all_and_a_feed_that_is_named_no_more_is_taken_away(
    sqlite_url: str, postgresql_url: str, partner: Partner, clock: SetClock, readers: Readers, tmp_path: Any
) -> None:
    partner.serves(calendar(event("1"), event("2", title="Chor")))
    for place, url in enumerate((sqlite_url, postgresql_url)):
        folder = tmp_path / str(place)
        one = post_office(folder, clock, readers, feed(partner), database=url)
        one.bring()
        two = post_office(folder, clock, readers, feed(partner, topic="food", district="West"), database=url)
        done = two.bring().done
        assert done
        assert (done.changed, {(row.topic, row.district) for row in two.offers()}) == (2, {("food", "West")})
        other = post_office(folder, clock, readers, feed(partner, kind="busy", rooms=("offen",)), database=url)
        other.bring()
        assert (other.offers(), len(other.desk.find())) == ([], 1), "two at one time: the second is skipped"
        none = post_office(folder, clock, readers, database=url)
        none.postman.intake.tidy()
        assert (none.offers(), none.desk.find()[0].status) == ([], "cancelled")
        for office in (one, two, other, none):
            office.close()


def test_of_what_is_over_nothing_is_kept_but_that_it_is_known(opened: Opened, partner: Partner) -> None:
    office = opened(feed(partner))
    partner.serves(calendar(event("1", title="Sprechstunde von Anna"), event("2", day=TOMORROW + timedelta(days=90))))
    office.bring()
    office.clock.pass_(days=17)
    office.postman.intake.tidy()
    with office.desk.database.read() as db:
        said = "".join(db.scalars(select(feed_event.c.said)))

    assert "Anna" not in said
    assert "Energieberatung" in said
    assert office.bring().same


def test_of_a_calendar_of_taken_times_only_times_and_titles_are_kept(opened: Opened, partner: Partner) -> None:
    office = opened(feed(partner, kind="busy", rooms=("offen",)))
    partner.serves(calendar(event("1", 18, 20, "Beirat", "DESCRIPTION:mit Anna", place="bei Anna")))
    office.bring()
    with office.desk.database.read() as db:
        (said,) = db.scalars(select(feed_event.c.said)).all()

    assert "Anna" not in said
    assert [found.name for found in office.desk.find()] == ["Beirat"]
