# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way out asks as the config allows, brings back no more than it may, and says why it brings nothing."""

import gzip
import socket
import ssl
import time
import zlib
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from sync import wire
from sync.faults import Fault
from sync.fetch import Answer, Wanted, WayOut
from sync.gate import Gate
from tests.servers.booking import THURSDAY
from tests.servers.loopback import HOST, free_port
from tests.servers.partner import Asked, Partner, Reply
from tests.servers.partner import partner as run_partner
from tests.servers.tls import unknown_certificate

BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
NAME = "localhost"


def way_out(*partners: Partner, seconds: float = 10, largest: int = 10_000) -> WayOut:
    """Open to loopback, at the ports of these partners."""
    hosts = frozenset((HOST, NAME))
    ports = frozenset((host, one.port) for one in partners for host in hosts)
    return WayOut(Gate(hosts, hosts, hosts, ports), lambda: THURSDAY, seconds, largest)


def fault(way: WayOut, wanted: Wanted) -> Fault:
    with pytest.raises(Fault) as caught:
        way.fetch(wanted)
    return caught.value


def test_a_copy_comes_with_its_marks_and_is_not_sent_again(partner: Partner) -> None:
    partner.serves(BODY)
    first = way_out(partner).fetch(Wanted(partner.url()))
    again = way_out(partner).fetch(Wanted(partner.url(), first.etag, first.modified))

    assert first.body == BODY
    assert first.etag
    assert again.body is None
    headers = partner.asked[1].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == (first.etag, first.modified)
    assert "cookie" not in headers


def test_a_304_that_nobody_asked_for_is_no_answer(partner: Partner) -> None:
    partner.answers(Reply(status=304))

    assert fault(way_out(partner), Wanted(partner.url())).key == "status"


