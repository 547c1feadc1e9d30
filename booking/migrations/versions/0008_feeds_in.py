# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Feeds that come in: how it goes with them, their last good copy, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("imported", sa.Column("feed", sa.String(31)))
    op.create_table(
        "feed_in",
        sa.Column("house_id", sa.String(31), sa.ForeignKey("house.id"), primary_key=True),
        sa.Column("feed", sa.String(31), primary_key=True),
        sa.Column("setting", sa.LargeBinary(32)),
        sa.Column("etag", sa.String(200)),
        sa.Column("modified", sa.String(60)),
        sa.Column("body", sa.LargeBinary(32)),
        sa.Column("expanded", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("events", sa.Integer, nullable=False, server_default="0"),
        sa.Column("waits", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("good", sa.BigInteger),
        sa.Column("tried", sa.BigInteger),
        sa.Column("next", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("fault", sa.String(400)),
        sa.Column("held", sa.String(9)),
        sa.Column("held_body", sa.LargeBinary(32)),
        sa.Column("held_known", sa.Integer),
        sa.Column("held_fresh", sa.Integer),
        sa.Column("lessee", sa.String(22)),
        sa.Column("leased", sa.BigInteger, nullable=False, server_default="0"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feed_event",
        sa.Column("house_id", sa.String(31), primary_key=True),
        sa.Column("feed", sa.String(31), primary_key=True),
        sa.Column("uid_hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("content_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
        sa.Column("open", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(24)),
        sa.Column("said", sa.Text, nullable=False),
        _of_feed("feed_event"),
        sqlite_with_rowid=False,
    )
    left_out = sa.text("reason IS NOT NULL")
    op.create_index("ix_feed_event_uid", "feed_event", ["house_id", "uid_hash"])
    op.create_index(
        "ix_feed_event_reason", "feed_event", ["house_id", "feed"], sqlite_where=left_out, postgresql_where=left_out
    )
    op.create_table(
        "feed_twin",
        sa.Column("house_id", sa.String(31), primary_key=True),
        sa.Column("feed", sa.String(31), primary_key=True),
        sa.Column("begin", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("uid_hash", sa.LargeBinary(32), primary_key=True),
        _of_feed("feed_twin"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_offer_date_begin", "offer_date", ["house_id", "begin"])
    op.create_table(
        "feed_closure",
        sa.Column("house_id", sa.String(31), primary_key=True),
        sa.Column("feed", sa.String(31), primary_key=True),
        sa.Column("key", sa.LargeBinary(32), primary_key=True),
        sa.Column("closure_id", sa.BigInteger, nullable=False),
        sa.Column("looks", sa.LargeBinary(32), nullable=False),
        sa.Column("end", sa.BigInteger, nullable=False),
        _of_feed("feed_closure"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_feed_closure_of", "feed_closure", ["house_id", "closure_id"])
    op.create_table(
        "in_the_way",
        sa.Column("house_id", sa.String(31), primary_key=True),
        sa.Column("closure_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("booking_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["house_id", "booking_id"], ["booking.house_id", "booking.id"], name="fk_in_the_way_house_id_booking"
        ),
        sqlite_with_rowid=False,
    )


def _of_feed(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["house_id", "feed"], ["feed_in.house_id", "feed_in.feed"], name=f"fk_{table}_house_id_feed_in"
    )
