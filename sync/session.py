# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the postman speaks with: a session of requests whose connections are ours (sync.wire).

It goes nowhere but through the gate, follows no redirect, keeps no cookie, takes no proxy and no password from its
surroundings, and ends at its deadline. A connection that the other side leaves open serves the next request there.
"""

import ssl
import zlib
from base64 import b64encode
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError

from booking.feeds_config import Site
from sync.faults import Fault
from sync.gate import Gate
from sync.wire import Deadline, connection

SENT_ON = (301, 302, 303, 307, 308)
_PIECE = 64 * 1024
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True)
class Answer:
    """What came back. The body is there whole, unpacked; of an answer that sends us on it stays unread."""

    status: int
    headers: Mapping[str, str]  # whatever the case of their names
    body: bytes = b""


class Session(requests.Session):
    """One conversation, with one site or more; not for several threads at once."""

    def __init__(self, gate: Gate, largest: int) -> None:
        super().__init__()
        self.trust_env = False
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self.headers = CaseInsensitiveDict({"User-Agent": "klimaschutzhaus-sync", "Accept-Encoding": "gzip"})
        self._largest = largest
        self._line = _Line(gate)
        for scheme in ("https://", "http://"):
            self.mount(scheme, self._line)

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None: requests would read all of the answer to find out."""
        return None

    def ask(
        self,
        deadline: Deadline,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
        login: tuple[str, str] | None = None,
    ) -> Answer:
        """One request and its answer, whatever status that has, or Fault."""
        self._line.deadline = deadline
        if login:
            headers = {**headers, "Authorization": "Basic " + b64encode(":".join(login).encode()).decode("ascii")}
        try:
            asked = self.request(method, url, headers=headers, data=body, allow_redirects=False, stream=True)
            with closing(asked) as found:
                if found.status_code not in SENT_ON:
                    return Answer(found.status_code, found.headers, self._body(found, deadline))
            self._line.close()  # its body is still on the way
            return Answer(found.status_code, found.headers)
        except (HTTPError, HTTPException, OSError, ValueError, zlib.error) as error:
            self._line.close()
            raise _fault(error, self._line.site, deadline) from None
        except Fault:
            self._line.close()
            raise

    def _body(self, found: requests.Response, deadline: Deadline) -> bytes:
        encoding = found.headers.get("content-encoding", "identity").strip().lower()
        if encoding not in ("identity", "", "gzip", "x-gzip"):
            raise Fault("encoding")
        sink = _Sink(self._largest, unzips="gzip" in encoding)
        while piece := found.raw.read(_PIECE, decode_content=False):
            sink.take(piece)
            deadline.left  # noqa: B018 - or Fault
        if deadline.passed:
            raise Fault("too_slow")
        return sink.whole()


class _Line(HTTPAdapter):
    """Carries requests over connections that are checked where they are opened; one is kept for each site."""

    deadline: Deadline

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self._gate = gate
        self._open: dict[Site, HTTPConnection] = {}
        self.site = Site("", "", 0)  # that was asked last

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        self.site = self._gate.pass_(request.url or "")
        ours = self._connection(self.site)
        ours.request(
            request.method or "GET",
            request.path_url,
            body=request.body,
            headers=dict(request.headers),
            preload_content=False,
            decode_content=False,
        )
        return self.build_response(request, ours.getresponse())

    def close(self) -> None:
        for one in self._open.values():
            one.close()
        self._open.clear()

    def _connection(self, site: Site) -> HTTPConnection:
        """The one that is open, if its last answer was read whole and the other side is still there; else a new one."""
        kept = self._open.pop(site, None)
        if kept and kept.sock is not None and kept.is_connected:
            kept.timeout = self.deadline.left
            kept.sock.settimeout(kept.timeout)
            self.deadline.watch(kept.sock)
        else:
            if kept:
                kept.close()
            kept = connection(site, site.host in self._gate.private, self.deadline)
        self._open[site] = kept
        return kept


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
        if self._unzipper and not self._unzipper.eof and self._taken:
            raise Fault("cut")
        return bytes(self._pieces)


def _fault(error: Exception, site: Site, deadline: Deadline) -> Fault:
    if deadline.passed or isinstance(error, TimeoutError):
        return Fault("too_slow")
    if isinstance(error, ssl.SSLCertVerificationError) or isinstance(error.__cause__, ssl.SSLCertVerificationError):
        return Fault("certificate", host=site.host)
    return Fault("cut", host=site.host)
