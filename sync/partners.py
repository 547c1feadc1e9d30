# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Speaking with one partner of the config: its login, and one conversation over one line."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from booking.feeds_config import Partner
from sync.faults import Fault, NotTaken
from sync.fetch import WayOut, refusal
from sync.session import Answer

Ask = Callable[..., Answer]  # method, address, headers, body


class Counter(Protocol):
    """Whoever wants to know how often a partner was asked."""

    requests: int


_AWAY = (401, 403, 429)  # that it is so with everything, not with this one thing


def login(partner: Partner) -> tuple[str, str] | None:
    """Name and password, or Fault("password")."""
    if partner.user is None or partner.password_file is None:
        return None
    try:
        return partner.user, partner.password_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise Fault("password") from None


@contextmanager
def conversation(way_out: WayOut, partner: Partner, counter: Counter) -> Iterator[Ask]:
    """Asks a partner one thing after the other, each with a deadline of its own, and counts. Raises Fault."""
    known = login(partner)
    with way_out.session() as session:

        def ask(method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
            counter.requests += 1
            with way_out.deadline() as deadline:
                return session.ask(deadline, method, url, headers, body, known)

        yield ask


def complain(answer: Answer, now: datetime) -> None:
    """Raise what a status means that is no success: Fault if nothing gets through, NotTaken if it is about this."""
    if answer.status == 507:
        raise Fault("full")
    if answer.status in _AWAY or not 400 <= answer.status < 500:
        raise refusal(answer, now)
    raise NotTaken("refused", status=answer.status)
