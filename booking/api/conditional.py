# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Conditional GET for every short answer: a strong entity tag of its bytes, 304 if the reader has them (RFC 9110 13).

Answers that set their own ETag, such as feeds, are left alone; who had to prove themselves keeps no copy. Every answer
gets the headers that keep a page to itself.
"""

from hashlib import blake2b

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self';"
    " object-src 'none'; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'"
)
SAFE_HEADERS = {
    "content-security-policy": CSP,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
HTTPS_ONLY = {"strict-transport-security": "max-age=31536000; includeSubDomains"}  # over http it would not count


def safe_headers(scope: Scope) -> dict[str, str]:
    """What keeps an answer to itself, on the way on which it was asked for."""
    return SAFE_HEADERS | HTTPS_ONLY if scope["scheme"] == "https" else SAFE_HEADERS


class ConditionalGet:
    """ASGI middleware; pure, because BaseHTTPMiddleware costs a task and a stream for each request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Answer(scope, send))


class _Answer:
    """Holds an answer's head back until its first body is known."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._send = send
        self._safe = safe_headers(scope)
        self._reads = scope["method"] in ("GET", "HEAD")
        asked = dict(scope["headers"])
        self._known = asked.get(b"if-none-match", b"").decode("latin-1")
        self._cache = "no-store" if b"authorization" in asked else "no-cache"
        self._head: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            for key, value in self._safe.items():
                headers.setdefault(key, value)
            if headers.get("content-type") == "image/svg+xml":
                headers["content-type"] = "image/svg+xml; charset=utf-8"
            self._head = message
            return
        if self._head is not None and message["type"] == "http.response.body":
            head, self._head = self._head, None
            await self._open(head, message)
            return
        await self._send(message)

    async def _open(self, head: Message, body: Message) -> None:
        headers = MutableHeaders(raw=head["headers"])
        if self._reads and head["status"] == 200 and not body.get("more_body") and "etag" not in headers:
            headers.setdefault("cache-control", self._cache)
            tag = f'"{blake2b(body.get("body", b""), digest_size=16).hexdigest()}"'
            headers["etag"] = tag
            if matches(self._known, tag):
                head["status"] = 304
                del headers["content-length"]
                body = {**body, "body": b""}
        await self._send(head)
        await self._send(body)


def matches(known: str, tag: str) -> bool:
    """Whether an If-None-Match header names this tag; weak comparison, as section 13.1.2 asks for."""
    return known.strip() == "*" or tag in (part.strip().removeprefix("W/") for part in known.split(","))
