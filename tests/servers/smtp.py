# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A real mail server on the loopback that keeps what it is given, and can refuse."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers.loopback import HOST, free_port

OK = "250 OK"


class Mailbox:
    """What has arrived. `refusal` is what the server answers instead of taking a mail, such as "450 later, please"."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refusal: str | None = None
        self.port = free_port()
        self._arrived = threading.Condition()

    def wait(self, number: int = 1, seconds: float = 10) -> list[EmailMessage]:
        """All mails, as soon as there are this many."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.mails) >= number, seconds), "no mail has arrived"
            return list(self.mails)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Called by aiosmtpd, on its own thread."""
        if self.refusal:
            return self.refusal
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        with self._arrived:
            self.mails.append(mail)
            self._arrived.notify_all()
        return OK


@contextmanager
def smtp(**settings: Any) -> Iterator[Mailbox]:
    """Start one on a free port and stop it; `settings` are aiosmtpd's, such as its side of TLS."""
    box = Mailbox()
    controller = Controller(box, hostname=HOST, port=box.port, **settings)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
