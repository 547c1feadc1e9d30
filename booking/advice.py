# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a config allows and should not be: connections to other machines on which anybody may listen."""

import ipaddress

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from booking.config import House, Misconfigured


def warnings(house: House) -> list[str]:
    """One line for each, with its remedy; for the installer. Raises Misconfigured for an address that is none."""
    found = []
    smtp, database = house.service.smtp, house.service.database
    if smtp and smtp.security == "none" and not _here(smtp.host):
        found.append(f"service.smtp: letters go to {smtp.host} unencrypted; set security to starttls or tls")
    if database and (places := _far(database)):
        found.append(
            f"service.database: {', '.join(places)} need not prove who it is, and anybody on the way may read along;"
            " append ?sslmode=verify-full&sslrootcert=system"
        )
    found += [
        f"feeds_in.{feed.id}: anybody on the way from {feed.site.host} may change it; write https:// if it can do that"
        for feed in house.feeds_in
        if feed.site.scheme == "http" and not _here(feed.site.host)
    ]
    found += [
        f"city.{channel}: anybody on the way to {partner.site.host} may read it; write https:// if it can do that"
        for channel, partner in house.city.partners.items()
        if partner.site.scheme == "http" and not _here(partner.site.host)
    ]
    return found


def _far(database: str) -> list[str]:
    """The other machines on which a database is reached without a checked certificate."""
    try:
        url = make_url(database)
    except ArgumentError:
        raise Misconfigured("service.database: this is no address of a database; the example shows one") from None
    if url.get_backend_name() != "postgresql" or url.query.get("sslmode") == "verify-full":
        return []
    named = url.query.get("host", ())
    hosts = [url.host or "", *([named] if isinstance(named, str) else named)]
    return [host for host in hosts if host and not _here(host)]


def _here(host: str) -> bool:
    """This machine itself, by name, address or socket."""
    if host == "localhost" or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
