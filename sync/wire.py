# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""One connection to one site: its name is looked up once, every address that it has is checked, and one of exactly
these is connected to. TLS still asks for the name. At the deadline it is cut, whatever the other side does.

The connections of urllib3 are used below its pools; requests speaks over them (sync.session).
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection

from booking.feeds_config import Site
from sync.addresses import is_allowed
from sync.faults import Fault

Found = tuple[int, tuple[Any, ...]]  # family, and what a socket of it connects to


class Deadline:
    """The end of an exchange: `seconds` from now on, over all redirects; a socket that it watches is shut then."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._watched: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self.cut)
        self._timer.daemon = True
        self.passed = False

    @property
    def left(self) -> float:
        """Seconds, or Fault("too_slow")."""
        left = self._end - time.monotonic()
        if self.passed or left <= 0:
            raise Fault("too_slow")
        return left

    @contextmanager
    def watching(self) -> Iterator["Deadline"]:
        """Cut what is connected within the block when time is over."""
        self._timer.start()
        try:
            yield self
        finally:
            self._timer.cancel()
            with self._lock:
                for one in self._watched:
                    one.close()

    def watch(self, connected: socket.socket) -> None:
        """A copy of it, so that shutting works through every layer that is put around it."""
        with self._lock:
            self._watched.append(connected.dup())

    def cut(self) -> None:
        """End the exchange now."""
        self.passed = True
        with self._lock:
            for one in self._watched:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)


def connection(site: Site, private: bool, deadline: Deadline) -> HTTPConnection:
    """A connection to a site that is not open yet; it raises Fault when it opens, and OSError."""
    made: _Plain | _Encrypted
    if site.scheme == "https":
        made = _Encrypted(site.host, site.port, timeout=deadline.left, ssl_context=_trust())
    else:
        made = _Plain(site.host, site.port, timeout=deadline.left)
    made.open = lambda: _opened(site, private, deadline)
    return made


class _Plain(HTTPConnection):
    open: Any

    def _new_conn(self) -> socket.socket:
        opened: socket.socket = self.open()
        return opened


class _Encrypted(HTTPSConnection):
    open: Any

    def _new_conn(self) -> socket.socket:
        opened: socket.socket = self.open()
        return opened


@cache
def _trust() -> ssl.SSLContext:
    """Whom the system trusts: a city's own authority is added there."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _opened(site: Site, private: bool, deadline: Deadline) -> socket.socket:
    found = _looked_up(site)
    if not all(is_allowed(str(address[0]), private) for _, address in found):
        raise Fault("forbidden_address", host=site.host)
    for family, address in found:
        with suppress(OSError):
            return _connected(family, address, deadline)
    deadline.left  # noqa: B018 - says so, if that is why
    raise Fault("no_connection", host=site.host)


def _looked_up(site: Site) -> list[Found]:
    try:
        found = socket.getaddrinfo(site.host, site.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Fault("no_name", host=site.host) from None
    return [(family, address) for family, _, _, _, address in found]


def _connected(family: int, address: tuple[Any, ...], deadline: Deadline) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.settimeout(deadline.left)
        deadline.watch(made)
        made.connect(address)
    except BaseException:
        made.close()
        raise
    return made
