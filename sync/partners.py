# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Speaking with one partner of the config: its login, and one conversation over one line."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from booking.feeds_config import Partner
from sync.faults import Fault, NotTaken
from sync.fetch import WayOut, refusal
from sync.session import Answer

Ask = Callable[..., Answer]  # method, address, headers, body


class Counter(Protocol):
    """Whoever wants to know how often a partner was asked."""

    requests: int


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
    """Asks a partner one thing after the other, each with a deadline of its own, and counts.

    Raises Fault when nothing gets through: also if the answer says that it is so with everything.
    """
    known = login(partner)
    with way_out.session() as session:

        def ask(method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
            counter.requests += 1
            with way_out.deadline() as deadline:
                answer = session.ask(deadline, method, url, headers, body, known)
            if answer.status == 507:
                raise Fault("full")
            if answer.status in (401, 429) or (answer.status >= 500 and answer.status != 501):
                raise refusal(answer, way_out.now())
            return answer

        yield ask


def complain(status: int) -> None:
    """Raise what a status means that is no success: NotTaken if it is about this one thing, else Fault."""
    if status == 403 or not 400 <= status < 500:
        raise Fault("sign_in" if status == 403 else "status", status=status)
    raise NotTaken("refused", status=status)
