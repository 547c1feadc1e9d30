# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Calendars over HTTP: what readers keep, what they fetch anew, and what nobody may read any more."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import parsedate_to_datetime

import icalendar
import pytest
import requests

from booking.desk import Desk
from booking.feeds import Feeds, Kind
from booking.model import BOOKED
from booking.office import Office
from booking.rules import Group
from tests.booking.wishes import CHOIR, TODAY, TOMORROW, WORKSHOP, booked, to, wish
from tests.servers.booking import Service

BUSY: Kind = "busy"
NAMED: Kind = "named"
SECRET = Group("Geheime Gruppe", False, "geheim@example.org")


@pytest.fixture
def feed(service: Service) -> Callable[..., requests.Response]:
    """A reader that keeps nothing and follows nobody."""

    def fetch(path: str = "/feeds/offen.ics", method: str = "GET", **headers: str) -> requests.Response:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return requests.request(method, service.url + path, headers=named, allow_redirects=False, timeout=5)

    return fetch


def events(answer: requests.Response) -> list[icalendar.Event]:
    found = icalendar.Calendar.from_ical(answer.content).events
    return [event for event in found if isinstance(event, icalendar.Event)]


def field(event: icalendar.Event, name: str) -> str:
    return str(event.get(name, ""))


Feed = Callable[..., requests.Response]


def test_a_feed_is_sent_as_calendars_are(service: Service, feed: Feed) -> None:
    booked(service.desk, wish(9, 10))
    answer = feed(accept="*/*")

    assert (answer.status_code, answer.history) == (200, [])
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["etag"].startswith('"')
    assert parsedate_to_datetime(answer.headers["last-modified"]) == service.clock.now()
    assert "set-cookie" not in answer.headers
    assert "content-encoding" not in answer.headers
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")


def test_head_says_the_same_as_get_without_a_body(service: Service, feed: Feed) -> None:
    booked(service.desk, wish(9, 10))
    head, get = feed(method="HEAD"), feed()

    assert head.content == b""
    for name in ("etag", "last-modified", "content-type", "cache-control"):
        assert head.headers[name] == get.headers[name]


def test_a_feed_without_changes_is_not_sent_again(service: Service, feed: Feed) -> None:
    made = booked(service.desk, wish(9, 10))
    first = feed()
    service.clock.pass_(hours=1)
    for known in (first.headers["etag"], f"W/{first.headers['etag']}", f'"x", {first.headers["etag"]}', "*"):
        again = feed(if_none_match=known)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert feed().content == first.content

    service.desk.change(service.desk.link_token(made), to(wish(14, 15, day=TODAY + timedelta(days=4))))
    assert feed(if_none_match=first.headers["etag"]).status_code == 200


def test_a_cancelled_booking_does_not_make_an_unchanged_feed_new_twice(service: Service, feed: Feed) -> None:
    """The tag must not depend on whether the text was rendered before or after the first reader came."""
    service.desk.cancel(service.desk.link_token(booked(service.desk, wish(9, 10))))
    first = feed()

    assert feed(if_none_match=first.headers["etag"]).status_code == 304


def test_a_change_in_one_room_leaves_the_others_feed_alone(service: Service, feed: Feed) -> None:
    tags = [feed(f"/feeds/{name}.ics").headers["etag"] for name in ("werkraum", "house")]
    booked(service.desk, wish(9, 10))

    assert feed("/feeds/werkraum.ics", if_none_match=tags[0]).status_code == 304
    assert feed("/feeds/house.ics", if_none_match=tags[1]).status_code == 200


def test_an_event_keeps_its_identity_and_counts_its_changes(service: Service, feed: Feed) -> None:
    made = booked(service.desk, wish(9, 10))
    (before,) = events(feed())
    service.clock.pass_(hours=1)
    service.desk.change(service.desk.link_token(made), to(wish(14, 15)))
    (after,) = events(feed())

    assert field(after, "UID") == field(before, "UID")
    assert int(field(after, "SEQUENCE")) > int(field(before, "SEQUENCE"))
    assert after.decoded("dtstamp") == after.decoded("last-modified") == service.clock.now()
    assert before.decoded("created") == after.decoded("created")


def test_a_moved_booking_leaves_no_old_text_behind(service: Service, feed: Feed) -> None:
    made = booked(service.desk, wish(9, 10), Group("Alter Name", True))
    assert b"Alter Name" in feed().content
    service.desk.change(service.desk.link_token(made), to(wish(14, 15, "werkraum"), "Neuer Name"))

    assert events(feed()) == []
    (moved,) = events(feed("/feeds/werkraum.ics"))
    assert field(moved, "SUMMARY") == "Neuer Name"
    assert b"Alter Name" not in feed("/feeds/house.ics").content


