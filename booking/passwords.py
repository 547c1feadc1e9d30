# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Passwords, one-time codes and recovery codes: how they are made, what is kept of them, and how they are checked."""

import base64
import hmac
import re
import secrets
import threading
import unicodedata
from collections.abc import Collection
from datetime import datetime

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from booking.codes import ALPHABET
from booking.config import House
from booking.refusal import Refused

SHORTEST, LONGEST = 12, 128
GOOD_ENOUGH = 3  # of zxcvbn's 0 to 4: more than 10^8 guesses by somebody who knows what others use
WEIGHED = 36  # characters that are weighed: a hostile text of twice as many takes seconds
OUR_WORDS = ("klimaschutzhaus", "klima", "schutz", "haus", "climate", "house", "buchung", "booking")
PATIENCE = 2.0  # seconds that one waits while others' passwords are checked
STEP = 30  # seconds for which a one-time code is valid (RFC 6238)
RECOVERY_CODES, RECOVERY_LENGTH = 10, 24  # 115 bits each: a plain hash of it is enough (ASVS 5.0, 6.5.2)

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # 19 MiB
_one_at_a_time = threading.Lock()
_NOBODYS = _hasher.hash(secrets.token_hex(16))  # checked for names that nobody has, so that they take as long


def check_password(password: str, name: str, known: Collection[str]) -> str:
    """The password as it is hashed, or Refused with what it lacks; `known` are words that count for nothing here."""
    password = unicodedata.normalize("NFC", password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused("password_length", shortest=SHORTEST, longest=LONGEST)
    plain = password.casefold()
    if name.casefold() in plain or _weight(plain, known) < GOOD_ENOUGH:
        raise Refused("password_weak")
    return password


def known_words(house: House) -> set[str]:
    """What everybody here would try: the words of house and city, and what stands on the sheet with the network."""
    wifi = (house.wifi.name, house.wifi.password or "") if house.wifi else ()
    texts = (*house.name.values(), house.address.city, house.legal.operator, house.id, house.domain, *wifi)
    words = {word for text in texts for word in re.findall(r"\w{4,}", text.casefold())}
    return words | set(OUR_WORDS)


def _weight(plain: str, known: Collection[str]) -> int:
    """How hard it is to guess, 0 to 4, for somebody with lists of leaked passwords, names and words."""
    from zxcvbn import zxcvbn  # its lists take 14 MB, and nobody chooses a password in most weeks

    rest = plain
    for word in sorted(known, key=len, reverse=True):
        rest = rest.replace(word, " ")
    with _Turn():  # it keeps the words in one place for all
        return min(int(zxcvbn(text[:WEIGHED], user_inputs=sorted(known))["score"]) for text in (plain, rest))


def hashed(password: str) -> str:
    """What is kept of a password (argon2id)."""
    with _Turn():
        return _hasher.hash(password)


def fits(kept: str | None, password: str) -> bool:
    """Whether it is the password; takes the same time if there is none."""
    with _Turn():
        try:
            _hasher.verify(kept or _NOBODYS, unicodedata.normalize("NFC", password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def renewed(kept: str, password: str) -> str | None:
    """What is to be kept of a password that fits, if hashing has been made harder since; else None."""
    return hashed(unicodedata.normalize("NFC", password)) if _hasher.check_needs_rehash(kept) else None


class _Turn:
    """One check at a time: each takes 19 MiB. Refused("later") for whoever would have to wait too long."""

    def __enter__(self) -> None:
        if not _one_at_a_time.acquire(timeout=PATIENCE):
            raise Refused("later")

    def __exit__(self, *_: object) -> None:
        _one_at_a_time.release()


def authenticator(key: bytes, name: str, issuer: str) -> str:
    """The address that an authenticator app reads from a QR code."""
    return pyotp.TOTP(_base32(key)).provisioning_uri(name=name, issuer_name=issuer)


def spelled(key: bytes) -> str:
    """The same for typing."""
    return in_fours(_base32(key))


def in_fours(text: str) -> str:
    """Letters in groups of four, to be read and typed."""
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def step_of(key: bytes, code: str, now: datetime) -> int | None:
    """The time step to which a one-time code belongs: the present one or one beside it; None if to none of them."""
    present = int(now.timestamp()) // STEP
    for step in (present, present - 1, present + 1):
        if hmac.compare_digest(pyotp.TOTP(_base32(key)).generate_otp(step).encode(), code.encode()):
            return step
    return None


def recovery_codes() -> list[str]:
    """Ten codes for the day on which the phone is lost; each works once."""
    return ["".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]


def _base32(key: bytes) -> str:
    return base64.b32encode(key).decode()
