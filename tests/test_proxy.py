# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""HTTPS in front: a real Caddy with the config that comes along, before a real house."""

import http.client
import socket
import ssl
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

import pytest
import requests

from tests.servers.booking import booking_service, demo_house
from tests.servers.loopback import HOST, free_port

EXAMPLE = Path(__file__).parents[1] / "systemd" / "Caddyfile.example"
NAME = "haus.example"
STARTS_WITHIN = 20.0


@dataclass(frozen=True)
class Front:
    """Caddy's two doors, and whom it is known by."""

    plain: int
    secure: int
    trust: ssl.SSLContext
    log: Path

    def ask(self, path: str, *, method: str = "GET", secure: bool = True, **more: object) -> http.client.HTTPResponse:
        """An answer, read to its end; `body` and `headers` go along."""
        body, headers = more.get("body"), {"Host": NAME, **(more.get("headers") or {})}  # type: ignore[dict-item]
        line: http.client.HTTPConnection
        if secure:
            line = http.client.HTTPSConnection(NAME, self.secure, context=self.trust, timeout=20)
            raw = socket.create_connection((HOST, self.secure), timeout=20)
            line.sock = self.trust.wrap_socket(raw, server_hostname=NAME)
        else:
            line = http.client.HTTPConnection(HOST, self.plain, timeout=20)
        line.request(method, path, body=body, headers=headers)  # type: ignore[arg-type]
        answer = line.getresponse()
        answer.text = answer.read().decode(errors="replace")  # type: ignore[attr-defined]
        line.close()
        return answer


@contextmanager
def caddy(folder: Path, service: str) -> Iterator[Front]:
    """The example as it is, but for ports and a certificate that this machine makes itself."""
    plain, secure = free_port(), free_port()
    here = f"{{\n\tadmin off\n\tlocal_certs\n\tskip_install_trust\n\thttp_port {plain}\n\thttps_port {secure}\n"
    text = EXAMPLE.read_text(encoding="utf-8")
    text = text.replace("{\n", f"{here}\tstorage file_system {folder / 'caddy'}\n", 1)
    config, log = folder / "Caddyfile", folder / "caddy.log"
    config.write_text(text.replace("127.0.0.1:8080", service.removeprefix("http://")), encoding="utf-8")
    root = folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    with log.open("wb") as out:
        command: list[str | Path] = ["caddy", "run", "--adapter", "caddyfile", "--config", config]
        process = subprocess.Popen(command, stdout=out, stderr=out, env={"HOME": str(folder), "PATH": "/usr/bin"})
    try:
        until = time.monotonic() + STARTS_WITHIN
        while not (root.exists() and _answers(secure)):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
        yield Front(plain, secure, ssl.create_default_context(cafile=root), log)
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    """Whether a certificate is shown there."""
    anybody = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection((HOST, port), 1) as raw, anybody.wrap_socket(raw, server_hostname=NAME):
            return True
    except OSError:
        return False


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    house = demo_house(public_url=f"https://{NAME}", staff_networks=())
    with booking_service(house, folder / "data") as service, caddy(folder, service.url) as front:
        yield front


def test_a_visitor_is_answered_over_https_with_the_services_own_headers(front: Front) -> None:
    answer = front.ask("/de/")
    assert answer.status == 200
    assert answer.headers.get_all("strict-transport-security") == ["max-age=31536000; includeSubDomains"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["server"] is None


def test_without_encryption_a_page_leads_on_and_a_token_is_refused(front: Front) -> None:
    answer = front.ask("/de/rooms/offen?day=1", secure=False)
    assert (answer.status, answer.headers["location"]) == (301, f"https://{NAME}/de/rooms/offen?day=1")
    assert front.ask("/feeds/private/abc/house.ics", secure=False).status == 403
    assert front.ask("/api/days", secure=False).status == 403


@pytest.mark.parametrize(
    ("newest", "ciphers"),
    [(ssl.TLSVersion.TLSv1_1, "ALL:@SECLEVEL=0"), (ssl.TLSVersion.TLSv1_2, "ECDHE-ECDSA-AES256-SHA:AES256-GCM-SHA384")],
    ids=["old version", "no authenticated encryption"],
)
def test_weak_encryption_is_refused(front: Front, newest: ssl.TLSVersion, ciphers: str) -> None:
    weak = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    weak.check_hostname, weak.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        weak.minimum_version, weak.maximum_version = ssl.TLSVersion.TLSv1, newest
    weak.set_ciphers(ciphers)
    with socket.create_connection((HOST, front.secure), 5) as raw, pytest.raises((ssl.SSLError, ConnectionError)):
        weak.wrap_socket(raw, server_hostname=NAME)


def test_what_is_older_than_tls_1_3_gets_256_bits_and_forward_secrecy(front: Front) -> None:
    older = ssl.create_default_context()
    older.check_hostname, older.verify_mode = False, ssl.CERT_NONE
    older.maximum_version = ssl.TLSVersion.TLSv1_2
    with socket.create_connection((HOST, front.secure), 5) as raw, older.wrap_socket(raw, server_hostname=NAME) as line:
        name, version, bits = line.cipher() or ("", "", 0)
    assert (version, bits) == ("TLSv1.2", 256)
    assert name.startswith("ECDHE-")


def test_where_from_a_visitor_claims_to_come_counts_for_nothing(tmp_path: Path) -> None:
    """This machine itself may see pages of staff: what it claims to be besides would shut them, if it were believed."""
    house = demo_house(public_url=f"https://{NAME}", staff_networks=(ip_network("192.0.2.0/24"),))
    claimed = {"X-Forwarded-For": "198.51.100.9", "Forwarded": "for=198.51.100.9"}
    with booking_service(house, tmp_path / "data") as service, caddy(tmp_path, service.url) as front:
        assert requests.get(f"{service.url}/de/staff/sign-in", headers=claimed, timeout=5).status_code == 403
        assert front.ask("/de/staff/sign-in", headers=claimed).status == 200


def test_no_address_is_written_down_not_even_when_the_house_is_away(tmp_path: Path) -> None:
    with booking_service(demo_house(), tmp_path / "data") as service:
        gone = service.url
    with caddy(tmp_path, gone) as front:
        assert front.ask("/de/b/SECRET-LINK").status == 502
        assert front.ask("/feeds/private/SECRET-LINK/house.ics").status == 502
    log = front.log.read_text(encoding="utf-8")
    assert "serving initial configuration" in log
    assert "SECRET-LINK" not in log