def test_an_erased_booking_leaves_no_name_behind(service: Service, feed: Feed) -> None:
    token = service.desk.tokens.make("feed", "Tresen")
    made = booked(service.desk, wish(9, 10), WORKSHOP)
    private = f"/feeds/private/{token}/offen.ics"
    tag = feed(private).headers["etag"]
    Office(service.desk).erase(made.code or "")

    for path in (private, "/feeds/offen.ics"):
        assert b"Radwerkstatt" not in feed(path, if_none_match=tag).content
    assert feed(private, if_none_match=tag).status_code == 200


def test_a_cancelled_booking_is_shown_as_free_for_fourteen_days(service: Service, feed: Feed) -> None:
    made = booked(service.desk, wish(9, 10), WORKSHOP)
    first = feed()
    service.desk.cancel(service.desk.link_token(made))
    answer = feed(if_none_match=first.headers["etag"])
    (gone,) = events(answer)
    assert [field(gone, name) for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")] == [
        "CANCELLED",
        "TRANSPARENT",
        "FREE",
    ]
    assert field(gone, "SUMMARY") == "Abgesagt: Radwerkstatt"

    service.clock.pass_(days=13, hours=23)
    assert feed(if_none_match=answer.headers["etag"]).status_code == 304
    service.clock.pass_(hours=1)
    later = feed(if_none_match=answer.headers["etag"])
    assert (later.status_code, events(later)) == (200, [])


@pytest.mark.parametrize(
    ("approved", "said"),
    [(False, ["TENTATIVE", "OPAQUE", "TENTATIVE"]), (True, ["CONFIRMED", "OPAQUE", "BUSY"])],
)
def test_a_request_is_tentative_until_it_is_approved(
    service: Service, feed: Feed, approved: bool, said: list[str]
) -> None:
    made = booked(service.desk, wish(9, 10, "beratung"))
    if approved:
        assert Office(service.desk).approve(made.code or "").status == BOOKED
    (event,) = events(feed("/feeds/beratung.ics"))

    assert [field(event, name) for name in ("STATUS", "TRANSP", "X-MICROSOFT-CDO-BUSYSTATUS")] == said


def test_holds_and_unconfirmed_bookings_are_in_no_feed(desk: Desk) -> None:
    desk.hold(wish(9, 10))
    desk.book(wish(11, 12), SECRET)
    booked(desk, wish(14, 15))

    for kind in (BUSY, NAMED):
        assert b"".join(Feeds(desk).write(None, kind)).count(b"BEGIN:VEVENT") == 1


def test_personal_data_is_in_the_staffs_feed_only(service: Service, feed: Feed) -> None:
    """Every stored contact, looked for in every public feed."""
    token = service.desk.tokens.make("feed", "Tresen")
    secret = booked(service.desk, wish(9, 10), SECRET)
    shown = booked(service.desk, wish(11, 12), WORKSHOP)
    for path in ("/feeds/offen.ics", "/feeds/house.ics"):
        public = feed(path).text.replace("\r\n ", "")
        contacts = [SECRET.name, SECRET.mail, WORKSHOP.mail, secret.code, shown.code, service.desk.link_token(shown)]
        assert [text for text in contacts if text and text in public] == []
        assert [field(event, "SUMMARY") for event in events(feed(path))] == ["belegt", "Radwerkstatt"]
        assert {field(event, "CLASS") for event in events(feed(path))} == {"PUBLIC"}

    named = feed(f"/feeds/private/{token}/offen.ics")
    assert [field(event, "SUMMARY") for event in events(named)] == ["Geheime Gruppe", "Radwerkstatt"]
    assert {field(event, "CLASS") for event in events(named)} == {"PRIVATE"}
    assert secret.code
    assert secret.code in named.text
    assert "example.org" not in named.text
    assert named.headers["cache-control"] == "private, no-cache"
    assert all("DURATION" not in event and "DTEND" in event for event in events(named))


def test_the_feed_of_the_house_has_the_bookings_of_every_room(service: Service, feed: Feed) -> None:
    for room in ("offen", "werkraum", "beratung"):
        booked(service.desk, wish(14, 15, room), CHOIR)
    found = events(feed("/feeds/house.ics"))

    assert [field(event, "LOCATION").split(",")[0] for event in found] == ["Offener Raum", "Werkraum", "Beratung 1"]
    assert {event.decoded("dtstart").date() for event in found} == {TOMORROW}


def test_a_feed_of_a_room_that_is_not_there_is_not_there(feed: Feed) -> None:
    for path in ("/feeds/keller.ics", "/feeds/private/x/offen.ics", "/feeds/offen.txt", "/feeds/" + "x" * 60 + ".ics"):
        assert feed(path).status_code in (404, 422)
