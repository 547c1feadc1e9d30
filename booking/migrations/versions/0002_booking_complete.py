# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Booking complete: series, resources, the waitlist, who has come, letters that wait, what was imported."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("house_id", sa.String(length=31), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=9), nullable=False),
        sa.Column("mail", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("fault", sa.String(length=200), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["house_id"], ["house.id"], name=op.f("fk_letter_house_id")),
        sa.PrimaryKeyConstraint("house_id", "id", name=op.f("pk_letter")),
    )
    op.create_index("ix_letter_due", "letter", ["house_id", "due"], unique=False)
    op.create_index("ix_letter_of", "letter", ["house_id", "booking_id"], unique=False)
    op.create_table(
        "series",
        sa.Column("house_id", sa.String(length=31), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("every", sa.String(length=9), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("begin_minute", sa.SmallInteger(), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["house_id"], ["house.id"], name=op.f("fk_series_house_id")),
        sa.PrimaryKeyConstraint("house_id", "id", name=op.f("pk_series")),
    )
    op.create_table(
        "waiting",
        sa.Column("house_id", sa.String(length=31), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("begin", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("mail", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("link_hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["house_id"], ["house.id"], name=op.f("fk_waiting_house_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_waiting_room_id")),
        sa.PrimaryKeyConstraint("house_id", "id", name=op.f("pk_waiting")),
    )
    op.create_index("ix_waiting_end", "waiting", ["house_id", "room_id", "end"], unique=False)
    op.create_index("uq_waiting_link", "waiting", ["house_id", "link_hash"], unique=True)
    op.create_table(
        "extra",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("begin", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("booking_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("house_id", sa.String(length=31), nullable=False),
        sa.Column("claimed_from", sa.BigInteger(), nullable=False),
        sa.Column("claimed_to", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["house_id", "booking_id"], ["booking.house_id", "booking.id"], name=op.f("fk_extra_house_id_booking_id")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_extra_room_id")),
        sa.PrimaryKeyConstraint("room_id", "begin", "booking_id", name=op.f("pk_extra")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_extra_of", "extra", ["house_id", "booking_id"], unique=False)
    op.create_table(
        "imported",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("uid_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("house_id", sa.String(length=31), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["house_id", "booking_id"], ["booking.house_id", "booking.id"], name=op.f("fk_imported_house_id_booking_id")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_imported_room_id")),
        sa.PrimaryKeyConstraint("room_id", "uid_hash", name=op.f("pk_imported")),
        sqlite_with_rowid=False,
    )
    op.add_column("booking", sa.Column("people", sa.SmallInteger(), nullable=True))
    op.add_column("booking", sa.Column("extras", sa.String(length=320), nullable=True))
    op.add_column("booking", sa.Column("arrived", sa.BigInteger(), nullable=True))
    op.add_column("booking", sa.Column("reminded", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("booking", sa.Column("series_id", sa.BigInteger(), nullable=True))
    op.add_column("booking", sa.Column("nominal", sa.Integer(), nullable=True))
    op.add_column("booking", sa.Column("alone", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(
        "ix_booking_remind",
        "booking",
        ["house_id", "begin"],
        unique=False,
        sqlite_where=sa.text("status = 'booked' AND mail IS NOT NULL AND NOT reminded"),
        postgresql_where=sa.text("status = 'booked' AND mail IS NOT NULL AND NOT reminded"),
    )
    op.create_index(
        "ix_booking_series",
        "booking",
        ["house_id", "series_id"],
        unique=False,
        sqlite_where=sa.text("series_id IS NOT NULL"),
        postgresql_where=sa.text("series_id IS NOT NULL"),
    )
    # A booking ends by itself too, where nobody comes.
    op.drop_index("ix_booking_expires", "booking")
    expiring = sa.text("expires IS NOT NULL")
    op.create_index(
        "ix_booking_expires",
        "booking",
        ["house_id", "expires"],
        sqlite_where=expiring,
        postgresql_where=expiring,
    )
