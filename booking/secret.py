# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Tokens that cannot be guessed, and how little of them is kept.

A booking's links are derived from the house's key and the booking's number, so that a repeated request finds the
same link; the database keeps only their hash. The key lies beside the database in a file of its own.
"""

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path

from booking.codes import ALPHABET, LENGTH

TOKEN_BYTES = 18  # 144 bits


def new_token() -> str:
    """A fresh token of 144 random bits, 24 characters that need no escaping in an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hashed(token: str) -> bytes:
    """What the database keeps of a token; tokens are random, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode()).digest()


def new_code() -> str:
    """A booking code: six characters without look-alikes."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_id(now_ms: int) -> int:
    """A number that no one else makes and that grows with time: 43 bits of milliseconds, 20 random bits."""
    return now_ms << 20 | secrets.randbits(20)


class Secret:
    """The house's key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def kept_in(cls, path: Path) -> "Secret":
        """The key in `path`, made on the first start and readable by its owner only."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls(path.read_bytes())
        with os.fdopen(file, "wb") as out:
            out.write(secrets.token_bytes(32))
            out.flush()
            os.fsync(out.fileno())
        return cls(path.read_bytes())

    def token(self, purpose: str, number: int) -> str:
        """The token for one thing and one purpose ("hold", "link"), always the same."""
        return urlsafe_b64encode(self._mac(purpose, str(number))[:TOKEN_BYTES]).decode()

    def group(self, mail: str) -> str:
        """Who booked, without saying who: the keyed hash of an address."""
        return urlsafe_b64encode(self._mac("group", mail.strip().lower())).decode().rstrip("=")

    def one_time(self, person: int, enrolled: int) -> bytes:
        """The 20 bytes of which a person's one-time codes are made; another enrolment has others."""
        return self._mac("one-time", f"{person} {enrolled}")[:20]

    def recovery(self, person: int, code: str) -> bytes:
        """What is kept of a recovery code."""
        return self._mac("recovery", f"{person} {code}")

    def seal(self, text: str) -> bytes:
        """What shows that an entry of the log is as it was written; whoever has the database only cannot make it."""
        return self._mac("log", text)

    def _mac(self, purpose: str, text: str) -> bytes:
        return hmac.digest(self._key, f"{purpose}\0{text}".encode(), "sha256")
