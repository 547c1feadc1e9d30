# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Booking from outside: a letter with a link, and nothing counts before the link was followed and confirmed."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from booking.config import Smtp
from booking.mail import Post
from booking.model import BOOKED, LAPSED, UNCONFIRMED
from tests.booking.client import Client, screen, stranger
from tests.booking.wishes import TOMORROW, booked, claims, refused, wish
from tests.servers.booking import Service, booking_service, demo_house
from tests.servers.loopback import HOST, free_port
from tests.servers.smtp import Mailbox

EVENING = {"room": "offen", "begin": f"{TOMORROW}T18:00:00", "end": f"{TOMORROW}T20:00:00"}
GROUP = {"name": "Ökoladen", "mail": "gruppe@example.org"}


@pytest.fixture
def posting(mailbox: Mailbox, tmp_path: Path) -> Iterator[Service]:
    """The house with a mail server."""
    smtp = Smtp(host=HOST, port=mailbox.port, security="none", sender="haus@klimaschutzhaus.example")
    with booking_service(demo_house(smtp=smtp), tmp_path) as service:
        yield service


def text(mail: EmailMessage) -> str:
    return str(mail.get_content())


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
    assert link_in(mail, posting) == f"{posting.url}/de/b/{made['token']}/confirm"
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
    Client(posting, made["token"]).get(f"/api/bookings/{made['code']}")

    assert posting.desk.linked(made["token"]).status == UNCONFIRMED


def test_a_booking_that_nobody_confirms_is_free_again_after_thirty_minutes(posting: Service, mailbox: Mailbox) -> None:
    made = stranger(posting).post("/api/bookings", **EVENING, **GROUP).json()
    mailbox.wait()
    with refused("taken"):
        booked(posting.desk, wish(18, 20))
    posting.clock.pass_(minutes=30)
    posting.desk.lapse()

    lapsed = posting.desk.linked(made["token"])
    assert (lapsed.status, lapsed.name, lapsed.mail) == (LAPSED, None, None)
    assert claims(posting.desk) == []
    assert posting.desk.confirm(made["token"]).status == LAPSED


def test_a_booking_at_the_display_gets_code_and_link_by_mail(posting: Service, mailbox: Mailbox) -> None:
    made = screen(posting).post("/api/bookings", **EVENING, **GROUP, lang="en").json()
    (mail,) = mailbox.wait()

    assert made["status"] == BOOKED
    assert made["code"] in mail["Subject"]
    assert made["link"] in text(mail)
    assert "Friday, 8 May, 18:00 to 20:00" in text(mail)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "14" in text(mail)


def test_a_letter_carries_nothing_that_reports_back(posting: Service, mailbox: Mailbox) -> None:
    screen(posting).post("/api/bookings", **EVENING, **GROUP)
    (mail,) = mailbox.wait()

    assert mail.get_content_type() == "text/plain"
    assert "<" not in text(mail)
    assert text(mail).count("http") == text(mail).count(posting.url) == 1


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
    coming = posting.desk.coming_of(" Gruppe@Example.org")
    Post(posting.desk, posting.url).links(coming, "gruppe@example.org")

    again = text(mailbox.wait(3)[2])
    assert links[1] in again
    assert links[0] not in again
    assert posting.desk.coming_of("andere@example.org") == []


def test_a_mail_server_that_refuses_is_named_and_a_second_try_works(posting: Service, mailbox: Mailbox) -> None:
    mailbox.refusal = "450 later, please"
    body: dict[str, object] = {"request_id": "6f2c0b3e-6d0c-4d5e-9a53-1f6a2b7c8d9e", **EVENING, **GROUP}
    answer = stranger(posting).ask("POST", "/api/bookings", body)
    assert (answer.status_code, answer.json()["reason"]) == (503, "mail_down")
    assert mailbox.mails == []

    mailbox.refusal = None
    again = stranger(posting).ask("POST", "/api/bookings", body)
    assert (again.status_code, again.json()["status"]) == (201, UNCONFIRMED)
    assert token_in(mailbox.wait()[0], posting) == again.json()["token"]


def test_a_mail_server_that_is_away_costs_no_booking_at_the_display(tmp_path: Path) -> None:
    smtp = Smtp(host=HOST, port=free_port(), security="none", sender="haus@klimaschutzhaus.example")
    with booking_service(demo_house(smtp=smtp), tmp_path) as service:
        assert screen(service).post("/api/bookings", **EVENING, **GROUP).status_code == 201
        outside = stranger(service).post(
            "/api/bookings", **(EVENING | {"room": "werkraum", "end": f"{TOMORROW}T19:00"}), **GROUP
        )
        assert (outside.status_code, outside.json()["reason"]) == (503, "mail_down")


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
