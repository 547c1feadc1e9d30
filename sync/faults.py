# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A feed could not be brought in, for a reason that staff can read: the last good copy stays."""

from datetime import datetime


class Fault(Exception):
    """`key` is one of booking.texts.FEED_FAULTS, `details` fill its sentence; neither ever holds an address."""

    def __init__(self, key: str, *, not_before: datetime | None = None, **details: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.details = details
        self.not_before = not_before  # when the partner asks us to come back
