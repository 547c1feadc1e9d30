# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The gate to the outside: which sites may be asked at all, as the config says. Pure."""

from dataclasses import dataclass
from urllib.parse import urljoin

from booking.config import House
from booking.feeds_config import PORTS, Site, site
from sync.faults import Fault


@dataclass(frozen=True)
class Gate:
    """Hosts by what may be done with them; `ports` are those that an address in the config names."""

    hosts: frozenset[str]
    http: frozenset[str]
    private: frozenset[str]
    ports: frozenset[tuple[str, int]] = frozenset()

    def pass_(self, url: str) -> Site:
        """Where an address leads, if we may go there, or Fault."""
        try:
            found = site(url)
        except ValueError:
            raise Fault("bad_address") from None
        if found.host not in self.hosts:
            raise Fault("unknown_host", host=found.host[:100])
        if found.scheme == "http" and found.host not in self.http:
            raise Fault("not_encrypted", host=found.host)
        if found.port != PORTS[found.scheme] and (found.host, found.port) not in self.ports:
            raise Fault("unknown_host", host=f"{found.host}:{found.port}")
        return found


def gate(house: House) -> Gate:
    """The gate of a house."""
    sites = [one.site for one in (*house.feeds_in, *house.city.partners.values())]
    return Gate(
        hosts=frozenset((*(one.host for one in sites), *house.way_out.hosts)),
        http=frozenset(house.way_out.http_hosts),
        private=frozenset(house.way_out.private_hosts),
        ports=frozenset((one.host, one.port) for one in sites),
    )


def next_address(url: str, location: str) -> str:
    """Where an answer sends us on to."""
    try:
        return urljoin(url, location.strip())
    except ValueError:
        raise Fault("bad_address") from None
