# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A calendar on a CalDAV server (RFC 4791): one event put, taken away, looked at, found; the marks of all that come.

Nothing is written without saying what it shall replace: nothing at all (If-None-Match: *), or exactly what we have seen
(If-Match).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote, unquote, urlsplit

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from sync.faults import Fault
from sync.partners import Ask
from sync.session import Answer

CALENDAR = {"Content-Type": "text/calendar; charset=utf-8"}
_QUERY = {"Content-Type": "application/xml; charset=utf-8", "Depth": "1"}
_REPORT = (
    '<?xml version="1.0" encoding="utf-8"?><C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
    '<D:prop><D:getetag/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">'
    "{what}</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
)
_NAME = re.compile(r"[^/]{1,250}")


@dataclass(frozen=True)
class Event:
    """What stands there under a name, and its mark."""

    text: bytes
    etag: str | None


class Calendar:
    """The collection at `url`, which ends with a slash."""

    def __init__(self, ask: Ask, url: str) -> None:
        self._ask = ask
        self._url = url

    def put(self, name: str, text: bytes, etag: str | None) -> Answer:
        """Write an event: a new one, or in the place of the one with that mark."""
        return self._asked("PUT", name, CALENDAR | _only(etag), text)

    def take_away(self, name: str, etag: str) -> Answer:
        """Delete the event with that mark."""
        return self._asked("DELETE", name, _only(etag))

    def look(self, name: str) -> Event | Answer:
        """The event of that name, or the answer that brought none."""
        answer = self._asked("GET", name, {"Accept": "text/calendar"})
        return Event(answer.body, answer.headers.get("etag")) if answer.status == 200 else answer

    def named(self, uid: str) -> str | None:
        """Under which name an event with this UID stands there."""
        match = f'<C:text-match collation="i;octet">{escape(uid)}</C:text-match>'
        return next(iter(self._report(f'<C:prop-filter name="UID">{match}</C:prop-filter>')), None)

    def coming(self, now: datetime) -> dict[str, str]:
        """The mark of everything that is not over, by its name."""
        return self._report(f'<C:time-range start="{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"/>')

    def _asked(self, method: str, name: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        return self._ask(method, self._url + quote(name, safe="@"), headers, body)

    def _report(self, what: str) -> dict[str, str]:
        answer = self._ask("REPORT", self._url, _QUERY, _REPORT.format(what=what).encode())
        if answer.status != 207:
            raise Fault("sign_in" if answer.status == 403 else "status", status=answer.status)
        try:
            found = ElementTree.fromstring(answer.body)
        except (ElementTree.ParseError, DefusedXmlException, ValueError):
            raise Fault("not_understood") from None
        marks = {}
        for one in found.iter("{DAV:}response"):
            name = self._name(one.findtext("{DAV:}href") or "")
            if name and (mark := (one.findtext(".//{DAV:}getetag") or "").strip()):
                marks[name] = mark
        return marks

    def _name(self, href: str) -> str | None:
        """The name of what lies in this very collection."""
        path, ours = (unquote(urlsplit(one).path) for one in (href.strip(), self._url))
        name = path.removeprefix(ours)
        return name if path.startswith(ours) and _NAME.fullmatch(name) else None


def is_about_content(answer: Answer) -> bool:
    """Whether a 403 or 409 names a condition that the event does not fulfil (RFC 4791 section 5.3.2.1)."""
    return answer.status in (403, 409) and b"error" in answer.body[:1000] and answer.body.lstrip()[:1] == b"<"


def _only(etag: str | None) -> dict[str, str]:
    return {"If-None-Match": "*"} if etag is None else {"If-Match": etag}
