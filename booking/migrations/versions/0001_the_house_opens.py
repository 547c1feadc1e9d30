# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The house opens: rooms, holds, bookings, closures, claims, tokens, and the calendar text that is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "house",
        sa.Column("id", sa.String(length=31), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("written", sa.BigInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house")),
    )
    op.create_table(
        "answered",
        sa.Column("house_id", sa.String(length=31), nullable=False),
        sa.Column("request_id", sa.String(length=36), nullable=False),
        sa.Column("wish", sa.LargeBinary(length=32), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["house_id"], ["house.id"], name=op.f("fk_answered_house_id")),
        sa.PrimaryKeyConstraint("house_id", "request_id", name=op.f("pk_answered")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answered_at", "answered", ["house_id", "at"], unique=False)
    op.create_table(
        "change",
        sa.Column("house_id", sa.String(length=31), nullable=False),
        sa.Column("revision", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("room_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["house_id"], ["house.id"], name=op.f("fk_change_house_id")),
        sa.PrimaryKeyConstraint("house_id", "revision", "room_id", "day", name=op.f("pk_change")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("house_id", sa.String(length=31), nullable=False),
        sa.Column("key", sa.String(length=31), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("changed", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["house_id"], ["house.id"], name=op.f("fk_room_house_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("house_id", "key", name=op.f("uq_room_house_id_key")),
    )
    op.create_table(
        "token",
        sa.Column("house_id", sa.String(length=31), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["house_id"], ["house.id"], name=op.f("fk_token_house_id")),
        sa.PrimaryKeyConstraint("house_id", "hash", name=op.f("pk_token")),
        sa.UniqueConstraint("house_id", "kind", "name", name=op.f("uq_token_house_id_kind_name")),
    )
    op.create_table(
        "booking",
        sa.Column("house_id", sa.String(length=31), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("begin", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("claimed_from", sa.BigInteger(), nullable=False),
        sa.Column("claimed_to", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(length=11), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=True),
        sa.Column("more_left", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("scanned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=True),
        sa.Column("show_name", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("mail", sa.String(length=254), nullable=True),
        sa.Column("group_key", sa.String(length=43), nullable=True),
        sa.Column("hold_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("link_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.Integer(), server_default="0", nullable=False),
        sa.Column("rendered", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["house_id"], ["house.id"], name=op.f("fk_booking_house_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_booking_room_id")),
        sa.PrimaryKeyConstraint("house_id", "id", name=op.f("pk_booking")),
    )
    op.create_index(
        "ix_booking_contact",
        "booking",
        ["house_id", "end"],
        unique=False,
        sqlite_where=sa.text("name IS NOT NULL"),
        postgresql_where=sa.text("name IS NOT NULL"),
    )
    op.create_index(
        "ix_booking_due",
        "booking",
        ["house_id", "changed"],
        unique=False,
        sqlite_where=sa.text("NOT rendered"),
        postgresql_where=sa.text("NOT rendered"),
    )
    op.create_index(
        "ix_booking_expires",
        "booking",
        ["house_id", "expires"],
        unique=False,
        sqlite_where=sa.text("status IN ('held', 'unconfirmed', 'requested')"),
        postgresql_where=sa.text("status IN ('held', 'unconfirmed', 'requested')"),
    )
    op.create_index(
        "ix_booking_group",
        "booking",
        ["house_id", "group_key", "end"],
        unique=False,
        sqlite_where=sa.text("status IN ('held', 'unconfirmed', 'requested', 'booked')"),
        postgresql_where=sa.text("status IN ('held', 'unconfirmed', 'requested', 'booked')"),
    )
    op.create_index(
        "ix_booking_plan",
        "booking",
        ["room_id", "begin", "claimed_from", "claimed_to", "status", "show_name", "name"],
        unique=False,
        sqlite_where=sa.text("status IN ('held', 'unconfirmed', 'requested', 'booked')"),
        postgresql_where=sa.text("status IN ('held', 'unconfirmed', 'requested', 'booked')"),
    )
    op.create_index("uq_booking_code", "booking", ["house_id", "code"], unique=True)
    op.create_index("uq_booking_hold", "booking", ["house_id", "hold_hash"], unique=True)
    op.create_index("uq_booking_link", "booking", ["house_id", "link_hash"], unique=True)
    op.create_table(
        "closure",
        sa.Column("house_id", sa.String(length=31), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("begin", sa.BigInteger(), nullable=False),
        sa.Column("end", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["house_id"], ["house.id"], name=op.f("fk_closure_house_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_closure_room_id")),
        sa.PrimaryKeyConstraint("house_id", "id", name=op.f("pk_closure")),
    )
    op.create_index("ix_closure_end", "closure", ["house_id", "end"], unique=False)
    op.create_table(
        "claim",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("house_id", sa.String(length=31), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("closure_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["house_id", "booking_id"], ["booking.house_id", "booking.id"], name=op.f("fk_claim_house_id_booking_id")
        ),
        sa.ForeignKeyConstraint(
            ["house_id", "closure_id"], ["closure.house_id", "closure.id"], name="fk_claim_closure"
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_claim_room_id")),
        sa.PrimaryKeyConstraint("room_id", "slot", name=op.f("pk_claim")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rendering",
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("begin", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("booking_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("house_id", sa.String(length=31), nullable=False),
        sa.Column("gone", sa.BigInteger(), nullable=True),
        sa.Column("busy", sa.LargeBinary(), nullable=False),
        sa.Column("named", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["house_id", "booking_id"],
            ["booking.house_id", "booking.id"],
            name=op.f("fk_rendering_house_id_booking_id"),
        ),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_rendering_room_id")),
        sa.PrimaryKeyConstraint("room_id", "begin", "booking_id", name=op.f("pk_rendering")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_rendering_gone",
        "rendering",
        ["room_id", "gone"],
        unique=False,
        sqlite_where=sa.text("gone IS NOT NULL"),
        postgresql_where=sa.text("gone IS NOT NULL"),
    )
    op.create_index("ix_rendering_of", "rendering", ["house_id", "booking_id"], unique=False)
