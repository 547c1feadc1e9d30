# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What strangers try at the door: other addresses, other methods, other sites' forms, words that are not theirs."""

import http.client
import re
import socket
from urllib.parse import urlencode
from uuid import uuid4

import pytest
import requests
from icalendar import Calendar
from markupsafe import escape

from booking.api.limits import BOOKINGS
from tests.booking.client import Client
from tests.booking.test_mail import wait_for
from tests.booking.wishes import TOMORROW
from tests.pictures.pages import Example, addresses
from tests.servers.booking import Service
from tests.servers.loopback import HOST

AFTERNOON = {"begin": f"{TOMORROW}T14:00:00", "end": f"{TOMORROW}T16:00:00"}
KIND = re.compile(r"(text/[a-z]+|image/svg\+xml); charset=utf-8|application/(problem\+)?json")


def ask(
    service: Service, method: str, path: str, headers: dict[str, str] | None = None, host: str = HOST, body: bytes = b""
) -> http.client.HTTPResponse:
    """Exactly what is written here, from an address of this machine's own."""
    connection = http.client.HTTPConnection(service.url.partition("://")[2], source_address=(host, 0), timeout=10)
    connection.request(method, path, body or None, headers or {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/icons/",
        "/static/../site.py",
        "/static/%2e%2e/site.py",
        "/static/..%2f..%2f..%2fREADME.md",
        "/icons/%2e%2e/%2e%2e/.git/HEAD",
        "/.git/HEAD",
        "/secret.key",
        "/house.db",
        "/docs",
        "/redoc",
        "/openapi.json",
    ],
)
def test_nothing_is_served_but_what_is_meant_to_be(service: Service, path: str) -> None:
    assert ask(service, "GET", path).status == 404


@pytest.mark.parametrize("path", ["/de/", "/api/house", "/feeds/house.ics", "/static/house.css"])
def test_no_request_is_sent_back_as_it_came(service: Service, path: str) -> None:
    assert ask(service, "TRACE", path).status == 405


