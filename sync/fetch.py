# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The guarded way out: asks a site that the config names for a file, and brings back no more than it may be.

At most three times it lets itself be sent on, through the same gate each time. Everything that can go wrong is a Fault.
"""

import ssl
import zlib
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from booking.feeds_config import Site
from sync.faults import Fault
from sync.gate import Gate, next_address
from sync.wire import Deadline, connection

LARGEST = 10 * 1024 * 1024  # bytes, as they come and as they unfold
SECONDS = 30  # for all of it
REDIRECTS = 3
LONGEST_WAIT = timedelta(days=1)
_PIECE = 64 * 1024
_SENT_ON = (301, 302, 303, 307, 308)
_STATUS = {401: "sign_in", 403: "sign_in", 404: "not_found", 410: "gone", 429: "too_often"}
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True)
class Wanted:
    """What is asked for: an address, with what the last copy was marked, and a name and password for its own site."""

    url: str
    etag: str | None = None
    modified: str | None = None
    login: tuple[str, str] | None = None

    @property
    def is_known(self) -> bool:
        return bool(self.etag or self.modified)


@dataclass(frozen=True)
class Answer:
    """A copy and its marks; `body` is None if nothing has changed."""

    body: bytes | None
    etag: str | None = None
    modified: str | None = None


class WayOut:
    """The only way in which the postman reaches anybody."""

    def __init__(
        self, gate: Gate, now: Callable[[], datetime], seconds: float = SECONDS, largest: int = LARGEST
    ) -> None:
        self._gate = gate
        self._now = now
        self._seconds = seconds
        self._largest = largest
        self._running: set[Deadline] = set()
        self.is_shut = False

    def fetch(self, wanted: Wanted) -> Answer:
        """Ask, or raise Fault."""
        with Deadline(self._seconds).watching() as deadline:
            self._running.add(deadline)
            try:
                if self.is_shut:
                    raise Fault("too_slow")
                return self._fetched(wanted, deadline)
            finally:
                self._running.discard(deadline)

    def shut(self) -> None:
        """Cut what is being fetched, and fetch nothing any more."""
        self.is_shut = True
        for deadline in list(self._running):
            deadline.cut()

    def _fetched(self, wanted: Wanted, deadline: Deadline) -> Answer:
        first = self._gate.pass_(wanted.url)
        for _ in range(REDIRECTS + 1):
            site = self._gate.pass_(wanted.url)
            found = self._asked(wanted, site, site == first, deadline)
            if isinstance(found, Answer):
                return found
            wanted = replace(wanted, url=next_address(wanted.url, found))
        raise Fault("sent_on_too_often")

    def _asked(self, wanted: Wanted, site: Site, is_first: bool, deadline: Deadline) -> Answer | str:
        """The answer, or where it sends us on to."""
        ours = connection(site, site.host in self._gate.private, deadline)
        try:
            ours.request("GET", _target(wanted.url), headers=_headers(wanted, is_first), preload_content=False)
            with closing(ours.getresponse()) as response:
                return self._answer(response, is_first and wanted.is_known, deadline)
        except (HTTPError, HTTPException, OSError, ValueError, zlib.error) as error:
            raise _fault(error, site, deadline) from None
        finally:
            ours.close()

    def _answer(self, response: BaseHTTPResponse, asks_for_news: bool, deadline: Deadline) -> Answer | str:
        status, marks = response.status, _marks(response)
        if status in _SENT_ON and "location" in response.headers:
            return response.headers["location"]
        if status == 304 and asks_for_news:
            return Answer(None, *marks)
        if status != 200:
            key = _STATUS.get(status, "unavailable" if status >= 500 else "status")
            raise Fault(key, not_before=_wait(response, self._now()), status=status)
        return Answer(self._body(response, deadline), *marks)

    def _body(self, response: BaseHTTPResponse, deadline: Deadline) -> bytes:
        encoding = response.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "", "gzip", "x-gzip"):
            raise Fault("encoding")
        sink = _Sink(self._largest, unzips="gzip" in encoding)
        while piece := response.read(_PIECE, decode_content=False):
            sink.take(piece)
            deadline.left  # noqa: B018 - or Fault
        if deadline.passed:
            raise Fault("too_slow")
        return sink.whole()


class _Sink:
    """Collects a body, unzipped, and stops where it is too large."""

    def __init__(self, largest: int, unzips: bool) -> None:
        self._largest = largest
        self._unzipper = zlib.decompressobj(_GZIP) if unzips else None
        self._taken = 0
        self._pieces = bytearray()

    def take(self, piece: bytes) -> None:
        self._taken += len(piece)
        if self._unzipper:
            piece = self._unzipper.decompress(piece, self._largest - len(self._pieces) + 1)
        self._pieces += piece
        if max(self._taken, len(self._pieces)) > self._largest:
            raise Fault("too_large", megabytes=self._largest // 1024**2)

    def whole(self) -> bytes:
        if self._unzipper and not self._unzipper.eof:
            raise Fault("cut")
        return bytes(self._pieces)


def _target(url: str) -> str:
    """What stands in the first line of a request: neither site nor fragment."""
    rest = url.split("#", 1)[0].split("://", 1)[1]
    place = min((found for mark in "/?" if (found := rest.find(mark)) >= 0), default=len(rest))
    return rest[place:] if rest[place:].startswith("/") else f"/{rest[place:]}"


def _headers(wanted: Wanted, is_first: bool) -> dict[str, str]:
    """Nobody but the feed's own site learns a password, or what we know."""
    headers = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "gzip", "User-Agent": "klimaschutzhaus-sync"}
    if not is_first:
        return headers
    if wanted.login:
        headers["Authorization"] = "Basic " + b64encode(":".join(wanted.login).encode()).decode("ascii")
    if wanted.etag:
        headers["If-None-Match"] = wanted.etag
    if wanted.modified:
        headers["If-Modified-Since"] = wanted.modified
    return headers


def _marks(response: BaseHTTPResponse) -> tuple[str | None, str | None]:
    etag, modified = response.headers.get("etag"), response.headers.get("last-modified")
    return _short(etag, 200), _short(modified, 60)


def _short(mark: str | None, longest: int) -> str | None:
    return mark if mark and len(mark) <= longest and mark.isascii() and mark.isprintable() else None


def _wait(response: BaseHTTPResponse, now: datetime) -> datetime | None:
    """Until when a partner asks us to wait, a day at most (RFC 9110 section 10.2.3)."""
    said = response.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return now + min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    return min(until if until.tzinfo else until.replace(tzinfo=UTC), now + LONGEST_WAIT)


def _fault(error: Exception, site: Site, deadline: Deadline) -> Fault:
    if deadline.passed or isinstance(error, TimeoutError):
        return Fault("too_slow")
    if isinstance(error, ssl.SSLCertVerificationError) or isinstance(error.__cause__, ssl.SSLCertVerificationError):
        return Fault("certificate", host=site.host)
    return Fault("cut", host=site.host)
