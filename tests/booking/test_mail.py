# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Booking from outside: a letter with a link, and nothing counts before the link was followed and confirmed."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal, TypeVar
from uuid import uuid4

import pytest
import requests
from icalendar import Calendar

from booking.config import Smtp
from booking.mail import Undelivered, hand_over
from booking.model import BOOKED, LAPSED, UNCONFIRMED
from booking.office import Office
from booking.post import Post
from booking.repeat import Repeat
from booking.series import SeriesChange, SeriesDesk
from tests.booking.client import Client, screen, stranger
from tests.booking.wishes import TOMORROW, WORKSHOP, at, booked, claims, refused, wish
from tests.servers.booking import Service, booking_service, demo_house
from tests.servers.loopback import HOST, free_port
from tests.servers.smtp import Mailbox
from tests.servers.smtp import smtp as run_smtp
from tests.servers.tls import unknown_certificate

T = TypeVar("T")

EVENING = {"room": "offen", "begin": f"{TOMORROW}T18:00:00", "end": f"{TOMORROW}T20:00:00"}
HOUR = {"begin": f"{TOMORROW}T10:00:00", "end": f"{TOMORROW}T11:00:00"}
GROUP = {"name": "Ökoladen", "mail": "gruppe@example.org"}


@pytest.fixture
def posting(mailbox: Mailbox, tmp_path: Path) -> Iterator[Service]:
    """The house with a mail server."""
    smtp = Smtp(host=HOST, port=mailbox.port, security="none", sender="haus@klimaschutzhaus.example")
    with booking_service(demo_house(smtp=smtp), tmp_path) as service:
        yield service


def text(mail: EmailMessage) -> str:
    """What is to be read without HTML."""
    plain = mail.get_body(("plain",))
    assert plain is not None
    return str(plain.get_content())


