# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Visits and feedback as numbers, and figures that staff enter."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "visit",
        sa.Column("house_id", sa.String(31), sa.ForeignKey("house.id"), primary_key=True),
        sa.Column("hour", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("purpose", sa.String(8), primary_key=True),
        sa.Column("offer_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("people", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "touch",
        sa.Column("house_id", sa.String(31), sa.ForeignKey("house.id"), primary_key=True),
        sa.Column("screen", sa.String(60), primary_key=True),
        sa.Column("act", sa.String(8), primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("hour", sa.BigInteger, nullable=False),
        sa.Column("purpose", sa.String(8), nullable=False),
        sa.Column("offer_id", sa.BigInteger, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "feedback",
        sa.Column("house_id", sa.String(31), sa.ForeignKey("house.id"), primary_key=True),
        sa.Column("offer_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("face", sa.SmallInteger, primary_key=True, autoincrement=False),
        sa.Column("answers", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "figure",
        sa.Column("house_id", sa.String(31), sa.ForeignKey("house.id"), primary_key=True),
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("indicator", sa.String(12), nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("what", sa.String(160), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("topic", sa.String(13), nullable=False),
        sa.Column("actor_id", sa.BigInteger),
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_figure_day", "figure", ["house_id", "day"])
