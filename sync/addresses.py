# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Which addresses of the network may be connected to. Pure.

Of IPv6 only what is given out for the whole world, and of that nothing that carries an IPv4 address to somewhere
else: mapped, 6to4, Teredo and NAT64 addresses could lead into our own network. IANA's special-purpose registries.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_WORLD = IPv6Network("2000::/3")
_NOT_WORLD = tuple(
    map(
        IPv6Network,
        ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),  # protocols (Teredo is one), examples, 6to4
    )
)
_SPECIAL = tuple(
    map(
        IPv4Network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
            *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
            *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        ),
    )
)


def is_allowed(address: str, private: bool = False) -> bool:
    """Whether an address may be connected to; `private`: also one of our own network, or this machine itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if _is_of_the_world(found):
        return True
    return private and _is_ours(found)


def _is_of_the_world(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv4Address):
        return address.is_global and not any(address in network for network in _SPECIAL)
    return address.scope_id is None and address in _WORLD and not any(address in network for network in _NOT_WORLD)


def _is_ours(address: IPv4Address | IPv6Address) -> bool:
    """A neighbour or ourselves, but never a link-local one: there the data of whoever rents us a machine can be had."""
    if isinstance(address, IPv6Address) and (address.scope_id or address.ipv4_mapped or address.sixtofour):
        return False
    never = (address.is_link_local, address.is_multicast, address.is_unspecified)
    reserved = address.is_reserved and not address.is_loopback  # ::1 lies among those
    return address.is_private and not any(never) and not reserved