def invitation(mail: EmailMessage) -> tuple[str, Any]:
    """The method of the calendar part, and the calendar."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    return str(part.get_param("method")), Calendar.from_ical(str(part.get_content()))


def wait_for(ask: Callable[[], T]) -> T:
    """The first answer that is something, within ten seconds."""
    end = time.monotonic() + 10
    while not (answer := ask()):
        assert time.monotonic() < end, "nothing happens"
        time.sleep(0.02)
    return answer


def link_in(mail: EmailMessage, service: Service) -> str:
    (line,) = [line for line in text(mail).splitlines() if line.startswith(service.url)]
    return line


def token_in(mail: EmailMessage, service: Service) -> str:
    return link_in(mail, service).removeprefix(f"{service.url}/de/b/").removesuffix("/confirm")


def test_a_booking_from_outside_counts_when_its_link_was_confirmed(posting: Service, mailbox: Mailbox) -> None:
    made = stranger(posting).post("/api/bookings", **EVENING, **GROUP).json()
    assert made["status"] == UNCONFIRMED
    (mail,) = mailbox.wait()
    assert mail["To"] == "gruppe@example.org"
    (found,) = posting.desk.find()
    assert made["token"] is made["link"] is None  # only whoever reads the mail has the link
    assert link_in(mail, posting) == f"{posting.url}/de/b/{posting.desk.link_token(found)}/confirm"
    assert "30" in text(mail)

    assert posting.desk.confirm(token_in(mail, posting)).status == BOOKED
    assert posting.desk.confirm(token_in(mail, posting)).status == BOOKED


def test_looking_at_the_link_confirms_nothing(posting: Service, mailbox: Mailbox) -> None:
    """Mail scanners follow every link."""
    made = stranger(posting).post("/api/bookings", **EVENING, **GROUP).json()
    (mail,) = mailbox.wait()
    link = link_in(mail, posting)
    for path in (link, link.removesuffix("/confirm")):
        assert stranger(posting).get(path.removeprefix(posting.url)).status_code == 200
    token = token_in(mail, posting)
    Client(posting, token).get(f"/api/bookings/{made['code']}")

    assert posting.desk.linked(token).status == UNCONFIRMED


def test_a_booking_that_nobody_confirms_is_free_again_after_thirty_minutes(posting: Service, mailbox: Mailbox) -> None:
    stranger(posting).post("/api/bookings", **EVENING, **GROUP)
    mailbox.wait()
    with refused("taken"):
        booked(posting.desk, wish(18, 20))
    posting.clock.pass_(minutes=30)
    posting.desk.lapse()

    (lapsed,) = posting.desk.find()
    token = posting.desk.link_token(lapsed)
    assert (lapsed.status, lapsed.name, lapsed.mail) == (LAPSED, None, None)
    assert claims(posting.desk) == []
    assert posting.desk.confirm(token).status == LAPSED


def test_a_booking_at_the_display_gets_code_and_link_by_mail(posting: Service, mailbox: Mailbox) -> None:
    made = screen(posting).post("/api/bookings", **EVENING, **GROUP, lang="en").json()
    (mail,) = mailbox.wait()

    assert made["status"] == BOOKED
    assert made["code"] in mail["Subject"]
    assert made["link"] in text(mail)
    assert "Friday, 8 May, 18:00 to 20:00" in text(mail)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "14" in text(mail)


def test_a_letter_can_be_read_as_text_and_as_html_and_carries_nothing_that_reports_back(
    posting: Service, mailbox: Mailbox
) -> None:
    screen(posting).post("/api/bookings", **EVENING, **GROUP)
    (mail,) = mailbox.wait()

    assert mail.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in mail.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert text(mail).count("http") == text(mail).count(posting.url) == 1
    html = mail.get_body(("html",))
    assert html
    assert html.get_content().count("http") == html.get_content().count(posting.url) == 1
    assert "<img" not in html.get_content()


def test_the_links_are_sent_again_for_coming_bookings_only(posting: Service, mailbox: Mailbox) -> None:
    links = [
        screen(posting).post("/api/bookings", room="offen", begin=begin, end=end, **GROUP).json()["link"]
        for begin, end in (
            (f"{TOMORROW}T08:00:00", f"{TOMORROW}T09:00:00"),
            (f"{TOMORROW}T18:00:00", f"{TOMORROW}T20:00:00"),
        )
    ]
    mailbox.wait(2)
    posting.clock.pass_(hours=22)
    requests.post(f"{posting.url}/de/link", data={"mail": " Gruppe@Example.org"}, timeout=10)

    (again,) = [mail for mail in mailbox.wait(4) if "Links" in mail["Subject"]]
    assert links[1] in text(again)
    assert links[0] not in text(again)
    assert posting.desk.coming_of("andere@example.org") == []


def test_an_invitation_a_move_and_a_cancellation_are_the_same_entry(posting: Service, mailbox: Mailbox) -> None:
    """RFC 6047: each mail carries the whole state, under one UID, with a SEQUENCE that only grows."""
    made = screen(posting).post("/api/bookings", **EVENING, **GROUP).json()
    mine = Client(posting, made["token"])
    mailbox.wait(1)
    path = f"/api/bookings/{made['code']}"
    mine.patch(path, begin=f"{TOMORROW}T17:00:00", end=f"{TOMORROW}T19:00:00")
    mailbox.wait(2)
    mine.delete(path)
    said = [invitation(mail) for mail in mailbox.wait(3)]

    assert [method for method, _ in said] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [calendar["METHOD"] for _, calendar in said] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [calendar.walk("VEVENT")[0] for _, calendar in said]
    assert len({event["UID"] for event in events}) == 1
    assert [event["SEQUENCE"] for event in events] == sorted({event["SEQUENCE"] for event in events})
    assert [f"{event['DTSTART'].dt:%H:%M}" for event in events] == ["18:00", "17:00", "17:00"]
    assert events[2]["STATUS"] == "CANCELLED"
    assert {str(event["ATTENDEE"]) for event in events} == {"mailto:gruppe@example.org"}
    assert {str(event["ORGANIZER"]) for event in events} == {"mailto:haus@klimaschutzhaus.example"}


def test_a_series_is_one_letter_with_its_rule_and_a_date_that_is_cancelled_leaves_it(
    posting: Service, mailbox: Mailbox
) -> None:
    made = screen(posting).post("/api/series", **EVENING, **GROUP, every="week", count=4).json()["dates"]
    (mail,) = mailbox.wait()
    assert mail["Subject"].startswith("Ihre Serie: 4 Termine")
    assert all(date["code"] in text(mail) for date in made)
    method, calendar = invitation(mail)
    (event,) = calendar.walk("VEVENT")
    assert (method, event["RRULE"]["FREQ"]) == ("REQUEST", ["WEEKLY"])

    Client(posting, made[1]["token"]).delete(f"/api/bookings/{made[1]['code']}")
    method, calendar = invitation(mailbox.wait(2)[1])
    (after,) = calendar.walk("VEVENT")
    assert (method, after["UID"], "EXDATE" in after) == ("REQUEST", event["UID"], True)
    assert after["SEQUENCE"] > event["SEQUENCE"]
    Client(posting, made[0]["token"]).delete(f"/api/bookings/{made[0]['code']}/series")
    assert invitation(mailbox.wait(3)[2])[0] == "CANCEL"


def test_a_date_moved_onto_the_day_of_another_is_a_letter_of_its_own(posting: Service, mailbox: Mailbox) -> None:
    made = screen(posting).post("/api/series", **EVENING, **GROUP, every="week", count=3).json()["dates"]
    mailbox.wait()
    day = TOMORROW + timedelta(weeks=2)
    change = {"begin": f"{day}T10:00:00", "end": f"{day}T11:00:00"}
    Client(posting, made[1]["token"]).patch(f"/api/bookings/{made[1]['code']}", **change)
    sent = [invitation(mail)[1].walk("VEVENT")[0] for mail in mailbox.wait(3)[1:]]

    assert ["RRULE" in event for event in sent].count(True) == 1
    (alone,) = [event for event in sent if "RRULE" not in event]
    assert f"{alone['DTSTART'].dt:%d %H:%M}" == f"{day:%d} 10:00"


def test_a_room_that_was_released_and_a_request_that_was_answered_are_told(posting: Service, mailbox: Mailbox) -> None:
    asked = booked(posting.desk, wish(14, 15, "beratung"), WORKSHOP)
    assert "Anfrage" in mailbox.wait()[0]["Subject"]
    Office(posting.desk).approve(asked.code or "")
    assert asked.code in mailbox.wait(2)[1]["Subject"]
    posting.clock.time = at(14.25)

    released = mailbox.wait(3)[2]
    assert released["Subject"].startswith("Freigegeben")
    assert invitation(released)[0] == "CANCEL"


def test_a_group_is_reminded_the_day_before_once_and_can_give_the_room_back(posting: Service, mailbox: Mailbox) -> None:
    later = wish(18, 20, day=TOMORROW + timedelta(days=4))
    made = booked(posting.desk, later, WORKSHOP)
    mailbox.wait()
    post = Post(posting.desk, posting.url, posting.clock)
    assert post.remind() == 0
    posting.clock.time = later.begin - timedelta(hours=23)
    post.remind()
    post.remind()
    reminders = [mail for mail in mailbox.wait(2) if mail["Subject"].startswith("Morgen")]

    assert len(reminders) == 1
    assert f"{posting.url}/de/b/{posting.desk.link_token(made)}/cancel" in text(reminders[-1])


def test_who_booked_for_tomorrow_just_now_needs_no_reminder(posting: Service, mailbox: Mailbox) -> None:
    booked(posting.desk, wish(9, 10), WORKSHOP)
    mailbox.wait(1)

    assert Post(posting.desk, posting.url, posting.clock).remind() == 1
    assert len(mailbox.mails) == 1


def test_what_becomes_free_is_told_to_who_waits_with_a_link_that_books_it(posting: Service, mailbox: Mailbox) -> None:
    made = booked(posting.desk, wish(18, 20))
    posting.desk.wait(wish(18, 20), "anna@example.org")
    posting.desk.cancel(posting.desk.link_token(made))
    (mail,) = mailbox.wait()

    assert mail["To"] == "anna@example.org"
    assert link_in(mail, posting).startswith(f"{posting.url}/de/h/")
    assert "14:12" in text(mail)  # half an hour from now


def test_a_letter_that_is_not_taken_is_tried_again_and_its_fault_is_told(posting: Service, mailbox: Mailbox) -> None:
    mailbox.refusal = "450 later, please"
    made = stranger(posting).post("/api/bookings", **EVENING, **GROUP).json()
    post = Post(posting.desk, posting.url, posting.clock)
    (fault,) = wait_for(post.faults)
    assert (fault.kind, fault.code, fault.tries) == ("confirm", made["code"], 1)
    assert "450" in fault.why
    assert "gruppe" not in fault.why
    assert fault.due
    assert fault.due > posting.clock.now()

    mailbox.refusal = None
    posting.clock.pass_(seconds=10)
    assert posting.desk.linked(token_in(mailbox.wait()[0], posting)).code == made["code"]
    assert wait_for(lambda: not post.faults())


def test_a_letter_for_an_address_that_does_not_exist_is_given_up(posting: Service, mailbox: Mailbox) -> None:
    mailbox.refusal = "550 nobody of that name"
    screen(posting).post("/api/bookings", **EVENING, **GROUP)
    (fault,) = wait_for(Post(posting.desk, posting.url, posting.clock).faults)

    assert "550" in fault.why


def test_a_mail_server_that_is_away_costs_no_booking_and_no_letter(tmp_path: Path) -> None:
    smtp = Smtp(host=HOST, port=free_port(), security="none", sender="haus@klimaschutzhaus.example")
    with booking_service(demo_house(smtp=smtp), tmp_path) as service:
        assert screen(service).post("/api/bookings", **EVENING, **GROUP).status_code == 201
        (fault,) = wait_for(Post(service.desk, service.url, service.clock).faults)
        assert "cannot be reached" in fault.why


def test_no_letter_goes_out_in_the_clear_unless_the_config_says_so(mailbox: Mailbox) -> None:
    with pytest.raises(Undelivered, match="SMTPNotSupportedError"):
        hand_over(Smtp(host=HOST, port=mailbox.port, sender="haus@klimaschutzhaus.example"), EmailMessage())

    assert mailbox.mails == []


@pytest.mark.parametrize(("security", "side"), [("starttls", "tls_context"), ("tls", "ssl_context")])
def test_no_letter_goes_to_a_server_that_nobody_vouches_for(
    tmp_path: Path, security: Literal["starttls", "tls"], side: str
) -> None:
    with run_smtp(**{side: unknown_certificate(tmp_path)}) as box:
        smtp = Smtp(host=HOST, port=box.port, security=security, sender="haus@klimaschutzhaus.example")
        with pytest.raises(Undelivered, match="SSLCertVerificationError"):
            hand_over(smtp, EmailMessage())

    assert box.mails == []


@pytest.mark.parametrize("mail", ["=?utf-8?q?a=0Ab?=@example.org", "a:opfer@example.org", "a b@example.org"])
def test_an_address_that_a_mail_could_read_otherwise_is_refused(posting: Service, mail: str) -> None:
    answer = stranger(posting).post("/api/bookings", **EVENING, name="Chor", mail=mail)

    assert (answer.status_code, answer.json()["reason"]) == (422, "mail")


def test_a_letter_that_cannot_be_written_lets_the_next_one_out(posting: Service, mailbox: Mailbox) -> None:
    made = booked(posting.desk, wish(14, 15), WORKSHOP)
    mailbox.wait()
    posting.desk.write(lambda book: book.tell(made, "links", "a\nb@example.org"))
    booked(posting.desk, wish(18, 19), WORKSHOP)

    assert len(mailbox.wait(2)) == 2
    assert wait_for(Post(posting.desk, posting.url, posting.clock).faults)[0].due is None


def test_a_series_that_was_confirmed_tells_every_code_and_one_that_was_split_is_told_twice(
    posting: Service, mailbox: Mailbox
) -> None:
    made = SeriesDesk(posting.desk).book(wish(18, 20), Repeat("week", count=4), WORKSHOP)
    token = token_in(mailbox.wait()[0], posting)
    posting.desk.confirm(token)
    confirmed = mailbox.wait(2)[1]
    assert all((one.code or "-") in text(confirmed) for one in made)

    later = posting.desk.link_token(made[3])
    day = TOMORROW + timedelta(weeks=3, days=1)
    moved = SeriesChange(str(uuid4()), "following", at(10, day), at(12, day))
    SeriesDesk(posting.desk).change(later, moved)
    told = [invitation(mail) for mail in mailbox.wait(4)[2:]]
    events = {calendar.walk("VEVENT")[0]["UID"]: calendar.walk("VEVENT")[0] for _, calendar in told}
    assert len(events) == 2  # the new series of one date, and the old one, now shorter
    assert {method for method, _ in told} == {"REQUEST"}


@pytest.mark.parametrize("says_yes", [True, False])
def test_the_group_reads_what_staff_wrote_with_their_answer(posting: Service, mailbox: Mailbox, says_yes: bool) -> None:
    made = screen(posting).post("/api/bookings", **EVENING | {"room": "beratung", **HOUR}, **GROUP).json()
    mailbox.wait()
    office = Office(posting.desk, "anna")
    (office.approve if says_yes else office.refuse)(made["code"], "Bitte am\nHofeingang klingeln.")
    _, mail = mailbox.wait(2)

    assert "Das Haus schreibt: Bitte am Hofeingang klingeln." in text(mail)
    assert "anna" not in mail.as_string()


def test_an_erased_booking_sends_no_letter_any_more(posting: Service, mailbox: Mailbox) -> None:
    mailbox.refusal = "450 later, please"
    made = screen(posting).post("/api/bookings", **EVENING, **GROUP).json()
    post = Post(posting.desk, posting.url, posting.clock)
    wait_for(post.faults)
    Office(posting.desk).erase(made["code"])

    assert post.faults() == []


def test_without_a_mail_server_nothing_promises_a_mail(service: Service) -> None:
    answer = stranger(service).post("/api/bookings", **EVENING, **GROUP)

    assert not stranger(service).get("/api/house").json()["mail"]
    assert (answer.status_code, answer.json()["reason"]) == (403, "onsite")
    assert claims(service.desk) == []


def test_nobodys_letter_box_is_filled_from_here(posting: Service, mailbox: Mailbox) -> None:
    """However the address is written, and in whatever room: five letters an hour."""
    said = [
        stranger(posting)
        .post(
            "/api/bookings",
            room=room,
            begin=f"{TOMORROW}T{hour}:00",
            end=f"{TOMORROW}T{hour}:30",
            name="Spam",
            mail=mail,
        )
        .json()
        for room in ("offen", "werkraum")
        for hour, mail in zip(
            (14, 15, 16), ("opfer@example.org", " OPFER@example.org", "Opfer@Example.org"), strict=True
        )
    ]

    assert [answer.get("reason") for answer in said] == [None] * 5 + ["too_many"]
    assert len(mailbox.wait(5)) == 5