@pytest.mark.parametrize("squeeze", [gzip.compress, lambda body: body])
def test_a_copy_may_be_zipped(partner: Partner, squeeze: type[bytes]) -> None:
    packed = squeeze(BODY)
    headers = {"Content-Encoding": "gzip"} if packed != BODY else {}
    partner.answers(Reply(packed, headers=headers))

    assert way_out(partner).fetch(Wanted(partner.url())).body == BODY


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        (Reply(b"x" * 10_001), "too_large"),
        (Reply(gzip.compress(b"x" * 10_001), headers={"Content-Encoding": "gzip"}), "too_large"),
        (Reply(gzip.compress(BODY)[:-9], headers={"Content-Encoding": "gzip"}), "cut"),
        (Reply(BODY, headers={"Content-Encoding": "gzip"}), "cut"),
        (Reply(BODY, headers={"Content-Encoding": "br"}), "encoding"),
        (Reply(BODY, headers={"Content-Length": "999"}), "cut"),
        (Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nBEGIN\r\n"), "cut"),
        (Reply(raw=b"BEGIN:VCALENDAR\r\n"), "cut"),
        (Reply(raw=b""), "cut"),
        (Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n"), "cut"),
        (Reply(raw=b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n"), "cut"),
        (Reply(status=401), "sign_in"),
        (Reply(status=403), "sign_in"),
        (Reply(status=404), "not_found"),
        (Reply(status=410), "gone"),
        (Reply(status=429), "too_often"),
        (Reply(status=500), "unavailable"),
        (Reply(status=503), "unavailable"),
        (Reply(status=204), "status"),
        (Reply(status=302), "status"),
        (Reply(status=302, headers={"Location": "//["}), "bad_address"),
        (Reply(status=302, headers={"Location": "file:///etc/passwd"}), "bad_address"),
        (Reply(status=302, headers={"Location": "http://elsewhere.example/"}), "unknown_host"),
    ],
)
def test_whatever_else_comes_is_a_fault_of_its_own(partner: Partner, reply: Reply, key: str) -> None:
    partner.answers(reply)

    assert fault(way_out(partner), Wanted(partner.url())).key == key


def test_a_bomb_is_stopped_at_the_limit(partner: Partner) -> None:
    """522 kB that become 512 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    first, again = (packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    bomb = first + again * 511 + packer.flush()
    assert 500_000 < len(bomb) < 540_000
    partner.answers(Reply(bomb, headers={"Content-Encoding": "gzip"}))
    started = time.process_time()

    assert fault(way_out(partner, largest=10 << 20), Wanted(partner.url())).key == "too_large"
    assert time.process_time() - started < 2


@pytest.mark.parametrize("reply", [Reply(BODY, every=0.05), Reply(raw=b"HTTP/1.1 200 OK\r\nX: y", every=0.05)])
def test_who_answers_byte_by_byte_is_cut_at_the_deadline(partner: Partner, reply: Reply) -> None:
    """In the body as in the headers: every byte comes in time, but not all of them."""
    partner.answers(reply)
    started = time.monotonic()

    assert fault(way_out(partner, seconds=0.3), Wanted(partner.url())).key == "too_slow"
    assert time.monotonic() - started < 2


def test_who_says_nothing_is_cut_at_the_deadline(partner: Partner) -> None:
    def silent(_: Asked) -> Reply:
        partner.stopped.wait(5)
        return Reply()

    partner.answers(silent)
    assert fault(way_out(partner, seconds=0.3), Wanted(partner.url())).key == "too_slow"


def test_nobody_there_and_no_such_name() -> None:
    port = free_port()
    way = WayOut(
        Gate(
            frozenset((HOST, "nobody.invalid")),
            frozenset((HOST, "nobody.invalid")),
            frozenset((HOST,)),
            frozenset(((HOST, port),)),
        ),
        lambda: THURSDAY,
    )
    assert fault(way, Wanted(f"http://{HOST}:{port}/")).key == "no_connection"
    assert fault(way, Wanted("http://nobody.invalid/")).key == "no_name"


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(seconds=120)),
        ("99999999999", timedelta(days=1)),
        ("Thu, 07 May 2026 12:42:00 GMT", timedelta(hours=1)),
        ("Thu, 07 May 2126 12:42:00 GMT", timedelta(days=1)),
        ("soon", None),
        ("", None),
    ],
)
def test_a_partner_says_when_to_come_back(partner: Partner, said: str, wait: timedelta | None) -> None:
    partner.answers(Reply(status=503, headers={"Retry-After": said}))
    found = fault(way_out(partner), Wanted(partner.url())).not_before

    assert (found - THURSDAY if found else None) == wait


def test_a_name_is_looked_up_once_and_one_of_these_addresses_is_asked(
    partner: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever answers otherwise the second time is not asked a second time."""
    looked_up: list[object] = []
    real = socket.getaddrinfo

    def counted(*asked: Any, **more: Any) -> Any:
        looked_up.append(asked[0])
        return real(*asked, **more)

    monkeypatch.setattr(socket, "getaddrinfo", counted)
    partner.serves(BODY)

    assert way_out(partner).fetch(Wanted(partner.url(host=NAME))).body == BODY
    assert looked_up == [NAME]


# Sent on


def test_three_times_it_is_sent_on_and_not_once_more(partner: Partner) -> None:
    for number in range(4):
        partner.answers(Reply(status=302, headers={"Location": f"/{number + 1}"}), f"/{number}")
    partner.answers(Reply(BODY), "/3")
    assert way_out(partner).fetch(Wanted(partner.url("/0"))) == Answer(BODY)
    partner.answers(Reply(status=307, headers={"Location": "/4"}), "/3")
    partner.answers(Reply(BODY), "/4")
    assert fault(way_out(partner), Wanted(partner.url("/0"))).key == "sent_on_too_often"


def test_nobody_but_its_own_site_learns_a_password_or_what_we_know(partner: Partner) -> None:
    with run_partner() as other:
        wanted = Wanted(partner.url("/a"), '"mark"', "Thu, 07 May 2026 12:42:00 GMT", ("haus", "geheim"))
        partner.answers(Reply(status=302, headers={"Location": "/b", "Set-Cookie": "a=b"}), "/a")
        partner.answers(Reply(status=302, headers={"Location": other.url("/c")}), "/b")
        other.answers(Reply(BODY), "/c")
        way_out(partner, other).fetch(wanted)

    login = "Basic " + b64encode(b"haus:geheim").decode()
    assert [asked.headers.get("authorization") for asked in partner.asked] == [login, login]
    secret = {"authorization", "if-none-match", "if-modified-since", "cookie", "referer"}
    assert secret.isdisjoint(other.asked[0].headers)


def test_it_goes_to_no_other_port_than_the_config_names(partner: Partner) -> None:
    with run_partner() as other:
        partner.answers(Reply(status=302, headers={"Location": other.url()}))
        assert fault(way_out(partner), Wanted(partner.url())).key == "unknown_host"
        assert other.asked == []


def test_it_goes_nowhere_without_encryption_unless_the_config_says_so(partner: Partner) -> None:
    hosts = frozenset((HOST,))
    way = WayOut(Gate(hosts, frozenset(), hosts, frozenset(((HOST, partner.port),))), lambda: THURSDAY)

    assert fault(way, Wanted(partner.url())).key == "not_encrypted"
    assert partner.asked == []


def test_proxies_of_the_environment_are_not_used(partner: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    partner.serves(BODY)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, f"http://{HOST}:9")

    assert way_out(partner).fetch(Wanted(partner.url())).body == BODY


# Encrypted


@pytest.fixture
def encrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Partner]:
    """A partner with a certificate for its address, which is trusted."""
    context = unknown_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    wire._trust.cache_clear()
    with run_partner(context) as server:
        server.serves(BODY)
        yield server
    wire._trust.cache_clear()


def test_who_has_the_right_certificate_is_believed(encrypted: Partner) -> None:
    assert way_out(encrypted).fetch(Wanted(encrypted.url())).body == BODY


def test_a_certificate_is_for_a_name_whatever_address_that_has(encrypted: Partner) -> None:
    """The connection goes to the checked address, TLS asks for the name."""
    asked: list[str | None] = []
    assert encrypted.context
    encrypted.context.sni_callback = lambda _, name, __: asked.append(name)

    assert fault(way_out(encrypted), Wanted(encrypted.url(host=NAME))).key == "certificate"
    assert asked == [NAME]
    assert encrypted.asked == []


def test_who_is_not_trusted_is_not_asked(tmp_path: Path) -> None:
    with run_partner(unknown_certificate(tmp_path)) as server:
        assert fault(way_out(server), Wanted(server.url())).key == "certificate"
        assert server.asked == []


def test_the_context_asks_for_certificates_and_their_names() -> None:
    context = wire._trust()

    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
