# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff's pages open in the networks of the config, and there is shown how it goes with the machine."""

import json
import re
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from booking.box import findings
from booking.box.findings import Figure, Finding
from booking.web import condition
from tests.servers.booking import THURSDAY, Service, booking_service, demo_house

HOME, ELSEWHERE = "192.168.7.20", "198.51.100.9"
OURS = (ip_network("192.168.7.0/24"), ip_network("2001:db8:7::/48"))


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    house = demo_house(staff_networks=OURS)
    with booking_service(house, tmp_path_factory.mktemp("limited")) as service:
        yield service


def asked(service: Service, path: str, asker: str) -> requests.Response:
    """As a proxy on this machine passes it on."""
    said = {"X-Forwarded-For": asker} if asker else {}
    return requests.get(service.url + path, headers=said, timeout=5, allow_redirects=False)


@pytest.mark.parametrize("path", ["/de/staff/sign-in", "/en/staff/", "/staff", "/de/staff/join/abc", "/tr/staff/plan"])
def test_staff_pages_open_at_home_only(limited: Service, path: str) -> None:
    there = asked(limited, path, ELSEWHERE)
    assert there.status_code == 403
    assert "Netzen des Hauses" in there.text or "networks of the house" in there.text
    for asker in (HOME, "2001:db8:7::5", "::ffff:192.168.7.9", ""):
        assert asked(limited, path, asker).status_code in (200, 303, 307, 404)


def test_visitors_are_welcome_from_everywhere(limited: Service) -> None:
    for path in ("/de/", "/de/offers", "/api/health", "/de/staffed"):
        assert asked(limited, path, ELSEWHERE).status_code == asked(limited, path, HOME).status_code != 403


def test_without_networks_in_the_config_staff_pages_open_everywhere(service: Service) -> None:
    assert asked(service, "/de/staff/sign-in", ELSEWHERE).status_code == 200


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the machine's own service finds what was found; here in a folder of the test's."""
    monkeypatch.setattr(condition, "FOLDER", tmp_path)
    return tmp_path


def put(folder: Path, *found: Finding) -> None:
    (folder / "status.json").write_text(findings.as_json(found, THURSDAY), encoding="utf-8")
    (folder / "metrics").write_text(findings.metrics(found, THURSDAY), encoding="utf-8")


GOOD = Finding("disk", "good", "12.0 GB free, 60%", (Figure("disk_free_bytes", 12e9),))
BAD = Finding('feed "a\\b"', "bad", "away <b>", (Figure("feed_failures", 3.0, 'a"\\b\n'),))


def test_the_condition_is_shown_at_home_and_on_the_machine_only(limited: Service, told: Path) -> None:
    put(told, GOOD)
    for path in ("/status", "/en/status", "/metrics"):
        assert asked(limited, path, ELSEWHERE).status_code == 404
        assert asked(limited, path, HOME).status_code == 200
        assert asked(limited, path, "").status_code == 200


def test_a_monitor_need_not_read_the_page(limited: Service, told: Path) -> None:
    assert asked(limited, "/status", HOME).status_code == 404, "nobody has looked yet"
    put(told, GOOD)
    assert asked(limited, "/status", HOME).status_code == 200
    put(told, GOOD, BAD)
    answer = asked(limited, "/status", HOME)
    assert answer.status_code == 503
    assert "away &lt;b&gt;" in answer.text
    put(told, GOOD)
    limited.clock.pass_(minutes=21)
    assert asked(limited, "/status", HOME).status_code == 503, "it is old"
    assert "niemand nachgesehen" in asked(limited, "/status", HOME).text
    limited.clock.pass_(minutes=-21)


def test_the_page_leads_nowhere_that_is_not_there(limited: Service, told: Path) -> None:
    put(told, GOOD)
    links = re.findall(r'href="(/[^"]*status)"', asked(limited, "/status", HOME).text)
    assert links == ["/de/status", "/en/status", "/ar/status"]
    assert [asked(limited, link, HOME).status_code for link in links] == [200, 200, 200]
    assert "All is well." in asked(limited, "/en/status", HOME).text


def test_metrics_are_read_as_they_were_meant(limited: Service, told: Path) -> None:
    put(told, GOOD, BAD)
    families = text_string_to_metric_families(asked(limited, "/metrics", HOME).text)
    read = {(one.name, one.labels.get("of", "")): one.value for family in families for one in family.samples}
    assert read["klimaschutzhaus_disk_free_bytes", ""] == 12e9
    assert read["klimaschutzhaus_feed_failures", 'a"\\b\n'] == 3
    assert read["klimaschutzhaus_state", "disk"] == 0
    assert read["klimaschutzhaus_state", 'feed "a\\b"'] == 2
    assert read["klimaschutzhaus_status_timestamp_seconds", ""] == THURSDAY.timestamp()
    assert json.loads(findings.as_json([GOOD], THURSDAY))["findings"][0]["state"] == "good"
