# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The guarded way out: asks a site that the config names for a file, and brings back no more than it may be.

At most three times it lets itself be sent on, through the same gate each time. Everything that can go wrong is a Fault.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from sync.faults import Fault
from sync.gate import Gate, next_address
from sync.session import SENT_ON, Session
from sync.session import Answer as Reply
from sync.wire import Deadline

LARGEST = 10 * 1024 * 1024  # bytes, as they come and as they unfold
SECONDS = 30  # for all of it
REDIRECTS = 3
LONGEST_WAIT = timedelta(days=1)
_STATUS = {401: "sign_in", 403: "sign_in", 404: "not_found", 410: "gone", 429: "too_often"}


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
        self.now = now
        self._seconds = seconds
        self._largest = largest
        self._running: set[Deadline] = set()
        self.is_shut = False

    def fetch(self, wanted: Wanted) -> Answer:
        """Ask, or raise Fault."""
        with self.deadline() as deadline, self.session() as session:
            return self._fetched(wanted, session, deadline)

    def session(self) -> Session:
        """A conversation through the same gate; it is closed at the end of a block."""
        return Session(self._gate, self._largest)

    @contextmanager
    def deadline(self) -> Iterator[Deadline]:
        """The time for one exchange, which ends when the way is shut; Fault if it is."""
        with Deadline(self._seconds).watching() as deadline:
            self._running.add(deadline)
            try:
                if self.is_shut:
                    raise Fault("too_slow")
                yield deadline
            finally:
                self._running.discard(deadline)

    def shut(self) -> None:
        """Cut what is being fetched, and fetch nothing any more."""
        self.is_shut = True
        for deadline in list(self._running):
            deadline.cut()

    def _fetched(self, wanted: Wanted, session: Session, deadline: Deadline) -> Answer:
        first = self._gate.pass_(wanted.url)
        for _ in range(REDIRECTS + 1):
            is_first = self._gate.pass_(wanted.url) == first
            login = wanted.login if is_first else None
            reply = session.ask(deadline, "GET", wanted.url, _headers(wanted, is_first), login=login)
            found = self._understood(reply, is_first and wanted.is_known)
            if isinstance(found, Answer):
                return found
            wanted = replace(wanted, url=next_address(wanted.url, found))
        raise Fault("sent_on_too_often")

    def _understood(self, reply: Reply, asks_for_news: bool) -> Answer | str:
        """The answer, or where it sends us on to."""
        marks = _short(reply.headers.get("etag"), 200), _short(reply.headers.get("last-modified"), 60)
        if reply.status in SENT_ON and "location" in reply.headers:
            return reply.headers["location"]
        if reply.status == 304 and asks_for_news:
            return Answer(None, *marks)
        if reply.status != 200:
            raise refusal(reply, self.now())
        return Answer(reply.body, *marks)


def refusal(reply: Reply, now: datetime) -> Fault:
    """What a status means that is no success."""
    key = _STATUS.get(reply.status, "unavailable" if reply.status >= 500 else "status")
    return Fault(key, not_before=_wait(reply.headers, now), status=reply.status)


def _headers(wanted: Wanted, is_first: bool) -> dict[str, str]:
    """Nobody but the feed's own site learns what we know."""
    headers = {"Accept": "text/calendar, */*;q=0.1"}
    if not is_first:
        return headers
    if wanted.etag:
        headers["If-None-Match"] = wanted.etag
    if wanted.modified:
        headers["If-Modified-Since"] = wanted.modified
    return headers


def _short(mark: str | None, longest: int) -> str | None:
    return mark if mark and len(mark) <= longest and mark.isascii() and mark.isprintable() else None


def _wait(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Until when a partner asks us to wait, a day at most (RFC 9110 section 10.2.3)."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return now + min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    return min(until if until.tzinfo else until.replace(tzinfo=UTC), now + LONGEST_WAIT)
