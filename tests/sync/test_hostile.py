# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""No address, however it is written and whatever its name stands for, leads the postman where he must not go."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.addresses import is_allowed
from tests.sync.hostile import NAMES, ODD

ROOT = Path(__file__).parents[2]
APART = ["unshare", "--map-root-user", "--net", "--mount"]


def test_hostile_addresses_lead_to_no_connection(tmp_path: Path) -> None:
    """In a network of the test's own, in which every address of the world leads to a trap."""
    if subprocess.run([*APART, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this user may not make a network of its own: unshare --map-root-user --net --mount")
    done = subprocess.run(
        [*APART, sys.executable, "-m", "tests.sync.hostile", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)

    assert (said["trodden"], said["works"]) == (0, 4)
    assert len(said["found"]) == 2 * len(NAMES) + len(ODD) >= 60
    by_name = {fault for url, fault in said["found"].items() if url not in ODD}
    assert by_name == {"forbidden_address"}
    assert {said["found"][url] for url in ODD} <= {"bad_address", "unknown_host", "not_encrypted"}


@pytest.mark.parametrize("addresses", NAMES.values(), ids=NAMES)
def test_an_address_that_is_not_of_the_world_is_refused(addresses: list[str]) -> None:
    assert not all(is_allowed(address) for address in addresses)


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450::1"])
def test_an_address_of_the_world_is_asked(address: str) -> None:
    assert is_allowed(address)


@pytest.mark.parametrize("address", ["10.1.2.3", "172.16.0.1", "192.168.1.1", "127.0.0.1", "::1", "fd00::1", "1.1.1.1"])
def test_a_network_of_our_own_is_asked_if_the_config_says_so(address: str) -> None:
    assert is_allowed(address, private=True)


@pytest.mark.parametrize(
    "address",
    [
        *("169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "fe80::1", "fe80::1%lo", "ff02::1"),  # noqa: S104
        *("::ffff:127.0.0.1", "::ffff:10.1.2.3", "2002:7f00:1::1", "64:ff9b::7f00:1", "", "localhost", "1.2.3"),
    ],
)
def test_some_are_never_asked(address: str) -> None:
    assert not is_allowed(address, private=True)


@given(st.ip_addresses(v=4, network="10.0.0.0/8"), st.sampled_from(["::ffff:{}", "64:ff9b::{}", "::{}"]))
def test_no_dress_makes_an_address_of_ours_one_of_the_world(address: object, dress: str) -> None:
    assert not is_allowed(dress.format(address))