@pytest.mark.parametrize("path", ["/de/", "/api/house", "/api/bookings", "/feeds/house.ics"])
def test_no_other_site_may_read_an_answer(service: Service, path: str) -> None:
    for method in ("GET", "OPTIONS"):
        answer = ask(service, method, path, {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"})
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_every_answer_names_its_kind_and_its_letters(service: Service) -> None:
    example = Example(service.desk)
    pages = addresses(service, "de", example).values()
    more = ("/api/house", "/api/openapi.json", "/api/nothing", "/feeds/house.ics", "/feeds/nothing.ics", "/robots.txt")
    static = ("/static/house.css", "/icons/logo.svg", f"/de/b/{example.own}/calendar.ics")
    for address in (*pages, *(f"{service.url}{path}" for path in (*more, *static))):
        kind = requests.get(address, timeout=10).headers["content-type"]
        assert KIND.fullmatch(kind), (address, kind)


def test_over_https_browsers_are_told_to_stay_there(service: Service) -> None:
    """As a proxy on the machine itself says how it was asked; over http the header would not count (RFC 6797, 7.2)."""
    for path in ("/de/", "/api/house", "/api/nothing", "/static/house.css"):
        told = ask(service, "GET", path, {"X-Forwarded-Proto": "https"}).getheader("strict-transport-security")
        assert told == "max-age=31536000; includeSubDomains", path
        assert ask(service, "GET", path).getheader("strict-transport-security") is None, path


def test_nobody_chooses_the_address_by_which_they_are_counted(service: Service) -> None:
    """A proxy on the machine itself is believed, but not what others told the proxy."""
    for host, forwarded in (("127.0.0.2", "203.0.113.{}"), (HOST, "203.0.113.{}, 198.51.100.1")):
        tries = [try_to_book(service, host, forwarded.format(number)) for number in range(BOOKINGS.amount + 1)]
        assert tries == [422] * BOOKINGS.amount + [429], host
    assert try_to_book(service, HOST, "198.51.100.2") == 422


def try_to_book(service: Service, host: str, forwarded: str) -> int:
    """The status of a form that lacks an end."""
    form = urlencode({"begin": AFTERNOON["begin"]}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": forwarded}
    return ask(service, "POST", "/de/rooms/offen/book", headers, host, form).status


def test_a_request_has_one_end(service: Service) -> None:
    """Two lengths, or a length and chunks: nothing of it is taken for a second request."""
    more = b"0\r\n\r\nGET /api/health HTTP/1.1\r\nHost: x\r\n\r\n"
    for lengths in (
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Transfer-Encoding: xchunked",
    ):
        host, port = service.url.partition("://")[2].split(":")
        with socket.create_connection((host, int(port)), timeout=10) as line:
            line.sendall(b"POST /de/link HTTP/1.1\r\nHost: x\r\n" + lengths + b"\r\n\r\n" + more)
            said = line.makefile("rb").read()
        assert said.startswith(b"HTTP/1.1 400 "), lengths
        assert said.count(b"HTTP/1.1 ") == 1, lengths


def test_what_is_behind_a_private_link_is_kept_by_no_browser(service: Service) -> None:
    example = Example(service.desk)
    private = [path for path in addresses(service, "de", example).values() if re.search("/(b|h|w|staff/join)/", path)]
    assert len(private) > 15
    for address in (*private, f"{service.url}/de/b/{example.own}/calendar.ics"):
        assert requests.get(address, timeout=10).headers["cache-control"] == "no-store", address

    proof = {"Authorization": f"Bearer {example.own}"}
    answer = requests.get(f"{service.url}/api/bookings/{example.code(example.own)}", headers=proof, timeout=10)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")


def test_the_house_names_the_file_to_take_along(service: Service) -> None:
    example = Example(service.desk)
    answer = requests.get(f"{service.url}/de/b/{example.own}/calendar.ics?filename=evil.exe", timeout=10)

    assert answer.headers["content-disposition"] == f'attachment; filename="kassel-{example.code(example.own)}.ics"'


def test_a_bug_is_logged_and_shows_nothing_of_the_inside(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    example = Example(service.desk)
    service.desk.database.write(lambda db: db.exec_driver_sql("UPDATE booking SET status = 'unheard of'"))
    answer = requests.get(f"{service.url}/de/b/{example.own}", timeout=10)

    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    assert "object-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    wait_for(lambda: "unheard of" in caplog.text)


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>",
        "'\"><img src=x onerror=alert(1)>",
        "{{ 7 * 7 }} {house} {0} %s %(x)s",
        "'); DROP TABLE booking; --",
        "100%25 &lt;b&gt; \\u003c",
        "=HYPERLINK(A1)\\nATTENDEE:mailto:x@example.org",
    ],
)
def test_a_name_means_nothing_but_itself_wherever_it_stands(service: Service, name: str) -> None:
    """Neither to a page nor to a template, a database, an address or a calendar; it is read and written once."""
    code = service.desk.tokens.onsite(10)
    form = {**AFTERNOON, "name": name, "show_name": "1", "request_id": str(uuid4())}
    page = requests.post(f"{service.url}/de/rooms/offen/book?onsite={code}", form, timeout=10)
    (made,) = service.desk.find()
    assert made.name == name
    assert str(escape(name)) in page.text

    day = requests.get(f"{service.url}/de/rooms/offen/{TOMORROW}", timeout=10).text
    assert str(escape(name)) in day
    if name != str(escape(name)):
        assert name not in page.text + day
    mine = Client(service, service.desk.link_token(made)).get(f"/api/bookings/{made.code}")
    assert mine.json()["name"] == name
    calendar = requests.get(f"{service.url}/feeds/offen.ics", timeout=10).content
    assert [str(event["SUMMARY"]) for event in Calendar.from_ical(calendar).events] == [name]
