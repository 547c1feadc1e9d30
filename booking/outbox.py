# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The outbox: what the city has still to hear of, written in the transaction that changes it.

A row says that something has changed, never what: that is read when it goes out. So a later change takes the place of
an earlier one, nothing overtakes, and what is sent twice is the same.
"""

from sqlalchemy import Connection, text, update

from booking.model import outbox

CALENDAR, COUNTS, STREAMS = "calendar", "counts", "streams"
HOUR_AND_BURST = 3600 + 60  # seconds after an hour's begin: a count may be replaced for a moment after its end

PUT = text(
    "INSERT INTO outbox (house_id, channel, about, part, version, since, next)"
    " VALUES (:house, :channel, :about, :part, :version, :at, :due)"
    " ON CONFLICT (house_id, channel, about, part) DO UPDATE SET"
    " version = excluded.version, next = excluded.next, tries = 0, fault = NULL, dead = false"
)


def put(db: Connection, house_id: str, channel: str, about: int, part: str, version: int, at: int, due: int) -> None:
    """Note a change: what waits already waits on, in its newest version. `at` and `due` are epoch seconds."""
    values = {"channel": channel, "about": about, "part": part, "version": version, "at": at, "due": due}
    db.execute(PUT, {"house": house_id, **values})


def doubt(db: Connection, house_id: str) -> None:
    """What waits may have gone out since: the database is an older one, put back."""
    db.execute(update(outbox).where(outbox.c.house_id == house_id).values(begun=True))
