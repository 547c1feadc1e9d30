# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Addresses that lead to where nobody may be led, asked for in a network in which every one of them leads to a trap.

To be run by the test beside it, in namespaces that it has made: python -m tests.sync.hostile FOLDER
"""

import json
import selectors
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from booking.feeds_config import PORTS
from sync.faults import Fault
from sync.fetch import Wanted, WayOut
from sync.gate import Gate

# Names that a hostile partner's server may give out, and what they then stand for.
NAMES = {
    "zero.example": ["0.0.0.0"],  # noqa: S104
    "this.example": ["0.1.2.3"],
    "ten.example": ["10.1.2.3"],
    "shared.example": ["100.64.0.1"],
    "loop.example": ["127.0.0.1"],
    "loop-far.example": ["127.255.255.254"],
    "metadata.example": ["169.254.169.254"],
    "private-b.example": ["172.16.0.1"],
    "private-b-last.example": ["172.31.255.255"],
    "protocol.example": ["192.0.0.170"],
    "documents.example": ["192.0.2.1"],
    "relay.example": ["192.88.99.1"],
    "home.example": ["192.168.178.1"],
    "benchmark.example": ["198.18.0.1"],
    "documents-b.example": ["198.51.100.7"],
    "documents-c.example": ["203.0.113.7"],
    "multicast.example": ["224.0.0.251"],
    "reserved.example": ["240.0.0.1"],
    "everyone.example": ["255.255.255.255"],
    "six-zero.example": ["::"],
    "six-loop.example": ["::1"],
    "mapped-loop.example": ["::ffff:127.0.0.1"],
    "mapped-ten.example": ["::ffff:10.1.2.3"],
    "mapped-world.example": ["::ffff:93.184.216.34"],
    "compatible.example": ["::127.0.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "nat64-own.example": ["64:ff9b:1::a01:203"],
    "discard.example": ["100::1"],
    "teredo.example": ["2001:0:7f00:1::1"],
    "orchid.example": ["2001:20::1"],
    "six-documents.example": ["2001:db8::1"],
    "six-to-four.example": ["2002:7f00:1::1"],
    "six-to-four-ten.example": ["2002:a01:203::1"],
    "six-documents-b.example": ["3fff::1"],
    "segments.example": ["5f00::1"],
    "unique.example": ["fd00::1"],
    "unique-c.example": ["fc00::1"],
    "link.example": ["fe80::1"],
    "site.example": ["fec0::1"],
    "six-multicast.example": ["ff02::1"],
    "two-faced.example": ["93.184.216.34", "127.0.0.1"],
    "two-faced-six.example": ["2606:2800:220:1::1", "fd00::1"],
}
# What a partner may send us on to, written so that it looks like something else.
ODD = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[fe80::1%25lo]/",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://partner.example@127.0.0.1/",
    "https://partner.example:443@127.0.0.1/",
    "https://127.0.0.1#@partner.example/",
    "https://127.0.0.1\\@partner.example/",
    "https://partner.example\\@127.0.0.1/",
    "https://127.0.0.1 .partner.example/",
    "https://partner.example\t@127.0.0.1/",
    "https://①②⑦.⓪.⓪.①/",
    "https://partner.example:22/",
    "https://partner.example.127.0.0.1.nip.example/",
    "http://partner.example/",
    "//127.0.0.1/",
    "gopher://127.0.0.1/",
    "file:///etc/passwd",
]


def main(folder: Path) -> None:
    """Say what became of each address, and how often the trap was trodden into; then tread into it on purpose."""
    _make_network(folder)
    hosts = frozenset(("partner.example", *NAMES))
    every = Gate(hosts, frozenset(NAMES), frozenset())
    only = Gate(frozenset(("partner.example",)), frozenset(), frozenset())
    found = {}
    with _trap() as trodden:
        for name in NAMES:
            for scheme in PORTS:
                found[f"{scheme}://{name}/"] = _fault(every, f"{scheme}://{name}/feed.ics")
        for url in ODD:
            found[url] = _fault(only, url)
        before = len(trodden)
        for address in ("203.0.113.7", "127.0.0.1", "::1", "fd00::1"):
            socket.create_connection((address, 443), 5).close()
        while len(trodden) < before + 4:
            threading.Event().wait(0.01)
    print(json.dumps({"found": found, "trodden": before, "works": len(trodden) - before}))


def _fault(gate: Gate, url: str) -> str:
    try:
        WayOut(gate, lambda: datetime.now(UTC), seconds=2).fetch(Wanted(url))
    except Fault as fault:
        return fault.key
    return ""


def _make_network(folder: Path) -> None:
    """Every address is ours, and names stand in a file of ours."""
    hosts, switch = folder / "hosts", folder / "switch"
    hosts.write_text("".join(f"{address} {name}\n" for name, found in NAMES.items() for address in found))
    switch.write_text("hosts: files\n")
    for order in (
        "ip link set lo up",
        "ip route add local default dev lo",
        "ip -6 route add local default dev lo",
        f"mount --bind {hosts} /etc/hosts",
        f"mount --bind {switch} /etc/nsswitch.conf",
    ):
        subprocess.run(order.split(), check=True)


@contextmanager
def _trap() -> Iterator[list[str]]:
    """Listens on every address, at the ports that anybody would try; whom it has caught."""
    trodden: list[str] = []
    listening = [
        socket.create_server((host, port), family=family)
        for family, host in ((socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::"))  # noqa: S104 - nobody else is here
        for port in (22, 70, 80, 443)
    ]
    looking = selectors.DefaultSelector()
    for one in listening:
        looking.register(one, selectors.EVENT_READ)
    stopped = threading.Event()

    def watch() -> None:
        while not stopped.is_set():
            for key, _ in looking.select(0.05):
                caught, who = key.fileobj.accept()  # type: ignore[union-attr]
                trodden.append(str(who))
                caught.close()

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield trodden
    finally:
        stopped.set()
        thread.join()
        looking.close()
        for one in listening:
            one.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
