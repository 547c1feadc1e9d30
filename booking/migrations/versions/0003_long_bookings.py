# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Bookings of more than a day are found on each of their days."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    long = sa.text("status IN ('held', 'unconfirmed', 'requested', 'booked') AND claimed_to - claimed_from > 96")
    op.create_index("ix_booking_long", "booking", ["room_id", "claimed_to"], sqlite_where=long, postgresql_where=long)
